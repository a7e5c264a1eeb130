/** The legend: a square of classes with axis words, then a list; each entry a button. */

import { element, set } from "./shapes.js";
import { paragraph } from "./words.js";

export const WIDTH = 300;
const CELL = 74;
const LEFT = WIDTH - 3 * CELL - 2;
const GAP = 4;

/** A hatch or dots over the class's fill, for what is not a value. */
export function pattern(id, { fill, ink, pattern: kind }) {
  const node = element("pattern", { id, width: 7, height: 7,
    patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  node.append(element("rect", { width: 7, height: 7, fill }));
  node.append(kind === "dots"
    ? element("circle", { cx: 3.5, cy: 3.5, r: 1.5, fill: ink })
    : element("rect", { width: 2.2, height: 7, fill: ink }));
  return node;
}

function cell(kind, paint, { x, y, width, height }) {
  const node = element("g", { class: "entry", role: "button", tabindex: -1,
    "data-class": kind.id });
  const shape = { x, y, width, height };
  node.append(element("rect", { ...shape, class: "swatch", fill: paint(kind) }));
  node.append(element("rect", { ...shape, class: "ring" }));
  return node;
}

/** What can be pressed of an entry: all of it, not only its words and colour. */
const area = (shape) => element("rect", { ...shape, class: "area" });

function square(drawing, grid, kinds, top) {
  const bottom = top + grid.rows.length * CELL;
  grid.cells.forEach((row, r) => row.forEach((index, c) => {
    const kind = kinds[index];
    const at = { x: LEFT + c * CELL, y: top + r * CELL };
    const node = cell(kind, drawing.paint, { ...at, width: CELL, height: CELL });
    node.append(element("text", { class: "count", x: at.x + CELL / 2,
      y: at.y + CELL / 2 + 8, "font-size": 22, "font-weight": 700,
      "text-anchor": "middle", fill: kind.ink }));
    drawing.node.append(node);
  }));
  grid.rows.forEach((label, r) => drawing.write(label, { x: LEFT - 8, size: 12,
    y: top + (r + 0.5) * CELL - 10, width: LEFT - 8, anchor: "end" }));
  const ends = grid.columns.map((label, c) => drawing.write(label, { size: 12,
    x: LEFT + (c + 0.5) * CELL, y: bottom + GAP, width: CELL, anchor: "middle" }));
  return Math.max(...ends);
}

/** Two corner words on one level; the first may be the one that matters. */
function corners(drawing, [left, right], y, weight) {
  const half = { y, size: 12, width: (3 * CELL) / 2 - 6, name: "corner" };
  return Math.max(
    drawing.write(left, { ...half, x: LEFT, weight }),
    drawing.write(right, { ...half, x: LEFT + 3 * CELL, anchor: "end" }),
  );
}

function gridPart(drawing, grid, kinds, y) {
  const strong = { x: 0, width: WIDTH, size: 13, weight: 700 };
  const titled = drawing.write(grid.vertical, { ...strong, y }) + GAP;
  const top = corners(drawing, grid.corners.slice(0, 2), titled, 700) + GAP;
  const ticks = square(drawing, grid, kinds, top);
  const below = corners(drawing, grid.corners.slice(2), ticks + GAP, 400);
  return drawing.write(grid.horizontal, { ...strong, x: WIDTH, anchor: "end",
    y: below + GAP }) + 3 * GAP;
}

function listPart(drawing, kinds, y) {
  for (const kind of kinds) {
    const node = cell(kind, drawing.paint, { x: 0, y, width: 34, height: 24 });
    const end = drawing.write(kind.short || kind.label, { x: 44, y: y + 1, width: WIDTH - 90,
      size: 14, into: node });
    node.append(element("text", { class: "number", x: WIDTH, y: y + 17,
      "font-size": 15, "font-weight": 700, "text-anchor": "end" }));
    drawing.node.append(node);
    const next = Math.max(end, y + 24) + 2 * GAP;
    node.prepend(area({ x: 0, y: y - GAP, width: WIDTH, height: next - y }));
    y = next;
  }
  return y;
}

function clearing(drawing, words, y) {
  const node = element("g", { class: "clear", role: "button", tabindex: 0 });
  const end = drawing.write(words.clear, { x: 0, y: y + GAP, width: WIDTH, size: 14,
    weight: 700, into: node });
  node.prepend(area({ x: 0, y, width: WIDTH, height: end + GAP - y }));
  drawing.node.append(node);
  return end + GAP;
}

/** The legend of a spec as an <svg>; `refresh` gives it counts and state. */
export function build(spec, { paint, family }) {
  const node = element("svg", { class: "legend", role: "group",
    "aria-label": spec.words.legend });
  const write = (text, { into = node, ...options }) => {
    const written = paragraph(text, { family, locale: spec.locale, ...options });
    into.append(written.node);
    return written.end;
  };
  node.append(element("defs"));
  const drawing = { node, paint, write };
  let y = drawing.write(spec.words.hint, { x: 0, y: 0, width: WIDTH, size: 13,
    name: "hint" }) + 2 * GAP;
  const inList = spec.legend.list.map((index) => spec.classes[index]);
  if (spec.legend.grid) y = gridPart(drawing, spec.legend.grid, spec.classes, y);
  y = clearing(drawing, spec.words, listPart(drawing, inList, y));
  set(node, "viewBox", `0 -2 ${WIDTH} ${Math.ceil(y) + 4}`);
  return node;
}

/** Counts, what is kept and where the keyboard stands, without building anew. */
export function refresh(legend, { classes, kept, standing }) {
  for (const { id, label, count } of classes) {
    const entry = legend.querySelector(`[data-class="${CSS.escape(id)}"]`);
    const number = entry.querySelector(".count, .number");
    if (number.textContent !== count) number.textContent = count;
    set(entry, "aria-label", `${label}: ${count}`);
    set(entry, "aria-pressed", kept.has(id));
    set(entry, "tabindex", id === standing ? 0 : -1);
    entry.classList.toggle("away", kept.size > 0 && !kept.has(id));
  }
  legend.querySelector(".clear").classList.toggle("off", kept.size === 0);
}

/** The legend entry beside this one for an arrow key, or null. */
export function beside(spec, id, key) {
  const rows = (spec.legend.grid?.cells ?? []).map((row) => [...row]);
  for (const index of spec.legend.list) rows.push([index]);
  const index = spec.classes.findIndex((kind) => kind.id === id);
  const r = rows.findIndex((row) => row.includes(index));
  const c = rows[r].indexOf(index);
  const [dr, dc] = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0],
    ArrowDown: [1, 0] }[key];
  const row = rows[r + dr];
  const next = row && (dr ? row[Math.min(c, row.length - 1)] : row[c + dc]);
  return next === undefined ? null : spec.classes[next].id;
}
