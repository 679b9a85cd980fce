/** The commands that ask the server something and show the answer. */

import {
  commands,
  type Disposable,
  ProgressLocation,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  dependencies,
  dependencyCycles,
  type DependencyNode,
  type DependencySite,
  dependents,
  indexStatus,
} from "./protocol";
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
    commands.registerCommand("codeprism.showDependents", () =>
      ask(session, "Looking up dependents", showDependents),
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
  const document = currentDocument();
  if (document === undefined) {
    await window.showInformationMessage("CodePrism: open a file to see what it depends on.");
    return;
  }
  const page = await client.sendRequest(dependencies, { ...about(client, document), includeExternal: true });
  const name = workspace.asRelativePath(document.uri);
  const choices = page.items.flatMap(({ node, sites }) => sites.map((site) => choice(node, site, line(site))));
  await pick(client, choices, page, `${name} depends on`, `${name} depends on nothing known.`);
}

async function showDependents(client: LanguageClient): Promise<void> {
  const document = currentDocument();
  if (document === undefined) {
    await window.showInformationMessage("CodePrism: open a file to see what depends on it.");
    return;
  }
  const page = await client.sendRequest(dependents, { ...about(client, document), includeExternal: false });
  const name = workspace.asRelativePath(document.uri);
  const choices = page.items.flatMap(({ node, sites }) => sites.map((site) => choice(node, site, line(site))));
  await pick(client, choices, page, `Depends on ${name}`, `Nothing known depends on ${name}.`);
}

/** Each cycle under a title of its own, as the steps of a way around it. */
async function showCycles(client: LanguageClient): Promise<void> {
  const page = await client.sendRequest(dependencyCycles, {});
  const choices = page.cycles.flatMap(({ size, sample }): Choice[] => [
    { label: `${size} files`, kind: QuickPickItemKind.Separator },
    ...sample.map(({ from, to, site }) => choice(from, site, `${site.how} ${to.name}, ${line(site)}`)),
  ]);
  await pick(client, choices, page, "Dependency cycles", "There are no dependency cycles.");
}

function currentDocument(): TextDocument | undefined {
  return window.activeTextEditor?.document;
}

function about(client: LanguageClient, document: TextDocument): { uri: string; depth: number } {
  return { uri: client.code2ProtocolConverter.asUri(document.uri), depth: 1 };
}

/** A line of the list; one with a site leads to where the dependency is written. */
interface Choice extends QuickPickItem {
  readonly site?: DependencySite;
}

function choice(node: DependencyNode, site: DependencySite, description: string): Choice {
  const icon = node.kind === "external" ? "package" : "file";
  return { label: `$(${icon}) ${node.name}`, description, site };
}

function line(site: DependencySite): string {
  return `line ${site.range.start.line + 1}`;
}

async function pick(
  client: LanguageClient,
  choices: readonly Choice[],
  page: { readonly total: number; readonly truncated: boolean },
  title: string,
  nothing: string,
): Promise<void> {
  if (choices.length === 0) {
    await window.showInformationMessage(`CodePrism: ${nothing}`);
    return;
  }
  const shown = page.truncated ? `${title} (not all of ${page.total})` : title;
  const chosen = await window.showQuickPick(choices, { title: shown, matchOnDescription: true });
  if (chosen?.site !== undefined) {
    const { uri, range } = client.protocol2CodeConverter.asLocation(chosen.site);
    await window.showTextDocument(uri, { selection: range });
  }
}
