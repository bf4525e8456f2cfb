"""Read the prefixes that a query declares."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def of_query(text: str, known: Mapping[str, str], base: str | None = None) -> Mapping[str, str]:
    """Return the prefixes that a query declares, and those that are known without it.

    `base` is the address against which the query's relative IRIs are resolved.
    """
    if "PREFIX" not in text.upper():
        return known
    from pyoxigraph import RdfFormat, parse

    from mistral_kg.rdf.prefixes import merged, usable
    from mistral_kg.sparql.syntax import prologue
    from mistral_kg.sparql.tokens import tokens

    # The prologues of SPARQL and Turtle are one: https://www.w3.org/TR/turtle/#sec-iri.
    try:
        reader = parse(prologue(tokens(text)), RdfFormat.TURTLE, base_iri=base)
        next(reader, None)
    except (SyntaxError, ValueError):
        return known  # the engine says what is wrong with the query
    return merged(usable(reader.prefixes), known)
