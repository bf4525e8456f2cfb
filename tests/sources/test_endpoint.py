"""An endpoint as `--source`: the same answers as at home, and one line for each failure."""

import gzip
import hashlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mistral_kg
from mistral_kg.sources.endpoint import Endpoint
from mistral_kg.sparql import named
from tests.conftest import Run
from tests.sparql.test_queries import REQUIRED
from tests.support.servers import Handler, free_port, scripted

MAKES = ["oxigraph", "union", "virtuoso"]
EMPTY = '{"head":{"vars":["s"]},"results":{"bindings":[]}}'
ROW = b'{"s":{"type":"uri","value":"http://example.org/s"}}'
ECHOED = "s3cret & <word>"


@pytest.fixture(scope="session", params=MAKES)
def remote(request: pytest.FixtureRequest) -> mistral_kg.KnowledgeGraph:
    """Return the graph that a server of each make, or set up in another way, has."""
    return mistral_kg.load(request.getfixturevalue(request.param))


@pytest.mark.parametrize("name", named.names())
def test_named_query_answers_as_at_home(
    name: str, graph: mistral_kg.KnowledgeGraph, remote: mistral_kg.KnowledgeGraph
) -> None:
    """Each named query gives the same rows over a server as over the shipped graph."""
    bound = REQUIRED.get(name, {})
    ours, theirs = list(graph.query(name, **bound)), list(remote.query(name, **bound))
    if "DISTINCT" in named.find(name).text:  # which Virtuoso, under load, does not keep in order
        ours, theirs = sorted(ours, key=str), sorted(theirs, key=str)
    assert theirs == ours


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?z mkg:backedBy ?b GRAPH ?a { ?z ?p ?b } ?a a mkg:Passage } ORDER BY ?b",
        "ASK { id:openai mkg:backedBy id:microsoft }",
        "ASK { id:openai mkg:backedBy id:axa }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(id:))) }",
        "SELECT ?o { ?s mkg:amount|mkg:date|rdfs:label ?o FILTER(STRSTARTS(STR(?s), STR(id:))) }"
        " ORDER BY STR(?o)",
        "PREFIX mkg: <https://example.org/> ASK { ?s mkg:backedBy ?o }",
        "SELECT ?s { ?s mkg:customerOf id:mistral-ai } ORDER BY ?s # ?no }",
    ],
)
def test_own_query_answers_as_at_home(
    query: str, graph: mistral_kg.KnowledgeGraph, remote: mistral_kg.KnowledgeGraph
) -> None:
    """A query of one's own gives the same columns and rows, with our prefixes declared."""
    ours, theirs = graph.query(query), remote.query(query)
    assert theirs.columns == ours.columns
    assert list(theirs) == list(ours)


