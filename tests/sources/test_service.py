"""`--allow-service HOST`: SERVICE asks the hosts that are allowed, and no other."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import mistral_kg
from mistral_kg.sources import service
from tests.conftest import Run
from tests.support.servers import Handler, free_port, scripted

HERE = ["127.0.0.1"]
LABELS = "?company rdfs:label ?name FILTER(LANG(?name) = 'en')"
NAMES = """PREFIX : <https://w3id.org/mistral-kg/ontology#>
SELECT ?name {{ ?company :customerOf id:mistral-ai . SERVICE <{}> {{ {} }} }} ORDER BY ?name"""


def head(name: str) -> str:
    """Return the beginning of an answer in JSON that has one column."""
    return f'{{"head":{{"vars":["{name}"]}},"results":{{"bindings":['


@pytest.fixture
def listener() -> Iterator[tuple[str, list[Handler]]]:
    """Return the address of a server that must not be asked, and what it was asked."""
    with scripted(lambda request: request.rows(head("x") + "]}}")) as (address, requests):
        yield address, requests


def test_rows_of_an_allowed_host_are_joined(
    run: Run, oxigraph: str, graph: mistral_kg.KnowledgeGraph
) -> None:
    """The rows of an allowed host join as if the data stood here, in command and API."""
    query = NAMES.format(oxigraph, LABELS)
    here = query.replace(f"SERVICE <{oxigraph}>", "")
    expected = [row.name for row in graph.query(here)]
    assert [row.name for row in graph.query(query, allow_service=HERE)] == expected
    host = oxigraph.removeprefix("http://").partition("/")[0]
    done = run("query", query, "--allow-service", host)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\r\n")[1:-1] == expected
    assert "Axa" in expected


@pytest.mark.parametrize(
    "pattern",
    [
        "OPTIONAL { CALL { id:axa rdfs:label ?l } }",
        "{} UNION { CALL { id:axa rdfs:label ?l } }",
        "?s rdfs:label ?l MINUS { CALL { ?s rdfs:label ?l } }",
        "?c mkg:backedBy ?b FILTER EXISTS { CALL { ?c mkg:backedBy ?b } }",
        "CALL { id:openai mkg:backedBy id:microsoft }",
        "CALL { id:openai mkg:backedBy id:axa }",
        "CALL { ?s mkg:amount|mkg:date|mkg:count ?o }",
        "CALL { ?s a mkg:Claim OPTIONAL { ?s mkg:gist ?g } }",
        "CALL { ?s ?p ?o FILTER(!isBlank(?s) && 1 < 2) }",
        "{ SELECT ?l { CALL { id:axa rdfs:label ?l } } }",
        "?c mkg:backedBy ?b .CALL{ ?c mkg:backedBy ?b }",
        "# SERVICE {}\n CALL { id:axa rdfs:label ?l # }\n FILTER(?l != '} SERVICE {') }",
        "CALL { id:axa rdfs:label ?a } CALL { id:cisco rdfs:label ?b }",
    ],
)
@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <URL>",
        "service silent<URL>",
        "SERVICE there: ",
        "SERVICE#<\n<URL>",
    ],
)
def test_service_means_the_same_wherever_it_stands(
    oxigraph: str, graph: mistral_kg.KnowledgeGraph, pattern: str, call: str
) -> None:
    """The clause means what its pattern means in its place, over the same data."""
    query = f"PREFIX there: <{oxigraph}> SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    (ours,) = graph.query(query.replace("CALL", ""))
    called = query.replace("CALL", call).replace("URL", oxigraph)
    (theirs,) = graph.query(called, allow_service=HERE)
    assert theirs == ours


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { SERVICE <URL> { ?s ?p ?o } }", "SERVICE at localhost is refused"),
        ("SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }", "allow it with --allow-service localh"),
        ("ASK { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }", "a variable could lead anywhere"),
        ("ASK { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }", "within a SERVICE is refused"),
        ("ASK { SERVICE <HERE> { SERVICE <URL> { ?s ?p ?o } } }", "within a SERVICE is refused"),
        ("ASK { SERVICE <HERE> { ?s ?p ?o } SERVICE <URL> { ?s ?p ?o } }", "is refused"),
        ("BASE <URL> ASK { SERVICE <sparql> { ?s ?p ?o } }", "SERVICE at localhost is refused"),
        ("ASK { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", "is no web address"),
        (
            "ASK { SERVICE nope: { ?s ?p ?o } }",
            "nope: of SERVICE cannot be read; declare its prefix",
        ),
        ("ASK { SERVICE <HERE> { ?s ?p ?o ", "not closed"),
        ("ASK { SERVICE <HERE> { ?s ?p ?o } FILTR(1) }", r":1:\d+: FILTR is no .*\n  ASK { SERVI"),
        ("ASK FROM <URL> { SERVICE <HERE> { ?s ?p ?o } }", "FROM .* is refused"),
        ("PREFIX x: <URL> ASK {SERVICEx:{ ?s ?p ?o }}", "SERVICEx: may be read as SERVICE"),
        ("ASK { ?s ?p trueSERVICE<URL>{ ?s ?p ?o } }", "SERVICE needs the address|is refused"),
        (
            "ASK { VALUES ?s {1} ?o ?p ?b FILTER(?o<?b)SERVICE?s#>\n{ ?a ?b ?c } }",
            "may be read as SERV",
        ),
        ('ASK { ?s ?p "\\u005C" . SERVICE <URL> { ?a ?b ?c } # "\n }', "at localhost is refused"),
    ],
)
def test_whatever_is_not_allowed_is_refused(
    listener: tuple[str, list[Handler]],
    graph: mistral_kg.KnowledgeGraph,
    query: str,
    expected: str,
) -> None:
    """All else is refused in one line before anybody is asked, the allowed host included."""
    address, requests = listener
    other = address.replace("127.0.0.1", "localhost")
    text = query.replace("URL", other).replace("HERE", address)
    with pytest.raises(mistral_kg.QueryError, match=expected):
        graph.query(text, allow_service=HERE)
    assert requests == []


@pytest.mark.parametrize(
    ("hosts", "allowed"),
    [
        (["127.0.0.1"], True),
        (["127.0.0.1:PORT"], True),
        (["127.0.0.1:1"], False),
        (["example.org"], False),
        (["0.0.1"], False),
        ([], False),
    ],
)
def test_host_is_allowed_with_its_port_or_any(
    listener: tuple[str, list[Handler]],
    graph: mistral_kg.KnowledgeGraph,
    hosts: list[str],
    allowed: bool,
) -> None:
    """A host is allowed as a whole name, with any port or the one given."""
    address, requests = listener
    port = address.rpartition(":")[2]
    query = f"SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?x }} }}"
    given = [host.replace("PORT", port) for host in hosts]
    if allowed:
        assert list(graph.query(query, allow_service=given)) == []
        assert len(requests) == 1
    else:
        with pytest.raises(mistral_kg.QueryError, match="refused"):
            graph.query(query, allow_service=given)
        assert requests == []


def test_warnings_ask_nobody(
    listener: tuple[str, list[Handler]], graph: mistral_kg.KnowledgeGraph
) -> None:
    """Parts of a query are asked for its warnings, and none of them leaves the dataset."""
    address, requests = listener
    query = f"SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?x }} ?s ?p|rdfs:label ?x }} ORDER BY ?x"
    assert graph.warnings(query) == []
    assert requests == []


def test_base_resolves_names_beside_a_service(
    listener: tuple[str, list[Handler]], tmp_path: Path
) -> None:
    """The base of the source holds for a query with an allowed SERVICE as well."""
    address, requests = listener
    data = tmp_path / "data.ttl"
    data.write_text("<a> <p> <b> .", encoding="utf-8")
    graph = mistral_kg.load(data, base="https://example.org/")
    query = f"SELECT ?o {{ <a> <p> ?o . SERVICE <{address}/> {{}} }}"
    graph.query(query, allow_service=HERE)
    assert len(requests) == 1


def test_host_gets_the_pattern_and_no_credentials(
    listener: tuple[str, list[Handler]],
    graph: mistral_kg.KnowledgeGraph,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The host sees the pattern with the prefixes that it needs, and not who asks."""
    monkeypatch.setenv("MISTRAL_KG_TOKEN", "token-of-mine")
    address, requests = listener
    query = (
        f"# mine\nPREFIX e: <urn:e:> SELECT ?x {{ SERVICE <{address}/> {{ ?s e:p ?x ; a mkg:B }} }}"
    )
    graph.query(query, allow_service=HERE)
    (request,) = requests
    assert "Authorization" not in request.headers
    (sent,) = parse_qs(request.body.decode())["query"]
    assert "mine" not in sent
    assert "PREFIX e: <urn:e:>" in sent
    assert "PREFIX mkg: <https://w3id.org/mistral-kg/ontology#>" in sent


