"""Search entities by what they are called: in either script, by a part, or with a slip."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import NamedTuple

from mistral_kg.errors import QueryError
from mistral_kg.explore.resolve import all_labels, by_identifier, nearest
from mistral_kg.rdf.folding import fold
from mistral_kg.rdf.names import is_term
from mistral_kg.terminal import captions
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import LABEL, NAMES, REFERS_TO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from mistral_kg.explore.description import Descriptions


class Found(NamedTuple):
    """An entity that fits: its CURIE, its label, what fitted, and in how many passages it is."""

    entity: str
    label: str
    matched: str
    type: str
    mentions: int


class Matches(Rows):
    """What a search found, the best first."""

    columns = Found._fields


_EXACT, _FOLDED, _WORD, _PREFIX, _INSIDE, _SLIP, _SLIP_INSIDE = range(7)
_Fit = tuple[int, bool, str]
"""How well a form fits, whether it is another name than the label, and the form."""


def search(about: Descriptions, words: str) -> Matches:
    """Return the entities that the words fit, the best first; terms of a vocabulary come last.

    What a CURIE, an IRI or a Wikidata item names is alone. An exact name comes first, then one
    that has the words whole, begins with them or has them inside; a slip (a letter wrong, missing,
    too many or swapped) counts where nothing else fits.

    Raises QueryError when there are no words.
    """
    if not words.strip():
        raise QueryError("search needs something to look for, such as Mistral or ਮਿਸਟਰਲ")
    hidden = about.passages | about.claims
    best: dict[NamedNode, _Fit] = {
        entity: (_EXACT, True, words.strip())
        for entity in by_identifier(about, words.strip(), about.prefixes) - hidden
    }
    exact, wanted = unicodedata.normalize("NFC", words.strip()), fold(words)
    labels = [(*label, fold(label[2])) for label in all_labels(about) if label[0] not in hidden]
    for rank_of in (_rank, _rank_of_slip):
        if best:
            break
        for entity, kind, text, folded in labels:
            is_exact = exact == unicodedata.normalize("NFC", text)
            rank = _EXACT if is_exact else rank_of(wanted, folded)
            if rank is not None:
                fit = (rank, kind != LABEL, text)
                best[entity] = min(fit, best.get(entity, fit))
    return _ordered(about, best)


def like(about: Descriptions, words: str) -> str:
    """Return the question for the labels that are nearest to words which nothing fits."""
    return nearest((form for one, _, form in all_labels(about) if not is_term(one)), words, 0.5)


def _ordered(about: Descriptions, best: dict[NamedNode, _Fit]) -> Matches:
    mentions = Counter(
        entity
        for passage in about.passages
        for entity in {q.object for q in about.about(passage) if q.predicate in (NAMES, REFERS_TO)}
    )

    ranked = sorted(
        (is_term(entity), rank, -mentions[entity], text, entity)
        for entity, (rank, _, text) in best.items()
    )
    return Matches(
        Found(about.name(entity), about.label(entity), text, _kind(about, entity), -mentioned)
        for *_, mentioned, text, entity in ranked
    )


def _kind(about: Descriptions, entity: NamedNode) -> str:
    kinds = about.types(entity)
    if not is_term(entity):
        return about.label(kinds[0]) if kinds else ""
    name = kinds[0].value if kinds else ""
    known = "relation" if name.endswith("Property") else "class" if name.endswith("Class") else ""
    return captions.word(known or "term", about.language)


def _rank(wanted: str, form: str) -> int | None:
    wanted_whole, form_whole = wanted.replace(" ", ""), form.replace(" ", "")
    if wanted_whole == form_whole:
        return _FOLDED
    if f" {wanted} " in f" {form} ":
        return _WORD
    words = form.split()
    if all(any(word.startswith(one) for word in words) for one in wanted.split()):
        return _PREFIX
    return _INSIDE if wanted_whole in form_whole else None


def _rank_of_slip(wanted: str, form: str) -> int | None:
    if _may_be_slip(wanted, form):
        return _SLIP
    words, length = form.split(), len(wanted.split())
    runs = (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))
    return _SLIP_INSIDE if any(_may_be_slip(wanted, run) for run in runs) else None


def _may_be_slip(one: str, other: str) -> bool:
    """Tell whether one letter is wrong, missing, too many or swapped, or two in a long word."""
    allowed = 0 if len(one) < 3 else 1 if len(one) < 8 else 2
    if abs(len(one) - len(other)) > allowed or len(set(one) - set(other)) > allowed:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (char != its))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return False
    return row[-1] <= allowed
