"""Turn what a person types after `--bind name=` into an RDF term."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import QueryError
from mistral_kg.labels import find_entity
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import Store

_LITERAL = re.compile(r'"(?P<value>.*)"(?:@(?P<language>\S+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_SCHEME = re.compile(r"(?:https?|urn):\S+")


def term(store: Store, value: str) -> NamedNode | Literal:
    """Return the term of a quoted literal, an IRI, a CURIE or an entity's label.

    A literal stands in double quotes and may carry `@tag` or `^^datatype`.

    Raises QueryError for a malformed literal or IRI, EntityError for a label that names nothing.
    """
    literal = _LITERAL.fullmatch(value)
    try:
        if literal and literal["datatype"]:
            datatype = _iri(literal["datatype"])
            if datatype is None:
                raise QueryError(f"{value}: the datatype is no IRI and no CURIE of a known prefix")
            return Literal(literal["value"], datatype=datatype)
        if literal:
            return Literal(literal["value"], language=literal["language"])
        iri = _iri(value)
    except ValueError as error:
        raise QueryError(f"{value} is no RDF term: {error}") from None
    return iri or find_entity(store, value)


def _iri(value: str) -> NamedNode | None:
    if value.startswith("<") and value.endswith(">"):
        return NamedNode(value[1:-1])
    if _SCHEME.fullmatch(value):
        return NamedNode(value)
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and " " not in local:
        return NamedNode(PREFIXES[prefix] + local)
    return None
