"use strict";

// The picture: vis-network draws dots and lines; names and the words on lines are set here, since
// they keep their size on the screen and each is placed where it covers no other and no dot.

const SIGNS = { dot: "●", square: "■", triangle: "▲", diamond: "◆", star: "★", triangleDown: "▼" };
const NAMES = 500; // tried at most in one drawing
const LEADING = 1.15; // of a name's lines, over the height of its letters
const MOVING = 100; // and while the picture is moved

let COLOURS = {};
let FACE = "";
function readColours() {
  const style = getComputedStyle(document.documentElement);
  COLOURS = Object.fromEntries(["ink", "paper", "faint", "fact", "claim", "accent"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  FACE = getComputedStyle(document.body).fontFamily;
}
readColours();

const hint = (...lines) => holder("div", ...lines.filter(Boolean).map((line) => element("div", line)));
const nameOf = (node) => inLanguage(node, "name");
const typeOf = (node) => inLanguage(data.types[node.type], "type") || word("noType");
const relationOf = (edge) => inLanguage(edge, "relation");
const modalityOf = (edge) => (edge.kind === "fact" ? "" : inLanguage(edge, "modality_label") || word("claim"));
const said = (edge) => [(modalityOf(edge) ? `${modalityOf(edge)}: ` : "") + relationOf(edge), ...edge.sentences].join(" · ");

const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const present = new Set(); // the nodes that the picture has; in a large network not all

function drawnNode(node) {
  const { color, shape } = data.types[node.type];
  return { id: node.id, x: node.x, y: node.y, size: node.size, color, shape, title: hint(nameOf(node), language === "en" ? node.name_pa : node.name, typeOf(node)) };
}

function drawnEdge(edge) {
  return {
    id: edge.id, from: edge.from, to: edge.to, arrows: "to", dashes: edge.kind === "claim" && [5, 4],
    smooth: edge.smooth ?? false, ...(edge.selfReference && { selfReference: edge.selfReference }),
    title: hint(sentenceOf(edge), [modalityOf(edge), ...edge.sentences].filter(Boolean).join(" · ")),
  };
}

/** Put nodes that the picture lacks into it, with the edges among what it then has. */
function bring(ids) {
  const lacking = [...new Set(ids)].filter((id) => !present.has(id));
  if (!lacking.length) return;
  for (const id of lacking) present.add(id);
  nodes.add(lacking.map((id) => drawnNode(data.nodes[id])));
  const fresh = new Set(lacking.flatMap((id) => touching[id]).filter(({ from, to }) => present.has(from) && present.has(to)));
  edges.add([...fresh].filter(({ id }) => !edges.get(id)).map(drawnEdge));
}
bring((isLarge ? ranked.slice(0, data.shown) : data.nodes).map(({ id }) => id));

const picture = new vis.Network(at("picture"), { nodes, edges }, {
  physics: false,
  interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 150, hideEdgesOnDrag: edges.length > 4000, hideEdgesOnZoom: edges.length > 4000 },
  nodes: { borderWidth: 0, borderWidthSelected: 3 },
  edges: { width: 1.3, arrows: { to: { scaleFactor: 0.5 } }, arrowStrikethrough: false, hoverWidth: 1, selectionWidth: 1.5 },
});

// Bring into view.

const isSmall = () => at("picture").clientWidth < 600;

/** Bring nodes into the window, with room for their names. */
function frame(ids) {
  const { clientWidth: width, clientHeight: height } = at("picture");
  const places = ids.map((id) => ({ ...picture.getPosition(id), size: data.nodes[id].size }));
  if (!places.length || !width) return;
  const edge = (axis, side) => Math[side < 0 ? "min" : "max"](...places.map((place) => place[axis] + side * place.size));
  const [left, right, top, bottom] = [edge("x", -1), edge("x", 1), edge("y", -1), edge("y", 1)];
  // Room for names at each side, and for the buttons below.
  const scale = Math.max(Math.min((width - 110) / (right - left), (height - 120) / (bottom - top), 1.5), 0.02);
  picture.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 20 / scale }, scale });
}

/** Show all that is to be seen; on a small screen the middle of it, large enough to read. */
function overview() {
  const { nodes: seen } = shown();
  frame([...present].filter((id) => seen.has(id)));
  if (isSmall() && picture.getScale() < 0.45 && !state.depth && ranked.length) picture.moveTo({ position: picture.getPosition(ranked[0].id), scale: 0.45 });
}

function isInView(id) {
  const { x, y } = picture.canvasToDOM(picture.getPosition(id));
  return x > 0 && y > 0 && x < at("picture").clientWidth && y < at("picture").clientHeight;
}

function reveal(ids) {
  const there = ids.filter((id) => present.has(id));
  if (there.every(isInView)) return;
  if (there.length === 1) picture.moveTo({ position: picture.getPosition(there[0]) });
  else frame(there);
}

