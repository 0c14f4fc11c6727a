import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TextDocumentItem } from "vscode-languageclient";
import { DocumentFilter, type Message } from "../../src/filter.js";

const MACHINE = '{"StartAt": "A", "States": {}}';

function item(uri: string, text: string, languageId = "json"): TextDocumentItem {
  return { uri, languageId, version: 1, text };
}

function opening(textDocument: TextDocumentItem): Message {
  return { method: "textDocument/didOpen", params: { textDocument } };
}

function about(method: string, uri: string): Message {
  return { method, params: { textDocument: { uri } } };
}

describe("the filter of documents", () => {
  it("lets a document with a state machine pass, and what is said about it", () => {
    const filter = new DocumentFilter(
      () => undefined,
      () => undefined,
    );
    const message = opening(item("file:///a.json", MACHINE));
    assert.equal(filter.notification(message), message);
    const change = about("textDocument/didChange", "file:///a.json");
    assert.equal(filter.notification(change), change);
    assert.equal(filter.answer(about("textDocument/hover", "file:///a.json")), undefined);
  });

  it("keeps other documents back, and answers for them", () => {
    const other = item("file:///b.json", "{}");
    const filter = new DocumentFilter(
      () => other,
      () => undefined,
    );
    assert.equal(filter.notification(opening(other)), undefined);
    assert.equal(filter.notification(about("textDocument/didChange", other.uri)), undefined);
    assert.equal(filter.notification(about("textDocument/didSave", other.uri)), undefined);
    assert.equal(filter.notification(about("textDocument/didClose", other.uri)), undefined);
    assert.deepEqual(filter.answer(about("textDocument/hover", other.uri)), { result: null });
    assert.deepEqual(filter.answer(about("textDocument/diagnostic", other.uri)), {
      result: { kind: "full", items: [] },
    });
  });

  it("opens a document that has become a state machine with its text of now", () => {
    let now = item("file:///c.json", "{}");
    const filter = new DocumentFilter(
      () => now,
      () => undefined,
    );
    filter.notification(opening(now));
    now = { ...now, version: 2, text: MACHINE };
    assert.deepEqual(filter.notification(about("textDocument/didChange", now.uri)), opening(now));
    const change = about("textDocument/didChange", now.uri);
    assert.equal(filter.notification(change), change);
  });

  it("tells which documents there are, and forgets closed ones", () => {
    const told: (readonly string[])[] = [];
    const filter = new DocumentFilter(
      () => undefined,
      (uris) => told.push(uris),
    );
    filter.notification(opening(item("file:///a.json", MACHINE)));
    assert.equal(filter.holds("file:///a.json"), true);
    filter.notification(about("textDocument/didClose", "file:///a.json"));
    assert.equal(filter.holds("file:///a.json"), false);
    assert.deepEqual(told, [["file:///a.json"], []]);
  });

  it("lets questions pass about a document that is about to be opened", () => {
    const filter = new DocumentFilter(
      () => item("file:///d.json", MACHINE),
      () => undefined,
    );
    assert.equal(filter.answer(about("textDocument/diagnostic", "file:///d.json")), undefined);
  });

  it("lets messages pass that are about no document", () => {
    const filter = new DocumentFilter(
      () => undefined,
      () => undefined,
    );
    const message = { method: "workspace/didChangeConfiguration", params: { settings: {} } };
    assert.equal(filter.notification(message), message);
    assert.equal(filter.answer({ method: "workspace/symbol", params: { query: "" } }), undefined);
    assert.equal(filter.answer({ method: "shutdown", params: undefined }), undefined);
  });
});
