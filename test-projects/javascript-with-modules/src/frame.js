import strip, { width } from "ansi-lite";

export function frame(lines) {
  const widest = Math.max(...lines.map(width));
  return lines.map((line) => `| ${line}${" ".repeat(widest - strip(line).length)} |`).join("\n");
}
