// Stands in for the `vscode` module where a source file is tested outside of the editor: a workspace whose
// trust, folders and settings the test chooses, and a person who picks what the test says.

export const state = {
  isTrusted: true,
  folders: [],
  user: {},
  workspace: {},
  defaults: {},
  commands: {},
  document: undefined,
  choose: () => undefined,
  shown: [],
};

export const ProgressLocation = { Window: 10 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const StatusBarAlignment = { Left: 1 };
export class ThemeColor {}

export const commands = {
  registerCommand(name, run) {
    state.commands[name] = run;
    return { dispose() {} };
  },
};

export const window = {
  get activeTextEditor() {
    return state.document === undefined ? undefined : { document: state.document };
  },
  withProgress: (_options, run) => run(),
  async showQuickPick(choices, options) {
    state.shown.push({ title: options.title, choices });
    return state.choose(choices);
  },
  async showTextDocument(uri, options) {
    state.shown.push({ uri, ...options });
  },
  async showInformationMessage(message) {
    state.shown.push({ message });
  },
  async showErrorMessage(message) {
    state.shown.push({ message });
  },
};

export const workspace = {
  get isTrusted() {
    return state.isTrusted;
  },
  get workspaceFolders() {
    return state.folders.map((fsPath) => ({ uri: { scheme: "file", fsPath } }));
  },
  asRelativePath: (uri) => uri.path.slice(1),
  getConfiguration() {
    return {
      get: (name, fallback) => state.workspace[name] ?? state.user[name] ?? state.defaults[name] ?? fallback,
      inspect: (name) => ({ globalValue: state.user[name], workspaceValue: state.workspace[name] }),
    };
  },
};
