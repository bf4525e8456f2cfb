"""`mistral-kg view`: the whole graph or a part of it, as a page or for other programs."""

import json
from pathlib import Path

import networkx
import pytest

from tests.conftest import Run


def nodes(path: Path) -> set[str]:
    """Return the ends of the names of the nodes of a GraphML file."""
    found = networkx.read_graphml(path, force_multigraph=True)
    return {node.rpartition("/")[2] for node in found}


@pytest.mark.parametrize("name", ["net.graphml", "net.gexf", "net.html", "net.HTM", "net"])
def test_suffix_decides_the_format(run: Run, tmp_path: Path, name: str) -> None:
    """The suffix of the output says what is written; without one it is the page."""
    done = run("view", "--around", "Axa", "-o", name)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith(f"mistral-kg: wrote {name}\n")
    text = (tmp_path / name).read_text(encoding="utf-8")
    kind = {"net.graphml": "<graphml", "net.gexf": "<gexf"}.get(name, "<html")
    assert kind in text[:200]
    assert "ਐਕਸਾ" in text


@pytest.mark.parametrize(("format", "tag"), [("graphml", "<graphml"), ("html", "<html")])
def test_format_names_the_file_and_goes_to_a_pipe(
    run: Run, tmp_path: Path, format: str, tag: str
) -> None:
    """Without -o the file is named after the format; -o - writes to standard output."""
    assert run("view", "--around", "Axa", "-f", format).returncode == 0
    done = run("view", "--around", "Axa", "-f", format, "-o", "-")
    assert [path.name for path in tmp_path.iterdir()] == [f"mistral-ai.{format}"]
    assert (tmp_path / f"mistral-ai.{format}").read_bytes() == done.stdout.encode()
    assert tag in done.stdout


def test_named_query_narrows_the_network(run: Run, tmp_path: Path) -> None:
    """A named query with a parameter leaves what its answer names."""
    done = run("view", "--query", "backers", "--bind", "company=ਓਪਨਏਆਈ", "-o", "net.graphml")
    assert done.returncode == 0, done.stderr
    assert "microsoft" in nodes(tmp_path / "net.graphml") <= {"microsoft", "openai"}


