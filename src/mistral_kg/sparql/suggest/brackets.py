"""Find mistakes in brackets and braces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.mistake import MODIFIERS, Edit, Mistake, inserted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query

_CLOSE = {"{": "}", "(": ")", "[": "]"}
_OPEN = {close: opening for opening, close in _CLOSE.items()}


def find_closing(query: Query) -> Iterator[Mistake]:
    """Find a bracket that closes nothing."""
    for index in query.signs(*_OPEN):
        if index not in query.closing.values():
            token = query.tokens[index]
            opening = _OPEN[token.text]
            message = f"this {token.text} closes nothing: remove it or open a {opening} before"
            yield Mistake(token.start, message, (Edit(token.start, token.end, ""),))


def find_opening(query: Query) -> Iterator[Mistake]:
    """Find a bracket that nothing closes, and where it may close."""
    for index in query.signs(*_CLOSE):
        if index in query.closing:
            continue
        token = query.tokens[index]
        close = _CLOSE[token.text]
        for end in _ends(query, index):
            before, after = query.token(end - 1), query.token(end)
            where = f" before {after.text}" if after.kind != "end" else ""
            message = f"this {token.text} is not closed: add a {close}{where}"
            edit = inserted(before.end, f" {close}" if close == "}" else close)
            yield Mistake(token.start, message, (edit,))


def _ends(query: Query, opening: int) -> Iterator[int]:
    """Give the indices of tokens before which a bracket may close, the likeliest first."""
    if query.tokens[opening].text == "{":
        clauses = list(query.words(*MODIFIERS[:-1]))
        if clauses:
            yield next((i for i in clauses if i > opening), clauses[0])
        yield len(query.tokens)
        yield from (i for i in query.words("UNION", "FILTER", "OPTIONAL") if i > opening)
        return
    yield query.until(opening + 1, lambda token: token.text in {"}", "."})
    here = query.here
    nearest = range(max(opening + 2, here - 6), min(here + 3, len(query.tokens)) + 1)
    yield from sorted(nearest, key=lambda index: (abs(index - here), index))
