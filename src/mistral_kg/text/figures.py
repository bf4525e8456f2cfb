"""Read the figures of a text: numbers, amounts of money, periods and dates, in digits and in words.

English and Punjabi, in Latin and Gurmukhi digits, with the words of `figure_words`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from mistral_kg.text.cursor import CALENDAR_MONTH, RANGE, Cursor, Figure
from mistral_kg.text.figure_words import ADDED, MAGNITUDES, MONTHS, NUMBERS, SHORT, meaning_of
from mistral_kg.text.wording import Word, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable


_OR = frozenset({"or", "to", "ਜਾਂ", "ਤੋਂ"})  # "four or five months": months both
_AND = frozenset({"and", "ਅਤੇ"})  # likewise, but "2 and 3 million" may be two and three million
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_DIGITS = re.compile(r"\d+")
_FRACTIONS = re.compile(r"(\d*)([¼½¾⅓⅔])")
_SHORTENED = re.compile(r"(\d+)([A-Za-z]{1,2})")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_NEGATIVE = re.compile(r"(?:^|[\s(\[{$€£₹¥])[\u2212-][$€£₹¥]?$")  # no hyphen of a word or range
_GROUP_SPACES = "\u00a0\u2009\u202f"


def figures(text: str) -> list[Figure]:
    """Return the figures of a text, in order.

    A magnitude alone ("thousands", "a few dozen") is a figure of that value. What begins like a
    number and goes on in a way that is not understood is no figure, rather than a shorter one:
    a comma has to part thousands, lakhs or crores. What a range or an "or" joins to the next
    figure has its unit and, but for an "and", its magnitude.
    Of dates in figures only those of ISO 8601 are read: 12/05 is May here and December there.
    """
    tokens = words(text)
    found: list[_Read] = []
    place = 0
    while place < len(tokens):
        reader = _Reader(text, tokens, place, found[-1].figure if found else None)
        found += reader.read()
        place = max(reader.after, place + 1)
    return [_joined(*pair, text) for pair in zip_longest(found, found[1:])]


class _Read(NamedTuple):
    """A figure with its number as it is written and what that is multiplied by."""

    figure: Figure
    plain: Decimal
    magnitude: Decimal


class _Reader(Cursor):
    """Reads the figure that starts at one word of a text."""

    _multiplied = Decimal(1)

    def read(self) -> list[_Read]:
        """Return the figure that starts here; of a date in digits its three parts."""
        first = self.tokens[self.place]
        date = _ISO_DATE.match(self.text, first.start)
        if date:
            self.after = self.place + 3
            units = ("", CALENDAR_MONTH, "")
            return [
                _read(date.start(part), date.end(part), Decimal(date[part]), unit)
                for part, unit in enumerate(units, 1)
            ]
        month = meaning_of(first, MONTHS)
        if month:
            self.after = self.place + 1
            return [_read(first.start, first.end, Decimal(month), CALENDAR_MONTH, in_words=True)]
        in_words = not first.key[0].isdecimal() and not _FRACTIONS.fullmatch(first.key)
        plain = self._in_words() if in_words else self._in_digits()
        if plain is None:
            return []
        unit = self.unit()
        end = self.tokens[self.after - 1].end
        return [_read(first.start, end, plain, unit, self._multiplied, in_words=in_words)]

    # ---- in words

    def _in_words(self) -> Decimal | None:
        """Return the number in words: units add up, magnitudes multiply what is before them."""
        added = self.take(ADDED) or Decimal(0)
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
            self.after = self.place
            return None
        return total + current + added

    def _smaller(self, current: Decimal) -> Decimal | None:
        """Return what is added to the number in words so far: "five" to "twenty", "and a half"."""
        back = self.after
        if back > self.place and self.are("and", "a", "half"):
            self.after += 3
            return Decimal("0.5")
        if back > self.place and self.are("and"):
            self.after += 1
        number = self.take(NUMBERS)
        if number is not None and _may_follow(current, number):
            return number
        self.after = back
        return None

    def _magnitude(self, current: Decimal, least: Decimal | None) -> Decimal | None:
        """Return the magnitude behind the number so far, which has to be below the last one."""
        back = self.after
        if current == Decimal("0.5") and self.are("a"):
            self.after += 1  # "half a million"
        magnitude = self.take(MAGNITUDES)
        if magnitude is None or (least is not None and magnitude >= least):
            self.after = back
            return None
        return magnitude

    # ---- in digits

    def _in_digits(self) -> Decimal | None:
        """Return the number in digits, and read what multiplies it."""
        first = self.tokens[self.place]
        value = self._written()
        if value is None:
            self._magnitudes()  # of 1,5 million no million is left either
            return None
        if self.are("and", "a", "half"):
            self.after += 3
            value += Decimal("0.5")
        if _NEGATIVE.search(self.text[max(0, first.start - 3) : first.start]):
            value = -value
        self._multiplied *= self._magnitudes()
        return value

    def _magnitudes(self) -> Decimal:
        product = Decimal(1)
        while (magnitude := self.take(MAGNITUDES)) is not None:
            product *= magnitude
        return product

    def _written(self) -> Decimal | None:
        """Return a number in digits: its thousands, decimals, fraction; and read `m` or `bn`."""
        if self._is_malformed():
            return None
        written = ""
        while self.after < len(self.tokens):
            token = self.tokens[self.after]
            mark = self._mark(token) if written else ""
            if mark is None:
                break
            if mark == "." and "." in written:
                return None  # a version, such as 1.2.3
            fraction, shortened = _FRACTIONS.fullmatch(token.key), _SHORTENED.fullmatch(token.key)
            if _DIGITS.fullmatch(token.key):
                written += mark + _latin(token.key)
            elif fraction and mark == "":
                self.after += 1
                whole = Decimal(_latin(f"{written}{fraction[1]}") or 0)
                return whole + Decimal(str(round(unicodedata.numeric(fraction[2]), 4)))
            elif shortened and self._shortens(shortened[2]):
                self.after += 1
                self._multiplied = Decimal(SHORT[shortened[2].lower()])
                return Decimal(written + mark + _latin(shortened[1]))
            else:
                self.after += 1
                return None  # such as 5G, or 1.5x
            self.after += 1
        return Decimal(written)

    def _is_malformed(self) -> bool:
        """Step over digits that commas join in no way that groups are parted, such as 3,75."""
        numeral = _NUMERAL.match(self.text, self.tokens[self.place].start)
        if not numeral or "," not in numeral[0] or _GROUPED.fullmatch(numeral[0]):
            return False
        while self.after < len(self.tokens) and self.tokens[self.after].start < numeral.end():
            self.after += 1
        return True

    def _mark(self, token: Word) -> str | None:
        """Return what joins a word to the digits before it: nothing or a point; None is no join."""
        before = self.tokens[self.after - 1]
        between = self.text[before.end : token.start]
        so_far = self.text[self.tokens[self.place].start : before.end]
        digits = re.match(r"\d*", token.key)
        length = len(digits[0]) if digits else 0
        if between == "," and length in {2, 3} and "." not in so_far:
            return ""
        if between == "." and length:
            return "."
        is_group = length == 3 and length == len(token.key) and len(so_far.split()[0]) <= 3
        if between in _GROUP_SPACES and between and is_group:
            return ""
        if between == " " and is_group and self._is_grouped():
            return ""
        return None

    def _is_grouped(self) -> bool:
        """Tell whether spaces part thousands: there have to be two, since one may part numbers."""
        start = self.tokens[self.place].start
        return re.match(r"\d{1,3}( \d{3}){2,}(?!\d)", self.text[start:]) is not None

    def _shortens(self, letters: str) -> bool:
        """Tell whether letters behind digits are a magnitude: one letter only behind a currency."""
        return letters.lower() in SHORT and (len(letters) > 1 or bool(self.currency_before()))


def _may_follow(current: Decimal, number: Decimal) -> bool:
    """Tell whether a number in words goes on with this one, as "twenty" with "five"."""
    if not current:
        return True
    room = 100 if number >= 10 else 10
    return number == int(number) and not current % room and not 10 < current % 100 < 20


def _latin(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def _read(
    start: int,
    end: int,
    plain: Decimal,
    unit: str,
    magnitude: Decimal = Decimal(1),
    *,
    in_words: bool = False,
) -> _Read:
    value = plain * magnitude
    value = Decimal(int(value)) if value == int(value) else value
    return _Read(Figure(start, end, value, unit, in_words), plain, magnitude)


def _joined(one: _Read, following: _Read | None, text: str) -> Figure:
    """Return the figure, with unit and magnitude of the next one where both are one range."""
    figure = one.figure
    if following is None or not one.plain < following.plain:
        return figure
    between = text[figure.end : following.figure.start]
    word = between.strip()
    if CALENDAR_MONTH in {figure.unit, following.figure.unit} or not (
        word in _OR or word in _AND or RANGE.fullmatch(between)
    ):
        return figure
    # "5 to 10 million": of five to ten million, unless the first has a magnitude of its own.
    shared = following.magnitude if one.magnitude == 1 and word not in _AND else Decimal(1)
    unit = figure.unit or following.figure.unit
    return _read(
        figure.start, figure.end, one.plain, unit, one.magnitude * shared, in_words=figure.in_words
    ).figure


def numbers(
    found: Iterable[Figure], value: Decimal, units: Container[str] | None = None
) -> list[Figure]:
    """Return the figures of this value; of one of these units, if units are given."""
    return [
        one
        for one in found
        if one.value == value
        and one.unit != CALENDAR_MONTH
        and (units is None or one.unit in units)
    ]
