/** The graph's view in a page of its own, with what the editor would be around it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { readGraph, type Graph } from "../../src/graph/data.js";
import type { FromView, ToView } from "../../src/graph/messages.js";
import { ROOT } from "../browser.js";

/** Colours as the editor's own themes have them. */
const THEMES = {
  light: {
    "--vscode-editor-background": "#ffffff",
    "--vscode-editor-foreground": "#3b3b3b",
    "--vscode-descriptionForeground": "#6b6b6b",
    "--vscode-editorWidget-background": "#f8f8f8",
    "--vscode-editorWidget-border": "#c8c8c8",
    "--vscode-focusBorder": "#005fb8",
    "--vscode-editorError-foreground": "#e51400",
    "--vscode-editorWarning-foreground": "#bf8803",
    "--vscode-charts-blue": "#0063d3",
    "--vscode-charts-orange": "#d18616",
    "--vscode-charts-purple": "#652d90",
    "--vscode-charts-green": "#388a34",
    "--vscode-charts-red": "#e51400",
  },
  dark: {
    "--vscode-editor-background": "#1f1f1f",
    "--vscode-editor-foreground": "#cccccc",
    "--vscode-descriptionForeground": "#9d9d9d",
    "--vscode-editorWidget-background": "#272727",
    "--vscode-editorWidget-border": "#454545",
    "--vscode-focusBorder": "#0078d4",
    "--vscode-editorError-foreground": "#f14c4c",
    "--vscode-editorWarning-foreground": "#cca700",
    "--vscode-charts-blue": "#59a4f9",
    "--vscode-charts-orange": "#d18616",
    "--vscode-charts-purple": "#b180d7",
    "--vscode-charts-green": "#89d185",
    "--vscode-charts-red": "#f14c4c",
    "--vscode-input-background": "#313131",
    "--vscode-input-foreground": "#cccccc",
    "--vscode-icon-foreground": "#cccccc",
  },
  "high-contrast": {
    "--vscode-editor-background": "#000000",
    "--vscode-editor-foreground": "#ffffff",
    "--vscode-descriptionForeground": "#ffffff",
    "--vscode-editorWidget-background": "#0c141f",
    "--vscode-contrastBorder": "#6fc3df",
    "--vscode-contrastActiveBorder": "#f38518",
    "--vscode-editorError-foreground": "#f48771",
    "--vscode-editorWarning-foreground": "#ffd370",
    "--vscode-charts-blue": "#59a4f9",
    "--vscode-charts-orange": "#d18616",
    "--vscode-charts-purple": "#b180d7",
    "--vscode-charts-green": "#89d185",
    "--vscode-charts-red": "#f48771",
    "--vscode-input-background": "#000000",
    "--vscode-input-foreground": "#ffffff",
    "--vscode-icon-foreground": "#ffffff",
  },
} as const;

export type Theme = keyof typeof THEMES;

export class Stage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, theme: Theme = "light"): Promise<Stage> {
    const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    const faults: Error[] = [];
    page.on("pageerror", (fault) => faults.push(fault));
    const colours = Object.entries(THEMES[theme]).map(([name, value]) => `${name}: ${value}`);
    const kind = theme === "high-contrast" ? "vscode-high-contrast" : `vscode-${theme}`;
    await page.setContent(`<html style="${colours.join("; ")}"><head></head><body class="${kind}"></body></html>`);
    await page.addStyleTag({ content: await readFile(join(ROOT, "dist", "graph.css"), "utf8") });
    // What the view says is kept for the test to look at.
    await page.evaluate(`
      window.said = [];
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => window.said.push(message),
        getState: () => undefined,
        setState: () => {},
      });
    `);
    await page.addScriptTag({ content: await readFile(join(ROOT, "dist", "graph.js"), "utf8") });
    if (faults[0] !== undefined) {
      throw faults[0];
    }
    return new Stage(page);
  }

  async tell(message: ToView): Promise<void> {
    await this.page.evaluate((data) => {
      window.dispatchEvent(new MessageEvent("message", { data }));
    }, message);
  }

  async show(graph: Graph): Promise<void> {
    await this.tell({ kind: "graph", graph, showsErrorEdges: true });
  }

  /** What the view has said so far. */
  async said(): Promise<FromView[]> {
    return this.page.evaluate("window.said");
  }

  /** The names of the states that are drawn. */
  async names(): Promise<string[]> {
    return this.page.$$eval(".state", (states) =>
      states.map((state) => (state.getAttribute("aria-label") ?? "").split(",")[0] ?? ""),
    );
  }

  /** The state that the keyboard is at. */
  async focused(): Promise<string | undefined> {
    const label = await this.page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    return label?.split(",")[0];
  }
}

/** A graph as the server gave it for `workspace/orders.asl.json`. */
export async function sample(): Promise<Graph> {
  const answer: unknown = JSON.parse(await readFile(join(ROOT, "test", "view", "orders.json"), "utf8"));
  const graph = readGraph(answer);
  if (typeof graph === "string") {
    throw new Error(graph);
  }
  return graph;
}
