/**
 * A map of provinces by class, with a legend that filters and a picture to take away.
 *
 * Python says everything that is seen (the spec of dashboard/maps.py) and alone keeps
 * the state: a click sends the wish as a trigger, the next spec brings what holds. The
 * query of this module's address is its version and goes to every file it asks for.
 */

const { search } = new URL(import.meta.url);
const beside = (path) => new URL(path + search, import.meta.url).href;
const [shapes, maps, legends] = await Promise.all(
  ["shapes.js", "map.js", "legend.js"].map((file) => import(beside(file))),
);
const styles = await (await fetch(beside("style.css"))).text();

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const instances = new WeakMap();
let instanceCount = 0;

function html(name, className, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function frame(root) {
  const figure = html("figure", "figure");
  const parts = { figure, title: html("div", "title"), status: html("span", "status"),
    save: html("button", "save"), body: html("div", "body"), note: html("div", "note"),
    tooltip: html("div", "tooltip"), problem: html("div", "problem") };
  parts.title.setAttribute("role", "heading");
  parts.title.setAttribute("aria-level", "3");
  parts.tooltip.setAttribute("aria-hidden", "true");
  parts.problem.setAttribute("role", "alert");
  const head = html("div", "head");
  const words = html("div", "words");
  words.append(parts.title, parts.status);
  head.append(words, parts.save);
  parts.head = head;
  figure.append(head, parts.problem, parts.body, parts.note, parts.tooltip);
  const style = document.createElement("style");
  style.textContent = styles;
  root.append(style, figure);
  return parts;
}

function create(root) {
  const state = { id: `map${(instanceCount += 1)}`, root, parts: frame(root), hovered: null,
    standing: null, standingClass: null, built: {}, selected: null, kept: new Set() };
  // Escape takes the tooltip away wherever the keyboard's focus is.
  state.dismiss = (event) => { if (event.key === "Escape") tell(state, null); };
  listen(state);
  return state;
}

const kindOf = (state, code) => state.spec.classes[state.classAt.get(code)];

function paintOf(state) {
  return (kind) => (kind.pattern ? `url(#${state.id}-${kind.id})` : kind.fill);
}

function isAway(state, code) {
  if (state.away.has(code) || !state.classAt.has(code)) return true;
  return state.kept.size > 0 && !state.kept.has(kindOf(state, code).id);
}

/** [label, value] rows of a province; what has no value has no row. */
function rowsOf(state, code) {
  const at = state.spec.provinces.codes.indexOf(code);
  return state.spec.lines
    .map(({ label, levels, at: places }) => [label, levels[places[at]]])
    .filter(([, value]) => value);
}

function nameOf(state, code) {
  return state.spec.provinces.names[state.spec.provinces.codes.indexOf(code)] ?? code;
}

function spoken(state, code) {
  if (!state.classAt.has(code)) return code;
  const rows = rowsOf(state, code).map(([label, value]) => `${label} ${value}`);
  return [nameOf(state, code), kindOf(state, code).label, ...rows].join(", ");
}

/** Build map and legend where their structure is new; a recolouring keeps both.
 *
 * A spec without provinces is a legend alone, beside a map that is drawn elsewhere. */
function rebuild(state) {
  const { spec, geometry, parts, built } = state;
  const family = getComputedStyle(parts.figure).fontFamily;
  const plain = spec.classes.map(({ count, ...kind }) => kind);
  const structure = {
    map: JSON.stringify([spec.borders, spec.insets, spec.words.map, spec.words.mark, plain,
      spec.locale, family]),
    legend: JSON.stringify([spec.legend, spec.words, plain, spec.locale, family]),
  };
  const focus = state.root.activeElement?.dataset ?? {};
  for (const [name, module] of [["map", maps], ["legend", legends]]) {
    if (built[name] === structure[name] || (name === "map" && !spec.provinces)) continue;
    const node = name === "map"
      ? module.build(spec, geometry, { family })
      : module.build(spec, { family, paint: paintOf(state) });
    parts[name]?.remove();
    parts[name] = node;
    if (name === "map") parts.body.prepend(node);
    else parts.body.append(node);
    built[name] = structure[name];
  }
  const patterns = spec.classes.filter(({ pattern }) => pattern);
  (parts.map ?? parts.legend).querySelector("defs").replaceChildren(
    ...patterns.map((kind) => legends.pattern(`${state.id}-${kind.id}`, kind)),
  );
  focusOn(state, focus);
}

function focusOn(state, { code, class: kind }) {
  const wanted = code
    ? `.province[role][data-code="${CSS.escape(code)}"]`
    : kind && `.entry[data-class="${CSS.escape(kind)}"]`;
  const node = wanted && state.root.querySelector(wanted);
  if (node && node !== state.root.activeElement) node.focus({ preventScroll: true });
}

function refresh(state) {
  const { spec, parts } = state;
  const paint = paintOf(state);
  state.standingClass ??= spec.classes[0].id;
  legends.refresh(parts.legend, { classes: spec.classes, kept: state.kept,
    standing: state.standingClass });
  if (!parts.map) return;
  state.standing ??= state.selected ?? spec.provinces.codes[0];
  maps.refresh(parts.map, (code) => ({
    fill: state.classAt.has(code) ? paint(kindOf(state, code)) : "none",
    away: isAway(state, code),
    label: spoken(state, code),
    selected: code === state.selected,
    standing: code === state.standing,
  }));
  mark(state);
}

function mark(state) {
  maps.mark(state.parts.map, { selected: state.selected, hovered: state.hovered });
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function caption(state) {
  const { spec, parts } = state;
  parts.head.hidden = !spec.provinces;
  parts.figure.setAttribute("aria-label", spec.title);
  parts.figure.lang = spec.locale;
  write(parts.title, spec.title);
  write(parts.status, spec.status);
  write(parts.save, spec.words.picture);
  parts.save.hidden = !spec.words.picture;
  write(parts.note, spec.note.join("\n"));
  write(parts.problem, "");
}

/** Show what is said about a province beside it, inside the figure. */
function tell(state, code) {
  const { tooltip, figure } = state.parts;
  if (state.hovered !== code) {
    state.hovered = code;
    mark(state);
  }
  if (!code || !state.classAt.has(code)) {
    tooltip.classList.remove("on");
    document.removeEventListener("keydown", state.dismiss);
    return;
  }
  document.addEventListener("keydown", state.dismiss);
  const list = html("dl", "rows");
  for (const [label, value] of rowsOf(state, code)) {
    list.append(html("dt", "", label), html("dd", "", value));
  }
  tooltip.replaceChildren(html("div", "name", nameOf(state, code)),
    html("div", "class", kindOf(state, code).label), list);
  tooltip.classList.add("on");
  placeTooltip(tooltip, figure, state.pointed ?? state.parts.map.querySelector(
    `.province[role][data-code="${CSS.escape(code)}"]`));
}

function placeTooltip(tooltip, figure, path) {
  const [outer, spot] = [figure, path].map((node) => node.getBoundingClientRect());
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const right = spot.right - outer.left + 10;
  const left = spot.left - outer.left - width - 10;
  const fits = right + width <= outer.width ? right : left;
  const x = Math.min(Math.max(fits, 0), Math.max(outer.width - width, 0));
  const covers = x < spot.right - outer.left && x + width > spot.left - outer.left;
  const middle = (spot.top + spot.bottom) / 2 - outer.top - height / 2;
  const y = covers ? spot.bottom - outer.top + 8 : Math.max(middle, 0);
  tooltip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

function select(state, code) {
  if (!state.classAt.has(code)) return;
  state.selected = code === state.selected ? null : code;
  state.standing = code;
  refresh(state);
  state.send("selected", state.selected ?? "");
}

function keep(state, ids) {
  state.kept = new Set(ids);
  refresh(state);
  state.send("kept", [...state.kept]);
}

function toggle(state, id) {
  state.standingClass = id;
  const ids = state.spec.classes.map((kind) => kind.id);
  const has = state.kept.has(id);
  keep(state, ids.filter((each) => (each === id ? !has : state.kept.has(each))));
}

/** What the event is about: a province's code, a legend entry, or clearing it. */
function target(event) {
  const node = event.target.closest?.(".province, .entry, .clear");
  return { node, code: node?.dataset.code, kind: node?.dataset.class,
    clears: node?.classList.contains("clear") };
}

function act(state, event) {
  const { code, kind, clears } = target(event);
  if (code) select(state, code);
  else if (kind) toggle(state, kind);
  else if (clears) keep(state, []);
}

function move(state, event) {
  const { code, kind } = target(event);
  const next = code
    ? shapes.towards(state.geometry.byCode, code, event.key)
    : kind && legends.beside(state.spec, kind, event.key);
  if (!code && !kind) return;
  event.preventDefault();
  if (!next) return;
  if (code) state.standing = next;
  else state.standingClass = next;
  refresh(state);
  focusOn(state, code ? { code: next } : { class: next });
}

function onKey(state, event) {
  if (ARROWS.includes(event.key)) move(state, event);
  else if (event.key === "Enter" || event.key === " ") {
    if (!target(event).node) return;
    event.preventDefault();
    act(state, event);
  }
}

async function save(state) {
  state.parts.save.disabled = true;
  try {
    const { picture } = await import(beside("picture.js"));
    await picture(state, { styles, beside });
  } catch (reason) {
    fail(state, reason);
  } finally {
    state.parts.save.disabled = false;
  }
}

function listen(state) {
  const { body, save: button } = state.parts;
  body.addEventListener("click", (event) => act(state, event));
  body.addEventListener("keydown", (event) => onKey(state, event));
  body.addEventListener("pointerover", (event) => {
    const { node, code } = target(event);
    state.pointed = code ? node : null;
    tell(state, code ?? null);
  });
  body.addEventListener("pointerleave", () => tell(state, null));
  body.addEventListener("focusin", (event) => {
    const { node, code } = target(event);
    if (!code || !node.matches(":focus-visible")) return;
    state.pointed = null;
    tell(state, code);
  });
  body.addEventListener("focusout", () => tell(state, null));
  button.addEventListener("click", () => save(state));
}

function fail(state, reason) {
  console.error(reason);
  write(state.parts.problem, state.spec.words.failed);
}

/** The spec in a deflated text, by promises alone: a Blob or Response would queue. */
async function unpacked(data) {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(data), writer.close()]);
  const reader = readable.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
  }
  await written;
  return JSON.parse(text);
}

