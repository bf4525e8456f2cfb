"""The order of an export: what comes first, and what blank nodes are called, or get as IRIs."""

from __future__ import annotations

import re
from collections import Counter

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from mistral_kg.vocabulary import LABEL, OURS, RDF, TYPE, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    Around = dict[BlankNode, list[Quad]]

# What a subject begins with; a statement reads as the triple that it is of.
_FIRST = (TYPE, LABEL, *(NamedNode(RDF + part) for part in ("subject", "predicate", "object")))
_KINDS = {predicate: place for place, predicate in enumerate(_FIRST)}

_GENID = "https://w3id.org/.well-known/genid/mistral-kg-"


def renamed(quads: set[Quad]) -> set[Quad]:
    """Return the quads with each blank node named after its place in the dataset (RDFC-1.0)."""
    from pyoxigraph import CanonicalizationAlgorithm, Dataset

    # RDFC-1.0 alone needs 30 s for a list of 600 blank nodes, because it looks no further than
    # a node's own quads before it tries permutations. Marked with ranks from a wider look, they
    # take milliseconds; only equal nodes with eight and more equal neighbours remain slow.
    mark = NamedNode("urn:mistral-kg:rank")
    while any(quad.predicate == mark for quad in quads):
        mark = NamedNode(f"{mark.value}-")
    ranks = _refine(_around(quads))
    marks = {Quad(node, mark, Literal(str(rank))) for node, rank in ranks.items()}
    if not marks:
        return quads
    dataset = Dataset(quads | marks)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad for quad in dataset if quad.predicate != mark}


def skolemise(quads: Iterable[Quad]) -> tuple[list[Quad], int]:
    """Return the quads with an IRI in place of each blank node, and how many there were.

    The IRI is the same for the same data: it is made of all quads with blank nodes and of the
    node's place among them (RDFC-1.0), so that two datasets never share one by accident. See
    https://www.w3.org/TR/rdf11-concepts/#section-skolemization.
    """
    quads = list(quads)
    blank = {quad for quad in quads if any(_blank_nodes(quad))}
    if not blank:
        return quads, 0
    from hashlib import sha256

    named = sorted(renamed(blank), key=str)
    digest = sha256("\n".join(map(str, named)).encode()).hexdigest()[:16]

    def replaced(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return NamedNode(f"{_GENID}{digest}-{term.value}")
        return Triple(*map(replaced, term)) if isinstance(term, Triple) else term

    kept = [quad for quad in quads if quad not in blank]
    return [*kept, *(Quad(*map(replaced, quad)) for quad in named)], len(_around(named))


def numbered(quads: Iterable[Quad]) -> dict[BlankNode, int]:
    """Return the number of each blank node, from 1, whatever the order of the quads.

    A node is known by what is around it. Where several have the same around them, any is taken as
    the first, and those that it leads to follow it. So this is fast, as RDFC-1.0 is not, but of a
    shape such as a web of nodes with three neighbours each the numbers may change.
    """
    around = _around(quads)
    ranks = _refine(around)
    sizes = Counter(ranks.values())
    visited: dict[BlankNode, int] = {}
    for start in sorted(around, key=ranks.__getitem__):
        left = [start]
        while left:
            node = left.pop()
            if node not in visited:
                visited[node] = len(visited)
                views = [(_view(quad, node, ranks), quad) for quad in around[node]]
                for _, quad in sorted(views, key=lambda pair: pair[0]):
                    left += [near for near in _blank_nodes(quad) if sizes[ranks[near]] > 1]
    nodes = sorted(around, key=lambda node: (ranks[node], visited[node]))
    return {node: number for number, node in enumerate(nodes, 1)}


def _around(quads: Iterable[Quad]) -> Around:
    """Return the quads around each blank node."""
    around: Around = {}
    for quad in quads:
        for node in dict.fromkeys(_blank_nodes(quad)):
            around.setdefault(node, []).append(quad)
    return around


def _blank_nodes(terms: Iterable[Any]) -> Iterator[BlankNode]:
    for term in terms:
        if isinstance(term, BlankNode):
            yield term
        elif isinstance(term, Triple):
            yield from _blank_nodes(term)


def _refine(around: Around) -> dict[BlankNode, int]:
    """Return ranks that tell apart the nodes that have unlike nodes around."""
    ranks = dict.fromkeys(around, 0)
    known = 0
    while known < len(sizes := Counter(ranks.values())):
        known = len(sizes)
        views = {
            node: (rank, tuple(sorted(_view(quad, node, ranks) for quad in around[node])))
            if sizes[rank] > 1
            else (rank, ())
            for node, rank in ranks.items()
        }
        order = {view: place for place, view in enumerate(sorted(set(views.values())))}
        ranks = {node: order[view] for node, view in views.items()}
    return ranks


def _view(quad: Quad, node: BlankNode, ranks: dict[BlankNode, int]) -> tuple[str, ...]:
    """Return a quad as it looks from a node, with the ranks of other blank nodes in it."""

    def seen(term: Any) -> str:
        if isinstance(term, Triple):
            return " ".join(map(seen, term))
        if isinstance(term, BlankNode):
            return "_" if term == node else f"_{ranks[term]}"
        return str(term)

    return tuple(map(seen, quad))


def sort_key(quad: Quad, statements: Mapping[Node, Quad] | None = None) -> tuple[object, ...]:
    """Return the sort key of a quad; a subject's types come first, then its labels.

    A statement comes right after the passage or claim that it belongs to, in the order of the
    triples; `statements` has the quad that each is of.
    """
    kind = _KINDS.get(quad.predicate, len(_FIRST))
    subject, predicate, value, graph = map(_place, quad)
    # What the article says comes before the words of others.
    foreign = isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(OURS)
    of = statements.get(quad.subject) if statements else None
    if of is None:
        return (graph, foreign, subject, (), kind, predicate, value)
    # The name comes last: it tells apart what only differs in the spelling of a number.
    *triple, described = map(_place, of)
    return (graph, foreign, described, (*triple, subject), kind, predicate, value)


def _place(term: Node) -> tuple[int, str, str, str, str]:
    def natural(text: str) -> str:
        return re.sub("[0-9]+", lambda digits: digits[0].zfill(20), text)  # s2 before s10

    if isinstance(term, DefaultGraph):
        return (0, "", "", "", "")
    if isinstance(term, Triple):
        return (4, "", natural(str(term)), "", "")
    if isinstance(term, Literal):
        return (3, term.language or "", natural(term.value), term.value, term.datatype.value)
    return (1 if isinstance(term, NamedNode) else 2, "", natural(term.value), term.value, "")
