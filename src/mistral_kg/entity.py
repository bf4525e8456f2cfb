"""Find the one entity, relation or value that a person's words mean."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from mistral_kg import labels
from mistral_kg.errors import EntityError
from mistral_kg.terms import iri_of, literal_of
from mistral_kg.vocabulary import ALT_LABEL, LABEL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mistral_kg.description import Descriptions
    from mistral_kg.labels import Label


def find(about: Descriptions, words: str | NamedNode) -> NamedNode:
    """Return the entity of a label in either script, a CURIE, an IRI or an IRI's end.

    Raises EntityError, with the nearest labels, when nothing or a passage or claim is called so,
    and with the candidates when several things are; QueryError for a malformed IRI.
    """
    found = words if isinstance(words, NamedNode) else _found(about, words)
    shown = words.value if isinstance(words, NamedNode) else words
    if found is None or not about.occurs(found):
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
    found = labels.named(known, words, about.prefixes) or _only(about, words, used)
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
    number = value.strip().replace(",", "")
    if number.isascii() and number.removeprefix("-").replace(".", "", 1).isdecimal():
        return Literal(number)
    try:
        return find(about, value)
    except EntityError as error:
        raise EntityError(
            f"{error}; a literal stands in double quotes, such as '\"USD\"'"
        ) from None


def all_labels(about: Descriptions) -> Iterator[Label]:
    """Return each label and other name of what has an IRI."""
    for quad in about.quads:
        if (
            quad.predicate in (LABEL, ALT_LABEL)
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
        ):
            yield quad.subject, quad.predicate, quad.object.value


def _found(about: Descriptions, words: str) -> NamedNode | None:
    iri = iri_of(words, about.prefixes)
    if iri is not None and about.occurs(iri):
        return iri
    # A label may look like a CURIE, such as "id: card".
    named = labels.named(all_labels(about), words, about.prefixes)
    return named or iri or _only(about, words, about.things())


def _only(about: Descriptions, words: str, terms: Iterable[NamedNode]) -> NamedNode | None:
    """Return the one term whose IRI ends with the words."""
    found = {one for one in terms if labels.end_of(one.value) == words.strip()}
    if len(found) > 1:
        listed = ", ".join(sorted(map(about.name, found)))
        raise EntityError(f"{words!r} stands for several: give one of {listed}")
    return found.pop() if found else None


def _hint(about: Descriptions, words: str) -> str:
    iri = iri_of(words, about.prefixes)
    like = labels.end_of(iri.value).replace("-", " ") if iri else words
    texts = [text for one, _, text in all_labels(about) if not labels.is_term(one)]
    return labels.nearest(texts, like, 0.75 if iri else 0.6) or (
        "`mistral-kg search WORDS` finds what is like it; give a label, an IRI, or a CURIE "
        "such as id:mistral-ai"
    )
