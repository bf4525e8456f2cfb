"""Find the one entity, relation or value that a person's words mean, in either script."""

from __future__ import annotations

import re
import unicodedata

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import EntityError, QueryError
from mistral_kg.rdf.folding import fold
from mistral_kg.rdf.names import curie, end_of, is_term
from mistral_kg.rdf.terms import iri_of, item_of, literal_of
from mistral_kg.vocabulary import ALT_LABEL, ARTICLE, EXACT_MATCH, ID, LABEL, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.sparql.run import Quads, Queryable

    Label = tuple[NamedNode, NamedNode, str]
    """An entity, the kind of its label, and the label."""

_OURS = (ID, ARTICLE)
_MOST = 3
"""Names that a question gives."""
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
    given = _given_term(value, prefixes)
    if given is not None:
        return given
    if not isinstance(value, str):
        raise QueryError(f"{value!r} cannot be bound: give a string, a number or an RDF term")
    if plain:
        return Literal(value)
    found = iri_of(value, prefixes)
    if found is None or (value.startswith("wd:") and not item):
        found = (item_of(value) if item else None) or _resolved(store, value, prefixes)
    if found is None or (found.value.startswith(_OURS) and not _occurs(store, found)):
        known = nearest((text for _, _, text in all_labels(store)), _words(value, prefixes))
        raise EntityError(f"no entity is called {value!r}; {known or _HOW}")
    return found


def find(about: Descriptions, words: str | NamedNode) -> NamedNode:
    """Return the entity of a label in either script, a CURIE, an IRI, its end or a Wikidata item.

    Words that occur in the names of one entity alone are enough.
    Raises EntityError, with the nearest labels, when nothing or a passage or claim is called so,
    and with the candidates when several things are; QueryError for a malformed IRI.
    """
    found = words if isinstance(words, NamedNode) else _resolved(about, words, about.prefixes)
    shown = words.value if isinstance(words, NamedNode) else words
    if found is None or not _occurs(about, found):
        labels = [one for one in all_labels(about) if not is_term(one[0])]
        in_part = _names_with(labels, shown)
        if len(in_part) == 1:
            return next(iter(in_part))
        near = _question(sorted(in_part.values())[:_MOST])
        cutoff = 0.75 if iri_of(shown, about.prefixes) else 0.6
        near = near or nearest((text for *_, text in labels), _words(shown, about.prefixes), cutoff)
        hint = near or (
            "`mistral-kg search WORDS` finds what is like it; give a label, an IRI, or a CURIE "
            "such as id:mistral-ai"
        )
        raise EntityError(f"no entity is called {shown!r}; {hint}")
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
    known = [one for one in all_labels(about) if one[0] in used]
    found = iri_of(words, about.prefixes)
    if found not in used:
        found = _by_label(known, words, about.prefixes) or _by_end(used, words, about.prefixes)
    if found is None:
        near = nearest((text for _, _, text in known), words)
        hint = near or "give its label, or a CURIE such as mkg:partnerOf"
        raise EntityError(f"no relation in use is called {words!r}; {hint}")
    return found


def find_value(
    about: Descriptions, value: str | float | NamedNode | Literal
) -> NamedNode | Literal:
    """Return the entity or literal that is meant as an object; digits alone are a literal.

    Raises EntityError and QueryError as `find` does, QueryError for a malformed literal too.
    """
    given = _given_term(value, about.prefixes)
    if given is not None:
        return given
    words = str(value)
    if re.fullmatch(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", words.strip()):
        return Literal(words.strip().replace(",", ""))
    try:
        return find(about, words)
    except EntityError as error:
        raise EntityError(f"{error}; put a literal in double quotes, such as '\"USD\"'") from None


def _given_term(value: object, prefixes: Mapping[str, str]) -> NamedNode | Literal | None:
    """Return the term of a value that needs no look at the data, None for other words."""
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, int | float):
        return Literal(value)
    return literal_of(value, prefixes) if isinstance(value, str) else None


def all_labels(data: Quads) -> Iterator[Label]:
    """Return each label and other name of what has an IRI."""
    for predicate in (LABEL, ALT_LABEL):
        for quad in data.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.subject, predicate, quad.object.value


