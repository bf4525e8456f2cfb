"""Compare an answer with the one that a W3C test expects."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mistral_kg.vocabulary import Term
    from tests.w3c.suite import Row, Rows


def isomorphic(one: Iterable[Triple], other: Iterable[Triple]) -> bool:
    """Tell whether two graphs are the same but for the names of their blank nodes."""
    graphs = [Dataset(Quad(*triple) for triple in triples) for triples in (one, other)]
    for graph in graphs:
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return graphs[0] == graphs[1]


def difference(found: Rows, wanted: Rows, *, lax: bool = False) -> str:
    """Return in what two answers differ, "" where they are the same.

    Rows are a multiset, or a list where `wanted` is ordered; blank nodes match one to one.
    Literals are compared by value and kind of datatype, as the suite says of numbers.
    `lax` is REDUCED: rows may come once or as often as they are.
    """
    if set(found.columns) != set(wanted.columns):
        return f"columns {found.columns}, expected {wanted.columns}"
    places = [found.columns.index(column) for column in wanted.columns]
    canonical = _canonical({cell for row in (*found.rows, *wanted.rows) for cell in row})
    have = [tuple(canonical[row[place]] for place in places) for row in found.rows]
    want = [tuple(canonical[cell] for cell in row) for row in wanted.rows]
    if lax:
        have, want = list(dict.fromkeys(have)), list(dict.fromkeys(want))
    if wanted.ordered:
        same = len(have) == len(want) and _pairs(list(zip(have, want, strict=True)), {})
    else:
        same = _matching(have, want)
    return "" if same else f"{_shown(have, want)}, expected {_shown(want, have)}"


def _canonical(terms: set[Term | None]) -> dict[Term | None, Term | None]:
    """Return each term with the form that its value has in a store of the engine."""
    listed = [term for term in terms if isinstance(term, Literal)]
    subjects = [NamedNode(f"urn:number:{place}") for place in range(len(listed))]
    store = Store()
    store.extend(
        Quad(subject, subjects[0], term) for subject, term in zip(subjects, listed, strict=True)
    )
    forms: dict[Term | None, Term | None] = {term: term for term in terms}
    for quad in store:
        forms[listed[subjects.index(quad.subject)]] = quad.object
    return forms


def _matching(have: list[Row], want: list[Row]) -> bool:
    if len(have) != len(want) or Counter(map(_shape, have)) != Counter(map(_shape, want)):
        return False
    # What has no blank node is told by its shape.
    return _match([r for r in have if _has_blank(r)], [r for r in want if _has_blank(r)], {})


def _match(have: list[Row], want: list[Row], names: dict[Term, Term]) -> bool:
    if not have:
        return True
    first, rest = have[0], have[1:]
    for place, row in enumerate(want):
        if _shape(first) != _shape(row):
            continue
        trial = dict(names)
        if _pairs([(first, row)], trial) and _match(rest, want[:place] + want[place + 1 :], trial):
            return True
    return False


def _pairs(pairs: list[tuple[Row, Row]], names: dict[Term, Term]) -> bool:
    """Tell whether rows are the same, and note in `names` which blank node is which."""
    for mine, other in pairs:
        if _shape(mine) != _shape(other):
            return False
        for one, two in zip(mine, other, strict=True):
            if not isinstance(one, BlankNode) or not isinstance(two, BlankNode):
                continue
            if one not in names and two in names.values():
                return False
            if names.setdefault(one, two) != two:
                return False
    return True


def _shape(row: Row) -> tuple[object, ...]:
    return tuple(None if isinstance(term, BlankNode) else (term,) for term in row)


def _has_blank(row: Row) -> bool:
    return any(isinstance(term, BlankNode) for term in row)


def _shown(rows: list[Row], other: list[Row]) -> str:
    shapes = [_shape(row) for row in other]
    odd = [row for row in rows if _shape(row) not in shapes] or rows
    return f"{len(rows)} rows: " + " | ".join(" ".join(map(str, row)) for row in odd[:4])