function step(dx, dy) {
  const { x, y } = picture.getViewPosition();
  const scale = picture.getScale();
  picture.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
}
const zoom = (factor) => picture.moveTo({ scale: Math.min(Math.max(picture.getScale() * factor, 0.02), 6) });

// Paint what is to be seen: hidden, in full colour or faint.

const painted = new Map();

/** Those of the looks that are not painted yet: in a large network to paint all takes seconds. */
function changed(what, looks) {
  return looks.filter((look) => {
    const key = `${what} ${look.id}`, text = JSON.stringify(look);
    if (painted.get(key) === text) return false;
    painted.set(key, text);
    return true;
  });
}

/** Dashes keep their size on the screen, so that a claim is distinct from a fact at any distance. */
let dashedFor = 1;
function dash() {
  const scale = Math.min(picture.getScale(), 1);
  if (Math.abs(scale / dashedFor - 1) < 0.2) return;
  dashedFor = scale;
  edges.update(edges.getIds().filter((id) => data.edges[id].kind === "claim").map((id) => ({ id, dashes: [5 / scale, 4 / scale] })));
}

function paint(view, lit) {
  const isLit = (set, id) => !lit || lit[set].has(id);
  if (lit) bring([...lit.nodes].slice(0, 2000));
  nodes.update(changed("node", [...present].map((id) => ({ id, hidden: !view.nodes.has(id), opacity: isLit("nodes", id) ? 1 : 0.18 }))));
  const seen = new Set(view.edges.map(({ id }) => id));
  const now = new Set(state.story === undefined ? [] : edgesOf[state.story].map(({ id }) => id));
  edges.update(changed("edge", edges.getIds().map((id) => {
    const color = COLOURS[isLit("edges", id) ? data.edges[id].kind : "faint"];
    return { id, hidden: !seen.has(id), width: now.has(id) ? 3.5 : lit?.edges.has(id) ? 1.8 : 1.3, color: { color, hover: color, highlight: color } };
  })));
  const first = state.node ?? ranked[0]?.id;
  const named = ranked.filter(({ id }) => present.has(id) && view.nodes.has(id) && isLit("nodes", id));
  const onLines = view.edges.filter(({ id }) => edges.get(id) && isLit("edges", id));
  // A word on each line would be a thicket where much is chosen: then only claims say how they are meant.
  const all = lit && onLines.length <= 60;
  worded = {
    names: [...named.filter(({ id }) => id === first), ...named.filter(({ id }) => id !== first)],
    lines: onLines.filter((edge) => all || (edge.kind === "claim" && !isSmall())).slice(0, 300),
    text: all ? said : modalityOf,
  };
  picture.setSelection({ nodes: state.node === undefined ? [] : [state.node].filter((id) => present.has(id)), edges: [state.edge].filter((id) => id !== undefined && edges.get(id)) });
  picture.redraw();
}

/** Write titles anew, in another language. */
function retitle() {
  nodes.update([...present].map((id) => ({ id, title: drawnNode(data.nodes[id]).title })));
  edges.update(edges.getIds().map((id) => ({ id, title: drawnEdge(data.edges[id]).title })));
}

/** Let the dots move, or put them back where they were. */
function move(on) {
  picture.setOptions({ physics: on && { solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -60, springLength: 80, avoidOverlap: 0.5 }, stabilization: false, maxVelocity: 30 } });
  if (!on) putBack();
}

const putBack = () => nodes.update([...present].map((id) => ({ id, x: data.nodes[id].x, y: data.nodes[id].y })));

// Words in the picture.

let worded = { names: [], lines: [], text: said }; // what may have words
let written = []; // what has them: the last drawing's boxes

const around = (x, y, width, height) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2, x, y });
const apart = (one, other) =>
  one.left > other.right || one.right < other.left || one.top > other.bottom || one.bottom < other.top;

/** Boxes on a sheet, found by the square of the sheet that they lie in. */
class Taken {
  constructor(side) {
    this.side = side;
    this.squares = new Map();
  }

  * keys({ left, right, top, bottom }) {
    for (let x = Math.floor(left / this.side); x <= right / this.side; x += 1) {
      for (let y = Math.floor(top / this.side); y <= bottom / this.side; y += 1) yield `${x} ${y}`;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (this.squares.has(key)) this.squares.get(key).push(box);
      else this.squares.set(key, [box]);
    }
  }

  leaves(box) {
    for (const key of this.keys(box)) if (this.squares.get(key)?.some((other) => !apart(box, other))) return false;
    return true;
  }
}

