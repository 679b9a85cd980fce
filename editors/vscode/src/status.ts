/** The status bar item: one glance says whether the server runs and how far its index is. */

import { type Disposable, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { IndexStatus } from "./protocol";

export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem("codeprism.status", StatusBarAlignment.Left, 0);

  constructor() {
    this.#item.name = "CodePrism LSP";
    this.#item.command = "codeprism.showIndexStatus";
    this.#item.show();
  }

  starting(): void {
    this.#show("$(sync~spin) CodePrism", "The server is starting.");
  }

  running(): void {
    this.#show("$(check) CodePrism", "The server is running.");
  }

  stopped(): void {
    this.#show("$(circle-slash) CodePrism", "The server is not running.");
  }

  failed(reason: string): void {
    this.#show("$(error) CodePrism", reason, "statusBarItem.errorBackground");
    // There is no index to show; the output says what was tried.
    this.#item.command = "codeprism.showOutput";
  }

  index(status: IndexStatus): void {
    const details = summary(status).join("\n");
    switch (status.state) {
      case "discovering":
        this.#show(`$(sync~spin) CodePrism: ${count(status.files)} files found`, details);
        break;
      case "indexing":
        this.#show(`$(sync~spin) CodePrism: ${count(status.indexed)} of ${count(status.files)}`, details);
        break;
      case "ready":
        this.#show(`$(check) CodePrism: ${count(status.files)} files`, details);
        break;
      case "degraded":
        this.#show("$(warning) CodePrism: degraded", details, "statusBarItem.warningBackground");
        break;
    }
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(text: string, tooltip: string, background?: string): void {
    this.#item.command = "codeprism.showIndexStatus";
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor = background === undefined ? undefined : new ThemeColor(background);
  }
}

/** The status in sentences, the first of which stands for all. */
export function summary(status: IndexStatus): [string, ...string[]] {
  return [
    `the index is ${status.state}, ${count(status.indexed)} of ${count(status.files)} files indexed`,
    `${count(status.symbols)} symbols`,
    `${count(status.skipped)} files skipped`,
    `dependencies: ${status.dependencyMode}`,
    `${count(Math.round(status.memoryMB))} MB of memory`,
    `${(status.indexBytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB on disk`,
    ...status.problems,
  ];
}

function count(value: number): string {
  return value.toLocaleString();
}
