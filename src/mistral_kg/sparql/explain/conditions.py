"""Read what the conditions of a query need."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal

from mistral_kg.sparql.explain.needs import Needs, TextTest

if TYPE_CHECKING:
    from mistral_kg.sparql.explain.terms import Terms
    from mistral_kg.sparql.tokens import Query
    from mistral_kg.vocabulary import Term

_TESTS = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LANGMATCHES")
_TEXT = {"LCASE", "UCASE", "STR"}
_ROLES = {
    ("=",): "value",
    ("=", "LANG"): "language",
    ("=", "STR"): "text",
    ("LANGMATCHES", "LANG"): "range",
}
"""What a term is for a comparison and the functions around the variable: `Constant.role`."""


class _Operand(NamedTuple):
    """A variable or a term with functions around it; None and "" where it is something else."""

    around: tuple[str, ...]
    variable: str
    term: Term | str | None
    stop: int


def read(terms: Terms, span: range, needs: Needs) -> None:
    """Add what a condition needs; a form that is not known here needs nothing."""
    query = terms.query
    first = query.token(span.start)
    sides = _split(query, span, "||")
    if len(sides) > 1:
        needs.choices.append([Needs() for _ in sides])
        for part, side in zip(sides, needs.choices[-1], strict=True):
            read(terms, part, side)
        return
    parts = _split(query, span, "&&")
    if len(parts) > 1:
        for part in parts:
            read(terms, part, needs)
    elif first.text == "(" and query.closing.get(span.start) == span.stop - 1:
        read(terms, span[1:-1], needs)
    elif first.is_word(*_TESTS) and query.closing.get(span.start + 1) == span.stop - 1:
        arguments = _split(query, span[2:-1], ",")
        operands = [_operand(terms, part.start) for part in arguments]
        if len(arguments) > 1 and [o.stop for o in operands] == [part.stop for part in arguments]:
            _compare(terms, first.word, operands, needs)
    else:
        _read_comparison(terms, span, needs)


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


def _read_comparison(terms: Terms, span: range, needs: Needs) -> None:
    """Read `=`, in either order, and IN."""
    one = _operand(terms, span.start)
    sign = terms.query.token(one.stop)
    if sign.text == "=":
        other = _operand(terms, one.stop + 1)
        if other.stop == span.stop:
            _compare(terms, "=", [one, other], needs)
            _compare(terms, "=", [other, one], needs)
    elif sign.word == "IN" and terms.query.closing.get(one.stop + 1) == span.stop - 1:
        sides = []
        for part in _split(terms.query, range(one.stop + 2, span.stop - 1), ","):
            other = _operand(terms, part.start)
            sides.append(Needs())
            if other.stop == part.stop:
                _compare(terms, "=", [one, other], sides[-1])
        needs.choices.append(sides)


def _compare(terms: Terms, function: str, operands: list[_Operand], needs: Needs) -> None:
    """Add what a function of a variable and a term needs.

    A variable that no triple has is computed: the data do not say what its values are.
    """
    one, other, *more = operands
    if one.variable not in terms.properties or other.around:
        return
    properties = tuple(terms.properties[one.variable])
    role = _ROLES.get((function, *one.around))
    if role == "value" or (role and isinstance(other.term, Literal)):
        needs.add(other.term, role, properties)
    elif set(one.around) <= _TEXT and function != "LANGMATCHES" and isinstance(other.term, Literal):
        flags = more[0].term.value if more and isinstance(more[0].term, Literal) else ""
        is_subject = one.variable in terms.subjects
        test = (function, one.variable, one.around, other.term, flags, properties, is_subject)
        needs.tests.append(TextTest(*test))
