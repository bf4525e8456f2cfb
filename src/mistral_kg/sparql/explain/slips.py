"""Find mistakes that the text of a query shows, whatever the data are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistral_kg.sparql.tokens import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from mistral_kg.sparql.tokens import Query

_DATE = re.compile("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")


def find_impossible(query: Query, bound: Container[str]) -> Iterator[str]:
    """Give in words each variable that only conditions name, and each aggregate in a FILTER."""
    conditions = {index: _condition(query, index) for index in query.words("FILTER", "HAVING")}
    inside = {i for condition in conditions.values() for i in condition}
    named = {
        token.text[1:]
        for i, token in enumerate(query.tokens)
        if token.kind == "variable" and i not in inside
    }
    for index, condition in conditions.items():
        for token in map(query.token, condition):
            name = token.text[1:]
            if token.kind == "variable" and name not in named and name not in bound:
                yield f"{token.text} is in a condition only, so it has no value{_near(name, named)}"
            if query.token(index).is_word("FILTER") and token.is_word(*AGGREGATES):
                write = f"write HAVING ({token.word}(…) …) after the pattern"
                yield f"{token.word} has no value in FILTER: {write}"


def _condition(query: Query, index: int) -> range:
    """Return the tokens of a condition; none where it holds a pattern, or asks BOUND."""
    opening = index + 1 if query.token(index + 1).text == "(" else index + 2
    condition = range(index + 1, query.closing.get(opening, opening) + 1)
    tokens = [query.token(i) for i in condition]
    is_read = query.token(opening).text == "(" and not any(
        token.text == "{" or token.is_word("BOUND", "COALESCE") for token in tokens
    )
    return condition if is_read else range(0)


def _near(name: str, named: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, named, n=1, cutoff=0.5)
    meant = near or [one for one in named if name.startswith(one)]
    return f"; did you mean ?{meant[0]}?" if meant else ""


def find_dates(query: Query) -> Iterator[str]:
    """Give a sentence on each date without quotation marks, which is a subtraction in SPARQL."""
    for index in range(len(query.tokens)):
        spans = (query.between(index, index + 4), query.between(index, index + 2))
        date = next(filter(_DATE.fullmatch, spans), None)
        if date:
            kind = "date" if len(date) == 10 else "gYearMonth"
            yield f'{date} is read as a subtraction: write "{date}"^^xsd:{kind}'
