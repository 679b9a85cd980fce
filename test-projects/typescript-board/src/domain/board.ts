import { Entity } from "./entity";
import { compare } from "./priority";
import { Bug, Task, type TaskDraft } from "./task";

export interface BoardOptions {
  title: string;
  limit?: number;
}

export class Board extends Entity {
  private items: Task[] = [];
  static readonly defaultLimit = 50;

  constructor(readonly options: BoardOptions) {
    super("board");
  }

  add(draft: TaskDraft): Task {
    const task = draft.kind === "bug" ? new Bug(draft) : new Task(draft);
    if (this.items.length >= (this.options.limit ?? Board.defaultLimit)) throw new Board.Full(this);
    this.items.push(task);
    return task;
  }

  tasks(): readonly Task[] {
    return [...this.items].sort((a, b) => compare(a.priority, b.priority));
  }

  describe(): string {
    return this.options.title;
  }
}

/** Merged with the class: its nested types. */
export namespace Board {
  export class Full extends Error {
    constructor(readonly board: Board) {
      super(`${board.describe()} is full`);
    }
  }
}
