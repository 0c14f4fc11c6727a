/** The graph's view, used as people use it. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import type { Graph } from "../../src/graph/data.js";
import type { FromView } from "../../src/graph/messages.js";
import { launch, screenshot } from "../browser.js";
import { Stage, sample } from "./stage.js";

function nodeOf(graph: Graph, name: string): Graph["nodes"][number] {
  const node = graph.nodes.find((each) => each.name === name);
  assert.ok(node !== undefined, name);
  return node;
}

function reveals(said: readonly FromView[]): FromView[] {
  return said.filter(({ kind }) => kind === "reveal");
}

describe("the graph's view", () => {
  let browser: Browser;
  let stage: Stage;

  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  afterEach(() => stage.page.close());

  for (const theme of ["light", "dark", "high-contrast"] as const) {
    it(`draws every state in the ${theme} theme`, async () => {
      stage = await Stage.open(browser, theme);
      const graph = await sample();
      await stage.show(graph);
      await stage.tell({ kind: "cursor", id: nodeOf(graph, "Tell Support").id });
      await screenshot(stage.page, `view-${theme}`);
      assert.deepEqual((await stage.names()).sort(), graph.nodes.map(({ name }) => name).sort());
      assert.equal(await stage.page.$$eval(".edge", (edges) => edges.length), graph.edges.length);
    });
  }

  it("says when it is ready, and what is missing", async () => {
    stage = await Stage.open(browser);
    assert.deepEqual(await stage.said(), [{ kind: "ready" }]);
    await stage.tell({ kind: "nothing", reason: "There is no state machine in this document." });
    assert.equal(await stage.page.textContent(".message:visible"), "There is no state machine in this document.");
  });

  it("goes to a state that is clicked", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    await stage.show(graph);
    await stage.page.click('.state[aria-label^="Tell Support"]');
    const { selectionRange } = nodeOf(graph, "Tell Support");
    assert.deepEqual(reveals(await stage.said()), [{ kind: "reveal", range: selectionRange }]);
  });

  it("does not go anywhere when it is dragged", async () => {
    stage = await Stage.open(browser);
    await stage.show(await sample());
    const { mouse } = stage.page;
    const before = await stage.page.getAttribute(".world", "transform");
    const box = await (await stage.page.waitForSelector('.state[aria-label^="Shipped"]')).boundingBox();
    assert.ok(box !== null);
    await mouse.move(box.x + 20, box.y + 20);
    await mouse.down();
    await mouse.move(box.x + 90, box.y - 30);
    await mouse.up();
    assert.notEqual(await stage.page.getAttribute(".world", "transform"), before);
    assert.deepEqual(reveals(await stage.said()), []);
  });

  it("marks the state that the cursor is in", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    await stage.show(graph);
    await stage.tell({ kind: "cursor", id: nodeOf(graph, "Print Label").id });
    assert.match((await stage.page.getAttribute(".state.current", "aria-label")) ?? "", /^Print Label/);
    await stage.tell({ kind: "cursor", id: undefined });
    assert.equal(await stage.page.$(".state.current"), null);
  });

  it("colours states by their worst finding and counts them", async () => {
    stage = await Stage.open(browser);
    await stage.show(await sample());
    const broken = stage.page.locator('.state.is-error[aria-label^="Ship Parcels"]');
    assert.equal(await broken.locator(".badge text").textContent(), "1");
    assert.match((await broken.locator("title").first().textContent()) ?? "", /transition-target-not-found/);
  });

  it("collapses and expands a state", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    await stage.show(graph);
    await stage.page.click('.state[aria-label^="Prepare"] .toggle');
    assert.ok(!(await stage.names()).includes("Charge Card"));
    const state = stage.page.locator('.state[aria-label^="Prepare"]');
    assert.equal(await state.getAttribute("aria-expanded"), "false");
    await stage.page.waitForTimeout(300);
    await screenshot(stage.page, "view-collapsed");
    // The cursor is in the state that is seen.
    await stage.tell({ kind: "cursor", id: nodeOf(graph, "Charge Card").id });
    assert.match((await stage.page.getAttribute(".state.current", "aria-label")) ?? "", /^Prepare/);
    await stage.page.click('.state[aria-label^="Prepare"] .toggle');
    assert.ok((await stage.names()).includes("Charge Card"));
  });

  it("hides the ways of errors", async () => {
    stage = await Stage.open(browser);
    await stage.show(await sample());
    await stage.page.click(".toolbar .errors");
    assert.equal(await stage.page.$(".edge.catch"), null);
    assert.equal(await stage.page.getAttribute(".toolbar .errors", "aria-pressed"), "false");
  });

  it("finds states by a part of their name", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    await stage.show(graph);
    await stage.page.fill(".toolbar input", "card");
    assert.equal(await stage.page.textContent(".toolbar .found"), "3 states");
    assert.equal(await stage.page.$$eval(".state.found", (states) => states.length), 3);
    await screenshot(stage.page, "view-search");
    await stage.page.press(".toolbar input", "Enter");
    await stage.page.press(".toolbar input", "Enter");
    const ranges = reveals(await stage.said()).map((message) =>
      message.kind === "reveal" ? message.range : undefined,
    );
    const found = graph.nodes.filter(({ name }) => name.toLowerCase().includes("card"));
    assert.equal(ranges.length, 2);
    assert.ok(
      ranges.every((range) => found.some((node) => JSON.stringify(node.selectionRange) === JSON.stringify(range))),
    );
    await stage.page.press(".toolbar input", "Escape");
    assert.equal(await stage.page.$(".state.found"), null);
  });

  it("is used by the keyboard alone", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    await stage.show(graph);
    const { keyboard } = stage.page;
    await stage.page.focus("svg.graph");
    await keyboard.press("Home");
    assert.equal(await stage.focused(), "Validate Order");
    await keyboard.press("ArrowDown");
    assert.equal(await stage.focused(), "Prepare");
    await keyboard.press("Space");
    assert.ok(!(await stage.names()).includes("Charge Card"));
    assert.equal(await stage.focused(), "Prepare");
    await keyboard.press("Enter");
    assert.deepEqual(reveals(await stage.said()), [{ kind: "reveal", range: nodeOf(graph, "Prepare").selectionRange }]);
    await keyboard.press("/");
    assert.equal(await stage.focused(), "Find a state");
  });

  it("says of every state what it is", async () => {
    stage = await Stage.open(browser);
    await stage.show(await sample());
    assert.equal(await stage.page.getAttribute("svg.graph", "aria-label"), "Graph, 14 states");
    const labels = await stage.page.$$eval(".state", (states) =>
      states.map((state) => state.getAttribute("aria-label")),
    );
    assert.ok(
      labels.includes("Validate Order, Task, start, leads to Prepare, Rejected on OrderInvalid"),
      labels.join("\n"),
    );
  });

  it("moves states to their new places when the text changes", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    await stage.show(graph);
    const place = (): Promise<string> =>
      stage.page.$eval('.state[aria-label^="Rejected"]', (state) => (state as SVGElement).style.transform);
    const before = await place();
    const nodes = graph.nodes
      .filter(({ name }) => name !== "Shipped")
      .map((node) => (node.name === "Rejected" ? { ...node, box: { ...node.box, x: node.box.x + 200 } } : node));
    await stage.show({ ...graph, nodes });
    assert.notEqual(await place(), before);
    assert.ok(!(await stage.names()).includes("Shipped"));
  });

  it("offers the other state machines of a template", async () => {
    stage = await Stage.open(browser);
    const graph = await sample();
    assert.equal(await stage.page.isVisible('select[aria-label="State machine"]'), false);
    await stage.show({ ...graph, machine: "Orders", machines: ["Orders", "Refunds"] });
    await stage.page.selectOption('select[aria-label="State machine"]', "Refunds");
    assert.deepEqual((await stage.said()).at(-1), { kind: "machine", name: "Refunds" });
  });

  it("becomes larger and smaller, and shows everything", async () => {
    stage = await Stage.open(browser);
    await stage.show(await sample());
    const scale = async (): Promise<number> =>
      Number(/scale\((.*)\)/.exec((await stage.page.getAttribute(".world", "transform")) ?? "")?.[1]);
    await stage.page.click(".toolbar .fit");
    const whole = await scale();
    await stage.page.click(".toolbar .in");
    assert.ok(whole < (await scale()));
    await stage.page.mouse.move(400, 400);
    await stage.page.keyboard.down("Control");
    await stage.page.mouse.wheel(0, 400);
    await stage.page.keyboard.up("Control");
    await stage.page.waitForFunction((limit) => {
      const transform = document.querySelector(".world")?.getAttribute("transform") ?? "";
      return Number(/scale\((.*)\)/.exec(transform)?.[1]) < limit;
    }, whole);
  });

  it("is saved as SVG, PNG and Mermaid", async () => {
    stage = await Stage.open(browser, "dark");
    await stage.show(await sample());
    for (const format of ["svg", "png", "mermaid"] as const) {
      await stage.page.selectOption('select[aria-label="Save the graph"]', format);
      await stage.page.waitForFunction(
        (wanted) => (window as unknown as { said: { format?: string }[] }).said.some(({ format }) => format === wanted),
        format,
      );
    }
    const saved = new Map(
      (await stage.said()).flatMap((message) => (message.kind === "save" ? [[message.format, message.content]] : [])),
    );
    assert.match(saved.get("mermaid") ?? "", /^flowchart TD/);
    assert.match(saved.get("png") ?? "", /^data:image\/png;base64,iVBOR/);
    const text = saved.get("svg") ?? "";
    // On its own: no styles of the page, no script, nothing to load.
    assert.doesNotMatch(text, /var\(|class=|<script|href=/);
    const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    await page.setContent(`<style>body { margin: 0 }</style>${text}`);
    assert.equal(
      await page.$$eval("text", (texts) => texts.filter((one) => one.textContent === "Ship Parcels").length),
      1,
    );
    await screenshot(page, "saved");
    await page.close();
  });
});