def test_silent_failure_is_an_empty_solution(graph: mistral_kg.KnowledgeGraph) -> None:
    """With SILENT a host that fails binds nothing; without, its line is the error."""
    address = f"http://127.0.0.1:{free_port()}/"
    query = f"SELECT ?x {{ VALUES ?x {{ 1 }} SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}"
    assert [row.x for row in graph.query(query, allow_service=HERE)] == [1]
    with pytest.raises(mistral_kg.EndpointError, match="connection refused"):
        graph.query(query.replace("SILENT", ""), allow_service=HERE)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('{"x":{"type":"bnode","value":"b"}}', "gives a blank node"),
        ('{"x":{"type":"uri","value":"http://e/> } SERVICE <http://e/> {"}}', "announced format"),
        ('{"x":{"type":"literal","value":"a"', "announced format"),
        (",".join(['{"x":{"type":"uri","value":"urn:x"}}'] * 10_001), "more than 10,000 rows"),
    ],
)
def test_rows_that_cannot_be_written_are_refused(
    graph: mistral_kg.KnowledgeGraph, rows: str, expected: str
) -> None:
    """Rows that have no place in the text of a query end it in one line."""
    with (
        scripted(lambda request: request.rows(head("x") + rows + "]}}")) as (address, _),
        pytest.raises(mistral_kg.MistralKGError, match=expected),
    ):
        graph.query(f"SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?x }} }}", allow_service=HERE)


