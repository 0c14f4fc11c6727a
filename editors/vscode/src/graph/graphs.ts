/** The open graphs, one for each state machine that is looked at, kept in step with the text. */
import { Disposable, Uri, ViewColumn, languages, window, workspace } from "vscode";
import type { Server } from "../server.js";
import { GraphPanel } from "./panel.js";

/** How long to wait for more changes before a graph is drawn anew, in milliseconds. */
const PAUSE = 150;

export class Graphs implements Disposable {
  private readonly panels = new Map<string, GraphPanel>();
  private readonly listeners: Disposable[];
  private readonly pending = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly extensionUri: Uri,
    private readonly server: Server,
  ) {
    this.listeners = [
      workspace.onDidChangeTextDocument(({ document }) => {
        this.refreshSoon(document.uri);
      }),
      // What is found in a text may change with another one: with the template that deploys it.
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) {
          this.refreshSoon(uri);
        }
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [selection] = selections;
        if (selection !== undefined) {
          for (const panel of this.of(textEditor.document.uri)) {
            panel.follow(selection.active);
          }
        }
      }),
    ];
  }

  async show(uri: Uri, machine: string | undefined): Promise<void> {
    const key = `${uri.toString()}\n${machine ?? ""}`;
    let panel = this.panels.get(key);
    if (panel === undefined) {
      panel = new GraphPanel(this.extensionUri, this.server, uri, machine);
      panel.onDidDispose(() => this.panels.delete(key));
      this.panels.set(key, panel);
    }
    panel.reveal(ViewColumn.Beside);
    await panel.refresh();
  }

  dispose(): void {
    Disposable.from(...this.listeners, ...this.panels.values()).dispose();
    for (const timer of this.pending.values()) {
      clearTimeout(timer);
    }
  }

  private refreshSoon(uri: Uri): void {
    const panels = this.of(uri);
    if (panels.length === 0) {
      return;
    }
    const key = uri.toString();
    clearTimeout(this.pending.get(key));
    const refresh = (): void => {
      this.pending.delete(key);
      for (const panel of panels) {
        void panel.refresh();
      }
    };
    this.pending.set(key, setTimeout(refresh, PAUSE));
  }

  private of(uri: Uri): GraphPanel[] {
    return [...this.panels.values()].filter((panel) => panel.uri.toString() === uri.toString());
  }
}
