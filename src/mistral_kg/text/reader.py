"""Read the figure that starts at one word of a text: its number, in digits or words, and unit."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.text import figure_words as tables
from mistral_kg.text.figure_words import meaning_of

if TYPE_CHECKING:
    from mistral_kg.text.wording import Word

CALENDAR_MONTH = "--month"
RANGE = re.compile(r"\s*[\u2010-\u2014-]\s*[$€£₹¥]?")

_NEGATIVE = re.compile(r"(?:^|[\s(\[{$€£₹¥])[\u2212-][$€£₹¥]?$")  # no hyphen of a word or range
_SIGN_BEHIND = re.compile(r"\s*(%|[$€£₹¥](?!\s*\d))")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_FRACTIONS = "¼½¾⅓⅔"
# Commas part thousands, lakhs and crores, spaces only thousands. A plain space may also part two
# numbers, so that there have to be two.
_NUMBER = re.compile(
    r"(\d{1,3}(?:(?:,\d{2,3})*,\d{3}|(?:[\u00a0\u2009\u202f]\d{3})+|(?: \d{3}){2,})(?!\d)|\d*)"
    rf"(\.\d+|[{_FRACTIONS}])?([A-Za-z]{{1,2}})?"
)
_NUMERAL = re.compile(r"\d*(?:[.,]\d+)*")  # also where commas part no thousands


class Figure(NamedTuple):
    """A number in a text: its place in code points, its value and its unit.

    The unit is an ISO 4217 code, `day`, `week`, `month`, `year`, `times`, `percent` or empty.
    A month of the calendar is a figure too, of the unit `--month`.
    """

    start: int
    end: int
    number: Decimal
    unit: str
    magnitude: Decimal = Decimal(1)
    in_words: bool = False

    @property
    def value(self) -> Decimal:
        """The number multiplied by its magnitude, such as a million."""
        value = self.number * self.magnitude
        return Decimal(int(value)) if value == int(value) else value

    def __str__(self) -> str:
        if self.unit == CALENDAR_MONTH:
            return f"month {self.value} of the calendar"
        return f"{self.value:,f} {self.unit}".strip()


class Reader:
    """Reads the figure that starts at one word of a text; `after` is the place behind it."""

    def __init__(self, text: str, tokens: list[Word], place: int, previous: Figure | None) -> None:
        self._text = text
        self._tokens = tokens
        self._place = place
        self.after = place
        between = text[previous.end : tokens[place].start] if previous else ""
        self._start_of_range = previous if RANGE.fullmatch(between) else None

    def read(self) -> list[Figure]:
        """Return the figure that starts here; of a date in digits its three parts."""
        first = self._tokens[self._place]
        date = _ISO_DATE.match(self._text, first.start)
        if date:
            self.after += 3
            return [
                Figure(*date.span(part), Decimal(date[part]), unit)
                for part, unit in enumerate(("", CALENDAR_MONTH, ""), 1)
            ]
        month = self._take(tables.MONTHS)
        if month is not None:
            return [Figure(first.start, first.end, month, CALENDAR_MONTH, in_words=True)]
        in_words = not first.key[0].isdecimal() and first.key[0] not in _FRACTIONS
        number, magnitude = (self._in_words(), Decimal(1)) if in_words else self._in_digits()
        if number is None:
            return []
        unit = self._unit()
        end = self._tokens[self.after - 1].end
        return [Figure(first.start, end, number, unit, magnitude, in_words)]

    # ---- the next words

    def _next(self) -> Word | None:
        """Return the word behind what was read, if no mark parts them."""
        if self.after >= len(self._tokens):
            return None
        following = self._tokens[self.after]
        return following if self.after == self._place or not following.gap else None

    def _take(self, table: dict[str, str]) -> Decimal | None:
        """Return the meaning of the next word, and step over it."""
        following = self._next()
        meaning = meaning_of(following, table) if following else None
        if meaning is None:
            return None
        self.after += 1
        return Decimal(meaning)

    def _take_all(self, *keys: str) -> bool:
        """Step over the next words if they are these, with no mark before any of them."""
        following = self._tokens[self.after : self.after + len(keys)]
        found = [one.key.lower() for one in following if not one.gap] == list(keys)
        self.after += len(keys) * found
        return found

    def _magnitudes(self) -> Decimal:
        product = Decimal(1)
        while (magnitude := self._take(tables.MAGNITUDES)) is not None:
            product *= magnitude
        return product

    # ---- in words

    def _in_words(self) -> Decimal | None:
        """Return the number in words: units add up, magnitudes multiply what is before them."""
        added = self._take(tables.ADDED) or Decimal(0)
        total, current, least = Decimal(0), Decimal(0), None
        while True:
            if (more := self._smaller(current)) is not None:
                current += more
            elif (magnitude := self._magnitude(current, least)) is None:
                break
            elif magnitude <= 100:
                current = (current or Decimal(1)) * magnitude
            else:
                total += ((current or Decimal(1)) + added) * magnitude * self._magnitudes()
                current, added, least = Decimal(0), Decimal(0), magnitude
        if not total + current:
            self.after = self._place
            return None
        return total + current + added

    def _smaller(self, current: Decimal) -> Decimal | None:
        """Return what is added to the number in words so far: "five" to "twenty", "and a half"."""
        back = self.after
        if back > self._place:
            if self._take_all("and", "a", "half"):
                return Decimal("0.5")
            self._take_all("and")
        number = self._take(tables.NUMBERS)
        if number is not None and _may_follow(current, number):
            return number
        self.after = back
        return None

    def _magnitude(self, current: Decimal, least: Decimal | None) -> Decimal | None:
        """Return the magnitude behind the number so far, which has to be below the last one."""
        back = self.after
        if current == Decimal("0.5"):
            self._take_all("a")  # "half a million"
        magnitude = self._take(tables.MAGNITUDES)
        if magnitude is None or (least is not None and magnitude >= least):
            self.after = back
            return None
        return magnitude

    # ---- in digits

    def _in_digits(self) -> tuple[Decimal | None, Decimal]:
        """Return the number in digits and what multiplies it; step over one that is malformed."""
        start = self._tokens[self._place].start
        found = _NUMBER.match(self._text, start)
        numeral = _NUMERAL.match(self._text, start)
        end = max(match.end() for match in (found, numeral) if match)
        while self.after < len(self._tokens) and self._tokens[self.after].start < end:
            self.after += 1
        is_whole = found and found.end() == end == self._tokens[self.after - 1].end
        magnitude = self._shortened(found[3]) if found and is_whole else None
        if not found or magnitude is None:
            self._magnitudes()  # of 1,5 million no million is left either
            return None, Decimal(1)
        whole, rest, _ = found.groups("")
        number = Decimal(re.sub(r"\D", "", whole) + rest.strip(_FRACTIONS) or 0)
        if rest and rest in _FRACTIONS:
            number += Decimal(str(round(unicodedata.numeric(rest), 4)))
        if self._take_all("and", "a", "half"):
            number += Decimal("0.5")
        if _NEGATIVE.search(self._text[max(0, start - 3) : start]):
            number = -number
        return number, magnitude * self._magnitudes()

    def _shortened(self, letters: str | None) -> Decimal | None:
        """Return the magnitude of letters behind digits: of one letter only behind a currency."""
        if not letters:
            return Decimal(1)
        is_clear = len(letters) > 1 or self._currency_before()
        magnitude = tables.SHORT.get(letters.lower()) if is_clear else None
        return Decimal(magnitude) if magnitude else None

    # ---- the unit

    def _unit(self) -> str:
        """Return the unit of the number that was read, and step over it where it is a word."""
        before = self._currency_before()
        if before:
            return before
        sign = _SIGN_BEHIND.match(self._text, self._tokens[self.after - 1].end)
        if sign:
            return tables.SYMBOLS[sign[1]]
        following = self._next()
        if following is None:
            return ""
        second = next(iter(self._tokens[self.after + 1 : self.after + 2]), None)
        if following.key in tables.CURRENCIES:
            if second and second.key[0].isdecimal() and second.gap in {"", "."}:
                return ""  # it is the currency of the next number: "in 2024 EUR 5 million"
            self.after += 1
            return tables.CURRENCIES[following.key]
        whose = meaning_of(following, tables.DOLLARS)
        if whose and second and meaning_of(second, tables.UNITS) == "USD":
            self.after += 2
            return whose
        unit = meaning_of(following, tables.UNITS)
        self.after += bool(unit)
        return unit or ""

    def _currency_before(self) -> str:
        """Return the currency whose sign or code is before the number, or before its range."""
        first = self._tokens[self._place]
        previous = self._tokens[self._place - 1] if self._place else None
        sign = first.gap.rstrip("-\u2212")[-1:]
        if sign in tables.SYMBOLS and sign != "%":
            # "US$5": the letters touch the sign
            if sign == "$" and previous and self._text[previous.end : previous.end + 1] == "$":
                return meaning_of(previous, tables.DOLLARS) or f"{previous.key}$"
            return tables.SYMBOLS[sign]
        if previous and first.gap in {"", "."} and previous.key in tables.CURRENCIES:
            return tables.CURRENCIES[previous.key]
        start = self._start_of_range
        return start.unit if start and start.unit.isupper() else ""


def _may_follow(current: Decimal, number: Decimal) -> bool:
    """Tell whether a number in words goes on with this one, as "twenty" with "five"."""
    if not current:
        return True
    room = 100 if number >= 10 else 10
    return number == int(number) and not current % room and not 10 < current % 100 < 20
