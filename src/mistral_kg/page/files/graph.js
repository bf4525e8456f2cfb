"use strict";

// The network that the page shows, and what can be asked of it: what touches what, ways between
// two, what a sentence states, what the filters leave.

const data = JSON.parse(at("data").textContent);
data.edges.forEach((edge, id) => { edge.id = id; });
data.passages.forEach((passage, id) => { passage.id = id; });

const touching = data.nodes.map(() => []);
for (const edge of data.edges) for (const end of new Set([edge.from, edge.to])) touching[end].push(edge);
const ranked = [...data.nodes].sort((one, other) => touching[other.id].length - touching[one.id].length);
const rank = new Map(ranked.map((node, place) => [node.id, place]));

const passageOf = new Map(data.passages.map((passage) => [passage.sentence, passage]));
const placeOf = (sentence) => passageOf.get(sentence)?.id ?? data.passages.length;
const firstPlace = ({ sentences }) => Math.min(data.passages.length, ...sentences.map(placeOf));
const edgesOf = data.passages.map(({ sentence }) => data.edges.filter(({ sentences }) => sentences.includes(sentence)));
const claimsOf = ({ sentence }) => data.claims.filter(({ sentences }) => sentences.includes(sentence));

const kindOf = (edge) => (edge.kind === "fact" ? "fact" : edge.modality || "claim");
/** How statements of a relation read, in the language: with `{subject}` and `{object}` in the places of its ends. */
function templateOf({ relation_iri, ...named }, isInverse = false) {
  const phrases = data.phrases[relation_iri] ?? {};
  return (isInverse && inLanguage(phrases, "inverse")) || inLanguage(phrases, "phrase") || `{subject} → ${inLanguage(named, "relation")} → {object}`;
}
const cut = (template) => template.split(/(\{subject\}|\{object\})/).filter(Boolean);
const sentenceOf = (edge) => cut(templateOf(edge)).map((part) => ({ "{subject}": nameOf(data.nodes[edge.from]), "{object}": nameOf(data.nodes[edge.to]) })[part] ?? part).join("");
const count = (things, key) => {
  const found = new Map();
  for (const thing of things) found.set(key(thing), (found.get(key(thing)) ?? 0) + 1);
  return [...found].sort(([, one], [, other]) => other - one);
};

// What is chosen and what is filtered out. Whatever the page shows follows from this.

const START = Object.freeze({
  node: undefined, edge: undefined, passage: undefined, story: undefined, path: undefined, pathFrom: undefined,
  depth: 0, factsOnly: false, all: false, table: false, read: undefined,
  noTypes: new Set(), noRelations: new Set(), noKinds: new Set(),
});
let state = { ...START };

const isLarge = data.nodes.length > data.limit;

/** Whether the filters leave an edge. */
function isOn(edge) {
  return !(state.factsOnly && edge.kind === "claim") && !state.noRelations.has(edge.relation_iri) && !state.noKinds.has(kindOf(edge))
    && [edge.from, edge.to].every((end) => !state.noTypes.has(data.nodes[end].type));
}

const isFiltered = () => state.factsOnly || [state.noTypes, state.noRelations, state.noKinds].some(({ size }) => size > 0);

/** The nodes within so many steps of one, over edges that the filters leave. */
function within(start, depth) {
  let border = [start];
  const found = new Set(border);
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const node of border) {
      for (const edge of touching[node].filter(isOn)) {
        const end = edge.from === node ? edge.to : edge.from;
        if (!found.has(end)) next.push(end);
        found.add(end);
      }
    }
    border = next;
  }
  return found;
}

