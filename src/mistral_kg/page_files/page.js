"use strict";

const at = (id) => document.getElementById(id);
const data = JSON.parse(at("data").textContent);
data.edges.forEach((edge, id) => { edge.id = id; });
const degrees = data.nodes.map(() => 0);
for (const { from, to } of data.edges) for (const end of new Set([from, to])) degrees[end] += 1;
const ranked = [...data.nodes].sort((one, other) => degrees[other.id] - degrees[one.id]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const COLOURS = Object.fromEntries(["ink", "paper", "faint", "fact", "claim"].map((name) => [name, colour(name)]));
const FACE = getComputedStyle(document.body).fontFamily;

// Words. Whatever the data say becomes text, never markup.

function speak(made) {
  if (/[\u0A00-\u0A7F]/.test(made.textContent)) made.lang = "pa";
  return made;
}

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return speak(made);
}

function holder(tag, ...parts) {
  const made = document.createElement(tag);
  for (const part of parts) made.append(part, " ");
  return made;
}

function button(text, chosen, className = "link") {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", () => choose(chosen));
  return made;
}

function words(edge) {
  const claimed = edge.modality_label ? `${edge.modality_label}: ` : "";
  return [claimed + edge.relation, ...edge.sentences].join(" · ");
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const toNode = (id) => button(data.nodes[id].name, { node: id });
const toEdge = (edge) => button(edge.relation, { edge: edge.id }, "link relation");
const sentences = (edge) => edge.sentences.map((sentence) => element("span", sentence, "sentence"));
const kind = (edge) => element("span", edge.modality_label || edge.kind, `kind ${edge.kind}`);
const hint = (...lines) => holder("div", ...lines.filter(Boolean).map((line) => element("div", line)));

// The legend comes before the picture because it takes some of the height.

const SIGNS = { dot: "●", square: "■", triangle: "▲", diamond: "◆", star: "★", triangleDown: "▼" };

for (const { type, color, shape } of data.legend) {
  const mark = element("span", SIGNS[shape], "mark");
  mark.style.color = color;
  at("legend").append(holder("li", mark, element("span", type || "no type")));
}
for (const name of ["fact", "claim"]) {
  at("legend").append(holder("li", element("span", "", `line ${name}`), element("span", name)));
}

// The picture.

const nodes = new vis.DataSet(data.nodes.map((node) => (
  { ...node, label: undefined, title: hint(node.name, node.name_pa, node.type) }
)));
const edges = new vis.DataSet(data.edges.map((edge) => ({
  ...edge,
  dashes: edge.kind === "claim" && [5, 4],
  title: hint(`${data.nodes[edge.from].name} → ${data.nodes[edge.to].name}`, words(edge)),
})));
const picture = new vis.Network(at("picture"), { nodes, edges }, {
  physics: false,
  interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 150 },
  nodes: { borderWidth: 0, borderWidthSelected: 3 },
  edges: { width: 1.3, arrows: { to: { scaleFactor: 0.5 } }, arrowStrikethrough: false, hoverWidth: 1, selectionWidth: 1.5 },
});

/** Bring a node into view, if it is not. */
function reveal(id) {
  const position = picture.getPositions([id])[id];
  const { x, y } = picture.canvasToDOM(position);
  if (x < 0 || y < 0 || x > at("picture").clientWidth || y > at("picture").clientHeight) picture.moveTo({ position });
}

/** Paint what is chosen and what touches it in full colour; without a choice, everything. */
function paint({ node, edge }) {
  const all = node === undefined && edge === undefined;
  const isLit = ({ id, from, to }) => all || id === edge || from === node || to === node;
  const lit = data.edges.filter(isLit);
  const ends = new Set([node, ...lit.flatMap(({ from, to }) => [from, to])]);
  const near = data.nodes.map(({ id }) => all || ends.has(id));
  nodes.update(near.map((is, id) => ({ id, opacity: is ? 1 : 0.2 })));
  edges.update(data.edges.map((one) => {
    const color = COLOURS[isLit(one) ? one.kind : "faint"];
    return { id: one.id, color: { color, hover: color, highlight: color } };
  }));
  worded = {
    names: ranked.filter(({ id }) => near[id]),
    lines: lit.filter((one) => !all || one.modality_label),
    text: all ? (one) => one.modality_label : words,
  };
}

