/** A graph as a Mermaid flowchart. */
import type { Graph, GraphEdge, GraphNode } from "./data.js";

export function toMermaid(graph: Graph): string {
  const names = new Map(graph.nodes.map(({ id }, index) => [id, `s${index}`]));
  const name = (id: string): string => names.get(id) ?? "missing";
  const lines = ["flowchart TD"];
  const [root] = graph.scopes.filter(({ owner }) => owner === undefined);
  const inScope = byScope(graph.nodes);

  const write = (scope: string, indent: string): void => {
    for (const node of inScope.get(scope) ?? []) {
      const inner = graph.scopes.filter(({ owner }) => owner === node.id);
      if (inner.length === 0) {
        lines.push(`${indent}${name(node.id)}${shape(node)}`);
        continue;
      }
      lines.push(`${indent}subgraph ${name(node.id)}["${escape(node.name)}"]`);
      for (const { id } of inner) {
        write(id, `${indent}  `);
      }
      lines.push(`${indent}end`);
    }
  };
  write(root?.id ?? graph.nodes[0]?.scope ?? "", "  ");
  lines.push(...graph.edges.map((edge) => `  ${name(edge.from)} ${arrow(edge)} ${name(edge.to)}`));
  return `${lines.join("\n")}\n`;
}

function byScope(nodes: readonly GraphNode[]): Map<string, GraphNode[]> {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const group = groups.get(node.scope);
    if (group === undefined) {
      groups.set(node.scope, [node]);
    } else {
      group.push(node);
    }
  }
  return groups;
}

function shape({ name, type }: GraphNode): string {
  const label = `"${escape(name)}"`;
  switch (type) {
    case "Choice":
      return `{${label}}`;
    case "Succeed":
    case "Fail":
      return `([${label}])`;
    default:
      return `[${label}]`;
  }
}

function arrow({ role, label }: GraphEdge): string {
  const line = role === "catch" ? "-.->" : "-->";
  return label === "" ? line : `${line}|"${escape(label)}"|`;
}

/** Mermaid takes entities with a number sign. */
function escape(text: string): string {
  return text
    .replaceAll("#", "#35;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replace(/\s+/g, " ");
}
