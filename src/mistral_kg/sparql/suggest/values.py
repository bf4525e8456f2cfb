"""Find slips in VALUES and BIND."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.levels import outside
from mistral_kg.sparql.suggest.query import Edit, Slip, inserted, short, without
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Token


def values(query: Query) -> Iterator[Slip]:
    """Find VALUES with the wrong brackets, with commas, or with rows not in brackets."""
    for index in query.words("VALUES"):
        opening = index + 1
        names: list[Token] = []
        while query.token(opening).kind == "variable" or query.token(opening).text == ",":
            names.append(query.tokens[opening])
            opening += 1
        bracketed = query.tokens[opening + 1 : query.closing.get(opening, 0)]
        if not names and bracketed and query.token(opening).text == "(":
            names, opening = bracketed, query.closing[opening] + 1
        close = query.closing.get(opening)
        if close is None:
            continue
        yield from _values(query, names, opening, close, in_brackets=names == bracketed)


def _values(
    query: Query, names: list[Token], opening: int, close: int, *, in_brackets: bool
) -> Iterator[Slip]:
    first, last = query.tokens[opening], query.tokens[close]
    variables = " ".join(token.text for token in names if token.kind == "variable")
    edits: list[Edit] = [*without(query, (t for t in names if t.text == ","))]
    if first.text != "{":
        edits += [Edit(first.start, first.end, "{ "), Edit(last.start, last.end, " }")]
    several = variables.count(" ") > 0
    if several and not in_brackets:
        edits += [inserted(names[0].start, "("), inserted(names[-1].end, ")")]
    inner = [query.tokens[i] for i in outside(query, range(opening + 1, close))]
    edits += without(query, (t for t in inner if t.text == ","))
    terms = [t for t in inner if t.is_term]
    width = variables.count(" ") + 1
    if in_brackets and terms:
        for i in range(0, len(terms), width):
            edits += [
                inserted(terms[i].start, "("),
                inserted(terms[min(i + width, len(terms)) - 1].end, ")"),
            ]
    if edits:
        row = "(… …)" if several else "…"
        head = f"({variables})" if several or in_brackets else variables
        told = f"values stand in braces, without commas: write VALUES {head} {{ {row} {row} }}"
        if in_brackets and not several:
            told = told.replace("…", "(…)")
        yield Slip(min(edits).start, told, tuple(edits))


def bind(query: Query) -> Iterator[Slip]:
    """Find BIND without brackets, without AS, or the wrong way round."""
    for index in query.words("BIND"):
        opening, close = query.token(index + 1), query.closing.get(index + 1)
        if opening.text != "(":
            name = next((i for i in query.words("AS") if i > index), None)
            if name is not None and query.token(name + 1).kind == "variable":
                whole = query.between(index + 1, name + 1)
                edits = (inserted(opening.start, "("), inserted(query.tokens[name + 1].end, ")"))
                told = f"what BIND holds stands in brackets: write BIND({short(whole)})"
                yield Slip(opening.start, told, edits)
            continue
        if close is None:
            continue
        last, first = query.tokens[close - 1], query.token(index + 2)
        if last.kind == "variable" and not any(
            query.tokens[i].is_word("AS") for i in range(index, close)
        ):
            what = short(query.between(index + 2, close - 2))
            told = f"AS stands before the name: write BIND({what} AS {last.text})"
            yield Slip(last.start, told, (inserted(last.start, "AS "),))
        if first.kind == "variable" and query.token(index + 3).is_word("AS"):
            whole = query.between(index + 4, close - 1)
            written = f"{whole} AS {first.text}"
            told = f"the name stands last: write BIND({short(written)})"
            yield Slip(first.start, told, (Edit(first.start, last.end, written),))