@pytest.mark.parametrize(
    "query", ["CONSTRUCT WHERE { ?s mkg:backedBy ?o }", "DESCRIBE id:axa-x-nothing"]
)
def test_construct_answers_as_at_home(
    query: str, graph: mistral_kg.KnowledgeGraph, remote: mistral_kg.KnowledgeGraph
) -> None:
    """A CONSTRUCT or DESCRIBE gives the same triples."""
    assert sorted(remote.query(query)) == sorted(graph.query(query))


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("SELECT ?c ?b { ?c mkg:backedBy ?b } ORDER BY ?b", {"c": "OpenAI"}),
        ("SELECT ?c (COUNT(*) AS ?n) { ?c mkg:backedBy ?b } GROUP BY ?c", {"c": "Anthropic"}),
        ("SELECT ?c { ?c mkg:backedBy ?b } VALUES ?b { id:google }", {"c": "Anthropic"}),
        ("ASK { ?c mkg:backedBy ?b } VALUES ?b { id:google }", {"c": "Anthropic"}),
        ("SELECT ?b (STR(?l) AS ?x) { ?b rdfs:label ?l }", {"x": '"Axa"'}),
        (
            "SELECT ?c (COUNT(*) AS ?n) { ?c mkg:backedBy ?b } GROUP BY ?c",
            {"n": '"2"^^xsd:integer'},
        ),
        (
            "SELECT ?k (COUNT(*) AS ?n) FROM art:s12 { ?s mkg:amount ?k } GROUP BY ?k VALUES ?k { "
            "640000000 }",
            {"n": '"1"^^xsd:integer'},
        ),
        ("SELECT ?s { ?s rdfs:label ?l }", {"l": '"Axa"@en'}),
        ("SELECT * { ?s rdfs:label ?l } # }", {"l": '"Axa"@en'}),
    ],
)
def test_bound_variables_answer_as_at_home(
    oxigraph: str, graph: mistral_kg.KnowledgeGraph, query: str, value: dict[str, str]
) -> None:
    """What is bound goes to the server as a term, and is sought there."""
    remote = mistral_kg.load(oxigraph)
    if "l" in value and "?l" not in query.partition("{")[0] and "*" not in query:
        with pytest.raises(mistral_kg.QueryError, match="name \\?l in its SELECT"):
            remote.query(query, **value)
        return
    ours = graph.query(query, **value)
    assert list(remote.query(query, **value)) == list(ours)
    assert len(ours) > 0


def test_what_only_an_optional_needs_is_refused_too(oxigraph: str) -> None:
    """A variable that would be filled in and not sought is refused over a server as well."""
    query = "SELECT ?s ?o { ?s mkg:customerOf ?c OPTIONAL { ?s mkg:gist ?o } }"
    with pytest.raises(mistral_kg.QueryError, match="would be filled in"):
        mistral_kg.load(oxigraph).query(query, o="Axa")


@pytest.mark.parametrize(
    "words",
    [
        ["show", "Mistral AI"],
        ["why", "OpenAI", "Microsoft"],
        ["path", "OpenAI", "Macron"],
        ["search", "ਐਮਾਜਾਨ"],
        ["stats"],
        ["export", "-f", "trig"],
        ["export", "--evidence"],
        ["query", "customers", "--format", "json"],
    ],
    ids=" ".join,
)
def test_every_command_writes_the_same(run: Run, oxigraph: str, words: list[str]) -> None:
    """Each command writes byte for byte what it writes over the shipped graph."""
    done = run(*words, "--source", oxigraph)
    assert (done.returncode, done.stderr) == (0, run(*words).stderr)
    assert done.stdout == run(*words).stdout
    assert run(*words, MISTRAL_KG_SOURCE=oxigraph).stdout == done.stdout


def test_default_graph_of_a_union_is_exported_as_at_home(
    union: str, graph: mistral_kg.KnowledgeGraph
) -> None:
    """A graph that the address makes the default one comes back as that."""
    assert mistral_kg.load(union).export("trig") == graph.export("trig")


def test_virtuoso_keeps_every_quad(virtuoso: str, graph: mistral_kg.KnowledgeGraph) -> None:
    """Every quad comes back from Virtuoso as it was sent."""
    assert set(graph.quads) <= set(mistral_kg.load(virtuoso).quads)


def test_slip_in_a_query_is_shown_at_its_place(run: Run, oxigraph: str) -> None:
    """What the server cannot read, and the engine neither, is explained as at home."""
    slip = "SELECT ?s\nWHERE { ?s foaf:name ?o }"
    done = run("query", slip, "--source", oxigraph)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run("query", slip).stderr
    assert "query:2:12: the prefix foaf:" in done.stderr
    update = run("query", "INSERT DATA { id:a id:b id:c }", "--source", oxigraph)
    assert "read-only" in update.stderr


