"""What a passage's text grounds: which entities it names, which figures and words it has."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from pyoxigraph import Literal

from mistral_kg.text.figures import dates, figures, numbers
from mistral_kg.text.lexicon import says_something
from mistral_kg.vocabulary import (
    AMOUNT,
    COUNT,
    CURRENCY,
    FACTOR,
    MONTHS,
    MONTHS_AT_MOST,
    TYPE,
    VALUATION,
    XSD,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from mistral_kg.text.lexicon import Lexicon
    from mistral_kg.text.passages import Placed
    from mistral_kg.text.reader import Figure
    from mistral_kg.text.wording import Forms, Occurrence

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


class Grounds:
    """The text of a passage with the names and figures that occur in it.

    `proper` are the entities that bear a proper name: a name inside a longer proper name, as
    Google in Google DeepMind, is not named by it.
    """

    def __init__(self, placed: Placed, forms: Forms, proper: frozenset[Node]) -> None:
        self.placed = placed
        self.text: str = placed.text or ""
        self.occurrences: list[Occurrence] = forms.find(self.text)
        self.figures: list[Figure] = figures(self.text)
        self._naming = [
            one
            for one in self.occurrences
            if not any(one.inside(other) and other.what in proper for other in self.occurrences)
        ]
        self.named = {one.what for one in self._naming}

    def places(self, entity: Node) -> str:
        """Return which form names the entity where in the article, empty if none does."""
        offset = self.placed.start
        naming = (one for one in self._naming if one.what == entity)
        return ", ".join(f"{one.form!r} at {offset + one.start}" for one in naming)


class Evidence(NamedTuple):
    """What of a literal the text lacks, in words, and the figures of the text that it uses."""

    missing: list[str]
    used: list[Figure]


def of_literal(quad: Quad, about: Sequence[Quad], grounds: Grounds, lexicon: Lexicon) -> Evidence:
    """Return what in the text supports the literal of a triple.

    `about` are the triples of the same graph: an amount has its currency from another of them.
    A boolean is in no text, so nothing is asked of it.
    """
    value = quad.object
    if not isinstance(value, Literal):
        return Evidence([], [])
    datatype = value.datatype.value
    if quad.predicate == CURRENCY:
        return _currency(quad, about, grounds)
    if datatype in _NUMERIC:
        return _number(quad, about, grounds)
    if datatype in _DATES:
        used = dates(grounds.figures, value.value, grounds.text)
        return Evidence([] if used else [f"the date {value.value}"], used)
    if datatype == f"{XSD}boolean":
        return Evidence([], [])
    return of_text(value.value, grounds, lexicon)


def of_text(literal: str, grounds: Grounds, lexicon: Lexicon) -> Evidence:
    """Return what in the text supports a literal in words, such as "a few dozen"."""
    missing, used = [], []
    spans = []
    for figure in figures(literal):
        units = (figure.unit,) if figure.unit else None
        found = numbers(grounds.figures, figure.value, units)
        used += found
        if not found and not figure.in_words:
            missing.append(f"the figure {figure}")
        if found:
            spans.append((figure.start, figure.end))
    kept = "".join(
        " " if any(start <= place < end for start, end in spans) else char
        for place, char in enumerate(literal)
    )
    missing += [f"the word {word!r}" for word in lexicon.unsupported(kept, grounds.text)]
    if not spans and not missing and not says_something(literal):
        missing.append(f"a word in {literal!r}")
    return Evidence(missing, used)


def _number(quad: Quad, about: Iterable[Quad], grounds: Grounds) -> Evidence:
    value = _finite(quad.object)
    if value is None:
        return Evidence([f"the figure {_text(quad.object)}"], [])
    units: tuple[str, ...] | None = _UNITS.get(quad.predicate)
    if quad.predicate in _MONEY:
        units = _currencies(quad.subject, about) or None
    used = numbers(grounds.figures, value, units)
    wanted = f"the figure {value:,f} {units[0] if units else ''}".rstrip()
    return Evidence([] if used else [wanted], used)


def _currencies(subject: Node, about: Iterable[Quad]) -> tuple[str, ...]:
    return tuple(
        _text(quad.object)
        for quad in about
        if quad.subject == subject and quad.predicate == CURRENCY
    )


def _currency(quad: Quad, about: Iterable[Quad], grounds: Grounds) -> Evidence:
    """Return the amounts of the same subject that occur in the text in this currency."""
    currency = _text(quad.object)
    amounts = [
        one.object for one in about if one.subject == quad.subject and one.predicate in _MONEY
    ]
    used = [
        figure
        for figure in grounds.figures
        if figure.unit == currency
        and (not amounts or any(is_value(amount, figure.value) for amount in amounts))
    ]
    return Evidence([] if used else [f"an amount in {currency}"], used)


def _text(term: Node) -> str:
    return term.value if isinstance(term, Literal) else str(term)


def is_value(term: Node, value: Decimal) -> bool:
    """Tell whether a term is a literal of this value, however it is written."""
    return _finite(term) == value


def _finite(term: Node) -> Decimal | None:
    """Return the number that a literal is, None where it is none or is infinite."""
    try:
        value = Decimal(_text(term))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def entities(quad: Quad) -> list[Node]:
    """Return the entities of a triple: subject and object; of a type only the subject."""
    if isinstance(quad.object, Literal) or quad.predicate == TYPE:
        return [quad.subject]
    return [quad.subject, quad.object]
