/**
 * What of the server's offers the editor is told of. A server offers everything it can; which of it is wanted depends on
 * settings and on the AWS Toolkit, whose own server answers for the same documents.
 */
import type { ServerCapabilities } from "vscode-languageclient";
import type { Coexistence } from "./settings.js";

/** What decides. */
export interface Wishes {
  readonly coexistence: Coexistence;
  readonly isToolkitActive: boolean;
  readonly isFormatting: boolean;
  readonly hasCodeLenses: boolean;
}

/** What stays when only findings are wanted. */
const FINDINGS: ReadonlySet<string> = new Set([
  "positionEncoding",
  "textDocumentSync",
  "diagnosticProvider",
  "codeActionProvider",
  "executeCommandProvider",
  "workspace",
  "experimental",
]);

/** What the AWS Toolkit does as well, and where two answers are one too many. */
const TOOLKIT: readonly (keyof ServerCapabilities)[] = [
  "foldingRangeProvider",
  "selectionRangeProvider",
  "documentRangeFormattingProvider",
];

const FORMATTING: readonly (keyof ServerCapabilities)[] = [
  "documentFormattingProvider",
  "documentRangeFormattingProvider",
  "documentOnTypeFormattingProvider",
];

/** Whether the server is to run at all. */
export function isWanted(wishes: Wishes): boolean {
  return !(wishes.isToolkitActive && wishes.coexistence === "off");
}

/** What is to be dropped of the server's offers. */
export function unwanted(capabilities: ServerCapabilities, wishes: Wishes): (keyof ServerCapabilities)[] {
  const offered = Object.keys(capabilities) as (keyof ServerCapabilities)[];
  return offered.filter((offer) => {
    if (wishes.isToolkitActive && wishes.coexistence === "diagnosticsOnly" && !FINDINGS.has(offer)) {
      return true;
    }
    if (wishes.isToolkitActive && wishes.coexistence === "auto" && TOOLKIT.includes(offer)) {
      return true;
    }
    return (
      (!wishes.isFormatting && FORMATTING.includes(offer)) || (!wishes.hasCodeLenses && offer === "codeLensProvider")
    );
  });
}