def nearest(texts: Iterable[str], label: str, cutoff: float = 0.6) -> str:
    """Return the question for the labels that are most like this one, empty where none is."""
    from difflib import get_close_matches

    known = {fold(text): text for text in texts}
    near = get_close_matches(fold(label), known, n=_MOST, cutoff=cutoff)
    return _question([known[one] for one in near])


def _question(names: list[str]) -> str:
    return f"did you mean {' or '.join(map(repr, names))}?" if names else ""


def by_identifier(data: Quads, words: str, prefixes: Mapping[str, str]) -> set[NamedNode]:
    """Return what a CURIE, an IRI or a Wikidata item means: more than one where they share it."""
    item = item_of(words)
    quads = data.quads_for_pattern(None, EXACT_MATCH, item, None) if item else ()
    linked = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    if linked:
        return linked
    try:
        iri = iri_of(words, prefixes)
    except QueryError:
        return set()
    return {iri} if iri is not None and _occurs(data, iri) else set()


def _resolved(data: Quads, words: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return what the words name: by an identifier, by its label, by the end of its IRI."""
    iri = iri_of(words, prefixes)
    several = f"{words!r} is the Wikidata item of several entities"
    found = _only(by_identifier(data, words, prefixes), several, prefixes)
    if iri is not None and found is not None:
        return found
    # A label may look like a CURIE, such as "id: card", or like the number of an item.
    labelled = _by_label(all_labels(data), words, prefixes)
    ends = _candidates_by_end(data, words.strip(), prefixes)
    return labelled or found or iri or _by_end(ends, words, prefixes)


def _names_with(labels: Iterable[Label], words: str) -> dict[NamedNode, str]:
    """Return the entities that have the words, next to each other, in a name, with that name."""
    sought = f" {fold(words)} "
    return {
        entity: text
        for entity, _, text in labels
        if sought in f" {fold(text)} " and not is_term(entity)
    }


def _by_label(labels: Iterable[Label], label: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return the entity that has the label, else the term that has it, None if there is neither.

    A preferred label wins over another surface form, an exact match over one in another case, and
    this over a folded one.
    """
    exact = unicodedata.normalize("NFC", label.strip())
    cased, folded = exact.casefold(), fold(label)
    found: dict[tuple[bool, bool, bool, bool], set[NamedNode]] = {}
    for entity, kind, text in labels:
        if text == exact or fold(text) == folded:
            rank = (is_term(entity), kind != LABEL, text != exact, text.casefold() != cased)
            found.setdefault(rank, set()).add(entity)
    best = found[min(found)] if found else set()
    return _only(best, f"{label!r} names several entities", prefixes)


def _by_end(
    terms: Iterable[NamedNode], words: str, prefixes: Mapping[str, str]
) -> NamedNode | None:
    """Return the term whose IRI ends with the words."""
    found = {one for one in terms if end_of(one.value) == words.strip()}
    return _only(found, f"{words!r} matches several entities", prefixes)


def _only(found: set[NamedNode], message: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return the one of them, None where there is none; raise EntityError where there are more."""
    if len(found) > 1:
        listed = ", ".join(sorted(curie(one.value, prefixes) for one in found))
        raise EntityError(f"{message}: give one of {listed}")
    return next(iter(found), None)


def _occurs(data: Quads, iri: NamedNode) -> bool:
    """Tell whether the IRI occurs anywhere but as the name of a graph."""
    patterns = ((iri, None, None), (None, iri, None), (None, None, iri))
    return any(True for s, p, o in patterns for _ in data.quads_for_pattern(s, p, o, None))


def _candidates_by_end(data: Quads, end: str, prefixes: Mapping[str, str]) -> Iterator[NamedNode]:
    """Yield the things whose IRI may have the end: those of an endpoint by prefixes alone."""
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


def _words(name: str, prefixes: Mapping[str, str]) -> str:
    """Return a name as words: of an IRI its end."""
    iri = iri_of(name, prefixes)
    return end_of(iri.value).replace("-", " ") if iri else name
