// Stands in for the `vscode` module where a source file is tested outside of the editor: a workspace whose
// trust, folders and settings the test chooses.

export const state = { isTrusted: true, folders: [], user: {}, workspace: {}, defaults: {} };

export const workspace = {
  get isTrusted() {
    return state.isTrusted;
  },
  get workspaceFolders() {
    return state.folders.map((fsPath) => ({ uri: { scheme: "file", fsPath } }));
  },
  getConfiguration() {
    return {
      get: (name, fallback) => state.workspace[name] ?? state.user[name] ?? state.defaults[name] ?? fallback,
      inspect: (name) => ({ globalValue: state.user[name], workspaceValue: state.workspace[name] }),
    };
  },
};
