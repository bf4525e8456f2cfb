"""Read what a server answers to a query: its content type says how it is written."""

from __future__ import annotations

from io import BufferedReader

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    Variable,
    parse,
    parse_query_results,
)

from mistral_kg.errors import EndpointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sources.answer import Response
    from mistral_kg.sources.client import Client

    Result = QuerySolutions | QueryBoolean | Iterator[Triple]

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
ACCEPT_ROWS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.5"
)
ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
_TRUTH = [Variable("__ASK_RETVAL")]
"""The columns in which Virtuoso 7 gives what an ASK answers."""


class PartError(EndpointError):
    """A server gives less than the whole answer."""


def read(client: Client, response: Response, *, triples: bool) -> Result:
    """Return what the answer holds: triples, or else rows or a truth.

    Raises EndpointError for an answer of another kind, and for one that is not whole.
    """
    _refuse_part(client, response)
    kind = response.content_type
    try:
        if triples and kind in _TRIPLES:
            return _triples(parse(BufferedReader(response), _TRIPLES[kind]), client)
        if not triples and kind in _ROWS:
            return _truth(parse_query_results(BufferedReader(response), _ROWS[kind]))
    except SyntaxError as error:
        response.close()
        raise unreadable(client, error) from None
    if "html" in kind:
        raise client.failed(
            "answered with a web page and no results; is this the address of the query service?",
            response,
        )
    shown = client.clean(kind) or "no content type"
    raise client.failed(f"answered with {shown}, which holds no results", response)


def unreadable(client: Client, error: Exception) -> EndpointError:
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
        raise unreadable(client, error) from None


def _refuse_part(client: Client, response: Response) -> None:
    """Raise PartError where Virtuoso gives a part of the answer as if it were the whole."""
    part = response.headers.get("X-SQL-Message") or response.headers.get("X-SQL-State")
    if most := response.headers.get("X-SPARQL-MaxRows"):
        part = f"it gives at most {most} rows; ask for less with LIMIT (its ResultSetMaxRows)"
    if part:
        response.close()
        raise PartError(f"{client.where}: this is not the whole answer: {client.clean(part)}")


def _truth(result: QuerySolutions | QueryBoolean) -> QuerySolutions | QueryBoolean:
    """Return the result, that of an ASK as a truth though it comes in a row."""
    if not isinstance(result, QuerySolutions) or result.variables != _TRUTH:
        return result
    is_true = any(row[0].value == "1" for row in result)
    truth = f'{{"head":{{}},"boolean":{str(is_true).lower()}}}'
    return parse_query_results(truth, QueryResultsFormat.JSON)
