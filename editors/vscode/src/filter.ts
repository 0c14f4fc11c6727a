/**
 * Keeps documents without state machines from the server: an editor has many JSON and YAML documents open that do not
 * concern it. Sits between the client and the wire, where every notification and request passes, and so knows the
 * protocol's messages but nothing of the editor; what it needs of documents, it is given.
 */
import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  TextDocumentItem,
} from "vscode-languageclient";
import { mayHoldDefinition } from "./documents.js";

/** Finds an open document as it is now. */
export type Lookup = (uri: string) => TextDocumentItem | undefined;

/** A message to the server. */
export interface Message {
  readonly method: string;
  readonly params: unknown;
}

export class DocumentFilter {
  private readonly held = new Set<string>();

  constructor(
    private readonly lookup: Lookup,
    private readonly onChange: (uris: readonly string[]) => void,
  ) {}

  /** Whether the server has a document. */
  holds(uri: string): boolean {
    return this.held.has(uri);
  }

  /** What to send instead of a notification; nothing for one that does not concern the server. */
  notification(message: Message): Message | undefined {
    switch (message.method) {
      case "textDocument/didOpen": {
        const { textDocument } = message.params as DidOpenTextDocumentParams;
        return this.admit(textDocument) ? message : undefined;
      }
      case "textDocument/didChange": {
        const { textDocument } = message.params as DidChangeTextDocumentParams;
        return this.held.has(textDocument.uri) ? message : this.openLate(textDocument.uri);
      }
      case "textDocument/didClose": {
        const { textDocument } = message.params as DidCloseTextDocumentParams;
        if (!this.held.delete(textDocument.uri)) {
          return undefined;
        }
        this.onChange([...this.held]);
        return message;
      }
      case "textDocument/didSave":
        return this.concerns(message.params) ? message : undefined;
      default:
        return message;
    }
  }

  /** The answer to a request about a document that the server does not have; `undefined` for every other one. */
  answer(message: Message): { readonly result: unknown } | undefined {
    if (this.concerns(message.params)) {
      return undefined;
    }
    return { result: message.method === "textDocument/diagnostic" ? { kind: "full", items: [] } : null };
  }

  /** Forgets all documents: a server that starts anew has none. */
  clear(): void {
    this.held.clear();
    this.onChange([]);
  }

  /** A document that had no state machine when it was opened may have got one since. */
  private openLate(uri: string): Message | undefined {
    const textDocument = this.lookup(uri);
    if (textDocument === undefined || !this.admit(textDocument)) {
      return undefined;
    }
    return { method: "textDocument/didOpen", params: { textDocument } satisfies DidOpenTextDocumentParams };
  }

  private admit(document: TextDocumentItem): boolean {
    if (!mayHoldDefinition(document.languageId, document.uri, document.text)) {
      return false;
    }
    this.held.add(document.uri);
    this.onChange([...this.held]);
    return true;
  }

  private concerns(params: unknown): boolean {
    const uri = uriOf(params);
    if (uri === undefined || this.held.has(uri)) {
      return true;
    }
    // One that is about to be opened has to be answered for already.
    const document = this.lookup(uri);
    return document !== undefined && mayHoldDefinition(document.languageId, document.uri, document.text);
  }
}

function uriOf(params: unknown): string | undefined {
  if (typeof params !== "object" || params === null || !("textDocument" in params)) {
    return undefined;
  }
  const { textDocument } = params;
  if (typeof textDocument !== "object" || textDocument === null || !("uri" in textDocument)) {
    return undefined;
  }
  return typeof textDocument.uri === "string" ? textDocument.uri : undefined;
}
