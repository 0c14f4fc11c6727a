/** Takes room out of an axis. */

export type Interval = readonly [start: number, end: number];

/**
 * Where places of an axis are after intervals were taken out of it, except the parts that have to be kept. Places keep
 * their order.
 */
export function squeeze(remove: readonly Interval[], keep: readonly Interval[]): (place: number) => number {
  const removed = subtract(union(remove), union(keep));
  // What has been taken out before each interval.
  const before: number[] = [];
  let sum = 0;
  for (const [start, end] of removed) {
    before.push(sum);
    sum += end - start;
  }
  return (place) => {
    const index = countBelow(removed, place) - 1;
    const interval = removed[index];
    const taken = before[index];
    if (interval === undefined || taken === undefined) {
      return place;
    }
    const [start, end] = interval;
    return place - taken - (Math.min(place, end) - start);
  };
}

/** Disjoint intervals in their order. */
function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(([start, end]) => start < end).sort(([one], [other]) => one - other);
  const joined: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      joined.push([start, end]);
    }
  }
  return joined;
}

/** What remains of disjoint intervals without others; both in their order. */
function subtract(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let first = 0;
  for (const [from, end] of intervals) {
    let start = from;
    while ((others[first]?.[1] ?? Infinity) <= start) {
      first += 1;
    }
    for (let index = first; start < end; index += 1) {
      const [otherStart, otherEnd] = others[index] ?? [end, end];
      if (start < otherStart) {
        rest.push([start, Math.min(otherStart, end)]);
      }
      if (end <= otherStart) {
        break;
      }
      start = Math.max(start, otherEnd);
    }
  }
  return rest;
}

/** How many intervals start below a place. */
function countBelow(intervals: readonly Interval[], place: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle]?.[0] ?? Infinity) < place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
