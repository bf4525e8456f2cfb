"""Write rows of words as CSV, TSV and JSON, as the W3C has rows of plain literals in them.

See https://www.w3.org/TR/sparql11-results-csv-tsv/ and
https://www.w3.org/TR/sparql11-results-json/.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Rows = Iterable[list[str]]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def csv_line(cells: Iterable[str]) -> str:
    """Return a line of CSV, in which quotes stand only where they are needed."""
    return ",".join(map(_csv_cell, cells)) + "\r\n"


def _csv_cell(cell: str) -> str:
    if any(sign in cell for sign in ',"\r\n'):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


def _csv(columns: list[str], rows: Rows) -> str:
    return "".join(map(csv_line, (columns, *rows)))


def _tsv(columns: list[str], rows: Rows) -> str:
    head = [f"?{column}" for column in columns]
    body = ([f'"{cell.translate(_ESCAPES)}"' for cell in row] for row in rows)
    return "".join("\t".join(line) + "\n" for line in (head, *body))


def _json(columns: list[str], rows: Rows) -> str:
    import json

    bindings = [
        {
            column: {"type": "literal", "value": cell}
            for column, cell in zip(columns, row, strict=True)
        }
        for row in rows
    ]
    document = {"head": {"vars": columns}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


WRITERS: dict[str, Callable[[list[str], Rows], str]] = {"csv": _csv, "tsv": _tsv, "json": _json}
