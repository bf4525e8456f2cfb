"""Narrow the network of a dataset: to what a query answers, to what is near an entity, to facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx
from pyoxigraph import BlankNode, NamedNode, Quad, QueryBoolean, QuerySolutions

from mistral_kg.errors import QueryError
from mistral_kg.explore.description import Descriptions
from mistral_kg.page import network
from mistral_kg.rdf.names import is_term
from mistral_kg.serialize.results import is_graph
from mistral_kg.sparql.run import FAILURES, failed
from mistral_kg.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mistral_kg.page.network import Network
    from mistral_kg.sparql.run import Result
    from mistral_kg.vocabulary import Node


def build(
    quads: Sequence[Quad],
    result: Result | None = None,
    *,
    around: NamedNode | None = None,
    depth: int = 1,
    facts_only: bool = False,
    name: str = "query",
) -> Network:
    """Return a part of the network of the quads; it is empty where nothing is left.

    Of a SELECT it is the entities in the cells and the edges among them; of a CONSTRUCT or
    DESCRIBE its triples, and where the quads do not say one, a fact without a sentence. Then
    `around` leaves what is within `depth` steps of an entity, in either direction; a term of a
    vocabulary, such as a stage of funding, is reached but leads no further.

    Raises QueryError for an ASK and when the engine fails on the way; `name` says whose query.
    """
    if isinstance(result, QueryBoolean):
        raise QueryError(f"{name}: an ASK gives no entities; use SELECT, CONSTRUCT or DESCRIBE")
    triples, cells = _read(result, name)
    about = Descriptions([*quads, *_news(triples, quads)])
    if result is None and around is not None:
        cells = {around}
    said = {quad.triple for quad in about.said}
    facts = [quad for quad in triples if quad.triple not in said and network.ties_two(quad)]
    part = network.of(about, _entities(about, cells), facts)
    if facts_only:
        _leave_out_claims(part)

    edges = set(part.edges(keys=True))
    if result is not None and is_graph(result):
        asked = {tuple(network.key(about, term) for term in quad.triple) for quad in triples}
        relations = part.edges(keys=True, data="relation_iri")
        edges = {(*ends, key) for *ends, key, iri in relations if (ends[0], iri, ends[1]) in asked}
    nodes = {network.key(about, cell) for cell in cells}
    if result is None or is_graph(result):
        nodes |= {end for edge in edges for end in edge[:2]}
    part = part.part(nodes, edges)
    return part if around is None else part.part(_near(part, around.value, depth), edges)


def _read(result: Result | None, name: str) -> tuple[list[Quad], set[Node]]:
    """Return the triples of a result, as quads, and the things in its cells."""
    if result is None or isinstance(result, QueryBoolean):
        return [], set()
    try:
        if not isinstance(result, QuerySolutions):
            return [Quad(*triple) for triple in result], set()
        cells = {cell for solution in result for cell in solution}
    except FAILURES as error:
        raise failed(error, name) from None
    return [], {cell for cell in cells if isinstance(cell, NamedNode | BlankNode)}


def _news(triples: Iterable[Quad], quads: Iterable[Quad]) -> list[Quad]:
    """Return the triples that add to the quads: a label, say, that a query gives to a thing.

    Where the quads know a property of a thing, theirs is taken: the engine rewrites literals.
    """
    known = {(quad.subject, quad.predicate) for quad in quads}
    return [quad for quad in triples if (quad.subject, quad.predicate) not in known]


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


def _near(part: Network, centre: str, depth: int) -> set[str]:
    """Return the nodes within some steps of one, which may itself be absent."""
    near = {centre} & set(part)
    new = near
    for _ in range(depth):
        stations = {one for one in new if one == centre or not _is_term(one)}
        new = {other for one in stations for other in networkx.all_neighbors(part, one)} - near
        if not new:
            break
        near = near | new
    return near


def _is_term(key: str) -> bool:
    return not key.startswith("_:") and is_term(NamedNode(key))
