"""Write the result of a query: one small writer a format.

CSV, TSV, JSON and XML are the W3C result formats, all but CSV written by the engine; a CONSTRUCT
or DESCRIBE goes out as RDF in the layout of an export.
"""

from __future__ import annotations

import io
import os
from itertools import chain, islice

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple

from mistral_kg.errors import QueryError
from mistral_kg.rdf import formats
from mistral_kg.serialize.writers import WatchedOutput, XmlOutput, csv_line
from mistral_kg.sparql.run import FAILURES, failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import IO, Any

    from mistral_kg.sparql.run import Result
    from mistral_kg.terminal.cells import Output
    from mistral_kg.vocabulary import Term


_ENGINE_FORMATS = {
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}
"""Formats in which the engine writes rows of terms; its CSV leaves the comma of an IRI bare."""

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "spreadsheet")
"""Formats of SELECT and ASK."""

PAGE_FORMATS = ("text", *ROW_FORMATS)
"""Formats of what reads as a page in a terminal."""

GRAPH_FORMATS = tuple(formats.FORMATS)
"""Formats of CONSTRUCT and DESCRIBE."""

QUERY_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS)

NETWORK_FORMATS = ("html", "graphml", "gexf")

_SUFFIXES = {
    "text": (".txt",),
    "table": (".txt",),
    "csv": (".csv",),
    "tsv": (".tsv",),
    "json": (".json", ".srj"),
    "xml": (".xml", ".srx"),
    "markdown": (".md",),
    "spreadsheet": (),
    "html": (".html", ".htm"),
    "graphml": (".graphml",),
    "gexf": (".gexf",),
    **{name: known.suffixes for name, known in formats.FORMATS.items()},
}

LONG_TABLE = 10_000
"""Rows after which a table ends where no limit is given: it is drawn whole, and for eyes."""

_LARGE_GRAPH = 100_000
"""Triples up to which a graph is laid out and read back; a larger one is written as it comes."""


def write(
    result: Result,
    output: Output,
    format: str | None,
    prefixes: Mapping[str, str],
    *,
    width: int | None = None,
    limit: int | None = None,
) -> tuple[bool, bool]:
    """Write the result to a binary file in a format; without one, as CSV or Turtle.

    The W3C formats and large graphs are written as they come, so that memory stays constant.
    `width` is that of the terminal in cells: a table's cells wrap to it, and never do without.
    `limit` is how many rows or triples are written at most, 0 for all; without one a table has at
    most LONG_TABLE rows.

    Returns whether the result is empty, as an ASK that is false is, and whether it was cut. Raises
    QueryError when the format does not fit the kind of the query, or the engine fails on the way;
    what the file raises as it is written to.
    """
    chosen = _choose_format(format, result)
    if limit is None:
        limit = LONG_TABLE if chosen == "table" else 0
    watched = XmlOutput(output) if chosen == "xml" else WatchedOutput(output)
    # The engine writes many small parts: they are gathered before any Python code sees them.
    gathered = io.BufferedWriter(watched, 1 << 16)
    try:
        if isinstance(result, QueryBoolean):
            _write_truth(result, chosen, gathered)
            is_empty, is_cut = not result, False
        elif isinstance(result, QuerySolutions):
            is_empty, is_cut = _write_solutions(result, chosen, gathered, prefixes, width, limit)
        else:
            is_empty, is_cut = _write_graph(result, chosen, gathered, prefixes, limit)
        gathered.flush()
    except FAILURES as error:
        raise watched.failure or failed(error) from None
    if isinstance(result, QuerySolutions) and chosen in _ENGINE_FORMATS:
        is_empty = watched.has_no_rows(chosen)
    return is_empty, is_cut


def _write_solutions(
    result: QuerySolutions,
    format: str,
    output: IO[bytes],
    prefixes: Mapping[str, str],
    width: int | None,
    limit: int,
) -> tuple[bool, bool]:
    """Write rows; whether they are empty only `has_no_rows` tells where the engine writes them."""
    columns = [variable.value for variable in result.variables]
    found: Iterable[Sequence[Term | None]] = map(tuple, result)
    is_cut = False
    if limit:
        rows = list(islice(found, limit + 1))
        is_cut = len(rows) > limit
        found = rows[:limit]
    if format in _ENGINE_FORMATS:
        answer = solutions(columns, found) if limit else result
        answer.serialize(output, _ENGINE_FORMATS[format])
        return False, is_cut
    if format == "csv":
        cells = ([_csv_cell(term) for term in row] for row in found)
    else:
        from mistral_kg.rdf.names import short

        cells = ([short(term, prefixes) for term in row] for row in found)
    return not _write_words(columns, cells, format, output, width), is_cut


