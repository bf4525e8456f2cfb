"""Find the slip for which the engine refuses a query, and the query as it was meant.

Each module names slips that people ask about in public. What one proposes is tried on the engine,
and told only where the engine then reads the query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.slips import (
    brackets,
    characters,
    clauses,
    columns,
    expressions,
    incomplete,
    keywords,
    names,
    patterns,
    scope,
)
from mistral_kg.slips.query import Query, Refusal, Slip, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Finder = Callable[[Query], Iterator[Slip]]

# Where two mend a query in the same place, the earlier one is told.
CERTAIN: tuple[Finder, ...] = (
    characters.pasted,
    names.prefix_line,
    names.undeclared,
    names.bare_iri,
    columns.commas,
    columns.unnamed_expression,
    columns.missing,
    expressions.functions,
)
"""Slips that are so whatever else is wrong with the query."""

LIKELY: tuple[Finder, ...] = (
    characters.doubled_quote,
    characters.inner_quote,
    characters.open_quote,
    scope.not_grouped,
    scope.named_twice,
    columns.without_as,
    columns.distinct_in_call,
    columns.empty_from,
    names.address,
    names.broken_name,
    names.broken_variable,
    keywords.misspelt,
    keywords.comment,
    expressions.of_sql,
    expressions.operators,
    expressions.existence,
    expressions.if_then_else,
    expressions.lists,
    clauses.out_of_order,
    clauses.inside_braces,
    clauses.limits,
    clauses.after_the_end,
    clauses.ordering,
    clauses.order_expression,
    clauses.having,
    expressions.filter_brackets,
    patterns.values,
    patterns.bind,
    patterns.union,
    patterns.unbraced,
    patterns.construct_where,
    patterns.template,
    patterns.whole_pattern,
    patterns.missing_dot,
    patterns.separators,
    names.special_in_name,
    names.bare_word,
    keywords.lonely_filter,
    brackets.closes_nothing,
    brackets.not_closed,
)
"""Slips that are told only where mending them, and others, makes a query that is read."""

_TRIES = 600
"""How many texts are tried on the engine: some 80 ms."""
_DEPTH = 5
"""How many different slips one query may have."""


class Found(NamedTuple):
    """A slip: where, in words, and the query with all its slips mended where that is sure."""

    start: int
    says: str
    mended: str | None


def find(text: str, prefixes: Mapping[str, str]) -> Found | None:
    """Return the slip nearest to where the engine stops, None where none explains it."""
    search = _Search(prefixes)
    refused = search.refusal(text)
    if not refused:
        return None
    found = search.mend(text, refused, _DEPTH)
    if found:
        return found
    query = Query(text, refused, prefixes)
    return _unbalanced(query) or _incomplete(query)


def _unbalanced(query: Query) -> Found | None:
    """Return a bracket that has no fellow: that is so, though closing it mends not all."""
    if any(True for _ in query.signs('"', "'")):
        return None  # it may stand in a text
    for slip in (*brackets.closes_nothing(query), *brackets.not_closed(query)):
        return Found(slip.start, slip.says, None)
    return None


def _incomplete(query: Query) -> Found | None:
    for finder in (incomplete.form, incomplete.number, incomplete.triple, incomplete.end):
        for slip in finder(query):
            return Found(slip.start, slip.says, None)
    return None


class _Search:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        from pyoxigraph import Store

        self._prefixes = prefixes
        self._store = Store()
        self._tries = _TRIES

    def refusal(self, text: str) -> Refusal | None:
        """Return where the engine stops in a text, None where it reads all of it.

        Nothing is evaluated: the engine refuses to bind a variable that no query has.
        """
        from pyoxigraph import NamedNode, Variable

        self._tries -= 1
        unused = "unused"
        while unused in text:
            unused += "_"
        try:
            self._store.query(
                text,
                prefixes=dict(self._prefixes),
                substitutions={Variable(unused): NamedNode("urn:unused")},
            )
        except SyntaxError as error:
            return refusal(text, str(error))
        except (RuntimeError, ValueError, OSError):
            return None
        return None

    def mend(self, text: str, refused: Refusal, depth: int) -> Found | None:
        query = Query(text, refused, self._prefixes)
        further = []
        for slip, certain in self._slips(query):
            if self._tries <= 0:
                break
            mended = slip.mend(text)
            after = self.refusal(mended)
            if after is None:
                return Found(slip.start, slip.says, mended if slip.sure else None)
            if _original(after.reached, slip) > refused.reached or (
                _original(after.offset, slip) > refused.offset or after.reached >= len(mended)
            ):
                further.append((slip, certain, mended, after))
        if depth > 1:
            for slip, _, mended, after in further:
                rest = self.mend(mended, after, depth - 1)
                if rest:
                    return Found(slip.start, slip.says, rest.mended if slip.sure else None)
        return next((Found(one.start, one.says, None) for one, sure, *_ in further if sure), None)

    def _slips(self, query: Query) -> list[tuple[Slip, bool]]:
        """Return what may be wrong, the nearest to where the engine stopped first."""
        here = query.refused.offset
        found = [
            (slip, finder in CERTAIN)
            for finder in (*CERTAIN, *LIKELY)
            for slip in finder(query)
            if slip.edits
        ]
        return sorted(found, key=lambda one: (not one[0].sure, abs(one[0].start - here)))


def _original(offset: int, slip: Slip) -> int:
    """Return the place in the text that became this place when the slip was mended."""
    shift = 0
    for edit in sorted(slip.edits):
        if edit.start + shift >= offset:
            break
        shift += len(edit.text) - (edit.end - edit.start)
    return offset - shift
