"""The outputs to which results are written, and what the engine writes otherwise than it should.

It leaves a carriage return of XML bare, and the comma of an IRI in CSV. Its TSV and JSON need
nothing. See https://www.w3.org/TR/sparql11-results-csv-tsv/,
https://www.w3.org/TR/sparql11-results-json/ and https://www.w3.org/TR/rdf-sparql-XMLres/.
"""

from __future__ import annotations

import io

from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from mistral_kg.terminal.cells import Output


def csv_line(cells: Iterable[str]) -> bytes:
    """Return a line of CSV, with quotes only where they are needed."""
    return (",".join(map(_quote_if_needed, cells)) + "\r\n").encode()


def _quote_if_needed(cell: str) -> str:
    if any(sign in cell for sign in ',"\r\n'):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


_NO_ROWS = {"json": b'"bindings":[]}}', "xml": b"<results></results></sparql>"}


class WatchedOutput(io.RawIOBase):
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
        except OSError as error:
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


class XmlOutput(WatchedOutput):
    """An output to which the engine writes its XML, so that every character arrives at a reader.

    A carriage return goes out as a reference, since readers of XML turn a bare one into a line
    feed. A character that XML cannot carry fails with a QueryError that names row and variable.
    """

    def __init__(self, output: Output) -> None:
        import re

        super().__init__(output)
        # Whatever https://www.w3.org/TR/xml/#charsets leaves out.
        self._refused = re.compile(b"[\0-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
        self._rows = 0
        self._row = b""  # as far as it is written

    def write(self, data: Any, /) -> int:
        """Write a part of the document and return its length."""
        part = bytes(data)
        seen = self._row + part
        if refused := self._refused.search(seen):
            row = self._rows + seen.count(b"<result>", 0, refused.start())
            binding = seen[: refused.start()].rpartition(b'<binding name="')[2]
            variable = binding.partition(b'"')[0]
            self.failure = QueryError(
                f"XML cannot carry the character U+{ord(refused[0].decode()):04X} of "
                f"?{variable.decode()} in row {row}; use json or tsv"
            )
            raise OSError(str(self.failure))
        start = max(seen.rfind(b"<result>"), 0)
        self._rows += seen.count(b"<result>", 0, start)
        self._row = seen[start:]
        super().write(part.replace(b"\r", b"&#13;"))
        return len(part)
