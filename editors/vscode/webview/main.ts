/** The graph's view: joins the drawing with what users do, and with the extension. */
import "./style.css";
import type { Graph, GraphNode } from "../src/graph/data.js";
import type { ExportFormat, FromView, ToView } from "../src/graph/messages.js";
import { toMermaid } from "../src/graph/mermaid.js";
import { begin, bring, fit, zoom, type Camera, type Size } from "./camera.js";
import { Drawing } from "./drawing.js";
import { toPng, toSvg } from "./export.js";
import { containers, sceneOf, type Scene } from "./scene.js";
import { html } from "./svg.js";
import { Toolbar } from "./toolbar.js";
import { first, next, type Direction } from "./travel.js";
import { counted, describeGraph } from "./words.js";

interface Host {
  postMessage(message: FromView): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): Host;

/** What outlives the view being hidden. */
interface Kept {
  readonly collapsed: readonly string[];
  readonly showsErrorEdges: boolean;
  readonly camera: Camera;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** How much larger one step makes the graph. */
const STEP = 1.25;

/** How far the pointer may move in a click, in pixels. */
const SLACK = 4;

const host = acquireVsCodeApi();
const drawing = new Drawing();
const message = html("p", { class: "message", role: "status" });
const toolbar = new Toolbar({
  search,
  searchOn,
  leaveSearch: () => {
    search("");
    drawing.root.focus();
  },
  toggleErrorEdges,
  toggleAll,
  zoomIn: () => {
    zoomAtMiddle(STEP);
  },
  zoomOut: () => {
    zoomAtMiddle(1 / STEP);
  },
  fit: fitAll,
  save: (format) => void save(format),
  choose: (name) => {
    host.postMessage({ kind: "machine", name });
  },
});

const kept = host.getState();
let graph: Graph | undefined;
let scene: Scene | undefined;
let camera: Camera | undefined = kept?.camera;
let collapsed = new Set(kept?.collapsed);
let showsErrorEdges = kept?.showsErrorEdges;
/** The state that the keyboard is at. */
let focused: string | undefined;
/** The state that the cursor of the text is in. */
let current: string | undefined;
let matches: readonly string[] = [];

document.body.append(toolbar.root, drawing.root, message);

window.addEventListener("message", ({ data }: MessageEvent<ToView>) => {
  switch (data.kind) {
    case "graph":
      showsErrorEdges ??= data.showsErrorEdges;
      show(data.graph);
      return;
    case "nothing":
      graph = undefined;
      message.textContent = data.reason;
      document.body.classList.add("empty");
      return;
    case "cursor":
      follow(data.id);
  }
});

function show(shown: Graph): void {
  const isOther = graph !== undefined && graph.machine !== shown.machine;
  graph = shown;
  document.body.classList.remove("empty");
  toolbar.showMachines(shown.machines, shown.machine);
  drawing.root.setAttribute("aria-label", describeGraph(shown));
  draw();
  if (camera === undefined || isOther) {
    const start = scene?.nodes.find(({ node, depth }) => node.isStart && depth === 0);
    look(begin(shown, windowSize(), start?.box));
  } else {
    look(camera);
  }
}

function draw(): void {
  if (graph === undefined) {
    return;
  }
  scene = sceneOf(graph, { collapsed, showsErrorEdges: showsErrorEdges ?? true });
  drawing.draw(scene);
  toolbar.showErrorEdges(showsErrorEdges ?? true);
  mark();
}

function look(to: Camera): void {
  camera = to;
  drawing.look(to.x, to.y, to.scale);
  host.setState({ collapsed: [...collapsed], showsErrorEdges: showsErrorEdges ?? true, camera: to });
}

/** Marks what was found, where the cursor is, and what can be reached by Tab. */
function mark(): void {
  const found = new Set(matches);
  drawing.root.classList.toggle("searching", found.size > 0);
  for (const { node } of scene?.nodes ?? []) {
    const element = drawing.element(node.id);
    element?.classList.toggle("found", found.has(node.id));
    element?.classList.toggle("current", node.id === current);
  }
}

function follow(id: string | undefined): void {
  const shown = id === undefined ? undefined : outermostShown(id);
  const isMoved = shown !== current;
  current = shown;
  mark();
  if (isMoved && shown !== undefined && !drawing.root.contains(document.activeElement)) {
    bringState(shown);
  }
}

/** The state itself, or the collapsed one that it is in. */
function outermostShown(id: string): string | undefined {
  const nodes = new Map<string, GraphNode>(graph?.nodes.map((node) => [node.id, node]));
  const owners = new Map(graph?.scopes.map(({ id: scope, owner }) => [scope, owner]));
  let shown: string | undefined = id;
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    if (collapsed.has(at)) {
      shown = at;
    }
    at = owners.get(nodes.get(at)?.scope ?? "");
  }
  return shown;
}

function windowSize(): Size {
  const { width, height } = drawing.root.getBoundingClientRect();
  return { width, height };
}

function fitAll(): void {
  if (scene !== undefined) {
    look(fit(scene, windowSize()));
  }
}

function zoomAtMiddle(factor: number): void {
  const { width, height } = windowSize();
  if (camera !== undefined) {
    look(zoom(camera, factor, width / 2, height / 2));
  }
}

function bringState(id: string): void {
  const state = scene?.nodes.find(({ node }) => node.id === id);
  if (state !== undefined && camera !== undefined) {
    look(bring(camera, state.box, windowSize()));
  }
}

