import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Graph } from "../../src/graph/data.js";
import { sample } from "../view/stage.js";
import { bring, fit, zoom } from "../../webview/camera.js";
import { containers, sceneOf, type Scene, type SceneNode } from "../../webview/scene.js";
import { squeeze } from "../../webview/squeeze.js";
import { first, next } from "../../webview/travel.js";
import { describer } from "../../webview/words.js";

function idOf(graph: Graph, name: string): string {
  const id = graph.nodes.find((node) => node.name === name)?.id;
  assert.ok(id !== undefined, name);
  return id;
}

function state(scene: Scene, name: string): SceneNode {
  const found = scene.nodes.find(({ node }) => node.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

function names(scene: Scene): string[] {
  return scene.nodes.map(({ node }) => node.name);
}

describe("a scene", () => {
  it("has every state and way of the graph", async () => {
    const graph = await sample();
    const scene = sceneOf(graph, { collapsed: new Set(), showsErrorEdges: true });
    assert.equal(scene.nodes.length, graph.nodes.length);
    assert.equal(scene.edges.length, graph.edges.length);
    assert.deepEqual(state(scene, "Prepare").box, graph.nodes.find(({ name }) => name === "Prepare")?.box);
  });

  it("leaves out what errors do, when asked to", async () => {
    const scene = sceneOf(await sample(), { collapsed: new Set(), showsErrorEdges: false });
    assert.deepEqual(
      scene.edges.filter(({ edge }) => edge.role === "catch"),
      [],
    );
  });

  it("leaves out what is in a collapsed state, and gives its room back", async () => {
    const graph = await sample();
    const open = sceneOf(graph, { collapsed: new Set(), showsErrorEdges: true });
    const scene = sceneOf(graph, { collapsed: new Set([idOf(graph, "Prepare")]), showsErrorEdges: true });
    assert.ok(!names(scene).includes("Charge Card"));
    assert.ok(names(scene).includes("Print Label"));
    assert.equal(state(scene, "Prepare").inside, 6);
    assert.ok(state(scene, "Prepare").box.height < state(open, "Prepare").box.height / 2);
    assert.ok(scene.height < open.height);
    assert.ok(state(scene, "Ship Parcels").box.y < state(open, "Ship Parcels").box.y);
    // What is not collapsed keeps its size.
    assert.equal(state(scene, "Rejected").box.width, state(open, "Rejected").box.width);
    assert.equal(state(scene, "Rejected").box.height, state(open, "Rejected").box.height);
  });

  it("keeps states apart when all is collapsed", async () => {
    const graph = await sample();
    const { nodes } = sceneOf(graph, { collapsed: containers(graph), showsErrorEdges: true });
    for (const one of nodes) {
      for (const other of nodes) {
        const [a, b] = [one.box, other.box];
        const overlap = a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
        assert.ok(one === other || !overlap, `${one.node.name} and ${other.node.name}`);
      }
    }
  });

  it("ends for scopes that are around each other", async () => {
    const graph = await sample();
    const [node] = graph.nodes;
    assert.ok(node !== undefined);
    const scopes = [{ id: node.scope, owner: node.id, kind: "branch", box: undefined }];
    assert.equal(
      sceneOf({ ...graph, nodes: [node], scopes }, { collapsed: new Set(), showsErrorEdges: true }).nodes.length,
      1,
    );
  });
});

describe("room taken out of an axis", () => {
  it("moves what is behind it, and keeps what has to be kept", () => {
    const place = squeeze(
      [
        [10, 30],
        [20, 40],
      ],
      [[35, 37]],
    );
    assert.deepEqual([0, 10, 25, 35, 37, 40, 50].map(place), [0, 10, 10, 10, 12, 12, 22]);
  });

  it("never changes an order, and never makes a kept interval shorter", () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const interval = (): [number, number] => {
      const start = random() * 100;
      return [start, start + random() * 20];
    };
    for (let round = 0; round < 300; round += 1) {
      const keep = Array.from({ length: 4 }, interval);
      const place = squeeze(Array.from({ length: 4 }, interval), keep);
      const places = Array.from({ length: 130 }, (_, at) => place(at));
      assert.ok(places.every((at, index) => index === 0 || (places[index - 1] ?? 0) <= at + 1e-9));
      for (const [start, end] of keep) {
        assert.ok(Math.abs(place(end) - place(start) - (end - start)) < 1e-9);
      }
    }
  });
});

describe("the keyboard", () => {
  it("follows transitions down and up, and goes to neighbours", async () => {
    const graph = await sample();
    const scene = sceneOf(graph, { collapsed: containers(graph), showsErrorEdges: true });
    assert.equal(first(scene), idOf(graph, "Validate Order"));
    assert.equal(next(scene, idOf(graph, "Validate Order"), "down"), idOf(graph, "Prepare"));
    assert.equal(next(scene, idOf(graph, "Prepare"), "up"), idOf(graph, "Validate Order"));
    assert.equal(next(scene, idOf(graph, "Tell Support"), "right"), idOf(graph, "Ship Parcels"));
    assert.equal(next(scene, idOf(graph, "Validate Order"), "up"), undefined);
    assert.equal(next(scene, "none", "up"), undefined);
  });
});

describe("words for screen readers", () => {
  it("say what a state is, what is wrong and where it leads", async () => {
    const graph = await sample();
    const scene = sceneOf(graph, { collapsed: new Set([idOf(graph, "Prepare")]), showsErrorEdges: true });
    const describe = describer(scene);
    assert.equal(
      describe(state(scene, "Validate Order")),
      "Validate Order, Task, start, leads to Prepare, Rejected on OrderInvalid",
    );
    assert.match(describe(state(scene, "Prepare")), /^Prepare, Parallel, 6 states inside, collapsed, leads to /);
    assert.match(describe(state(scene, "Ship Parcels")), /2 states inside, 1 error, leads to Shipped/);
  });
});

describe("the camera", () => {
  const window = { width: 800, height: 600 };

  it("shows everything without making it larger", () => {
    assert.equal(fit({ width: 100, height: 100 }, window).scale, 1);
    const { x, y, scale } = fit({ width: 4000, height: 1000 }, window);
    assert.ok(0 <= x && 0 <= y && x + 4000 * scale <= 800 && y + 1000 * scale <= 600);
  });

  it("keeps the place under the pointer when it zooms", () => {
    const before = { x: 10, y: 20, scale: 1 };
    const after = zoom(before, 1.5, 300, 200);
    assert.equal((300 - before.x) / before.scale, (300 - after.x) / after.scale);
    assert.equal((200 - before.y) / before.scale, (200 - after.y) / after.scale);
  });

  it("moves to a state that is not seen, and only then", () => {
    const camera = { x: 0, y: 0, scale: 1 };
    assert.deepEqual(bring(camera, { x: 100, y: 100, width: 50, height: 50 }, window), camera);
    const { x, y } = bring(camera, { x: 1000, y: -100, width: 50, height: 50 }, window);
    assert.ok(1000 + x + 50 <= 800 && 0 <= -100 + y);
  });
});
