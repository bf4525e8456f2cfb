"""Go through the words of a text: what comes next, and in which unit a number there is."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from mistral_kg.text.figure_words import (
    CODES,
    DOLLARS,
    RUPEES,
    SYMBOLS,
    UNITS,
    meaning_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mistral_kg.text.wording import Word

RANGE = re.compile(r"\s*[\u2010-\u2014-]\s*[$€£₹¥]?")
_MINUS = ("-", "\u2212")


class Figure(NamedTuple):
    """A number in a text: its place in code points, its value and its unit.

    The unit is an ISO 4217 code, `day`, `week`, `month`, `year`, `times`, `percent` or empty.
    A month of the calendar is a figure too, of the unit `--month`.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    in_words: bool

    def __str__(self) -> str:
        if self.unit == CALENDAR_MONTH:
            return f"month {self.value} of the calendar"
        return f"{self.value:,f} {self.unit}".strip()


CALENDAR_MONTH = "--month"


class Cursor:
    """A place in the words of a text; `after` is the place behind what was read there."""

    def __init__(self, text: str, tokens: list[Word], place: int, previous: Figure | None) -> None:
        self.text = text
        self.tokens = tokens
        self.place = place
        self.after = place
        between = text[previous.end : tokens[place].start] if previous else ""
        self._start_of_range = previous if RANGE.fullmatch(between) else None

    def next_word(self) -> Word | None:
        """Return the word behind what was read, if no mark parts them."""
        if self.after >= len(self.tokens):
            return None
        following = self.tokens[self.after]
        return following if self.after == self.place or not following.gap else None

    def take(self, table: dict[str, str]) -> Decimal | None:
        """Return the meaning of the next word, and step over it."""
        following = self.next_word()
        meaning = meaning_of(following, table) if following else None
        if meaning is None:
            return None
        self.after += 1
        return Decimal(meaning)

    def are(self, *keys: str) -> bool:
        """Tell whether the next words are these, with no mark before any of them."""
        following = self.tokens[self.after : self.after + len(keys)]
        return [one.key.lower() for one in following if not one.gap] == list(keys)

    def unit(self) -> str:
        """Return the unit of the number that was read, and step over it where it is a word."""
        before = self.currency_before()
        if before:
            return before
        behind = self.text[self.tokens[self.after - 1].end :].lstrip()
        if behind[:1] in SYMBOLS and (behind[0] == "%" or not behind[1:].lstrip()[:1].isdigit()):
            return SYMBOLS[behind[0]]
        following = self.next_word()
        if following is None or self._is_of_the_next(following):
            return ""
        if following.key in CODES:
            self.after += 1
            return following.key
        whose = meaning_of(following, DOLLARS)
        dollars = self.tokens[self.after + 1 : self.after + 2]
        if whose and dollars and meaning_of(dollars[0], UNITS) == "USD":
            self.after += 2
            return whose
        unit = meaning_of(following, UNITS)
        self.after += bool(unit)
        return unit or ""

    def _is_of_the_next(self, word: Word) -> bool:
        """Tell whether a word is the currency before the next number: "in 2024 EUR 5 million"."""
        behind = self.tokens[self.after + 1 : self.after + 2]
        is_before = bool(behind) and behind[0].key[0].isdecimal() and behind[0].gap in {"", "."}
        return is_before and (word.key in CODES or word.key in RUPEES)

    def currency_before(self) -> str:
        """Return the currency whose sign or code stands before the number, or before its range."""
        start = self._start_of_range
        return self._currency_at() or (start.unit if start and start.unit.isupper() else "")

    def _currency_at(self) -> str:
        first = self.tokens[self.place]
        sign = first.gap.rstrip("".join(_MINUS))[-1:]
        previous = self.tokens[self.place - 1] if self.place else None
        if sign in SYMBOLS and sign != "%":
            # "US$5": the letters touch the sign
            if sign == "$" and previous and self.text[previous.end : previous.end + 1] == "$":
                return meaning_of(previous, DOLLARS) or f"{previous.key}$"
            return SYMBOLS[sign]
        if previous is None or first.gap not in {"", "."}:
            return ""
        if previous.key in CODES:
            return previous.key
        return "INR" if previous.key in RUPEES else ""
