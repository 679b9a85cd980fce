/** The commands that ask the server something and show the answer. */

import { commands, type Disposable, ProgressLocation, type QuickPickItem, Uri, window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { dependencies, dependencyCycles, type DependencyNode, indexStatus } from "./protocol";
import type { Session } from "./session";
import { summary, type StatusBar } from "./status";

export function registerReports(session: Session, status: StatusBar): Disposable[] {
  return [
    commands.registerCommand("codeprism.showIndexStatus", () =>
      ask(session, "Asking for the index status", async (client) => {
        const body = await client.sendRequest(indexStatus, {});
        status.index(body);
        const [headline, ...details] = summary(body);
        await window.showInformationMessage(`CodePrism: ${headline}`, { modal: true, detail: details.join("\n") });
      }),
    ),
    commands.registerCommand("codeprism.showDependencies", () =>
      ask(session, "Looking up dependencies", showDependencies),
    ),
    commands.registerCommand("codeprism.showDependencyCycles", () =>
      ask(session, "Looking for dependency cycles", showCycles),
    ),
  ];
}

/** Runs a question against the running server; without one, or when it fails, says so. */
async function ask(session: Session, title: string, question: (client: LanguageClient) => Promise<void>): Promise<void> {
  const client = session.client;
  if (client === undefined) {
    await window.showWarningMessage("CodePrism: the server is not running. See the output, or restart it.");
    return;
  }
  try {
    await window.withProgress({ location: ProgressLocation.Window, title: `CodePrism: ${title}` }, () =>
      question(client),
    );
  } catch (error) {
    await window.showErrorMessage(`CodePrism: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function showDependencies(client: LanguageClient): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    await window.showInformationMessage("CodePrism: open a file to see what it depends on.");
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const page = await client.sendRequest(dependencies, { uri, depth: 1, includeExternal: true });
  const name = workspace.asRelativePath(document.uri);
  await pick(page.items.map(choice), page.truncated, `${name} depends on`, `${name} depends on nothing known.`);
}

async function showCycles(client: LanguageClient): Promise<void> {
  const page = await client.sendRequest(dependencyCycles, {});
  const choices = page.items.flatMap(({ nodes }) => {
    const [first] = nodes;
    return first === undefined
      ? []
      : [{ ...choice(first), detail: [...nodes, first].map((node) => node.name).join("  →  ") }];
  });
  await pick(choices, page.truncated, "Dependency cycles", "There are no dependency cycles.");
}

interface Choice extends QuickPickItem {
  readonly uri: Uri | undefined;
}

function choice(node: DependencyNode): Choice {
  const uri = node.uri === undefined || node.uri === null ? undefined : Uri.parse(node.uri, true);
  return uri === undefined
    ? { label: `$(package) ${node.name}`, description: "external", uri }
    : { label: `$(file) ${workspace.asRelativePath(uri)}`, uri };
}

async function pick(choices: readonly Choice[], truncated: boolean, title: string, nothing: string): Promise<void> {
  if (choices.length === 0) {
    await window.showInformationMessage(`CodePrism: ${nothing}`);
    return;
  }
  const shown = truncated ? `${title} (the first ${choices.length})` : title;
  const chosen = await window.showQuickPick(choices, { title: shown, matchOnDetail: true });
  if (chosen?.uri !== undefined) {
    await window.showTextDocument(chosen.uri);
  }
}
