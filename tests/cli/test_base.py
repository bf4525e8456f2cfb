"""Relative IRIs need a base, a file is read once, and names of blank nodes hang on no order."""

import os
from pathlib import Path

import pytest

import mistral_kg
from tests.conftest import Run

RELATIVE = {
    "a.ttl": "<a> <urn:p> <#b> .",
    "a.trig": "<a> <urn:p> <#b> .",
    "a.jsonld": '{"@id": "a", "urn:p": {"@id": "#b"}}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">'
    '<rdf:Description rdf:about="a"><e:p rdf:resource="#b"/></rdf:Description></rdf:RDF>',
}
BASED = {
    "a.ttl": "@base <http://own/> . <a> <urn:p> <#b> .",
    "a.jsonld": '{"@context": {"@base": "http://own/"}, "@id": "a", "urn:p": {"@id": "#b"}}',
    "a.rdf": RELATIVE["a.rdf"].replace("<rdf:RDF", '<rdf:RDF xml:base="http://own/"'),
}
ASKED = "SELECT ?s ?o { ?s <urn:p> ?o }"


@pytest.mark.parametrize("name", RELATIVE)
def test_relative_iri_without_a_base_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    """Neither a file nor standard input gives IRIs of the folder; the line says what to do."""
    (tmp_path / name).write_text(RELATIVE[name])
    for source in (name, "-"):
        done = run("query", ASKED, "-s", source, stdin=RELATIVE[name])
        assert (done.stdout, done.returncode) == ("", 2)
        assert "relative IRI" in done.stderr
        assert "--base IRI" in done.stderr
        assert f"{name if source == name else 'standard input'}:1:" in done.stderr
    assert "--base IRI" in run("load", name, "--store", "s").stderr
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("name", RELATIVE)
def test_base_resolves_them(run: Run, tmp_path: Path, name: str) -> None:
    """`--base` does so for a file, standard input, a store and in Python."""
    (tmp_path / name).write_text(RELATIVE[name])
    expected = "s,o\r\nhttp://b/x/a,http://b/x/y#b\r\n"
    for source in (name, "-"):
        done = run("query", ASKED, "-s", source, "--base", "http://b/x/y", stdin=RELATIVE[name])
        assert done.stdout == expected
    run("load", name, "--store", "s", "--base", "http://b/x/y")
    assert run("query", ASKED, "-s", "s").stdout == expected
    graph = mistral_kg.load(tmp_path / name, base="http://b/x/y")
    assert [str(row.s) for row in graph.query(ASKED)] == ["http://b/x/a"]
    graph = mistral_kg.load(tmp_path / name, store=tmp_path / "t", base="http://b/x/y")
    assert [str(row.s) for row in graph.query(ASKED)] == ["http://b/x/a"]


@pytest.mark.parametrize("name", BASED)
def test_the_base_of_a_file_goes_first(run: Run, tmp_path: Path, name: str) -> None:
    """A file that names its base needs none, and keeps it."""
    (tmp_path / name).write_text(BASED[name])
    for options in ([], ["--base", "http://b/"]):
        done = run("query", ASKED, "-s", name, *options)
        assert done.stdout == "s,o\r\nhttp://own/a,http://own/#b\r\n"


def test_base_is_that_of_queries_too(run: Run, tmp_path: Path) -> None:
    """A query's relative IRIs are resolved against it, and refused without, from a file as well."""
    (tmp_path / "a.ttl").write_text("<a> <urn:p> <b> .")
    (tmp_path / "q.rq").write_text("ASK { <a> <urn:p> <b> }")
    done = run("query", "q.rq", "-s", "a.ttl", "--base", "http://b/")
    assert done.stdout.strip() == "true"
    (tmp_path / "b.nt").write_text("<urn:a> <urn:p> <urn:b> .")
    for asked in ("q.rq", "ASK { <a> <urn:p> <b> }"):
        done = run("query", asked, "-s", "b.nt")
        assert done.returncode == 2
        assert ":1:7:" in done.stderr
        assert "--base IRI" in done.stderr


@pytest.mark.parametrize("words", [["query", "customers"], ["stats"], ["load", "--store", "s"]])
def test_base_that_is_none_is_refused(run: Run, words: list[str]) -> None:
    """A base without a scheme would resolve nothing."""
    done = run(*words, "--base", "folder/")
    assert done.returncode == 2
    assert "'folder/' is no base" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_of_two_paths_is_read_once(run: Run, tmp_path: Path) -> None:
    """Its blank nodes are not doubled, however its paths differ."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.ttl").write_text("[] <urn:p> <urn:b> .")
    (tmp_path / "link.ttl").symlink_to(folder / "a.ttl")
    os.link(folder / "a.ttl", tmp_path / "hard.ttl")
    (tmp_path / "same.ttl").write_text("[] <urn:p> <urn:b> .")
    count = "SELECT (COUNT(?s) AS ?n) { ?s <urn:p> <urn:b> }"
    paths = [
        "folder/a.ttl",
        "./folder/a.ttl",
        str(folder / "a.ttl"),
        "folder",
        "link.ttl",
        "hard.ttl",
    ]
    options = [option for path in paths for option in ("-s", path)]
    assert run("query", count, *options).stdout == "n\r\n1\r\n"
    assert run("query", count, *options, "-s", "same.ttl").stdout == "n\r\n2\r\n"
    run("load", *paths, "--store", "s")
    assert run("query", count, "-s", "s").stdout == "n\r\n1\r\n"


STATEMENTS = [
    "<urn:m> <urn:p> _:x .",
    "_:x <urn:q> _:y .",
    '_:y <urn:r> "one" .',
    "_:z <urn:q> <urn:m> .",
    '_:z <urn:r> "two" .',
    # A ring, whose nodes are all alike, and two pairs that only each other tells apart.
    *(f"_:r{n} <urn:next> _:r{(n + 1) % 5} ." for n in range(5)),
    *(f"_:{a} <urn:to> _:{b} ." for a, b in (("c", "d"), ("d", "c"), ("e", "f"), ("f", "e"))),
]


@pytest.mark.parametrize(
    "words",
    [
        ["show", "<urn:m>", "-f", "csv"],
        ["show", "<urn:m>", "-f", "text"],
        ["view", "-o", "out.html"],
        ["view", "-o", "out.graphml"],
        ["view", "-o", "out.gexf"],
    ],
)
def test_blank_nodes_hang_on_no_order(run: Run, tmp_path: Path, words: list[str]) -> None:
    """What is shown of data is the same in whatever order, and by whatever labels, they come."""
    found: set[str] = set()
    for lines in (STATEMENTS, STATEMENTS[::-1], STATEMENTS[7:] + STATEMENTS[:7]):
        text = "\n".join(lines).replace("_:z", "_:a") if found else "\n".join(lines)
        (tmp_path / "a.nt").write_text(text)
        done = run(*words, "-s", "a.nt")
        assert done.returncode == 0
        out = next(tmp_path.glob("out.*"), None)
        found.add(out.read_text() if out else done.stdout)
    assert len(found) == 1
    assert "_:b1" in found.pop()
