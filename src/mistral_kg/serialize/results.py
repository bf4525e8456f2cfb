"""Write the result of a query: one small writer a format.

CSV, TSV, JSON and XML are the W3C result formats, written by the engine; a CONSTRUCT or DESCRIBE
goes out as RDF in the layout of an export.
"""

from __future__ import annotations

import io
import os

from pyoxigraph import (
    Literal,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from mistral_kg.errors import QueryError
from mistral_kg.sparql.run import FAILURES, failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from mistral_kg.sparql.run import Result
    from mistral_kg.terminal.cells import Output
    from mistral_kg.vocabulary import Term

W3C_FORMATS = {
    "csv": QueryResultsFormat.TSV,  # made CSV of by `writers.CsvText`
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
ROW_FORMATS = ("table", *W3C_FORMATS, "markdown", "spreadsheet")
"""Formats of SELECT and ASK."""

PAGE_FORMATS = ("text", *ROW_FORMATS)
"""Formats of what reads as a page in a terminal."""

GRAPH_FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
"""Formats of CONSTRUCT and DESCRIBE, as `mistral_kg.serialize.export` names them."""

QUERY_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS)

NETWORK_FORMATS = ("html", "graphml", "gexf")
"""Formats of the network, as `mistral_kg.page.render.exchange` names them."""

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


LONG_TABLE = 10_000
"""Rows after which a table ends where no limit is given: it is drawn whole, and for eyes."""

_LARGE_GRAPH = 100_000
"""Triples up to which a graph is laid out and read back; a larger one is written as it comes."""


_STREAMED = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
}
"""The formats of a large graph; the engine's writers of the others fail on some terms."""

_NO_ROWS = {"json": b'"bindings":[]}}', "xml": b"<results></results></sparql>"}


class Written:
    """What became of a result: whether it was `empty`, as an ASK that is false is, or `cut`."""

    def __init__(self, *, empty: bool, cut: bool = False) -> None:
        self.empty = empty
        self.cut = cut


def write(
    result: Result,
    output: Output,
    format: str | None,
    prefixes: Mapping[str, str],
    *,
    width: int | None = None,
    limit: int | None = None,
) -> Written:
    """Write the result to a binary file in a format; without one, as CSV or Turtle.

    The W3C formats and large graphs are written as they come, so that memory stays constant.
    `width` is that of the terminal in cells: a table's cells wrap to it, and never do without.
    `limit` is how many rows or triples are written at most, 0 for all; without one a table has at
    most LONG_TABLE rows.

    Raises QueryError when the format does not fit the kind of the query, or the engine fails on
    the way; what the file raises as it is written to.
    """
    chosen = _chosen(format, "turtle" if is_graph(result) else "csv", result)
    if limit is None:
        limit = LONG_TABLE if chosen == "table" else 0
    watched = _Watched(_fitted(output, chosen, result))
    try:
        if isinstance(result, QueryBoolean):
            _write_truth(result, chosen, watched)
            return Written(empty=not result)
        if not isinstance(result, QuerySolutions):
            return _write_graph(result, chosen, watched, prefixes, limit)
        cut = False
        if limit:
            result, cut = _limited(result, limit)
        if chosen in W3C_FORMATS:
            _w3c(result, chosen, watched)
            return Written(empty=_has_no_rows(watched.start, chosen), cut=cut)
        columns = [variable.value for variable in result.variables]
        if chosen == "spreadsheet":
            from mistral_kg.serialize import spreadsheet

            some = spreadsheet.write(columns, result, prefixes, watched)
            return Written(empty=not some, cut=cut)
        from mistral_kg.rdf.names import short
        from mistral_kg.terminal import tables

        rows = [[short(term, prefixes) for term in solution] for solution in result]
        text = tables.table(columns, rows, markdown=chosen == "markdown", width=width)
        watched.write((text + "\n").encode())
        return Written(empty=not rows, cut=cut)
    except FAILURES as error:
        raise watched.failure or failed(error) from None


def _fitted(output: Output, format: str, result: Result) -> Output:
    """Return the file to which the engine may write, so that the output has the format."""
    if format == "xml":
        from mistral_kg.serialize.writers import XmlText

        return XmlText(output)
    if format == "csv" and isinstance(result, QuerySolutions):
        from mistral_kg.serialize.writers import CsvText

        return CsvText(output)
    return output


