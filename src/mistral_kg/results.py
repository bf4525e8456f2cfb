"""Write the result of a query: one small writer a format.

CSV, TSV, JSON and XML are the W3C result formats, written by the engine; a CONSTRUCT or DESCRIBE
goes out as RDF in the layout of an export.
"""

from __future__ import annotations

import os

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    parse_query_results,
)

from mistral_kg.errors import QueryError
from mistral_kg.sparql import failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from prettytable import PrettyTable

    from mistral_kg.sparql import Result
    from mistral_kg.vocabulary import Term

W3C_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
ROW_FORMATS = ("table", *W3C_FORMATS, "markdown")
"""Formats of SELECT and ASK."""

PAGE_FORMATS = ("text", *ROW_FORMATS)
"""Formats of what reads as a page in a terminal."""

GRAPH_FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
"""Formats of CONSTRUCT and DESCRIBE, as `mistral_kg.export` names them."""

QUERY_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS)

NETWORK_FORMATS = ("html", "graphml", "gexf")
"""Formats of the network, as `mistral_kg.exchange` names them."""

# A suffix that stands for several formats is read by the kind of result.
_SUFFIXES = {
    ".csv": ("csv",),
    ".tsv": ("tsv",),
    ".json": ("json", "jsonld"),
    ".srj": ("json",),
    ".xml": ("xml", "rdfxml"),
    ".srx": ("xml",),
    ".md": ("markdown",),
    ".txt": ("text", "table"),
    ".ttl": ("turtle",),
    ".trig": ("trig",),
    ".nq": ("nquads",),
    ".nt": ("ntriples",),
    ".jsonld": ("jsonld",),
    ".rdf": ("rdfxml",),
    ".html": ("html",),
    ".htm": ("html",),
    ".graphml": ("graphml",),
    ".gexf": ("gexf",),
}


_CONTROLS = bytes({*range(32)} - {9, 10, 13})
"""What https://www.w3.org/TR/xml/#charsets leaves out of the first 32 characters."""


def write(
    result: Result, format: str | None, prefixes: Mapping[str, str], width: int | None = None
) -> bytes:
    """Return the result as bytes in a format; without one, CSV or Turtle.

    `width` is that of the terminal in cells: a table's cells wrap to it, and never do without.

    Raises QueryError when the format does not fit the kind of the query, or the engine fails on
    the way.
    """
    try:
        if isinstance(result, QueryTriples):
            return _graph(result, _chosen(format, "turtle", result), prefixes)
        chosen = _chosen(format, "csv", result)
        if chosen in W3C_FORMATS:
            return _w3c(result, chosen)
        return (_text(result, chosen == "markdown", prefixes, width) + "\n").encode()
    except (RuntimeError, OSError) as error:
        raise failed(error) from None


def write_rows(
    columns: list[str], rows: list[list[str]], format: str, width: int | None = None
) -> bytes:
    """Return rows of words as bytes in a format of rows.

    They pass through the engine's reader of SPARQL results, so that every writer is the same.
    """
    if format in {"table", "markdown"}:
        text = table(columns, rows, markdown=format == "markdown", width=width)
        return (text + "\n").encode()
    import json

    bindings = [
        {
            column: {"type": "literal", "value": cell}
            for column, cell in zip(columns, row, strict=True)
        }
        for row in rows
    ]
    head = {"head": {"vars": columns}, "results": {"bindings": bindings}}
    return _w3c(parse_query_results(json.dumps(head), QueryResultsFormat.JSON), format)


def fitting(result: Result) -> tuple[str, ...]:
    """Return the formats in which a result of its kind can be written."""
    return GRAPH_FORMATS if isinstance(result, QueryTriples) else ROW_FORMATS


def format_of(path: str, formats: tuple[str, ...]) -> str:
    """Return which of the formats a file's suffix stands for.

    Raises QueryError, naming the option and the formats, for a suffix that stands for none.
    """
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122  pathlib costs start-up time
    for name in _SUFFIXES.get(suffix, ()):
        if name in formats:
            return name
    raise QueryError(
        f"{path}: the suffix {suffix!r} stands for no format that fits; "
        f"add --format with one of {', '.join(formats)}"
    )


