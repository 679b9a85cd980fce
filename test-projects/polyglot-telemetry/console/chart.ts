import type { Reading } from "./api";

export class Chart {
  constructor(private readonly width: number) {}

  draw(readings: Reading[]): string {
    const highest = Math.max(...readings.map((reading) => reading.value));
    return readings.map((reading) => "#".repeat((reading.value / highest) * this.width)).join("\n");
  }
}
