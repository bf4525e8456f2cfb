"""The check: shapes, vocabulary style, check queries, literals and named queries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, SH

import mistral_kg
from mistral_kg.check import terms, validation
from mistral_kg.rdf.dataset import materialise, shipped_folder
from mistral_kg.sparql import named, run
from mistral_kg.vocabulary import MKG

BAD = Path(__file__).parent.parent / "bad"
ONTOLOGY = Path(shipped_folder("ontology"))
CHECKS = Path(shipped_folder("queries")) / "checks"

SHAPE_FILES = ("shapes.ttl", "style.ttl")
OWN_CONSTRAINTS = (SH["class"], SH["or"], SH.pattern)


def constraining_shapes() -> list[str]:
    """Return the local names of all shapes that can refuse something by themselves."""
    names = set()
    for file in SHAPE_FILES:
        graph = rdflib.Graph().parse(ONTOLOGY / file)
        for shape in graph.subjects(RDF.type, SH.PropertyShape):
            names.add(str(shape).rpartition("#")[2])
        for shape in graph.subjects(RDF.type, SH.NodeShape):
            if any(graph.value(shape, constraint) for constraint in OWN_CONSTRAINTS):
                names.add(str(shape).rpartition("#")[2])
    return sorted(names)


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """Return the shapes of data and of style as one graph."""
    graph = rdflib.Graph()
    for file in SHAPE_FILES:
        graph += validation.read_shapes(file)
    return graph


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """Return the class tree of the vocabulary, which targets and sh:class follow."""
    tree = rdflib.Graph()
    for triple in (
        rdflib.Graph()
        .parse(ONTOLOGY / "mistral-kg.ttl")
        .triples((None, rdflib.RDFS.subClassOf, None))
    ):
        tree.add(triple)
    return tree


def test_shipped_data_has_no_faults(graph: mistral_kg.KnowledgeGraph) -> None:
    """The shipped dataset, vocabulary and queries pass every check."""
    assert graph.check() == []


@pytest.mark.parametrize("name", constraining_shapes())
def test_shape_refuses_its_bad_example(
    name: str, shapes: rdflib.Graph, vocabulary: rdflib.Graph
) -> None:
    """Each shape refuses its smallest bad example, and its finding says how to fix it."""
    data = rdflib.Graph().parse(BAD / "shapes" / f"{name}.ttl") + vocabulary
    found = [one for one in validation.check_shapes(data, shapes) if one.rule == name]
    assert found
    assert all(one.severity == "violation" and one.fix and one.where for one in found)


def test_every_bad_example_has_its_shape() -> None:
    """No bad example is left over from a shape that is gone."""
    assert sorted(path.stem for path in (BAD / "shapes").iterdir()) == constraining_shapes()


@pytest.mark.parametrize("name", [path.stem for path in sorted(CHECKS.glob("*.rq"))])
def test_check_query_refuses_its_bad_example(name: str) -> None:
    """Each check query finds the fault of its smallest bad example."""
    store = Store()
    store.extend(materialise(parse(path=str(BAD / "checks" / f"{name}.trig"))))
    assert name in {finding.rule for finding in validation.check_queries(store)}


@pytest.mark.parametrize("file", SHAPE_FILES)
def test_shapes_are_named_and_helpful(file: str) -> None:
    """Every shape has a name and a severity; every one that can refuse says how to fix."""
    graph = rdflib.Graph().parse(ONTOLOGY / file)
    nodes = set(graph.subjects(RDF.type, SH.NodeShape))
    for shape in nodes | set(graph.subjects(RDF.type, SH.PropertyShape)):
        assert graph.value(shape, SH.name), shape
        assert graph.value(shape, SH.severity), shape
        if shape not in nodes or any(graph.value(shape, one) for one in OWN_CONSTRAINTS):
            assert graph.value(shape, SH.message), shape


def idle_shapes(shapes: rdflib.Graph, data: rdflib.Graph) -> set[rdflib.term.Node]:
    """Return the named shapes that no node of the data ever meets."""
    known = ShapesGraph(shapes).shapes
    active = {shape.node for shape in known if not shape.deactivated}
    reached = {shape.node for shape in known if shape.focus_nodes(data)} & active
    for shape in set(reached):
        reached.update(part for part in shapes.objects(shape, SH.property) if part in active)
    return {node for node in active - reached if isinstance(node, rdflib.URIRef)}


def terms_of(graph: rdflib.Graph, namespace: str) -> set[rdflib.URIRef]:
    """Return the terms of a namespace that a graph uses."""
    nodes = {node for triple in graph for node in triple if isinstance(node, rdflib.URIRef)}
    return {node for node in nodes if node.startswith(namespace)}


def test_each_shape_can_refuse(shapes: rdflib.Graph, graph: mistral_kg.KnowledgeGraph) -> None:
    """Each shape has nodes to check, and each term in it is defined: else anything would pass."""
    data = validation.merge(graph.with_vocabulary)
    assert idle_shapes(shapes, data) == set()
    assert {term for term in terms_of(shapes, str(SH)) if term not in SH} == set()
    assert terms_of(shapes, MKG) <= set(data.subjects(rdflib.RDFS.isDefinedBy))


def test_a_shape_that_cannot_refuse_is_found() -> None:
    """A shape whose target class does not occur is idle, and a misspelt term is none of SHACL."""
    shapes = rdflib.Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/#> .
        :idle a sh:NodeShape ; sh:targetClass :Nothing ;
            sh:property [ sh:path :p ; sh:minCount 1 ] .
        :s a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:mincount 1 ] ."""
    )
    assert idle_shapes(shapes, rdflib.Graph()) == {rdflib.URIRef("http://example.org/#idle")}
    unknown = {term for term in terms_of(shapes, str(SH)) if term not in SH}
    assert unknown == {rdflib.URIRef("http://www.w3.org/ns/shacl#mincount")}


