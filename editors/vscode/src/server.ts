/** The language server as the extension runs it: found, started when there is first something for it to do, restarted. */
import { homedir } from "node:os";
import { accessSync, constants, statSync } from "node:fs";
import {
  Uri,
  commands,
  languages,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
} from "vscode";
import { LanguageClient, type LanguageClientOptions, type MessageSignature } from "vscode-languageclient/node";
import { DEFINITION_LANGUAGES, HOST_LANGUAGES, SCHEMES, TERRAFORM_PATTERN, mayHoldDefinition } from "./documents.js";
import { DocumentFilter } from "./filter.js";
import { isWanted, type Wishes } from "./offers.js";
import { OffersFeature } from "./offers-feature.js";
import { findServer } from "./server-path.js";
import { SECTION, coexistence, hasCodeLenses, isFormatting, serverSettings } from "./settings.js";
import { Status } from "./status.js";
import { isToolkitActive } from "./toolkit.js";

/** The documents that may concern the server, by language and name; {@link DocumentFilter} looks into them. */
const SELECTOR = SCHEMES.flatMap((scheme) => [
  ...[...DEFINITION_LANGUAGES, ...HOST_LANGUAGES].map((language) => ({ language, scheme })),
  { pattern: TERRAFORM_PATTERN, scheme },
]);

export class Server implements Disposable {
  private readonly filter: DocumentFilter;
  private readonly status: Status;
  private readonly listeners: Disposable[];
  private client: LanguageClient | undefined;
  /** Starts and stops wait for one another. */
  private last: Promise<void> = Promise.resolve();
  private isNeeded = false;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
  ) {
    this.status = new Status(DEFINITION_LANGUAGES.map((language) => ({ language })));
    this.filter = new DocumentFilter(itemOf, (uris) => {
      void commands.executeCommand(
        "setContext",
        `${SECTION}.documents`,
        uris.map((uri) => Uri.parse(uri).fsPath),
      );
    });
    this.listeners = [
      workspace.onDidOpenTextDocument((document) => {
        this.look(document);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.look(document);
      }),
    ];
    workspace.textDocuments.forEach((document) => {
      this.look(document);
    });
  }

  /** The client, if the server runs. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() === true ? this.client : undefined;
  }

  /** The version of the server, if it runs. */
  get version(): string | undefined {
    return this.running?.initializeResult?.serverInfo?.version;
  }

  /** Whether the server has a document. */
  holds(uri: Uri): boolean {
    return this.filter.holds(uri.toString());
  }

  /** The client, once the server runs; `undefined` where it cannot run. */
  async ready(): Promise<LanguageClient | undefined> {
    if (!this.isNeeded) {
      this.isNeeded = true;
      await this.restart();
    }
    await this.last;
    return this.running;
  }

  restart(): Promise<void> {
    this.last = this.last.then(async () => {
      await this.stop();
      await this.start();
    });
    return this.last;
  }

  async shutDown(): Promise<void> {
    this.last = this.last.then(() => this.stop());
    await this.last;
  }

  dispose(): void {
    for (const listener of this.listeners) {
      listener.dispose();
    }
    this.status.dispose();
  }

  /** Starts the server with the first document that may concern it. */
  private look(document: TextDocument): void {
    if (this.isNeeded || languages.match(SELECTOR, document) === 0) {
      return;
    }
    if (mayHoldDefinition(document.languageId, document.uri.path, document.getText())) {
      void this.ready();
    }
  }

  private async start(): Promise<void> {
    const wishes = currentWishes();
    if (!isWanted(wishes)) {
      this.status.set({ kind: "paused", reason: "left to the AWS Toolkit (aslLint.awsToolkit.coexistence)" });
      return;
    }
    const program = this.find();
    if (typeof program === "string") {
      this.fail(program);
      return;
    }
    this.log.info(`runs ${program.path} (${program.origin})`);
    this.status.set({ kind: "starting" });
    const client = new LanguageClient(
      SECTION,
      "asl-lint",
      { command: program.path, args: ["server"] },
      this.clientOptions(),
    );
    client.registerFeature(new OffersFeature(client, currentWishes));
    this.client = client;
    try {
      await client.start();
      this.status.set({ kind: "running", version: this.version ?? "" });
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client === undefined) {
      return;
    }
    try {
      await client.dispose();
    } catch (error) {
      // One that did not get as far as running has nothing to stop.
      this.log.warn(`while stopping: ${String(error)}`);
    }
    this.filter.clear();
  }

  private fail(reason: string): void {
    this.log.error(reason);
    this.status.set({ kind: "failed", reason });
    void window.showErrorMessage(`asl-lint does not run. ${reason}`, "Open Settings").then((answer) => {
      if (answer !== undefined) {
        void commands.executeCommand("workbench.action.openSettings", `${SECTION}.server`);
      }
    });
  }

  private find(): ReturnType<typeof findServer> {
    const settings = workspace.getConfiguration(SECTION);
    // In a workspace that is not trusted, the editor gives what its user has set and not what the workspace has.
    return findServer({
      setting: settings.get("server.path", ""),
      importStrategy: settings.get<"fromEnvironment" | "useBundled">("server.importStrategy", "fromEnvironment"),
      extensionPath: this.context.extensionPath,
      workspaceFolder: workspace.workspaceFolders?.[0]?.uri.fsPath,
      home: homedir(),
      path: process.env.PATH ?? "",
      platform: process.platform,
      isProgram,
    });
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      initializationOptions: serverSettings(),
      synchronize: { fileEvents: workspace.createFileSystemWatcher("**/{asl-lint.toml,.asl-lint.toml}") },
      middleware: {
        sendNotification: async (type, next, params) => {
          const message = this.filter.notification({ method: methodOf(type), params });
          if (message === undefined) {
            return;
          }
          // What is sent instead has parameters of its own.
          await next(message.method, message.params as typeof params);
        },
        sendRequest: async (type, params, token, next) => {
          const answer = this.filter.answer({ method: methodOf(type), params });
          return answer === undefined ? next(type, params, token) : (answer.result as Awaited<ReturnType<typeof next>>);
        },
        workspace: {
          configuration: ({ items }) =>
            items.map(({ section, scopeUri }) =>
              section === SECTION ? serverSettings(scopeUri === undefined ? undefined : Uri.parse(scopeUri)) : null,
            ),
        },
      },
    };
  }
}

function currentWishes(): Wishes {
  return {
    coexistence: coexistence(),
    isToolkitActive: isToolkitActive(),
    isFormatting: isFormatting(),
    hasCodeLenses: hasCodeLenses(),
  };
}

function methodOf(type: string | MessageSignature): string {
  return typeof type === "string" ? type : type.method;
}

function itemOf(uri: string): ReturnType<ConstructorParameters<typeof DocumentFilter>[0]> {
  const document = workspace.textDocuments.find((each) => each.uri.toString() === uri);
  if (document === undefined) {
    return undefined;
  }
  return { uri, languageId: document.languageId, version: document.version, text: document.getText() };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
