export function Badge({ text }) {
  return <span className="badge">{text}</span>;
}

export const Star = () => <Badge text="*" />;
