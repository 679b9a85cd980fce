import { listReadings, summarize, type Summary } from "./api";
import { Chart } from "./chart";

function caption(summary: Summary): string {
  return `mean ${summary.mean}, ${summary.outliers} outliers`;
}

export async function refresh(target: HTMLElement): Promise<void> {
  const chart = new Chart(40);
  target.textContent = chart.draw(await listReadings()) + caption(await summarize());
}
