import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { serverSettings, state } = await load("settings");
state.defaults = { dependencies: "exclude", maxFileSizeMB: 10, cacheDir: null };

test("only what somebody set travels, and what is unset again travels as its default", () => {
  assert.deepEqual(serverSettings(), {});
  state.user = { dependencies: "smart", cacheDir: null };
  state.workspace = { maxFileSizeMB: 3, "server.command": ["elsewhere"] };
  assert.deepEqual(serverSettings(), { dependencies: "smart", maxFileSizeMB: 3 });
  state.workspace = {};
  assert.deepEqual(serverSettings(), { dependencies: "smart", maxFileSizeMB: 10 });
});
