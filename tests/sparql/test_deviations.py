"""Warnings of what the engine answers otherwise than SPARQL says, where it makes a difference."""

import re
from pathlib import Path

import pytest

import mistral_kg
from tests.conftest import Run

TURTLE = """
PREFIX : <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:a :p :b ; :q :b , :c . :b :r :c .
:a :mixed 5 , 2021 , "2019"^^xsd:gYear . :b :number 5 , 2021 .
"""
TRIG = TURTLE.replace("2021 .\n", "2021 .\n:g { :x :p :y }\n")
PROLOGUE = "PREFIX : <https://example.org/> "


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> mistral_kg.KnowledgeGraph:
    """Return a graph in which each deviation can make a difference."""
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(TRIG, encoding="utf-8")
    return mistral_kg.load(path, union=False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { :a :p|:q ?o }", "both :p and :q connect once"),
        ("SELECT ?o { ?s (:p|:q)/:r ?o }", "both :p and :q connect once"),
        ("SELECT ?o { ?s :p/:r|:q/:r ?o }", "both :p/:r and :q/:r connect once"),
        ("SELECT ?o { ?s ^:p | ^:q ?o }", r"both \^:p and \^:q connect once"),
        ("SELECT ?x { :nobody :p* ?x }", "no triple has :nobody"),
        ("SELECT ?x { ?x (:p/:q)? <urn:nobody> }", "no triple has <urn:nobody>"),
        ("SELECT ?x { GRAPH ?g { :a :p* ?x } }", "no triple has :a there"),
        ("SELECT ?y { ?s :mixed ?y } ORDER BY ?y", r"order by isNumeric\(\?y\) first"),
        ("SELECT ?y { ?s :mixed ?y } ORDER BY ?s DESC(?y) LIMIT 2", r"\?y has numbers and dates"),
    ],
)
def test_a_deviation_that_makes_a_difference_is_named(
    graph: mistral_kg.KnowledgeGraph, query: str, expected: str
) -> None:
    """The line says which part of the query, and what the engine does."""
    (warning,) = graph.warnings(PROLOGUE + query)
    assert re.search(expected, warning)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?o { :a :p|:q ?o }",
        "SELECT ?o { { SELECT DISTINCT ?o { :a :p|:q ?o } } }",
        "SELECT ?y { ?s :mixed ?y } ORDER BY DATATYPE(?y) CONCAT('x', STR(?y))",
        "ASK { :a :p|:q ?o }",
        "SELECT ?o { ?s :p|:r ?o }",
        "SELECT ?o { ?s (:p|:q)+ ?o }",
        "SELECT ?o { ?s !(:p|:q) ?o }",
        "SELECT ?x { :a :p* ?x }",
        "SELECT ?x { ?s :number ?x FILTER(?x * 2 = 10) }",
        "SELECT ?y { ?s :number ?y } ORDER BY ?y",
        "SELECT ?y { ?s :mixed ?y FILTER(isNumeric(?y)) } ORDER BY ?y",
        "SELECT ?y { ?s :mixed ?y } ORDER BY isNumeric(?y) STR(?y)",
        'SELECT ?s { ?s ?p "a|b*" } # :p|:q',
        "backers",
    ],
)
def test_a_form_that_makes_no_difference_is_not_named(
    graph: mistral_kg.KnowledgeGraph, query: str
) -> None:
    """A form alone is no reason for a warning."""
    assert graph.warnings(query if query == "backers" else PROLOGUE + query) == []


def test_the_remedy_of_a_mixed_order_sorts_the_numbers(graph: mistral_kg.KnowledgeGraph) -> None:
    """With isNumeric first, numbers are in order, and so are dates."""
    rows = graph.query(PROLOGUE + "SELECT ?y { ?s :mixed ?y } ORDER BY isNumeric(?y) ?y")
    assert [row.y for row in rows] == ["2019", 5, 2021]


def test_the_command_warns_on_standard_error(run: Run, tmp_path: Path) -> None:
    """The answer stays on standard output; the warning is one line beside it."""
    data = tmp_path / "data.ttl"
    data.write_text(TURTLE, encoding="utf-8")
    query = PROLOGUE + "SELECT ?o { :a :p|:q ?o }"
    done = run("query", query, "--source", str(data))
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "o"
    (line,) = done.stderr.splitlines()
    assert line.startswith("mistral-kg: warning: the engine gives a pair that both :p and :q")
