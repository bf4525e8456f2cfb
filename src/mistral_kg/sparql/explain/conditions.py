"""Read the conditions of a query, and find those that can never be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal

from mistral_kg.sparql.explain.asked import Asked, TextTest
from mistral_kg.sparql.tokens import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from mistral_kg.sparql.explain.terms import Terms
    from mistral_kg.sparql.tokens import Query
    from mistral_kg.vocabulary import Term

_TESTS = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LANGMATCHES")
_TEXT = {"LCASE", "UCASE", "STR"}
_ROLES = {(): "value", ("LANG",): "language", ("STR",): "text"}
"""What a value is of a variable with these functions around it, as `Constant.role` says."""


class _Operand(NamedTuple):
    """A variable or a term with functions around it; None and "" where it is something else."""

    around: tuple[str, ...]
    variable: str
    term: Term | str | None
    stop: int


def read(terms: Terms, span: range, asked: Asked) -> None:
    """Take from a condition what it needs; a form that is not known here needs nothing."""
    query = terms.query
    for sign in ("||", "&&"):
        parts = _split(query, span, sign)
        if len(parts) == 1:
            continue
        sides = [Asked(asked) if sign == "||" else asked for _ in parts]
        for part, side in zip(parts, sides, strict=True):
            read(terms, part, side)
        if sign == "||":
            asked.choices.append(sides)
        return
    if query.token(span.start).text == "(" and query.closing.get(span.start) == span.stop - 1:
        read(terms, span[1:-1], asked)
    elif query.token(span.start).is_word(*_TESTS):
        _test(terms, span, asked)
    else:
        _compare(terms, span, asked)


def _split(query: Query, span: range, sign: str) -> list[range]:
    """Return the parts of a span between the signs that no bracket holds."""
    parts = []
    start = index = span.start
    while index < span.stop:
        if query.token(index).text == sign:
            parts.append(range(start, index))
            start = index + 1
        index = query.closing.get(index, index) + 1
    return [*parts, range(start, span.stop)]


def _operand(terms: Terms, index: int) -> _Operand:
    around = []
    while terms.query.token(index).is_word(*_TEXT, "LANG"):
        around.append(terms.query.token(index).word)
        index += 2
    token = terms.query.token(index)
    variable = f"?{token.text[1:]}" if token.kind == "variable" else ""
    term, stop = terms.at(index)
    return _Operand(tuple(around), variable, term, stop + len(around))


def _compare(terms: Terms, span: range, asked: Asked) -> None:
    one = _operand(terms, span.start)
    sign = terms.query.token(one.stop)
    if sign.text == "=":
        other = _operand(terms, one.stop + 1)
        if other.stop == span.stop:
            _equal(one, other, asked)
            _equal(other, one, asked)
    elif sign.word == "IN" and terms.query.closing.get(one.stop + 1) == span.stop - 1:
        sides = []
        for part in _split(terms.query, range(one.stop + 2, span.stop - 1), ","):
            other = _operand(terms, part.start)
            sides.append(Asked(asked))
            if other.stop == part.stop:
                _equal(one, other, sides[-1])
        asked.choices.append(sides)


def _equal(one: _Operand, other: _Operand, asked: Asked) -> None:
    """Take that a variable, with functions around it, equals a term."""
    if not one.variable or other.around:
        return
    if one.around in _ROLES:
        asked.compare(one.variable, other.term, _ROLES[one.around])
    elif set(one.around) <= _TEXT and isinstance(other.term, Literal):
        asked.test(TextTest("=", one.variable, one.around, other.term))


def _test(terms: Terms, span: range, asked: Asked) -> None:
    """Take a function of a variable and a text."""
    if terms.query.closing.get(span.start + 1) != span.stop - 1:
        return
    parts = _split(terms.query, range(span.start + 2, span.stop - 1), ",")
    read_parts = [_operand(terms, part.start) for part in parts]
    if len(parts) < 2 or [one.stop for one in read_parts] != [part.stop for part in parts]:
        return
    one, other, *more = read_parts
    flags = more[0].term.value if more and isinstance(more[0].term, Literal) else ""
    name = terms.query.token(span.start).word
    if not one.variable or other.around:
        return
    if name == "LANGMATCHES" and one.around == ("LANG",):
        asked.compare(one.variable, other.term, "range")
    elif name != "LANGMATCHES" and set(one.around) <= _TEXT and isinstance(other.term, Literal):
        asked.test(TextTest(name, one.variable, one.around, other.term, flags))


def impossible(query: Query, bound: Container[str]) -> Iterator[str]:
    """Give in words each variable that only conditions name, and each aggregate in a FILTER."""
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
                yield f"{token.text} is in a condition only, so it has no value{_near(name, named)}"
            if query.tokens[index].is_word("FILTER") and token.is_word(*AGGREGATES):
                write = f"write HAVING ({token.word}(…) …) after the pattern"
                yield f"{token.word} has no value in FILTER: {write}"


def _near(name: str, named: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, named, n=1, cutoff=0.5)
    meant = near or [one for one in named if name.startswith(one)][:1]
    return f"; did you mean ?{meant[0]}?" if meant else ""


def _opening(query: Query, index: int) -> int | None:
    """Return the bracket that a condition opens; None where it holds a pattern, or asks BOUND."""
    opening = index + 1 if query.token(index + 1).text == "(" else index + 2
    close = query.closing.get(opening)
    if query.token(opening).text != "(" or close is None:
        return None
    words = query.tokens[index + 1 : close]
    return None if any(t.text == "{" or t.is_word("BOUND", "COALESCE") for t in words) else opening
