/** The graph in words: for screen readers, and where a picture has no room. */
import { SEVERITIES, type Findings, type Graph, type GraphNode } from "../src/graph/data.js";
import type { Scene, SceneNode } from "./scene.js";

/** Says each state of a scene as a screen reader does. */
export function describer(scene: Scene): (state: SceneNode) => string {
  const names = new Map(scene.nodes.map(({ node }) => [node.id, node.name]));
  const targets = new Map<string, Set<string>>();
  for (const { edge } of scene.edges) {
    const name = names.get(edge.to) ?? "";
    const target = edge.role === "catch" ? `${name} on ${edge.label === "" ? "an error" : edge.label}` : name;
    targets.set(edge.from, (targets.get(edge.from) ?? new Set()).add(target));
  }
  return ({ node, inside, isCollapsed }) => {
    const leadsTo = [...(targets.get(node.id) ?? [])].join(", ");
    return [
      node.name,
      typeOf(node),
      node.isStart ? "start" : "",
      node.isEnd ? "end" : "",
      inside === 0 ? "" : `${counted(inside, "state")} inside${isCollapsed ? ", collapsed" : ""}`,
      findingsInWords(node.findings),
      leadsTo === "" ? "" : `leads to ${leadsTo}`,
    ]
      .filter((part) => part !== "")
      .join(", ");
  };
}

/** The graph as a screen reader says it. */
export function describeGraph({ machine, nodes }: Graph): string {
  return `Graph${machine === "" ? "" : ` of ${machine}`}, ${counted(nodes.length, "state")}`;
}

/** The type of a state. */
export function typeOf({ type }: GraphNode): string {
  return type === "" ? "no type" : type;
}

/** The second line of a state: what it is, and what it calls. */
export function detail({ node, inside, isCollapsed }: SceneNode): string {
  if (isCollapsed) {
    return `${typeOf(node)} · ${counted(inside, "state")}`;
  }
  // The part of an ARN that says what is called.
  const called = node.resource.replace(/^arn:[^:]*:states:::/, "").replace(/^arn:.*:function:/, "lambda ");
  return called === "" ? typeOf(node) : `${typeOf(node)} · ${called}`;
}

/** How many findings there are of each severity. */
export function findingsInWords({ counts }: Findings): string {
  return SEVERITIES.filter((severity) => counts[severity] > 0)
    .map((severity) => counted(counts[severity], severity))
    .join(", ");
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === "info" ? "" : "s"}`;
}
