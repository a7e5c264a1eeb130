/** The figure as a PNG: title, map, legend, data status and source in one picture. */

import { element, set } from "./shapes.js";
import { paragraph } from "./words.js";

const SCALE = 2;
const WIDTH = 840;
const MARGIN = 32;
const LEGEND = 320;
const FAMILY = "SarabunLatin, SarabunThai";
// A picture goes onto paper and slides: dark on white whatever the page's theme is.
const INK = "--st-text-color:#1b1f24;--st-background-color:#ffffff;"
  + `--st-primary-color:#1b1f24;--st-font:${FAMILY}`;

async function dataUrl(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const reader = new FileReader();
  const done = new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
  });
  reader.readAsDataURL(await response.blob());
  return done;
}

/** The font inside the picture, and on the page for measuring its lines. */
async function fonts(beside) {
  const faces = ["Latin", "Thai"].flatMap((script) =>
    [400, 700].map(async (weight) => {
      const file = `../fonts/sarabun-${script.toLowerCase()}-${weight}.woff2`;
      const source = `url(${await dataUrl(beside(file))})`;
      const family = `Sarabun${script}`;
      document.fonts.add(await new FontFace(family, source, { weight }).load());
      return `@font-face{font-family:${family};font-weight:${weight};src:${source}}`;
    }));
  return (await Promise.all(faces)).join("");
}

let embedded = null;

/** A copy of an <svg> of the page as a part of the picture; gives it and its end. */
function part(svg, { x, y, width }) {
  const copy = svg.cloneNode(true);
  const [, , w, h] = svg.getAttribute("viewBox").split(" ").map(Number);
  const height = (width * h) / w;
  for (const [name, value] of Object.entries({ x, y, width, height })) {
    set(copy, name, value);
  }
  copy.querySelectorAll(".hovered, .clear, .hint").forEach((node) => node.remove());
  return { node: copy, height };
}

function heading(sheet, spec, text) {
  const title = paragraph(spec.title, { ...text, x: MARGIN, y: MARGIN, size: 24,
    width: WIDTH - 2 * MARGIN, weight: 700 });
  sheet.append(title.node);
  if (!spec.status) return title.end + 12;
  const status = paragraph(spec.status, { ...text, x: MARGIN + 10, y: title.end + 9,
    size: 16, width: WIDTH - 2 * MARGIN - 20, weight: 700 });
  sheet.append(status.node);
  // The frame around the word is as wide as the word, measured on the page.
  const width = measured(status.node) + 20;
  sheet.append(element("rect", { class: "swatch", x: MARGIN, y: title.end + 5, width,
    height: status.end - title.end, rx: 4, fill: "none" }));
  return status.end + 16;
}

function measured(text) {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = `${text.getAttribute("font-weight")} ${text.getAttribute("font-size")}px `
    + FAMILY;
  return Math.max(...[...text.children].map(
    (row) => canvas.measureText(row.textContent).width));
}

function compose({ spec, parts }, css) {
  const text = { family: FAMILY, locale: spec.locale };
  const sheet = element("svg", { class: "picture", style: INK, width: WIDTH });
  sheet.append(element("style", {}, css));
  const ground = element("rect", { width: "100%", height: "100%", fill: "#ffffff" });
  sheet.append(ground);
  const top = heading(sheet, spec, text);
  const columns = WIDTH - 2 * MARGIN - LEGEND - 36;
  const map = part(parts.map, { x: MARGIN, y: top, width: columns });
  const legend = part(parts.legend, { x: WIDTH - MARGIN - LEGEND, y: top, width: LEGEND });
  set(legend.node, "y", top + Math.max(0, (map.height - legend.height) / 2));
  sheet.append(map.node, legend.node);
  let y = top + Math.max(map.height, legend.height) + 12;
  for (const row of spec.note) {
    const note = paragraph(row, { ...text, x: MARGIN, y, size: 14,
      width: WIDTH - 2 * MARGIN, name: "hint" });
    sheet.append(note.node);
    y = note.end + 2;
  }
  set(sheet, "height", Math.ceil(y + MARGIN));
  return sheet;
}

async function canvasOf(sheet) {
  const image = new Image();
  const source = new XMLSerializer().serializeToString(sheet);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * SCALE;
  canvas.height = Number(sheet.getAttribute("height")) * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Save the figure as it stands now under the spec's file name. */
export async function picture(state, { styles, beside }) {
  embedded ??= await fonts(beside);
  const canvas = await canvasOf(compose(state, embedded + styles));
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  if (!blob) throw new Error("The browser drew no picture.");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = state.spec.file_name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
