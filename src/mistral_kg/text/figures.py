"""Read the figures of a text: numbers, amounts of money, periods and dates, in digits and in words.

English and Punjabi, in Latin and Gurmukhi digits, with the words of `figure_words`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from mistral_kg.text.reader import CALENDAR_MONTH, RANGE, Figure, Reader
from mistral_kg.text.wording import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_OR = frozenset({"or", "to", "ਜਾਂ", "ਤੋਂ"})  # "four or five months": months both
_AND = frozenset({"and", "ਅਤੇ"})  # likewise, but "2 and 3 million" may be two and three million
_YEARS = range(1000, 3000)
_OF_A_DATE = re.compile(r"[\s,-]*(?:of|of the year|ਦੇ|ਦੀ)?[\s,-]*")  # between month, day and year
_DATE = re.compile(r"(?:(\d{4})|-)(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d)?")


def figures(text: str) -> list[Figure]:
    """Return the figures of a text, in order.

    A magnitude alone ("thousands", "a few dozen") is a figure of that value. What begins like a
    number and goes on in a way that is not understood is no figure, rather than a shorter one:
    a comma has to part thousands, lakhs or crores. What a range or an "or" joins to the next
    figure has its unit and, but for an "and", its magnitude.
    Of dates in figures only those of ISO 8601 are read: 12/05 is May here and December there.
    """
    tokens = words(text)
    found: list[Figure] = []
    place = 0
    while place < len(tokens):
        reader = Reader(text, tokens, place, found[-1] if found else None)
        found += reader.read()
        place = max(reader.after, place + 1)
    return [_joined(*pair, text) for pair in zip_longest(found, found[1:])]


def _joined(figure: Figure, following: Figure | None, text: str) -> Figure:
    """Return the figure, with unit and magnitude of the next one where both are one range."""
    if following is None or figure.number >= following.number:
        return figure
    between = text[figure.end : following.start]
    word = between.strip()
    if CALENDAR_MONTH in {figure.unit, following.unit} or not (
        word in _OR | _AND or RANGE.fullmatch(between)
    ):
        return figure
    # "5 to 10 million": of five to ten million, unless the first has a magnitude of its own.
    is_shared = figure.magnitude == 1 and word not in _AND
    magnitude = following.magnitude if is_shared else figure.magnitude
    return figure._replace(unit=figure.unit or following.unit, magnitude=magnitude)


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


def dates(found: list[Figure], written: str, text: str) -> list[Figure]:
    """Return the figures of a text that make up a date; none, if one of its parts is missing.

    `written` is the lexical form of xsd:date, gYear, gYearMonth, gMonth or gMonthDay. A month
    with a year beside it, such as "March 2024", is of that year only. A year is a number of
    four digits without a unit: 200 employees are none. A day has to be beside its month.
    """
    parts = _DATE.fullmatch(written)
    if not parts:
        return []
    year, month, day = (Decimal(part) if part else None for part in parts.groups())
    plain = [one for one in found if _is_year(one)]
    if month is None:
        return numbers(plain, year) if year is not None else []
    for place, one in enumerate(found):
        if one.unit != CALENDAR_MONTH or one.value != month:
            continue
        beside = _beside(found, place, text)
        years = [near for near in beside if _is_year(near)][:1] or plain
        right_year = numbers(years, year) if year is not None else []
        right_day = numbers(beside, day, ("",)) if day is not None else []
        if (year is None or right_year) and (day is None or right_day):
            return [one, *right_year, *right_day]
    return []


def _is_year(figure: Figure) -> bool:
    return figure.unit in {"", "year"} and figure.value in _YEARS


def _beside(found: list[Figure], place: int, text: str) -> list[Figure]:
    """Return the figures that make up a date with the month at a place, those behind it first."""
    beside: list[Figure] = []
    for step in (1, -1):
        for other in range(place + step, place + 3 * step, step):
            if not 0 <= other < len(found):
                break
            one, next_one = sorted((found[other - step], found[other]))
            if not _OF_A_DATE.fullmatch(text[one.end : next_one.start]):
                break
            beside.append(found[other])
    return beside
