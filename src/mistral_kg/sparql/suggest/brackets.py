"""Find brackets and braces that are open, closed twice or crossed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.query import MODIFIERS, Slip, inserted, removed
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator


def closes_nothing(query: Query) -> Iterator[Slip]:
    """Find a bracket that closes nothing."""
    closed = set(query.closing.values())
    for index in query.signs("}", ")", "]"):
        if index not in closed:
            token = query.tokens[index]
            opening = {"}": "{", ")": "(", "]": "["}[token.text]
            told = f"this {token.text} closes nothing: remove it or open a {opening} before"
            yield Slip(token.start, told, removed([token]))


def not_closed(query: Query) -> Iterator[Slip]:
    """Find a bracket that nothing closes, and where it may close."""
    for index in query.signs("{", "(", "["):
        if index in query.closing:
            continue
        token = query.tokens[index]
        close = {"{": "}", "(": ")", "[": "]"}[token.text]
        told = f"this {token.text} is not closed: add a {close}"
        for end in _ends(query, index):
            before, after = query.token(end - 1), query.token(end)
            where = f" before {after.text}" if after.kind != "end" else ""
            yield Slip(
                token.start,
                f"{told}{where}",
                (inserted(before.end, f" {close}" if close == "}" else close),),
            )


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
