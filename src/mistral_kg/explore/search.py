"""Search entities by what they are called: in either script, by a part, or with a slip."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import NamedTuple

from mistral_kg.errors import QueryError
from mistral_kg.explore.labels import all_labels, nearest
from mistral_kg.explore.resolve import written
from mistral_kg.rdf.folding import fold
from mistral_kg.rdf.names import is_term
from mistral_kg.terminal import captions
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import LABEL, NAMES, REFERS_TO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.vocabulary import Node


class Found(NamedTuple):
    """An entity that fits: its CURIE, its label, what fitted, and in how many passages it is."""

    entity: str
    label: str
    matched: str
    type: str
    mentions: int


class Matches(Rows):
    """What a search found, the best first."""

    __slots__ = ()
    columns = Found._fields


_EXACT, _FOLDED, _WORD, _PREFIX, _INSIDE, _SLIP, _SLIP_INSIDE = range(7)


def search(about: Descriptions, words: str) -> Matches:
    """Return the entities that the words fit, the best first; terms of a vocabulary come last.

    What a CURIE, an IRI or a Wikidata item names is alone.
    An exact name comes first, then one that has the words whole, begins with them or has them
    inside; a slip (a letter wrong, missing, too many or swapped) counts where nothing else fits.

    Raises QueryError when there are no words.
    """
    if not words.strip():
        raise QueryError("search needs something to look for, such as Mistral or ਮਿਸਟਰਲ")
    wanted, best = fold(words), _written(about, words)
    exact = unicodedata.normalize("NFC", words.strip())
    forms = [
        (entity, kind != LABEL, form, fold(form))
        for entity, kind, form in all_labels(about)
        if _is_sought(about, entity)
    ]
    for ranked in (_rank, _slip):
        if best:
            break
        for entity, is_other, form, key in forms:
            rank = _EXACT if exact == unicodedata.normalize("NFC", form) else ranked(wanted, key)
            if rank is not None:
                candidate = (rank, is_other, form)
                best[entity] = min(candidate, best.get(entity, candidate))
    return _ordered(about, best)


def _is_sought(about: Descriptions, entity: NamedNode) -> bool:
    return entity not in about.passages and entity not in about.claims


def _written(about: Descriptions, words: str) -> dict[NamedNode, tuple[int, bool, str]]:
    """Return what the words name otherwise than by a label."""
    return {
        one: (_EXACT, True, words.strip())
        for one in written(about, words.strip(), about.prefixes)
        if _is_sought(about, one)
    }


def like(about: Descriptions, words: str) -> str:
    """Return the question for the labels that are nearest to words which nothing fits."""
    return nearest((form for one, _, form in all_labels(about) if not is_term(one)), words, 0.5)


def _ordered(about: Descriptions, best: dict[NamedNode, tuple[int, bool, str]]) -> Matches:
    mentions = _mentions(about)

    def place(entity: NamedNode) -> tuple[bool, int, int, str, str]:
        rank, _, form = best[entity]
        return is_term(entity), rank, -mentions[entity], form, entity.value

    return Matches(
        Found(
            about.name(entity),
            about.label(entity),
            best[entity][2],
            _kind(about, entity),
            mentions[entity],
        )
        for entity in sorted(best, key=place)
    )


def _mentions(about: Descriptions) -> Counter[Node]:
    found: Counter[Node] = Counter()
    for passage in about.passages:
        for one in {q.object for q in about.about(passage) if q.predicate in (NAMES, REFERS_TO)}:
            found[one] += 1
    return found


def _kind(about: Descriptions, entity: NamedNode) -> str:
    kinds = about.types(entity)
    if not is_term(entity):
        return about.label(kinds[0]) if kinds else ""
    name = kinds[0].value if kinds else ""
    known = "relation" if name.endswith("Property") else "class" if name.endswith("Class") else ""
    return captions.word(known or "term", about.language)


def _rank(wanted: str, form: str) -> int | None:
    if wanted == form or wanted.replace(" ", "") == form.replace(" ", ""):
        return _FOLDED
    if f" {wanted} " in f" {form} ":
        return _WORD
    words = form.split()
    if all(any(word.startswith(one) for word in words) for one in wanted.split()):
        return _PREFIX
    if wanted in form or wanted.replace(" ", "") in form.replace(" ", ""):
        return _INSIDE
    return None


def _slip(wanted: str, form: str) -> int | None:
    if _slipped(wanted, form):
        return _SLIP
    words, length = form.split(), len(wanted.split())
    runs = (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))
    return _SLIP_INSIDE if any(_slipped(wanted, run) for run in runs) else None


def _slipped(one: str, other: str) -> bool:
    """Tell whether so few letters differ that it may be a slip: one, or two in a long word."""
    allowed = 0 if len(one) < 3 else 1 if len(one) < 8 else 2
    if abs(len(one) - len(other)) > allowed or len(set(one) - set(other)) > allowed:
        return False
    return _distance(one, other, allowed) <= allowed


def _distance(one: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or swapped, or more than `most`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (char != its))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
