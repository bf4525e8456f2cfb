"""Evidence that leaves with the data: exports that keep the sentence of each fact and claim."""

import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.query import ResultRow

import mistral_kg
from mistral_kg.rdf import reification
from mistral_kg.rdf.dataset import materialise
from mistral_kg.rdf.formats import FORMATS
from mistral_kg.sparql import named
from mistral_kg.vocabulary import CLAIM, DERIVED_FROM, LABEL, PASSAGE, PREFIXES, TYPE
from tests.conftest import Run

FLAT = ("turtle", "ntriples", "rdfxml")


@pytest.mark.parametrize("format", FLAT)
def test_evidence_comes_back_quad_for_quad(
    graph: mistral_kg.KnowledgeGraph, tmp_path: Path, format: str
) -> None:
    """What is exported with evidence and loaded alone is the same dataset, graphs and all."""
    file = tmp_path / f"kg{FORMATS[format].suffixes[0]}"
    file.write_bytes(graph.export(format, evidence=True))
    assert set(mistral_kg.load(file).quads) == set(graph.quads)


def test_rdf12_comes_back_quad_for_quad(graph: mistral_kg.KnowledgeGraph, tmp_path: Path) -> None:
    """Annotations of RDF 1.2 hold the same dataset, and a fact reads `… ~ art:s14`."""
    data = graph.export("turtle", rdf12=True)
    (tmp_path / "kg.ttl").write_bytes(data)
    assert "id:microsoft ~ art:s14" in data.decode()
    assert set(mistral_kg.load(tmp_path / "kg.ttl").quads) == set(graph.quads)


@pytest.mark.parametrize("options", [["--evidence"], ["--rdf12"]])
def test_why_answers_alike_from_the_file_alone(
    run: Run, tmp_path: Path, options: list[str]
) -> None:
    """Exported with evidence and loaded alone, the file tells why as the shipped graph does."""
    assert run("export", *options, "-o", "kg.ttl").returncode == 0
    for words in (
        ["why", "OpenAI", "Microsoft"],
        ["why", "SoftBank", "OpenAI"],
        ["why", "Mistral AI"],
        ["show", "Mensch"],
        ["path", "OpenAI", "Macron"],
        ["search", "mistral"],
    ):
        asked = run(*words, "--source", "kg.ttl")
        assert (asked.returncode, asked.stdout) == (0, run(*words).stdout)


@pytest.mark.parametrize("parameter", ["subject", "object"])
def test_any_rdf_tool_finds_the_sentences(graph: mistral_kg.KnowledgeGraph, parameter: str) -> None:
    """The query of statements gives the same rows from the Turtle alone, in rdflib."""
    other = rdflib.Dataset().parse(data=graph.export(evidence=True), format="turtle")
    entity = rdflib.URIRef(f"{PREFIXES['id']}openai")
    rows = other.query(named.find("statements").text, initBindings={parameter: entity})
    ours = graph.query("statements", **{parameter: "OpenAI"})
    expected = {tuple(str(cell) for cell in row if cell is not None) for row in ours}
    found = [
        tuple(str(cell) for cell in row if cell is not None)
        for row in rows
        if isinstance(row, ResultRow)
    ]
    assert expected
    assert set(found) == expected
    assert len(found) == len(ours)


def test_a_claim_is_described_and_not_asserted(graph: mistral_kg.KnowledgeGraph) -> None:
    """No triple of a claim is one of the plain triples of the export."""
    data = graph.export(evidence=True).decode()
    assert "rdf:predicate mkg:investor" in data
    assert "    mkg:investor id:softbank" not in data


def test_a_statement_follows_its_passage(graph: mistral_kg.KnowledgeGraph) -> None:
    """In Turtle a statement reads subject, predicate, object, passage, next to its passage."""
    text = graph.export(evidence=True).decode()
    block = text[text.index("art:s14-statement-") :]
    lines = [line.split()[0] for line in block.split("\n.\n")[0].splitlines()[1:]]
    assert lines == ["rdf:subject", "rdf:predicate", "rdf:object", "prov:wasDerivedFrom"]
    assert text.index("\nart:s14 a mkg:Passage") < text.index("\nart:s14-statement-")
    assert text.index("\nart:s14-statement-") < text.index("\nart:s15 a mkg:Passage")


def odd() -> list[Quad]:
    """Return a dataset with terms that are easily lost."""
    one, two, claim = (NamedNode(f"https://example.org/{name}") for name in ("p1", "p2", "c1"))
    says = NamedNode("https://example.org/says")
    quads = [
        Quad(one, TYPE, PASSAGE, DefaultGraph()),
        Quad(two, TYPE, PASSAGE, DefaultGraph()),
        Quad(claim, TYPE, CLAIM, DefaultGraph()),
    ]
    for value in (
        Literal('say "x"\n\\ <b> 🦀 ਫ਼ਰਾਂਸ', language="pa"),
        Literal("01", datatype=NamedNode(PREFIXES["xsd"] + "integer")),
        BlankNode("b"),
    ):
        quads += [Quad(one, says, value, graph) for graph in (one, two, claim)]
    return materialise(quads)