/** The shortest ways between two nodes over edges that the filters leave, five at most. */
function ways(start, end) {
  const before = new Map([[start, []]]);
  let border = [start];
  while (border.length && !before.has(end)) {
    const next = new Map();
    for (const node of border) {
      for (const edge of touching[node].filter(isOn)) {
        const other = edge.from === node ? edge.to : edge.from;
        if (!before.has(other)) next.set(other, (next.get(other) ?? new Set()).add(node));
      }
    }
    for (const [node, from] of next) before.set(node, [...from]);
    border = [...next.keys()];
  }
  if (!before.has(end)) return { found: [], more: false };
  const found = [];
  const back = [[end]];
  while (back.length && found.length < 6) {
    const way = back.pop();
    if (way[0] === start) found.push(way);
    else back.push(...before.get(way[0]).map((node) => [node, ...way]));
  }
  return { found: found.slice(0, 5), more: found.length > 5 };
}

/** The edges between two nodes, in either direction. */
const between = (one, other) => touching[one].filter((edge) => isOn(edge) && [edge.from, edge.to].includes(other) && (one !== other || edge.from === edge.to));
const steps = (way) => way.slice(1).map((node, step) => [way[step], node]);

/** What is there to see: the nodes and edges that the filters and the neighbourhood leave. */
function shown() {
  let edges = data.edges.filter(isOn);
  let nodes;
  if (state.node !== undefined && state.depth) {
    nodes = within(state.node, state.depth);
    edges = edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  } else {
    nodes = new Set(data.nodes.filter(({ type }) => !state.noTypes.has(type)).map(({ id }) => id));
    // A filter of lines leaves only the things that the lines tie.
    if (state.factsOnly || state.noRelations.size || state.noKinds.size) nodes = new Set(edges.flatMap(({ from, to }) => [from, to]));
    if (state.node !== undefined) nodes.add(state.node);
  }
  return { nodes, edges };
}

/** What is chosen of it: its edges and nodes, undefined where nothing is. */
function chosen({ nodes, edges }) {
  const pick = (wanted, more = []) => {
    const lit = edges.filter(wanted);
    return { edges: new Set(lit.map(({ id }) => id)), nodes: new Set([...lit.flatMap(({ from, to }) => [from, to]), ...more]) };
  };
  if (state.path) {
    const found = ways(...state.path).found;
    const ids = new Set(found.flatMap(steps).flatMap((pair) => between(...pair)).map(({ id }) => id));
    return pick(({ id }) => ids.has(id), [...state.path, ...found.flat()]);
  }
  if (state.edge !== undefined) return pick(({ id }) => id === state.edge);
  if (state.passage !== undefined) {
    const { sentence, names } = data.passages[state.passage];
    return pick(({ sentences }) => sentences.includes(sentence), names);
  }
  if (state.story !== undefined) {
    const named = data.passages.slice(0, state.story + 1).flatMap(({ names }) => names);
    return pick((edge) => firstPlace(edge) <= state.story, named);
  }
  if (state.node !== undefined && state.depth) return { nodes, edges: new Set(edges.map(({ id }) => id)) };
  if (state.node !== undefined) return pick(({ from, to }) => from === state.node || to === state.node, [state.node]);
  return undefined;
}

const names = data.nodes.map((node) => [node.name, node.name_pa, ...node.names].filter(Boolean).map(fold));

/** The Wikidata item that the words name by its number, CURIE or address, folded. */
const itemOf = (words) => /^(?:WD |(?:HTTPS? )?(?:WWW |M )?WIKIDATA ORG (?:ENTITY|WIKI) )?(Q[1-9][0-9]*)$/.exec(words)?.[1];

/** The nodes that have the words in a name: those that begin with them first, then the best connected. */
function find(words) {
  const wanted = fold(words);
  if (!wanted) return [];
  const item = itemOf(wanted);
  const places = new Map();
  names.forEach((forms, id) => {
    const place = forms.map((form) => (form === wanted ? 0 : form.startsWith(wanted) ? 1 : form.includes(` ${wanted}`) ? 2 : form.includes(wanted) ? 3 : 4));
    const best = item && data.nodes[id].items.includes(item) ? 0 : Math.min(...place, 4);
    if (best < 4) places.set(id, best);
  });
  return [...places.keys()].sort((one, other) => places.get(one) - places.get(other) || rank.get(one) - rank.get(other)).map((id) => data.nodes[id]);
}
