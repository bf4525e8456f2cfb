"""The Python API: the same words as the command, with Python values."""

import doctest
from pathlib import Path

import networkx
import pytest
import rdflib
from pyoxigraph import NamedNode

import mistral_kg
from mistral_kg import knowledge_graph
from mistral_kg.rdf import dataset
from mistral_kg.vocabulary import PREFIXES


def test_rows_carry_python_values(graph: mistral_kg.KnowledgeGraph) -> None:
    """Numbers are numbers, what is unbound is None, and columns are attributes."""
    (row,) = graph.query("funding-rounds", company="Mistral AI", stage="mkg:seed")
    assert (row.amount, row.currency, row.valuation, row.sentence) == (
        113000000,
        "USD",
        None,
        "S08",
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1.5", "Decimal('1.5')"),
        ("1e0", "1.0"),
        ("true", "True"),
        ('"a"@en', "'a'"),
        ('"2024"^^xsd:gYear', "'2024'"),
        ('"x"^^xsd:integer', "'x'"),
        ("id:axa", "'https://w3id.org/mistral-kg/id/axa'"),
        ("?nothing", "None"),
    ],
)
def test_value_of_a_term(graph: mistral_kg.KnowledgeGraph, expression: str, expected: str) -> None:
    """Each kind of term has its Python value; a malformed number stays a string."""
    (row,) = graph.query(f"SELECT ({expression} AS ?x) {{}}")
    assert repr(row.x) == expected


def test_ask_is_a_truth_value(graph: mistral_kg.KnowledgeGraph) -> None:
    """The answer to an ASK is true or false as a whole; a SELECT is true when it has rows."""
    assert graph.query("ASK { id:openai mkg:backedBy id:microsoft }")
    assert not graph.query("ASK { id:mistral-ai mkg:backedBy id:microsoft }")
    assert not graph.query("named-founders")


def test_construct_gives_triples(graph: mistral_kg.KnowledgeGraph) -> None:
    """The answer to a CONSTRUCT has the columns subject, predicate and object."""
    answer = graph.query("CONSTRUCT WHERE { id:openai mkg:backedBy ?o }")
    assert answer.columns == ["subject", "predicate", "object"]
    assert answer[0].object.endswith("id/microsoft")


def test_answer_shows_in_a_notebook(graph: mistral_kg.KnowledgeGraph) -> None:
    """A notebook shows an answer as a table in which markup is only text."""
    shown = graph.query('SELECT ("<script>" AS ?x) {}')._repr_html_()
    assert "<table" in shown
    assert "<script>" not in shown
    assert "passages" in graph._repr_html_()


def test_dataset_is_an_rdflib_dataset(graph: mistral_kg.KnowledgeGraph) -> None:
    """The rdflib dataset has the quads of ours, and our prefixes."""
    dataset = graph.dataset()
    assert isinstance(dataset, rdflib.Dataset)
    assert len(list(dataset.quads())) == len(graph.quads)
    assert dict(dataset.namespaces())["mkg"] == rdflib.URIRef(
        "https://w3id.org/mistral-kg/ontology#"
    )


def test_network_has_facts_and_claims(graph: mistral_kg.KnowledgeGraph) -> None:
    """The network has a fact with its sentence, and apart from it a claim with its modality."""
    network = graph.network()
    assert isinstance(network, networkx.MultiDiGraph)
    entity = "https://w3id.org/mistral-kg/id/"
    (fact,) = network[f"{entity}axa"][f"{entity}mistral-ai"].values()
    assert (fact["kind"], fact["sentences"]) == ("fact", ["S27"])
    (claim,) = network[f"{entity}fluidstack-supercomputer"][f"{entity}europe"].values()
    assert (claim["kind"], claim["modality_label"], claim["sentences"]) == (
        "claim",
        "claimed",
        ["S64"],
    )


@pytest.mark.parametrize(
    ("words", "bindings", "error"),
    [
        ("backrs", {}, mistral_kg.QueryError),
        ("SELECT", {}, mistral_kg.QueryError),
        ("backers", {"company": "nobody"}, mistral_kg.EntityError),
        ("ASK { SERVICE <http://e/> {} }", {}, mistral_kg.QueryError),
        ("backers", {"company": ["OpenAI"]}, mistral_kg.QueryError),
        ("backers", {"company": "id:nope"}, mistral_kg.EntityError),
    ],
)
def test_errors_are_our_own(
    graph: mistral_kg.KnowledgeGraph, words: str, bindings: dict[str, str], error: type[Exception]
) -> None:
    """What can go wrong raises one of our few exceptions."""
    with pytest.raises(error):
        graph.query(words, **bindings)


def test_values_of_python_can_be_bound(graph: mistral_kg.KnowledgeGraph) -> None:
    """A number or a term of pyoxigraph is bound as it is."""
    query = "SELECT ?round ?amount { ?round mkg:amount ?amount }"
    (row,) = graph.query(query, amount=113000000)
    company = NamedNode("https://w3id.org/mistral-kg/id/openai")
    assert row.round.endswith("mistral-seed-round")
    assert len(graph.query("backers", company=company)) == 1


