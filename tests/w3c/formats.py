"""Read results in the W3C formats with readers of other makes than the engine."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple

from mistral_kg.serialize import results
from mistral_kg.vocabulary import PREFIXES
from tests.w3c import suite as w3c

if TYPE_CHECKING:
    from collections.abc import Callable

    from mistral_kg.sparql import run
    from mistral_kg.vocabulary import Term

_RESULTS = "{http://www.w3.org/2005/sparql-results#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(result: run.Result, format: str) -> bytes:
    """Return a result as the command writes it."""
    output = io.BytesIO()
    results.write(result, output, format, PREFIXES)
    return output.getvalue()


def from_json(data: bytes) -> w3c.Rows:
    """Return the rows of a result in JSON."""
    read = json.loads(data)
    columns = tuple(read["head"]["vars"])
    rows = read["results"]["bindings"]
    return w3c.Rows(columns, tuple(tuple(_json(row.get(name)) for name in columns) for row in rows))


def _json(cell: dict[str, str] | None) -> Term | None:
    if cell is None:
        return None
    return _term(cell["type"], cell["value"], cell.get("datatype"), cell.get("xml:lang"))


def from_xml(data: bytes) -> w3c.Rows:
    """Return the rows of a result in XML."""
    root = ElementTree.fromstring(data)  # noqa: S314  our own writer's
    columns = tuple(one.attrib["name"] for one in root.iter(f"{_RESULTS}variable"))
    rows = []
    for result in root.iter(f"{_RESULTS}result"):
        cells = {one.attrib["name"]: one[0] for one in result}
        rows.append(tuple(_xml(cells.get(name)) for name in columns))
    return w3c.Rows(columns, tuple(rows))


def _xml(cell: ElementTree.Element | None) -> Term | None:
    if cell is None:
        return None
    kind = cell.tag.removeprefix(_RESULTS)
    return _term(kind, cell.text or "", cell.get("datatype"), cell.get(_LANG))


def _term(kind: str, value: str, datatype: str | None, language: str | None) -> Term:
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        return BlankNode(value)
    if kind != "literal":
        raise ValueError(kind)
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


def from_tsv(data: bytes) -> w3c.Rows:
    """Return the rows of a result in TSV, whose terms are those of Turtle."""
    read = w3c.read_rows(data, QueryResultsFormat.TSV)
    assert isinstance(read, w3c.Rows)
    return read


READERS: dict[str, Callable[[bytes], w3c.Rows]] = {
    "json": from_json,
    "xml": from_xml,
    "tsv": from_tsv,
}


def words(rows: w3c.Rows) -> list[list[str]]:
    """Return what CSV says of the rows: the variables, then the words of each term."""
    lines = [list(rows.columns), *([_word(term) for term in row] for row in rows.rows)]
    return [line or [""] for line in lines]


def _word(term: Term | None) -> str:
    if term is None or isinstance(term, Triple):
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def from_csv(data: bytes) -> list[list[str]]:
    """Return the cells of CSV; an empty line is one empty cell."""
    lines = csv.reader(io.StringIO(data.decode(), newline=""))
    return [line or [""] for line in lines]
