"use strict";

// What is chosen as Turtle, with all that the data say of it: facts as triples; for the sentence of
// each, and for claims, which are never asserted, a statement, as `mistral-kg export --evidence`
// writes and `--source` reads it. Terms are those of N-Triples, until they are written.

const MKG = "https://w3id.org/mistral-kg/ontology#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const PROV = "http://www.w3.org/ns/prov#";
const TYPE = `<${RDF}type>`;

const termOf = (key) => (key.startsWith("_:") ? key : `<${key}>`);
const triplesOf = data.described.rows.map((row) => row.map((term) => data.described.terms[term]));
// What is said of a fact: the rdf:Statement of its passage, by its triple.
const statementsOf = new Map();
for (const rows of Map.groupBy(triplesOf.filter((row) => row.length === 3), ([subject]) => subject).values()) {
  const values = (predicate) => rows.filter((row) => row[1] === `<${predicate}>`).map((row) => row[2]);
  const [[subject], [predicate], [graph]] = [`${RDF}subject`, `${RDF}predicate`, `${PROV}wasDerivedFrom`].map(values);
  for (const object of subject && predicate && graph ? values(`${RDF}object`) : []) statementsOf.set([subject, predicate, object, graph].join(" "), rows);
}
const isPassage = new Set(data.passages.map(({ iri }) => termOf(iri)));
const claimOf = new Map(data.claims.map((claim) => [termOf(claim.claim), claim]));

const escaped = (iri) => iri.replaceAll(/[\u0000-\u0020<>"{}|^`\\]/g, (char) => `\\u${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
const iriOf = (iri) => (short(iri) === iri ? `<${escaped(iri)}>` : short(iri));

/** The IRI of a sentence or claim; one that is a blank node gets a name, as its statements need one. */
const graphIri = (graph) => (graph.startsWith("_:") ? `urn:claim:${graph.slice(2)}` : graph.slice(1, -1));

/** A term as Turtle has it. */
function inTurtle(term) {
  if (isPassage.has(term) || claimOf.has(term)) return iriOf(graphIri(term));
  if (term.startsWith("_:")) return term;
  if (term.startsWith('"')) return term.replace(/\^\^<([^<>]*)>$/, (_, iri) => `^^${iriOf(iri)}`);
  return term.startsWith("<<") ? term : iriOf(term.slice(1, -1));
}

const isTold = ({ modality }) => !state.factsOnly && !state.noKinds.has(modality || "claim");

/** The things, sentences and claims of what is chosen: the lines' own, and what concerns the one thing, or reads the one sentence. */
function picked({ lines, nodes: ids }) {
  const things = new Set([...ids, ...lines.flatMap(({ from, to }) => [from, to])].map((id) => termOf(data.nodes[id].iri)));
  const claims = new Set(lines.filter(({ claim }) => claim).map(({ claim }) => termOf(claim)));
  const passages = new Set(lines.flatMap((edge) => edge.passages ?? []).map(termOf));
  const isPart = [state.edge, state.passage, state.story, state.path].some((choice) => choice !== undefined);
  const centre = isPart ? new Set() : state.node === undefined || state.depth ? things : new Set([termOf(data.nodes[state.node].iri)]);
  const last = state.passage ?? state.story;
  for (const passage of last === undefined ? [] : data.passages.slice(state.passage ?? 0, last + 1)) {
    passages.add(termOf(passage.iri));
    for (const claim of claimsOf(passage).filter(isTold)) claims.add(termOf(claim.claim));
  }
  for (const [subject, , object, graph] of triplesOf) {
    const concerns = graph === undefined ? centre.has(object) : centre.has(subject);
    const claim = graph ?? subject;
    if (concerns && isPassage.has(subject)) passages.add(subject);
    if (concerns && claimOf.has(claim) && isTold(claimOf.get(claim))) claims.add(claim);
  }
  for (const [subject, , object, graph] of triplesOf) {
    if (claims.has(subject) && isPassage.has(object)) passages.add(object);
    if (things.has(subject) && isPassage.has(graph)) passages.add(graph);
  }
  return { things, claims, passages };
}

/** The triples of what is chosen, those of the default graph without a fourth part. */
function* triplesIn(lines, { things, claims, passages }) {
  for (const one of passages) yield [one, TYPE, `<${MKG}Passage>`];
  for (const one of claims) yield [one, TYPE, `<${MKG}Claim>`];
  for (const triple of triplesOf) {
    const [subject, , , graph] = triple;
    const isOwn = things.has(subject) || passages.has(subject) || claims.has(subject);
    if (claimOf.has(graph) ? claims.has(graph) : isOwn) yield triple;
  }
  for (const edge of lines) {
    const triple = [termOf(data.nodes[edge.from].iri), termOf(edge.relation_iri), termOf(data.nodes[edge.to].iri)];
    if (edge.kind === "fact") yield triple;
    for (const graph of edge.claim ? [edge.claim] : edge.passages ?? []) yield [...triple, termOf(graph)];
  }
}

/** What is said of whatever else is in triples: types, relations, speakers, articles. */
function* ofWords(triples) {
  const about = Map.groupBy(triplesOf.filter(([subject, , , graph]) => graph === undefined && !isPassage.has(subject) && !claimOf.has(subject)), ([subject]) => subject);
  const words = new Set(triples.flatMap((triple) => triple.slice(0, 3)));
  for (const word of words) { // which grows
    for (const triple of about.get(word) ?? []) {
      yield triple;
      words.add(triple[1]).add(triple[2]);
    }
  }
}

function turtle(choice) {
  const parts = picked(choice);
  const stated = [...triplesIn(choice.lines, parts)];
  const own = [...stated, ...stated.flatMap((row) => statementsOf.get(row.join(" ")) ?? [])];
  const said = new Map();
  const say = (subject, predicate, object) => said.set(subject, (said.get(subject) ?? new Set()).add(`${predicate === TYPE ? "a" : inTurtle(predicate)} ${inTurtle(object)}`));
  const statements = [];
  for (const [subject, predicate, object, graph] of [...own, ...ofWords(own)]) {
    if (!claimOf.has(graph)) say(subject, predicate, object);
    if (!parts.claims.has(graph) && !parts.passages.has(graph)) continue;
    const name = `${graphIri(graph)}-statement-${statements.length.toString(16).padStart(8, "0")}`;
    statements.push(block(iriOf(name), [`a ${iriOf(`${RDF}Statement`)}`, ...[["subject", subject], ["predicate", predicate], ["object", object]].map(([part, term]) => `${iriOf(RDF + part)} ${inTurtle(term)}`), `${iriOf(`${PROV}wasDerivedFrom`)} ${inTurtle(graph)}`]));
  }
  const body = [...[...said].map(([subject, pairs]) => block(inTurtle(subject), [...pairs])), ...statements].join("\n");
  const declared = prefixes.filter(([prefix]) => body.includes(`${prefix}:`)).map(([prefix, space]) => `@prefix ${prefix}: <${space}> .`).sort();
  const lost = data.described.graphs ? [`# Turtle leaves out in which of ${data.described.graphs} other named graphs a triple is.`] : [];
  return [...lost, ...declared, "", body].join("\n");
}

const block = (subject, pairs) => `${subject}\n    ${pairs.join(" ;\n    ")} .\n`;
