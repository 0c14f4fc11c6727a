/** One graph beside a text: asks the server for it, hands it to the view, and does what the view asks for. */
import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import {
  Position,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type Event,
  type WebviewPanel,
} from "vscode";
import type { Server } from "../server.js";
import { showsErrorEdges } from "../settings.js";
import { readGraph, type Graph, type GraphNode, type TextRange } from "./data.js";
import type { ExportFormat, FromView, ToView } from "./messages.js";

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = { svg: "svg", png: "png", mermaid: "mmd" };

export class GraphPanel implements Disposable {
  private readonly panel: WebviewPanel;
  private graph: Graph | undefined;
  private shown: ToView | undefined;
  /** The number of the last request, since answers may come in another order. */
  private asked = 0;

  constructor(
    extensionUri: Uri,
    private readonly server: Server,
    readonly uri: Uri,
    private machine: string | undefined,
  ) {
    const name = machine === undefined || machine === "" ? posix.basename(uri.path) : machine;
    const files = Uri.joinPath(extensionUri, "dist");
    this.panel = window.createWebviewPanel(
      "aslLint.graph",
      `Graph: ${name}`,
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [files] },
    );
    const { webview } = this.panel;
    webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    webview.html = page(
      webview.cspSource,
      webview.asWebviewUri(Uri.joinPath(files, "graph.js")).toString(),
      webview.asWebviewUri(Uri.joinPath(files, "graph.css")).toString(),
    );
  }

  get onDidDispose(): Event<void> {
    return this.panel.onDidDispose;
  }

  reveal(column: ViewColumn): void {
    this.panel.reveal(this.panel.viewColumn ?? column, true);
  }

  /** Asks for the graph anew. */
  async refresh(): Promise<void> {
    const asked = ++this.asked;
    const graph = await this.ask();
    if (asked !== this.asked) {
      return;
    }
    if (typeof graph === "string") {
      this.graph = undefined;
      this.show({ kind: "nothing", reason: graph });
      return;
    }
    this.graph = graph;
    this.show({ kind: "graph", graph, showsErrorEdges: showsErrorEdges() });
    const editor = this.editor();
    if (editor !== undefined) {
      this.follow(editor.selection.active);
    }
  }

  /** Marks the state that the cursor is in: the innermost one. */
  follow(position: Position): void {
    const around = (this.graph?.nodes ?? []).filter((node) => rangeOf(node.range).contains(position));
    const [innermost] = around.toSorted((one, other) => lines(one) - lines(other));
    this.send({ kind: "cursor", id: innermost?.id });
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async ask(): Promise<Graph | string> {
    const client = await this.server.ready();
    if (client === undefined) {
      return "The language server does not run.";
    }
    // A document that was closed since is opened for the server again.
    await workspace.openTextDocument(this.uri);
    try {
      const params = { textDocument: { uri: this.uri.toString() }, machine: this.machine };
      return readGraph(await client.sendRequest<unknown>("asl/graph", params));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `The server gave no graph: ${reason}`;
    }
  }

  private show(message: ToView): void {
    this.shown = message;
    this.send(message);
  }

  private send(message: ToView): void {
    void this.panel.webview.postMessage(message);
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.kind) {
      case "ready":
        // The view was loaded, or loaded anew after it was hidden.
        if (this.shown !== undefined) {
          this.send(this.shown);
        }
        return;
      case "machine":
        this.machine = message.name;
        await this.refresh();
        return;
      case "reveal":
        await this.goTo(rangeOf(message.range));
        return;
      case "save":
        await this.save(message.format, message.content);
    }
  }

  private async goTo(range: Range): Promise<void> {
    const column = this.editor()?.viewColumn ?? ViewColumn.One;
    const editor = await window.showTextDocument(await workspace.openTextDocument(this.uri), column);
    editor.selection = new Selection(range.start, range.start);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  private async save(format: ExportFormat, content: string): Promise<void> {
    const extension = EXTENSIONS[format];
    const path = this.uri.path.replace(/(\.asl)?\.[^./]*$/, "");
    const defaultUri = this.uri.with({
      scheme: this.uri.scheme === "untitled" ? "file" : this.uri.scheme,
      path: `${path}.${extension}`,
    });
    const target = await window.showSaveDialog({ defaultUri, filters: { [format.toUpperCase()]: [extension] } });
    if (target === undefined) {
      return;
    }
    const [, base64] = content.split("base64,");
    const bytes = format === "png" ? Buffer.from(base64 ?? "", "base64") : Buffer.from(content);
    await workspace.fs.writeFile(target, bytes);
  }

  private editor(): (typeof window.visibleTextEditors)[number] | undefined {
    return window.visibleTextEditors.find((editor) => editor.document.uri.toString() === this.uri.toString());
  }
}

function lines({ range }: GraphNode): number {
  return range.end.line - range.start.line;
}

function rangeOf({ start, end }: TextRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** The page of the view: nothing is loaded but the two files of the extension. */
function page(source: string, script: string, style: string): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    `style-src ${source} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "img-src data: blob:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${style}">
<title>Graph</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
