"""`push`: a dataset arrives whole, goes on where it was interrupted, and is counted."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import mistral_kg
from mistral_kg.sources import push
from mistral_kg.sources.endpoint import Endpoint
from tests.conftest import STATED, Run
from tests.support import servers
from tests.support.servers import Handler, scripted

CLAIMED = """\
<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<https://w3id.org/mistral-kg/ontology#Claim> .
<urn:a> <urn:p> <urn:b> .
<urn:a> <urn:p> <urn:claimed> <urn:c> .
"""
ZERO = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"0"}}]}}'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty Oxigraph server."""
    with servers.oxigraph(tmp_path) as address:
        yield address


def counts(address: str) -> tuple[int, int]:
    """Return how many quads an endpoint has in its default graph and in named ones."""
    (plain,) = mistral_kg.load(address).query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    (named,) = mistral_kg.load(address).query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    return plain[0], named[0]


def test_shipped_graph_arrives_whole(
    run: Run, server: str, graph: mistral_kg.KnowledgeGraph
) -> None:
    """All quads arrive in their graphs; a second push sends nothing; words go to stderr."""
    first = run("push", f"{server}/update")
    assert (first.returncode, first.stdout) == (0, "")
    assert f"{len(graph.quads):,} quads sent, 0 were there" in first.stderr
    assert f"--source '{server}/query'" in first.stderr
    assert len(first.stderr.splitlines()) == 1  # no bar, as it is no terminal
    assert set(mistral_kg.load(f"{server}/query").quads) == set(graph.quads)
    second = run("push", f"{server}/update")
    assert f"0 quads sent, {len(graph.quads):,} were there" in second.stderr


def test_what_is_there_already_is_counted(run: Run, server: str, tmp_path: Path) -> None:
    """Data of others at the endpoint stay, and what they share with ours is not sent anew."""
    (tmp_path / "theirs.nq").write_text("<urn:a> <urn:p> <urn:b> .\n<urn:x> <urn:p> <urn:y> .\n")
    (tmp_path / "ours.nq").write_text(CLAIMED)
    run("push", f"{server}/update", "--source", "theirs.nq")
    done = run("push", f"{server}/update", "--source", "ours.nq")
    assert "quads sent, 1 were there" in done.stderr
    assert mistral_kg.load(f"{server}/query").query("ASK { <urn:x> <urn:p> <urn:y> }")


def test_killed_push_goes_on_where_it_was(
    environment: dict[str, str], run: Run, server: str, tmp_path: Path
) -> None:
    """A push that is killed half-way leaves whole batches, and the next one sends the rest."""
    lines = (f"<urn:s{n}> <urn:p> <urn:o> <urn:g{n % 5}> .\n" for n in range(10_000))
    (tmp_path / "many.nq").write_text("".join(lines))

    def slow(request: Handler) -> None:
        if request.path == "/update":
            time.sleep(0.2)
        request.forward(server)

    with scripted(slow) as (address, requests):
        words = ["push", f"{address}/update", "--source", str(tmp_path / "many.nq")]
        process = subprocess.Popen(
            [sys.executable, "-m", "mistral_kg", *words], env=environment, stderr=subprocess.PIPE
        )
        while sum(request.path == "/update" for request in requests) < 3:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)
        time.sleep(0.5)  # what is under way arrives or does not
    there = sum(counts(f"{server}/query"))
    assert 0 < there < 20_000
    done = run("push", f"{server}/update", "--source", "many.nq")
    assert f"{20_000 - there:,} quads sent, {there:,} were there" in done.stderr
    assert counts(f"{server}/query") == (10_000, 10_000)