def test_example_of_the_class_runs() -> None:
    """The example in the docstring is true."""
    done = doctest.testmod(knowledge_graph)
    assert (done.failed, done.attempted) == (0, 3)


def test_broken_file_is_named_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file of the dataset that is not Turtle is an error with line and column, both ways."""
    broken = tmp_path / "broken.ttl"
    broken.write_text("<http://e/a> <http://e/b> 1 .\n<http://e/a> <http://e/b> .\n")
    monkeypatch.setattr(dataset, "shipped_files", lambda: [str(broken)])
    for read in (dataset.open_store, dataset.read):
        with pytest.raises(mistral_kg.SourceError, match=r"broken\.ttl:2:2\d: \. is not a valid"):
            read()


def test_byte_order_mark_in_a_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that starts with a byte-order mark is read by the engine and for exports alike."""
    marked = tmp_path / "marked.ttl"
    marked.write_text("<http://e/a> <http://e/b> 1 .\n", encoding="utf-8-sig")
    monkeypatch.setattr(dataset, "shipped_files", lambda: [str(marked)])
    assert set(dataset.open_store()) == set(dataset.read())
    assert len(dataset.read()) == 1


def test_store_and_quads_hold_the_same(graph: mistral_kg.KnowledgeGraph) -> None:
    """What the engine answers from is what the export writes."""
    assert set(graph.store) == set(graph.quads)


def test_named_queries_are_listed(graph: mistral_kg.KnowledgeGraph) -> None:
    """The object lists its named queries, each with what it answers."""
    answers = {query.name: query.answers for query in graph.queries()}
    assert answers["backers"] == "Which companies back a company?"


def test_unknown_export_format_is_refused(graph: mistral_kg.KnowledgeGraph) -> None:
    """An unknown export format raises ExportError, which names those that there are."""
    with pytest.raises(mistral_kg.ExportError, match="turtle"):
        graph.export("excel")


def test_words_are_methods(graph: mistral_kg.KnowledgeGraph) -> None:
    """What the command can do, the object can: search, show, why and path."""
    assert graph.search("axa")[0].entity == "id:axa"
    assert graph.show("Axa").types == ["company"]
    assert graph.why(fact=("OpenAI", "is backed by", "Microsoft"))[0].sentence == "S14"
    assert graph.why(fact=("id:mistral-seed-round", "amount", 113000000)).is_stated
    assert graph.path("Axa", "Mistral AI").number == 1


def test_words_show_in_a_notebook(graph: mistral_kg.KnowledgeGraph) -> None:
    """A notebook shows what they return as a table."""
    for found in (
        graph.search("axa"),
        graph.show("Axa"),
        graph.why("Axa"),
        graph.path("Axa", "Mars"),
    ):
        assert found._repr_html_().startswith("<table>")
        assert "id:" in found._repr_html_()


@pytest.mark.parametrize("entities", [(), ("Axa", "Mars", "Cisco")])
def test_why_needs_one_or_two(graph: mistral_kg.KnowledgeGraph, entities: tuple[str, ...]) -> None:
    """Without one or two entities or a fact, why is refused."""
    with pytest.raises(mistral_kg.QueryError, match="one entity, two, or a fact"):
        graph.why(*entities)


GRAPHS = "ex:p { ex:a ex:b ex:stated } ex:c { ex:a ex:b ex:claimed } ex:a ex:b ex:plain . "


@pytest.mark.parametrize(
    ("described", "union", "expected"),
    [
        ("", True, "plain stated claimed"),
        ("", False, "plain"),
        ("ex:c a mkg:Claim .", True, "plain stated"),
        ("ex:c a mkg:Inference .", True, "plain stated"),
        ("ex:g { ex:c a mkg:Claim }", True, "plain stated"),
        ("ex:g { ex:p a mkg:Passage }", True, "plain stated claimed"),
        ("ex:p a mkg:Passage .", True, "plain stated"),
        ("ex:p a mkg:Passage . ex:c a mkg:Claim .", False, "plain stated"),
    ],
)
def test_a_pattern_without_graph_matches_the_same_everywhere(
    tmp_path: Path, described: str, *, union: bool, expected: str
) -> None:
    """The default graph of a store filled by the engine, and of quads, has the same triples."""
    path = tmp_path / "data.trig"
    names = f"PREFIX mkg: <{PREFIXES['mkg']}> PREFIX ex: <http://e/> "
    path.write_text(names + GRAPHS + described)
    filled = mistral_kg.load(path, union=union)
    asked = filled.query("SELECT ?o { <http://e/a> <http://e/b> ?o }")
    found = {row.o.rpartition("/")[2] for row in asked}
    written = filled.export("ntriples").decode()
    assert found == set(expected.split())
    if union:
        assert {word for word in ("plain", "stated", "claimed") if f"/{word}>" in written} == found
