"""The network of data, or a part: what a query answers, what is near an entity, facts alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import networkx
from pyoxigraph import BlankNode, NamedNode, Quad, QueryBoolean, QuerySolutions

from mistral_kg.errors import QueryError
from mistral_kg.explore import ask
from mistral_kg.explore.description import Descriptions
from mistral_kg.explore.resolve import find
from mistral_kg.page import network
from mistral_kg.page.attributes import key
from mistral_kg.rdf import store
from mistral_kg.rdf.dataset import without_inferences
from mistral_kg.rdf.names import is_term
from mistral_kg.serialize.results import is_graph
from mistral_kg.sparql import named
from mistral_kg.sparql.run import FAILURES, failed
from mistral_kg.terminal import captions
from mistral_kg.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from mistral_kg.explore.data import Data
    from mistral_kg.page.network import Network
    from mistral_kg.sparql.run import Result
    from mistral_kg.vocabulary import Node


def build(
    data: Data,
    query: str | None,
    bindings: Mapping[str, Any] | None,
    *,
    around: str | NamedNode | None,
    depth: int | None,
    facts_only: bool,
    name: str,
) -> Network:
    """Return the network, as `KnowledgeGraph.network` does, and raise as it does."""
    if query is None and bindings:
        raise QueryError("bindings need a query to bind them in; give one")
    if around is None and depth is not None:
        raise QueryError("a depth counts steps from an entity; give `around` too")
    if depth is not None and depth < 0:
        raise QueryError(f"a depth of {depth} leaves nothing; give 0 or more steps")
    centre = None if around is None else find(data.described(), around)
    # Read before the query runs, so that blank nodes are called alike.
    quads = without_inferences(data.quads)
    result = None if query is None else ask.run(data, query, bindings or {}, name=name)
    if not data.is_shipped:
        # Of the vocabulary what names a relation, and nothing that would be an edge itself.
        quads = [*quads, *store.labels_of(quads)]
    if result is None and centre is None and not facts_only:
        found = network.build(quads)
    else:
        depth = 1 if depth is None else depth
        found = _narrow(quads, result, centre, depth, facts_only, name)
    asked = query.strip() if query and named.is_name(query) else query and os.path.basename(name)  # noqa: PTH119
    found.graph["prefixes"] = data.prefixes
    found.graph["title"] = _title(data, asked, centre, facts_only, "en")
    found.graph["title_pa"] = _title(data, asked, centre, facts_only, "pa")
    return found


def _title(
    data: Data, asked: str | None, around: NamedNode | None, facts_only: bool, lang: str
) -> str:
    """Return the title of a network in a language: whose it is, and which part."""
    parts = [", ".join(map(os.path.basename, data.source.words)) or captions.word("title", lang)]
    if asked is not None:
        parts.append(asked)
    if around is not None:
        label = data.described(lang).label(around)
        parts.append(captions.word("around {}", lang).format(label))
    if facts_only:
        parts.append(captions.word("facts only", lang))
    return " · ".join(parts)


def _narrow(
    quads: Sequence[Quad],
    result: Result | None,
    around: NamedNode | None,
    depth: int,
    facts_only: bool,
    name: str,
) -> Network:
    """Return a part of the network of the quads; it is empty where nothing is left.

    What a CONSTRUCT gives and the quads do not say is a fact without a sentence.
    """
    triples, cells = _read(result, name)
    # Where the quads know a property of a thing, theirs is taken: the engine rewrites literals.
    known = {(quad.subject, quad.predicate) for quad in quads}
    news = [quad for quad in triples if (quad.subject, quad.predicate) not in known]
    about = Descriptions([*quads, *news])
    if result is None and around is not None:
        cells = {around}
    said = {quad.triple for quad in about.said}
    facts = [quad for quad in triples if quad.triple not in said and network.ties_two(quad)]
    part = network.build_from(about, _entities(about, cells), facts)
    if facts_only:
        _leave_out_claims(part)

    edges = set(part.edges(keys=True))
    if result is not None and is_graph(result):
        asked = {tuple(key(about, term) for term in quad.triple) for quad in triples}
        relations = part.edges(keys=True, data="relation_iri")
        edges = {
            (*ends, name) for *ends, name, iri in relations if (ends[0], iri, ends[1]) in asked
        }
    nodes = {key(about, cell) for cell in cells}
    if result is None or is_graph(result):
        nodes |= {end for edge in edges for end in edge[:2]}
    part = part.part(nodes, edges)
    return part if around is None else part.part(_find_near(part, around.value, depth), edges)


def _read(result: Result | None, name: str) -> tuple[list[Quad], set[Node]]:
    """Return the triples of a result, as quads, and the things in its cells."""
    if result is None:
        return [], set()
    if isinstance(result, QueryBoolean):
        raise QueryError(f"{name}: an ASK gives no entities; use SELECT, CONSTRUCT or DESCRIBE")
    try:
        if not isinstance(result, QuerySolutions):
            return [Quad(*triple) for triple in result], set()
        cells = {cell for solution in result for cell in solution}
    except FAILURES as error:
        raise failed(error, name) from None
    return [], {cell for cell in cells if isinstance(cell, NamedNode | BlankNode)}


def _entities(about: Descriptions, things: Iterable[Node]) -> list[Node]:
    """Return those things that are described and are no relation, class, passage or claim."""
    others = {*about.passages, *about.claims}
    others |= {quad.predicate for quad in about.quads}
    others |= {quad.object for quad in about.quads if quad.predicate == TYPE}
    return [
        thing
        for thing in things
        if thing not in others and about.about(thing) and not is_term(thing)
    ]


def _leave_out_claims(whole: Network) -> None:
    claims = [edge for *edge, kind in whole.edges(keys=True, data="kind") if kind == "claim"]
    whole.remove_edges_from(claims)
    whole.graph["claims"] = []
    for _, node in whole.nodes(data=True):
        node["figures"] = [figure for figure in node["figures"] if "modality" not in figure]


def _find_near(part: Network, centre: str, depth: int) -> set[str]:
    """Return the nodes within some steps, in either direction, of one that may be absent.

    A term of a vocabulary, such as a stage of funding, is reached but leads no further.
    """
    if centre not in part:
        return set()

    def leads_on(node: str) -> bool:
        return node == centre or node.startswith("_:") or not is_term(NamedNode(node))

    steps = networkx.DiGraph()
    steps.add_node(centre)
    both_ways = (step for ends in part.edges() for step in (ends, ends[::-1]))
    steps.add_edges_from(step for step in both_ways if leads_on(step[0]))
    return set(networkx.single_source_shortest_path_length(steps, centre, cutoff=depth))
