"""Inference: what follows from facts, by which rule and from which sentences.

The arbiter of what follows is owlrl, which pySHACL brings: it knows neither rule nor sentence.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples

import mistral_kg
from mistral_kg.explore.description import Descriptions
from mistral_kg.explore.infer import Inferences, infer
from mistral_kg.explore.rules import RULES, Rule
from mistral_kg.rdf import store
from mistral_kg.rdf.dataset import asked, without_inferences
from mistral_kg.rdf.names import is_term
from mistral_kg.sparql import run
from mistral_kg.vocabulary import OWL, PART_OF, PREFIXES, RDFS, TYPE
from tests.conftest import graph_of

OWL_PREFIX = f"PREFIX owl: <{OWL}> "
ONTOLOGY = Path(__file__).parent.parent.parent / "ontology"
PASSAGES = "".join(
    f':s{number} a mkg:Passage ; mkg:number {number} ; dcterms:identifier "S0{number}" . '
    for number in range(1, 5)
)


def inferred(trig: str) -> Inferences:
    """Return what follows from data that are written with our prefixes and owl:."""
    return infer(Descriptions(graph_of(OWL_PREFIX + PASSAGES + trig).quads))


def told(found: Inferences) -> list[str]:
    """Return each row as one short line."""
    return [" ".join(row).replace("https://example.org/", ":") for row in found.cells()]


@pytest.mark.parametrize(
    ("declared", "stated", "line"),
    [
        (":A rdfs:subClassOf :B .", ":x a :A", "<:x> rdf:type <:B> mkg:cax-sco S01"),
        (":p rdfs:subPropertyOf :q .", ":x :p 7", "<:x> <:q> 7 mkg:prp-spo1 S01"),
        (":p a owl:SymmetricProperty .", ":x :p :y", "<:y> <:p> <:x> mkg:prp-symp S01"),
        (":p owl:inverseOf :q .", ":x :p :y", "<:y> <:q> <:x> mkg:prp-inv1 S01"),
        (":q owl:inverseOf :p .", ":x :p :y", "<:y> <:q> <:x> mkg:prp-inv2 S01"),
        (
            ":p a owl:TransitiveProperty .",
            ":x :p :y . :y :p :z",
            "<:x> <:p> <:z> mkg:prp-trp S01",
        ),
        (":p rdfs:domain :C .", ":x :p 7", "<:x> rdf:type <:C> mkg:prp-dom S01"),
        (":p rdfs:range :C .", ":x :p :y", "<:y> rdf:type <:C> mkg:prp-rng S01"),
        (
            ":A rdfs:subClassOf :B .",
            ":B rdfs:subClassOf :C",
            "<:A> rdfs:subClassOf <:C> mkg:scm-sco S01",
        ),
        (
            ":p rdfs:subPropertyOf :q .",
            ":q rdfs:subPropertyOf :r",
            "<:p> rdfs:subPropertyOf <:r> mkg:scm-spo S01",
        ),
    ],
    ids=[rule.name for rule in RULES],
)
def test_each_rule_says_its_name_and_sentence(declared: str, stated: str, line: str) -> None:
    """Each rule gives its triple, and says which rule and which sentence."""
    assert told(inferred(f"{declared} :s1 {{ {stated} }}")) == [line]


def test_rules_are_described() -> None:
    """Each rule has a concept in the vocabulary of inference, and each concept its rule."""
    graph = rdflib.Graph().parse(ONTOLOGY / "inference.ttl")
    scheme = rdflib.URIRef(PREFIXES["mkg"] + "Rules")
    names = {str(one) for one in graph.subjects(rdflib.SKOS.inScheme, scheme)}
    assert names == {PREFIXES["mkg"] + rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_a_construct(rule: Rule) -> None:
    """Each rule can be asked as a CONSTRUCT, and then gives the same triples."""
    data = graph_of(
        OWL_PREFIX
        + ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A ; :p :y . :y :p :z . :p a "
        "owl:SymmetricProperty , owl:TransitiveProperty ; rdfs:domain :D ; rdfs:range :E ; "
        "rdfs:subPropertyOf :q ; owl:inverseOf :i . :q rdfs:subPropertyOf :r . :a :i :b ."
    ).quads
    body = " . ".join(filter(None, (rule.declared, rule.premises)))
    asked = f"CONSTRUCT {{ {rule.conclusion} }} WHERE {{ {body} }}"
    built = run.run(store.of_quads(data), asked)
    assert isinstance(built, QueryTriples)
    given = {(one.subject, one.predicate, one.object) for one in built}
    known = {(quad.subject, quad.predicate, quad.object) for quad in data}
    found = {one.triple for one in infer(Descriptions(data))}
    assert given
    assert {one for one in given - known if one[0] != one[2]} <= found


def test_several_steps_give_all_their_sentences() -> None:
    """A triple that takes several steps has the sentences of all of them, in order."""
    found = inferred(
        ":near a owl:SymmetricProperty , owl:TransitiveProperty . :near rdfs:subPropertyOf :by ."
        ":s3 { :b :near :a } :s1 { :b :near :c } :s2 { :b :near :unlike }"
    )
    lines = told(found)
    assert "<:a> <:near> <:b> mkg:prp-symp S03" in lines
    assert "<:a> <:near> <:c> mkg:prp-trp S01 S03" in lines
    assert "<:a> <:by> <:c> mkg:prp-spo1 S01 S03" in lines
    (row,) = (one for one in found if " ".join(one[:3]) == "<https://example.org/a> "
              "<https://example.org/by> <https://example.org/c>")  # fmt: skip
    assert len(row.premises) == 2
    assert {str(passage) for passage in row.passages} == {
        "<https://example.org/s1>",
        "<https://example.org/s3>",
    }


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (":s2 { :x :p :y } :s3 { :x :p :y }", "<:x> <:q> <:y> mkg:prp-spo1 S02"),
        # One step from S04 rather than two from S01.
        (":o rdfs:subPropertyOf :p . :s1 { :x :o :y } :s4 { :x :p :y }",
         "<:x> <:q> <:y> mkg:prp-spo1 S04"),
        # One sentence that has both rather than two.
        (":p a owl:TransitiveProperty . :s1 { :x :p :m } :s2 { :m :p :y }"
         ":s3 { :x :p :m . :m :p :y }", "<:x> <:p> <:y> mkg:prp-trp S03"),
        # A fact that nothing but the default graph has adds no sentence.
        (":p a owl:TransitiveProperty . :x :p :m . :s2 { :m :p :y }",
         "<:x> <:p> <:y> mkg:prp-trp S02"),
    ],
    ids=["first", "fewest steps", "fewest sentences", "no sentence"],
)  # fmt: skip
def test_the_shortest_derivation_is_given(data: str, line: str) -> None:
    """Of several derivations that of the fewest steps counts, then of the fewest sentences."""
    found = inferred(":p rdfs:subPropertyOf :q . " + data)
    assert line in told(found)
    assert len({row[:3] for row in found}) == len(found)


def test_a_claim_infers_nothing() -> None:
    """A triple that stands in a claim only is no premise, nor is what describes claims."""
    schema = ":p a owl:SymmetricProperty . :q a owl:SymmetricProperty . "
    claim = ":c a mkg:Claim ; :p :x ; prov:wasDerivedFrom :s1 . :c { :x :q :y } "
    assert told(inferred(schema + claim)) == []
    assert told(inferred(schema + claim + ":s2 { :x :q :y }")) == [
        "<:y> <:q> <:x> mkg:prp-symp S02"
    ]
    # A claim that declares a relation changes nothing that is stated.
    declared = ":c a mkg:Claim . :c { :p a owl:SymmetricProperty } :s1 { :x :p :y }"
    assert told(inferred(declared)) == []


def test_what_describes_sentences_is_no_premise() -> None:
    """What is said of passages and of their article is no news, and nothing follows from it."""
    described = ":s1 :p :x ; dcterms:isPartOf :t . :t :p :x . "
    assert told(inferred(":p a owl:SymmetricProperty . " + described)) == []


def test_what_says_nothing_is_left_out() -> None:
    """No Thing, no Resource, no class without a name, nothing the same as itself."""
    found = inferred(
        ":A rdfs:subClassOf owl:Thing , rdfs:Resource , [] . :p rdfs:subPropertyOf owl:sameAs ."
        ":s1 { :x a :A ; :p :x }"
    )
    assert told(found) == []


def test_of_our_own_terms_nothing_is_told(graph: mistral_kg.KnowledgeGraph) -> None:
    """That one term of the vocabulary is under another is a step, and no result."""
    found = infer(graph.described())
    assert not [row for row in found if is_term(row.triple[0])]
    lines = [" ".join(row[:5]) for row in found]
    assert "id:mixtral-8x7b schema:brand id:mistral-ai mkg:prp-spo1 S09" in lines


def test_literals_are_no_subjects_and_stay_as_written() -> None:
    """A literal is never a subject or of a class, and its form is not rewritten."""
    found = inferred(
        ":p a owl:SymmetricProperty ; rdfs:range :C ; rdfs:subPropertyOf :q , [] ; "
        'owl:inverseOf :r . :s1 { :x :p 01.50 , "a"@EN-gb }'
    )
    objects = [one.triple[2] for one in found]
    assert len(objects) == 2
    assert {str(one.triple[1]) for one in found} == {"<https://example.org/q>"}
    assert Literal("01.50", datatype=NamedNode(PREFIXES["xsd"] + "decimal")) in objects


def test_data_without_passages() -> None:
    """Data of others with declarations of their own are reasoned over, blank nodes too."""
    declared = ":p a owl:SymmetricProperty . :c a mkg:Claim . "
    data = graph_of(OWL_PREFIX + declared + ":g { :x :p _:b } :c { :x :p :y }")
    (row,) = infer(Descriptions(data.quads))
    assert (row.rule, row.sentences) == ("mkg:prp-symp", "")
    assert isinstance(row.triple[0], BlankNode)


@pytest.mark.parametrize("size", [1, 2, 60])
def test_a_circle_ends(size: int) -> None:
    """A transitive relation that goes round ends, with every pair."""
    ring = " . ".join(f":n{one} :p :n{(one + 1) % size}" for one in range(size))
    found = inferred(f":p a owl:TransitiveProperty . :s1 {{ {ring} }}")
    assert len(found) == size * size - size
    assert {row.sentences for row in found} <= {"S01"}


def arbiter(triples: Iterable[tuple[object, ...]]) -> set[tuple[str, str, str]]:
    """Return what owlrl adds to triples, as N-Triples terms."""
    graph = rdflib.Graph()
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o in triples)
    graph.parse(data=lines, format="nt")
    before = set(graph)
    # "Improved" datatypes would change how rdflib reads literals, for the rest of the process.
    rules = owlrl.OWLRL_Semantics
    owlrl.DeductiveClosure(rules, axiomatic_triples=False, improved_datatypes=False).expand(graph)
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in set(graph) - before}


def premises(graph: mistral_kg.KnowledgeGraph) -> set[tuple[object, ...]]:
    """Return the triples from which the shipped graph is reasoned over."""
    about = graph.described()
    apart = {*about.passages, *about.claims}
    apart |= {end for one in about.passages for end in about.iris(one, PART_OF)}
    return {
        (quad.subject, quad.predicate, quad.object)
        for quad in asked(graph.quads)
        if quad.subject not in apart
    }


def says_something(triple: tuple[str, str, str]) -> bool:
    """Tell whether an arbiter's triple is one that the rules of ours are to give."""
    subject, predicate, value = triple
    return (
        not subject.startswith(('"', "_:"))
        and not is_term(NamedNode(subject[1:-1]))
        and predicate != f"<{OWL}sameAs>"
        and not (predicate == str(TYPE) and value in {f"<{OWL}Thing>", f"<{RDFS}Resource>"})
    )


