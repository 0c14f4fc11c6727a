import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readGraph, total, worst, type Graph } from "../../src/graph/data.js";
import { toMermaid } from "../../src/graph/mermaid.js";
import { sample } from "../view/stage.js";

function sentence(read: Graph | string): string {
  assert.ok(typeof read === "string");
  return read;
}

describe("a graph that the server tells", () => {
  it("is read with its states, findings, ways and scopes", async () => {
    const graph = await sample();
    const named = new Map(graph.nodes.map((node) => [node.name, node]));
    assert.equal(graph.queryLanguage, "JSONPath");
    assert.equal(named.get("Validate Order")?.isStart, true);
    assert.equal(named.get("Shipped")?.isEnd, true);
    const broken = named.get("Ship Parcels");
    assert.ok(broken !== undefined);
    assert.equal(worst(broken.findings), "error");
    assert.equal(total(broken.findings), 1);
    assert.deepEqual(broken.findings.rules, ["transition-target-not-found"]);
    const guess = graph.edges.find((edge) => edge.isGuess);
    assert.equal(guess?.from, broken.id);
    assert.equal(graph.scopes.filter(({ owner }) => owner === named.get("Prepare")?.id).length, 2);
  });

  it("is said to be missing where there is none", () => {
    for (const answer of [null, undefined, 7, "text", []]) {
      assert.match(sentence(readGraph(answer)), /^No definition/);
    }
    assert.match(sentence(readGraph({ nodes: [] })), /no states/);
  });

  it("is said to have no places where the server gives none", () => {
    assert.match(sentence(readGraph({ nodes: [{ id: 0, name: "A", type: "Pass" }] })), /does not say where/);
  });

  it("is read as far as it goes", () => {
    const nodes = [{ id: 0, x: 1, y: 2, width: 3, height: 4, findings: "?", range: { start: {} } }];
    const edges = [null, { from: 0, to: 0, role: "other", points: [[0, 0], { x: 1, y: 1 }, ["?"]] }, { points: 7 }];
    const graph = readGraph({ nodes, edges, scopes: [7] });
    assert.ok(typeof graph !== "string");
    assert.deepEqual(graph.nodes[0]?.box, { x: 1, y: 2, width: 3, height: 4 });
    assert.deepEqual(graph.nodes[0].range, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
    assert.deepEqual(
      graph.edges.map(({ role, points }) => [role, points]),
      [
        [
          "next",
          [
            [0, 0],
            [1, 1],
          ],
        ],
      ],
    );
    assert.deepEqual([graph.width, graph.height], [4, 6]);
  });
});

describe("a graph as Mermaid", () => {
  it("has states, inner states and ways", async () => {
    const text = toMermaid(await sample());
    assert.match(text, /^flowchart TD\n/);
    assert.match(text, /s0\["Validate Order"\]/);
    assert.match(text, /\{"Card Charged\?"\}/);
    assert.match(text, /subgraph s\d+\["Ship Parcels"\]\n\s+s\d+\["Print Label"\]/);
    assert.match(text, /-\.->\|"States\.ALL"\|/);
    assert.equal(text.match(/subgraph/g)?.length, text.match(/^\s*end$/gm)?.length);
  });

  it("takes any name", () => {
    const nodes = [{ id: 0, name: 'a "quoted" #1 <b>', type: "Pass", scope: 0, x: 0, y: 0, width: 1, height: 1 }];
    const graph = readGraph({ nodes, edges: [], scopes: [{ id: 0, owner: null }] });
    assert.ok(typeof graph !== "string");
    assert.match(toMermaid(graph), /\["a #quot;quoted#quot; #35;1 #lt;b#gt;"\]/);
  });
});
