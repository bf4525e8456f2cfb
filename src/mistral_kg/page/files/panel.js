"use strict";

// What is known of the thing, line, sentence or way that is chosen, in words.

/** Choose a thing: where a path is being asked for it is the path's end. */
const choose = (id) => go(state.pathFrom === undefined || state.pathFrom === id ? { node: id } : { path: [state.pathFrom, id] });
const toNode = (id) => button(nameOf(data.nodes[id]), () => choose(id));
const badge = (edge) => element("span", modalityOf(edge) || word("fact"), `kind ${edge.kind ?? "claim"}`);
const claimed = (what) => element("span", inLanguage(what, "modality_label") || word("claim"), "kind claim");
const title = (text) => element("h3", text);
const quiet = (text) => element("p", text, "quiet small");

function sentenceButton(sentence) {
  const passage = passageOf.get(sentence);
  if (!passage) return element("span", sentence, "sentence");
  const made = button(sentence, () => go({ passage: passage.id }), "sentence");
  made.title = gistOf(passage);
  return made;
}
const gistOf = (what) => inLanguage(what, "gist");
const sentencesOf = (what) => what.sentences.map(sentenceButton);
const gistsOf = (what) => what.sentences.map((sentence) => passageOf.get(sentence)).filter(Boolean).map(gistOf).filter(Boolean).map(quiet);

function list(heading, items, parts) {
  return items.length ? [title(heading), holder("ul", ...items.map((item) => holder("li", ...parts(item))))] : [];
}

/** A sentence of a relation: what stands for its ends in their places, and the words between. */
function filled(template, subject, object, between) {
  const parts = cut(template);
  const longest = parts.filter((part) => !part.startsWith("{")).sort((one, other) => other.length - one.length)[0];
  const made = document.createElement("span");
  made.dir = "auto";
  const linked = (part) => [/^\s*/, /\S.*\S|\S/s, /\s*$/].map((one) => one.exec(part)?.[0] ?? "").map((text) => (text.trim() ? between(text) : text));
  made.append(...parts.flatMap((part) => (part === "{subject}" ? subject() : part === "{object}" ? object() : part === longest ? linked(part) : part)));
  return made;
}

/** A line as a sentence: its ends are buttons, but for the thing of the panel, with which it begins; so are its words. */
function statement(edge, but) {
  const end = (id) => () => (id === but ? element("strong", nameOf(data.nodes[id])) : toNode(id));
  const isInverse = edge.to === but && edge.from !== but;
  const words = (text) => (edge.id === state.edge ? text : button(text, () => go({ edge: edge.id }), "link relation"));
  return filled(templateOf(edge, isInverse), end(edge.from), end(edge.to), words);
}

/** The qualifier, the reason and the note of doubt of a fact or claim, where they are given. */
const remarksOf = (what) => ["qualifier", "reason", "note"].filter((name) => inLanguage(what, name)).map((name) => element("p", word(name, inLanguage(what, name)), "remark small"));

const speakerOf = (claim) => (inLanguage(claim, "speaker") ? [element("span", word("saidBy", inLanguage(claim, "speaker")), "quiet small")] : []);
const claimLine = (claim, lines = [], but = undefined) => [
  holder("div", claimed(claim), ...sentencesOf(claim), ...speakerOf(claim)),
  ...(gistOf(claim) ? [element("p", gistOf(claim))] : []),
  ...remarksOf(claim),
  ...lines.map((edge) => holder("p", statement(edge, but))),
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

/** A figure as a sentence; `subject` makes what stands for the thing that has it. */
function figure(one, subject) {
  const value = () => element("strong", inLanguage(one, "value"));
  const modality = one.kind === "claim" ? [claimed(one)] : [];
  return [filled(templateOf(one), subject, value, (text) => text), ...modality, ...sentencesOf(one), ...remarksOf(one)];
}

function aboutNode(id) {
  const node = data.nodes[id];
  const other = language === "en" ? node.name_pa : node.name;
  const facts = touching[id].filter(({ kind }) => kind === "fact").sort((one, other) => firstPlace(one) - firstPlace(other));
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
    ...list(`${word("facts")} (${facts.length})`, facts, (edge) => [statement(edge, id), ...sentencesOf(edge), ...remarksOf(edge)]),
    ...list(word("figures"), node.figures, (one) => figure(one, () => (one.of ? inLanguage(one, "of") : element("strong", nameOf(node))))),
    ...list(`${word("claims")} (${claims.length})`, claims, (claim) => claimLine(claim, tied.get(claim.claim), id)),
    ...list(`${word("sentences")} (${named.length})`, named, (passage) => [sentenceButton(passage.sentence), element("span", gistOf(passage), "small")]),
    ...(facts.length || claims.length || node.figures.length ? [] : [quiet(word("nothingSaid"))]),
  ];
}

/** What a sentence says: facts, what it reports, and whom it names. */
function stated(passage, but) {
  const facts = edgesOf[passage.id].filter((edge) => edge.kind === "fact" && edge !== but);
  const figures = data.nodes.flatMap(({ id, figures: all }) => all.filter(({ of, sentences, kind }) => !of && kind === "fact" && sentences.includes(passage.sentence)).map((one) => ({ id, ...one })));
  const claims = claimsOf(passage).filter(({ claim }) => !but?.claim || claim !== but.claim);
  return [
    ...list(word("states"), facts, (edge) => [statement(edge), ...remarksOf(edge)]),
    ...list(word("figures"), figures, (one) => figure({ ...one, sentences: [] }, () => toNode(one.id))),
    ...list(word("reports"), claims, (claim) => claimLine(claim)),
  ];
}

function aboutEdge(id) {
  const edge = data.edges[id];
  const passages = edge.sentences.map((sentence) => passageOf.get(sentence)).filter(Boolean);
  return [
    holder("h2", statement(edge)),
    holder("p", badge(edge), ...speakerOf(edge)),
    ...(gistOf(edge) ? [element("p", gistOf(edge))] : []),
    ...remarksOf(edge),
    ...(edge.sentences.length ? [] : [quiet(word("noSentence"))]),
    ...edge.sentences.filter((sentence) => !passageOf.has(sentence)).map((sentence) => element("span", sentence, "sentence")),
    ...passages.flatMap((passage) => [
      title(`${word("sentence")} ${passage.sentence}`),
      holder("p", sentenceButton(passage.sentence), element("span", gistOf(passage))),
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
    element("p", gistOf(passage)),
    ...(passage.start !== "" ? [quiet(word("place", passage.start, passage.end))] : []),
    holder("p", move(-1, "←"), move(1, "→")),
    ...stated(passage),
    ...list(word("names"), passage.names, (node) => [toNode(node)]),
  ];
}

function aboutPath([start, end]) {
  const { found, more } = ways(start, end);
  const line = (edge) => holder("li", statement(edge), ...(edge.kind === "claim" ? [badge(edge)] : []), ...sentencesOf(edge), ...remarksOf(edge), ...gistsOf(edge));
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
