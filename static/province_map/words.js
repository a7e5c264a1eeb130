/** Words in a picture: line breaks for Thai, which has no spaces between words. */

import { element } from "./shapes.js";

let context = null;

function widthOf(text, font) {
  context ??= document.createElement("canvas").getContext("2d");
  context.font = font;
  return context.measureText(text).width;
}

function pieces(text, locale) {
  if (!Intl.Segmenter) return text.split(/(?<=\s)/);
  const segmenter = new Intl.Segmenter(locale, { granularity: "word" });
  const found = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    // No line begins with a full stop, a space or a closing bracket.
    const clings = !isWordLike && !/^[(\[“«<≥≤↑→]/.test(segment);
    if (clings && found.length) found[found.length - 1] += segment;
    else found.push(segment);
  }
  return found;
}

/** The text as lines no wider than asked; "\n" always breaks. */
export function lines(text, width, font, locale) {
  return text.split("\n").flatMap((paragraph) => {
    const rows = [""];
    for (const piece of pieces(paragraph, locale)) {
      const longer = rows.at(-1) + piece;
      if (rows.at(-1) && widthOf(longer.trimEnd(), font) > width) rows.push(piece);
      else rows[rows.length - 1] = longer;
    }
    return rows.map((row) => row.trim());
  });
}

/** Lines of text from y downwards; gives the element and where the next may begin. */
export function paragraph(text, { x, y, width, size, weight = 400, anchor = "start",
  family, locale, name = "" }) {
  const rows = lines(text, width, `${weight} ${size}px ${family}`, locale);
  const leading = size * 1.4; // Thai vowels and tone marks stand in two storeys
  const node = element("text", { class: name, "font-size": size, "text-anchor": anchor,
    "font-weight": weight });
  rows.forEach((row, index) => {
    node.append(element("tspan", { x, y: y + size + index * leading }, row));
  });
  return { node, end: y + rows.length * leading };
}
