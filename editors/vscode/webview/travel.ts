/** Ways through a graph by the keyboard. Pure; knows nothing of the page. */
import type { Box } from "../src/graph/data.js";
import type { Scene, SceneNode } from "./scene.js";

export type Direction = "up" | "down" | "left" | "right";

/**
 * The state to go to. Down and up follow the transitions, the one that leads straightest; without one, and to the
 * sides, the nearest state in the direction is taken.
 */
export function next(scene: Scene, from: string, direction: Direction): string | undefined {
  const start = scene.nodes.find(({ node }) => node.id === from);
  if (start === undefined) {
    return undefined;
  }
  const ahead = scene.nodes.filter(({ node, box }) => node.id !== from && isAhead(start.box, box, direction));
  const linked = new Set(
    scene.edges.flatMap(({ edge }) => (edge.from === from ? [edge.to] : edge.to === from ? [edge.from] : [])),
  );
  const along = direction === "up" || direction === "down" ? ahead.filter(({ node }) => linked.has(node.id)) : [];
  return nearest(start, along.length === 0 ? ahead : along, direction)?.node.id;
}

/** Where to begin. */
export function first(scene: Scene): string | undefined {
  const start = scene.nodes.find(({ node, depth }) => node.isStart && depth === 0);
  return (start ?? scene.nodes[0])?.node.id;
}

function nearest(start: SceneNode, nodes: readonly SceneNode[], direction: Direction): SceneNode | undefined {
  const isVertical = direction === "up" || direction === "down";
  const [x, y] = middle(start.box);
  let best: SceneNode | undefined;
  let least = Infinity;
  for (const each of nodes) {
    const [otherX, otherY] = middle(each.box);
    const [along, aside] = isVertical ? [otherY - y, otherX - x] : [otherX - x, otherY - y];
    // What is aside is farther than it looks: a way down is not to end in the next column.
    const distance = Math.abs(along) + 3 * Math.abs(aside);
    if (distance < least) {
      [best, least] = [each, distance];
    }
  }
  return best;
}

function isAhead(from: Box, to: Box, direction: Direction): boolean {
  const [[x, y], [otherX, otherY]] = [middle(from), middle(to)];
  switch (direction) {
    case "up":
      return otherY < y;
    case "down":
      return y < otherY;
    case "left":
      return otherX < x;
    case "right":
      return x < otherX;
  }
}

function middle({ x, y, width, height }: Box): [x: number, y: number] {
  return [x + width / 2, y + height / 2];
}
