"""Ask a SPARQL 1.1 endpoint as if it were a store: the protocol, and what servers do otherwise.

See https://www.w3.org/TR/sparql11-protocol/. Rows stream from the network through the engine's own
readers of results, so that they are the same terms as those of a store.
"""

from __future__ import annotations

from functools import partial
from io import BufferedReader
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

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
    Variable,
    parse,
    parse_query_results,
)

from mistral_kg.errors import EndpointError
from mistral_kg.sources import outgoing
from mistral_kg.sources.client import FORM, TIMEOUT, Client
from mistral_kg.sparql import syntax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QuerySolution, Triple

    from mistral_kg.sources.answer import Response
    from mistral_kg.sparql.run import Result
    from mistral_kg.vocabulary import Term

_DEFAULT = "default-graph-uri"
_NAMED = "named-graph-uri"
_ITSELF = "http://www.openlinksw.com/schemas/virtrdf#"
"""The graph in which Virtuoso describes itself."""

_ROWS = (QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV)
_TRIPLES = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.RDF_XML)
# Virtuoso answers a CONSTRUCT in rows if it may, so each kind of query is asked for its own.
_ACCEPT_ROWS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.5"
)
_ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
_TRUTH = [Variable("__ASK_RETVAL")]
"""The columns in which Virtuoso 7 gives what an ASK answers."""


class _PartError(EndpointError):
    """A server gives less than the whole answer."""


