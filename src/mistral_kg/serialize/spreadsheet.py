"""Write the rows of an answer as CSV for a spreadsheet: opened rightly, and no formula runs.

W3C's CSV is for programs. This one is for people who open the file by a double click: it starts
with the byte-order mark by which a spreadsheet knows UTF-8, names IRIs shortly, and defuses what
a spreadsheet would run, as OWASP says under "CSV injection". It cannot be read back as RDF.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MARK = b"\xef\xbb\xbf"
"""What the file starts with."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STARTS = set("=+-@")
# A spreadsheet set to another separator than the comma begins a cell after it, whatever the quotes.
_SEPARATOR = re.compile(r"([;\t\r\n][\s\"']*)(?=\S)")


def line(cells: Iterable[str]) -> bytes:
    """Return a row of words as a line, all in quotes, of which no cell runs."""
    text = io.StringIO(newline="")
    # All in quotes: what is in a cell then begins no other cell and no other row.
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(defuse, cells))
    return text.getvalue().encode()


def defuse(cell: str) -> str:
    """Return a cell so that a spreadsheet shows it and does not run it; numbers stay numbers."""
    if not cell or _NUMBER.fullmatch(cell):
        return cell
    inside = _SEPARATOR.sub(lambda found: found[0] + _guard(cell, found.end()), cell)
    if cell[0] in "\t\r\n\0":
        return f"'{inside}"
    return _guard(cell) + inside


def _guard(text: str, start: int = 0) -> str:
    """Return an apostrophe if the first character that shows begins a formula, or looks like it."""
    for char in map(text.__getitem__, range(start, len(text))):
        if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}:
            return "'" if unicodedata.normalize("NFKC", char)[:1] in _STARTS else ""
    return ""