drawing.root.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    if (camera === undefined) {
      return;
    }
    const { left, top } = drawing.root.getBoundingClientRect();
    look(
      event.ctrlKey || event.metaKey
        ? zoom(camera, Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top)
        : { ...camera, x: camera.x - event.deltaX, y: camera.y - event.deltaY },
    );
  },
  { passive: false },
);

/** Where the pointer went down, and the camera then. */
let drag: { readonly x: number; readonly y: number; readonly camera: Camera; isMoved: boolean } | undefined;

drawing.root.addEventListener("pointerdown", ({ clientX, clientY, button }) => {
  if (camera !== undefined && button <= 1) {
    drag = { x: clientX, y: clientY, camera, isMoved: false };
  }
});
window.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (drag === undefined) {
    return;
  }
  const [x, y] = [clientX - drag.x, clientY - drag.y];
  drag.isMoved ||= SLACK < Math.hypot(x, y);
  if (drag.isMoved) {
    drawing.root.classList.add("dragging");
    look({ ...drag.camera, x: drag.camera.x + x, y: drag.camera.y + y });
  }
});
window.addEventListener("pointerup", ({ target, button }) => {
  const isClick = drag?.isMoved === false && button === 0;
  drag = undefined;
  drawing.root.classList.remove("dragging");
  const id = Drawing.stateOf(target);
  if (!isClick || id === undefined) {
    return;
  }
  focus(id);
  if (target instanceof Element && target.closest("[data-toggle]") !== null) {
    toggle(id);
  } else {
    reveal(id);
  }
});
drawing.root.addEventListener("dblclick", ({ target }) => {
  if (Drawing.stateOf(target) === undefined) {
    fitAll();
  }
});

function focus(id: string): void {
  const before = focused === undefined ? undefined : drawing.element(focused);
  before?.setAttribute("tabindex", "-1");
  focused = id;
  const element = drawing.element(id);
  element?.setAttribute("tabindex", "0");
  element?.focus({ preventScroll: true });
  bringState(id);
}

function reveal(id: string): void {
  const node = graph?.nodes.find((each) => each.id === id);
  if (node !== undefined) {
    host.postMessage({ kind: "reveal", range: node.selectionRange });
  }
}

function toggle(id: string): void {
  if (graph === undefined || !containers(graph).has(id)) {
    return;
  }
  if (!collapsed.delete(id)) {
    collapsed.add(id);
  }
  redraw();
  focus(id);
}

function toggleAll(): void {
  if (graph !== undefined) {
    collapsed = collapsed.size === 0 ? containers(graph) : new Set();
    redraw();
  }
}

function toggleErrorEdges(): void {
  showsErrorEdges = !(showsErrorEdges ?? true);
  redraw();
}

function redraw(): void {
  draw();
  if (camera !== undefined) {
    look(camera);
  }
}

function search(text: string): void {
  const wanted = text.trim().toLowerCase();
  const found =
    wanted === "" ? [] : (scene?.nodes ?? []).filter(({ node }) => node.name.toLowerCase().includes(wanted));
  matches = found.map(({ node }) => node.id);
  toolbar.showFound(wanted === "" ? "" : counted(matches.length, "state"));
  mark();
  const [best] = matches;
  if (best !== undefined) {
    bringState(best);
  }
}

/** To the first state that was found, and from each one to the one after it. */
function searchOn(): void {
  const at = focused === undefined ? -1 : matches.indexOf(focused);
  const id = matches[(at + 1) % Math.max(1, matches.length)];
  if (id === undefined) {
    return;
  }
  focused = id;
  current = id;
  mark();
  bringState(id);
  reveal(id);
}

drawing.root.addEventListener("keydown", (event) => {
  if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== "f")) {
    return;
  }
  const direction = DIRECTIONS[event.key];
  if (direction !== undefined) {
    travel(direction);
  } else if (!act(event.key)) {
    return;
  }
  event.preventDefault();
});

function travel(direction: Direction): void {
  if (scene === undefined) {
    return;
  }
  const at = focused ?? current;
  const to = at === undefined ? first(scene) : next(scene, at, direction);
  if (to !== undefined) {
    focus(to);
  }
}

/** Does what a key stands for; `false` for a key that stands for nothing. */
function act(key: string): boolean {
  switch (key) {
    case "Enter":
      if (focused !== undefined) {
        reveal(focused);
      }
      return true;
    case " ":
      if (focused !== undefined) {
        toggle(focused);
      }
      return true;
    case "Home": {
      const start = scene === undefined ? undefined : first(scene);
      if (start !== undefined) {
        focus(start);
      }
      return true;
    }
    case "+":
    case "=":
      zoomAtMiddle(STEP);
      return true;
    case "-":
      zoomAtMiddle(1 / STEP);
      return true;
    case "0":
      fitAll();
      return true;
    case "c":
      toggleAll();
      return true;
    case "e":
      toggleErrorEdges();
      return true;
    case "/":
    case "f":
      toolbar.focusSearch();
      return true;
    default:
      return false;
  }
}

async function save(format: ExportFormat): Promise<void> {
  if (graph === undefined || scene === undefined) {
    return;
  }
  host.postMessage({ kind: "save", format, content: await contentOf(format, graph, scene) });
}

async function contentOf(format: ExportFormat, shown: Graph, drawn: Scene): Promise<string> {
  switch (format) {
    case "mermaid":
      return toMermaid(shown);
    case "svg":
      return toSvg(drawing.root, drawn);
    case "png":
      return toPng(drawing.root, drawn);
  }
}

host.postMessage({ kind: "ready" });
