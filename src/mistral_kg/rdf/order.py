"""The order of an export: what comes first, and how blank nodes are called."""

from __future__ import annotations

import re
from collections import Counter

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from mistral_kg.vocabulary import LABEL, OURS, RDF, TYPE, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    Around = dict[BlankNode, list[Quad]]

# What a subject begins with; a statement reads as the triple that it is of.
_FIRST = (TYPE, LABEL, *(NamedNode(RDF + part) for part in ("subject", "predicate", "object")))
_KINDS = {predicate: place for place, predicate in enumerate(_FIRST)}


def renamed(quads: set[Quad]) -> set[Quad]:
    """Return the quads with each blank node named after its place in the dataset (RDFC-1.0)."""
    # RDFC-1.0 alone needs 30 s for a list of 600 blank nodes, because it looks no further than
    # a node's own quads before it tries permutations. Marked with what a wider look tells, they
    # take milliseconds; only equal nodes with eight and more equal neighbours remain slow.
    mark = NamedNode("urn:mistral-kg:rank")
    while any(quad.predicate == mark for quad in quads):
        mark = NamedNode(f"{mark.value}-")
    ranks = _refined(*_alike(quads))
    marks = {Quad(node, mark, Literal(str(rank))) for node, rank in ranks.items()}
    if not marks:
        return quads
    dataset = Dataset(quads | marks)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad for quad in dataset if quad.predicate != mark}


def numbered(quads: Iterable[Quad]) -> dict[BlankNode, int]:
    """Return the number of each blank node, from 1, whatever the order of the quads.

    A node is known by what is around it. Where several have the same around them, any is taken as
    the first, and then those near it differ. So this is fast, as RDFC-1.0 is not, but of a shape
    such as an irregular web of nodes with three neighbours each the numbers may change.
    """
    around, ranks = _alike(quads)
    ranks = _refined(around, ranks)
    parts = [_told_apart(part, around, ranks) for part in _tied(around, ranks)]
    parts.sort(key=lambda part: part[0])
    order = {node: place for place, node in enumerate(node for _, part in parts for node in part)}
    nodes = sorted(around, key=lambda node: (ranks[node], order.get(node, 0)))
    return {node: number for number, node in enumerate(nodes, 1)}


def _alike(quads: Iterable[Quad]) -> tuple[Around, dict[BlankNode, int]]:
    """Return the quads around each blank node, and ranks that tell none apart."""
    around: Around = {}
    for quad in quads:
        for node in _blank(quad):
            around.setdefault(node, []).append(quad)
    return around, dict.fromkeys(around, 0)


def _blank(terms: Iterable[Any]) -> set[BlankNode]:
    found: set[BlankNode] = set()
    for term in terms:
        if isinstance(term, BlankNode):
            found.add(term)
        elif isinstance(term, Triple):
            found |= _blank(term)
    return found


def _refined(around: Around, ranks: dict[BlankNode, int]) -> dict[BlankNode, int]:
    """Return ranks that tell apart what those given do, and what has unlike nodes around."""
    known = 0
    while known < len(sizes := Counter(ranks.values())):
        known = len(sizes)
        views = {
            node: (rank, _views(node, around, ranks) if sizes[rank] > 1 else ())
            for node, rank in ranks.items()
        }
        order = {view: place for place, view in enumerate(sorted(set(views.values())))}
        ranks = {node: order[view] for node, view in views.items()}
    return ranks


def _views(
    node: BlankNode, around: Around, ranks: dict[BlankNode, int]
) -> tuple[tuple[str, ...], ...]:
    def seen(term: Any) -> str:
        if isinstance(term, Triple):
            return " ".join(map(seen, term))
        if isinstance(term, BlankNode):
            return "_" if term == node else f"_{ranks.get(term, '')}"
        return str(term)

    return tuple(sorted(tuple(map(seen, quad)) for quad in around[node]))


def _tied(around: Around, ranks: dict[BlankNode, int]) -> Iterator[list[BlankNode]]:
    """Yield the nodes that share their ranks with others, in parts that no quad ties."""
    sizes = Counter(ranks.values())
    left = {node for node, rank in ranks.items() if sizes[rank] > 1}
    while left:
        part = [left.pop()]
        for node in part:
            near = left & {other for quad in around[node] for other in _blank(quad)}
            left -= near
            part += near
        yield part


def _told_apart(
    part: list[BlankNode], around: Around, ranks: dict[BlankNode, int]
) -> tuple[list[tuple[int, tuple[tuple[str, ...], ...]]], list[BlankNode]]:
    """Return what tells a part from others, and its nodes in order.

    The nodes outside need no look: those of one rank see the same of them.
    """
    found = {node: ranks[node] for node in part}
    while True:
        found = _refined(around, found)
        sizes = Counter(found.values())
        tied = min((rank for rank in found.values() if sizes[rank] > 1), default=None)
        if tied is None:
            nodes = sorted(part, key=found.__getitem__)
            return [(ranks[node], _views(node, around, found)) for node in nodes], nodes
        first = next(node for node in part if found[node] == tied)
        found = {n: 2 * rank + (rank == tied and n != first) for n, rank in found.items()}


def sort_key(quad: Quad, statements: Mapping[Node, Quad] | None = None) -> tuple[object, ...]:
    """Return the sort key of a quad; a subject's types come first, then its labels.

    A statement comes right after the passage or claim that it belongs to, in the order of the
    triples; `statements` has the quad that each is of.
    """
    kind = _KINDS.get(quad.predicate, len(_FIRST))
    graph, subject, predicate, value = map(
        _place, (quad.graph_name, quad.subject, quad.predicate, quad.object)
    )
    # What the article says comes before the words of others that it is said with.
    foreign = isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(OURS)
    said = statements.get(quad.subject) if statements else None
    if said is None:
        return (graph, foreign, subject, (), kind, predicate, value)
    # The name comes last: it tells apart what only differs in the spelling of a number.
    triple = (_place(said.subject), _place(said.predicate), _place(said.object), subject)
    return (graph, foreign, _place(said.graph_name), triple, kind, predicate, value)


def _place(term: Node) -> tuple[int, str, str, str, str]:
    if isinstance(term, DefaultGraph):
        return (0, "", "", "", "")
    if isinstance(term, Triple):
        return (4, "", re.sub("[0-9]+", lambda digits: digits[0].zfill(20), str(term)), "", "")
    # Padded numbers, so that s2 comes before s10.
    natural = re.sub("[0-9]+", lambda digits: digits[0].zfill(20), term.value)
    if isinstance(term, Literal):
        return (3, term.language or "", natural, term.value, term.datatype.value)
    return (1 if isinstance(term, NamedNode) else 2, "", natural, term.value, "")
