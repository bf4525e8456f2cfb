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
    """Return the literal that stands in double quotes, None where there are none.

    Raises QueryError when its language or datatype is malformed.
    """
    literal = _LITERAL.fullmatch(value)
    if not literal:
        return None
    try:
        if not literal["datatype"]:
            return Literal(literal["value"], language=literal["language"])
        datatype = _iri(literal["datatype"], prefixes)
        if datatype is None:
            raise QueryError(f"{value}: the datatype is no IRI and no CURIE of a known prefix")
        return Literal(literal["value"], datatype=datatype)
    except ValueError as error:
        raise _malformed(value, error) from None


def iri_of(value: str, prefixes: Mapping[str, str] = PREFIXES) -> NamedNode | None:
    """Return the IRI that is written out, in angle brackets or as a CURIE; None for other words.

    Raises QueryError when it is malformed.
    """
    try:
        return _iri(value, prefixes)
    except ValueError as error:
        raise _malformed(value, error) from None


def item_of(value: str) -> NamedNode | None:
    """Return the Wikidata item that is written as `Q2283`, `wd:Q2283` or its address."""
    item = _ITEM.fullmatch(fold(value))
    return NamedNode(PREFIXES["wd"] + item["number"]) if item else None


def _malformed(value: str, error: ValueError) -> QueryError:
    return (
        error if isinstance(error, QueryError) else QueryError(f"{value} is no RDF term: {error}")
    )


def _iri(value: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    if value.startswith("<") and value.endswith(">"):
        return NamedNode(value[1:-1])
    prefix, colon, local = value.partition(":")
    if colon and prefix in prefixes and " " not in local and local[:2] != "//":
        return NamedNode(prefixes[prefix] + local)
    return NamedNode(value) if _SCHEME.fullmatch(value) else None
