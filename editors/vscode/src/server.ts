/**
 * Finds the command that starts the server: the setting, then the workspace's virtual environment, then
 * the PATH. A workspace that is not trusted contributes nothing to the search: VS Code itself drops its
 * value of `codeprism.server.command` (see `restrictedConfigurations`), and its `.venv` is passed over.
 */

import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import * as path from "node:path";
import { workspace } from "vscode";

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: "setting" | "workspace" | "path";
}

const PROGRAM = "codeprism-lsp";

export async function findServer(): Promise<ServerCommand | undefined> {
  const configured = workspace.getConfiguration("codeprism").get<string[]>("server.command", []);
  const [command, ...args] = configured;
  if (command !== undefined && command !== "") {
    return { command, args: [...args, "serve"], origin: "setting" };
  }
  if (workspace.isTrusted) {
    const local = await firstExecutable(workspaceCandidates());
    if (local !== undefined) {
      return { command: local, args: ["serve"], origin: "workspace" };
    }
  }
  const installed = await firstExecutable(pathCandidates());
  return installed === undefined ? undefined : { command: installed, args: ["serve"], origin: "path" };
}

function workspaceCandidates(): string[] {
  const folders = (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  const inside = process.platform === "win32" ? ["Scripts", `${PROGRAM}.exe`] : ["bin", PROGRAM];
  return folders.map((folder) => path.join(folder.uri.fsPath, ".venv", ...inside));
}

/** Relative entries of the PATH are left out: they would let the workspace choose the program. */
function pathCandidates(): string[] {
  const directories = (process.env["PATH"] ?? "").split(path.delimiter).filter((entry) => path.isAbsolute(entry));
  const name = process.platform === "win32" ? `${PROGRAM}.exe` : PROGRAM;
  return directories.map((directory) => path.join(directory, name));
}

async function firstExecutable(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) {
      return candidate;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
