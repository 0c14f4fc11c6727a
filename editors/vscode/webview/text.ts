/** Texts cut to the room that they have. */

const widths = new Map<string, number>();
const segmenter = new Intl.Segmenter();
const context = document.createElement("canvas").getContext("2d");

/** A text, cut with an ellipsis where it is wider than there is room for. */
export function fitted(text: string, room: number, font: string): string {
  if (width(text, font) <= room) {
    return text;
  }
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (width(`${letters.slice(0, middle).join("").trimEnd()}…`, font) <= room) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return `${letters.slice(0, low).join("").trimEnd()}…`;
}

function width(text: string, font: string): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined || context === null) {
    return known ?? text.length * 7;
  }
  context.font = font;
  const measured = context.measureText(text).width;
  widths.set(key, measured);
  return measured;
}
