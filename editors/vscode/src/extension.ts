/** The entry point: wires session, status bar and commands together. It holds no logic of its own. */

import { commands, type ExtensionContext, window, workspace } from "vscode";
import { registerReports } from "./reports";
import { Session } from "./session";
import { StatusBar } from "./status";

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("CodePrism LSP", { log: true });
  const trace = window.createOutputChannel("CodePrism LSP Trace");
  const status = new StatusBar();

  const current = new Session(output, trace, {
    onStarting: () => status.starting(),
    onRunning: () => status.running(),
    onStatus: (body) => status.index(body),
    onStopped: () => status.stopped(),
    onFailed: (reason) => {
      status.failed(reason);
      void explain(reason, () => output.show());
    },
  });
  session = current;

  context.subscriptions.push(
    output,
    trace,
    status,
    commands.registerCommand("codeprism.restartServer", () => current.restart()),
    commands.registerCommand("codeprism.showOutput", () => output.show()),
    ...registerReports(current, status),
    workspace.onDidGrantWorkspaceTrust(() => current.restart()),
    workspace.onDidChangeConfiguration(async (change) => {
      const needsNewServer = ["server", "cacheDir", "workers"].some((name) =>
        change.affectsConfiguration(`codeprism.${name}`),
      );
      if (needsNewServer) {
        await current.restart();
      } else if (change.affectsConfiguration("codeprism")) {
        await current.sendSettings();
      }
    }),
  );
  await current.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

/** Tells the person why nothing runs, with the ways out. */
async function explain(reason: string, showOutput: () => void): Promise<void> {
  const choice = await window.showErrorMessage(`CodePrism: ${reason}`, "Open Settings", "Show Output");
  if (choice === "Open Settings") {
    await commands.executeCommand("workbench.action.openSettings", "codeprism.server.command");
  } else if (choice === "Show Output") {
    showOutput();
  }
}
