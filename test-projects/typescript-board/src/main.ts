import { Board, Priority, type BoardOptions } from "@domain/index";
import { mount } from "@ui";
import { FileRepository } from "./store/file-repository";
import type { Repository } from "./store/repository";
import { measured, Scale } from "./services/metrics";
import legacy = require("./services/legacy");
import { formatTask as format } from "./services/format";

const options: BoardOptions = { title: "Sprint 12", limit: 20 };

export class Application {
  private readonly board = new Board(options);

  constructor(private readonly repository: Repository<Board>) {}

  start(root: HTMLElement): void {
    this.board.add({ kind: "bug", title: "Crash on save", priority: Priority.High, steps: ["open", "save"] });
    this.repository.save(this.board);
    mount(this.board, root);
    console.log(this.board.tasks().map(format), legacy.version, BUILD_INFO.commit);
  }

  @measured
  refresh(): number {
    return Scale.Linear.apply(this.board.tasks().length);
  }
}

new Application(new FileRepository<Board>("/tmp/board")).start(document.body);
