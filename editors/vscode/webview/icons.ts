/** A small picture for each type of state, in a square of 16. Shapes differ, so that nothing depends on colour alone. */

const ICONS: Readonly<Record<string, string>> = {
  Task: "M3 3h10v10H3zM6 6l4 2-4 2z",
  Choice: "M8 1.5 14.5 8 8 14.5 1.5 8z",
  Wait: "M8 2a6 6 0 1 0 .01 0zM8 5v3.2l2.4 1.6",
  Pass: "M2 8h10M8.5 4.5 12 8l-3.5 3.5",
  Succeed: "M8 2a6 6 0 1 0 .01 0zM5 8.2l2.2 2.2L11 6",
  Fail: "M8 2a6 6 0 1 0 .01 0zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
  Parallel: "M4 2v12M8 2v12M12 2v12",
  Map: "M2.5 5.5h8v8h-8zM5.5 5.5v-3h8v8h-3",
};

const UNKNOWN = "M8 2a6 6 0 1 0 .01 0zM6.4 6.4a1.7 1.7 0 1 1 2.4 1.7c-.5.3-.8.6-.8 1.2M8 11.4v.4";

export function icon(type: string): string {
  return ICONS[type] ?? UNKNOWN;
}