class Endpoint:
    """A SPARQL 1.1 query service, with the methods of an engine's store that queries need.

    `timeout` is in seconds for each request with its whole answer, None for none. The address may
    have a query of its own, such as `?default-graph-uri=…`.

    Raises EndpointError for an address that cannot be used.
    """

    def __init__(
        self, address: str, *, timeout: float | None = TIMEOUT, use_credentials: bool = True
    ) -> None:
        self._again = partial(Endpoint, timeout=timeout, use_credentials=use_credentials)
        self._client = Client(address, timeout=timeout, use_credentials=use_credentials)
        self.where = self._client.where
        """The address as messages show it."""
        self._address = urlsplit(address)
        self._fields = parse_qsl(self._address.query, keep_blank_values=True)
        self._default_graphs = {graph for key, graph in self._fields if key == _DEFAULT}
        names_all = not self._default_graphs or any(key == _NAMED for key, _ in self._fields)
        self._hidden: list[str] | None = [] if names_all else None

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
        by VALUES at the end of the pattern, or from outside of a query that computes such a column
        or ends in VALUES.

        Raises EndpointError when the server cannot be reached or has no answer, RuntimeError when
        a variable to bind is not one of the columns, SyntaxError for a query that neither the
        server nor the engine can read, QueryError for a bound term that has no name elsewhere.
        """
        written = outgoing.declarations(text, prefixes or {}, base_iri) + text
        if substitutions:
            written = outgoing.join_values(written, substitutions)
        try:
            return self._ask(written, triples=syntax.is_graph_query(text))
        except EndpointError as error:
            if error.status == 400 and not outgoing.calls_out(text):
                # The engine's SyntaxError has a place, which our message can explain.
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
        for row in self.rows(f"SELECT {chosen} {{ {where} }}"):
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
        for subject, predicate, value, graph in rows:
            yield Quad(subject, predicate, value, graph or DefaultGraph())

    def named_graphs(self) -> Iterator[NamedNode]:
        """Yield the names of the graphs that have a triple."""
        for (graph,) in self.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            yield graph

    def rows(self, text: str) -> Iterator[QuerySolution]:
        """Return the rows of a SELECT that is sent unchanged; raise EndpointError as `query`."""
        result = self._ask(text, triples=False)
        if not isinstance(result, QuerySolutions):
            raise EndpointError(f"{self.where}: answered a SELECT with something else than rows")
        return self.read_rows(result)

    def read_rows(self, rows: QuerySolutions) -> Iterator[QuerySolution]:
        """Yield the rows; raise EndpointError where they end early."""
        try:
            yield from rows
        except SyntaxError as error:
            raise _unreadable(self._client, error) from None

    def _ask(self, text: str, *, triples: bool) -> Result:
        accept = _ACCEPT_TRIPLES if triples else _ACCEPT_ROWS
        client, fields = self._client, [("query", text)]
        hidden = self._hidden_graphs() if "GRAPH" in text.upper() else []
        if hidden:
            client = self._bare()._client
            fields += [(_DEFAULT, graph) for graph in self._default_graphs]
            fields += [(_NAMED, graph) for graph in hidden]
        response = client.post(urlencode(fields).encode(), FORM, accept)
        return _read(client, response, triples=triples)

    def _hidden_graphs(self) -> list[str]:
        """Return the graphs that have to be named, since the address names a default one.

        By the protocol a request that names a default graph has no other. Virtuoso shows all of
        them nevertheless; elsewhere they are looked up once, and named in each request.
        """
        if self._hidden is None:
            self._hidden = []  # this very look is sent unchanged
            if not any(True for _ in self.rows("SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1")):
                names = (graph.value for graph in self._bare().named_graphs())
                self._hidden = [name for name in names if name not in self._default_graphs]
        return self._hidden

    def _bare(self) -> Endpoint:
        """Return the endpoint without the graphs that the address names."""
        query = urlencode([(key, value) for key, value in self._fields if key != _DEFAULT])
        return self._again(urlunsplit(self._address._replace(query=query)))


def _read(client: Client, response: Response, *, triples: bool) -> Result:
    """Return what is in the answer: triples, or else rows or a truth.

    Raises EndpointError for an answer of another kind, and for one that is not whole.
    """
    _refuse_part(client, response)
    kind = response.content_type
    try:
        if triples and (rdf := RdfFormat.from_media_type(kind)) in _TRIPLES:
            return _triples(parse(BufferedReader(response), rdf), client)
        if not triples and (rows := QueryResultsFormat.from_media_type(kind)) in _ROWS:
            return _truth(parse_query_results(BufferedReader(response), rows))
    except SyntaxError as error:
        response.close()
        raise _unreadable(client, error) from None
    if "html" in kind:
        raise client.failed(
            "answered with a web page and no results; is this the address of the query service?",
            response,
        )
    shown = client.clean(kind) or "no content type"
    raise client.failed(f"answered with {shown}, which holds no results", response)


def _unreadable(client: Client, error: Exception) -> EndpointError:
    """Return the error of an answer that is not in the format that it says."""
    words = client.clean(str(getattr(error, "msg", None) or error))
    if "end of file" in words:
        return EndpointError(f"{client.where}: the answer is cut short; ask again")
    return EndpointError(f"{client.where}: the answer is not in its announced format; {words}")


def _triples(quads: Iterator[Quad], client: Client) -> Iterator[Triple]:
    try:
        for quad in quads:
            yield quad.triple
    except SyntaxError as error:
        raise _unreadable(client, error) from None


def _refuse_part(client: Client, response: Response) -> None:
    """Raise _PartError where Virtuoso gives a part of the answer as if it were the whole."""
    headers = response.reply.headers
    part = headers.get("X-SQL-Message") or headers.get("X-SQL-State")
    if most := headers.get("X-SPARQL-MaxRows"):
        part = f"it gives at most {most} rows; ask for less with LIMIT (its ResultSetMaxRows)"
    if part:
        response.close()
        raise _PartError(f"{client.where}: this is not the whole answer: {client.clean(part)}")


def _truth(result: QuerySolutions | QueryBoolean) -> QuerySolutions | QueryBoolean:
    """Return the result, that of an ASK as a truth though it comes in a row."""
    if not isinstance(result, QuerySolutions) or result.variables != _TRUTH:
        return result
    is_true = any(row[0].value == "1" for row in result)
    truth = f'{{"head":{{}},"boolean":{str(is_true).lower()}}}'
    return parse_query_results(truth, QueryResultsFormat.JSON)
