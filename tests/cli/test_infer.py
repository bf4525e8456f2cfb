"""Infer: what follows from the facts, apart from what is stated."""

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

import mistral_kg
from mistral_kg.sparql import named
from mistral_kg.vocabulary import CLAIM, INFERENCE, PASSAGE, TYPE
from tests.conftest import Run

SYMMETRIC = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX : <https://example.org/>
:near a owl:SymmetricProperty . :a :near :b .
"""
PARTNERS = "SELECT ?who { ?who mkg:partnerOf id:mistral-ai } ORDER BY ?who"
RDF = {
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def other(tmp_path: Path) -> str:
    """Return the name of a file of somebody else's data, with a declaration of their own."""
    (tmp_path / "other.ttl").write_text(SYMMETRIC)
    return "other.ttl"


def test_rows_say_rule_and_sentence(run: Run) -> None:
    """In a pipe the answer is CSV: triple, rule, sentences; what rests on sentences comes first."""
    done = run("infer")
    assert (done.returncode, done.stderr) == (0, "")
    found = rows(done.stdout)
    assert list(found[0]) == ["subject", "predicate", "object", "rule", "sentences"]
    assert {
        "subject": "id:microsoft",
        "predicate": "mkg:partnerOf",
        "object": "id:mistral-ai",
        "rule": "mkg:prp-symp",
        "sentences": "S18",
    } in found
    sentences = [row["sentences"] for row in found]
    assert sorted(filter(None, sentences)) == sentences[: len(list(filter(None, sentences)))]


def test_entity_narrows(run: Run) -> None:
    """With an entity there is what has it as subject or object."""
    found = rows(run("infer", "ਮਾਈਕ੍ਰੋਸਾਫਟ").stdout)
    assert found
    assert all("id:microsoft" in (row["subject"], row["object"]) for row in found)


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_row_formats(run: Run, format: str) -> None:
    """Each format of rows has the rule and the sentence."""
    text = run("infer", "Cerebras", "--format", format).stdout
    assert "mkg:prp-symp" in text
    assert "S66" in text


@pytest.mark.parametrize("format", ["trig", "nquads", "jsonld"])
def test_formats_with_named_graphs(run: Run, format: str) -> None:
    """As RDF each triple stands in a graph that is described, and in no other."""
    quads = list(parse(run("infer", "-f", format).stdout, RDF[format]))
    graphs = {quad.subject for quad in quads if quad.object == INFERENCE}
    named = [quad for quad in quads if quad.graph_name != DefaultGraph()]
    assert {quad.graph_name for quad in named} == graphs
    assert len(named) == len(rows(run("infer").stdout))
    assert all(quad.subject in graphs for quad in quads if quad.graph_name == DefaultGraph())


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml"])
def test_formats_without_named_graphs(run: Run, tmp_path: Path, format: str) -> None:
    """Without named graphs each triple is a statement, not asserted, and is read back the same."""
    suffix = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}[format]
    assert run("infer", "-f", format, "-o", f"found.{suffix}").returncode == 0
    again = mistral_kg.load(tmp_path / f"found.{suffix}")
    trig = list(parse(run("infer", "-f", "trig").stdout, RdfFormat.TRIG))
    assert set(again.quads) == set(trig)


def test_plain_query_finds_nothing_inferred(run: Run) -> None:
    """Without the option only what is stated is found; with it, what follows too."""
    assert run("query", PARTNERS).stdout.split() == ["who"]
    found = run("query", "--infer", PARTNERS).stdout.split()
    assert [iri.rpartition("/")[2] for iri in found[1:]] == ["cerebras", "fluidstack", "microsoft"]


def test_graph_of_a_passage_has_what_it_states(run: Run) -> None:
    """With inference too, the graph of a passage has nothing but what the passage states."""
    text = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } ?g a mkg:Passage } ORDER BY ?g ?s ?p STR(?o)"
    assert run("query", text, "--infer").stdout == run("query", text).stdout
    claims = text.replace("Passage", "Claim")
    assert run("query", claims, "--infer").stdout == run("query", claims).stdout


