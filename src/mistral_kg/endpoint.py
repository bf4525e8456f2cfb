"""Ask a SPARQL 1.1 endpoint as if it were a store: the protocol, and what servers do otherwise.

See https://www.w3.org/TR/sparql11-protocol/. Rows stream from the network through the engine's own
readers of results, so that they are the same terms as those of a store.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from mistral_kg import _syntax
from mistral_kg.errors import EndpointError, QueryError
from mistral_kg.web import LIMIT, TIMEOUT, Client, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from pyoxigraph import QuerySolution, Variable

    from mistral_kg.vocabulary import Term

    Result: TypeAlias = "QuerySolutions | QueryBoolean | Triples"

_ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,  # as it was called before 2014
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_ACCEPT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.5, "
    "application/n-triples;q=0.8, text/turtle;q=0.7, application/rdf+xml;q=0.6"
)
_FORM = "application/x-www-form-urlencoded"

_VALUES = re.compile(r"(?<![?$:\w.-])VALUES(?![\w:.-])", re.IGNORECASE)
_DECLARED = re.compile(r"(?<![?$:\w.-])PREFIX\s+([\w.-]*):", re.IGNORECASE)


class Triples:
    """The triples of a CONSTRUCT or DESCRIBE, as they come."""

    def __init__(self, quads: Iterator[Quad], unreadable: Callable[[Exception], Exception]) -> None:
        self._quads = quads
        self._unreadable = unreadable

    def __iter__(self) -> Iterator[Triple]:
        return self

    def __next__(self) -> Triple:
        try:
            return next(self._quads).triple
        except SyntaxError as error:
            raise self._unreadable(error) from None


class Endpoint:
    """A SPARQL 1.1 query service, with the methods of an engine's store that queries need.

    `timeout` is in seconds for each request with its whole answer, None for none; `limit_bytes`
    caps an answer. The address may have a query of its own, such as `?default-graph-uri=…`.

    Raises EndpointError for an address that cannot be used.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float | None = TIMEOUT,
        limit_bytes: int = LIMIT,
        use_credentials: bool = True,
    ) -> None:
        self._client = Client(
            address, timeout=timeout, limit_bytes=limit_bytes, use_credentials=use_credentials
        )
        self.where = self._client.where
        """The address as messages show it."""
        asked = parse_qs(urlsplit(address).query).get("default-graph-uri", [])
        self._default_graphs = frozenset(asked)
        self.most_rows: int | None = None
        """The number of rows at which the server cuts its last answer, if it says so."""

    def query(
        self,
        text: str,
        *,
        prefixes: dict[str, str] | None = None,
        substitutions: dict[Variable, Term] | None = None,
        base_iri: str | None = None,
    ) -> Result:
        """Return the server's answer to a query; rows and triples come as they are read.

        Prefixes that the text uses and does not declare are declared. Substitutions are joined
        by a VALUES clause at its end. `SELECT *` has its columns in the order of the query.

        Raises EndpointError when the server cannot be reached or has no answer, RuntimeError when
        a variable to bind is not one of the columns, SyntaxError for a query that neither the
        server nor the engine can read, QueryError for bindings beside a VALUES of the query's own.
        """
        written = _declarations(text, prefixes or {}, base_iri) + text
        if substitutions or "*" in text:
            written = _prepared(written, substitutions or {})
        if substitutions:
            written = _with_values(written, substitutions)
        try:
            return self._result(self._ask(written))
        except EndpointError as error:
            if error.status == 400 and not _calls_out(text):
                # The engine's word on a slip has a place, which ours can explain.
                Store().query(text, prefixes=prefixes, base_iri=base_iri)
            raise

    def quads_for_pattern(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        object: NamedNode | Literal | None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads with these terms; None fits any, a graph of None the default one too."""
        asked = {"s": subject, "p": predicate, "o": object}
        triple = " ".join(str(term) if term else f"?{name}" for name, term in asked.items())
        if isinstance(graph, DefaultGraph):
            where = triple
        elif graph:
            where = f"GRAPH {graph} {{ {triple} }}"
        else:
            where = f"{{ {triple} }} UNION {{ GRAPH ?g {{ {triple} }} }}"
        free = [name for name, term in asked.items() if term is None]
        columns = [*free, "g"] if graph is None else free or ["any"]
        chosen = " ".join(f"?{name}" for name in columns)
        for row in self._counted(self._rows(f"SELECT {chosen} {{ {where} }}")):
            found = {**asked, "g": graph, **dict(zip(columns, row, strict=True))}
            yield Quad(found["s"], found["p"], found["o"], found["g"] or DefaultGraph())

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the dataset as the server writes it.

        It is one query, so that a blank node is one in all graphs. A graph that the address makes
        the default one comes as that alone.
        """
        everything = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        for subject, predicate, value, graph in self._counted(self._rows(everything)):
            if graph is None:
                yield Quad(subject, predicate, value)
            elif graph.value not in self._default_graphs:
                yield Quad(subject, predicate, value, graph)

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Yield the names of the graphs that have a triple."""
        for (graph,) in self._counted(self._rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")):
            yield graph

    def _rows(self, text: str) -> QuerySolutions:
        result = self._result(self._ask(text))
        if not isinstance(result, QuerySolutions):
            raise EndpointError(f"{self.where}: answered a SELECT with something else than rows")
        return result

    def _counted(self, rows: QuerySolutions) -> Iterator[QuerySolution]:
        """Yield the rows; raise EndpointError where the server has cut them or they end early."""
        number = 0
        try:
            for row in rows:
                number += 1
                yield row
        except SyntaxError as error:
            raise self.unreadable(error) from None
        if self.most_rows is not None and number >= self.most_rows:
            raise EndpointError(
                f"{self.where}: the server gives at most {self.most_rows} rows, and there are more;"
                " raise its limit (Virtuoso: ResultSetMaxRows)"
            )

    def _ask(self, text: str) -> Response:
        return self._client.post(urlencode({"query": text}).encode(), _FORM, _ACCEPT)

    def _result(self, response: Response) -> Result:
        """Return what the answer holds; its content type alone says how it is written."""
        self.most_rows = _number(response.headers.get("X-SPARQL-MaxRows"))
        if state := response.headers.get("X-SQL-State"):
            said = response.headers.get("X-SQL-Message", state)
            response.body.close()
            raise EndpointError(f"{self.where}: gave a part of it only: {self._client.clean(said)}")
        kind = response.content_type
        try:
            if kind in _ROWS:
                return parse_query_results(response.body, _ROWS[kind])
            if kind in _TRIPLES:
                return Triples(parse(response.body, _TRIPLES[kind]), self.unreadable)
        except SyntaxError as error:
            response.body.close()
            raise self.unreadable(error) from None
        if "html" in kind:
            raise self._client.failed(
                "answered with a web page and no results; is this the address of the query "
                "service?",
                response,
            )
        shown = self._client.clean(kind) or "no content type"
        raise self._client.failed(f"answered with {shown}, which holds no results", response)

    def unreadable(self, error: Exception) -> EndpointError:
        """Return the error of an answer that is not in the format that it says."""
        words = self._client.clean(str(getattr(error, "msg", None) or error))
        if "end of file" in words:
            return EndpointError(f"{self.where}: the answer is cut short; ask again")
        return EndpointError(f"{self.where}: the answer is not in the format that it says; {words}")


def _declarations(text: str, prefixes: dict[str, str], base_iri: str | None) -> str:
    """Return the declarations that the text lacks, in no line of their own: lines keep numbers."""
    clean = _syntax.blank(text)
    own = set(_DECLARED.findall(clean))
    used = [
        f"PREFIX {prefix}: <{namespace}> "
        for prefix, namespace in prefixes.items()
        if prefix not in own and re.search(rf"(?<![\w.-]){re.escape(prefix)}:", clean)
    ]
    return (f"BASE <{base_iri}> " if base_iri else "") + "".join(used)


def _calls_out(text: str) -> bool:
    """Tell whether the engine might call another server when it is given the text."""
    return "SERVICE" in text.upper()


def _prepared(text: str, substitutions: dict[Variable, Term]) -> str:
    """Return the query with an outermost `SELECT *` written out, as an empty store lists it.

    Raises RuntimeError, as a store does, when a variable to bind is not one of the columns.
    """
    if _calls_out(text):
        return text
    try:
        result = Store().query(text, substitutions=substitutions)
    except SyntaxError:
        return text  # the server may know more than SPARQL 1.1
    if not isinstance(result, QuerySolutions):
        return text
    return _syntax.without_star(text, [column.value for column in result.variables]) or text


def _with_values(text: str, substitutions: dict[Variable, Term]) -> str:
    """Return the query joined with one row of terms."""
    depth, clean = 0, _syntax.blank(text)
    for found in re.finditer(rf"[{{}}]|{_VALUES.pattern}", clean, re.IGNORECASE):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] not in "{}":
            raise QueryError(
                "a query that ends in VALUES has its bindings there; leave out one of the two"
            )
    for variable, term in substitutions.items():
        if not isinstance(term, NamedNode | Literal):
            raise QueryError(f"{variable} cannot be bound to {term}, which has no name elsewhere")
    names, terms = " ".join(map(str, substitutions)), " ".join(map(str, substitutions.values()))
    # On a line of its own, as the text may end in a comment.
    return f"{text}\nVALUES ({names}) {{ ({terms}) }}"


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None
