import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ServerCapabilities } from "vscode-languageclient";
import { isWanted, unwanted, type Wishes } from "../../src/offers.js";

const CAPABILITIES: ServerCapabilities = {
  positionEncoding: "utf-16",
  textDocumentSync: 2,
  diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
  codeActionProvider: true,
  completionProvider: {},
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  codeLensProvider: {},
};

const ALL: Wishes = { coexistence: "auto", isToolkitActive: false, isFormatting: true, hasCodeLenses: true };

describe("the server's offers", () => {
  it("are all taken without the AWS Toolkit", () => {
    for (const coexistence of ["auto", "full", "diagnosticsOnly", "off"] as const) {
      assert.deepEqual(unwanted(CAPABILITIES, { ...ALL, coexistence }), []);
      assert.equal(isWanted({ ...ALL, coexistence }), true);
    }
  });

  it("lack beside the Toolkit what it does as well", () => {
    const wishes: Wishes = { ...ALL, isToolkitActive: true };
    assert.deepEqual(unwanted(CAPABILITIES, wishes), ["foldingRangeProvider", "selectionRangeProvider"]);
    assert.deepEqual(unwanted(CAPABILITIES, { ...wishes, coexistence: "full" }), []);
  });

  it("are findings and fixes only, where that is wished for", () => {
    const dropped = unwanted(CAPABILITIES, { ...ALL, isToolkitActive: true, coexistence: "diagnosticsOnly" });
    const taken = Object.keys(CAPABILITIES).filter((offer) => !(dropped as string[]).includes(offer));
    assert.deepEqual(taken, ["positionEncoding", "textDocumentSync", "diagnosticProvider", "codeActionProvider"]);
  });

  it("are nothing at all, where that is wished for", () => {
    assert.equal(isWanted({ ...ALL, isToolkitActive: true, coexistence: "off" }), false);
  });

  it("lack formatting and code lenses that are switched off", () => {
    const dropped = unwanted(CAPABILITIES, { ...ALL, isFormatting: false, hasCodeLenses: false });
    assert.deepEqual(dropped, ["documentFormattingProvider", "codeLensProvider"]);
  });
});
