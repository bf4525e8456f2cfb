"use strict";

// What is known of the thing, line, sentence or way that is chosen, in words.

/** Choose a thing: where a path is being asked for it is the path's end. */
const choose = (id) => go(state.pathFrom === undefined || state.pathFrom === id ? { node: id } : { path: [state.pathFrom, id] });
const toNode = (id) => button(nameOf(data.nodes[id]), () => choose(id));
const toEdge = (edge) => button(relationOf(edge), () => go({ edge: edge.id }), "link relation");
const badge = (edge) => element("span", modalityOf(edge) || word("fact"), `kind ${edge.kind ?? "claim"}`);
const claimed = (what) => element("span", inLanguage(what, "modality_label") || word("claim"), "kind claim");
const title = (text) => element("h3", text);
const quiet = (text) => element("p", text, "quiet small");
const arrow = (text) => {
  const made = element("span", text, "arrow");
  made.ariaHidden = "true";
  return made;
};

function sentenceButton(sentence) {
  const passage = passageOf.get(sentence);
  if (!passage) return element("span", sentence, "sentence");
  const made = button(sentence, () => go({ passage: passage.id }), "sentence");
  made.title = passage.gist;
  return made;
}
const sentencesOf = (what) => what.sentences.map(sentenceButton);
const gistsOf = (what) => what.sentences.map((sentence) => passageOf.get(sentence)?.gist).filter(Boolean).map(quiet);

function list(heading, items, parts) {
  return items.length ? [title(heading), holder("ul", ...items.map((item) => holder("li", ...parts(item))))] : [];
}

/** A line as a sentence: from, relation, to; where one end is the subject of the panel it stays out. */
function triple(edge, but) {
  const end = (id) => (id === but ? element("strong", nameOf(data.nodes[id])) : toNode(id));
  return [end(edge.from), arrow("→"), toEdge(edge), arrow("→"), end(edge.to)];
}

const speakerOf = (claim) => (inLanguage(claim, "speaker") ? [element("span", word("saidBy", inLanguage(claim, "speaker")), "quiet small")] : []);
const claimLine = (claim, lines = [], but = undefined) => [
  holder("div", claimed(claim), ...sentencesOf(claim), ...speakerOf(claim)),
  ...(claim.gist ? [element("p", claim.gist)] : []),
  ...lines.map((edge) => holder("p", ...triple(edge, but))),
];

function aboutAll() {
  const view = shown();
  const facts = view.edges.filter((edge) => edge.kind === "fact").length;
  return [
    element("h2", word("intro")),
    element("p", word("counts", view.nodes.size, facts, view.edges.length - facts)),
    element("p", word("help"), "quiet"),
    ...(isLarge && !state.all ? [holder("p", element("span", word("leftOut", data.nodes.length - present.size, data.nodes.length)), button(word("showAll"), () => go({ all: true })))] : []),
    ...list(word("best"), ranked.filter(({ id }) => view.nodes.has(id)).slice(0, 12), ({ id }) => [toNode(id), element("span", word("line", touching[id].filter(isOn).length), "quiet small")]),
  ];
}