def test_odd_data_come_back() -> None:
    """Quotes, spellings of numbers and a triple of two passages and a claim are kept apart."""
    quads = odd()
    assert set(reification.restore(reification.add(quads))) == set(quads)
    assert set(reification.restore(reification.add_reifiers(quads))) == set(quads)


def test_statements_of_others_stay_data() -> None:
    """A statement that says more, or whose source is no passage, is data and stays."""
    graph = mistral_kg.load()
    whole = reification.add(graph.quads)
    name = next(iter(reification.statements(graph.quads)))
    noted = [*whole, Quad(name, LABEL, Literal("mine", language="en"), DefaultGraph())]  # type: ignore[arg-type]
    restored = set(reification.restore(noted))
    assert {quad for quad in noted if quad.subject == name} <= restored
    statement = {quad for quad in whole if quad.subject == name}
    source = next(quad.object for quad in statement if quad.predicate == DERIVED_FROM)
    others = {quad for quad in whole if quad.subject != source}
    assert statement <= set(reification.restore(others))
    assert not statement & set(reification.restore(whole))


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["--evidence", "--rdf12"], 2, "--evidence"),
        (["--rdf12", "--format", "rdfxml"], 2, "turtle"),
        (["--evidence", "--format", "trig"], 0, "changes nothing"),
    ],
)
def test_what_does_not_fit_is_told(run: Run, words: list[str], status: int, message: str) -> None:
    """Options that exclude each other are refused, and one without effect is named."""
    done = run("export", *words)
    assert done.returncode == status
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.ttl", b"", "no triple"),
        ("a.ttl", b"# nothing\n", "no triple"),
        ("a.ttl", b"<urn:a> <urn:b> .\n", "a.ttl:1:"),
        ("a.xyz", b"<urn:a> <urn:b> <urn:c> .", "suffix"),
        ("a.nt", b"\xff\xfe", "UTF-8"),
        ("a.jsonld", b"{", "a.jsonld"),
        ("missing.ttl", None, "missing.ttl"),
        (".", None, "no RDF file in it"),
    ],
)
def test_a_source_that_cannot_be_read_is_one_line(
    run: Run, tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    """A missing, empty, broken or unknown file is refused in one line, and nothing is written."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    for words in (["export", "-o", "out.ttl"], ["query", "passages"], ["show", "x"], ["stats"]):
        done = run(*words, "--source", name)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert message.lower() in done.stderr.lower()
    assert not (tmp_path / "out.ttl").exists()


def test_a_result_never_replaces_its_source(run: Run, tmp_path: Path) -> None:
    """A file that the result comes from is not overwritten by it."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    done = run("export", "--source", "a.ttl", "-o", "a.ttl")
    assert done.returncode == 2
    assert (tmp_path / "a.ttl").read_text() == "<urn:a> <urn:b> <urn:c> ."


def test_graphs_of_others_answer_plain_patterns(run: Run, tmp_path: Path) -> None:
    """Where no passage is described, a plain pattern asks all graphs; files are merged."""
    (tmp_path / "a.trig").write_text("<urn:g> { <urn:a> <urn:b> <urn:c> }")
    (tmp_path / "b.nt").write_text("<urn:a> <urn:b> <urn:d> .")
    done = run(
        "query", "SELECT ?o { <urn:a> <urn:b> ?o } ORDER BY ?o", "-s", "a.trig", "-s", "b.nt"
    )
    assert done.stdout.split() == ["o", "urn:c", "urn:d"]


def test_jsonld_reads_as_a_web_developer_likes(graph: mistral_kg.KnowledgeGraph) -> None:
    """Names without prefixes, labels by language, numbers as numbers; it reads back the same."""
    data = graph.export("jsonld")
    nodes = {node["id"]: node for node in json.loads(data)["@graph"]}
    openai = nodes["entity:openai"]
    assert openai["type"] == "Company"
    assert openai["label"] == {"en": "OpenAI", "pa": "ਓਪਨਏਆਈ"}
    assert nodes["art:s12"]["number"] == 12
    assert set(parse(data, RdfFormat.JSON_LD)) == set(graph.quads)


def test_facts_are_shown_where_the_sentences_were_left_out(run: Run, tmp_path: Path) -> None:
    """From a plain export, which leaves the sentences out, facts are shown all the same."""
    assert run("export", "-o", "plain.ttl").returncode == 0
    shown = run("show", "Amazon", "--source", "plain.ttl", "--format", "text").stdout
    assert "\n  Amazon backs Anthropic\n" in shown
    assert run("why", "OpenAI", "Microsoft", "-s", "plain.ttl").returncode == 0
    assert "id:openai" in run("path", "OpenAI", "Microsoft", "-s", "plain.ttl").stdout
