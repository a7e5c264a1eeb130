/** The map itself: one path per province, insets for the small ones, marks on top. */

import { HEIGHT, around, element, set } from "./shapes.js";
import { paragraph } from "./words.js";

function outline(code, d, extra = {}) {
  return element("path", { d, class: "province", "data-code": code, ...extra });
}

/** Where an inset's provinces go: the transform that fits them into its box. */
function fitting(shapesOf, [x, y, width, height]) {
  const [left, top, right, bottom] = around(shapesOf);
  const pad = 10;
  const scale = Math.min((width - 2 * pad) / (right - left),
    (height - 2 * pad) / (bottom - top));
  const dx = x + width / 2 - (scale * (left + right)) / 2;
  const dy = y + height / 2 - (scale * (top + bottom)) / 2;
  return `translate(${dx.toFixed(1)} ${dy.toFixed(1)}) scale(${scale.toFixed(3)})`;
}

function inset({ codes, box, label }, geometry, text) {
  const [x, y, width, height] = [box[0] * geometry.width, box[1] * HEIGHT,
    box[2] * geometry.width, box[3] * HEIGHT];
  const shapesOf = codes.map((code) => geometry.byCode.get(code)).filter(Boolean);
  const node = element("g", { class: "inset" });
  if (!shapesOf.length) return node;
  const [left, top, right, bottom] = around(shapesOf);
  node.append(element("rect", { class: "origin", x: left - 4, y: top - 4,
    width: right - left + 8, height: bottom - top + 8 }));
  node.append(element("rect", { class: "frame", x, y, width, height, rx: 6 }));
  const transform = fitting(shapesOf, [x, y, width, height]);
  for (const code of codes.filter((code) => geometry.byCode.has(code))) {
    node.append(outline(code, geometry.byCode.get(code).d, { transform,
      "aria-hidden": "true" }));
  }
  node.append(paragraph(label, { ...text, x: x + width / 2, y: y + height + 2,
    width: Math.max(width, 150), size: 18, anchor: "middle", name: "caption" }).node);
  return node;
}

/** The map of a spec as an <svg> without colours; `refresh` gives it those. */
export function build(spec, geometry, { family }) {
  const node = element("svg", { class: "map", role: "group",
    "aria-label": spec.words.map,
    viewBox: `-4 -4 ${Math.ceil(geometry.width) + 8} ${HEIGHT + 34}` });
  const text = { family, locale: spec.locale };
  const provinces = element("g");
  for (const [code, { d }] of geometry.byCode) {
    provinces.append(outline(code, d, { role: "button", tabindex: -1 }));
  }
  const insets = element("g");
  for (const each of spec.insets) insets.append(inset(each, geometry, text));
  node.append(element("defs"), provinces, insets, element("g", { class: "marks" }));
  if (spec.words.mark) node.append(watermark(spec.words.mark, geometry, text));
  return node;
}

/** Words across the map, which its picture takes along. */
function watermark(words, geometry, text) {
  const [x, y] = [geometry.width / 2, HEIGHT / 2];
  const { node } = paragraph(words, { ...text, x, y, width: HEIGHT, size: 110, weight: 700,
    anchor: "middle", name: "watermark" });
  set(node, "transform", `rotate(-20 ${x} ${y})`);
  return node;
}

/** Paint every outline (the inset's twin too) as its province stands now. */
export function refresh(map, look) {
  for (const path of map.querySelectorAll(".province")) {
    const { fill, away, label, selected, standing } = look(path.dataset.code);
    set(path, "fill", fill);
    if (path.classList.contains("away") !== away) path.classList.toggle("away", away);
    if (!path.hasAttribute("role")) continue;
    set(path, "aria-label", label);
    set(path, "aria-pressed", selected);
    set(path, "tabindex", standing ? 0 : -1);
  }
}

/** Draw the outlines of the selected and the hovered province above all others. */
export function mark(map, marks) {
  const layer = map.querySelector(".marks");
  const wanted = Object.entries(marks).filter(([, code]) => code);
  layer.replaceChildren(...wanted.map(([name, code]) => {
    const group = element("g", { class: name });
    for (const path of map.querySelectorAll(`[data-code="${CSS.escape(code)}"]`)) {
      for (const kind of ["halo", "ring"]) {
        const copy = element("path", { d: path.getAttribute("d"), class: kind });
        set(copy, "transform", path.getAttribute("transform"));
        group.append(copy);
      }
    }
    return group;
  }));
}
