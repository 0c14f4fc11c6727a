/** The commands: those of the palette, and those that the server's code lenses name. */
import {
  CodeAction,
  CodeActionKind,
  Location,
  Position,
  Range,
  Uri,
  commands,
  env,
  languages,
  window,
  workspace,
  type Diagnostic,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from "vscode";
import type * as lsp from "vscode-languageclient";
import type { Graphs } from "./graph/graphs.js";
import type { Server } from "./server.js";
import { setTextEditor } from "./toolkit.js";

const FIX_ALL = CodeActionKind.SourceFixAll.append("asl-lint");

export function registerCommands(
  context: ExtensionContext,
  server: Server,
  graphs: Graphs,
  log: LogOutputChannel,
): Disposable[] {
  return [
    commands.registerCommand("asl-lint.showGraph", (uri?: string | Uri, machine?: string) =>
      showGraph(graphs, uri, machine),
    ),
    commands.registerCommand("asl-lint.showReferences", showReferences),
    commands.registerCommand("asl-lint.fixAll", fixAll),
    commands.registerCommand("asl-lint.explainRule", explainRule),
    commands.registerCommand("asl-lint.useTextEditor", setTextEditor),
    commands.registerCommand("asl-lint.openExample", () => openExample(context.extensionUri)),
    commands.registerCommand("asl-lint.restart", () => server.restart()),
    commands.registerCommand("asl-lint.showLogs", () => {
      log.show();
    }),
    commands.registerCommand("asl-lint.showVersion", () => showVersion(server)),
  ];
}

async function showGraph(graphs: Graphs, uri?: string | Uri, machine?: string): Promise<void> {
  const active = window.activeTextEditor?.document.uri;
  const shown = typeof uri === "string" ? Uri.parse(uri) : (uri ?? active);
  if (shown === undefined) {
    void window.showInformationMessage("Open a state machine to see its graph.");
    return;
  }
  // The editor's menus hand over more than the document; only the server names a state machine.
  await graphs.show(shown, typeof machine === "string" ? machine : undefined);
}

/** The server's code lenses speak in the protocol's terms, the editor's command takes its own. */
async function showReferences(uri: string, position: lsp.Position, locations: readonly lsp.Location[]): Promise<void> {
  await commands.executeCommand(
    "editor.action.showReferences",
    Uri.parse(uri),
    new Position(position.line, position.character),
    locations.map(
      ({ uri, range: { start, end } }) =>
        new Location(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character)),
    ),
  );
}

async function fixAll(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    return;
  }
  const whole = new Range(0, 0, document.lineCount, 0);
  const actions = await commands.executeCommand<readonly CodeAction[] | undefined>(
    "vscode.executeCodeActionProvider",
    document.uri,
    whole,
    FIX_ALL.value,
  );
  const edit = actions?.find((action) => action.kind?.value === FIX_ALL.value)?.edit;
  if (edit === undefined) {
    void window.showInformationMessage("There is nothing that asl-lint can safely fix here.");
    return;
  }
  await workspace.applyEdit(edit);
}

/** Opens the page of a rule: of the finding at the cursor, or of one chosen from those in the document. */
async function explainRule(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const found = languages.getDiagnostics(editor.document.uri).filter((diagnostic) => ruleOf(diagnostic) !== undefined);
  if (found.length === 0) {
    void window.showInformationMessage("asl-lint has found nothing in this document.");
    return;
  }
  const here = found.filter((diagnostic) => diagnostic.range.contains(editor.selection.active));
  const chosen = here.length === 1 ? here[0] : await choose(here.length > 1 ? here : found);
  const rule = chosen === undefined ? undefined : ruleOf(chosen);
  if (rule !== undefined) {
    await env.openExternal(rule.page);
  }
}

async function choose(found: readonly Diagnostic[]): Promise<Diagnostic | undefined> {
  const items = found.map((diagnostic) => ({
    label: ruleOf(diagnostic)?.name ?? "",
    description: `line ${diagnostic.range.start.line + 1}`,
    detail: diagnostic.message.split("\n")[0] ?? "",
    diagnostic,
  }));
  return (await window.showQuickPick(items, { placeHolder: "The rule to explain", matchOnDetail: true }))?.diagnostic;
}

function ruleOf({ source, code }: Diagnostic): { readonly name: string; readonly page: Uri } | undefined {
  if (source !== "asl-lint" || typeof code !== "object") {
    return undefined;
  }
  return { name: String(code.value), page: code.target };
}

async function openExample(extensionUri: Uri): Promise<void> {
  const text = await workspace.fs.readFile(Uri.joinPath(extensionUri, "examples", "checkout.asl.json"));
  const document = await workspace.openTextDocument({ language: "asl", content: new TextDecoder().decode(text) });
  await window.showTextDocument(document);
}

async function showVersion(server: Server): Promise<void> {
  const client = await server.ready();
  const text = client === undefined ? "The language server does not run." : `asl-lint ${server.version ?? "(unknown)"}`;
  await window.showInformationMessage(text);
}
