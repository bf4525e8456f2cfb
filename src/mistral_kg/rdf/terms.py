"""Read RDF terms as a person types them."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import QueryError
from mistral_kg.rdf.folding import fold
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LITERAL = re.compile(r'"(?P<value>.*)"(?:@(?P<language>\S+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_SCHEME = re.compile(r"(?:https?|urn):\S+")
# A Wikidata item by its number, CURIE, IRI or the address of its page, folded.
_ITEM = re.compile(
    r"(?:WD |(?:HTTPS? )?(?:WWW |M )?WIKIDATA ORG (?:ENTITY|WIKI) )?(?P<number>Q[1-9][0-9]*)"
)


def literal_of(value: str, prefixes: Mapping[str, str] = PREFIXES) -> Literal | None:
    """Return the literal that is in double quotes, None where there are none.

    Raises QueryError when its language or datatype is malformed.
    """
    literal = _LITERAL.fullmatch(value)
    if not literal:
        return None
    datatype = iri_of(literal["datatype"], prefixes) if literal["datatype"] else None
    if literal["datatype"] and datatype is None:
        raise QueryError(f"{value}: the datatype is no IRI and no CURIE of a known prefix")
    try:
        return Literal(literal["value"], datatype=datatype, language=literal["language"])
    except ValueError as error:
        raise QueryError(f"{value} is no RDF term: {error}") from None


def iri_of(value: str, prefixes: Mapping[str, str] = PREFIXES) -> NamedNode | None:
    """Return the IRI that is written out, in angle brackets or as a CURIE; None for other words.

    Raises QueryError when it is malformed.
    """
    prefix, colon, local = value.partition(":")
    try:
        if value.startswith("<") and value.endswith(">"):
            return NamedNode(value[1:-1])
        if colon and prefix in prefixes and " " not in local and local[:2] != "//":
            return NamedNode(prefixes[prefix] + local)
        return NamedNode(value) if _SCHEME.fullmatch(value) else None
    except ValueError as error:
        raise QueryError(f"{value} is no RDF term: {error}") from None


def item_of(value: str) -> NamedNode | None:
    """Return the Wikidata item that is written as `Q2283`, `wd:Q2283` or its address."""
    item = _ITEM.fullmatch(fold(value))
    return NamedNode(PREFIXES["wd"] + item["number"]) if item else None
