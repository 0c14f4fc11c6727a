/**
 * Draws a scene, and draws what has changed of it anew: a state that is still there moves to its new place. Knows nothing of
 * what users do with it.
 */
import type { Box, Point, Role } from "../src/graph/data.js";
import { total, worst } from "../src/graph/data.js";
import { icon } from "./icons.js";
import type { Scene, SceneEdge, SceneNode } from "./scene.js";
import { set, svg } from "./svg.js";
import { fitted } from "./text.js";
import { describer, detail, findingsInWords } from "./words.js";

/** Above this many states nothing is animated: it would not be smooth. */
const MOST_ANIMATED = 300;

const ROLES: readonly Role[] = ["next", "default", "choice", "catch"];
const NAME_FONT = "600 12px system-ui, sans-serif";
const DETAIL_FONT = "11px system-ui, sans-serif";
const CORNER = 9;
const LONGEST_LABEL = 180;
const HEAD = 40;

export class Drawing {
  readonly root = svg("svg", { class: "graph", role: "application", tabindex: 0 });
  private readonly world = svg("g", { class: "world" });
  private readonly layers = {
    containers: svg("g", { class: "containers" }),
    edges: svg("g", { class: "edges", "aria-hidden": "true" }),
    states: svg("g", { class: "states" }),
    labels: svg("g", { class: "labels", "aria-hidden": "true" }),
  };
  private readonly groups = new Map<string, SVGGElement>();
  /** What each state was drawn from, to draw only what has changed. */
  private readonly drawn = new Map<string, string>();
  private drawnEdges = "";

  constructor() {
    this.root.append(svg("defs", {}, ...ROLES.map(arrowHead)), this.world);
    const { containers, edges, states, labels } = this.layers;
    this.world.append(containers, edges, states, labels);
  }

  draw(scene: Scene): void {
    const isFresh = this.groups.size === 0;
    this.root.classList.toggle("still", isFresh || MOST_ANIMATED < scene.nodes.length);
    this.drawStates(scene);
    const source = JSON.stringify(scene.edges);
    if (source === this.drawnEdges) {
      return;
    }
    this.drawnEdges = source;
    this.layers.edges.replaceChildren(...scene.edges.map(edgePath));
    this.layers.labels.replaceChildren(...scene.edges.flatMap((edge) => edgeLabel(edge) ?? []));
    if (!isFresh && scene.nodes.length <= MOST_ANIMATED) {
      fadeIn(this.layers.edges);
      fadeIn(this.layers.labels);
    }
  }

  /** Shows the world from a place. */
  look(x: number, y: number, scale: number): void {
    set(this.world, { transform: `translate(${x} ${y}) scale(${scale})` });
    // What could not be read is not drawn: it takes the most time.
    this.root.classList.toggle("far", scale < 0.5);
    this.root.classList.toggle("farther", scale < 0.22);
  }

  /** The element of a state. */
  element(id: string): SVGGElement | undefined {
    return this.groups.get(id);
  }

  /** The state that an element of the drawing belongs to. */
  static stateOf(target: EventTarget | null): string | undefined {
    const group = target instanceof Element ? target.closest("[data-state]") : null;
    return group?.getAttribute("data-state") ?? undefined;
  }

  private drawStates(scene: Scene): void {
    const describe = describer(scene);
    const ids = new Set(scene.nodes.map(({ node }) => node.id));
    for (const [id, group] of this.groups) {
      if (!ids.has(id)) {
        group.remove();
        this.groups.delete(id);
        this.drawn.delete(id);
      }
    }
    for (const state of scene.nodes) {
      const { node, box, inside, isCollapsed } = state;
      const group = this.groups.get(node.id) ?? svg("g", { "data-state": node.id, role: "button", tabindex: -1 });
      this.groups.set(node.id, group);
      group.style.transform = `translate(${box.x}px, ${box.y}px)`;
      const words = describe(state);
      const source = JSON.stringify([words, box.width, box.height, node.type, node.resource, node.findings, inside]);
      if (this.drawn.get(node.id) !== source) {
        this.drawn.set(node.id, source);
        paintState(group, state, words);
      }
      // In the order of the scene, in which a state comes after the one around it.
      const layer = inside > 0 && !isCollapsed ? this.layers.containers : this.layers.states;
      if (group.parentNode !== layer || layer === this.layers.containers) {
        layer.append(group);
      }
    }
    const scopes = scene.scopes.map(({ box }) =>
      svg("rect", { class: "scope", x: box.x, y: box.y, width: box.width, height: box.height, rx: CORNER }),
    );
    this.layers.containers.querySelectorAll(":scope > .scope").forEach((scope) => {
      scope.remove();
    });
    this.layers.containers.append(...scopes);
  }
}

