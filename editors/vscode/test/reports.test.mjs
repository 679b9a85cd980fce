import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.mjs";

const { registerReports, state } = await load("reports");

const file = (name) => ({ id: `file:///${name}`, kind: "file", name, uri: `file:///${name}` });
const range = (line) => ({ start: { line, character: 0 }, end: { line, character: 9 } });
const site = (name, line) => ({ uri: `file:///${name}`, range: range(line), how: "imports" });

/** A session whose server gives the same answer to everything, and keeps what it was asked. */
function session(answer) {
  const asked = [];
  const client = {
    code2ProtocolConverter: { asUri: (uri) => `file://${uri.path}` },
    protocol2CodeConverter: { asLocation: (location) => location },
    async sendRequest(type, params) {
      asked.push([type.method, params]);
      return answer;
    },
  };
  registerReports({ client }, {});
  return asked;
}

beforeEach(() => {
  state.document = { uri: { path: "/a.py" } };
  state.shown = [];
  state.choose = () => undefined;
});

test("dependencies lead to the place where they are written", async () => {
  const external = { id: "external:attrs", kind: "external", name: "attrs", uri: null };
  const items = [
    { node: external, distance: 1, sites: [site("a.py", 2)] },
    { node: file("b.py"), distance: 1, sites: [site("a.py", 4), site("a.py", 7)] },
  ];
  const asked = session({ items, total: 2, truncated: false, cursor: null });
  state.choose = (choices) => choices[2];
  await state.commands["codeprism.showDependencies"]();
  assert.deepEqual(asked, [["codeprism/dependencies", { uri: "file:///a.py", depth: 1, includeExternal: true }]]);
  const [list, opened] = state.shown;
  assert.equal(list.title, "a.py depends on");
  assert.deepEqual(
    list.choices.map(({ label, description }) => [label, description]),
    [
      ["$(package) attrs", "line 3"],
      ["$(file) b.py", "line 5"],
      ["$(file) b.py", "line 8"],
    ],
  );
  assert.deepEqual(opened, { uri: "file:///a.py", selection: range(7) });
});

test("dependents that do not fit into one answer are said to be cut", async () => {
  const items = [{ node: file("b.py"), distance: 1, sites: [site("b.py", 0)] }];
  const asked = session({ items, total: 2000, truncated: true, cursor: "1" });
  await state.commands["codeprism.showDependents"]();
  assert.equal(asked[0][0], "codeprism/dependents");
  assert.equal(state.shown[0].title, "Depends on a.py (not all of 2000)");
});

test("a cycle is shown as the steps of a way around it", async () => {
  const sample = [
    { from: file("a.py"), to: file("b.py"), site: site("a.py", 0) },
    { from: file("b.py"), to: file("a.py"), site: site("b.py", 5) },
  ];
  session({ cycles: [{ nodes: [file("a.py"), file("b.py")], size: 2, sample }], total: 1, truncated: false });
  state.choose = (choices) => choices[2];
  await state.commands["codeprism.showDependencyCycles"]();
  const [list, opened] = state.shown;
  assert.deepEqual(
    list.choices.map(({ label }) => label),
    ["2 files", "$(file) a.py", "$(file) b.py"],
  );
  assert.deepEqual(opened, { uri: "file:///b.py", selection: range(5) });
});

test("nothing found is said", async () => {
  session({ cycles: [], total: 0, truncated: false, cursor: null });
  await state.commands["codeprism.showDependencyCycles"]();
  assert.deepEqual(state.shown, [{ message: "CodePrism: There are no dependency cycles." }]);
});
