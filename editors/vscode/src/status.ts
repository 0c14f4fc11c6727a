/** The item of the status bar's language menu: how the server is, which version runs, and what it found. */
import { LanguageStatusSeverity, languages, window, type Disposable, type DocumentSelector, type Uri } from "vscode";

/** How the server is. */
export type ServerState =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly version: string }
  | { readonly kind: "paused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/** By whom the findings are that are counted. */
const SOURCE = "asl-lint";

export class Status implements Disposable {
  private readonly item;
  private readonly listeners: Disposable[];
  private state: ServerState = { kind: "starting" };

  constructor(selector: DocumentSelector) {
    this.item = languages.createLanguageStatusItem("asl-lint", selector);
    this.item.name = "asl-lint";
    this.listeners = [
      languages.onDidChangeDiagnostics(() => {
        this.refresh();
      }),
      window.onDidChangeActiveTextEditor(() => {
        this.refresh();
      }),
    ];
  }

  set(state: ServerState): void {
    this.state = state;
    this.refresh();
  }

  dispose(): void {
    for (const listener of this.listeners) {
      listener.dispose();
    }
    this.item.dispose();
  }

  private refresh(): void {
    const { item, state } = this;
    item.busy = state.kind === "starting";
    item.severity = LanguageStatusSeverity.Information;
    item.command = { title: "Show Logs", command: "asl-lint.showLogs" };
    switch (state.kind) {
      case "starting":
        item.text = "asl-lint";
        item.detail = "starting";
        return;
      case "running":
        item.text = `asl-lint ${state.version}`;
        item.detail = count(window.activeTextEditor?.document.uri);
        return;
      case "paused":
        item.text = "asl-lint";
        item.detail = state.reason;
        return;
      case "failed":
        item.severity = LanguageStatusSeverity.Error;
        item.text = "asl-lint does not run";
        item.detail = state.reason;
        item.command = { title: "Restart", command: "asl-lint.restart" };
    }
  }
}

function count(uri: Uri | undefined): string {
  if (uri === undefined) {
    return "";
  }
  const found = languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === SOURCE).length;
  switch (found) {
    case 0:
      return "no findings";
    case 1:
      return "1 finding";
    default:
      return `${found} findings`;
  }
}
