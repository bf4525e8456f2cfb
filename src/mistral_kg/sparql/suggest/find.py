"""Find the mistake for which the engine refuses a query, and the query as it was meant.

The table and the finders are of mistakes that people ask about in public. What one proposes is
tried on the engine, and named only where the engine then reads the query.
"""

from __future__ import annotations

import re
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.errors import QueryError
from mistral_kg.sparql import syntax
from mistral_kg.sparql.suggest import match, names, structure, table, texts
from mistral_kg.sparql.suggest.mistake import FORMS
from mistral_kg.sparql.tokens import Query, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mistral_kg.sparql.suggest.mistake import Mistake

    Finder = Callable[[Query], Iterator[Mistake]]


# Where two correct a query in the same place, the earlier one is named.
_CERTAIN: tuple[Finder, ...] = (
    texts.find_pasted,
    names.find_undeclared,
    names.find_bare_iris,
    structure.find_commas,
    partial(match.find, rows=table.CERTAIN),
)
"""Mistakes that are so whatever else is wrong with the query."""
_LIKELY: tuple[Finder, ...] = (
    texts.find_inner_quotes,
    texts.find_open_quotes,
    structure.find_not_grouped,
    names.find_misspelt,
    partial(match.find, rows=table.LIKELY),
    names.find_bare_words,
    structure.find_closing,
    structure.find_opening,
)
"""Mistakes that are named only where correcting them, and others, makes a query that is read."""
_TRIES = 300
"""How many texts are tried on the engine, at some 0.1 to 1 ms each."""
_SECONDS = 1.0
_LONG = 100
"""Triples above which the engine takes seconds to plan a query, before it tells that it read it."""
_GAP = 40
"""Spaces after a text: more than the longest word of SPARQL has letters."""
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_DEPTH = 5
"""How many different mistakes one query may have."""


class Found(NamedTuple):
    """Where a query is refused and why, and the corrected query where that is sure."""

    start: int
    message: str
    """Empty where nothing explains it."""
    corrected: str | None = None


def explain(
    text: str, message: str, name: str, prefixes: Mapping[str, str], base: str | None = None
) -> QueryError:
    """Return the error that shows the place and the correction; `name` says whose text it is."""
    all_tokens = tokens(text)
    if not all_tokens:
        return QueryError(f"{name}: the query is empty; ask for example SELECT * {{ ?s ?p ?o }}")
    first = next((one for one in all_tokens if one.word in {*FORMS, *_UPDATES}), all_tokens[0])
    begins = first is all_tokens[0] or all_tokens[0].is_word("PREFIX", "BASE")
    if begins and first.word in _UPDATES:
        return QueryError(
            f"{name}: this is an update, and the graph is read-only; "
            "ask SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    found = find(text, prefixes, base)
    place = _PLACE.search(message)
    stop = syntax.position(text, int(place[1]), int(place[2])) if place else 0
    reason = (found and found.message) or _unread(message)
    error = QueryError(syntax.shown(name, text, found.start if found else stop, reason))
    error.suggestion = found.corrected if found else None
    return error


def _unread(message: str) -> str:
    """Return why the engine stopped, without its classes of characters."""
    found = _PLACE.search(message)
    if not found:
        return f"the query cannot be read; {message}"
    reason = "the query cannot be read from here on"
    if "expected" not in found[3]:
        return f"{reason}; {found[3]}"
    listed = found[3].partition("expected ")[2].removeprefix("one of ").split(", ")
    signs = [word for word in listed if re.fullmatch(r'"[^"]+"', word)]
    return f"{reason}; expected {' or '.join(signs)}" if 0 < len(signs) <= 3 else reason


def find(text: str, known: Mapping[str, str], base: str | None = None) -> Found | None:
    """Return the mistake nearest to where the engine stops, None where it reads all of the text.

    `known` are the prefixes that need no declaration; `base` resolves relative IRIs.
    """
    search = _Search(known, base)
    message = search.refusal(text)
    if message is None:
        return None
    query = search.query(text)
    is_long = sum(1 for _ in query.signs(".", ";", ",")) > _LONG
    found = None if is_long else search.correct(query, message, _DEPTH)
    if found:
        return found
    if not any(True for _ in query.signs('"', "'")):  # a bracket may be in a text
        for bracket in (*structure.find_closing(query), *structure.find_opening(query)):
            return Found(bracket.start, bracket.message)
    if not any(True for _ in query.words(*FORMS)):
        message = "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE"
        search_hint = "`mistral-kg search WORDS` finds things by name"
        return Found(query.token(0).start, f"{message}; {search_hint}")
    return Found(query.place, match.describe(query, table.HINTS))


class _Search:
    def __init__(self, known: Mapping[str, str], base: str | None) -> None:
        from pyoxigraph import Store

        self._known = known
        self._base = base
        self._store = Store()
        self._tries = _TRIES
        self._end = perf_counter() + _SECONDS

    def refusal(self, text: str) -> str | None:
        """Return why the engine does not read all of a text, None where it does."""
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

    def correct(self, query: Query, message: str, depth: int) -> Found | None:
        """Return the mistake that, corrected alone or with others, makes a query that is read."""
        further: list[tuple[Mistake, bool, str, str]] = []
        for mistake, certain in _mistakes(query):
            if self._tries <= 0 or perf_counter() > self._end:
                break
            corrected = mistake.correct(query.text)
            after = self.refusal(corrected)
            if after is None:
                return Found(mistake.start, mistake.message, corrected if mistake.sure else None)
            if self._is_further(query, message, mistake, corrected, after):
                further.append((mistake, certain, corrected, after))
        for mistake, _, corrected, after in further if depth > 1 else ():
            rest = self.correct(self.query(corrected), after, depth - 1)
            if rest:
                return Found(
                    mistake.start, mistake.message, rest.corrected if mistake.sure else None
                )
        return next((Found(one.start, one.message) for one, sure, *_ in further if sure), None)

    def _is_further(
        self, query: Query, message: str, mistake: Mistake, corrected: str, after: str
    ) -> bool:
        """Tell whether the engine reads on in the corrected text where it stopped in the query."""
        end = query.token(query.here).end
        if query.here >= len(query.tokens):
            return message.partition(": ")[2] != after.partition(": ")[2]
        edits = [edit for edit in mistake.edits if edit.start < end]
        end += sum(len(edit.text) - (edit.end - edit.start) for edit in edits)
        return self._begins(corrected[:end])


def _mistakes(query: Query) -> list[tuple[Mistake, bool]]:
    """Return what may be wrong, the nearest to where the engine stopped first."""
    here = query.place
    found = [
        (mistake, finder in _CERTAIN)
        for finder in (*_CERTAIN, *_LIKELY)
        for mistake in finder(query)
        if mistake.edits
    ]
    return sorted(found, key=lambda one: (not one[0].sure, abs(one[0].start - here)))