def test_service_and_from_are_the_affair_of_the_server() -> None:
    """A query that only the server understands is sent as it stands, on the same lines."""
    with scripted(lambda request: request.rows(EMPTY)) as (address, requests):
        query = "SELECT ?s FROM <urn:g>\n{ SERVICE wikibase:label { ?s mkg:names ?o } }"
        assert list(mistral_kg.load(address).query(query)) == []
    from urllib.parse import parse_qs

    (sent,) = parse_qs(requests[0].body.decode())["query"]
    assert sent == f"PREFIX mkg: <https://w3id.org/mistral-kg/ontology#> {query}"
    assert requests[0].headers["User-Agent"].startswith("mistral-kg/")


def test_columns_that_only_the_server_knows_are_in_order() -> None:
    """`SELECT *` beside a SERVICE has its columns in the order of the query."""
    rows = '{"head":{"vars":["o","s"]},"results":{"bindings":[]}}'
    with scripted(lambda request: request.rows(rows)) as (address, requests):
        query = "SELECT * { ?s ?p ?o SERVICE <urn:labels> { ?s ?q ?o } }"
        mistral_kg.load(address).query(query)
    assert "SELECT++%3Fs+%3Fo++%7B" in requests[-1].body.decode()


def _cut_length(request: Handler) -> None:
    request.rows(EMPTY[:20], Content_Length="500")


def _cut_chunk(request: Handler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/sparql-results+json")
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"50\r\n" + EMPTY[:20].encode())


def _drip(request: Handler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/sparql-results+json")
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b" ")
        time.sleep(0.1)


