"""A query reaches neither the network nor files: whatever would is refused before it runs."""

import socket
import threading
from collections.abc import Iterator

import pytest

import mistral_kg

PATTERN = "{ ?a ?b ?c }"
SERVICES = {
    "plain": "SELECT * { SERVICE <URL> PATTERN }",
    "lower-case": "SELECT * { service <URL> PATTERN }",
    "silent": "SELECT * { SERVICE SILENT <URL> PATTERN }",
    "variable": "ASK { BIND(<URL> AS ?g) SERVICE ?g PATTERN }",
    "subquery": "SELECT * { { SELECT * { SERVICE <URL> PATTERN } } }",
    "exists": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <URL> PATTERN } }",
    "not-exists": "ASK { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> PATTERN } }",
    "in-an-expression": "SELECT (EXISTS { SERVICE <URL> PATTERN } AS ?x) {}",
    "in-order-by": "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <URL> PATTERN }",
    "in-having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(EXISTS { SERVICE <URL> PATTERN })",
    "in-if": "ASK { BIND(IF(EXISTS { SERVICE <URL> PATTERN }, 1, 2) AS ?x) }",
    "optional-in-graph": "ASK { GRAPH ?g { OPTIONAL { SERVICE <URL> PATTERN } } }",
    "minus": "ASK { ?s ?p ?o MINUS { SERVICE <URL> PATTERN } }",
    "union": "ASK { {} UNION { SERVICE <URL> PATTERN } }",
    "construct": "CONSTRUCT { ?a ?b ?c } { SERVICE <URL> PATTERN }",
    "describe": "DESCRIBE ?a { SERVICE <URL> PATTERN }",
    "less-than-before": "ASK { ?o ?p ?b FILTER(?o<?b)SERVICE<URL>PATTERN }",
    "comment-as-iri": "ASK { VALUES ?s { <URL> } ?o ?p ?b FILTER(?o<?b)SERVICE?s#>\nPATTERN }",
    "after-carriage-return": "ASK { # x\rSERVICE <URL> PATTERN }",
    "glued-to-a-prefix": "PREFIX x: <URL> ASK {SERVICEx:PATTERN}",
    "glued-to-a-word": "ASK { ?s ?p trueSERVICE<URL>PATTERN }",
    "lateral": "ASK { ?s ?p ?o LATERAL { SERVICE <URL> PATTERN } }",
    "escaped-quote": 'ASK { ?s ?p "\\\\" . SERVICE <URL> PATTERN # "\n }',
    "unicode-escape": 'ASK { ?s ?p "\\u005C" . SERVICE <URL> PATTERN # "\n }',
    "after-a-long-prefix": (
        f"PREFIX {'a' * 202}: <URL> SELECT * {{ BIND(1 AS ?b) FILTER(0<?b)SERVICE#>\n"
        f"SILENT {'a' * 202}:PATTERN }}"
    ),
    "local-name": "PREFIX ex: <http://a:> ASK { ?s ?p ex:SERVICE <URL>PATTERN }",
    "local-name-and-prefix": "PREFIX ex: <http://a:> ASK { ?s ?p ex:SERVICESILENTex:PATTERN }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from-named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "glued-to-silent": "ASK { SERVICESILENT<URL>PATTERN }",
    "glued-to-silent-and-a-prefix": "PREFIX x: <URL> ASK { serviceSILENTx:PATTERN }",
    "glued-to-a-number": "ASK { ?s ?p 1SERVICE<URL>PATTERN }",
    "glued-to-a-dot": "ASK { ?s ?p ?o.SERVICE<URL>PATTERN }",
    "glued-to-a-comment": "ASK { SERVICE#<http://e/>\n<URL>PATTERN }",
    "after-a-hash-in-an-iri": "ASK { ?s <#a> ?o . SERVICE <URL> PATTERN }",
    "after-a-hash-in-a-name": "PREFIX : <http://e/> ASK { ?s :a\\#b ?o . SERVICE <URL> PATTERN }",
    "from-in-describe": "DESCRIBE * FROM <URL> { ?s ?p ?o }",
    "from-file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from-relative": "SELECT * FROM <graph.ttl> { ?s ?p ?o }",
    "from-glued-to-construct": "CONSTRUCTFROM <URL> WHERE { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "insert": "INSERT DATA { <URL> a <URL> }",
    "delete": "PREFIX e: <http://e/> DELETE WHERE { ?s ?p ?o }",
    "clear": "CLEAR ALL",
}


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[object]]]:
    """Return the address of a server on this machine, and what has called it."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                calls.append(caller)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls


def test_listener_hears_the_bare_engine(
    listener: tuple[str, list[object]], graph: mistral_kg.KnowledgeGraph
) -> None:
    """Without our guard the engine does call: the listener of the other tests can hear it."""
    address, calls = listener
    with pytest.raises((RuntimeError, OSError)):
        list(graph.store.query(f"SELECT * {{ SERVICE <{address}> {PATTERN} }}"))  # type: ignore[arg-type]
    assert calls
    calls.clear()


@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES)
def test_query_that_would_leave_the_dataset_is_refused(
    query: str, listener: tuple[str, list[object]], graph: mistral_kg.KnowledgeGraph
) -> None:
    """Such a query raises before anything happens: the listener sees no call."""
    address, calls = listener
    size = len(graph.store)
    word = "refused|whole IRI|read-only|200 characters"
    with pytest.raises(mistral_kg.QueryError, match=word):
        graph.query(query.replace("URL", address).replace("PATTERN", PATTERN))
    assert calls == []
    assert len(graph.store) == size


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (COUNT(*) AS ?n) FROM art:s27 { ?s ?p ?o }", True),
        ("ASK FROM NAMED art:s27 { GRAPH ?g { ?s mkg:customerOf ?o } }", True),
        ('ASK { ?s ?p ?o } # SERVICE <http://e/> FROM <http://e/> "', True),
        ('ASK { VALUES ?x { "SERVICE <http://e/> {}" } }', True),
        ("ASK { ?claim prov:wasDerivedFrom ?passage }", True),
        ("PREFIX service: <http://e/> ASK { ?service service:from 'from' }", False),
    ],
    ids=["from", "from-named", "comment", "string", "local-part", "prefix-and-variable"],
)
def test_harmless_query_is_answered(
    query: str, expected: bool, graph: mistral_kg.KnowledgeGraph
) -> None:
    """The words SERVICE and FROM do no harm where they are no clause, nor a graph of ours."""
    assert bool(graph.query(query)) is expected
