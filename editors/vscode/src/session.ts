/**
 * Owns the one running language client: starts it, stops it, starts it anew. Calls are queued, so that a
 * restart asked for during a start never leaves two servers behind.
 */

import type { LogOutputChannel, OutputChannel } from "vscode";
import { workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions, State } from "vscode-languageclient/node";
import { INDEX_STATUS_CHANGED, type IndexStatus } from "./protocol";
import { findServer } from "./server";
import { serverSettings } from "./settings";

const LANGUAGES = [
  "python",
  "javascript",
  "javascriptreact",
  "typescript",
  "typescriptreact",
  "java",
  "go",
  "rust",
  "c",
  "cpp",
];

export interface SessionListener {
  onStarting(): void;
  onRunning(): void;
  onStatus(status: IndexStatus): void;
  onStopped(): void;
  /** The server could not be found or started; the reason is a sentence for people. */
  onFailed(reason: string): void;
}

export class Session {
  #client: LanguageClient | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly output: LogOutputChannel,
    private readonly trace: OutputChannel,
    private readonly listener: SessionListener,
  ) {}

  /** The client, if its server is running. */
  get client(): LanguageClient | undefined {
    return this.#client?.state === State.Running ? this.#client : undefined;
  }

  start(): Promise<void> {
    return this.#enqueue(() => this.#start());
  }

  restart(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#enqueue(() => this.#stop());
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(step);
    this.#queue = done.catch((error: unknown) => {
      this.output.error(String(error));
    });
    return this.#queue;
  }

  /** Hands the server its settings anew. */
  async sendSettings(): Promise<void> {
    await this.client?.sendNotification("workspace/didChangeConfiguration", {
      settings: { codeprism: serverSettings() },
    });
  }

  async #start(): Promise<void> {
    if (this.#client !== undefined) {
      return;
    }
    this.listener.onStarting();
    const server = await findServer();
    if (server === undefined) {
      this.listener.onFailed(missingServer());
      return;
    }
    this.output.info(`Starting ${[server.command, ...server.args].join(" ")} (found by: ${server.origin})`);
    const client = new LanguageClient(
      "codeprism",
      "CodePrism LSP",
      { command: server.command, args: [...server.args] },
      clientOptions(this.output, this.trace),
    );
    client.onNotification(INDEX_STATUS_CHANGED, (status: IndexStatus) => {
      this.listener.onStatus(status);
    });
    client.onDidChangeState((change) => {
      if (change.newState === State.Stopped) {
        this.listener.onStopped();
      }
    });
    this.#client = client;
    try {
      await client.start();
      this.listener.onRunning();
    } catch (error) {
      this.#client = undefined;
      this.output.error(String(error));
      this.listener.onFailed(`The server did not start: ${String(error)}`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined && client.state !== State.Stopped) {
      await client.stop();
      await client.dispose();
    }
  }
}

function clientOptions(output: LogOutputChannel, trace: OutputChannel): LanguageClientOptions {
  return {
    documentSelector: LANGUAGES.map((language) => ({ scheme: "file", language })),
    outputChannel: output,
    traceOutputChannel: trace,
    initializationOptions: serverSettings(),
    middleware: {
      workspace: {
        async configuration(params, token, next) {
          const answers = await next(params, token);
          return Array.isArray(answers)
            ? answers.map((answer: unknown, index) =>
                params.items[index]?.section === "codeprism" ? serverSettings() : answer,
              )
            : answers;
        },
      },
    },
  };
}

function missingServer(): string {
  const places = workspace.isTrusted
    ? "neither in the setting codeprism.server.command, nor in the workspace's .venv, nor on the PATH"
    : "neither in your user settings nor on the PATH (this workspace is not trusted, so its own .venv is not used)";
  return `codeprism-lsp was found ${places}. Install it as its README says, or name it in the settings.`;
}
