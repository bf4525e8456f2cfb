"""Find the parts of a date among the figures of a text."""

from __future__ import annotations

import re
from decimal import Decimal

from mistral_kg.text.cursor import CALENDAR_MONTH, Figure
from mistral_kg.text.figures import numbers

_YEARS = range(1000, 3000)
_OF_YEARS = ("", "year")
_OF_A_DATE = re.compile(r"[\s,-]*(?:of|of the year|ਦੇ|ਦੀ)?[\s,-]*")  # between month, day and year
_DATE = re.compile(r"(?:(\d{4})|-)(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d)?")


def dates(found: list[Figure], written: str, text: str) -> list[Figure]:
    """Return the figures of a text that make up a date; none, if one of its parts is missing.

    `written` is the lexical form of xsd:date, gYear, gYearMonth, gMonth or gMonthDay. A month
    with a year beside it, such as "March 2024", stands for that year only. A year is a number of
    four digits without a unit: 200 employees are none. A day has to stand beside its month.
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
    return figure.unit in _OF_YEARS and figure.value in _YEARS


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
