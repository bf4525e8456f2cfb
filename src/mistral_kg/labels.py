"""Find what a person means by a label, in either script."""

from __future__ import annotations

import unicodedata

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import EntityError
from mistral_kg.vocabulary import ALT_LABEL, LABEL, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Store

NUKTA = "\u0a3c"
"""Gurmukhi's dot below, which writers often leave out."""


def fold(text: str) -> str:
    """Return the text as search compares it: NFC, case folded, no nukta, single spaces."""
    composed = unicodedata.normalize("NFC", text).casefold().replace(NUKTA, "")
    return " ".join(composed.split())


def find_entity(store: Store, label: str) -> NamedNode:
    """Return the entity that a label names; where none does, the vocabulary's term that it names.

    A preferred label wins over another surface form, and an exact match over a folded one.

    Raises EntityError when no label or more than one entity's label matches.
    """
    exact = unicodedata.normalize("NFC", label.strip())
    labels = list(_labels(store))
    for is_term in (False, True):
        for predicate in (LABEL, ALT_LABEL):
            for same in (exact.__eq__, lambda text: fold(text) == fold(exact)):
                found = {
                    subject
                    for subject, kind, text in labels
                    if kind == predicate and _is_term(subject) == is_term and same(text)
                }
                if len(found) == 1:
                    return found.pop()
                if found:
                    listed = ", ".join(sorted(curie(one.value) for one in found))
                    raise EntityError(f"{label!r} names several entities: give one of {listed}")
    raise EntityError(f"no entity is called {label!r}; {_nearest(exact, labels)}")


def curie(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return an IRI with one of the prefixes where one fits, else in angle brackets."""
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if not local:
            return f"{prefix}:"
        if local != iri and local.isascii() and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _labels(store: Store) -> Iterator[tuple[NamedNode, NamedNode, str]]:
    for predicate in (LABEL, ALT_LABEL):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.subject, predicate, quad.object.value


def _is_term(entity: NamedNode) -> bool:
    """Tell whether an IRI is a term of a vocabulary that our prefixes know, and no entity."""
    vocabularies = (ns for prefix, ns in PREFIXES.items() if prefix not in {"id", "art"})
    return entity.value.startswith(tuple(vocabularies))


def _nearest(label: str, labels: list[tuple[NamedNode, NamedNode, str]]) -> str:
    from difflib import get_close_matches

    known = {fold(text): text for _, _, text in labels}
    near = get_close_matches(fold(label), known, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(repr(known[one]) for one in near)}?"
    return (
        "give a label, a CURIE such as id:mistral-ai, an IRI, or a literal in double quotes "
        """kept from the shell, such as 'sentence="S27"'"""
    )
