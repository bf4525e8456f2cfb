"""Ask a SPARQL 1.1 endpoint as if it were a store: the protocol, and what servers do otherwise.

See https://www.w3.org/TR/sparql11-protocol/. Rows stream from the network through the engine's own
readers of results, so that they are the same terms as those of a store.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from pyoxigraph import (
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

from mistral_kg import _outgoing
from mistral_kg.errors import EndpointError
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
# Virtuoso answers a CONSTRUCT in rows if it may, so each kind of query is asked for its own.
_ACCEPT_ROWS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.5"
)
_ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
_TRUTH = ["__ASK_RETVAL"]
"""The columns in which Virtuoso 7 gives what an ASK answers."""

_FORM = "application/x-www-form-urlencoded"

_ITSELF = "http://www.openlinksw.com/schemas/virtrdf#"
"""The graph in which Virtuoso describes itself."""


class _PartError(EndpointError):
    """A server gives less than the whole answer."""


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
        written = _outgoing.declarations(text, prefixes or {}, base_iri) + text
        if substitutions or "*" in text:
            written = _outgoing.without_star(written, substitutions or {})
        if substitutions:
            written = _outgoing.with_values(written, substitutions)
        try:
            return self._ask(written, triples=_outgoing.asks_triples(text))
        except EndpointError as error:
            if error.status == 400 and not _outgoing.calls_out(text):
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
        for row in self._whole(self.rows(f"SELECT {chosen} {{ {where} }}")):
            found = {**asked, "g": graph, **dict(zip(columns, row, strict=True))}
            yield Quad(found["s"], found["p"], found["o"], found["g"] or DefaultGraph())

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the dataset as the server writes it.

        It is one query, so that a blank node is one in all graphs; only of a server that gives no
        more than so many rows each graph is asked by itself. A graph that the address makes the
        default one comes as that alone, and a server's description of itself not at all.
        """
        left_out = {*self._default_graphs, _ITSELF}
        listed = ", ".join(f"<{graph}>" for graph in sorted(left_out))
        named = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN ({listed}))"
        try:
            rows = self.rows(f"SELECT ?s ?p ?o ?g {{ {{ ?s ?p ?o }} UNION {{ {named} }} }}")
        except _PartError:
            yield from self.quads_for_pattern(None, None, None, DefaultGraph())
            for graph in self.named_graphs():
                if graph.value not in left_out:
                    yield from self.quads_for_pattern(None, None, None, graph)
            return
        for subject, predicate, value, graph in self._whole(rows):
            yield Quad(subject, predicate, value, graph or DefaultGraph())

    def named_graphs(self) -> Iterator[NamedNode]:
        """Yield the names of the graphs that have a triple."""
        for (graph,) in self._whole(self.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")):
            yield graph

    def rows(self, text: str) -> QuerySolutions:
        """Return the rows of a SELECT that is sent as it stands; raise EndpointError as `query`."""
        result = self._ask(text, triples=False)
        if not isinstance(result, QuerySolutions):
            raise EndpointError(f"{self.where}: answered a SELECT with something else than rows")
        return result

    def _whole(self, rows: QuerySolutions) -> Iterator[QuerySolution]:
        """Yield the rows; raise EndpointError where they end early."""
        try:
            yield from rows
        except SyntaxError as error:
            raise self.unreadable(error) from None

    def _ask(self, text: str, *, triples: bool) -> Result:
        """Return what the server's answer holds; its content type says how it is written."""
        accept = _ACCEPT_TRIPLES if triples else _ACCEPT_ROWS
        response = self._client.post(urlencode({"query": text}).encode(), _FORM, accept)
        self._refuse_part(response)
        kind = response.content_type
        try:
            if triples and kind in _TRIPLES:
                return Triples(parse(response.body, _TRIPLES[kind]), self.unreadable)
            if not triples and kind in _ROWS:
                return _truth(parse_query_results(response.body, _ROWS[kind]))
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

    def _refuse_part(self, response: Response) -> None:
        """Raise EndpointError where Virtuoso gives a part of the answer as if it were the whole."""
        part = None
        if most := response.headers.get("X-SPARQL-MaxRows"):
            part = f"it gives at most {most} rows; ask for less with LIMIT (its ResultSetMaxRows)"
        elif state := response.headers.get("X-SQL-State"):
            part = response.headers.get("X-SQL-Message", state)
        if part:
            response.body.close()
            raise _PartError(
                f"{self.where}: this is not the whole answer: {self._client.clean(part)}"
            )

    def unreadable(self, error: Exception) -> EndpointError:
        """Return the error of an answer that is not in the format that it says."""
        words = self._client.clean(str(getattr(error, "msg", None) or error))
        if "end of file" in words:
            return EndpointError(f"{self.where}: the answer is cut short; ask again")
        return EndpointError(f"{self.where}: the answer is not in the format that it says; {words}")


def _truth(result: QuerySolutions | QueryBoolean) -> QuerySolutions | QueryBoolean:
    """Return the result, that of an ASK as a truth though it comes in a row."""
    if not isinstance(result, QuerySolutions):
        return result
    if [column.value for column in result.variables] != _TRUTH:
        return result
    is_true = any(row[0].value == "1" for row in result)
    truth = f'{{"head":{{}},"boolean":{str(is_true).lower()}}}'
    return parse_query_results(truth, QueryResultsFormat.JSON)