// Names and the words on lines keep their size on the screen, and each is set where it covers no
// other and no node: the best connected first, more as one zooms in. vis has no such thing.

let worded = { names: [], lines: [], text: words }; // what may have words
let written = []; // what has them: the last drawing's boxes

const around = (x, y, width, height) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2, x, y });
const apart = (one, other) =>
  one.left > other.right || one.right < other.left || one.top > other.bottom || one.bottom < other.top;

/** Points on a line, its middle first. */
function along(edge) {
  const line = picture.body.edges[edge.id].edgeType;
  if (edge.from !== edge.to) return [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74].map((share) => line.getPoint(share));
  const [x, y, radius] = line._getCircleData();
  return [{ x, y: y - radius }, { x, y: y + radius }];
}

/** Boxes for a name of this size: below the node, above it, beside it. */
function beside({ size }, { x, y }, width, height) {
  const down = size + height / 2 + 1, across = size + width / 2 + 3;
  return [[0, down], [0, -down], [across, 0], [-across, 0]].map(([dx, dy]) => around(x + dx, y + dy, width, height));
}

function write(pen) {
  const size = Math.max(12 / picture.getScale(), 10);
  const places = picture.getPositions();
  const { x: left, y: top } = picture.DOMtoCanvas({ x: 0, y: 0 });
  const { x: right, y: bottom } = picture.DOMtoCanvas({ x: at("picture").clientWidth, y: at("picture").clientHeight });
  const taken = worded.names.map((node) => around(places[node.id].x, places[node.id].y, 2 * node.size, 2 * node.size));
  written = [];
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: size / 3 });
  pen.strokeStyle = COLOURS.paper;

  const set = (what, lines, boxes, colour, must) => {
    const free = boxes.find((box) => box.left > left && box.right < right && box.top > top && box.bottom < bottom
      && taken.every((other) => apart(box, other))) ?? (must && boxes[0]);
    if (!free) return;
    taken.push(free);
    written.push({ ...what, ...free });
    pen.fillStyle = colour;
    lines.forEach((line, index) => {
      const y = free.y + (index - (lines.length - 1) / 2) * size;
      pen.strokeText(line, free.x, y);
      pen.fillText(line, free.x, y);
    });
  };
  const wide = (lines) => Math.max(...lines.map((line) => pen.measureText(line).width));

  pen.font = `${size}px ${FACE}`;
  for (const node of worded.names) {
    const lines = node.label.split("\n");
    set({ node: node.id }, lines, beside(node, places[node.id], wide(lines), lines.length * size), COLOURS.ink, node === worded.names[0]);
  }
  pen.font = `${0.9 * size}px ${FACE}`;
  for (const edge of worded.lines) {
    const lines = [worded.text(edge)];
    const boxes = along(edge).map(({ x, y }) => around(x, y, wide(lines), size));
    set({ edge: edge.id }, lines, boxes, edge.kind === "claim" ? COLOURS.claim : COLOURS.ink, worded.lines.length === 1);
  }
}

picture.on("afterDrawing", write);

// Choosing: a node, an edge or nothing.

function choose({ node, edge } = {}) {
  picture.setSelection({ nodes: [node].filter(Number.isInteger), edges: [edge].filter(Number.isInteger) });
  paint({ node, edge });
  if (node !== undefined) reveal(node);
  at("found").hidden = true;
  const inside = at("panel").contains(document.activeElement);
  at("panel").replaceChildren(...(node !== undefined ? aboutNode(node) : edge !== undefined ? aboutEdge(edge) : aboutAll()));
  at("panel").scrollTop = 0;
  if (inside) at("panel").focus(); // what had the focus is gone
}

picture.on("click", ({ nodes: [node], edges: [edge], pointer: { canvas } }) => {
  const word = written.find((box) => !apart(box, around(canvas.x, canvas.y, 0, 0)));
  choose(node !== undefined ? { node } : word ?? { edge });
});
at("fit").addEventListener("click", () => picture.fit());
document.addEventListener("keydown", ({ key }) => key === "Escape" && choose());

// The panel.

