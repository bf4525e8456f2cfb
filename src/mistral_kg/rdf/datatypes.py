"""Tell which literals are ill-typed: their lexical form is none of their datatype's.

The lexical forms are those of XML Schema 1.1, https://www.w3.org/TR/xmlschema11-2/, for the types
that RDF 1.1 takes from it. No engine is asked: pyoxigraph refuses integers beyond 64 bits and reads
"nan" as a double; rdflib knows no years beyond 9999 and reads "1_000" as an integer.
"""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING

from mistral_kg.rdf.names import CHARS, START
from mistral_kg.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_DATE = f"{_YEAR}-{_MONTH}-{_DAY}"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_SECONDS = r"(?:\d+(?:\.\d+)?S)"
_CLOCK = rf"(?:T(?=\d)(?:\d+H)?(?:\d+M)?{_SECONDS}?)"
_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DOUBLE = rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_BASE64 = (
    r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)

_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_BOUNDS: dict[str, tuple[float, float]] = {
    "integer": (-inf, inf),
    "nonPositiveInteger": (-inf, 0),
    "negativeInteger": (-inf, -1),
    "nonNegativeInteger": (0, inf),
    "positiveInteger": (1, inf),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
}
"""The integers, and from where to where each goes."""

_FORMS = {
    "string": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[:{START}][:.{CHARS}]*",
    "NCName": f"[{START}][.{CHARS}]*",
    "NMTOKEN": f"[:.{CHARS}]+",
    "anyURI": r"(?s:.*)",
    "boolean": "true|false|1|0",
    "decimal": _DECIMAL,
    "double": _DOUBLE,
    "float": _DOUBLE,
    "date": f"{_DATE}{_ZONE}?",
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
    "time": f"{_TIME}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "duration": rf"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?{_CLOCK}?",
    "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": rf"-?P(?=[\dT])(?:\d+D)?{_CLOCK}?",
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    "base64Binary": _BASE64,
} | dict.fromkeys(_BOUNDS, r"[+-]?\d+")

_LEAP_YEAR = 2000


def is_known(datatype: str) -> bool:
    """Tell whether the lexical forms of a datatype, by its IRI, are known here."""
    tagged = (f"{RDF}langString", f"{RDF}dirLangString")
    return datatype in tagged or datatype.removeprefix(XSD) in _FORMS


def is_ill_typed(literal: Literal) -> bool:
    """Tell whether the literal's lexical form is that of no value; no for an unknown datatype."""
    datatype = literal.datatype.value
    name = datatype.removeprefix(XSD)
    if name == datatype or name not in _FORMS:
        return False
    found = re.fullmatch(_FORMS[name], literal.value, re.ASCII)
    if found is None:
        return True
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        return not least <= Decimal(literal.value) <= most  # `int` refuses thousands of digits
    parts = found.groupdict()
    return "day" in parts and "month" in parts and not _is_day(**parts)


def _is_day(month: str, day: str, year: str = str(_LEAP_YEAR)) -> bool:
    """Tell whether the month has the day; leap years come again after 400 years."""
    return int(day) <= monthrange(_LEAP_YEAR + int(year[-4:]) % 400, int(month))[1]