/** Facts grouped by relation and direction, each with its sentences and what these say in short. */
function factsOf(id, facts) {
  const groups = new Map();
  for (const edge of facts) {
    const key = `${edge.from === id ? "→" : "←"} ${relationOf(edge)}`;
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return [...groups].flatMap(([key, found]) => [
    element("h4", key),
    holder("ul", ...found.map((edge) => {
      const other = edge.from === id ? edge.to : edge.from;
      return holder("li", toNode(other), ...sentencesOf(edge), ...gistsOf(edge));
    })),
  ]);
}

function figure(one) {
  const modality = one.kind === "claim" ? [claimed(one)] : [];
  const of = one.of ? [element("span", `${inLanguage(one, "of")}:`, "quiet")] : [];
  return [...of, element("span", inLanguage(one, "relation")), element("strong", inLanguage(one, "value")), ...modality, ...sentencesOf(one)];
}

function aboutNode(id) {
  const node = data.nodes[id];
  const other = language === "en" ? node.name_pa : node.name;
  const facts = touching[id].filter(({ kind }) => kind === "fact");
  const tied = new Map();
  for (const edge of touching[id].filter(({ kind }) => kind === "claim")) tied.set(edge.claim, [...(tied.get(edge.claim) ?? []), edge]);
  const claims = data.claims.filter(({ claim, about }) => tied.has(claim) || about.includes(id));
  const named = data.passages.filter(({ names }) => names.includes(id));
  const steps = [0, 1, 2, 3].map((depth) => {
    const made = button(depth ? String(depth) : word("all"), () => go({ depth }), "choice");
    made.ariaPressed = String(state.depth === depth);
    if (depth) made.ariaLabel = word("steps", depth);
    return made;
  });
  const group = holder("div", ...steps);
  group.role = "group";
  group.ariaLabel = word("around");
  return [
    element("h2", nameOf(node)),
    ...(other && other !== nameOf(node) ? [element("p", other)] : []),
    element("p", typeOf(node), "quiet"),
    ...(node.names.length ? [quiet(`${word("also")}: ${node.names.join(" · ")}`)] : []),
    quiet(node.iri),
    holder("div", element("span", `${word("around")}:`, "quiet small"), group),
    holder("p", button(word("pathFrom"), () => go({ pathFrom: id }), "action")),
    ...(facts.length ? [title(`${word("facts")} (${facts.length})`), ...factsOf(id, facts)] : []),
    ...list(word("figures"), node.figures, figure),
    ...list(`${word("claims")} (${claims.length})`, claims, (claim) => claimLine(claim, tied.get(claim.claim), id)),
    ...list(`${word("sentences")} (${named.length})`, named, ({ sentence, gist }) => [sentenceButton(sentence), element("span", gist, "small")]),
    ...(facts.length || claims.length || node.figures.length ? [] : [quiet(word("nothingSaid"))]),
  ];
}

/** What a sentence says: facts, what it reports, and whom it names. */
function stated(passage, but) {
  const facts = edgesOf[passage.id].filter((edge) => edge.kind === "fact" && edge !== but);
  const figures = data.nodes.flatMap(({ id, figures: all }) => all.filter(({ of, sentences, kind }) => !of && kind === "fact" && sentences.includes(passage.sentence)).map((one) => ({ id, ...one })));
  const claims = claimsOf(passage).filter(({ claim }) => !but?.claim || claim !== but.claim);
  return [
    ...list(word("states"), facts, (edge) => triple(edge)),
    ...list(word("figures"), figures, (one) => [toNode(one.id), element("span", inLanguage(one, "relation")), element("strong", inLanguage(one, "value"))]),
    ...list(word("reports"), claims, (claim) => claimLine(claim)),
  ];
}

function aboutEdge(id) {
  const edge = data.edges[id];
  const passages = edge.sentences.map((sentence) => passageOf.get(sentence)).filter(Boolean);
  return [
    element("h2", relationOf(edge)),
    holder("p", ...triple(edge)),
    holder("p", badge(edge), ...speakerOf(edge)),
    ...(edge.gist ? [element("p", edge.gist)] : []),
    ...(edge.sentences.length ? [] : [quiet(word("noSentence"))]),
    ...edge.sentences.filter((sentence) => !passageOf.has(sentence)).map((sentence) => element("span", sentence, "sentence")),
    ...passages.flatMap((passage) => [
      title(`${word("sentence")} ${passage.sentence}`),
      holder("p", sentenceButton(passage.sentence), element("span", passage.gist)),
      holder("section", ...stated(passage, edge)),
    ]),
  ];
}

function aboutPassage(id) {
  const passage = data.passages[id];
  const move = (by, text) => {
    const made = button(text, () => go({ passage: id + by }), "choice");
    made.disabled = !data.passages[id + by];
    made.ariaLabel = data.passages[id + by]?.sentence ?? text;
    return made;
  };
  return [
    element("h2", `${word("sentence")} ${passage.sentence}`),
    element("p", passage.gist),
    ...(passage.start !== "" ? [quiet(word("place", passage.start, passage.end))] : []),
    holder("p", move(-1, "←"), move(1, "→")),
    ...stated(passage),
    ...list(word("names"), passage.names, (node) => [toNode(node)]),
  ];
}

function aboutPath([start, end]) {
  const { found, more } = ways(start, end);
  const line = (edge) => holder("li", ...triple(edge), ...(edge.kind === "claim" ? [badge(edge)] : []), ...sentencesOf(edge), ...gistsOf(edge));
  return [
    element("h2", word("pathTitle", nameOf(data.nodes[start]), nameOf(data.nodes[end]))),
    ...(found.length ? [] : [element("p", word("pathNone"))]),
    ...found.flatMap((way, place) => [
      title(word("pathWay", place + 1, found.length)),
      holder("ol", ...steps(way).flatMap((pair) => between(...pair)).map(line)),
    ]),
    ...(more ? [quiet(word("pathMore"))] : []),
    holder("p", button(word("stop"), () => go({ node: start }), "action")),
  ];
}

/** Whether a filter hides something of what is chosen. */
function isHidden() {
  if (!isFiltered()) return false;
  if (state.edge !== undefined) return !isOn(data.edges[state.edge]);
  if (state.passage !== undefined) return edgesOf[state.passage].some((edge) => !isOn(edge));
  return state.node !== undefined && (state.noTypes.has(data.nodes[state.node].type) || touching[state.node].some((edge) => !isOn(edge)));
}

/** What is said above the panel: that a filter hides something. */
function warned() {
  return isHidden() ? [holder("p", element("span", word("hidden"), "kind"), button(word("clear"), clear, "action"))] : [];
}

/** The panel for what is chosen. */
function about() {
  if (state.path) return aboutPath(state.path);
  if (state.edge !== undefined) return aboutEdge(state.edge);
  if (state.passage !== undefined) return aboutPassage(state.passage);
  if (state.story !== undefined) return [element("p", word("storyHelp"), "quiet"), ...aboutPassage(state.story)];
  if (state.node !== undefined) return aboutNode(state.node);
  return aboutAll();
}