function aboutAll() {
  const facts = data.edges.filter((edge) => edge.kind === "fact").length;
  return [
    element("h2", "What the sentences say"),
    element("p", [count(data.nodes.length, "thing"), count(facts, "line") + " of fact", count(data.edges.length - facts, "line") + " of claim"].join(", ")),
    element("p", "A solid line is a fact. A dashed line is only claimed, planned, thought possible, denied or the like. "
      + "Click a thing or a line to see which sentences say so.", "quiet"),
    ...list("Best connected", ranked.slice(0, 12), ({ id }) => [toNode(id), element("span", count(degrees[id], "line"), "quiet small")]),
  ];
}

function aboutNode(id) {
  const { name, name_pa, type, iri } = data.nodes[id];
  const here = data.edges.filter(({ from, to }) => from === id || to === id);
  const facts = here.filter((edge) => edge.kind === "fact");
  const claims = here.filter((edge) => edge.kind === "claim");
  const end = (other) => (other === id ? element("span", name) : toNode(other));
  const said = (edge) => [end(edge.from), toEdge(edge), end(edge.to), ...sentences(edge)];
  return [
    element("h2", name),
    ...(name_pa && name_pa !== name ? [element("p", name_pa)] : []),
    element("p", type || "no type", "quiet"),
    element("p", iri, "quiet small"),
    ...list(`Facts (${facts.length})`, facts, said),
    ...list(`Claims (${claims.length})`, claims, (edge) => [...said(edge), ...claim(edge)]),
  ];
}

function aboutEdge(id) {
  const edge = data.edges[id];
  const end = (title, { id, name_pa, type }) => [
    element("h3", title),
    holder("p", toNode(id), element("span", name_pa)),
    element("p", type, "quiet small"),
  ];
  return [
    element("h2", edge.relation),
    ...(edge.kind === "claim" ? claim(edge) : [kind(edge)]),
    ...end("From", data.nodes[edge.from]),
    ...end("To", data.nodes[edge.to]),
    element("h3", "Sentences"),
    holder("p", ...(edge.sentences.length ? sentences(edge) : ["none is given"])),
  ];
}

function claim(edge) {
  const speaker = edge.speaker ? [element("span", `said by ${edge.speaker}`, "quiet small")] : [];
  return [holder("div", kind(edge), ...speaker), element("p", edge.gist, "quiet small")];
}

function list(title, items, parts) {
  return items.length ? [element("h3", title), holder("ul", ...items.map((item) => holder("li", ...parts(item))))] : [];
}

// The list of all lines.

at("list").addEventListener("click", () => {
  const hidden = at("table").toggleAttribute("hidden");
  at("list").setAttribute("aria-pressed", !hidden);
  at("table").replaceChildren(...(hidden ? [] : [table()]));
});

/** The lines in the order of the article. */
function table() {
  const first = ({ sentences: [sentence] }) => sentence ?? "~";
  const ordered = [...data.edges].sort((one, other) => first(one).localeCompare(first(other), "en", { numeric: true }));
  const row = (tag, cells) => holder("tr", ...cells.map((parts) => holder(tag, ...parts)));
  return holder("table",
    holder("thead", row("th", [["From"], ["Relation"], ["To"], ["Kind"], ["Sentences"]])),
    holder("tbody", ...ordered.map((edge) =>
      row("td", [[toNode(edge.from)], [toEdge(edge)], [toNode(edge.to)], [kind(edge)], sentences(edge)]))));
}

// The search.

/** Without case, accents and the Gurmukhi nukta, which writers leave out at will. */
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036F\u0A3C]/g, "").toLowerCase();

function find(wanted) {
  const place = ({ name, name_pa }) => plain(`${name}\n${name_pa}`).indexOf(wanted);
  return data.nodes.filter((node) => place(node) >= 0)
    .sort((one, other) => place(one) - place(other) || one.name.length - other.name.length);
}

at("words").addEventListener("input", () => {
  const wanted = plain(at("words").value.trim());
  const hits = wanted ? find(wanted).map(({ id, name, name_pa }) => {
    const hit = button(name, { node: id }, "");
    hit.append(" ", element("span", name_pa, "quiet"));
    return holder("li", hit);
  }) : [];
  at("found").replaceChildren(...(hits.length ? hits : [element("li", "Nothing has this name.", "quiet")]));
  at("found").hidden = !wanted;
});
at("words").addEventListener("keydown", ({ key }) => key === "Enter" && at("found").querySelector("button")?.click());

speak(document.querySelector("h1"));
choose();
