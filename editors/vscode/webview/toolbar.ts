/** The bar above the graph. Says what is asked for, and does none of it. */
import type { ExportFormat } from "../src/graph/messages.js";
import { html, svg } from "./svg.js";

export interface Actions {
  readonly search: (text: string) => void;
  /** To the next state that was found. */
  readonly searchOn: () => void;
  readonly leaveSearch: () => void;
  readonly toggleErrorEdges: () => void;
  readonly toggleAll: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
  readonly save: (format: ExportFormat) => void;
  readonly choose: (machine: string) => void;
}

const PICTURES = {
  errors: "M3 3v6a4 4 0 0 0 4 4h6M10.5 10.5 13 13l-2.5 2.5",
  collapse: "M4 2.5l4 4 4-4M4 13.5l4-4 4 4",
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
} as const;

export class Toolbar {
  readonly root;
  private readonly input = html("input", {
    type: "search",
    placeholder: "Find a state",
    "aria-label": "Find a state",
    spellcheck: "false",
  });
  private readonly found = html("span", { class: "found", role: "status" });
  private readonly errors;
  private readonly machines = html("select", { "aria-label": "State machine", hidden: "" });

  constructor(actions: Actions) {
    this.errors = button("errors", "Show the ways of errors (e)", actions.toggleErrorEdges);
    const save = html(
      "select",
      { "aria-label": "Save the graph", title: "Save the graph" },
      html("option", { value: "", hidden: "" }, "Save as…"),
      html("option", { value: "svg" }, "SVG"),
      html("option", { value: "png" }, "PNG"),
      html("option", { value: "mermaid" }, "Mermaid"),
    );
    save.addEventListener("change", () => {
      actions.save(save.value as ExportFormat);
      save.value = "";
    });
    this.machines.addEventListener("change", () => {
      actions.choose(this.machines.value);
    });
    this.input.addEventListener("input", () => {
      actions.search(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        actions.searchOn();
      } else if (event.key === "Escape") {
        this.input.value = "";
        actions.leaveSearch();
      }
    });
    this.root = html(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "Graph" },
      this.machines,
      this.input,
      this.found,
      html("span", { class: "space" }),
      this.errors,
      button("collapse", "Collapse or expand all (c)", actions.toggleAll),
      button("out", "Smaller (-)", actions.zoomOut),
      button("in", "Larger (+)", actions.zoomIn),
      button("fit", "Show everything (0)", actions.fit),
      save,
    );
  }

  focusSearch(): void {
    this.input.focus();
    this.input.select();
  }

  showFound(text: string): void {
    this.found.textContent = text;
  }

  showErrorEdges(isShown: boolean): void {
    this.errors.setAttribute("aria-pressed", String(isShown));
  }

  /** Which state machines there are to choose from; a document mostly has one. */
  showMachines(names: readonly string[], chosen: string): void {
    this.machines.hidden = names.length < 2;
    this.machines.replaceChildren(...names.map((name) => html("option", { value: name }, name)));
    this.machines.value = chosen;
  }
}

function button(picture: keyof typeof PICTURES, title: string, action: () => void): HTMLButtonElement {
  const element = html(
    "button",
    { type: "button", title, "aria-label": title, class: picture },
    svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: PICTURES[picture] })),
  );
  element.addEventListener("click", action);
  return element;
}
