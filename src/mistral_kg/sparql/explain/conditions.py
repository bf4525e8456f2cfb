"""Tell of a condition that can never hold, as the text of a query shows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.query import AGGREGATES, Query

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping


def impossible(text: str, prefixes: Mapping[str, str], bound: Container[str]) -> Iterator[str]:
    """Give in words each variable that only conditions name, and each aggregate in a FILTER."""
    query = Query(text, prefixes)
    conditions = [
        (index, range(index + 1, query.closing[opening] + 1))
        for index in query.words("FILTER", "HAVING")
        if (opening := _opening(query, index)) is not None
    ]
    inside = {i for _, condition in conditions for i in condition}
    named = {
        token.text[1:]
        for i, token in enumerate(query.tokens)
        if token.kind == "variable" and i not in inside
    }
    for index, condition in conditions:
        for i in condition:
            token = query.tokens[i]
            name = token.text[1:]
            if token.kind == "variable" and name not in named and name not in bound:
                near = get_close_matches(name, named, n=1, cutoff=0.5)
                meant = near or [one for one in named if name.startswith(one)][:1]
                asks = f"; did you mean ?{meant[0]}?" if meant else ""
                yield f"{token.text} stands in a condition only, and has no value there{asks}"
            if query.tokens[index].is_word("FILTER") and token.is_word(*AGGREGATES):
                word = token.text.upper()
                mend = f"write HAVING ({word}(…) …) behind the pattern"
                yield f"{word} has no value in FILTER: {mend}"


def _opening(query: Query, index: int) -> int | None:
    """Return the bracket that a condition opens; None where it holds a pattern, or asks BOUND."""
    opening = index + 1 if query.token(index + 1).text == "(" else index + 2
    close = query.closing.get(opening)
    if query.token(opening).text != "(" or close is None:
        return None
    words = query.tokens[index + 1 : close]
    return None if any(t.text == "{" or t.is_word("BOUND", "COALESCE") for t in words) else opening