@pytest.mark.parametrize(
    "value",
    ['"} SERVICE <http://e/> { # ', "a\\nb\\u0007\\\\", "ਪੰਜਾਬੀ", "'''\\\"\\\"\\\""],
)
def test_what_a_host_answers_is_a_term_and_no_text(
    graph: mistral_kg.KnowledgeGraph, value: str
) -> None:
    """A literal of a host cannot change the query, whatever characters it has."""
    import json

    row = '{"x":{"type":"literal","xml:lang":"en","value":%s}}'
    written = json.dumps(json.loads(f'"{value}"') if "\\" in value else value)
    with scripted(lambda request: request.rows(head("x") + row % written + "]}}")) as (address, _):
        query = f"SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?x }} }}"
        found = graph.query(query, allow_service=HERE)
    assert [row.x for row in found] == [json.loads(written)]


def test_many_rows_fit(graph: mistral_kg.KnowledgeGraph) -> None:
    """As many rows as may come are written and asked, whatever their datatypes."""
    row = '{"x":{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#gYear","value":"2024"}}'
    rows = ",".join([row] * service.MOST_ROWS)
    with scripted(lambda request: request.rows(head("x") + rows + "]}}")) as (address, _):
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{address}/> {{ ?s ?p ?x }} }}"
        assert [tuple(one) for one in graph.query(query, allow_service=HERE)] == [(10_000,)]


@pytest.mark.parametrize("host", ["http://example.org/", "me@example.org", ""])
def test_option_wants_a_host(run: Run, host: str) -> None:
    """What is no host is refused by the option."""
    done = run("query", "ASK {}", "--allow-service", host)
    assert done.returncode == 2
    assert "is no host" in done.stderr
