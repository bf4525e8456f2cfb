"""Turn what a person types after `--bind name=` into an RDF term."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import EntityError, QueryError
from mistral_kg.labels import find_entity
from mistral_kg.vocabulary import ARTICLE, ID, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mistral_kg.sparql import Queryable

_LITERAL = re.compile(r'"(?P<value>.*)"(?:@(?P<language>\S+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_OURS = (ID, ARTICLE)
_SCHEME = re.compile(r"(?:https?|urn):\S+")


def term(
    store: Queryable,
    value: str | int | NamedNode | Literal,
    *,
    plain: bool = False,
    prefixes: Mapping[str, str] = PREFIXES,
) -> NamedNode | Literal:
    """Return the term of a quoted literal, an IRI, a CURIE or an entity's label.

    A literal stands in double quotes and may carry `@tag` or `^^datatype`. From Python a number
    and a term of pyoxigraph are taken as they are. `plain` says that what has no quotes is text.

    Raises QueryError for what is none of these or is malformed, EntityError for a label or a CURIE
    of ours that names nothing.
    """
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, int | float):
        return Literal(value)
    if not isinstance(value, str):
        raise QueryError(f"{value!r} cannot be bound: give a string, a number or an RDF term")
    literal = _LITERAL.fullmatch(value)
    if plain and not literal:
        return Literal(value)
    quoted = literal_of(value, prefixes)
    if quoted is not None:
        return quoted
    iri = iri_of(value, prefixes)
    if iri and iri.value.startswith(_OURS) and not _occurs(store, iri):
        raise EntityError(f"{value} is nowhere in the graph; give a label, or see `entities`")
    return iri or find_entity(store, value, prefixes)


def _occurs(store: Queryable, iri: NamedNode) -> bool:
    found = store.quads_for_pattern(iri, None, None, None)
    return any(True for _ in found)


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
