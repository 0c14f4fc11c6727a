/**
 * What of a graph is drawn, and where: states inside collapsed ones are left out, and the room that they took is given
 * back. Pure; knows nothing of the page.
 */
import type { Box, Graph, GraphEdge, GraphNode, Point } from "../src/graph/data.js";
import { squeeze, type Interval } from "./squeeze.js";

/** What the user has chosen to see. */
export interface View {
  /** The states that are drawn without what is inside. */
  readonly collapsed: ReadonlySet<string>;
  readonly showsErrorEdges: boolean;
}

export interface SceneNode {
  readonly node: GraphNode;
  readonly box: Box;
  readonly depth: number;
  /** The number of states inside; none in a state that cannot have any. */
  readonly inside: number;
  readonly isCollapsed: boolean;
}

export interface SceneEdge {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  readonly labelPosition: Point | undefined;
}

/** Where the states of a branch or of a Map's processor are. */
export interface SceneScope {
  readonly id: string;
  readonly box: Box;
}

export interface Scene {
  /** Outer states come before those inside them. */
  readonly nodes: readonly SceneNode[];
  readonly scopes: readonly SceneScope[];
  readonly edges: readonly SceneEdge[];
  readonly width: number;
  readonly height: number;
}

/** The size of a state that is collapsed. */
const COLLAPSED = { width: 190, height: 52 };

/** The room that is kept around a state or a label when others are collapsed. */
const MARGIN = 14;

export function sceneOf(graph: Graph, view: View): Scene {
  const shown = shownNodes(graph, view);
  const ids = new Set(shown.map(({ node }) => node.id));
  const edges = graph.edges.filter(
    ({ from, to, role }) => ids.has(from) && ids.has(to) && (view.showsErrorEdges || role !== "catch"),
  );
  const [mapX, mapY] = giveBack(shown, edges);

  const place = ([x, y]: Point): Point => [mapX(x), mapY(y)];
  const placeBox = ({ x, y, width, height }: Box): Box => ({
    x: mapX(x),
    y: mapY(y),
    width: mapX(x + width) - mapX(x),
    height: mapY(y + height) - mapY(y),
  });
  const open = new Set(shown.filter(({ isCollapsed }) => !isCollapsed).map(({ node }) => node.id));
  return {
    nodes: shown.map((each) => ({ ...each, box: placeBox(each.box) })),
    scopes: graph.scopes.flatMap(({ id, owner, box }) =>
      owner !== undefined && box !== undefined && open.has(owner) ? [{ id, box: placeBox(box) }] : [],
    ),
    edges: edges.map((edge) => ({
      edge,
      points: edge.points.map(place),
      labelPosition: edge.labelPosition === undefined ? undefined : place(edge.labelPosition),
    })),
    width: mapX(graph.width),
    height: mapY(graph.height),
  };
}

/** The states that hold others. */
export function containers(graph: Graph): Set<string> {
  return new Set(graph.scopes.flatMap(({ owner }) => (owner === undefined ? [] : [owner])));
}

function shownNodes(graph: Graph, { collapsed }: View): SceneNode[] {
  const owners = new Map(graph.scopes.map(({ id, owner }) => [id, owner]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const inside = new Map<string, number>([...containers(graph)].map((id) => [id, 0]));
  const shown: SceneNode[] = [];

  for (const node of graph.nodes) {
    let depth = 0;
    let isHidden = false;
    for (let owner = owners.get(node.scope); owner !== undefined; depth += 1) {
      inside.set(owner, (inside.get(owner) ?? 0) + 1);
      isHidden ||= collapsed.has(owner);
      const around = nodes.get(owner);
      // Whatever a server says: no state is around itself.
      owner = around === undefined || depth > graph.scopes.length ? undefined : owners.get(around.scope);
    }
    if (!isHidden) {
      shown.push({ node, box: node.box, depth, inside: 0, isCollapsed: false });
    }
  }
  return shown
    .map((each) => ({
      ...each,
      inside: inside.get(each.node.id) ?? 0,
      isCollapsed: collapsed.has(each.node.id) && inside.has(each.node.id),
    }))
    .sort((one, other) => one.depth - other.depth);
}

/** How places move when the room inside collapsed states is taken out, except where something else stands beside it. */
function giveBack(
  shown: readonly SceneNode[],
  edges: readonly GraphEdge[],
): [x: (x: number) => number, y: (y: number) => number] {
  const collapsed = shown.filter(({ isCollapsed }) => isCollapsed).map(({ box }) => box);
  if (collapsed.length === 0) {
    return [(x) => x, (y) => y];
  }
  const standing = shown
    .filter(({ inside, isCollapsed }) => inside === 0 && !isCollapsed)
    .map(({ box: { x, y, width, height } }) => ({
      x: [x - MARGIN, x + width + MARGIN] as const,
      y: [y - MARGIN, y + height + MARGIN] as const,
    }));
  const labels = edges.flatMap(({ labelPosition, label }) =>
    labelPosition === undefined || label === ""
      ? []
      : [
          {
            x: [labelPosition[0] - MARGIN, labelPosition[0] + MARGIN] as const,
            y: [labelPosition[1] - MARGIN, labelPosition[1] + MARGIN] as const,
          },
        ],
  );
  const kept = [...standing, ...labels];
  const removeY: Interval[] = collapsed.map(({ y, height }) => [y + COLLAPSED.height, y + height]);
  const keepY: Interval[] = collapsed.map(({ y }) => [y, y + COLLAPSED.height]);
  // From both sides, so that ways which lead to the middle still do.
  const removeX: Interval[] = collapsed.flatMap(({ x, width }): Interval[] => {
    const middle = x + width / 2;
    return [
      [x, middle - COLLAPSED.width / 2],
      [middle + COLLAPSED.width / 2, x + width],
    ];
  });
  const keepX: Interval[] = collapsed.map(({ x, width }) => [
    x + width / 2 - COLLAPSED.width / 2,
    x + width / 2 + COLLAPSED.width / 2,
  ]);
  return [
    squeeze(removeX, [...keepX, ...kept.map(({ x }) => x)]),
    squeeze(removeY, [...keepY, ...kept.map(({ y }) => y)]),
  ];
}