def test_graph_of_an_inference_says_where_from(run: Run) -> None:
    """The graph in which a triple stands names its rule, with a label, and its sentences."""
    done = run(
        "query",
        "--infer",
        'SELECT ?label ?s { GRAPH ?g { id:microsoft mkg:partnerOf id:mistral-ai } ?g a '
        'mkg:Inference ; mkg:rule/rdfs:label ?label ; mkg:inferredFrom/dcterms:identifier ?s '
        'FILTER(LANG(?label) = "en") }',
    )  # fmt: skip
    assert done.stdout.splitlines() == ["label,s", "symmetric,S18"]


def test_named_query_asks_it(run: Run) -> None:
    """The named query asks what follows without the option, and takes parameters."""
    done = run("query", "inferred", "--bind", "subject=Microsoft", "--bind", "rule=mkg:prp-symp")
    (row,) = rows(done.stdout)
    assert (row["object"].rpartition("/")[2], row["sentence"]) == ("mistral-ai", "S18")


@pytest.mark.parametrize("name", [name for name in named.names() if name != "inferred"])
def test_named_queries_say_nothing_more_is_stated(
    name: str, graph: mistral_kg.KnowledgeGraph
) -> None:
    """With inference a named query that names sentences gives no other rows."""
    required = {"facts-of": {"entity": "Mistral AI"}, "evidence": {"a": "Mistral AI"}}
    text = named.find(name).text
    if "GRAPH" not in text or "?sentence" not in text:
        pytest.skip("asks patterns without GRAPH only, or names no sentence")
    bindings = required.get(name, {})
    found = [tuple(row) for row in graph.with_inferences().query(name, **bindings)]
    assert [row for row in found if name != "events" or row[2] != "event"] == [
        tuple(row) for row in graph.query(name, **bindings) if name != "events" or row[2] != "event"
    ]  # an interview or a talk is an event too, by inference


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld"])
def test_export_with_inference_is_read_back(run: Run, tmp_path: Path, suffix: str) -> None:
    """What is exported with inference has it apart, is read back the same and asks the same."""
    assert run("export", "--infer", "-o", f"all.{suffix}").returncode == 0
    again = mistral_kg.load(tmp_path / f"all.{suffix}")
    graphs = {quad.subject for quad in again.quads if quad.object == INFERENCE}
    inferred = {quad for quad in again.quads if quad.graph_name in graphs}
    assert len(inferred) == len(rows(run("infer").stdout))
    asserted = {quad.triple for quad in again.quads if quad.graph_name == DefaultGraph()}
    assert not asserted & {quad.triple for quad in inferred}
    source = ("--source", f"all.{suffix}")
    assert run("query", PARTNERS, *source).stdout.split() == ["who"]
    assert run("check", *source).returncode == 0
    for words in (["query", PARTNERS, "--infer"], ["infer"], ["export", "--infer", "-f", "nquads"]):
        assert run(*words, *source).stdout == run(*words).stdout


@pytest.mark.parametrize("way", ["--evidence", "--rdf12"])
def test_export_as_turtle_keeps_it_apart(run: Run, tmp_path: Path, way: str) -> None:
    """Turtle keeps what follows as statements or reifiers, not asserted, and it is read back."""
    assert run("export", "--infer", way, "-o", "all.ttl").returncode == 0
    again = set(mistral_kg.load(tmp_path / "all.ttl").quads)
    assert again == set(mistral_kg.load().with_inferences().quads)


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml"])
def test_export_would_mix_and_refuses(run: Run, tmp_path: Path, format: str) -> None:
    """Where a format could only mix what follows with what is stated, it is refused."""
    done = run("export", "--infer", "-f", format, "-o", "all.out")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--evidence" in done.stderr
    assert not (tmp_path / "all.out").exists()


