/** The drawing as a file of its own: SVG with its styles inside, or PNG. */
import { set, svg } from "./svg.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 20;

/** The styles that make the drawing what it is; they depend on the editor's theme and would be lost. */
const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "display",
] as const;

/** The whole drawing, whatever part of it is seen. */
export function toSvg(root: SVGSVGElement, size: Size): string {
  const copy = root.cloneNode(true) as SVGSVGElement;
  const [width, height] = [size.width + 2 * MARGIN, size.height + 2 * MARGIN];
  set(copy, { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  copy.removeAttribute("tabindex");
  copy.classList.remove("far", "farther");
  // Styles are those of the page, so they are read while the copy is in it, unseen.
  const world = copy.querySelector(".world");
  copy.style.position = "absolute";
  copy.style.visibility = "hidden";
  document.body.append(copy);
  inlineStyles(copy);
  const background = getComputedStyle(document.body).backgroundColor;
  copy.remove();
  copy.removeAttribute("style");
  copy.removeAttribute("class");
  world?.setAttribute("transform", `translate(${MARGIN} ${MARGIN})`);
  copy.prepend(svg("rect", { width, height, style: `fill: ${background}` }));
  return new XMLSerializer().serializeToString(copy);
}

/** The drawing as the data URL of an image. */
export async function toPng(root: SVGSVGElement, size: Size): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(toSvg(root, size))}`;
  await image.decode();
  // Twice as large for sharp screens, as far as canvases go.
  const scale = Math.min(2, 16000 / Math.max(image.width, image.height, 1));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

function inlineStyles(copy: SVGSVGElement): void {
  const elements = [...copy.querySelectorAll<SVGElement>("*")];
  const styles = elements.map((element) => {
    const computed = getComputedStyle(element);
    const { transform } = element.style;
    const own = STYLES.map((name) => `${name}: ${computed.getPropertyValue(name)}`).join("; ");
    return { style: own, transform };
  });
  elements.forEach((element, index) => {
    const { style = "", transform = "" } = styles[index] ?? {};
    element.setAttribute("style", style);
    element.removeAttribute("class");
    element.removeAttribute("tabindex");
    const [, x, y] = /translate\(([-\d.]+)px(?:, ([-\d.]+)px)?\)/.exec(transform) ?? [];
    if (x !== undefined) {
      set(element, { transform: `translate(${x} ${y ?? 0})` });
    }
  });
}
