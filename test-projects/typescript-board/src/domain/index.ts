export * from "./board";
export { Priority, Status } from "./priority";
export type { Task, TaskDraft } from "./task";
export * as tasks from "./task";