def test_owlrl_finds_the_same_in_the_shipped_graph(graph: mistral_kg.KnowledgeGraph) -> None:
    """What follows from the shipped facts is what owlrl finds, no less and no more."""
    found = {tuple(map(str, row.triple)) for row in infer(graph.described())}
    assert found == {one for one in arbiter(premises(graph)) if says_something(one)}
    assert len(found) > 400


@pytest.mark.parametrize("seed", range(12))
def test_owlrl_finds_the_same_in_any_graph(seed: int) -> None:
    """Over made-up data with every declaration mixed, owlrl finds the same."""

    def pick(what: str, number: int, size: int) -> str:
        digest = hashlib.sha256(f"{seed} {what} {number}".encode()).digest()
        return f":{what}{digest[0] % size}"

    lines = []
    for number in range(4):
        lines += [
            f"{pick('p', number, 5)} rdfs:subPropertyOf {pick('p', number + 50, 5)} .",
            f"{pick('C', number, 5)} rdfs:subClassOf {pick('C', number + 50, 5)} .",
            f"{pick('x', number + 300, 6)} a {pick('C', number + 300, 5)} .",
        ]
    lines += [
        f"{pick('p', 100, 5)} a owl:SymmetricProperty .",
        f"{pick('p', 101, 5)} a owl:TransitiveProperty .",
        f"{pick('p', 102, 5)} owl:inverseOf {pick('p', 103, 5)} .",
        f"{pick('p', 104, 5)} rdfs:domain {pick('C', 104, 5)} .",
        f"{pick('p', 105, 5)} rdfs:range {pick('C', 105, 5)} .",
    ]
    lines += [
        f"{pick('x', n, 6)} {pick('p', n + 200, 5)} {pick('x', n + 400, 6)} ." for n in range(9)
    ]
    quads = graph_of(OWL_PREFIX + "\n".join(lines)).quads
    known = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    found = {tuple(map(str, row.triple)) for row in infer(Descriptions(quads))}
    # owlrl also relates classes and properties to themselves and to each other, by other rules.
    about_data = re.compile(r"<https://example\.org/x\d>")
    theirs = {one for one in arbiter(known) if about_data.fullmatch(one[0]) and says_something(one)}
    assert {one for one in found if about_data.fullmatch(one[0])} == theirs


