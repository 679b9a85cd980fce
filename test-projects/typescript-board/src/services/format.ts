import { tasks, Priority } from "../domain";

const SIGNS: Record<Priority, string> = {
  [Priority.Low]: "-",
  [Priority.Normal]: " ",
  [Priority.High]: "!",
};

export function formatTask(task: tasks.Task): string;
export function formatTask(task: tasks.Task, width: number): string;
export function formatTask(task: tasks.Task, width = 40): string {
  const describe = `${SIGNS[task.priority]} ${task.describe()}`; // Shadows no method: a plain local.
  return describe.padEnd(width);
}
