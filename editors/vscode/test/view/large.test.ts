/**
 * The view of a large state machine: that it works, and how long it takes. Times are told and not judged: they are those of
 * the machine that runs the test.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { readGraph, type Graph } from "../../src/graph/data.js";
import { launch, screenshot } from "../browser.js";
import { Stage } from "./stage.js";

const COLUMNS = 20;

/** A grid of states, each with a way to the one below and one to the one beside it. */
function grid(count: number): Graph {
  const place = (id: number): { x: number; y: number } => ({
    x: 20 + (id % COLUMNS) * 230,
    y: 20 + Math.floor(id / COLUMNS) * 100,
  });
  const nodes = Array.from({ length: count }, (_, id) => ({
    id,
    scope: 0,
    name: `State number ${id}`,
    type: ["Task", "Choice", "Pass", "Wait"][id % 4],
    resource: "arn:aws:states:::lambda:invoke",
    isStart: id === 0,
    findings: id % 50 === 0 ? { error: 1, rules: ["unreachable-state"] } : {},
    ...place(id),
    width: 180,
    height: 44,
  }));
  const edges = nodes.flatMap(({ id, x, y }) => {
    const below = id + COLUMNS;
    const beside = id + 1;
    return [
      ...(below < count
        ? [
            {
              from: id,
              to: below,
              role: "next",
              label: "",
              points: [
                [x + 90, y + 44],
                [x + 90, y + 100],
              ],
            },
          ]
        : []),
      ...(beside < count && beside % COLUMNS !== 0
        ? [
            {
              from: id,
              to: beside,
              role: "catch",
              label: "States.ALL",
              points: [
                [x + 180, y + 22],
                [x + 230, y + 22],
              ],
            },
          ]
        : []),
    ];
  });
  const graph = readGraph({
    machine: "",
    machines: [""],
    nodes,
    edges,
    scopes: [{ id: 0, owner: null, kind: "root" }],
  });
  assert.ok(typeof graph !== "string");
  return graph;
}

describe("the view of 1,000 states", () => {
  let browser: Browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  it("is drawn, moved and searched", async (context) => {
    const stage = await Stage.open(browser);
    const graph = grid(1000);
    const drawn = await stage.page.evaluate(
      async (data) => {
        const start = performance.now();
        window.dispatchEvent(new MessageEvent("message", { data }));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return performance.now() - start;
      },
      { kind: "graph", graph, showsErrorEdges: true },
    );
    assert.equal((await stage.names()).length, 1000);

    const moved = await frames(stage, "pan");
    await stage.page.click(".toolbar .fit");
    await screenshot(stage.page, "view-large");
    const movedWhole = await frames(stage, "pan");
    const zoomed = await frames(stage, "zoom");
    await stage.page.fill(".toolbar input", "number 77");
    assert.equal(await stage.page.textContent(".toolbar .found"), "11 states");

    context.diagnostic(`drawn in ${drawn.toFixed(0)} ms`);
    context.diagnostic(
      `a frame while moving: ${moved}; with everything in view: ${movedWhole}; while zooming: ${zoomed}`,
    );
    await stage.page.close();
  });
});

/** How long frames take while the graph is moved by the wheel. */
async function frames(stage: Stage, kind: "pan" | "zoom"): Promise<string> {
  const times = await stage.page.evaluate(async (ctrlKey) => {
    const root = document.querySelector("svg.graph");
    const times: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < 60; frame += 1) {
      const deltaY = ctrlKey ? (frame < 30 ? -20 : 20) : frame % 20 < 10 ? 25 : -25;
      root?.dispatchEvent(new WheelEvent("wheel", { deltaY, ctrlKey, clientX: 400, clientY: 400, cancelable: true }));
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times.sort((one, other) => one - other);
  }, kind === "zoom");
  const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms`;
}
