"""Literals as they were written, which a store of the engine rewrites."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse

import mistral_kg
from mistral_kg import exact, sparql
from mistral_kg.cli import main

TURTLE = """
PREFIX : <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:a :price 1.50 ; :code "007"^^xsd:integer ; :day "2024-01-02+00:00"^^xsd:date .
:b :price 1.5  ; :code 7 ; :day "2024-01-03Z"^^xsd:date .
:c :price 20.0 ; :code "7"^^xsd:int .
"""
QUADS = list(parse(TURTLE, RdfFormat.TURTLE))


def answer(text: str, bindings: dict[str, Literal] | None = None) -> list[str]:
    """Return the rows of a SELECT, each in words: its terms as N-Triples shortened."""
    store = Store()
    store.extend(QUADS)
    prologue = "PREFIX : <https://example.org/> "
    result = sparql.run(store, prologue + text, bindings=bindings, exact=exact.of(QUADS))
    assert isinstance(result, QuerySolutions)
    lines = [" ".join("-" if term is None else str(term) for term in row) for row in result]
    return [
        line.replace("https://example.org/", "").replace("http://www.w3.org/2001/XMLSchema#", "")
        for line in lines
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "SELECT ?x ?p { ?x :price ?p } ORDER BY ?p ?x",
            ['<a> "1.50"^^<decimal>', '<b> "1.5"^^<decimal>', '<c> "20.0"^^<decimal>'],
            id="as written, ordered by value",
        ),
        pytest.param("SELECT ?x { ?x :price 1.50 }", ["<a>"], id="a pattern matches the term"),
        pytest.param("SELECT ?x { ?x :price 1.500 }", [], id="no other form of the value"),
        pytest.param(
            "SELECT ?x { ?x :price ?p FILTER(?p = 1.500) } ORDER BY ?x",
            ["<a>", "<b>"],
            id="equals compares values",
        ),
        pytest.param(
            "SELECT ?x { ?x :price ?p FILTER(?p IN (20, 21)) }", ["<c>"], id="and so does IN"
        ),
        pytest.param(
            "SELECT ?x { ?x :price ?p FILTER sameTerm(?p, 1.50) }", ["<a>"], id="sameTerm does not"
        ),
        pytest.param(
            "SELECT ?x (STR(?c) AS ?s) (DATATYPE(?c) AS ?d) { ?x :code ?c } ORDER BY ?x",
            ['<a> "007" <integer>', '<b> "7" <integer>', '<c> "7" <int>'],
            id="form and type as written",
        ),
        pytest.param(
            "SELECT (SUM(?p) AS ?s) (MIN(?p) AS ?l) (MAX(?p) AS ?m) (COUNT(DISTINCT ?p) AS ?n) "
            "{ ?x :price ?p FILTER(?x != :b) }",
            ['"21.5"^^<decimal> "1.50"^^<decimal> "20.0"^^<decimal> "2"^^<integer>'],
            id="sums of values, least and greatest terms",
        ),
        pytest.param(
            "SELECT DISTINCT ?c { ?x :code ?c } ORDER BY STR(?c) DATATYPE(?c)",
            ['"007"^^<integer>', '"7"^^<int>', '"7"^^<integer>'],
            id="DISTINCT keeps terms apart",
        ),
        pytest.param(
            "SELECT ?x ?y { ?x :code ?c . ?y :code ?d FILTER(?c = ?d && STR(?x) < STR(?y)) } "
            "ORDER BY ?x ?y",
            ["<a> <b>", "<a> <c>", "<b> <c>"],
            id="two variables compared",
        ),
        pytest.param(
            "SELECT ?y { ?x :code ?c BIND(COALESCE(?none, ?c) AS ?y) FILTER(?x = :a) }",
            ['"007"^^<integer>'],
            id="a term that passes through",
        ),
        pytest.param(
            "SELECT ?d { ?x :day ?d FILTER(?d < '2024-01-03Z'^^xsd:date) }",
            ['"2024-01-02+00:00"^^<date>'],
            id="dates",
        ),
        pytest.param(
            "SELECT ?x { VALUES ?c { '007'^^xsd:integer } ?x :code ?c }",
            ["<a>"],
            id="VALUES joins terms",
        ),
        pytest.param(
            "SELECT ?x { ?x :price ?p FILTER EXISTS { ?x :code ?c FILTER(?c + 1 = 8 && ?p > 2) } }",
            ["<c>"],
            id="within EXISTS",
        ),
        pytest.param("SELECT * { ?x :price 1.50 } LIMIT 010", ["<a>"], id="a limit is no literal"),
    ],
)
def test_terms_are_as_written_and_values_are_compared(text: str, expected: list[str]) -> None:
    """A query sees each literal in its form where SPARQL says term, by its value elsewhere."""
    assert answer(text) == expected


def test_a_bound_literal_is_a_term() -> None:
    """A literal that is bound to a variable matches its own form."""
    price = Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    assert answer("SELECT ?x ?p { ?x :price ?p }", {"p": price}) == ['<a> "1.50"^^<decimal>']


def test_a_construct_gives_literals_as_written() -> None:
    """The triples of a CONSTRUCT have literals as they were written, in data and in the query."""
    store = Store()
    store.extend(QUADS)
    text = "PREFIX : <https://example.org/> CONSTRUCT { ?x :was ?p ; :is 2.50 } { ?x :price ?p }"
    made = sparql.run(store, text, exact=exact.of(QUADS))
    objects = {triple.object.value for triple in made if isinstance(triple, Triple)}  # type: ignore[union-attr]
    assert objects == {"1.50", "1.5", "20.0", "2.50"}


def test_nothing_is_kept_where_nothing_is_rewritten() -> None:
    """Data in canonical form, such as the shipped ones, need no second store."""
    turtle = (
        '<a:a> <a:b> 1, 1.5, true, "x"@en, "2024-01-02"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    assert exact.of(parse(turtle, RdfFormat.TURTLE)) is None


def test_files_are_answered_as_written(tmp_path: Path) -> None:
    """A query over files, from the API and as a command, gives literals as the files have them."""
    (tmp_path / "prices.ttl").write_text(TURTLE)
    graph = mistral_kg.load(tmp_path / "prices.ttl")
    text = "SELECT ?x { ?x <https://example.org/price> 1.50 }"
    assert len(list(graph.query(text))) == 1
    words = "SELECT ?p { ?x <https://example.org/price> ?p } ORDER BY STR(?p)"
    assert main(["query", words, "--source", str(tmp_path), "-o", str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").read_bytes() == b"p\r\n1.5\r\n1.50\r\n20.0\r\n"
    turtle = "CONSTRUCT { ?x <a:is> ?p } { ?x <https://example.org/price> ?p }"
    assert main(["query", turtle, "--source", str(tmp_path), "-o", str(tmp_path / "out.nt")]) == 0
    assert '"1.50"' in (tmp_path / "out.nt").read_text()


def test_a_plain_pattern_asks_all_graphs_as_written(tmp_path: Path) -> None:
    """Where files have named graphs alone, the union of them has literals as written too."""
    (tmp_path / "one.nq").write_text(
        '<a:a> <a:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n'
    )
    graph = mistral_kg.load(tmp_path / "one.nq")
    text = "SELECT (STR(?o) AS ?form) { ?s ?p ?o }"
    assert [row.form for row in graph.query(text)] == ["01"]
    assert not list(mistral_kg.load(tmp_path / "one.nq", union=False).query(text))
