// Bundles one source file against the stub and imports it, together with the stub that it sees.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));

export async function load(source) {
  const directory = await mkdtemp(path.join(tmpdir(), "codeprism-vscode-"));
  const outfile = path.join(directory, "module.cjs");
  try {
    await build({
      stdin: {
        contents: `export * from "../src/${source}"; export { state } from "./stub.mjs";`,
        resolveDir: here,
      },
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
      alias: {
        vscode: path.join(here, "stub.mjs"),
        // The client needs an editor; the types of its messages do not.
        "vscode-languageclient/node": "vscode-languageserver-protocol/node",
      },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(directory, { recursive: true });
  }
}
