/** The custom requests that the extension makes, as `docs/protocol.md` describes them. */

import { type Range, RequestType } from "vscode-languageclient/node";

export interface IndexStatus {
  readonly state: "discovering" | "indexing" | "ready" | "degraded";
  readonly files: number;
  readonly indexed: number;
  readonly skipped: number;
  readonly symbols: number;
  readonly dependencyMode: string;
  readonly problems: readonly string[];
  readonly memoryMB: number;
  readonly indexBytes: number;
}

/** A file, a package (a directory), a symbol, or a package outside the workspace, which has no URI. */
export interface DependencyNode {
  readonly kind: "file" | "package" | "symbol" | "external";
  readonly name: string;
  readonly uri: string | null;
}

/** Where a dependency is written, and in which way: `imports`, `includes` and so on. */
export interface DependencySite {
  readonly uri: string;
  readonly range: Range;
  readonly how: string;
}

export interface DependencyItem {
  readonly node: DependencyNode;
  readonly distance: number;
  readonly sites: readonly DependencySite[];
}

interface Page {
  readonly total: number;
  readonly truncated: boolean;
}

export interface DependenciesResult extends Page {
  readonly items: readonly DependencyItem[];
}

export interface DependencyStep {
  readonly from: DependencyNode;
  readonly to: DependencyNode;
  readonly site: DependencySite;
}

export interface DependencyCycle {
  readonly size: number;
  /** A shortest way around, from a node back to it. */
  readonly sample: readonly DependencyStep[];
}

export interface DependencyCyclesResult extends Page {
  readonly cycles: readonly DependencyCycle[];
}

interface DependenciesParams {
  readonly uri: string;
  readonly depth: number;
  readonly includeExternal: boolean;
}

export const INDEX_STATUS_CHANGED = "codeprism/indexStatusChanged";

export const indexStatus = new RequestType<object, IndexStatus, void>("codeprism/indexStatus");

export const dependencies = new RequestType<DependenciesParams, DependenciesResult, void>("codeprism/dependencies");

export const dependents = new RequestType<DependenciesParams, DependenciesResult, void>("codeprism/dependents");

export const dependencyCycles = new RequestType<object, DependencyCyclesResult, void>("codeprism/dependencyCycles");