function take(state, spec, { setTriggerValue }) {
  const { codes, class: at, away } = spec.provinces ?? { codes: [], class: [], away: [] };
  state.spec = spec;
  state.send = setTriggerValue;
  state.classAt = new Map(codes.map((code, index) => [code, at[index]]));
  state.away = new Set(away.map((index) => codes[index]));
  state.selected = spec.selected;
  state.kept = new Set(spec.kept);
  if (state.standing && !state.classAt.has(state.standing)) state.standing = null;
  if (!spec.classes.some(({ id }) => id === state.standingClass)) {
    state.standingClass = null;
  }
}

/** Called by Streamlit at the first drawing and whenever spec or theme changed. */
export default async function draw(component) {
  const root = component.parentElement;
  if (!instances.has(root)) instances.set(root, create(root));
  const state = instances.get(root);
  state.data = component.data;
  const spec = await unpacked(component.data);
  if (state.data !== component.data) return; // a later one has come meanwhile
  take(state, spec, component);
  caption(state);
  try {
    if (spec.provinces) {
      state.geometry = await shapes.shapes(new URL(spec.borders, document.baseURI).href);
    }
    rebuild(state);
    refresh(state);
    if (state.hovered) tell(state, state.hovered);
  } catch (reason) {
    fail(state, reason);
  }
}
