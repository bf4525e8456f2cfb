"""Read the W3C SPARQL tests: their manifests, their data and the answers that they expect.

The tests stay where they are: a folder that MISTRAL_KG_W3C_TESTS names, or
`shared/w3c-sparql-tests` beside the repository. Nothing of them is copied.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from mistral_kg.vocabulary import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED = "https://w3c.github.io/rdf-tests/sparql/"
"""Where the tests are published: the base of every relative IRI in them."""

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = NamedNode(f"{_RDF}type")
_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}
_ROWS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
_KINDS = {
    "QueryEvaluationTest": "answer",
    "CSVResultFormatTest": "answer",
    "PositiveSyntaxTest": "accept",
    "PositiveSyntaxTest11": "accept",
    "NegativeSyntaxTest": "refuse",
    "NegativeSyntaxTest11": "refuse",
}

Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Rows:
    """The answer of a SELECT; `ordered` where the file says in which order its rows come."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


Expected = Rows | bool | tuple[Triple, ...]


@dataclass(frozen=True)
class Test:
    """One test: its query, what it is asked over, and where the answer stands."""

    id: str
    kind: str
    query: Path
    base: str
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None
    lax: bool = False

    @property
    def text(self) -> str:
        """The query as it stands in its file."""
        return self.query.read_bytes().decode()


def folder() -> Path | None:
    """Return the folder of the W3C tests, None where there is none."""
    named = os.environ.get("MISTRAL_KG_W3C_TESTS")
    beside = Path(__file__).parent.parent.parent.parent / "shared" / "w3c-sparql-tests"
    place = Path(named) if named else beside
    return place.resolve() if (place / "sparql11").is_dir() else None


def tests(place: Path) -> list[Test]:
    """Return all tests of queries and of their results in the folder, in the manifests' order."""
    manifests = sorted(place.glob("sparql1[01]/*/manifest.ttl"))
    other = {"protocol", "service-description"}  # of servers, none of a query
    return [
        test
        for manifest in manifests
        if manifest.parent.name not in other
        for test in _entries(place, manifest)
    ]


def _entries(place: Path, manifest: Path) -> Iterator[Test]:
    base = PUBLISHED + manifest.relative_to(place).as_posix()
    graph = Store()
    graph.bulk_extend(parse(path=manifest, base_iri=base))

    def one(subject: Term | None, name: str) -> Term | None:
        return next(iter(every(subject, name)), None)

    def every(subject: Term | None, name: str) -> list[Term]:
        if not isinstance(subject, NamedNode | BlankNode):
            return []
        found = graph.quads_for_pattern(subject, NamedNode(name), None)
        return [quad.object for quad in found]

    def local(node: Term | None) -> Path | None:
        return place / node.value.removeprefix(PUBLISHED) if isinstance(node, NamedNode) else None

    def locals_(nodes: list[Term]) -> tuple[Path, ...]:
        return tuple(sorted(path for path in map(local, nodes) if path))

    entry: Term | None = next(
        quad.object for quad in graph.quads_for_pattern(None, NamedNode(f"{_MF}entries"), None)
    )
    while entry and entry != NamedNode(f"{_RDF}nil"):
        node = one(entry, f"{_RDF}first")
        entry = one(entry, f"{_RDF}rest")
        kind = one(node, _TYPE.value)
        if not isinstance(node, NamedNode) or not isinstance(kind, NamedNode):
            continue
        wanted = _KINDS.get(kind.value.removeprefix(_MF))
        action = one(node, f"{_MF}action")
        query = local(one(action, f"{_QT}query") or action)
        if wanted is None or query is None:
            continue
        yield Test(
            id="/".join([*manifest.parent.parts[-2:], node.value.partition("#")[2]]),
            kind=wanted,
            query=query,
            base=PUBLISHED + query.relative_to(place).as_posix(),
            data=locals_(every(action, f"{_QT}data")),
            graphs=locals_(every(action, f"{_QT}graphData")),
            result=local(one(node, f"{_MF}result")),
            lax=one(node, f"{_MF}resultCardinality") is not None,
        )


def quads(path: Path, graph: NamedNode | None = None) -> list[Quad]:
    """Return what a file of RDF holds, put into a graph."""
    return [
        Quad(quad.subject, quad.predicate, quad.object, graph or DefaultGraph())
        for quad in _parsed(path, _published(path))
    ]


def dataset(test: Test) -> list[Quad]:
    """Return what the test's query is asked over.

    A file that the query names in FROM stands in the dataset as a named graph, as in the runners
    of other engines.
    """
    named = [path for path in (*test.graphs, *_from(test)) if path.is_file()]
    return [
        *(quad for path in test.data for quad in quads(path)),
        *(quad for path in named for quad in quads(path, NamedNode(_published(path)))),
    ]


def _from(test: Test) -> list[Path]:
    if test.data or test.graphs:
        return []
    names = re.findall(r"FROM\s+(?:NAMED\s+)?<([\w.-]+)>", test.text, re.IGNORECASE)
    return [test.query.parent / name for name in dict.fromkeys(names)]


def expected(test: Test) -> Expected:
    """Return the answer that the test's file holds; CSV does not hold one."""
    path = test.result
    if path is None:
        raise ValueError(f"{test.id} names no result")
    if path.suffix in _ROWS:
        return read_rows(path.read_bytes(), _ROWS[path.suffix])
    triples = tuple(quad.triple for quad in _parsed(path, _published(path)))
    return (
        _result_set(triples)
        if NamedNode(f"{_RS}ResultSet") in {t.object for t in triples}
        else triples
    )


def read_rows(data: bytes, format: QueryResultsFormat) -> Rows | bool:
    """Return what stands in a result in one of the W3C formats."""
    result = parse_query_results(data, format)
    if isinstance(result, QueryBoolean):
        return bool(result)
    columns = tuple(variable.value for variable in result.variables)
    return Rows(columns, tuple(tuple(solution) for solution in result))


def _result_set(triples: tuple[Triple, ...]) -> Rows | bool:
    """Return the rows that RDF in the test suites' vocabulary of result sets describes."""

    def values(subject: Term, name: str) -> list[Term]:
        return [
            t.object for t in triples if t.subject == subject and t.predicate.value == _RS + name
        ]

    [root] = [t.subject for t in triples if t.object == NamedNode(f"{_RS}ResultSet")]
    for answer in values(root, "boolean"):
        return str(getattr(answer, "value", "")) == "true"
    columns = tuple(sorted(str(getattr(v, "value", "")) for v in values(root, "resultVariable")))
    places: list[tuple[int, Row]] = []
    for solution in values(root, "solution"):
        cells = {
            str(getattr(values(binding, "variable")[0], "value", "")): values(binding, "value")[0]
            for binding in values(solution, "binding")
        }
        index = values(solution, "index")
        place = int(getattr(index[0], "value", 0)) if index else -1
        places.append((place, tuple(cells.get(column) for column in columns)))
    ordered = bool(places) and all(place >= 0 for place, _ in places)
    if ordered:
        places.sort(key=lambda pair: pair[0])
    return Rows(columns, tuple(row for _, row in places), ordered)


def _published(path: Path) -> str:
    return PUBLISHED + "/".join(path.parts[-3:])


@cache
def _parsed(path: Path, base: str) -> tuple[Quad, ...]:
    # Renamed, since a label such as _:a in two files stands for two nodes.
    data = path.read_bytes()
    return tuple(parse(data, _FORMATS[path.suffix], base_iri=base, rename_blank_nodes=True))
