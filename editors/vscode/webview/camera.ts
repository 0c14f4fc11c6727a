/** Which part of the graph is seen, and how large. Pure; knows nothing of the page. */
import type { Box } from "../src/graph/data.js";

/** A place of the graph is drawn at itself, times the scale, plus the offset. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 0.05;
const LARGEST = 3;
const MARGIN = 24;

/** Below this, names cannot be read: a large graph is shown from its start instead of as a whole. */
const READABLE = 0.55;

/** Everything at once. */
export function fit(graph: Size, window: Size): Camera {
  const scale = Math.min((window.width - 2 * MARGIN) / graph.width, (window.height - 2 * MARGIN) / graph.height, 1);
  return centered(graph, window, clamp(scale));
}

/** As much as can be read, from the start. */
export function begin(graph: Size, window: Size, start: Box | undefined): Camera {
  const whole = fit(graph, window);
  if (READABLE <= whole.scale) {
    return whole;
  }
  const scale = Math.min(1, Math.max(READABLE, (window.width - 2 * MARGIN) / graph.width));
  const middle = start === undefined ? graph.width / 2 : start.x + start.width / 2;
  const isNarrow = graph.width * scale <= window.width;
  return {
    x: (isNarrow ? window.width - graph.width * scale : window.width - 2 * middle * scale) / 2,
    y: MARGIN - (start?.y ?? 0) * scale + MARGIN,
    scale,
  };
}

/** Larger or smaller by a factor, with one place of the window staying where it is. */
export function zoom(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = clamp(camera.scale * factor);
  const ratio = scale / camera.scale;
  return { x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio, scale };
}

/** Moved as little as it takes to see a box. */
export function bring(camera: Camera, box: Box, window: Size): Camera {
  const left = box.x * camera.scale + camera.x;
  const top = box.y * camera.scale + camera.y;
  return {
    ...camera,
    x: camera.x + shift(left, box.width * camera.scale, window.width),
    y: camera.y + shift(top, box.height * camera.scale, window.height),
  };
}

function shift(start: number, length: number, room: number): number {
  if (start < MARGIN || room < length + 2 * MARGIN) {
    return MARGIN - start;
  }
  return Math.min(0, room - MARGIN - (start + length));
}

function centered(graph: Size, window: Size, scale: number): Camera {
  return { x: (window.width - graph.width * scale) / 2, y: (window.height - graph.height * scale) / 2, scale };
}

function clamp(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}
