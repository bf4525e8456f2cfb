"""Find the one entity, relation or value that a person's words mean."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import EntityError, QueryError
from mistral_kg.explore import labels
from mistral_kg.explore.labels import all_labels
from mistral_kg.rdf.names import end_of, is_term
from mistral_kg.rdf.terms import iri_of, item_of, literal_of
from mistral_kg.vocabulary import ARTICLE, EXACT_MATCH, ID, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.sparql.run import Quads, Queryable

_OURS = (ID, ARTICLE)


_HOW = (
    "give a label, a CURIE such as id:mistral-ai, an IRI, or a literal in double quotes "
    """kept from the shell, such as 'sentence="S27"'"""
)


def term(
    store: Queryable,
    value: object,
    *,
    plain: bool = False,
    item: bool = False,
    prefixes: Mapping[str, str] = PREFIXES,
) -> NamedNode | Literal:
    """Return the term of a quoted literal, or of what names an entity as in `find`.

    A literal is in double quotes and may carry `@tag` or `^^datatype`. From Python a number
    and a term of pyoxigraph are taken as they are. `plain` says that what has no quotes is text,
    `item` that a Wikidata item is meant itself, and not the entity that has it.

    Raises QueryError for what is none of these or is malformed, EntityError for a label or a CURIE
    of ours that names nothing.
    """
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, int | float):
        return Literal(value)
    if not isinstance(value, str):
        raise QueryError(f"{value!r} cannot be bound: give a string, a number or an RDF term")
    literal = literal_of(value, prefixes)
    if literal is not None:
        return literal
    if plain:
        return Literal(value)
    iri = iri_of(value, prefixes)
    if iri is not None and (item or not value.startswith("wd:")):
        found: NamedNode | None = iri
    else:
        found = (item_of(value) if item else None) or _meant(store, value, prefixes)
    if found is None or (found.value.startswith(_OURS) and not _occurs(store, found)):
        known = labels.nearest((text for _, _, text in all_labels(store)), _words(value, prefixes))
        raise EntityError(f"no entity is called {value!r}; {known or _HOW}")
    return found


def find(about: Descriptions, words: str | NamedNode) -> NamedNode:
    """Return the entity of a label in either script, a CURIE, an IRI, its end or a Wikidata item.

    Raises EntityError, with the nearest labels, when nothing or a passage or claim is called so,
    and with the candidates when several things are; QueryError for a malformed IRI.
    """
    found = words if isinstance(words, NamedNode) else _meant(about, words, about.prefixes)
    shown = words.value if isinstance(words, NamedNode) else words
    if found is None or not _occurs(about, found):
        raise EntityError(f"no entity is called {shown!r}; {_hint(about, shown)}")
    if found in about.passages or found in about.claims:
        kind = "passage" if found in about.passages else "claim"
        raise EntityError(
            f"{shown!r} is a {kind}, no entity; `mistral-kg query passages` lists the passages, "
            "`mistral-kg query claims` the claims"
        )
    return found


def find_relation(about: Descriptions, words: str | NamedNode) -> NamedNode:
    """Return the relation of a label in either script, a CURIE, an IRI or an IRI's end.

    Raises EntityError, with the nearest labels, when no relation in use is called so; QueryError
    for a malformed IRI.
    """
    if isinstance(words, NamedNode):
        return words
    used = {quad.predicate for quad in about.quads}
    iri = iri_of(words, about.prefixes)
    if iri in used:
        return iri
    known = [one for one in all_labels(about) if one[0] in used]
    found = labels.named(known, words, about.prefixes) or _only(words, used, about.prefixes)
    if found is None:
        near = labels.nearest((text for _, _, text in known), words)
        hint = near or "give its label, or a CURIE such as mkg:partnerOf"
        raise EntityError(f"no relation in use is called {words!r}; {hint}")
    return found


def find_value(
    about: Descriptions, value: str | float | NamedNode | Literal
) -> NamedNode | Literal:
    """Return the entity or literal of what stands as an object; a bare number is a literal.

    Raises EntityError and QueryError as `find` does, QueryError for a malformed literal too.
    """
    if isinstance(value, int | float):
        return Literal(value)
    if isinstance(value, NamedNode | Literal):
        return value
    literal = literal_of(value, about.prefixes)
    if literal is not None:
        return literal
    if re.fullmatch(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", value.strip()):
        return Literal(value.strip().replace(",", ""))
    try:
        return find(about, value)
    except EntityError as error:
        raise EntityError(f"{error}; put a literal in double quotes, such as '\"USD\"'") from None


def written(data: Quads, words: str, prefixes: Mapping[str, str] = PREFIXES) -> set[NamedNode]:
    """Return what a CURIE, an IRI or a Wikidata item in the words means in the data.

    It is more than one where entities share the item.
    """
    item = item_of(words)
    if item is not None:
        quads = data.quads_for_pattern(None, EXACT_MATCH, item, None)
        linked = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        if linked:
            return linked
    try:
        iri = iri_of(words, prefixes)
    except QueryError:
        return set()
    return {iri} if iri is not None and _occurs(data, iri) else set()


def _meant(data: Quads, words: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return what the words name: what is written out, by its label, by the end of its IRI.

    Raises QueryError for a malformed IRI.
    """
    iri = iri_of(words, prefixes)
    several = f"{words!r} is the Wikidata item of several entities"
    found = labels.only(written(data, words, prefixes), several, prefixes)
    if iri is not None and found is not None:
        return found
    # A label may look like a CURIE, such as "id: card", or like the number of an item.
    labelled = labels.named(all_labels(data), words, prefixes)
    things = _things(data, words.strip(), prefixes)
    return labelled or found or iri or _only(words, things, prefixes)


def _occurs(data: Quads, iri: NamedNode) -> bool:
    """Tell whether the IRI stands anywhere but as the name of a graph."""
    patterns = ((iri, None, None), (None, iri, None), (None, None, iri))
    return any(True for s, p, o in patterns for _ in data.quads_for_pattern(s, p, o, None))


def _things(data: Quads, end: str, prefixes: Mapping[str, str]) -> Iterator[NamedNode]:
    """Give the things whose IRI may have the end: those of an endpoint by prefixes alone."""
    from mistral_kg.sources.endpoint import Endpoint

    if not isinstance(data, Endpoint):
        for quad in data.quads_for_pattern(None, None, None, None):
            for thing in (quad.subject, quad.object):
                if isinstance(thing, NamedNode) and end in thing.value:
                    yield thing
        return
    for prefix in prefixes:
        try:
            iri = iri_of(f"{prefix}:{end}", prefixes)
        except QueryError:
            return
        if iri is not None and _occurs(data, iri):
            yield iri


def _only(words: str, terms: Iterable[NamedNode], prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return the one term whose IRI ends with the words."""
    found = {one for one in terms if end_of(one.value) == words.strip()}
    return labels.only(found, f"{words!r} matches several entities", prefixes)


def _words(name: str, prefixes: Mapping[str, str]) -> str:
    """Return a name as words: of an IRI its end."""
    iri = iri_of(name, prefixes)
    return end_of(iri.value).replace("-", " ") if iri else name


def _hint(about: Descriptions, words: str) -> str:
    texts = [text for one, _, text in all_labels(about) if not is_term(one)]
    cutoff = 0.75 if iri_of(words, about.prefixes) else 0.6
    return labels.nearest(texts, _words(words, about.prefixes), cutoff) or (
        "`mistral-kg search WORDS` finds what is like it; give a label, an IRI, or a CURIE "
        "such as id:mistral-ai"
    )
