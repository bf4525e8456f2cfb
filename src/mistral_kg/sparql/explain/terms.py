"""Read the terms of a query at their tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from mistral_kg.sparql import syntax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mistral_kg.sparql.tokens import Query
    from mistral_kg.vocabulary import Term


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
