/**
 * The same map several times over, small, with one legend: years beside each other.
 *
 * Python says everything that is seen (dashboard/ui/small_maps.py) and alone keeps the
 * state: a click on a province sends the wish as a trigger. The query of this module's
 * address is its version and goes to every file it asks for.
 */

const { search } = new URL(import.meta.url);
const beside = (path) => new URL(path + search, import.meta.url).href;
const [shapes, legends] = await Promise.all(
  ["shapes.js", "legend.js"].map((file) => import(beside(file))),
);
const styles = await (await fetch(beside("small.css"))).text();
const instances = new WeakMap();
let instanceCount = 0;
const fetched = new Map();

function html(name, className, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function create(root) {
  const parts = { figure: html("figure", "figure"), title: html("div", "title"),
    status: html("span", "status"), panels: html("div", "panels"),
    legend: html("ul", "legend"), note: html("div", "note"),
    problem: html("div", "problem"), patterns: shapes.element("svg", { class: "patterns",
      width: 0, height: 0, "aria-hidden": "true" }) };
  parts.title.setAttribute("role", "heading");
  parts.title.setAttribute("aria-level", "3");
  parts.problem.setAttribute("role", "alert");
  const style = document.createElement("style");
  style.textContent = styles;
  parts.figure.append(parts.patterns, parts.title, parts.status, parts.problem,
    parts.panels, parts.legend, parts.note);
  root.append(style, parts.figure);
  const state = { id: `small${(instanceCount += 1)}`, parts, built: null };
  parts.panels.addEventListener("click", (event) => {
    const code = event.target.closest?.("path")?.dataset.code;
    if (code) state.send("selected", code === state.spec.selected ? "" : code);
  });
  return state;
}

const paintOf = (state) => (kind) =>
  (kind.pattern ? `url(#${state.id}-${kind.id})` : kind.fill);

/** The fitted shapes at an address; fetched once however many maps there are. */
async function geometryOf(address) {
  const url = new URL(address, document.baseURI).href;
  if (!fetched.has(url)) fetched.set(url, fetchedAnew(url));
  return fetched.get(url);
}

async function fetchedAnew(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return shapes.fit(await response.json());
  } catch (reason) {
    fetched.delete(url); // the next drawing may try again
    throw reason;
  }
}

function panel(geometry) {
  const node = html("figure", "panel");
  const map = shapes.element("svg", { role: "img",
    viewBox: `-6 -6 ${Math.ceil(geometry.width) + 12} ${shapes.HEIGHT + 12}` });
  for (const [code, { d }] of geometry.byCode) {
    const path = shapes.element("path", { d, "data-code": code });
    path.append(shapes.element("title"));
    map.append(path);
  }
  map.append(shapes.element("g", { class: "mark" }));
  node.append(html("figcaption", ""), map);
  return node;
}

function rebuild(state, geometry) {
  const { spec, parts } = state;
  const built = `${spec.borders} ${spec.panels.length}`;
  if (state.built !== built) {
    parts.panels.replaceChildren(...spec.panels.map(() => panel(geometry)));
    state.built = built;
  }
  const defs = shapes.element("defs");
  defs.append(...spec.classes.filter(({ pattern }) => pattern)
    .map((kind) => legends.pattern(`${state.id}-${kind.id}`, kind)));
  parts.patterns.replaceChildren(defs);
}

function fill(state, node, { label, spoken, class: at, said }) {
  const { spec } = state;
  const paint = paintOf(state);
  node.querySelector("figcaption").textContent = label;
  const map = node.querySelector("svg");
  shapes.set(map, "aria-label", spoken);
  const places = new Map(spec.codes.map((code, place) => [code, place]));
  for (const path of map.querySelectorAll("path[data-code]")) {
    const place = places.get(path.dataset.code);
    const kind = spec.classes[at[place]];
    shapes.set(path, "fill", kind ? paint(kind) : "none");
    path.firstChild.textContent = kind
      ? `${spec.names[place]} · ${label}\n${said[place]}\n${kind.label}` : "";
  }
  const mark = map.querySelector(".mark");
  mark.replaceChildren();
  const chosen = spec.selected
    && map.querySelector(`path[data-code="${CSS.escape(spec.selected)}"]`);
  for (const name of chosen ? ["halo", "ring"] : []) {
    mark.append(shapes.element("path", { d: chosen.getAttribute("d"), class: name }));
  }
}

function legend(state) {
  const paint = paintOf(state);
  return state.spec.classes.map((kind) => {
    const swatch = shapes.element("svg", { width: 30, height: 20, "aria-hidden": "true" });
    swatch.append(shapes.element("rect", { width: 30, height: 20, class: "swatch",
      fill: paint(kind) }));
    const entry = html("li", "entry");
    entry.append(swatch, html("span", "", kind.label));
    return entry;
  });
}

/** Called by Streamlit at the first drawing and whenever spec or theme changed. */
export default async function draw(component) {
  const root = component.parentElement;
  if (!instances.has(root)) instances.set(root, create(root));
  const state = instances.get(root);
  const { parts } = state;
  state.data = component.data;
  state.spec = component.data;
  state.send = component.setTriggerValue;
  const { spec } = state;
  parts.figure.lang = spec.locale;
  parts.figure.setAttribute("aria-label", spec.title);
  parts.title.textContent = spec.title;
  parts.status.textContent = spec.status;
  parts.note.textContent = spec.note.join("\n");
  parts.problem.replaceChildren();
  try {
    const geometry = await geometryOf(spec.borders);
    if (state.data !== component.data) return; // a later one has come meanwhile
    rebuild(state, geometry);
    [...parts.panels.children].forEach((node, at) => fill(state, node, spec.panels[at]));
    parts.legend.replaceChildren(...legend(state));
  } catch (reason) {
    console.error(reason);
    parts.problem.textContent = spec.failed;
  }
}