def _drip_gzip(request: Handler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/sparql-results+json")
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    for place in range(100):
        request.wfile.write(gzip.compress(b" " * 100)[place : place + 1])
        time.sleep(0.1)


def _drip_status(request: Handler) -> None:
    for _ in range(100):
        request.wfile.write(b"H")
        time.sleep(0.1)


def _huge(request: Handler) -> None:
    request.rows(b" " * 3_000_000)


def _bomb(request: Handler) -> None:
    request.rows(gzip.compress(b" " * 3_000_000), Content_Encoding="gzip")


def _no_http(request: Handler) -> None:
    request.wfile.write(b"220 mail.example.org ESMTP\r\n")


def _answer(status: int, body: str = "", **headers: str) -> Callable[[Handler], None]:
    return lambda request: request.answer(status, body, **headers)


HTML = "<!DOCTYPE html>\n<html><head><title>Welcome\n here</title></head></html>"
FAILURES: dict[str, tuple[Callable[[Handler], None], str]] = {
    "400": (_answer(400, "no such\x1b[31m function\nmore"), r"400 Bad Request: no such�\[31m func"),
    "401": (_answer(401), "401 Unauthorized; the credentials in MISTRAL_KG_USER"),
    "403": (_answer(403), "403 Forbidden; it needs other rights"),
    "404": (_answer(404, HTML), "404 Not Found: Welcome here; is this the address of the query"),
    "429": (_answer(429, Retry_After="30"), "429 .*too many requests.*asks to wait 30 s"),
    "500": (_answer(500, "\n\nout of\tmemory"), "500 Internal Server Error: out of memory$"),
    "503": (_answer(503), "503 Service Unavailable$"),
    "long line": (_answer(500, "x" * 9000), "Error: x{200}$"),
    "web page": (_answer(200, HTML, Content_Type="text/html"), "a web page and no results.*: Wel"),
    "text": (
        _answer(200, "busy", Content_Type="text/plain"),
        "text/plain, which holds no .*: busy",
    ),
    "no type": (_answer(200, "busy"), "no content type, which holds no results: busy"),
    "nothing": (lambda request: request.rows(""), "cut short"),
    "half": (lambda request: request.rows(EMPTY[:-9]), "cut short or malformed|cut short"),
    "cut length": (_cut_length, "cut short"),
    "cut chunk": (_cut_chunk, "cut short"),
    "bad gzip": (lambda r: r.rows(b"nope", Content_Encoding="gzip"), "cannot be unzipped"),
    "cut gzip": (lambda r: r.rows(gzip.compress(b"x" * 99)[:-9], Content_Encoding="gzip"), "short"),
    "coding": (lambda r: r.rows(b"x", Content_Encoding="br"), "encoding that was not asked for"),
    "closed": (lambda request: request.connection.close(), "closed before an answer came"),
    "no http": (_no_http, "does not use HTTP"),
    "huge": (_huge, "larger than 1,000,000 bytes"),
    "bomb": (_bomb, "larger than 1,000,000 bytes"),
    "loop": (_answer(307, Location="/again"), "more than 5 redirects"),
    "no goal": (_answer(307), "answered 307 Temporary Redirect$"),
    "rows for triples": (_answer(200, Content_Type="text/turtle"), "text/turtle, which holds no"),
    "a part": (lambda r: r.rows(EMPTY, X_SPARQL_MaxRows="10000"), "not the whole .*at most 10000"),
    "in time": (lambda r: r.rows(EMPTY, X_SQL_State="S1TAT"), "not the whole answer: S1TAT"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_each_failure_has_its_own_line(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a server does wrong is told in one line that begins with its address."""
    script, expected = FAILURES[case]
    monkeypatch.setattr("mistral_kg.sources.answer.LIMIT", 1_000_000)
    with scripted(script) as (address, _):
        endpoint = Endpoint(f"{address}/sparql?key=word-of-mouth")
        with pytest.raises(mistral_kg.EndpointError) as caught:
            list(endpoint.rows("SELECT ?s { ?s ?p ?o }"))
    assert re.search(expected, str(caught.value)), caught.value
    assert str(caught.value).startswith(f"{address}/sparql: ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("case", ["half", "cut length", "web page", "429"])
@pytest.mark.parametrize("format", ["csv", "table", "json"])
def test_command_tells_a_failure_in_one_line(run: Run, case: str, format: str) -> None:
    """The command exits with 2 and one line, and no traceback, also where rows had begun."""
    with scripted(FAILURES[case][0]) as (address, _):
        words = ["query", "SELECT ?s { ?s ?p ?o }", "--source", address, "--format", format]
        done = run(*words, "-o", "out.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("script", [_drip, _drip_gzip, _drip_status, lambda _: time.sleep(10)])
def test_deadline_covers_the_whole_answer(script: Callable[[Handler], None]) -> None:
    """A server that drips, in its answer or before it, is ended when the time is up."""
    started = time.monotonic()
    with scripted(script) as (address, _):
        with pytest.raises(mistral_kg.EndpointError, match="no whole answer within 1 s"):
            mistral_kg.load(address, timeout=1).query("SELECT ?s { ?s ?p ?o }")
        assert time.monotonic() - started < 3


def test_looking_up_a_name_ends_with_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that does not answer takes no longer than the deadline."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(5))
    started = time.monotonic()
    with pytest.raises(mistral_kg.EndpointError, match=r"within 0\.5 s"):
        mistral_kg.load("http://example.org/sparql", timeout=0.5).query("ASK {}")
    assert time.monotonic() - started < 2


def test_no_answer_has_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port on which nothing listens, and a name that nobody has, are told apart."""
    with pytest.raises(
        mistral_kg.EndpointError, match=r"connection refused.*is the server running"
    ):
        mistral_kg.load(f"http://127.0.0.1:{free_port()}/").query("ASK {}")

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(mistral_kg.EndpointError, match=r"the name no\.example is not found"):
        mistral_kg.load("http://no.example/").query("ASK {}")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://me:word@127.0.0.1/sparql", "credentials in an address are refused"),
        ("https://me@example.org/", "credentials in an address are refused"),
        ("http:///sparql", "is not "),
        ("http://[::1/sparql", "is not "),
        ("http://example.org:99999/", "is not "),
        ("http://example.org/a b", "space or control character"),
    ],
)
def test_bad_address_is_refused(run: Run, address: str, expected: str) -> None:
    """An address that cannot be used is refused with one line that shows no password."""
    done = run("query", "ASK {}", "--source", address)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "word@" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_to_another_host_is_refused(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect to another host or port is refused, and the other one sees nothing."""
    monkeypatch.setenv("MISTRAL_KG_TOKEN", "token-of-mine")
    with scripted(lambda request: request.rows(EMPTY)) as (other, seen):
        for goal in (other, other.replace("127.0.0.1", "localhost"), "ftp://127.0.0.1/"):
            with (
                scripted(_answer(status, Location=f"{goal}/there")) as (address, _),
                pytest.raises(mistral_kg.EndpointError, match="which is refused"),
            ):
                mistral_kg.load(address).query("ASK {}")
        assert seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_on_the_same_host_is_followed(status: int) -> None:
    """A redirect on the same host is followed, with the query but for 303."""

    def script(request: Handler) -> None:
        if request.path == "/":
            request.answer(status, Location="/there")
        else:
            request.rows(EMPTY)

    with scripted(script) as (address, requests):
        assert list(mistral_kg.load(address).query("SELECT ?s { ?s ?p ?o }")) == []
    assert [request.command for request in requests] == ["POST", "GET" if status == 303 else "POST"]
    assert bool(requests[1].body) == (status != 303)


@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_secrets_are_never_shown(run: Run, status: int) -> None:
    """No message has the password or what is made of it, though the server echoes all."""

    def echo(request: Handler) -> None:
        shown = f"{request.headers['Authorization']} {ECHOED} {ECHOED.replace(' ', '%20')}"
        request.answer(status, f"{shown} {request.path}", Content_Type="text/plain", X=shown)

    with scripted(echo) as (address, requests):
        words = ["query", "ASK {}", "--source", f"{address}/?apikey=hidden-key", "--debug"]
        done = run(*words, MISTRAL_KG_USER="me", MISTRAL_KG_PASSWORD=ECHOED)
    sent = requests[0].headers["Authorization"].removeprefix("Basic ")
    assert len(sent) > 10
    assert done.returncode == 2
    assert "***" in done.stderr
    for secret in (sent, ECHOED, "s3cret", "hidden-key"):
        assert secret not in done.stderr, done.stderr


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"USER": "me", "PASSWORD": "w", "TOKEN": "t"}, "are both set"),
        ({"USER": "me"}, "go together"),
        ({"PASSWORD": "w"}, "go together"),
        ({"TOKEN": "a\nb"}, "a control character"),
        ({"TOKEN": "ਸ਼"}, "has characters outside ASCII"),
        ({"TOKEN": "t"}, "never sent over plain http"),
    ],
)
def test_credentials_that_cannot_be_sent_are_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    """Credentials that are incomplete, or would cross the network in plain sight, are refused."""
    for name, value in variables.items():
        monkeypatch.setenv(f"MISTRAL_KG_{name}", value)
    with pytest.raises(mistral_kg.EndpointError, match=expected):
        mistral_kg.load("http://example.org/sparql")


def test_token_is_sent_as_bearer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is sent as RFC 6750 has it."""
    monkeypatch.setenv("MISTRAL_KG_TOKEN", "token-of-mine")
    with scripted(lambda request: request.rows(EMPTY)) as (address, requests):
        mistral_kg.load(address).query("SELECT ?s { ?s ?p ?o }")
    assert requests[0].headers["Authorization"] == "Bearer token-of-mine"


def _digest(request: Handler) -> None:
    """Let in who answers the challenge as RFC 7616 has it; tell it to none who tries Basic."""
    shown = request.headers.get("Authorization", "")
    if not shown.startswith("Digest "):
        challenge = 'Digest realm="r", nonce="n1", qop="auth", opaque="o", algorithm=MD5'
        request.answer(401, **({} if shown else {"WWW_Authenticate": challenge}))
        return
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', shown))

    def hashed(words: str) -> str:
        return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()

    parts = [hashed("me:r:word"), "n1", given["nc"], given["cnonce"], "auth", hashed("POST:/x?a=b")]
    if given["response"] == hashed(":".join(parts)):
        request.rows(EMPTY)
    else:
        request.answer(401, WWW_Authenticate='Digest realm="r", nonce="n2", qop="auth"')


@pytest.mark.parametrize("word", ["word", "wrong"])
def test_digest_is_answered(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """A server that asks for Digest gets it, and a wrong password ends in one line."""
    monkeypatch.setenv("MISTRAL_KG_USER", "me")
    monkeypatch.setenv("MISTRAL_KG_PASSWORD", word)
    with scripted(_digest) as (address, requests):
        remote = mistral_kg.load(f"{address}/x?a=b")
        if word == "word":
            remote.query("SELECT ?s { ?s ?p ?o }")
            remote.query("SELECT ?s { ?s ?p ?o }")
            assert len(requests) == 4
            assert "nc=00000002" in requests[3].headers["Authorization"]
        else:
            with pytest.raises(mistral_kg.EndpointError, match="401"):
                remote.query("SELECT ?s { ?s ?p ?o }")
            assert len(requests) <= 4


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for this machine that nobody has signed."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl, to make a certificate")
    path = tmp_path_factory.mktemp("certificate") / "own.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path)]
    made = subprocess.run([*words, "-out", "-"], capture_output=True, check=True)
    path.write_bytes(path.read_bytes() + made.stdout)
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[str]:
    """Return the address of an https server with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def wrap(plain: socket.socket) -> socket.socket:
        return context.wrap_socket(plain, server_side=True)

    with scripted(lambda request: request.rows(EMPTY), wrap) as (address, _):
        yield address.replace("http:", "https:")


def test_https_is_verified(run: Run, secure: str, certificate: Path) -> None:
    """A certificate that nobody vouches for is refused, but for the user's own SSL_CERT_FILE."""
    words = ["query", "SELECT ?s { ?s ?p ?o }", "--source", secure]
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the certificate is not trusted" in done.stderr
    assert "SSL_CERT_FILE" in done.stderr
    trusted = run(*words, SSL_CERT_FILE=str(certificate))
    assert (trusted.returncode, trusted.stdout) == (0, "s\r\n")
    wrong = run(
        *words[:-1], secure.replace("127.0.0.1", "localhost"), SSL_CERT_FILE=str(certificate)
    )
    assert "the certificate is not trusted" in wrong.stderr


def test_http_is_told_from_https(secure: str) -> None:
    """The wrong scheme has its own line, in both directions."""
    with pytest.raises(mistral_kg.EndpointError):
        mistral_kg.load(secure.replace("https:", "http:")).query("ASK {}")
    with (
        scripted(lambda request: request.rows(EMPTY)) as (address, _),
        pytest.raises(mistral_kg.EndpointError, match="does it support https"),
    ):
        mistral_kg.load(address.replace("http:", "https:")).query("ASK {}")


def test_rows_stream_in_constant_memory(environment: dict[str, str]) -> None:
    """Many rows pass through without being kept."""

    def many(request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/sparql-results+json")
        request.end_headers()
        request.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
        for _ in range(300):
            request.wfile.write((ROW + b",") * 1000)
        request.wfile.write(ROW + b"]}}")

    program = (
        "import resource, sys; from mistral_kg.sources.endpoint import Endpoint;"
        "rows = Endpoint(sys.argv[1]).query('SELECT ?s { ?s ?p ?o }');"
        "next(rows); before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "number = sum(1 for _ in rows);"
        "print(number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    with scripted(many) as (address, _):
        words = [sys.executable, "-c", program, address]
        done = subprocess.run(words, capture_output=True, env=environment, check=True)
    number, kilobytes = map(int, done.stdout.split())
    assert number == 300_000
    assert kilobytes < 10_000
