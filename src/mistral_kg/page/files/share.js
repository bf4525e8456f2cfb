"use strict";

// What leaves the page: its state in the address, pictures, the table and the data of what is chosen.

// IRIs are shortened by the prefixes of the data, so that an address can be read.

const prefixes = Object.entries(data.prefixes).sort(([, one], [, other]) => other.length - one.length);

function short(iri) {
  const [prefix, space] = prefixes.find(([, space]) => iri.startsWith(space)) ?? [];
  return prefix && /^\w[\w-]*$/.test(iri.slice(space.length)) ? `${prefix}:${iri.slice(space.length)}` : iri;
}

const nodeOf = new Map(data.nodes.map(({ id, iri }) => [short(iri), id]));
const keyOf = (edge) => [data.nodes[edge.from].iri, edge.relation_iri, data.nodes[edge.to].iri, ...(edge.claim ? [edge.claim] : [])].map(short).join(" ");
const edgeOf = new Map(data.edges.map((edge) => [keyOf(edge), edge.id]));
const typeKey = (type) => (data.types[type].iri ? short(data.types[type].iri) : "-");

/** The state as the address has it, behind the #. */
function address() {
  const found = new URLSearchParams();
  if (state.node !== undefined) found.set("node", short(data.nodes[state.node].iri));
  if (state.edge !== undefined) found.set("line", keyOf(data.edges[state.edge]));
  if (state.passage !== undefined) found.set("sentence", data.passages[state.passage].sentence);
  if (state.story !== undefined) found.set("story", data.passages[state.story].sentence);
  if (state.path) found.set("path", state.path.map((id) => short(data.nodes[id].iri)).join(" "));
  if (state.depth) found.set("depth", state.depth);
  if (state.factsOnly) found.set("facts", "only");
  if (state.all) found.set("all", "yes");
  if (state.table) found.set("table", "yes");
  if (state.read !== undefined) found.set("read", state.read ? "yes" : "no");
  if (state.noTypes.size) found.set("without-types", [...state.noTypes].map(typeKey).join(" "));
  if (state.noRelations.size) found.set("without-relations", [...state.noRelations].map(short).join(" "));
  if (state.noKinds.size) found.set("without-lines", [...state.noKinds].map(short).join(" "));
  if (language !== "en") found.set("lang", language);
  return found.toString().replaceAll("%3A", ":").replaceAll("%2F", "/");
}

/** The state that an address asks for; what the page does not have is left out. */
function stateOf(text) {
  const asked = new URLSearchParams(text);
  const several = (name) => (asked.get(name) ?? "").split(" ").filter(Boolean);
  const kinds = new Map(data.edges.map(kindOf).map((kind) => [short(kind), kind]));
  const types = new Map(data.types.map((_, id) => [typeKey(id), id]));
  const relations = new Map(data.edges.map(({ relation_iri }) => [short(relation_iri), relation_iri]));
  const path = several("path").map((name) => nodeOf.get(name));
  const wanted = several("without-types").map((name) => types.get(name)).filter((id) => id !== undefined);
  return {
    ...START,
    node: nodeOf.get(asked.get("node")),
    edge: edgeOf.get(asked.get("line")),
    passage: passageOf.get(asked.get("sentence"))?.id,
    story: passageOf.get(asked.get("story"))?.id,
    path: path.length === 2 && path.every((id) => id !== undefined) ? path : undefined,
    depth: [1, 2, 3].find((depth) => String(depth) === asked.get("depth")) ?? 0,
    factsOnly: asked.get("facts") === "only",
    all: asked.get("all") === "yes",
    table: asked.get("table") === "yes",
    read: asked.has("read") ? asked.get("read") === "yes" : undefined,
    noTypes: new Set(wanted),
    noRelations: new Set(several("without-relations").map((name) => relations.get(name)).filter(Boolean)),
    noKinds: new Set(several("without-lines").map((name) => kinds.get(name)).filter(Boolean)),
  };
}

// Files.

