"""Read the figures of a text: numbers, amounts of money, periods and dates, in digits and in words.

English and Punjabi, in Latin and Gurmukhi digits. The names of months are those of the Unicode
CLDR (https://cldr.unicode.org, locales en and pa), the codes of currencies those of ISO 4217.
"""

from __future__ import annotations

import re
from collections import namedtuple
from decimal import Decimal

from mistral_kg.wording import Word, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _table(lines: str) -> dict[str, str]:
    """Return each word of each line `meaning: word word …` with its meaning, as words are keyed."""
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        meaning, _, rest = line.strip().partition(": ")
        for word in rest.split():
            found[words(word)[0].key] = meaning
    return found


_NUMBERS = _table("""
    1: one ਇੱਕ ਇਕ
    2: two ਦੋ
    3: three ਤਿੰਨ
    4: four ਚਾਰ
    5: five ਪੰਜ
    6: six ਛੇ
    7: seven ਸੱਤ
    8: eight ਅੱਠ
    9: nine ਨੌਂ ਨੌ
    10: ten ਦਸ
    11: eleven ਗਿਆਰਾਂ
    12: twelve ਬਾਰਾਂ
    13: thirteen ਤੇਰਾਂ
    14: fourteen ਚੌਦਾਂ
    15: fifteen ਪੰਦਰਾਂ
    16: sixteen ਸੋਲਾਂ
    17: seventeen ਸਤਾਰਾਂ
    18: eighteen ਅਠਾਰਾਂ
    19: nineteen ਉੱਨੀ
    20: twenty ਵੀਹ
    25: ਪੱਚੀ
    30: thirty ਤੀਹ
    40: forty ਚਾਲੀ
    50: fifty ਪੰਜਾਹ
    60: sixty ਸੱਠ
    70: seventy ਸੱਤਰ
    80: eighty ਅੱਸੀ
    90: ninety ਨੱਬੇ
""")
_MAGNITUDES = _table("""
    12: dozen ਦਰਜਨ
    100: hundred ਸੌ
    1000: thousand ਹਜ਼ਾਰ
    100000: lakh ਲੱਖ
    1000000: million ਮਿਲੀਅਨ
    10000000: crore ਕਰੋੜ
    1000000000: billion ਬਿਲੀਅਨ ਅਰਬ
    1000000000000: trillion ਟ੍ਰਿਲੀਅਨ
""")
_UNITS = _table("""
    day: day ਦਿਨ
    week: week ਹਫ਼ਤਾ
    month: month ਮਹੀਨਾ
    year: year ਸਾਲ
    times: times fold ਗੁਣਾ
    percent: percent ਫ਼ੀਸਦੀ ਪ੍ਰਤੀਸ਼ਤ
    USD: dollar ਡਾਲਰ USD
    EUR: euro ਯੂਰੋ EUR
    GBP: pound ਪੌਂਡ GBP
    INR: rupee ਰੁਪਿਆ ਰੁਪਏ INR
    JPY: yen ਯੇਨ JPY
    CNY: yuan ਯੁਆਨ CNY
""")
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "%": "percent"}
_MONTHS = _table("""
    1: January ਜਨਵਰੀ
    2: February ਫ਼ਰਵਰੀ
    3: March ਮਾਰਚ
    4: April ਅਪ੍ਰੈਲ
    5: May ਮਈ
    6: June ਜੂਨ
    7: July ਜੁਲਾਈ
    8: August ਅਗਸਤ
    9: September ਸਤੰਬਰ
    10: October ਅਕਤੂਬਰ
    11: November ਨਵੰਬਰ
    12: December ਦਸੰਬਰ
""")
_OR = frozenset({"or", "to", "and", "ਜਾਂ", "ਤੋਂ", "ਅਤੇ"})  # "four or five months": months both
_DIGITS = re.compile(r"\d+")
_YEARS = range(1000, 3000)
_DATE = re.compile(r"(?:(\d{4})|-)(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d)?")


class Figure(namedtuple("Figure", "start end value unit in_words")):
    """A number in a text: its place in code points, its value and its unit.

    The unit is an ISO 4217 code, `day`, `week`, `month`, `year`, `times`, `percent` or empty.
    A month of the calendar is a figure too, of the unit `--month`.
    """

    __slots__ = ()
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


