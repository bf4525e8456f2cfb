"""Find what a person means by a label, in either script."""

from __future__ import annotations

import unicodedata

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import EntityError
from mistral_kg.vocabulary import ALT_LABEL, LABEL, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mistral_kg.sparql import Queryable
    from mistral_kg.vocabulary import Node

    Label = tuple[NamedNode, NamedNode, str]
    """An entity, the kind of its label, and the label."""

NUKTA = "\u0a3c"
"""Gurmukhi's dot below, which writers often leave out."""
_VOCABULARIES = tuple(ns for prefix, ns in PREFIXES.items() if prefix not in {"id", "art", "wd"})


def fold(text: str) -> str:
    """Return the text as search compares it: NFC, case folded, no nukta, single spaces."""
    composed = unicodedata.normalize("NFC", text).casefold().replace(NUKTA, "")
    return " ".join(composed.split())


def find_entity(store: Queryable, label: str, prefixes: Mapping[str, str] = PREFIXES) -> NamedNode:
    """Return the entity that a label names; where none does, the vocabulary's term that it names.

    Raises EntityError when no label or more than one entity's label matches.
    """
    labels = list(_labels(store))
    found = named(labels, label, prefixes)
    if found is None:
        raise EntityError(f"no entity is called {label!r}; {_hint(label, labels)}")
    return found


def named(
    labels: Iterable[Label], label: str, prefixes: Mapping[str, str] = PREFIXES
) -> NamedNode | None:
    """Return the entity that has the label, else the term that has it, None if there is neither.

    A preferred label wins over another surface form, and an exact match over a folded one.

    Raises EntityError, with the candidates, when several entities have it.
    """
    exact = unicodedata.normalize("NFC", label.strip())
    folded = fold(label)
    like = [one for one in labels if one[2] == exact or fold(one[2]) == folded]
    for term in (False, True):
        for predicate in (LABEL, ALT_LABEL):
            for same in (exact.__eq__, lambda text: fold(text) == folded):
                found = {
                    subject
                    for subject, kind, text in like
                    if kind == predicate and is_term(subject) == term and same(text)
                }
                if len(found) == 1:
                    return found.pop()
                if found:
                    listed = ", ".join(sorted(curie(one.value, prefixes) for one in found))
                    raise EntityError(f"{label!r} names several entities: give one of {listed}")
    return None


def nearest(texts: Iterable[str], label: str, cutoff: float = 0.6) -> str:
    """Return the question for the labels that are most like this one, empty where none is."""
    from difflib import get_close_matches

    known = {fold(text): text for text in texts}
    near = get_close_matches(fold(label), known, n=3, cutoff=cutoff)
    return f"did you mean {' or '.join(repr(known[one]) for one in near)}?" if near else ""


def curie(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return an IRI with one of the prefixes where one fits, else in angle brackets."""
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if not local:
            return f"{prefix}:"
        if local != iri and local.isascii() and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def end_of(iri: str) -> str:
    """Return what stands after the last `#`, `/` or `:` that does not end the IRI."""
    return iri.rstrip("#/:").replace("#", "/").replace(":", "/").rpartition("/")[2]


def _labels(store: Queryable) -> Iterator[Label]:
    for predicate in (LABEL, ALT_LABEL):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.subject, predicate, quad.object.value


def is_term(entity: Node) -> bool:
    """Tell whether an IRI is a term of a vocabulary that our prefixes know, and no entity."""
    return isinstance(entity, NamedNode) and entity.value.startswith(_VOCABULARIES)


def _hint(label: str, labels: Iterable[Label]) -> str:
    return nearest((text for _, _, text in labels), label) or (
        "give a label, a CURIE such as id:mistral-ai, an IRI, or a literal in double quotes "
        """kept from the shell, such as 'sentence="S27"'"""
    )
