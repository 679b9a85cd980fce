import config from "#config";

export default class Settings {
  render() {
    return <dl>{Object.entries(config).map(([name, value]) => <dt key={name}>{String(value)}</dt>)}</dl>;
  }
}