def _limited(result: QuerySolutions, limit: int) -> tuple[QuerySolutions, bool]:
    """Return the first solutions, and whether there are more."""
    rows: list[tuple[Term | None, ...]] = []
    for row in result:
        if len(rows) == limit:
            return solutions([column.value for column in result.variables], rows), True
        rows.append(tuple(row))
    return solutions([column.value for column in result.variables], rows), False


def solutions(columns: list[str], rows: Iterable[Sequence[Term | None]]) -> QuerySolutions:
    """Return rows of terms as the engine's solutions, so that every writer is the same."""
    lines = ["\t".join(f"?{column}" for column in columns)]
    lines += ["\t".join(map(_tsv, row)) for row in rows]
    read = parse_query_results("\n".join(lines) + "\n", QueryResultsFormat.TSV)
    if not isinstance(read, QuerySolutions):
        raise TypeError(read)
    return read


def _tsv(term: Term | None) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def write_rows(
    columns: list[str], rows: list[list[str]], format: str, width: int | None = None
) -> bytes:
    """Return rows of words as bytes in a format of rows."""
    if format in {"table", "markdown"}:
        from mistral_kg.terminal import tables

        text = tables.table(columns, rows, markdown=format == "markdown", width=width)
        return (text + "\n").encode()
    written = io.BytesIO()
    found = solutions(columns, ([Literal(cell) for cell in row] for row in rows))
    write(found, written, format, {})
    return written.getvalue()


def fitting(result: Result) -> tuple[str, ...]:
    """Return the formats in which a result of its kind can be written."""
    return GRAPH_FORMATS if is_graph(result) else ROW_FORMATS


def is_graph(result: Result) -> bool:
    """Tell whether the result is that of a CONSTRUCT or DESCRIBE."""
    return not isinstance(result, QuerySolutions | QueryBoolean)


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


class _Watched(io.RawIOBase):
    """A binary output that tells its own failure from the engine's, and how it begins."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.start = b""
        """The first bytes; all of a result without rows."""
        self.failure: Exception | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        part = bytes(data)
        try:
            self._output.write(part)
        except (OSError, QueryError) as error:
            self.failure = error
            raise OSError(str(error)) from None
        self.start += part[: 4096 - len(self.start)]
        return len(part)


def _has_no_rows(start: bytes, format: str) -> bool:
    if format in _NO_ROWS:
        return start.endswith(_NO_ROWS[format])
    return start.count(b"\n") < 2 and start.endswith(
        b"\n"
    )  # the header alone, and no part of a row


def _w3c(result: QuerySolutions | QueryBoolean, format: str, output: _Watched) -> None:
    # The engine writes many small parts: they are gathered before any Python code sees them.
    gathered = io.BufferedWriter(output, 1 << 16)
    result.serialize(gathered, W3C_FORMATS[format])
    gathered.flush()


def _write_truth(result: QueryBoolean, format: str, output: _Watched) -> None:
    """Write what an ASK answers; the W3C has no CSV, TSV or table of it."""
    if format in {"json", "xml"}:
        _w3c(result, format, output)
    else:
        output.write(f"{str(bool(result)).lower()}\n".encode())


def _chosen(format: str | None, default: str, result: Result) -> str:
    formats = fitting(result)
    if format is not None and format not in formats:
        kind = "an ASK" if isinstance(result, QueryBoolean) else "a SELECT"
        kind = "a CONSTRUCT or DESCRIBE" if is_graph(result) else kind
        raise QueryError(
            f"--format {format} does not fit {kind} query; choose one of {', '.join(formats)}"
        )
    return format or default


def _write_graph(
    triples: Iterator[Triple],
    format: str,
    output: _Watched,
    prefixes: Mapping[str, str],
    limit: int,
) -> Written:
    from itertools import chain, islice

    wanted = islice(triples, limit) if limit else triples
    first = list(islice(wanted, _LARGE_GRAPH + 1))
    if len(first) > _LARGE_GRAPH and format in _STREAMED:
        gathered = io.BufferedWriter(output, 1 << 16)
        serialize(chain(first, wanted), gathered, _STREAMED[format], prefixes=dict(prefixes))
        gathered.flush()
    else:
        from mistral_kg.serialize import export

        quads = (Quad(*triple) for triple in chain(first, wanted))
        output.write(export.serialize(quads, format, prefixes=prefixes))
    return Written(empty=not first, cut=bool(limit) and next(triples, None) is not None)