def test_blank_nodes_get_the_same_iri_each_time(run: Run, server: str, tmp_path: Path) -> None:
    """Blank nodes arrive as IRIs after RDF 1.1, which a second push finds again."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> [ <urn:q> 1 ], [ <urn:q> 2 ] .")
    (tmp_path / "b.ttl").write_text("<urn:a> <urn:p> _:x, _:y . _:y <urn:q> 1 . _:x <urn:q> 2 .")
    (tmp_path / "c.ttl").write_text("<urn:a> <urn:p> [ <urn:q> 3 ] .")
    first = run("push", f"{server}/update", "--source", "a.ttl")
    assert "2 blank nodes were given IRIs" in first.stderr
    assert (
        "0 quads sent, 4 were there" in run("push", f"{server}/update", "--source", "b.ttl").stderr
    )
    run("push", f"{server}/update", "--source", "c.ttl")
    found = mistral_kg.load(f"{server}/query").query("SELECT ?b { <urn:a> <urn:p> ?b }")
    assert len(found) == 3
    assert all("/.well-known/genid/" in row.b for row in found)


def test_numbers_that_the_endpoint_takes_as_equal(run: Run, server: str, tmp_path: Path) -> None:
    """Quads that become one at the endpoint are no failure, and are told."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1.50, 1.5, 01, 1 .")
    done = run("push", f"{server}/update", "--source", "a.ttl")
    assert done.returncode == 0
    assert "2 quads are equal to others there" in done.stderr
    assert "2 quads sent" in done.stderr