def figures(text: str) -> list[Figure]:
    """Return the figures of a text, in order.

    A magnitude alone ("thousands", "a few dozen") is a figure of that value.
    """
    tokens = words(text)
    found: list[Figure] = []
    place = 0
    while place < len(tokens):
        month = _meaning(tokens[place], _MONTHS)
        if month:
            one = tokens[place]
            found.append(Figure(one.start, one.end, Decimal(month), CALENDAR_MONTH, True))
            place += 1
            continue
        read = _number(tokens, place)
        if read is None:
            place += 1
            continue
        value, after, in_words = read
        unit, last = _unit(tokens, place, after, text)
        found.append(Figure(tokens[place].start, tokens[last - 1].end, value, unit, in_words))
        place = last
    return list(_joined(found, tokens))


def _number(tokens: list[Word], place: int) -> tuple[Decimal, int, bool] | None:
    """Return the number that starts at a word, the place after it, and whether it is in words."""
    token = tokens[place]
    number = Decimal(1)
    digits = bool(_DIGITS.fullmatch(token.key))
    spelt = _meaning(token, _NUMBERS)
    after = place + 1
    if digits:
        written, after = _written(tokens, place)
        number = Decimal(written)
    elif spelt:
        number = Decimal(spelt)
        # "twenty five"
        more = _meaning(tokens[after], _NUMBERS) if after < len(tokens) else None
        if more and number >= 20 and number % 10 == 0 and int(more) < 10 and not tokens[after].gap:
            number += int(more)
            after += 1
    elif not _meaning(token, _MAGNITUDES):
        return None
    else:
        after = place
    while after < len(tokens) and (after == place or not tokens[after].gap):
        magnitude = _meaning(tokens[after], _MAGNITUDES)
        if not magnitude:
            break
        number *= int(magnitude)
        after += 1
    return number, after, not digits


def _written(tokens: list[Word], place: int) -> tuple[str, int]:
    """Return a number in digits, with its thousands and decimals, in Latin digits."""
    written = str(int(tokens[place].key))
    after = place + 1
    while after < len(tokens) and _DIGITS.fullmatch(tokens[after].key):
        mark, digits = tokens[after].gap, str(int("1" + tokens[after].key))[1:]
        touches = tokens[after].start - tokens[after - 1].end == 1
        if mark == "," and touches and len(digits) in {2, 3} and "." not in written:
            written += digits
        elif mark == "." and touches and "." not in written:
            written += f".{digits}"
        else:
            break
        after += 1
    return written, after


def _unit(tokens: list[Word], place: int, after: int, text: str) -> tuple[str, int]:
    """Return the unit of the number from `place` to `after`, and the place after both."""
    before = _SYMBOLS.get(tokens[place].gap[-1:], "")
    if before and before != "percent":
        return before, after
    behind = _SYMBOLS.get(text[tokens[after - 1].end :].lstrip()[:1], "")
    if behind:
        return behind, after
    if after < len(tokens) and not tokens[after].gap:
        unit = _meaning(tokens[after], _UNITS)
        if unit:
            return unit, after + 1
    return "", after


def _joined(found: list[Figure], tokens: list[Word]) -> Iterator[Figure]:
    """Yield the figures; one without unit that an "or" joins to the next has the next one's."""
    keys = {token.start: place for place, token in enumerate(tokens)}
    for place, one in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following and not one.unit and following.unit not in {"", CALENDAR_MONTH}:
            gap = keys[following.start] - keys[one.start]
            between = tokens[keys[following.start] - 1].key
            if gap == 2 and between in _OR:
                yield one._replace(unit=following.unit)
                continue
        yield one


def _meaning(token: Word, table: dict[str, str]) -> str | None:
    for base in (token.key, *sorted(token.bases())):
        if base in table:
            return table[base]
    return None


def numbers(found: Iterable[Figure], value: Decimal, unit: str = "") -> list[Figure]:
    """Return the figures of this value, and of this unit if one is given."""
    return [
        one
        for one in found
        if one.value == value and one.unit != CALENDAR_MONTH and unit in {"", one.unit}
    ]


def dates(found: list[Figure], written: str) -> list[Figure]:
    """Return the figures that make up a date; none, if one of its parts is missing.

    `written` is the lexical form of xsd:date, gYear, gYearMonth, gMonth or gMonthDay. A month
    with a year beside it, such as "March 2024", stands for that year only.
    """
    parts = _DATE.fullmatch(written)
    if not parts:
        return []
    year, month, day = (Decimal(part) if part else None for part in parts.groups())
    if month is None:
        return numbers(found, year) if year is not None else []
    for place, one in enumerate(found):
        if one.unit != CALENDAR_MONTH or one.value != month:
            continue
        beside = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
        years = [near for near in beside if near.value in _YEARS] or list(found)
        right_year = numbers(years, year) if year is not None else []
        right_day = numbers(beside, day) if day is not None else []
        if (year is None or right_year) and (day is None or right_day):
            return [one, *right_year, *right_day]
    return []
