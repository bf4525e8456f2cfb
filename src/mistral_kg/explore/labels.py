"""Find what a person means by a label, in either script, and name things shortly."""

from __future__ import annotations

import unicodedata

from pyoxigraph import Literal, NamedNode

from mistral_kg.errors import EntityError
from mistral_kg.rdf.folding import fold
from mistral_kg.rdf.names import curie, is_term
from mistral_kg.vocabulary import ALT_LABEL, LABEL, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mistral_kg.sparql.run import Quads

    Label = tuple[NamedNode, NamedNode, str]
    """An entity, the kind of its label, and the label."""


def all_labels(data: Quads) -> Iterator[Label]:
    """Return each label and other name of what has an IRI."""
    for predicate in (LABEL, ALT_LABEL):
        for quad in data.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.subject, predicate, quad.object.value


def named(
    labels: Iterable[Label], label: str, prefixes: Mapping[str, str] = PREFIXES
) -> NamedNode | None:
    """Return the entity that has the label, else the term that has it, None if there is neither.

    A preferred label wins over another surface form, an exact match over one in another case, and
    this over a folded one.

    Raises EntityError, with the candidates, when several entities have it.
    """
    exact = unicodedata.normalize("NFC", label.strip())
    cased, folded = exact.casefold(), fold(label)
    like = [one for one in labels if one[2] == exact or fold(one[2]) == folded]
    for term in (False, True):
        for predicate in (LABEL, ALT_LABEL):
            for same in (
                exact.__eq__,
                lambda text: text.casefold() == cased,
                lambda text: True,
            ):
                found = {
                    subject
                    for subject, kind, text in like
                    if kind == predicate and is_term(subject) == term and same(text)
                }
                if found:
                    return only(found, f"{label!r} names several entities", prefixes)
    return None


def only(
    found: set[NamedNode], message: str, prefixes: Mapping[str, str] = PREFIXES
) -> NamedNode | None:
    """Return the one of them, None where there is none; raise EntityError where there are more."""
    if len(found) > 1:
        listed = ", ".join(sorted(curie(one.value, prefixes) for one in found))
        raise EntityError(f"{message}: give one of {listed}")
    return next(iter(found), None)


def nearest(texts: Iterable[str], label: str, cutoff: float = 0.6) -> str:
    """Return the question for the labels that are most like this one, empty where none is."""
    from difflib import get_close_matches

    known = {fold(text): text for text in texts}
    near = get_close_matches(fold(label), known, n=3, cutoff=cutoff)
    return f"did you mean {' or '.join(repr(known[one]) for one in near)}?" if near else ""