def test_show_why_and_stats_say_what_is_stated(run: Run) -> None:
    """Of a file that has inferences, show, why, path and search say what they say without."""
    run("export", "--infer", "-o", "all.trig")
    run("export", "-o", "stated.trig")
    for words in (
        ["show", "Microsoft", "-f", "text"],
        ["why", "Mistral AI", "Microsoft", "-f", "text"],
        ["path", "Axa", "Macron", "-f", "text"],
        ["search", "Microsoft"],
        ["view", "-f", "graphml", "-o", "-"],
    ):
        shown = [run(*words, "-s", f"{name}.trig").stdout for name in ("all", "stated")]
        assert shown[0].replace("all.trig", "stated.trig") == shown[1]
        assert shown[0]


def test_other_data(run: Run, other: str) -> None:
    """Data without passages are reasoned over by their own declarations, and have no sentences."""
    (row,) = rows(run("infer", "--source", other).stdout)
    assert (row["subject"], row["rule"], row["sentences"]) == (
        ":b",
        "mkg:prp-symp",
        "",
    )
    text = "ASK { <https://example.org/b> ?p <https://example.org/a> }"
    assert run("query", text, "-s", other).stdout.strip() == "false"
    assert run("query", text, "-s", other, "--infer").stdout.strip() == "true"
    run("export", "--infer", "-s", other, "-o", "all.nq")
    assert run("query", text, "-s", "all.nq").stdout.strip() == "false"
    named = run("infer", "-s", "all.nq").stdout  # N-Quads have no prefixes
    short = named.replace("<https://example.org/", ":").replace(">,", ",")
    assert short == run("infer", "-s", other).stdout


def test_nothing_follows(run: Run, tmp_path: Path) -> None:
    """Where nothing follows that is said in one line, with status 1."""
    (tmp_path / "bare.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    done = run("infer", "-s", "bare.ttl")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    done = run("infer", "-s", "bare.ttl", "-f", "csv")
    assert done.returncode == 1
    assert done.stdout.split() == ["subject,predicate,object,rule,sentences"]
    assert run("query", "--infer", "ASK { <urn:a> ?p ?o }", "-s", "bare.ttl").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["infer", "nobody at all"],
        ["infer", "--source", "missing.ttl"],
        ["infer", "-f", "html"],
        ["infer", "-o", "found.docx"],
        ["infer", "Axa", "Mars"],
        ["query", "--infer", "--source", "missing.ttl", "ASK {}"],
        ["query", "--infer", "SELECT * { ?s ?p"],
        ["query", "--infer", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_or_shows_the_place(run: Run, words: list[str]) -> None:
    """Wrong use has status 2, no result, and no traceback."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mistral-kg: ")
    assert "Traceback" not in done.stderr


def test_api(graph: mistral_kg.KnowledgeGraph) -> None:
    """The API has the same words, and leaves the graph itself as it was."""
    found = graph.infer("Microsoft")
    row = next(one for one in found if one.rule == "mkg:prp-symp")
    microsoft = NamedNode("https://w3id.org/mistral-kg/id/microsoft")
    assert row.triple[0] == microsoft
    assert [premise[2] for premise in row.premises if premise[0] != row.triple[1]] == [microsoft]
    assert len(graph.infer()) > len(found)
    assert not [quad for quad in graph.quads if quad.object == INFERENCE]
    more = graph.with_inferences()
    assert bool(more.query("ASK { id:microsoft mkg:partnerOf ?x }"))
    assert not bool(graph.query("ASK { id:microsoft mkg:partnerOf ?x }"))
    assert set(more.with_inferences().quads) == set(more.quads)
    kinds = {quad.object for quad in more.quads if quad.predicate == TYPE}
    assert {PASSAGE, CLAIM, INFERENCE} <= kinds
    assert isinstance(more.quads[0], Quad)
