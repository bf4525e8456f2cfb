"""Find what a query lacks where nobody but its author knows what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.slips.query import FORMS, MODIFIERS, STARTS, Query, Slip, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEARCH = "`mistral-kg search WORDS` finds things by name"
_PARTS = ("subject", "property", "object")


def form(query: Query) -> Iterator[Slip]:
    """Find a text that does not begin as a query does."""
    if not any(True for _ in query.words(*FORMS)):
        token = query.token(0)
        told = f"a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE; {_SEARCH}"
        yield Slip(token.start, told, ())


def number(query: Query) -> Iterator[Slip]:
    """Find LIMIT or OFFSET without a number."""
    for index in query.words("LIMIT", "OFFSET"):
        if query.token(index + 1).kind != "number":
            word = query.tokens[index]
            name = word.text.upper()
            yield Slip(word.end, f"{name} takes a whole number, such as {name} 10", ())


def triple(query: Query) -> Iterator[Slip]:
    """Find a triple with a part too few, or with a text as its property."""
    here = query.here
    parts: list[Token] = []
    index = here - 1
    while index >= 0 and (query.tokens[index].is_term or query.tokens[index].kind == "tag"):
        parts.insert(0, query.tokens[index])
        index -= 1
    before, after = query.token(index), query.token(here)
    inside = before.text in {"{", ".", ";"} and any(
        query.tokens[opening].text == "{" for opening in query.closing if opening <= index
    )
    if not inside:
        return
    has = len(parts) + (before.text == ";")
    if after.kind == "string" and has == 1:
        told = f"a property is a variable, a name or an IRI, and {after.text[:30]} is a text"
        yield Slip(after.start, told, ())
    ends = after.text in {"}", ".", ";", ","} or after.is_word(*STARTS, *MODIFIERS)
    if 0 < has < 3 and ends and parts:
        told = f"a triple has a subject, a property and an object: the {_PARTS[has]} is missing"
        yield Slip(after.start, told, ())


def end(query: Query) -> Iterator[Slip]:
    """Find a text that ends before its query does."""
    if query.here >= len(query.tokens):
        token = query.token(query.here)
        yield Slip(token.start, "the query ends here, and something is still to come", ())
