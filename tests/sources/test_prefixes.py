"""Prefixes of a source and of a query: they read names, and shorten them in what is written."""

import gzip
import io
import json
from pathlib import Path

import pytest

import mistral_kg
from tests.conftest import Run

TRIG = """
@prefix ex: <http://example.org/> .
@prefix id: <http://example.org/other/> .
@prefix : <http://example.org/empty#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:alice ex:knows id:bob ; rdfs:label "Alice" .
id:bob ex:knows :carol ; rdfs:label "Bob" ; ex:note "un ami"@fr . :carol rdfs:label "Carol" .
<https://w3id.org/mistral-kg/id/axa> ex:knows ex:alice .
"""
JSONLD = {
    "@context": {"ex": "http://example.org/", "id": "http://example.org/other/"},
    "@graph": [
        {"@id": "ex:alice", "ex:knows": {"@id": "id:bob"}},
        {"@id": "id:bob", "ex:knows": {"@id": "http://example.org/empty#carol"}},
        {"@id": "https://w3id.org/mistral-kg/id/axa", "ex:knows": {"@id": "ex:alice"}},
    ],
}
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:_="http://example.org/blank/"
    xmlns:ex="http://example.org/" xmlns:id="http://example.org/other/">
  <rdf:Description rdf:about="http://example.org/alice">
    <ex:knows rdf:resource="http://example.org/other/bob"/>
  </rdf:Description>
</rdf:RDF>
"""
ALL = "SELECT ?s ?o { ?s ex:knows ?o } ORDER BY STR(?s)"
AXA = "<https://w3id.org/mistral-kg/id/axa>"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a source whose `id:` is not ours."""
    path = tmp_path / "mine.trig"
    path.write_text(TRIG)
    return path


