export enum Priority {
  Low = 1,
  Normal,
  High = 10,
}

export const enum Status {
  Open = "open",
  Done = "done",
}

export function compare(a: Priority, b: Priority): number {
  return b - a;
}