def _write_words(
    columns: list[str], rows: Iterable[list[str]], format: str, output: Output, width: int | None
) -> bool:
    """Write rows of words in a format without an engine; return whether there were rows."""
    if format in {"table", "markdown"}:
        from mistral_kg.terminal import tables

        rows = list(rows)
        text = tables.table(columns, rows, markdown=format == "markdown", width=width)
        output.write(f"{text}\n".encode())
        return bool(rows)
    line = csv_line
    if format == "spreadsheet":
        from mistral_kg.serialize import spreadsheet

        output.write(spreadsheet.MARK)
        line = spreadsheet.line
    output.write(line(columns))
    has_rows = False
    for row in rows:
        output.write(line(row))
        has_rows = True
    return has_rows


def _csv_cell(term: Term | None) -> str:
    """Return what https://www.w3.org/TR/sparql11-results-csv-tsv/ has for a term in CSV."""
    if isinstance(term, NamedNode | Literal):
        return term.value
    return _tsv_cell(term)


def solutions(columns: list[str], rows: Iterable[Sequence[Term | None]]) -> QuerySolutions:
    """Return rows of terms as the engine's solutions, so that every writer is the same."""
    lines = ["\t".join(f"?{column}" for column in columns)]
    lines += ["\t".join(map(_tsv_cell, row)) for row in rows]
    text = "\n".join(lines) + "\n"
    read: Any = pyoxigraph.parse_query_results(text, _ENGINE_FORMATS["tsv"])
    found: QuerySolutions = read
    return found


def _tsv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def write_rows(
    columns: list[str], rows: list[list[str]], format: str, width: int | None = None
) -> bytes:
    """Return rows of words as bytes in a format of rows."""
    written = io.BytesIO()
    if format in _ENGINE_FORMATS:
        terms = solutions(columns, ([Literal(cell) for cell in row] for row in rows))
        write(terms, written, format, {})
    else:
        _write_words(columns, rows, format, written, width)
    return written.getvalue()


def fitting(result: Result) -> tuple[str, ...]:
    """Return the formats in which a result of its kind can be written."""
    return GRAPH_FORMATS if is_graph(result) else ROW_FORMATS


def is_graph(result: Result) -> bool:
    """Tell whether the result is that of a CONSTRUCT or DESCRIBE."""
    return not isinstance(result, QuerySolutions | QueryBoolean)


def format_of(path: str, fitting: tuple[str, ...]) -> str:
    """Return which of the formats a file's suffix stands for.

    Raises QueryError, naming the option and the formats, for a suffix of no format.
    """
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122  pathlib costs start-up time
    for name in fitting:
        if suffix in _SUFFIXES[name]:
            return name
    raise QueryError(
        f"{path}: the suffix {suffix!r} is of no format that fits; "
        f"add --format with one of {', '.join(fitting)}"
    )


def _choose_format(format: str | None, result: Result) -> str:
    if format is None:
        return "turtle" if is_graph(result) else "csv"
    choices = fitting(result)
    if format not in choices:
        kind = "an ASK" if isinstance(result, QueryBoolean) else "a SELECT"
        kind = "a CONSTRUCT or DESCRIBE" if is_graph(result) else kind
        raise QueryError(
            f"--format {format} does not fit {kind} query; choose one of {', '.join(choices)}"
        )
    return format


def _write_truth(result: QueryBoolean, format: str, output: IO[bytes]) -> None:
    """Write what an ASK answers; the W3C has no CSV, TSV or table of it."""
    if format in {"json", "xml"}:
        result.serialize(output, _ENGINE_FORMATS[format])
    else:
        output.write(b"true\n" if result else b"false\n")


def _write_graph(
    triples: Iterator[Triple],
    format: str,
    output: IO[bytes],
    prefixes: Mapping[str, str],
    limit: int,
) -> tuple[bool, bool]:
    wanted = islice(triples, limit or None)
    first = list(islice(wanted, _LARGE_GRAPH + 1))
    known = formats.FORMATS[format]
    if len(first) > _LARGE_GRAPH and known.is_streamed:
        pyoxigraph.serialize(chain(first, wanted), output, known.engine, prefixes=dict(prefixes))
    else:
        from mistral_kg.serialize import export

        quads = (Quad(*triple) for triple in chain(first, wanted))
        output.write(export.serialize(quads, format, prefixes=prefixes))
    return not first, bool(limit) and next(triples, None) is not None
