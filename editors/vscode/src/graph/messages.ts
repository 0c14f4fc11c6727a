/** What the extension and the graph's view say to each other. */
import type { Graph, TextRange } from "./data.js";

export type ToView =
  | { readonly kind: "graph"; readonly graph: Graph; readonly showsErrorEdges: boolean }
  | { readonly kind: "nothing"; readonly reason: string }
  /** The state that the cursor is in. */
  | { readonly kind: "cursor"; readonly id: string | undefined };

export type ExportFormat = "svg" | "png" | "mermaid";

export type FromView =
  | { readonly kind: "ready" }
  /** Another state machine of the document is to be shown. */
  | { readonly kind: "machine"; readonly name: string }
  | { readonly kind: "reveal"; readonly range: TextRange }
  /** The contents of a file: text, or a data URL of an image. */
  | { readonly kind: "save"; readonly format: ExportFormat; readonly content: string };
