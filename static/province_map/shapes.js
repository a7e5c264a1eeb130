/** Province shapes: a layer fetched once per page, projected (Mercator), fitted to a box. */

export const SVG = "http://www.w3.org/2000/svg";
export const HEIGHT = 1000;

/** An SVG element with attributes; text never goes through markup. */
export function element(name, attributes = {}, text = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== null) node.textContent = text;
  return node;
}

/** Set an attribute only where it changes, so that nothing is painted twice. */
export function set(node, name, value) {
  if (value === null) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

const radians = (degrees) => (degrees * Math.PI) / 180;
const mercator = ([lon, lat]) => [
  radians(lon),
  -Math.log(Math.tan(Math.PI / 4 + radians(lat) / 2)),
];

function ringsOf({ type, coordinates }) {
  return type === "MultiPolygon" ? coordinates.flat() : coordinates;
}

function boundsOf(points) {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
}

/** The box around several shapes, as [left, top, right, bottom]. */
export function around(shapes) {
  return boundsOf(shapes.flatMap(({ box: [a, b, c, d] }) => [[a, b], [c, d]]));
}

const line = (ring) =>
  `M${ring.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;

/** {width, byCode: code -> {d, box, centre}} in units of a picture HEIGHT high. */
export function fit(collection) {
  const projected = collection.features.map(({ geometry, properties }) => ({
    code: properties.province_code,
    rings: ringsOf(geometry).map((ring) => ring.map(mercator)),
    centre: mercator([properties.label_lon, properties.label_lat]),
  }));
  const all = boundsOf(projected.flatMap(({ rings }) => rings.flat()));
  const scale = HEIGHT / (all[3] - all[1]);
  const place = ([x, y]) => [(x - all[0]) * scale, (y - all[1]) * scale];
  const byCode = new Map();
  for (const { code, rings, centre } of projected) {
    const placed = rings.map((ring) => ring.map(place));
    byCode.set(code, {
      d: placed.map(line).join(""),
      box: boundsOf(placed.flat()),
      centre: place(centre),
    });
  }
  return { width: (all[2] - all[0]) * scale, byCode };
}

const fetched = new Map();

/** The fitted shapes; one request however many maps there are.
 *
 * An address says the content, by a hash: what the browser has of it is never old. */
export function shapes(url) {
  if (!fetched.has(url)) fetched.set(url, fetchedAnew(url));
  return fetched.get(url);
}

function fetchedAnew(url) {
  return fetch(url, { cache: "force-cache" })
    .then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.json();
    })
    .then(fit)
    .catch((reason) => {
      fetched.delete(url); // the next drawing may try again
      throw reason;
    });
}

/** The nearest other code in the direction of an arrow key, or null. */
export function towards(byCode, from, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1],
    ArrowDown: [0, 1] }[key];
  const [x, y] = byCode.get(from).centre;
  let best = null;
  let least = Infinity;
  for (const [code, { centre }] of byCode) {
    const ahead = (centre[0] - x) * dx + (centre[1] - y) * dy;
    const aside = Math.abs((centre[0] - x) * dy) + Math.abs((centre[1] - y) * dx);
    const cost = ahead + 2 * aside;
    if (code !== from && ahead > 0 && cost < least) [best, least] = [code, cost];
  }
  return best;
}
