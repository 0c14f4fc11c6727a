/** Where the editor starts and ends the extension. Sends nothing anywhere: it talks to the local server only. */
import { window, workspace, type ExtensionContext } from "vscode";
import { registerCommands } from "./commands.js";
import { Graphs } from "./graph/graphs.js";
import { Server } from "./server.js";
import { needsRestart } from "./settings.js";
import { noticeToolkit } from "./toolkit.js";

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("asl-lint", { log: true });
  const started = new Server(context, log);
  server = started;
  const graphs = new Graphs(context.extensionUri, started);
  context.subscriptions.push(
    log,
    started,
    graphs,
    ...registerCommands(context, started, graphs, log),
    workspace.onDidChangeConfiguration((event) => {
      if (needsRestart(event)) {
        void started.restart();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void started.restart()),
  );
  void noticeToolkit(context);
}

export async function deactivate(): Promise<void> {
  await server?.shutDown();
}