def _w3c(result: QuerySolutions | QueryBoolean, format: str) -> bytes:
    # Never None without an output to write to, which its type cannot say.
    data = result.serialize(format=W3C_FORMATS[format]) or b""
    if format == "xml" and data.translate(None, _CONTROLS) != data:
        raise QueryError("XML cannot carry a control character of the answer; use json or tsv")
    return data if data.endswith(b"\n") or format in {"json", "xml"} else data + b"\n"


def _chosen(format: str | None, default: str, result: Result) -> str:
    kind = {
        QuerySolutions: "a SELECT",
        QueryBoolean: "an ASK",
        QueryTriples: "a CONSTRUCT or DESCRIBE",
    }[type(result)]
    formats = fitting(result)
    if format is not None and format not in formats:
        raise QueryError(
            f"--format {format} does not fit {kind} query; choose one of {', '.join(formats)}"
        )
    return format or default


def _graph(triples: QueryTriples, format: str, prefixes: Mapping[str, str]) -> bytes:
    from mistral_kg.export import serialize

    return serialize((Quad(*triple) for triple in triples), format, prefixes=prefixes)


def _text(result: Result, markdown: bool, prefixes: Mapping[str, str], width: int | None) -> str:
    if isinstance(result, QueryBoolean):
        return str(bool(result)).lower()
    if not isinstance(result, QuerySolutions):
        raise TypeError(result)
    columns = [variable.value for variable in result.variables]
    rows = [[short(term, prefixes) for term in solution] for solution in result]
    return table(columns, rows, markdown=markdown, width=width)


def short(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term as people read it: a CURIE where a prefix fits, a literal without its type."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        from mistral_kg.labels import curie

        return curie(term.value, prefixes)
    return str(term)


def table(
    columns: list[str], rows: list[list[str]], *, markdown: bool = False, width: int | None = None
) -> str:
    """Return rows as a text or Markdown table whose columns line up in every script."""
    from prettytable import TableStyle

    if not columns:
        return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} without columns"
    if markdown:
        rows = [[_markdown(cell) for cell in row] for row in rows]
    drawn = _pretty(columns, rows)
    if markdown:
        drawn.set_style(TableStyle.MARKDOWN)
    else:
        drawn.set_style(TableStyle.SINGLE_BORDER)
        if width is not None:
            drawn.max_width = _widths(columns, rows, width)
    drawn.align = "l"
    return "\n".join(line.rstrip() for line in drawn.get_string().split("\n"))


def _widths(columns: list[str], rows: list[list[str]], width: int) -> dict[str, int]:
    """Return how wide each column may be, so that the widest wrap first and no word is cut."""
    from wcwidth import wcswidth

    cells = [[column, *(row[place] for row in rows)] for place, column in enumerate(columns)]
    words = [
        max(wcswidth(word) for cell in column for word in cell.split() or [""]) for column in cells
    ]
    widths = [max(map(wcswidth, column)) for column in cells]
    room = width - 3 * len(columns) - 1  # what the frame leaves
    while sum(widths) > room:
        slack = [have - least for have, least in zip(widths, words, strict=True)]
        if not any(more > 0 for more in slack):
            break
        widest = max(range(len(widths)), key=lambda place: (slack[place] > 0, widths[place]))
        widths[widest] -= 1
    return dict(zip(columns, widths, strict=True))


def html(columns: list[str], rows: list[list[str]]) -> str:
    """Return rows as an HTML table; every cell is escaped."""
    return _pretty(columns, rows).get_html_string()


def _pretty(columns: list[str], rows: list[list[str]]) -> PrettyTable:
    from prettytable import PrettyTable

    drawn = PrettyTable()
    # Set apart from the rows, as names may not repeat and a query may yield no row.
    drawn.field_names = columns
    drawn.add_rows([[_drawable(cell) for cell in row] for row in rows])
    return drawn


def _drawable(cell: str) -> str:
    """Return a cell without what would break the frame or steer the terminal."""
    from mistral_kg._terminal import visible

    return "\n".join(map(visible, cell.replace("\r\n", "\n").split("\n")))


def _markdown(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>")