def test_graphs_say_rule_and_sentences() -> None:
    """The triples stand in a graph for each rule and set of sentences, and nowhere else."""
    found = inferred(":p a owl:SymmetricProperty . :s1 { :x :p :y . :a :p :b } :s2 { :c :p :d }")
    stated = graph_of(PASSAGES).quads
    answer = run.run(
        store.of_quads([*stated, *found.quads()]),
        "SELECT ?s ?rule ?n { ?g a mkg:Inference ; mkg:rule ?rule ; mkg:inferredFrom/"
        "dcterms:identifier ?n . GRAPH ?g { ?s ?p ?o } } ORDER BY ?s",
    )
    assert isinstance(answer, QuerySolutions)
    rule = NamedNode(PREFIXES["mkg"] + "prp-symp")
    assert [tuple(row) for row in answer] == [
        (NamedNode("https://example.org/b"), rule, Literal("S01")),
        (NamedNode("https://example.org/d"), rule, Literal("S02")),
        (NamedNode("https://example.org/y"), rule, Literal("S01")),
    ]
    names = {quad.graph_name for quad in found.quads() if isinstance(quad.graph_name, NamedNode)}
    assert len(names) == 2
    assert without_inferences([*stated, *found.quads()]) == stated


def test_the_same_however_the_data_are_ordered(graph: mistral_kg.KnowledgeGraph) -> None:
    """Rows and graphs do not hang on the order of the quads."""
    rows = infer(graph.described())
    other = infer(Descriptions(sorted(graph.quads, key=str)))
    assert [row[:5] for row in rows] == [row[:5] for row in other]
    assert set(rows.quads()) == set(other.quads())