function paintState(group: SVGGElement, state: SceneNode, words: string): void {
  const { node, box, inside, isCollapsed } = state;
  const severity = worst(node.findings);
  const isOpen = inside > 0 && !isCollapsed;
  const classes = ["state", `type-${node.type.toLowerCase()}`];
  if (severity !== undefined) {
    classes.push(`is-${severity}`);
  }
  if (isOpen) {
    classes.push("open");
  }
  set(group, { class: classes.join(" "), "aria-label": words });
  if (inside > 0) {
    set(group, { "aria-expanded": String(isOpen) });
  }
  const height = isOpen ? HEAD : box.height;
  const room = box.width - 34 - (inside > 0 ? 26 : 8);
  const middle = height / 2;
  const corner = node.type === "Succeed" || node.type === "Fail" ? box.height / 2 : 6;
  group.replaceChildren(
    svg("title", {}, title(state)),
    svg("rect", { class: "body", width: box.width, height: box.height, rx: corner }),
    ...(node.isEnd && !isOpen ? [endMark(box, corner)] : []),
    ...(node.isStart
      ? [svg("path", { class: "start-mark", d: "M-7 -6 L1 0 L-7 6 Z", transform: `translate(0 ${middle})` })]
      : []),
    svg("path", { class: "icon", d: icon(node.type), transform: `translate(10 ${middle - 8})` }),
    svg("text", { class: "name", x: 32, y: middle - 3 }, fitted(node.name, room, NAME_FONT)),
    svg("text", { class: "detail", x: 32, y: middle + 12 }, fitted(detail(state), room, DETAIL_FONT)),
    ...(inside > 0 ? [toggle(box, middle, isCollapsed)] : []),
    ...(severity === undefined ? [] : [badge(box, total(node.findings))]),
  );
}

function title({ node }: SceneNode): string {
  const { findings } = node;
  const found = findings.rules.length === 0 ? "" : `\n${findingsInWords(findings)}: ${findings.rules.join(", ")}`;
  return `${node.name}${node.resource === "" ? "" : `\n${node.resource}`}${found}`;
}

/** A second line inside, as final states have in the textbooks. */
function endMark({ width, height }: Box, corner: number): SVGRectElement {
  return svg("rect", { class: "end-mark", x: 3, y: 3, width: width - 6, height: height - 6, rx: corner - 3 });
}

function badge({ width }: Box, count: number): SVGGElement {
  return svg(
    "g",
    { class: "badge", transform: `translate(${width - 4} 2)` },
    svg("circle", { r: 8 }),
    svg("text", { "text-anchor": "middle", y: 3.5 }, count > 9 ? "9+" : String(count)),
  );
}

function toggle({ width }: Box, middle: number, isCollapsed: boolean): SVGGElement {
  return svg(
    "g",
    { class: "toggle", "data-toggle": "", transform: `translate(${width - 26} ${middle - 8})` },
    svg("title", {}, isCollapsed ? "Expand" : "Collapse"),
    svg("rect", { width: 16, height: 16, rx: 3 }),
    svg("path", { d: isCollapsed ? "M4 8h8M8 4v8" : "M4 8h8" }),
  );
}

function arrowHead(role: Role): SVGMarkerElement {
  return svg(
    "marker",
    {
      id: `arrow-${role}`,
      class: `arrow ${role}`,
      viewBox: "0 0 8 8",
      refX: 7,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: "auto-start-reverse",
    },
    svg("path", { d: "M0 0.5 L8 4 L0 7.5 Z" }),
  );
}

function edgePath({ edge, points }: SceneEdge): SVGPathElement {
  const classes = ["edge", edge.role, ...(edge.isGuess ? ["guess"] : [])].join(" ");
  return svg("path", {
    class: classes,
    d: route(points),
    "marker-end": `url(#arrow-${edge.role})`,
    "data-from": edge.from,
    "data-to": edge.to,
  });
}

function edgeLabel({ edge, points, labelPosition }: SceneEdge): SVGTextElement | undefined {
  const text = edge.label === "" && edge.role === "default" ? "default" : edge.label;
  if (text === "") {
    return undefined;
  }
  const [x, y] = labelPosition ?? points[Math.floor(points.length / 2)] ?? [0, 0];
  return svg(
    "text",
    { class: `label ${edge.role}`, x, y, "text-anchor": "middle", "dominant-baseline": "central" },
    svg("title", {}, text),
    fitted(text, LONGEST_LABEL, DETAIL_FONT),
  );
}

/** A line through points: what is straight down or across with rounded corners, all else in curves that start and end upright. */
function route(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) {
    return "";
  }
  let path = `M${start[0]} ${start[1]}`;
  rest.forEach((point, index) => {
    const before = points[index] ?? start;
    const after = rest[index + 1];
    if (isSlanted(before, point)) {
      const middle = (before[1] + point[1]) / 2;
      path += `C${before[0]} ${middle} ${point[0]} ${middle} ${point[0]} ${point[1]}`;
    } else if (after === undefined || isSlanted(point, after)) {
      path += `L${point[0]} ${point[1]}`;
    } else {
      const [inX, inY] = towards(point, before);
      const [outX, outY] = towards(point, after);
      path += `L${inX} ${inY}Q${point[0]} ${point[1]} ${outX} ${outY}`;
    }
  });
  return path;
}

function isSlanted([x, y]: Point, [otherX, otherY]: Point): boolean {
  return Math.abs(otherX - x) > 1 && Math.abs(otherY - y) > 1;
}

/** The place at which a corner begins, on the way from it to another point. */
function towards([x, y]: Point, [otherX, otherY]: Point): Point {
  const length = Math.hypot(otherX - x, otherY - y);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return [x + (otherX - x) * part, y + (otherY - y) * part];
}

function fadeIn(element: Element): void {
  if (
    !matchMedia("(prefers-reduced-motion: reduce)").matches &&
    !document.body.classList.contains("vscode-reduce-motion")
  ) {
    element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 220, easing: "ease-out" });
  }
}
