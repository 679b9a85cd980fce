/**
 * The settings that travel to the server: the same names as under `codeprism.*`, and only those that
 * somebody set. Defaults stay out, so that a `codeprism.toml` in the workspace is heard.
 */

import { workspace } from "vscode";

const SERVER_SETTINGS = [
  "dependencies",
  "maxFileSizeMB",
  "maxDependencyFileSizeMB",
  "memoryLimitMB",
  "diskBudgetMB",
  "batchFiles",
  "cacheEntries",
  "cacheMB",
  "cacheMinutes",
  "workers",
  "include",
  "exclude",
  "languages",
  "cacheDir",
] as const;

/** Settings that the server has heard of: once unset again, it must hear their default. */
const announced = new Set<string>();

export function serverSettings(): Record<string, unknown> {
  const configuration = workspace.getConfiguration("codeprism");
  const settings: Record<string, unknown> = {};
  for (const name of SERVER_SETTINGS) {
    const places = configuration.inspect<unknown>(name);
    const isSet = [places?.globalValue, places?.workspaceValue, places?.workspaceFolderValue].some(
      (candidate) => candidate !== undefined,
    );
    // `get` and not `inspect` gives the value: it leaves out what an untrusted workspace may not set.
    const value = configuration.get<unknown>(name);
    if ((isSet || announced.has(name)) && value !== null && value !== undefined) {
      announced.add(name);
      settings[name] = value;
    }
  }
  return settings;
}
