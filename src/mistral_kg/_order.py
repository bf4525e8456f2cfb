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
    from collections.abc import Mapping

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
    marks = {Quad(node, mark, Literal(str(rank))) for node, rank in _blank_ranks(quads).items()}
    if not marks:
        return quads
    dataset = Dataset(quads | marks)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad for quad in dataset if quad.predicate != mark}


def _blank_ranks(quads: set[Quad]) -> dict[BlankNode, int]:
    """Return a rank for each blank node: those with unlike surroundings have unlike ranks."""
    around: dict[BlankNode, list[Quad]] = {}
    for quad in quads:
        for node in {term for term in quad if isinstance(term, BlankNode)}:
            around.setdefault(node, []).append(quad)
    ranks = dict.fromkeys(around, 0)
    known = 0
    while known < len(sizes := Counter(ranks.values())):
        known = len(sizes)
        views = {
            node: (rank, tuple(sorted(_view(node, quad, ranks) for quad in around[node])))
            if sizes[rank] > 1
            else (rank, ())
            for node, rank in ranks.items()
        }
        order = {view: place for place, view in enumerate(sorted(set(views.values())))}
        ranks = {node: order[view] for node, view in views.items()}
    return ranks


def _view(node: BlankNode, quad: Quad, ranks: dict[BlankNode, int]) -> tuple[str, ...]:
    return tuple(
        str(term) if not isinstance(term, BlankNode) else "_" if term == node else f"_{ranks[term]}"
        for term in quad
    )


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