@pytest.fixture
def empty_union(tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty server whose default graph shows all graphs."""
    with servers.oxigraph(tmp_path, "--union-default-graph") as address:
        yield address


def test_union_as_default_graph_is_reported_and_fixed(
    run: Run, empty_union: str, tmp_path: Path
) -> None:
    """Where plain patterns find claims a message says so, and --default-graph fixes it."""
    (tmp_path / "a.nq").write_text(CLAIMED)
    ask = ["query", "SELECT ?o { <urn:a> <urn:p> ?o } ORDER BY ?o"]
    done = run("push", f"{empty_union}/update", "--source", "a.nq")
    assert done.returncode == 0
    assert "is the union of all graphs" in done.stderr
    assert "urn:claimed" in run(*ask, "--source", f"{empty_union}/query").stdout
    fixed = run("push", f"{empty_union}/update", "--source", "a.nq", "--default-graph", STATED)
    (line,) = fixed.stderr.splitlines()
    source = line.partition("--source '")[2].rstrip("'")
    assert run(*ask, "--source", source).stdout == "o\r\nurn:b\r\n"


def test_virtuoso_is_pushed_to(
    run: Run, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Virtuoso asks for Digest and a name for the default graph, is told both, and counts."""
    (tmp_path / "a.nq").write_text(CLAIMED)
    words = ["--source", "a.nq"]
    with servers.virtuoso(tmp_path_factory.mktemp("pushed")) as address:
        update = f"{address}/sparql-auth"
        assert "401" in run("push", update, *words).stderr
        known = {"MISTRAL_KG_USER": "dba", "MISTRAL_KG_PASSWORD": "dba"}
        assert "name one with --default-graph IRI" in run("push", update, *words, **known).stderr
        words += ["--default-graph", STATED]
        # The claim itself was sent before, as named graphs go first.
        assert "quads sent, 1 were there" in run("push", update, *words, **known).stderr
        again = run("push", update, *words, **known)
        assert "0 quads sent" in again.stderr
        assert f"{address}/sparql?default-graph-uri=" in again.stderr


@pytest.mark.parametrize("status", [429, 503])
def test_passing_failure_is_tried_again(server: str, status: int) -> None:
    """A batch that is turned away is sent again when the endpoint asks for it."""
    turned_away: list[int] = []

    def busy(request: Handler) -> None:
        if request.path == "/update" and len(turned_away) < 2:
            turned_away.append(status)
            request.answer(status, Retry_After="0")
        else:
            request.forward(server)

    with scripted(busy) as (address, _):
        pushed = mistral_kg.load().push(f"{address}/update")
    assert len(turned_away) == 2
    assert pushed.sent == sum(counts(f"{server}/query"))


def test_dropped_connection_is_tried_again(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is dropped is made again, after a pause that grows."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    def dropping(request: Handler) -> None:
        if request.path == "/update" and len(pauses) < 3:
            request.connection.close()
        else:
            request.forward(server)

    with scripted(dropping) as (address, _):
        mistral_kg.load().push(f"{address}/update")
    assert pauses == [1, 2, 4]


def test_long_pause_is_not_waited_for() -> None:
    """An endpoint that asks to wait an hour ends the push with that line."""

    def busy(request: Handler) -> None:
        if request.path == "/update":
            request.answer(429, Retry_After="3600")
        else:
            request.rows(ZERO)

    with (
        scripted(busy) as (address, _),
        pytest.raises(mistral_kg.EndpointError, match="asks to wait 3600 s"),
    ):
        mistral_kg.load().push(f"{address}/update")


def test_endpoint_that_loses_quads_is_found_out(run: Run, server: str) -> None:
    """An endpoint that says yes and keeps nothing is told with both figures."""

    def losing(request: Handler) -> None:
        if request.path == "/update" and b"GRAPH" not in request.body:
            request.answer(204)
        else:
            request.forward(server)

    with scripted(losing) as (address, _):
        done = run("push", f"{address}/update")
    assert (done.returncode, done.stdout) == (2, "")
    assert "quads are missing after all were sent; expected " in done.stderr
    assert "found 0 and" in done.stderr


def test_server_that_knows_only_forms(server: str) -> None:
    """A server that takes no update as it stands gets it in a form."""

    def forms_only(request: Handler) -> None:
        if request.headers["Content-Type"] == "application/sparql-update":
            request.answer(415)
        else:
            request.forward(server)

    with scripted(forms_only) as (address, requests):
        mistral_kg.load().push(f"{address}/update")
    kinds = [request.headers["Content-Type"] for request in requests if request.path == "/update"]
    assert kinds.count("application/sparql-update") == 1
    assert len(kinds) > 2


@pytest.mark.parametrize(
    ("update", "query"),
    [
        ("http://h:7878/update", "http://h:7878/query"),
        ("http://h:3030/news/update", "http://h:3030/news/query"),
        ("http://h:7200/repositories/r/statements", "http://h:7200/repositories/r"),
        ("http://h:8890/sparql-auth", "http://h:8890/sparql"),
        ("https://h:8182/sparql", "https://h:8182/sparql"),
        ("http://h:7001/?access-token=x", "http://h:7001/?access-token=x"),
    ],
)
def test_query_address_follows_from_the_update_address(update: str, query: str) -> None:
    """The address that is asked follows from the one that is sent to, for each known make."""
    assert push.query_address_of(update) == query


def test_query_address_can_be_given(run: Run, server: str, tmp_path: Path) -> None:
    """Where the two addresses have nothing in common, both are given."""
    (tmp_path / "a.nq").write_text(CLAIMED)

    def renamed(request: Handler) -> None:
        request.path = {"/in": "/update", "/out": "/query"}[request.path]
        request.forward(server)

    with scripted(renamed) as (address, _):
        words = ["push", f"{address}/in", "--query-address", f"{address}/out"]
        done = run(*words, "--source", "a.nq")
    assert (done.returncode, done.stdout) == (0, "")
    assert list(Endpoint(f"{server}/query").named_graphs())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["nowhere"], "is not the address of a service"),
        (["http://u:p@h/"], "credentials in an address"),
        (["http://127.0.0.1:1/update"], "connection refused"),
        (["http://127.0.0.1:1/", "--default-graph", "graph"], "is no IRI"),
        (["http://127.0.0.1:1/", "--default-graph", "<a b>"], "<a b>"),
        ([], "URL"),
    ],
)
def test_bad_use_gets_one_line(run: Run, words: list[str], expected: str) -> None:
    """What cannot be pushed to is refused with status 2 and one line."""
    done = run("push", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1