function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const fileName = (suffix) => {
  const of = state.node === undefined ? data.name : short(data.nodes[state.node].iri).split(/[:/#]/).at(-1);
  return `${of.replaceAll(/[^\p{L}\p{M}\p{N}.-]+/gu, "-") || "network"}.${suffix}`;
};

// A table as RFC 4180 has it; the mark at its start tells a spreadsheet that it is UTF-8, and what
// a spreadsheet would take for a formula is quoted for it.

const cellOf = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

function csv(lines) {
  const gists = ({ sentences }) => sentences.map((sentence) => gistOf(passageOf.get(sentence) ?? {})).join(" | ");
  const head = ["from", "relation", "to", "statement", "kind", "who", "qualifierHead", "noteHead", "sentences", "gist"].map((name) => word(name));
  const row = (edge) => [nameOf(data.nodes[edge.from]), relationOf(edge), nameOf(data.nodes[edge.to]), sentenceOf(edge), modalityOf(edge) || word("fact"),
    inLanguage(edge, "speaker"), inLanguage(edge, "qualifier"), inLanguage(edge, "note"), edge.sentences.join(" "), gistOf(edge) || gists(edge)];
  return `\uFEFF${[head, ...lines.map(row)].map((cells) => cells.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

// The drawing in the window as SVG, and painted from that in twice the resolution.

const xml = (text) => text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD").replaceAll(/[&<>"]/g, (char) => `&#${char.codePointAt(0)};`);
const round = (number) => Math.round(number * 100) / 100;

function outline(shape, x, y, size) {
  const points = (...pairs) => `<polygon points="${pairs.map(([dx, dy]) => `${round(x + dx * size)},${round(y + dy * size)}`).join(" ")}"`;
  if (shape === "square") return points([-1, -1], [1, -1], [1, 1], [-1, 1]);
  if (shape === "diamond") return points([0, -1], [1, 0], [0, 1], [-1, 0]);
  if (shape === "triangle") return points([0, -1.1], [1, 0.7], [-1, 0.7]);
  if (shape === "triangleDown") return points([0, 1.1], [1, -0.7], [-1, -0.7]);
  if (shape === "star") return points(...Array.from({ length: 10 }, (_, point) => [(point % 2 ? 0.5 : 1.2) * Math.sin(point * Math.PI / 5), -(point % 2 ? 0.5 : 1.2) * Math.cos(point * Math.PI / 5)]));
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}"`;
}

function svg() {
  const { left, top, right, bottom } = sheet();
  const places = picture.getPositions();
  const lines = edges.get({ filter: ({ hidden }) => !hidden }).filter(({ id }) => picture.body.edges[id].connected).map(({ id, dashes, width, color }) => {
    const edge = data.edges[id];
    const line = picture.body.edges[id].edgeType;
    const dash = dashes ? ' stroke-dasharray="5 4"' : "";
    const stroke = `fill="none" stroke="${color.color}" stroke-width="${width}"${dash}`;
    if (edge.from === edge.to) {
      const [x, y, radius] = line._getCircleData();
      return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" ${stroke}/>`;
    }
    const curve = Array.from({ length: 13 }, (_, at) => line.getPoint(at / 12));
    const end = places[edge.to];
    const reach = data.nodes[edge.to].size;
    const outside = curve.filter(({ x, y }) => Math.hypot(x - end.x, y - end.y) > reach);
    const [before, tip] = [outside.at(-2) ?? curve[0], outside.at(-1) ?? curve[1]];
    const angle = Math.atan2(end.y - before.y, end.x - before.x);
    const head = { x: end.x - reach * Math.cos(angle), y: end.y - reach * Math.sin(angle) };
    const wing = (turn) => `${round(head.x - 8 * Math.cos(angle + turn))},${round(head.y - 8 * Math.sin(angle + turn))}`;
    const way = [...outside.slice(0, -1), tip, head].map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");
    return `<polyline points="${way}" ${stroke}/><polygon points="${round(head.x)},${round(head.y)} ${wing(0.4)} ${wing(-0.4)}" fill="${color.color}"/>`;
  });
  const dots = nodes.get({ filter: ({ hidden }) => !hidden }).map(({ id, size, shape, color, opacity }) =>
    `${outline(shape, places[id].x, places[id].y, size)} fill="${color.background ?? color}" opacity="${opacity ?? 1}"><title>${xml(nameOf(data.nodes[id]))}</title></${outline(shape, 0, 0, 1).slice(1).split(" ")[0]}>`);
  // First the halo of all lines of a name, then the letters: no halo bites into the line above.
  const words = written.flatMap(({ x, y, lines, height, leading, colour, font }) => {
    const text = (paint) => lines.map((line, place) => `<text x="${round(x)}" y="${round(y + (place - (lines.length - 1) / 2) * leading)}" font-size="${round(height)}"${font.startsWith("bold") ? ' font-weight="bold"' : ""} ${paint}>${xml(line)}</text>`);
    return [...text(`fill="none" stroke="${COLOURS.paper}" stroke-width="${round(height / 4)}"`), ...text(`fill="${colour}"`)];
  });
  const { clientWidth: width, clientHeight: height } = at("picture");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${[left, top, right - left, bottom - top].map(round).join(" ")}" font-family="${xml(FACE)}">
<title>${xml(document.title)}</title>
<rect x="${round(left)}" y="${round(top)}" width="${round(right - left)}" height="${round(bottom - top)}" fill="${COLOURS.paper}"/>
<g>${lines.join("\n")}</g>
<g>${dots.join("\n")}</g>
<g text-anchor="middle" dominant-baseline="central" stroke-linejoin="round">${words.join("\n")}</g>
</svg>
`;
}

/** The drawing as a PNG of twice as many pixels each way. */
async function png() {
  const image = new Image();
  const text = new TextEncoder().encode(svg());
  image.src = `data:image/svg+xml;base64,${btoa(Array.from(text, (byte) => String.fromCharCode(byte)).join(""))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * at("picture").clientWidth;
  canvas.height = 2 * at("picture").clientHeight;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

async function copyLink() {
  at("message").textContent = "";
  try {
    await navigator.clipboard.writeText(location.href);
    at("message").textContent = word("copied");
  } catch { // a page from a file, or one that may not: then the link is there to be copied by hand
    at("message").textContent = location.href;
  }
}

const FILES = {
  png: async () => download(fileName("png"), "image/png", await png()),
  svg: () => download(fileName("svg"), "image/svg+xml", svg()),
  csv: () => download(fileName("csv"), "text/csv;charset=utf-8", csv(current.lines)),
  turtle: () => download(fileName("ttl"), "text/turtle;charset=utf-8", turtle(current)),
  link: copyLink,
};
for (const [name, make] of Object.entries(FILES)) at(name).addEventListener("click", () => { make(); });