def test_violation_that_spans_two_graphs_is_found(shapes: rdflib.Graph) -> None:
    """Shapes see all graphs as one: a claim's triple can break what the default graph says."""
    quads = list(
        parse(
            """PREFIX mkg: <https://w3id.org/mistral-kg/ontology#> PREFIX : <http://example.org/>
            :x a mkg:Growth . :claim { :x mkg:factor 1 }""",
            format=RdfFormat.TRIG,
        )
    )
    rules = {one.rule for one in validation.check_shapes(validation.merge(quads), shapes)}
    assert "factor" in rules


@pytest.mark.parametrize(
    ("triple", "rule"),
    [
        ("_:b :p 1", "plain-terms"),
        (':a :p "a"@fr', "plain-terms"),
        (':a :p "\u0a36"', "plain-terms"),
        (':a :p "01"^^xsd:integer', "canonical-literals"),
        (":a :p 1.50", "canonical-literals"),
    ],
    ids=["blank-node", "language", "not-nfc", "leading-zero", "trailing-zero"],
)
def test_term_that_engines_read_differently_is_a_fault(triple: str, rule: str) -> None:
    """Blank nodes, foreign languages, text not in NFC and figures not canonical are reported."""
    prefixes = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    quads = parse(prefixes + triple + " .", format=RdfFormat.TRIG)
    assert [one.rule for one in terms.check_terms(quads)] == [rule]


def untrue(query: named.NamedQuery, graph: mistral_kg.KnowledgeGraph) -> Iterator[str]:
    """Give what is wrong with the header of a query."""
    result = run.run(graph.store, query.text, name=query.name)
    if not query.title or not query.answers:
        yield "it lacks its title or what it answers"
    if not isinstance(result, QuerySolutions):
        return
    columns = [variable.value for variable in result.variables]
    if columns != [name for name, _ in query.columns]:
        yield f"the query has the columns {columns}"
    for name in (parameter.name for parameter in query.parameters):
        if name not in columns:
            yield f"the parameter {name} is no column, so it cannot be bound"
        # The engine would fill such a column with the bound value, true or not.
        elif run.fills_in(graph.store, query.text, {name: run.NOTHING}):
            yield f"the parameter {name} is filled in, not sought: move it out of OPTIONAL"


@pytest.mark.parametrize("name", named.names())
def test_header_is_true_of_its_query(graph: mistral_kg.KnowledgeGraph, name: str) -> None:
    """A named query has the columns of its header, and each parameter is sought."""
    assert list(untrue(named.find(name), graph)) == []


def test_header_that_is_not_true_is_found(graph: mistral_kg.KnowledgeGraph) -> None:
    """A header whose columns or parameters are not those of the query is found."""
    text = (
        "# title: T\n# answers: A?\n# parameter x: no column\n# column y: another\n"
        "SELECT ?s {?s ?p ?o}"
    )
    wrong = list(untrue(named.NamedQuery("one", text), graph))
    assert len(wrong) == 2
    assert "columns" in wrong[0]
    assert "parameter x" in wrong[1]


def test_parameter_that_is_filled_in_is_found(graph: mistral_kg.KnowledgeGraph) -> None:
    """A parameter that is only in an OPTIONAL is found, as its column would lie."""
    text = (
        "# title: T\n# answers: A?\n# parameter o: an object (optional)\n"
        "# column s: s\n# column o: o\n"
        "SELECT ?s ?o { ?s a mkg:Passage OPTIONAL { ?s mkg:quotes ?o } }"
    )
    (wrong,) = untrue(named.NamedQuery("one", text), graph)
    assert "OPTIONAL" in wrong


def test_named_query_that_does_not_run_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, graph: mistral_kg.KnowledgeGraph
) -> None:
    """A named query that the engine cannot answer is reported by its name."""
    monkeypatch.setattr(named, "names", lambda: ["one"])
    monkeypatch.setattr(named, "find", lambda name: named.NamedQuery(name, "SELECT ?s {"))
    assert [one.where for one in validation.check_named_queries(graph.store)] == ["one"]
