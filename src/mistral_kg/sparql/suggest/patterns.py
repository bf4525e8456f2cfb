"""Find slips between triples: dots and other separators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.query import Edit, Slip, adjacent, inserted, removed
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator


def missing_dot(query: Query) -> Iterator[Slip]:
    """Find two triples with no dot between them, or two pairs with no semicolon."""
    here, before = query.token(query.here), query.token(query.here - 1)
    ends = before.is_term or before.kind == "tag" or before.text in {")", "]", "+", "*", "?"}
    if ends and (here.is_term or here.text in {"[", "(", "^"}):
        told = f"a dot stands between two triples: write one before {here.text}"
        yield Slip(here.start, told, (inserted(before.end, " ."),))
        told = f"a semicolon stands before a further property: write ; {here.text}"
        yield Slip(here.start, told, (inserted(before.end, " ;"),))
    # A word, a bracket or a third part in excess was read as the next triple's.
    for back in (1, 2):
        start, end = query.token(query.here - back), query.token(query.here - back - 1)
        if start.is_term and (end.is_term or end.kind == "tag"):
            told = f"a dot stands between two triples: write one before {start.text}"
            yield Slip(start.start, told, (inserted(end.end, " ."),))


def separators(query: Query) -> Iterator[Slip]:
    """Find a comma, semicolon or dot where another stands or none."""
    for index in query.signs(",", ";", "."):
        if abs(index - query.here) > 4:
            continue
        sign, after = query.tokens[index], query.token(index + 1)
        if sign.text == "." and after.kind == "word" and adjacent(sign, after):
            continue  # `?x.name` and `mkg.name`
        if after.text in {".", ",", ";", "}", ")"} or after.kind in {"end", "word"}:
            told = f"this {sign.text} is one too many: remove it"
            yield Slip(sign.start, told, removed([sign]))
        if not after.is_term and after.kind != "word":
            continue
        meaning = {";": "a further property of the same subject", ".": "a new triple"}
        for other, told in meaning.items():
            if other != sign.text:
                edit = Edit(sign.start, sign.end, other)
                yield Slip(sign.start, f"write {other} before {told}", (edit,))