def names(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table, without its head."""
    rows = [line.strip("|").split("|") for line in text.splitlines()[2:]]
    return [[cell.strip() for cell in row] for row in rows]


def test_names_of_a_table_can_be_typed_into_a_query(run: Run, mine: Path) -> None:
    """What a table shows finds the same row again, with no declaration."""
    done = run("query", ALL, "--source", mine.name, "--format", "markdown")
    rows = names(done.stdout)
    assert rows == [["ex:alice", "id:bob"], ["id:bob", ":carol"], [AXA, "ex:alice"]]
    for subject, target in rows:
        asked = f"SELECT * {{ {subject} ?relation {target} }}"
        found = run("query", asked, "--source", mine.name, "--format", "markdown")
        assert names(found.stdout) == [["ex:knows"]]
        bound = run("query", ALL, "--source", mine.name, "--bind", f"s={subject}")
        assert len(bound.stdout.splitlines()) == 2
        shown = run("show", subject, "--source", mine.name, "--format", "csv").stdout
        assert f"ex:knows,{target}," in shown


@pytest.mark.parametrize("form", ["gzip", "stdin", "jsonld", "context last", "rdfxml", "store"])
def test_every_source_has_its_prefixes(run: Run, mine: Path, form: str) -> None:
    """Files of every format, packed ones, standard input and stores that were loaded have them."""
    folder, source, stdin = mine.parent, form, ""
    if form == "gzip":
        source = "mine.trig.gz"
        (folder / source).write_bytes(gzip.compress(TRIG.encode()))
    elif form == "stdin":
        source, stdin = "-", TRIG
    elif form == "rdfxml":
        source = "mine.rdf"
        (folder / source).write_text(XML)
    elif form == "store":
        assert run("load", mine.name, "--store", "store").returncode == 0
    else:
        source = "mine.jsonld"
        document = JSONLD if form == "jsonld" else dict(reversed(JSONLD.items()))
        (folder / source).write_text(json.dumps(document))
    done = run("query", ALL, "--source", source, "--format", "markdown", stdin=stdin)
    assert names(done.stdout)[0] == ["ex:alice", "id:bob"]


def test_store_keeps_the_prefixes_of_all_loads(run: Run, mine: Path) -> None:
    """A second load adds its prefixes, and changes the meaning of none."""
    two = "@prefix two: <http://two.example/> . @prefix ex: <http://two.example/ex/> . "
    (mine.parent / "two.ttl").write_text(two + "two:a two:b ex:c .")
    for file in (mine.name, "two.ttl"):
        assert run("load", file, "--store", "store").returncode == 0
    done = run("query", "SELECT * { two:a ?p ?o }", "--source", "store", "--format", "markdown")
    assert names(done.stdout) == [["two:b", "<http://two.example/ex/c>"]]
    assert "ex:alice" in run("export", "--source", "store").stdout


@pytest.mark.parametrize(
    ("prologue", "expected"),
    [
        ("PREFIX z: <http://example.org/>", ["z:alice", "id:bob"]),
        ("PREFIX id: <http://example.org/>", ["id:alice", "<http://example.org/other/bob>"]),
        ("BASE <http://example.org/>PREFIX z:<other/>#>\nprefix\ny:<>", ["y:alice", "z:bob"]),
        ("# PREFIX z: <http://example.org/>\n", ["ex:alice", "id:bob"]),
    ],
    ids=["own", "redefined", "relative", "comment"],
)
def test_prefixes_of_the_query_come_first(
    run: Run, mine: Path, prologue: str, expected: list[str]
) -> None:
    """What the query declares shortens first, and hides what it has another meaning for."""
    query = (
        f"{prologue} SELECT * {{ ?s <http://example.org/knows> ?o FILTER(STRENDS(STR(?o),'b'))}}"
    )
    done = run("query", query, "--source", mine.name, "--format", "markdown")
    assert names(done.stdout) == [expected]
    sheet = run("query", query, "--source", mine.name, "--format", "spreadsheet")
    assert sheet.stdout.splitlines()[1] == ",".join(f'"{one}"' for one in expected)
    bound = run("query", query, "--source", mine.name, "--bind", f"s={expected[0]}")
    assert len(bound.stdout.splitlines()) == 2
    assert expected[0] in str(mistral_kg.load(mine).query(query))


@pytest.mark.parametrize("format", ["turtle", "trig", "jsonld", "rdfxml"])
def test_rdf_is_written_with_the_prefixes(run: Run, mine: Path, format: str) -> None:
    """Exports and the answer of a CONSTRUCT declare them, and are read as they were written."""
    exported = run("export", "--source", mine.name, "--format", format).stdout
    construct = "PREFIX z: <http://example.org/> CONSTRUCT WHERE { ?s z:knows ?o }"
    built = run("query", construct, "--source", mine.name, "--format", format).stdout
    declared = {
        "jsonld": '"{}": "http://example.org/"',
        "rdfxml": 'xmlns:{}="http://example.org/"',
    }.get(format, "@prefix {}: <http://example.org/> .")
    assert declared.format("ex") in exported
    assert declared.format("z") in built
    suffix = {"turtle": "ttl", "trig": "trig", "jsonld": "jsonld", "rdfxml": "rdf"}[format]
    again = mine.parent / f"again.{suffix}"
    again.write_text(exported)
    assert set(mistral_kg.load(again).quads) == set(mistral_kg.load(mine).quads)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["search", "bob"], "id:bob,Bob"),
        (["why", "ex:alice", "id:bob"], ",ex:alice,ex:knows,id:bob,"),
        (["why", "--fact", "ex:alice", "ex:knows", "id:bob"], ",ex:alice,ex:knows,id:bob,"),
        (["path", "ex:alice", ":carol"], "id:bob,ex:knows,→,:carol"),
        (["check"], ",plain-terms,id:bob,"),
        (["path", "id:bob", "Bob"], "id:bob is both ends"),
        (["query", "SELECT * { ?s ex:nothing ?o }"], "ex:nothing occurs nowhere"),
        (["query", "SELECT * { ?s <http://example.org/other/b> ?o }"], "id:b occurs nowhere"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_commands_and_messages_use_the_prefixes(
    run: Run, mine: Path, words: list[str], expected: str
) -> None:
    """Every command reads and shows the names of the source."""
    done = run(*words, "--source", mine.name)
    assert expected in done.stdout + done.stderr


def test_inferences_have_the_prefixes(run: Run, tmp_path: Path) -> None:
    """What follows is named by the source's prefixes, and so is our own rule where `mkg` is not."""
    (tmp_path / "own.ttl").write_text("""
        @prefix mkg: <http://example.org/> .
        @prefix o: <https://w3id.org/mistral-kg/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        mkg:Cat rdfs:subClassOf mkg:Animal . mkg:tom a mkg:Cat .
    """)
    rows = run("infer", "--source", "own.ttl").stdout.splitlines()
    assert "mkg:tom,rdf:type,mkg:Animal,o:cax-sco," in rows
    written = run("infer", "--source", "own.ttl", "--format", "trig").stdout
    assert "mkg:tom a mkg:Animal" in written
    assert "inference/cax-sco" in written


def test_first_file_gives_a_prefix_its_meaning(run: Run, tmp_path: Path) -> None:
    """Of two meanings the first file's holds; the other's IRIs are shown whole."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(
            f"@prefix ex: <http://{name}.example/> . ex:a ex:b ex:c ."
        )
    sources = ["--source", "two.ttl", "--source", "one.ttl"]
    done = run("query", "SELECT * { ?s ex:b ?o }", *sources, "--format", "markdown")
    assert names(done.stdout) == [["ex:a", "ex:c"]]
    done = run("query", "SELECT ?s { ?s ?p ?o }", *sources, "--format", "markdown")
    assert sorted(names(done.stdout)) == [["<http://one.example/a>"], ["ex:a"]]


def test_odd_prefixes_break_no_export(run: Run, tmp_path: Path) -> None:
    """Prefixes that an RDF library or XML does not take are left out of that format alone."""
    prefixes = ("a.b", "xml", "xmlns", "urn", "rdf", "é")
    (tmp_path / "odd.ttl").write_text(
        "".join(f"@prefix {one}: <http://example.org/{ord(one[0])}/> .\n" for one in prefixes)
        + "".join(f"{one}:s {one}:p {one}:o .\n" for one in prefixes)
    )
    for name in ("turtle", "jsonld", "rdfxml"):
        done = run("export", "--source", "odd.ttl", "--format", name)
        assert (done.returncode, done.stderr) == (0, "")
    for one in prefixes:
        assert run("show", f"{one}:s", "--source", "odd.ttl").returncode == 0
        asked = run("query", f"SELECT * {{ {one}:s ?p {one}:o }}", "--source", "odd.ttl")
        assert asked.stdout.count("\n") == 2


def test_python_has_the_prefixes(mine: Path, graph: mistral_kg.KnowledgeGraph) -> None:
    """The graph tells its prefixes, and gives them to rdflib; those of ours stay."""
    found = mistral_kg.load(mine)
    assert found.prefixes["id"] == "http://example.org/other/"
    assert found.prefixes["mkg"] == graph.prefixes["mkg"]
    bound = {prefix: str(iri) for prefix, iri in found.dataset().namespaces()}
    assert bound["id"] == "http://example.org/other/"
    assert graph.prefixes["id"] == "https://w3id.org/mistral-kg/id/"
    assert found.with_inferences().prefixes == found.prefixes


def test_large_file_is_not_read_for_its_prefixes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large file only the beginning is read to find its prefixes."""
    path = tmp_path / "large.ttl"
    path.write_text("@prefix ex: <http://example.org/> .\n" + "ex:a ex:b ex:c .\n" * 100_000)
    read: list[int] = []

    class Counting(io.FileIO):
        def readinto(self, buffer: object, /) -> int:
            size = super().readinto(buffer)  # type: ignore[arg-type]
            read.append(size)
            return size

    def opened(_: object) -> io.BufferedReader:
        return io.BufferedReader(Counting(path))

    monkeypatch.setattr("mistral_kg.rdf.files.RdfFile._raw", opened)
    assert mistral_kg.load(path).prefixes["ex"] == "http://example.org/"
    assert sum(read) < 100_000


def test_search_takes_a_name_by_a_prefix_of_the_source(tmp_path: Path) -> None:
    """What a table of the source shows is found again, as `show` finds it."""
    data = tmp_path / "data.ttl"
    data.write_text("@prefix ex: <urn:ex:> . ex:b ex:p ex:c .", encoding="utf-8")
    graph = mistral_kg.load(data)
    assert [one.entity for one in graph.search("ex:b")] == ["ex:b"]
    assert graph.show("ex:b").entity == "ex:b"


def test_looking_for_prefixes_hides_no_fault(tmp_path: Path) -> None:
    """A fault of a file is raised also where its prefixes are asked first, as for a binding."""
    data = tmp_path / "data.jsonld"
    data.write_text('{"@id": "a b", "urn:p": 1}', encoding="utf-8")
    graph = mistral_kg.load(data)
    assert graph.prefixes
    with pytest.raises(mistral_kg.SourceError, match="is no IRI"):
        graph.query("SELECT ?s { ?s ?p ?o }", s="urn:x")
