// metrics.ts and reporter.ts import each other on purpose.
import { samples, Scale } from "./metrics";

export function report(name: string): void {
  const total = samples.reduce((sum, sample) => sum + Scale.Logarithmic.apply(sample), 0);
  console.log(name, total);
}
