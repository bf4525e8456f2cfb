"""Read the terms of a query, and what its conditions need."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from mistral_kg.sparql import syntax
from mistral_kg.sparql.explain.needs import Needs, TextTest

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class Terms:
    """The terms of a query, with what is bound in place of variables."""

    def __init__(self, query: Query, bindings: Mapping[str, Term], base: str | None) -> None:
        """Read the terms; SyntaxError for one that is no term of Turtle."""
        self.query = query
        self.subjects: set[str] = set()
        """The variables that are subjects of the triples read so far."""
        self.properties: dict[str, dict[NamedNode, None]] = {}
        """The variables of these triples, each with the properties that it is an object of."""
        self._bindings = bindings
        spans = _spans(query)
        names = {t.text.partition(":")[0] for t in query.tokens if t.kind == "name"}
        known = "".join(
            f"PREFIX {name}: <{query.prefixes[name]}> " for name in names & set(query.prefixes)
        )
        # The terms and prologues of SPARQL and Turtle are one: https://www.w3.org/TR/turtle/.
        listed = " , ".join(query.between(span.start, span.stop - 1) for span in spans)
        triples = f"<urn:s> <urn:p> {listed} ." if spans else ""
        turtle = f"{known} {syntax.prologue(query.tokens)} {triples}"
        quads = parse(turtle, RdfFormat.TURTLE, base_iri=base)
        self._terms = {
            span.start: (quad.object, span.stop) for span, quad in zip(spans, quads, strict=True)
        }

    def at(self, index: int) -> tuple[Term | str | None, int]:
        """Return the term or variable at a token and the index behind it; None where none is.

        A variable is its name, with a question mark.
        """
        token = self.query.token(index)
        if token.kind == "variable":
            return self._bindings.get(token.text[1:], f"?{token.text[1:]}"), index + 1
        if token.is_blank_node:
            return f"?{token.text}", index + 1
        return self._terms.get(index, (None, index))


def _spans(query: Query) -> list[range]:
    """Return the tokens of each term: a text has a tag or a type, a number a sign."""
    found = []
    index = syntax.form(query.tokens)
    while index < len(query.tokens):
        token, after = query.token(index), query.token(index + 1)
        start, index = index, index + 1
        if token.kind == "string":
            index += (after.kind == "tag") + 2 * (after.text == "^^")
        is_signed = token.text in {"+", "-"} and after.kind == "number" and after.start == token.end
        if (
            token.kind in {"iri", "string", "number"}
            or token.text in {"true", "false"}
            or (token.kind == "name" and not token.is_blank_node)
            or is_signed
        ):
            index += is_signed
            found.append(range(start, index))
    return found


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
