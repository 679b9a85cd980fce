import { Entity, type Named } from "./entity";
import { Priority, Status } from "./priority";

interface DraftBase {
  title: string;
  priority?: Priority;
}

export interface BugDraft extends DraftBase {
  kind: "bug";
  steps: string[];
}

export interface ChoreDraft extends DraftBase {
  kind: "chore";
}

export type TaskDraft = BugDraft | ChoreDraft;

export class Task extends Entity implements Named {
  status: Status = Status.Open;
  title: string;
  readonly priority: Priority;

  constructor(draft: TaskDraft) {
    super(draft.kind);
    this.title = draft.title;
    this.priority = draft.priority ?? Priority.Normal;
  }

  describe(): string {
    return `${this.title} [${this.status}]`;
  }

  close(): void {
    this.status = Status.Done;
  }
}

export class Bug extends Task {
  readonly steps: readonly string[];

  constructor(draft: BugDraft) {
    super(draft);
    this.steps = draft.steps;
  }

  override describe(): string {
    return `${super.describe()}, ${this.steps.length} steps`;
  }
}
