"""Mend the XML of results that a reader of XML would change or refuse.

The engine's CSV, TSV and JSON are what the recommendations say, and need nothing:
https://www.w3.org/TR/sparql11-results-csv-tsv/, https://www.w3.org/TR/sparql11-results-json/ and
https://www.w3.org/TR/rdf-sparql-XMLres/.
"""

from __future__ import annotations

from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

_CONTROLS = bytes({*range(32)} - {9, 10, 13})
"""What https://www.w3.org/TR/xml/#charsets leaves out of the first 32 characters."""

_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""The other two that it leaves out: code points that are no characters."""


class XmlText:
    """A file to which the engine writes its XML, so that every character arrives at a reader.

    A carriage return goes out as a reference, since readers of XML turn a bare one into a line
    feed. Raises QueryError for a character that XML cannot carry, naming its row and variable.
    """

    def __init__(self, output: IO[bytes]) -> None:
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
