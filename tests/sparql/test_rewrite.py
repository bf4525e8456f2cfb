"""What the engine answers otherwise than SPARQL says, and our query path rightly."""

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, Triple

from mistral_kg.errors import QueryError
from mistral_kg.sparql import run
from mistral_kg.vocabulary import Term

TRIG = """
PREFIX : <https://example.org/>
:a :p :o .
:one { :a :p 1 . }
:two { :a :p 1 , 2 . :two :p 3 . }
:none { :x :q :y . }
"""


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a store with a default graph and two named ones."""
    made = Store()
    made.load(TRIG, RdfFormat.TRIG)
    return made


def rows(store: Store, text: str, **options: object) -> list[list[str | None]]:
    """Return the sorted rows of a SELECT in words, without the address of the example."""
    result = run.run(store, "PREFIX : <https://example.org/> " + text, **options)  # type: ignore[arg-type]
    assert isinstance(result, QuerySolutions)
    return sorted(([_word(term) for term in row] for row in result), key=str)


def _word(term: Term | None) -> str | None:
    if term is None or isinstance(term, Triple):
        return None
    return term.value.removeprefix("https://example.org/")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "SELECT ?g ?c { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }",
            [["none", "0"], ["one", "1"], ["two", "3"]],
            id="count in each graph, also in one without triples",
        ),
        pytest.param(
            "SELECT * { GRAPH ?g { SELECT ?s { ?s :p ?o FILTER(?o > 1) } ORDER BY ?o LIMIT 1 } }",
            [["two", "a"]],
            id="a limit for each graph",
        ),
        pytest.param(
            "SELECT ?g ?c FROM NAMED :two { GRAPH $g { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }",
            [["two", "3"]],
            id="FROM NAMED names the graphs",
        ),
        pytest.param(
            "SELECT ?g ?o { GRAPH ?g { ?s :p ?o MINUS { ?other :p ?o } } }",
            [],
            id="a MINUS that shares a variable takes away",
        ),
        pytest.param(
            "SELECT ?g ?o { GRAPH ?g { ?s :p ?o MINUS { ?other :p 3 } } }",
            [["one", "1"], ["two", "1"], ["two", "2"], ["two", "3"]],
            id="a MINUS that shares no variable takes nothing away",
        ),
        pytest.param(
            "SELECT ?g { GRAPH ?g { ?g :p ?o } }",
            [["two"]],
            id="a graph that says something of itself",
        ),
        pytest.param(
            "SELECT ?g ?x { GRAPH ?g { _:s :p 2 OPTIONAL { ?g :p ?x } } }",
            [["two", "3"]],
            id="a blank node, and a variable that is joined only then",
        ),
        pytest.param(
            "SELECT ?x { { SELECT (GROUP_CONCAT(?w) AS ?x) { VALUES ?w { 'a'@en } } } "
            "FILTER(?x = 'a') }",
            [["a"]],
            id="GROUP_CONCAT is a plain string",
        ),
        pytest.param(
            "SELECT ?g ?x { GRAPH ?g { VALUES ?x { 1 } } }",
            [["none", "1"], ["one", "1"], ["two", "1"]],
            id="a row without a triple, in each graph",
        ),
        pytest.param(
            "SELECT ?g ?x { GRAPH ?g { :a :p ?o { VALUES ?x { 1 } } } }",
            [["one", "1"], ["two", "1"], ["two", "1"]],
            id="rows without a triple beside a triple",
        ),
        pytest.param(
            "SELECT ?g ?c { VALUES ?g { :two } GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }",
            [["two", "3"]],
            id="VALUES chooses the graph that is counted",
        ),
        pytest.param(
            "SELECT ?g ?c { GRAPH ?g { SELECT (COUNT(*) AS ?c) { _:b :p ?o . _:b_0 ?p ?o } } }",
            [["none", "0"], ["one", "1"], ["two", "3"]],
            id="blank nodes whose labels look like each other",
        ),
        pytest.param(
            "SELECT ?g ?c { GRAPH ?g { SELECT (COUNT(?o) AS ?c) { ?s <https://example.org/\\u0070> "
            "?o } } }",
            [["none", "0"], ["one", "1"], ["two", "3"]],
            id="an escape in an IRI",
        ),
        pytest.param(
            "SELECT (COUNT(?o + 1) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
            [["4"]],
            id="COUNT leaves out a row in which its expression fails",
        ),
        pytest.param(
            "SELECT (COUNT(DISTINCT ?o + 1) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
            [["3"]],
            id="COUNT DISTINCT likewise",
        ),
        pytest.param(
            "SELECT (COUNT(DISTINCT STR(?o)) AS ?n) { ?s :none ?o }", [["0"]], id="COUNT of nothing"
        ),
        pytest.param(
            "SELECT (GROUP_CONCAT(?o; SEPARATOR='+') AS ?x) { VALUES ?o { 1 :a 'b'@en } }",
            [["1+https://example.org/a+b"]],
            id="GROUP_CONCAT of numbers and IRIs",
        ),
        pytest.param(
            "SELECT (GROUP_CONCAT(DISTINCT ?o; SEPARATOR='+') AS ?x) { VALUES ?o { 1 1 :a } }",
            [["1+https://example.org/a"]],
            id="GROUP_CONCAT DISTINCT of numbers and IRIs",
        ),
        pytest.param(
            "SELECT (GROUP_CONCAT(DISTINCT ?o) AS ?x) { VALUES ?o { '1' 1 1 'a'@en 'a' } }",
            [["1 1 a a"]],
            id="GROUP_CONCAT DISTINCT of terms that look alike",
        ),
        pytest.param(
            "SELECT (GROUP_CONCAT(DISTINCT ?o) AS ?x) { VALUES ?o { 'a'@en 'a'@fr 'a'@en } }",
            [["a a"]],
            id="GROUP_CONCAT DISTINCT of terms, not of strings",
        ),
        pytest.param(
            "SELECT ?a ?b { GRAPH :two { :a :p ?a , ?b } FILTER(?a<?b&&?b>1) }",
            [["1", "2"]],
            id="comparisons without spaces",
        ),
        pytest.param(
            "SELECT ?o { :a :p ?o FILTER(?o != <https://example.org/?x&&y>) }",
            [["o"]],
            id="an IRI with operators in it",
        ),
        pytest.param(
            "SELECT ?g ?c { GRAPH ?g # {} ?h\n { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }",
            [["none", "0"], ["one", "1"], ["two", "3"]],
            id="a comment between the variable and its group",
        ),
        pytest.param(
            "SELECT ?g { GRAPH ?g #yes?\n{ ?s :p ?o FILTER(?g = :two) } }",
            [],
            id="a condition on the variable, behind a comment",
        ),
        pytest.param(
            "SELECT ?g ?s { GRAPH ?g {SELECTDISTINCT ?s {?s :p ?o FILTERNOTEXISTS{?s :p 2}}} }",
            [["one", "a"], ["two", "two"]],
            id="keywords that touch",
        ),
        pytest.param(
            "SELECT ?g ?c FROMNAMED :two { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }",
            [["two", "3"]],
            id="FROM NAMED without a space",
        ),
        pytest.param(
            "SELECT (GROUP_CONCAT(IF(EXISTS { ?s :p 1 ; :p 2 }, 'y', 'n'); SEPARATOR=',') AS ?x) "
            "{ GRAPH :two { ?s :p 1 } }",
            [["n"]],
            id="a semicolon in the expression of GROUP_CONCAT",
        ),
        pytest.param(
            "SELECT (COUNT(DISTINCT EXISTS { _:b :p ?v }) AS ?n) { GRAPH :two { ?s :p ?v } }",
            [["1"]],
            id="a blank node in the expression of COUNT DISTINCT",
        ),
        pytest.param(
            "SELECT (COUNT(DISTINCT IF(EXISTS { _:b :p ?v }, ?v + 1, 0)) AS ?n) "
            "{ VALUES ?v { 1 :a } GRAPH :two { :a :p ?w } }",
            [["1"]],
            id="a blank node in an expression of COUNT DISTINCT that fails",
        ),
        pytest.param(
            "SELECT (GROUP_CONCAT(DISTINCT IF(EXISTS { _:b :none ?v }, 0, ?v); SEPARATOR='+') "
            "AS ?x) { VALUES ?v { 1 1 :a } }",
            [["1+https://example.org/a"]],
            id="a blank node in the expression of GROUP_CONCAT DISTINCT",
        ),
        pytest.param(
            "SELECT (TRUE AS ?x) { FILTER(!False) }", [["true"]], id="booleans in capitals"
        ),
        pytest.param(
            "SELECT ?o { GRAPH :two { :a :p ?o } } # GRAPH ?g { SELECT",
            [["1"], ["2"]],
            id="a comment",
        ),
    ],
)
def test_an_answer_is_the_one_of_sparql(
    store: Store, text: str, expected: list[list[str | None]]
) -> None:
    """A form that the engine takes otherwise has the answer that SPARQL 1.1 defines."""
    assert rows(store, text) == expected


def test_a_bound_graph_is_counted_alone(store: Store) -> None:
    """A term bound to the variable of GRAPH chooses the graph that is counted."""
    text = "SELECT ?g ?c { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }"
    bound = {"g": NamedNode("https://example.org/two")}
    assert rows(store, text, bindings=bound) == [["two", "3"]]


def test_columns_stay_where_there_is_no_named_graph() -> None:
    """A pattern over each of no graphs has its columns, and no row."""
    text = "SELECT * { GRAPH ?g { SELECT ?s (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?s } }"
    result = run.run(Store(), text)
    assert isinstance(result, QuerySolutions)
    assert [one.value for one in result.variables] == ["g", "s", "c"]
    assert list(result) == []


def test_a_graph_named_by_a_blank_node_is_not_counted_wrongly() -> None:
    """A graph without an IRI cannot be named in a query, so what would need it is refused."""
    store = Store()
    store.load("_:g { <a:s> <a:p> <a:o> }", RdfFormat.TRIG)
    with pytest.raises(QueryError, match=r"named by a blank node; put it outside of GRAPH"):
        rows(store, "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s ?p ?o } } }")


def test_the_same_sign_in_a_collection_is_an_iri(store: Store) -> None:
    """A list of an IRI with an ampersand is no comparison."""
    assert rows(store, "SELECT * { :a :p (?x<http://example.org/?a&&?b>?y) }") == []


def test_too_many_graphs_are_told() -> None:
    """What would have to be asked of each of thousands of graphs is refused with a way out."""
    store = Store()
    store.load(
        "".join(f"<a:s> <a:p> <a:o> <a:{number}> .\n" for number in range(3000)), RdfFormat.N_QUADS
    )
    with pytest.raises(QueryError, match=r"cannot be asked of 3000 graphs; put GRAPH \?g inside"):
        rows(store, "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s ?p ?o } } }")


def test_strings_that_look_like_a_form_stay(store: Store) -> None:
    """What stands in a string is no part of the query."""
    text = 'SELECT ?x { VALUES ?x { "GRAPH ?g { SELECT GROUP_CONCAT( TRUE <?a&&?b>" } }'
    assert rows(store, text) == [["GRAPH ?g { SELECT GROUP_CONCAT( TRUE <?a&&?b>"]]
