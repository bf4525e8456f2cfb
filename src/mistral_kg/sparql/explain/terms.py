"""Read the terms of a query at their tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, parse

from mistral_kg.sparql import syntax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mistral_kg.sparql.tokens import Query
    from mistral_kg.vocabulary import Term


class Terms:
    """The terms of a query, with what is bound in place of variables."""

    def __init__(self, query: Query, bindings: Mapping[str, Term], base: str | None = None) -> None:
        """Read the terms; SyntaxError for one that is no term of Turtle."""
        self.query = query
        self._bindings = bindings
        self._terms: dict[int, tuple[Term, int]] = {}
        spans = _spans(query)
        if not spans:
            return
        names = {t.text.partition(":")[0] for t in query.tokens if t.kind == "name"}
        known = "".join(
            f"PREFIX {name}: <{query.prefixes[name]}> " for name in names & set(query.prefixes)
        )
        # The terms and prologues of SPARQL and Turtle are one: https://www.w3.org/TR/turtle/.
        listed = " , ".join(query.between(start, stop - 1) for start, stop in spans)
        turtle = f"{known} {syntax.prologue(query.tokens)} <urn:s> <urn:p> {listed} ."
        for span, quad in zip(spans, parse(turtle, RdfFormat.TURTLE, base_iri=base), strict=True):
            self._terms[span[0]] = quad.object, span[1]

    def at(self, index: int) -> tuple[Term | str | None, int]:
        """Return the term or variable at a token and the index behind it; None where none is.

        A variable is its name, with a question mark.
        """
        token = self.query.token(index)
        if token.kind == "variable":
            return self._bindings.get(token.text[1:], f"?{token.text[1:]}"), index + 1
        if token.is_blank_node:
            return f"?{token.text}", index + 1
        if token.text in {"+", "-"} and self.query.token(index + 1).kind == "number":
            number, stop = self._terms[index + 1]
            if isinstance(number, Literal):
                return Literal(token.text + number.value, datatype=number.datatype), stop
        return self._terms.get(index, (None, index))


def _spans(query: Query) -> list[tuple[int, int]]:
    """Return where each term begins, and where it ends: a text has a tag or a type."""
    found = []
    index = syntax.form(query.tokens)
    while index < len(query.tokens):
        token, after = query.token(index), query.token(index + 1)
        stop = index + 1
        if token.kind == "string":
            stop += (after.kind == "tag") + 2 * (after.text == "^^")
        if (
            token.kind in {"iri", "string", "number"}
            or token.text in {"true", "false"}
            or (token.kind == "name" and not token.is_blank_node)
        ):
            found.append((index, stop))
        index = stop
    return found