def test_query_from_file_and_standard_input(run: Run, tmp_path: Path) -> None:
    """A .rq file, standard input and an argument show the same."""
    query = "CONSTRUCT WHERE { ?a mkg:customerOf ?b }"
    (tmp_path / "customers.rq").write_text(query, encoding="utf-8-sig")
    for what, stdin in ((query, ""), ("customers.rq", ""), ("-", query)):
        done = run("view", "--query", what, "-o", "net.graphml", stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert {"axa", "mistral-ai"} < nodes(tmp_path / "net.graphml")
        assert "microsoft" not in nodes(tmp_path / "net.graphml")


def test_query_and_around_together(run: Run, tmp_path: Path) -> None:
    """The query comes first, and steps go over what it gives."""
    query = "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b . VALUES ?p { mkg:customerOf } }"
    done = run("view", "--query", query, "--around", "Axa", "--depth", "2", "-o", "net.graphml")
    assert done.returncode == 0, done.stderr
    assert nodes(tmp_path / "net.graphml") == {
        *("axa", "cisco", "mars", "mistral-ai", "mistral-customers"),
    }


def test_page_of_a_part_says_so(run: Run, tmp_path: Path) -> None:
    """The heading of the page tells which part of the graph it is."""
    assert run("view", "--around", "ਮਿਸਟਰਲ", "--facts-only", "-o", "p.html").returncode == 0
    text = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "· around Mistral AI · facts only</title>" in text


OWN = """
PREFIX : <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
:zhang rdfs:label "张伟"@zh ; :knows :li , [ rdfs:label "некто"@ru ] . :li rdfs:label "李娜"@zh .
:far :knows :away .
"""


def test_own_file_without_passages(run: Run, tmp_path: Path) -> None:
    """One's own data, in any script and with blank nodes, are narrowed alike."""
    (tmp_path / "own.ttl").write_text(OWN, encoding="utf-8")
    knows = "?a <https://example.org/knows> ?b"
    for words in (
        ["--around", "张伟"],
        ["--query", f"SELECT ?a ?b {{ {knows} FILTER EXISTS {{ ?b ?p ?o }} }}"],
        ["--query", f"CONSTRUCT WHERE {{ {knows} }}", "--around", "李娜", "--depth", "2"],
    ):
        done = run("view", "--source", "own.ttl", *words, "-o", "net.graphml")
        assert done.returncode == 0, done.stderr
        assert nodes(tmp_path / "net.graphml") == {"zhang", "li", "_:b1"}
    assert "张伟" in (tmp_path / "net.graphml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--query", "SELECT ?x { ?x mkg:no ?y }"], "the query gives no entity"),
        (["--query", "SELECT ?l { ?x rdfs:label ?l }"], "the query gives no entity"),
        (["--query", "CONSTRUCT WHERE { ?x rdfs:label ?l }"], "no triple between two"),
        (["--query", "customers", "--around", "OpenAI"], "'OpenAI'"),
        (["--around", "mkg:Company"], "'mkg:Company' is no node"),
        (["--around", "mkg:customerOf"], "not a class, relation or link"),
        (["--source", "labels.ttl"], "no fact or claim connects two entities"),
        (["--source", "labels.ttl", "--facts-only"], "no fact connects two entities"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_nothing_left_is_said_and_nothing_written(
    run: Run, tmp_path: Path, words: list[str], told: str
) -> None:
    """Where nothing is left, one line says so, the status is 1, and there is no file."""
    labels = '<https://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .'
    (tmp_path / "labels.ttl").write_text(labels, encoding="utf-8")
    done = run("view", *words, "-o", "net.html")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert told in done.stderr
    assert not (tmp_path / "net.html").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--query", "ASK { ?s ?p ?o }"], "ASK"),
        (["--query", "no-such"], "no-such"),
        (["--query", "missing.rq"], "missing.rq"),
        (["--query", "SELECT ?x {"], "query:1"),
        (["--query", "DELETE WHERE { ?s ?p ?o }"], "query"),
        (["--query", "backers", "--bind", "companny=OpenAI"], "companny"),
        (["--query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], "SERVICE"),
        (["--bind", "company=OpenAI"], "--query"),
        (["--depth", "2"], "--around"),
        (["--around", "Axa", "--depth", "-1"], "'-1'"),
        (["--around", "Axa", "--depth", "one"], "'one'"),
        (["--around", "Axxa"], "'Axa'"),
        (["--around", "art:s01"], "passage"),
        (["--around", ""], "no entity"),
        (["--query", ""], "query"),
        (["-f", "dot"], "graphml"),
        (["-o", "net.svg"], "html, graphml, gexf"),
        (["-o", "no/folder.gexf"], "no/folder.gexf"),
        (["--open", "-o", "-"], "--open"),
        (["--open", "-f", "gexf"], "--open"),
        (["--query", "own.rq", "-f", "html", "-o", "own.rq"], "overwrite"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_use_is_one_line(run: Run, tmp_path: Path, words: list[str], told: str) -> None:
    """What cannot be done is refused in one line before anything is written."""
    (tmp_path / "own.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    done = run("view", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["own.rq"]


def test_character_that_xml_lacks_is_refused(run: Run, tmp_path: Path) -> None:
    """A label that XML cannot carry makes no file, but a page."""
    data = ["<https://e.org/a> <https://e.org/p> <https://e.org/b> ."]
    label = json.dumps("bell\x07")
    data.append(f"<https://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> {label} .")
    (tmp_path / "own.nt").write_text("\n".join(data), encoding="utf-8")
    for name in ("graphml", "gexf"):
        done = run("view", "-s", "own.nt", "-f", name)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "U+0007 in the label of https://e.org/a" in done.stderr
    assert run("view", "-s", "own.nt", "-f", "html").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mistral-ai.html", "own.nt"]


def test_what_nothing_ties_is_counted(run: Run, tmp_path: Path) -> None:
    """A thing that has no line has no node either; standard error says how many there are."""
    data = tmp_path / "data.ttl"
    data.write_text('<urn:a> <urn:p> <urn:b> . <urn:c> <urn:q> "only\\r" .', encoding="utf-8")
    for suffix in ("html", "graphml", "gexf"):
        done = run("view", "--source", str(data), "-o", str(tmp_path / f"net.{suffix}"))
        assert done.returncode == 0
        assert "1 thing without an edge" in done.stderr
