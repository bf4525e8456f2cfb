"""Correct the results that the engine writes otherwise than the recommendations say: XML and CSV.

Its TSV and JSON need nothing. See
https://www.w3.org/TR/sparql11-results-csv-tsv/, https://www.w3.org/TR/sparql11-results-json/ and
https://www.w3.org/TR/rdf-sparql-XMLres/.
"""

from __future__ import annotations

import io

from mistral_kg.errors import QueryError
from mistral_kg.serialize.words import csv_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mistral_kg.terminal.cells import Output


_NO_ROWS = {"json": b'"bindings":[]}}', "xml": b"<results></results></sparql>"}


class Watched(io.RawIOBase):
    """A binary output that tells its own failure from the engine's, and how it begins."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.start = b""
        """The first bytes; all of a result without rows."""
        self.failure: Exception | None = None

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, data: Any, /) -> int:
        """Write a part and return its length."""
        part = bytes(data)
        try:
            self._output.write(part)
        except (OSError, QueryError) as error:
            self.failure = error
            raise OSError(str(error)) from None
        self.start += part[: 4096 - len(self.start)]
        return len(part)

    def has_no_rows(self, format: str) -> bool:
        """Tell whether what the engine wrote in a W3C format has no row."""
        if format in _NO_ROWS:
            return self.start.endswith(_NO_ROWS[format])
        # The header alone, and no part of a row.
        return self.start.count(b"\n") < 2 and self.start.endswith(b"\n")


_CONTROLS = bytes({*range(32)} - {9, 10, 13})
"""What https://www.w3.org/TR/xml/#charsets leaves out of the first 32 characters."""

_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""The other two that it leaves out: code points that are no characters."""


class XmlText:
    """A file to which the engine writes its XML, so that every character arrives at a reader.

    A carriage return goes out as a reference, since readers of XML turn a bare one into a line
    feed. Raises QueryError for a character that XML cannot carry, naming its row and variable.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._rows = 0
        self._variable = ""
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Write a part of the document and return its length."""
        seen = self._rest + data
        for place in _unfit(seen):
            self._follow(seen[:place])
            code = ord(seen[place : place + 3].decode(errors="ignore")[0])
            raise QueryError(
                f"XML cannot carry the character U+{code:04X} of ?{self._variable} "
                f"in row {self._rows}; use json or tsv"
            )
        self._follow(seen)
        # What may be the beginning of a tag or of a character; text has < in references only.
        tag = seen[max(seen.rfind(b"<"), 0) :]
        self._rest = tag if tag[:1] == b"<" and b">" not in tag else seen[-2:]
        self._output.write(data.replace(b"\r", b"&#13;") if b"\r" in data else data)
        return len(data)

    def _follow(self, seen: bytes) -> None:
        """Note which row and variable a part of the document comes to."""
        self._rows += seen.count(b"<result>")
        _, tag, name = seen.rpartition(b'<binding name="')
        if tag and b'"' in name:
            self._variable = name.partition(b'"')[0].decode()

    def flush(self) -> None:
        """Hand on what was written."""
        self._output.flush()


def _unfit(data: bytes) -> list[int]:
    """Return where the first character stands that XML cannot carry, in a list of none or one."""
    places = [place for code in _NO_CHARACTERS if (place := data.find(code)) >= 0]
    if data.translate(None, _CONTROLS) != data:
        places.append(next(place for place, byte in enumerate(data) if byte in _CONTROLS))
    return sorted(places)[:1]


class CsvText:
    """A file to which the engine writes TSV, and which gets the same as CSV.

    The engine's own CSV leaves the comma of an IRI bare, so that the row falls apart.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._rest = b""
        self._columns_written = False

    def write(self, data: bytes) -> int:
        """Write a part and return its length; its last line waits for its end."""
        lines, end, self._rest = (self._rest + data).rpartition(b"\n")
        block = lines + end
        if block and not self._columns_written:
            self._columns_written = True
            names, end, block = block.partition(b"\n")
            self._output.write(names.replace(b"?", b"").replace(b"\t", b",") + b"\r\n")
        if block:
            self._output.write(_csv(block))
        return len(data)

    def flush(self) -> None:
        """Hand on what was written."""
        self._output.flush()


_AROUND = tuple(
    pair for end in (b"\t", b"\n") for pair in ((end + b"<", end), (b">" + end, end))
) + tuple(pair for end in (b"\t", b"\n") for pair in ((end + b'"', end), (b'"' + end, end)))
"""What stands around a cell of TSV and not of CSV; quotes last, as a text may have the others."""

_ESCAPES = (("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ('\\"', '"'), ("\\b", "\b"), ("\\f", "\f"))


def _csv(block: bytes) -> bytes:
    """Return lines of TSV as lines of CSV: those that need no quotes many at a time."""
    if len(block) < _LARGE:
        return b"".join(map(_csv_line, block[:-1].split(b"\n")))
    if not _is_odd(block):
        return _csv_of_plain(block)
    from itertools import groupby

    parts: list[bytes] = []
    for odd, group in groupby(block[:-1].split(b"\n"), _is_odd):
        lines = list(group)
        parts += map(_csv_line, lines) if odd else [_csv_of_plain(b"\n".join(lines) + b"\n")]
    return b"".join(parts)


_LARGE = 16384
"""Bytes from which many lines at a time are worth an import of `re`."""


def _is_odd(lines: bytes) -> bool:
    """Tell whether something in the lines may have to be quoted."""
    return b"," in lines or b"\\" in lines or b"<<(" in lines


def _csv_of_plain(lines: bytes) -> bytes:
    """Return lines without commas and escapes, in which quotes stand around literals only."""
    text = b"\n" + lines
    if b'"@' in text or b'"^^' in text:
        import re

        text = re.sub(rb'"(?:@[\w-]+|\^\^<[^>\t\n]*>)(?=[\t\n])', b'"', text)
    for sign, without in _AROUND:
        text = text.replace(sign, without)
    return text[1:].replace(b"\t", b",").replace(b"\n", b"\r\n")


def _csv_line(line: bytes) -> bytes:
    return csv_line(map(_plain, line.decode().split("\t"))).encode()


def _plain(cell: str) -> str:
    """Return what a cell of TSV says in CSV."""
    if cell[:1] == "<" and cell[:3] != "<<(":
        cell = cell[1:-1]
    elif cell[:1] == '"':
        parts = cell[1 : cell.rindex('"')].split("\\\\")
        for escape, char in _ESCAPES:
            parts = [part.replace(escape, char) for part in parts]
        cell = "\\".join(parts)
    return cell