/** A name in lines of some eighteen letters; those of the layout where it has them. */
function inLines(node) {
  if (language === "en" || !node.name_pa) return node.label.split("\n");
  const lines = [""];
  for (const part of node.name_pa.split(" ").flatMap((one) => one.match(/.{1,24}/gsu) ?? [])) {
    if (lines.at(-1) && (lines.at(-1) + part).length > 20) lines.push(part);
    else lines.push([lines.pop(), part].filter(Boolean).join(" "));
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]} …`] : lines;
}

/** Points on a line, its middle first. */
function along(edge) {
  const line = picture.body.edges[edge.id].edgeType;
  if (edge.from !== edge.to) return [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74].map((share) => line.getPoint(share));
  const [x, y, radius] = line._getCircleData();
  return [{ x, y: y - radius }, { x, y: y + radius }];
}

/** Boxes for a name of this size: below the node, above it, beside it. */
function beside({ size }, { x, y }, width, height) {
  const down = size + height / 2 + 3, across = size + width / 2 + 3;
  return [[0, down], [0, -down], [across, 0], [-across, 0]].map(([dx, dy]) => around(x + dx, y + dy, width, height));
}

/** What of the drawing's sheet is in the window. */
function sheet() {
  const { x: left, y: top } = picture.DOMtoCanvas({ x: 0, y: 0 });
  const { x: right, y: bottom } = picture.DOMtoCanvas({ x: at("picture").clientWidth, y: at("picture").clientHeight });
  return { left, top, right, bottom };
}

/** How wide a text is at a size of 1: measured once, since measuring is slow. */
const widths = new Map();
function width(pen, text, weight) {
  const key = weight + text;
  if (!widths.has(key)) {
    const font = pen.font;
    pen.font = `${weight}100px ${FACE}`;
    widths.set(key, pen.measureText(text).width / 100);
    pen.font = font;
  }
  return widths.get(key);
}

let isMoving = false;
for (const [event, moves] of [["dragStart", true], ["dragEnd", false]]) picture.on(event, () => { isMoving = moves; picture.redraw(); });

function write(pen) {
  const size = Math.max(12 / picture.getScale(), 10);
  const view = sheet();
  const places = picture.getPositions();
  const inView = ({ id }) => places[id] && !apart(around(places[id].x, places[id].y, 0, 0), view);
  const names = worded.names.filter(inView);
  const taken = new Taken(8 * size);
  for (const { id, size: half } of names) taken.add(around(places[id].x, places[id].y, 2 * half, 2 * half));
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = at("tools");
  const { x: toolsLeft, y: toolsTop } = picture.DOMtoCanvas({ x: offsetLeft, y: offsetTop });
  const { x: toolsRight, y: toolsBottom } = picture.DOMtoCanvas({ x: offsetLeft + offsetWidth, y: offsetTop + offsetHeight });
  taken.add({ left: toolsLeft, top: toolsTop, right: toolsRight, bottom: toolsBottom });
  written = [];
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", strokeStyle: COLOURS.paper });

  const set = (what, lines, boxes, height, colour, must) => {
    const free = boxes.find((box) => box.left > view.left && box.right < view.right && box.top > view.top && box.bottom < view.bottom && taken.leaves(box))
      ?? (must && boxes.find((box) => written.every((other) => apart(box, other)))); // over dots, but over no words
    if (!free) return;
    taken.add(free);
    const leading = LEADING * height;
    written.push({ ...what, ...free, lines, height, leading, colour, font: pen.font });
    pen.lineWidth = height / 4;
    pen.fillStyle = colour;
    // First the halo of all lines, then the letters: no halo bites into the line above.
    for (const paint of ["strokeText", "fillText"]) {
      lines.forEach((line, index) => pen[paint](line, free.x, free.y + (index - (lines.length - 1) / 2) * leading));
    }
  };
  const wide = (lines, height, weight = "") => Math.max(...lines.map((line) => height * width(pen, line, weight)));

  names.slice(0, isMoving ? MOVING : NAMES).forEach((node, place) => {
    const isFirst = place === 0 && node.id === (state.node ?? ranked[0].id);
    const height = isFirst ? 1.3 * size : size;
    const weight = isFirst ? "bold " : "";
    pen.font = `${weight}${height}px ${FACE}`;
    const lines = inLines(node);
    set({ node: node.id }, lines, beside(node, places[node.id], wide(lines, height, weight) + 0.4 * height, lines.length * LEADING * height), height, COLOURS.ink, place === 0 || node.id === ranked[0].id);
  });
  pen.font = `${0.9 * size}px ${FACE}`;
  for (const edge of isMoving ? [] : worded.lines) {
    const lines = [worded.text(edge)];
    const places = along(edge).flatMap(({ x, y }) => (worded.lines.length > 1 ? [0] : [0, -1.5, 1.5, -3, 3]).map((by) => ({ x, y: y + by * size })));
    const boxes = places.map(({ x, y }) => around(x, y, wide(lines, 0.9 * size), size));
    set({ edge: edge.id }, lines, boxes, 0.9 * size, edge.kind === "claim" ? COLOURS.claim : COLOURS.ink, false);
  }
}

picture.on("afterDrawing", write);
let dashing;
picture.on("afterDrawing", () => { clearTimeout(dashing); dashing = setTimeout(dash, 120); });
