import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { load } from "./load.mjs";

const { findServer, state } = await load("server");
const windows = process.platform === "win32";
const program = windows ? "codeprism-lsp.exe" : "codeprism-lsp";
const savedPath = process.env.PATH;
const savedDirectory = process.cwd();
let directory;
let local;
let installed;

async function executable(...parts) {
  const file = path.join(directory, ...parts, program);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, "");
  await chmod(file, 0o755);
  return file;
}

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "codeprism-vscode-"));
  local = await executable("workspace", ".venv", windows ? "Scripts" : "bin");
  installed = await executable("installed");
  Object.assign(state, { isTrusted: true, folders: [path.join(directory, "workspace")], user: {}, workspace: {} });
  process.env.PATH = path.join(directory, "installed");
});

afterEach(async () => {
  process.env.PATH = savedPath;
  process.chdir(savedDirectory);
  await rm(directory, { recursive: true });
});

test("the setting wins, with its arguments", async () => {
  state.user["server.command"] = ["uv", "run", "codeprism-lsp"];
  assert.deepEqual(await findServer(), {
    command: "uv",
    args: ["run", "codeprism-lsp", "serve"],
    origin: "setting",
  });
});

test("then the virtual environment of the workspace", async () => {
  assert.deepEqual(await findServer(), { command: local, args: ["serve"], origin: "workspace" });
});

test("which is passed over while the workspace is not trusted", async () => {
  state.isTrusted = false;
  assert.deepEqual(await findServer(), { command: installed, args: ["serve"], origin: "path" });
});

test("relative entries of the PATH are no place to look", async () => {
  state.isTrusted = false;
  process.chdir(directory);
  process.env.PATH = ["", ".", "installed"].join(path.delimiter);
  assert.equal(await findServer(), undefined);
});

test("a file that cannot be run is no server", { skip: windows && "every file can be run there" }, async () => {
  await chmod(local, 0o644);
  await chmod(installed, 0o644);
  assert.equal(await findServer(), undefined);
});
