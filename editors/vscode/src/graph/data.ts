/**
 * The graph of a state machine as the server tells it, and as the view draws it. Servers of other versions may leave
 * things out: what is read is checked, and what is not there has a plain value in its place.
 */

export type Severity = "error" | "warning" | "info" | "hint";
export type Role = "next" | "default" | "choice" | "catch";

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

/** The findings of a state. */
export interface Findings {
  readonly counts: Readonly<Record<Severity, number>>;
  /** The names of the rules that they are of. */
  readonly rules: readonly string[];
}

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly range: TextRange;
  readonly selectionRange: TextRange;
  /** What a Task calls. */
  readonly resource: string;
  readonly findings: Findings;
  readonly isStart: boolean;
  readonly isEnd: boolean;
  /** The scope that it is in. */
  readonly scope: string;
  readonly box: Box;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly role: Role;
  /** No state has the name that is written; this one was most likely meant. */
  readonly isGuess: boolean;
  readonly label: string;
  readonly range: TextRange;
  readonly points: readonly Point[];
  readonly labelPosition: Point | undefined;
}

export interface GraphScope {
  readonly id: string;
  /** The state that it belongs to; none for the state machine itself. */
  readonly owner: string | undefined;
  readonly kind: string;
  readonly box: Box | undefined;
}

export interface Graph {
  /** The name of this state machine in a template; empty where it stands alone. */
  readonly machine: string;
  /** The names of all state machines of the document. */
  readonly machines: readonly string[];
  readonly queryLanguage: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly scopes: readonly GraphScope[];
  readonly width: number;
  readonly height: number;
}

/** The severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "info", "hint"];

/** The worst severity of findings. */
export function worst({ counts }: Findings): Severity | undefined {
  return SEVERITIES.find((severity) => counts[severity] > 0);
}

/** How many findings there are. */
export function total({ counts }: Findings): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}

/** Reads what a server has answered. The result is a sentence where there is nothing to draw. */
export function readGraph(answer: unknown): Graph | string {
  if (!isRecord(answer)) {
    return "No definition stands in this document. One that is deployed from a file of its own has its graph there.";
  }
  const { nodes, edges, scopes } = answer;
  if (!Array.isArray(nodes) || nodes.length === 0) {
    return "This state machine has no states yet.";
  }
  const read = nodes.map(readNode);
  const placed = read.filter((node): node is GraphNode => node !== undefined);
  if (placed.length < read.length) {
    return "This version of the server does not say where the states are to be drawn. Update asl-lint to see the graph.";
  }
  return {
    machine: text(answer.machine),
    machines: list(answer.machines).map(text),
    queryLanguage: text(answer.queryLanguage),
    nodes: placed,
    edges: list(edges).flatMap((edge) => readEdge(edge) ?? []),
    scopes: list(scopes).flatMap((scope) => readScope(scope) ?? []),
    width: number(answer.width) ?? Math.max(...placed.map(({ box }) => box.x + box.width)),
    height: number(answer.height) ?? Math.max(...placed.map(({ box }) => box.y + box.height)),
  };
}

function readNode(value: unknown): GraphNode | undefined {
  const box = readBox(value);
  if (!isRecord(value) || box === undefined) {
    return undefined;
  }
  return {
    id: text(value.id),
    name: text(value.name),
    type: text(value.type),
    range: readRange(value.range),
    selectionRange: readRange(value.selectionRange ?? value.range),
    resource: text(value.resource),
    findings: readFindings(value.findings),
    isStart: value.isStart === true,
    isEnd: value.isEnd === true,
    scope: text(value.scope),
    box,
  };
}

function readFindings(value: unknown): Findings {
  const findings = isRecord(value) ? value : {};
  const count = (severity: Severity): number => number(findings[severity]) ?? 0;
  return {
    counts: { error: count("error"), warning: count("warning"), info: count("info"), hint: count("hint") },
    rules: list(findings.rules).map(text),
  };
}

function readEdge(value: unknown): GraphEdge | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const points = list(value.points).flatMap((point) => [readPoint(point)].filter((read) => read !== undefined));
  if (points.length < 2) {
    return undefined;
  }
  return {
    from: text(value.from),
    to: text(value.to),
    role: readRole(value.role),
    isGuess: value.isGuess === true,
    label: text(value.label),
    range: readRange(value.range),
    points,
    labelPosition: readPoint(value.labelPosition),
  };
}

function readScope(value: unknown): GraphScope | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const owner = value.owner;
  return {
    id: text(value.id),
    owner: owner === undefined || owner === null ? undefined : text(owner),
    kind: text(value.kind),
    box: readBox(value),
  };
}

function readBox(value: unknown): Box | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const [x, y] = [number(value.x), number(value.y)];
  const [width, height] = [number(value.width), number(value.height)];
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    return undefined;
  }
  return { x, y, width, height };
}

/** A point is a pair, or an object with the two. */
function readPoint(value: unknown): Point | undefined {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : isRecord(value) ? [value.x, value.y] : [];
  const [readX, readY] = [number(x), number(y)];
  return readX === undefined || readY === undefined ? undefined : [readX, readY];
}

function readRange(value: unknown): TextRange {
  const ends = isRecord(value) ? value : {};
  const start = readPosition(ends.start);
  return { start, end: ends.end === undefined ? start : readPosition(ends.end) };
}

function readPosition(value: unknown): TextPosition {
  const position = isRecord(value) ? value : {};
  return { line: number(position.line) ?? 0, character: number(position.character) ?? 0 };
}

function readRole(value: unknown): Role {
  switch (value) {
    case "default":
    case "choice":
    case "catch":
      return value;
    default:
      return "next";
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
