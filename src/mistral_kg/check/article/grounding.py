"""What a passage's text grounds: which entities it names, which figures and words it has."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal

from mistral_kg.rdf.names import is_term
from mistral_kg.text.figures import dates, figures, numbers
from mistral_kg.text.lexicon import Version, has_meaning, unsupported
from mistral_kg.text.wording import words
from mistral_kg.vocabulary import (
    AMOUNT,
    COUNT,
    CURRENCY,
    FACTOR,
    MONTHS,
    MONTHS_AT_MOST,
    NAMES,
    REFERS_TO,
    VALUATION,
    XSD,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from mistral_kg.check.article.dataset import Dataset
    from mistral_kg.text.passages import Placed
    from mistral_kg.text.reader import Figure

BY_NAME = "by name"
BY_REFERENCE = "by reference"
NOT_SUPPORTED = "not supported"

_UNITS: dict[Node, tuple[str, ...]] = {
    MONTHS: ("month",),
    MONTHS_AT_MOST: ("month",),
    FACTOR: ("times",),
    COUNT: ("",),
}
"""The units that a figure may have for a property; for any other, whatever unit it has."""
_MONEY = (AMOUNT, VALUATION)
_NUMERIC = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
_DATES = frozenset(
    f"{XSD}{name}" for name in ("date", "gYear", "gYearMonth", "gMonth", "gMonthDay")
)


class Evidence(NamedTuple):
    """What of a literal the text lacks, in words, and the figures of the text that it uses."""

    missing: list[str]
    used: list[Figure]


class Grounds:
    """The text of a passage with the names and figures that occur in it.

    A name inside a longer proper name, as Google in Google DeepMind, is not named by it.
    `names` and `references` are what the dataset declares of the passage.
    """

    def __init__(self, placed: Placed, dataset: Dataset) -> None:
        self.placed = placed
        self.passage = placed.passage
        self.text = placed.text or ""
        self.words = words(self.text)
        self.figures = figures(self.text)
        found = dataset.forms.find(self.text)
        self.occurrences = [one for one in found if not is_term(one.what)]
        self._naming = [
            one
            for one in self.occurrences
            if not any(one.inside(o) and o.what in dataset.proper for o in self.occurrences)
        ]
        self.named = {one.what for one in self._naming}
        self._terms = {one.what for one in found if is_term(one.what)}
        self.names = dataset.values[self.passage.node, NAMES]
        self.references = dataset.values[self.passage.node, REFERS_TO]

    def places(self, entity: Node) -> str:
        """Return which form names the entity where in the article, empty if none does."""
        offset = self.placed.start
        naming = (one for one in self._naming if one.what == entity)
        return ", ".join(f"{one.form!r} at {offset + one.start}" for one in naming)

    def support(self, entity: Node) -> str:
        """Return how the passage supports an entity; a term of a vocabulary by its label alone."""
        if is_term(entity):
            return BY_NAME if entity in self._terms else NOT_SUPPORTED
        if entity in self.named and entity in self.names:
            return BY_NAME
        return BY_REFERENCE if entity in self.references else NOT_SUPPORTED

    def evidence(self, quad: Quad, graph: Sequence[Quad], version: Version) -> Evidence:
        """Return what in the text supports the literal of a triple, a text in this version.

        `graph` are the triples of the same graph: an amount has its currency from another of them.
        A boolean is in no text, so nothing is asked of it.
        """
        value = quad.object
        if not isinstance(value, Literal) or value.datatype.value == f"{XSD}boolean":
            return Evidence([], [])
        same = [one for one in graph if one.subject == quad.subject]
        if quad.predicate == CURRENCY:
            used, wanted = self._in_currency(value.value, same), f"an amount in {value.value}"
        elif value.datatype.value in _NUMERIC:
            used, wanted = self._of_value(quad, same)
        elif value.datatype.value in _DATES:
            used, wanted = dates(self.figures, value.value, self.text), f"the date {value.value}"
        else:
            return self._of_words(value.value, version)
        return Evidence([] if used else [wanted], used)

    def _in_currency(self, currency: str, same: Sequence[Quad]) -> list[Figure]:
        """Return the amounts of the same subject that occur in the text in this currency."""
        amounts = {_number_of(one.object) for one in same if one.predicate in _MONEY}
        return [
            figure
            for figure in self.figures
            if figure.unit == currency and (not amounts or figure.value in amounts)
        ]

    def _of_value(self, quad: Quad, same: Sequence[Quad]) -> tuple[list[Figure], str]:
        """Return the figures of a number with its unit, and how that figure is written."""
        value = _number_of(quad.object)
        if value is None:
            return [], f"the figure {_text(quad.object)}"
        units = _UNITS.get(quad.predicate)
        if quad.predicate in _MONEY:
            units = tuple(_text(one.object) for one in same if one.predicate == CURRENCY) or None
        wanted = f"the figure {value:,f} {units[0] if units else ''}".rstrip()
        return numbers(self.figures, value, units), wanted

    def _of_words(self, literal: str, version: Version) -> Evidence:
        """Return what in the text supports a literal in words, such as "a few dozen"."""
        missing, used = [], []
        left = literal
        for figure in figures(literal):
            found = numbers(self.figures, figure.value, (figure.unit,) if figure.unit else None)
            used += found
            if found:
                blank = " " * (figure.end - figure.start)
                left = left[: figure.start] + blank + left[figure.end :]
            elif not figure.in_words or (version is Version.TRANSLATION and figure.value != 1):
                missing.append(f"the figure {figure}")
        missing += [f"the word {word!r}" for word in unsupported(left, self.text, version)]
        if not used and not missing and not has_meaning(literal):
            missing.append(f"a word in {literal!r}")
        return Evidence(missing, used)

    def read_by(self, quads: Iterable[tuple[Quad, Version]]) -> list[set[int]]:
        """Return where the words start that a text has, for each text that is no translation."""
        found = []
        for quad, version in quads:
            value = quad.object
            if isinstance(value, Literal) and value.language and version != Version.TRANSLATION:
                bases = {base for word in words(value.value) for base in word.bases()}
                found.append({word.start for word in self.words if word.bases() & bases})
        return found


def _number_of(term: Node) -> Decimal | None:
    """Return the number that a literal is, None where it is none or is infinite."""
    try:
        value = Decimal(_text(term))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _text(term: Node) -> str:
    return term.value if isinstance(term, Literal) else str(term)
