"""Find the slip for which the engine refuses a query, and the query as it was meant.

Each module names slips that people ask about in public. What one proposes is tried on the engine,
and told only where the engine then reads the query.
"""

from __future__ import annotations

import re
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.sparql import syntax
from mistral_kg.sparql.suggest import (
    brackets,
    characters,
    clauses,
    columns,
    expressions,
    groups,
    incomplete,
    keywords,
    names,
    patterns,
    prefixes,
    scope,
    values,
)
from mistral_kg.sparql.suggest.query import Slip
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Finder = Callable[[Query], Iterator[Slip]]

# Where two mend a query in the same place, the earlier one is told.
CERTAIN: tuple[Finder, ...] = (
    characters.pasted,
    prefixes.prefix_line,
    prefixes.undeclared,
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
    columns.named_again,
    names.address,
    names.broken_iri,
    names.broken_name,
    names.broken_variable,
    names.tagged_variable,
    names.usual_property,
    keywords.misspelt,
    keywords.comment,
    keywords.doubled,
    expressions.of_sql,
    expressions.operators,
    expressions.existence,
    expressions.if_then_else,
    expressions.lists,
    expressions.missing_comma,
    expressions.thousands,
    clauses.out_of_order,
    clauses.inside_braces,
    clauses.limits,
    clauses.after_the_end,
    clauses.ordering,
    clauses.order_word,
    clauses.order_expression,
    clauses.having,
    expressions.filter_brackets,
    values.values,
    values.bind,
    groups.union,
    groups.two_patterns,
    groups.unbraced,
    groups.construct_where,
    groups.construct_alone,
    groups.template,
    groups.whole_pattern,
    patterns.missing_dot,
    patterns.separators,
    names.special_in_name,
    names.bare_word,
    keywords.lonely_filter,
    brackets.closes_nothing,
    brackets.not_closed,
)
"""Slips that are told only where mending them, and others, makes a query that is read."""

_TRIES = 300
"""How many texts are tried on the engine, at some 0.1 to 1 ms each."""
_SECONDS = 1.0
_LONG = 100
"""Triples above which the engine takes seconds to plan a query, before it tells that it read it."""
_GAP = 40
"""Spaces after a text: more than the longest word of SPARQL has letters."""
_PLACE = re.compile(r"error at (\d+):(\d+): ")
_DEPTH = 5
"""How many different slips one query may have."""


class Found(NamedTuple):
    """Where a query is refused and why, and the query with its slips mended where that is sure."""

    start: int
    says: str
    """Empty where nothing explains it."""
    mended: str | None = None


def find(text: str, known: Mapping[str, str], base: str | None = None) -> Found | None:
    """Return the slip nearest to where the engine stops, None where it reads all of the text.

    `known` are the prefixes that need no declaration; `base` resolves relative IRIs.
    """
    search = _Search(known, base)
    message = search.refusal(text)
    if message is None:
        return None
    query = search.query(text)
    if sum(1 for _ in query.signs(".", ";", ",")) > _LONG:
        return _unbalanced(query) or _incomplete(query) or Found(query.place, "")
    found = search.mend(query, message, _DEPTH) or _unbalanced(query) or _incomplete(query)
    return found or Found(query.place, "")


def _unbalanced(query: Query) -> Found | None:
    """Return a bracket that has no fellow: that is so, though closing it mends not all."""
    if any(True for _ in query.signs('"', "'")):
        return None  # it may stand in a text
    for slip in (*brackets.closes_nothing(query), *brackets.not_closed(query)):
        return Found(slip.start, slip.says)
    return None


def _incomplete(query: Query) -> Found | None:
    for finder in incomplete.FINDERS:
        for slip in finder(query):
            return Found(slip.start, slip.says)
    return None


class _Search:
    def __init__(self, known: Mapping[str, str], base: str | None) -> None:
        from pyoxigraph import Store

        self._known = known
        self._base = base
        self._store = Store()
        self._tries = _TRIES
        self._end = perf_counter() + _SECONDS

    def refusal(self, text: str) -> str | None:
        """Return the engine's word on a text, None where it reads all of it."""
        self._tries -= 1
        return syntax.refusal(text, self._known, self._base, self._store)

    def query(self, text: str) -> Query:
        """Return a refused text as tokens, with the first of them that the engine does not read."""
        query = Query(text, self._known)
        low, high = 0, len(query.tokens)
        while low < high:
            middle = (low + high) // 2
            if self._begins(text[: query.tokens[middle].end]):
                low = middle + 1
            else:
                high = middle
        query.here = low
        return query

    def _begins(self, text: str) -> bool:
        """Tell whether some query begins with a text that ends with a token.

        The engine's place alone does not tell it: it is the end of the longest word that it tried.
        """
        longer = text + " " * _GAP
        # The last character is never read, so that the engine plans nothing.
        message = self.refusal(f"{longer}\x00") or ""
        found = _PLACE.match(message)
        if not found:
            return False
        return syntax.position(longer, int(found[1]), int(found[2])) > len(text) + _GAP / 2

    def mend(self, query: Query, message: str, depth: int) -> Found | None:
        """Return the slip that, mended alone or with others, makes a query that is read."""
        further: list[tuple[Slip, bool, str, str]] = []
        for slip, certain in _slips(query):
            if self._tries <= 0 or perf_counter() > self._end:
                break
            mended = slip.mend(query.text)
            after = self.refusal(mended)
            if after is None:
                return Found(slip.start, slip.says, mended if slip.sure else None)
            if self._is_further(query, message, slip, mended, after):
                further.append((slip, certain, mended, after))
        for slip, _, mended, after in further if depth > 1 else ():
            rest = self.mend(self.query(mended), after, depth - 1)
            if rest:
                return Found(slip.start, slip.says, rest.mended if slip.sure else None)
        return next((Found(one.start, one.says) for one, sure, *_ in further if sure), None)

    def _is_further(self, query: Query, message: str, slip: Slip, mended: str, after: str) -> bool:
        """Tell whether the engine reads on in the mended text where it stopped in the query."""
        end = query.token(query.here).end
        if query.here >= len(query.tokens):
            return message.partition(": ")[2] != after.partition(": ")[2]
        edits = [edit for edit in slip.edits if edit.start < end]
        end += sum(len(edit.text) - (edit.end - edit.start) for edit in edits)
        return self._begins(mended[:end])


def _slips(query: Query) -> list[tuple[Slip, bool]]:
    """Return what may be wrong, the nearest to where the engine stopped first."""
    here = query.place
    found = [
        (slip, finder in CERTAIN)
        for finder in (*CERTAIN, *LIKELY)
        for slip in finder(query)
        if slip.edits
    ]
    return sorted(found, key=lambda one: (not one[0].sure, abs(one[0].start - here)))
