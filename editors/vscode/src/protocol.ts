/** The custom requests that the extension makes, as `docs/protocol.md` describes them. */

import { RequestType } from "vscode-languageclient/node";

export interface IndexStatus {
  readonly state: "discovering" | "indexing" | "ready" | "degraded";
  readonly files: number;
  readonly indexed: number;
  readonly skipped: number;
  readonly symbols: number;
  readonly dependencyMode: string;
  readonly problems: readonly unknown[];
  readonly memoryMB: number;
}

/** A file of the workspace, or an external package, which has no URI. */
export interface DependencyNode {
  readonly name: string;
  readonly uri?: string | null;
}

export interface DependencyPage {
  readonly items: readonly DependencyNode[];
  readonly truncated: boolean;
}

export interface DependencyCycle {
  readonly nodes: readonly DependencyNode[];
}

export interface CyclePage {
  readonly items: readonly DependencyCycle[];
  readonly truncated: boolean;
}

export const INDEX_STATUS_CHANGED = "codeprism/indexStatusChanged";

export const indexStatus = new RequestType<object, IndexStatus, void>("codeprism/indexStatus");

export const dependencies = new RequestType<
  { uri: string; depth: number; includeExternal: boolean },
  DependencyPage,
  void
>("codeprism/dependencies");

export const dependencyCycles = new RequestType<object, CyclePage, void>("codeprism/dependencyCycles");
