"""A dataset as a network: which edges there are, and what nodes and edges know."""

import networkx
import pytest
from pyoxigraph import RdfFormat, parse

from mistral_kg import network
from mistral_kg.dataset import materialise

PREFIXES = """
PREFIX mkg: <https://w3id.org/mistral-kg/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX : <https://example.org/>
"""

ARTICLE = """
mkg:Company rdfs:subClassOf mkg:Organisation ; rdfs:label "company"@en , "ਕੰਪਨੀ"@pa .
mkg:Organisation rdfs:label "organisation"@en .
mkg:hasCustomer rdfs:label "has customer"@en , "ਗਾਹਕ"@pa .
mkg:planned rdfs:label "planned"@en .
:mistral a mkg:Organisation , mkg:Company ; rdfs:label "Mistral AI"@en , "ਮਿਸਟਰਲ"@pa ;
    skos:altLabel "Mistral"@en ; skos:exactMatch :elsewhere .
:axa rdfs:label "Axa"@en .
:mensch rdfs:label "Arthur Mensch"@en .
:s8 a mkg:Passage ; mkg:number 8 .
:s12 a mkg:Passage ; mkg:number 12 .
:s100 a mkg:Passage ; mkg:number 100 .
:s8 { :mistral mkg:hasCustomer :axa ; mkg:amount 640 ; rdfs:comment "no edge" }
:s12 { :mistral mkg:hasCustomer :axa }
:s100 { :mistral mkg:hasCustomer :axa . :axa a mkg:Company }
:plan a mkg:Claim ; prov:wasDerivedFrom :s12 , :s8 ; mkg:modality mkg:planned ;
    prov:wasAttributedTo :mensch ; mkg:gist "Mistral plans to win Mars"@en .
:plan { :mistral mkg:hasCustomer :mars . :mars a mkg:Planet . :axa a mkg:Planet }
"""


def build(trig: str) -> networkx.MultiDiGraph:
    """Return the network of a text that needs no prefixes of its own."""
    return network.build(materialise(parse(PREFIXES + trig, RdfFormat.TRIG)))


def edges(trig: str) -> list[tuple[str, str, str]]:
    """Return source, target and kind of each edge, without the namespace."""
    found = build(trig).edges(data="kind")
    return [(*(end.removeprefix("https://example.org/") for end in ends), k) for *ends, k in found]


def only_node(label: str) -> dict[str, str]:
    """Return the attributes of the one node that a fact about it makes."""
    attributes: dict[str, str] = build(
        f":s8 a mkg:Passage ; mkg:number 8 . :s8 {{ :some-thing :is :some-thing }} {label}"
    ).nodes["https://example.org/some-thing"]
    return attributes


def test_fact_of_several_sentences_is_one_edge() -> None:
    """A fact is one edge with all its sentences in the order of the article."""
    found = build(ARTICLE)
    fact = "https://w3id.org/mistral-kg/ontology#hasCustomer"
    assert found["https://example.org/mistral"]["https://example.org/axa"] == {
        fact: {
            "relation": "has customer",
            "relation_pa": "ਗਾਹਕ",
            "relation_iri": fact,
            "kind": "fact",
            "sentences": ["S08", "S12", "S100"],
        }
    }


def test_claim_knows_its_circumstances() -> None:
    """A claim is an edge of its own key that says who, how, where and in short what."""
    found = build(ARTICLE)
    relation = "https://w3id.org/mistral-kg/ontology#hasCustomer"
    assert found["https://example.org/mistral"]["https://example.org/mars"] == {
        f"{relation} https://example.org/plan": {
            "relation": "has customer",
            "relation_pa": "ਗਾਹਕ",
            "relation_iri": relation,
            "kind": "claim",
            "claim": "https://example.org/plan",
            "sentences": ["S08", "S12"],
            "modality": "https://w3id.org/mistral-kg/ontology#planned",
            "modality_label": "planned",
            "modality_label_pa": "planned",
            "speaker": "Arthur Mensch",
            "speaker_pa": "Arthur Mensch",
            "gist": "Mistral plans to win Mars",
        }
    }


def test_nodes_are_what_edges_tie() -> None:
    """Descriptions, literals, types and links to the outside make no node and no edge."""
    found = build(ARTICLE)
    assert list(found) == [f"https://example.org/{name}" for name in ("axa", "mars", "mistral")]
    assert found.nodes["https://example.org/mistral"] == {
        "label": "Mistral AI",
        "label_pa": "ਮਿਸਟਰਲ",
        "type": "company",
        "type_pa": "ਕੰਪਨੀ",
        "type_iri": "https://w3id.org/mistral-kg/ontology#Company",
        "names": ["Mistral"],
        "figures": [
            {
                "of": "",
                "relation": "amount",
                "relation_pa": "amount",
                "value": "640",
                "value_pa": "640",
                "sentences": ["S08"],
            }
        ],
    }


def test_passages_and_claims_are_told_in_order() -> None:
    """The network knows the passages, and of each claim what it is about."""
    graph = build(ARTICLE).graph
    assert [one["sentence"] for one in graph["passages"]] == ["S08", "S12", "S100"]
    (claim,) = graph["claims"]
    assert claim["about"] == [f"https://example.org/{name}" for name in ("axa", "mars", "mistral")]
    assert (claim["gist"], claim["speaker"]) == ("Mistral plans to win Mars", "Arthur Mensch")


def test_claimed_type_counts_where_none_is_stated() -> None:
    """A type that is only claimed shows on a thing that has no other, and on no other thing."""
    types = dict(build(ARTICLE).nodes(data="type"))
    assert types["https://example.org/mars"] == "Planet"
    assert types["https://example.org/axa"] == "company"


def test_fact_and_claims_of_one_triple_stay_apart() -> None:
    """One triple that is stated once and claimed twice makes three edges."""
    trig = """
    :s1 a mkg:Passage . :c1 a mkg:Claim . :c2 a mkg:Claim .
    :s1 { :a :b :c } :c1 { :a :b :c } :c2 { :a :b :c }
    """
    assert edges(trig) == [("a", "c", "fact"), ("a", "c", "claim"), ("a", "c", "claim")]


def test_loops_and_ways_back_are_kept() -> None:
    """A relation to itself and both directions between two things are edges."""
    trig = ":s1 a mkg:Passage . :s1 { :a :b :c . :c :b :a . :a :b :a . :a :d :a }"
    assert edges(trig) == [("a", "a", "fact")] * 2 + [("a", "c", "fact"), ("c", "a", "fact")]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("", ("some-thing", "")),
        (':some-thing rdfs:label "Thing"@en , "Chose"@fr , "ਚੀਜ਼"@pa .', ("Thing", "ਚੀਜ਼")),
        (':some-thing rdfs:label "Thing"@en-GB .', ("Thing", "")),
        (':some-thing rdfs:label "Ding"@de , "plain" .', ("plain", "")),
        (':some-thing rdfs:label "ਚੀਜ਼"@pa .', ("ਚੀਜ਼", "ਚੀਜ਼")),
        (':some-thing rdfs:label "B"@en , "A"@en .', ("A", "")),
        (":some-thing rdfs:label :no-text .", ("some-thing", "")),
    ],
    ids=["none", "en and pa", "en-GB", "no language", "pa only", "two in en", "no literal"],
)
def test_label(label: str, expected: tuple[str, str]) -> None:
    """The label is in English, else in whatever there is, else the end of the IRI."""
    node = only_node(label)
    assert (node["label"], node["label_pa"]) == expected


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ("", ""),
        (":some-thing a :Deep , :Middle , :Top .", "Deep"),
        (":some-thing a :Other , :Deep .", "Deep"),
        (":some-thing a :B , :A .", "A"),
        (":some-thing a :Loop .", "Loop"),
    ],
    ids=["none", "chain", "unrelated", "equal", "circular"],
)
def test_type_is_the_most_specific(types: str, expected: str) -> None:
    """The type shown is the one with the most superclasses."""
    classes = ":Deep rdfs:subClassOf :Middle . :Middle rdfs:subClassOf :Top . "
    loop = ":Loop rdfs:subClassOf :Loop2 . :Loop2 rdfs:subClassOf :Loop . "
    assert only_node(classes + loop + types)["type"] == expected


@pytest.mark.parametrize("graph", ["{}", ":graph {{ {} }}"], ids=["default", "named"])
def test_data_without_passages(graph: str) -> None:
    """Where nothing is a passage, every graph holds facts, and no sentence is made up."""
    found = build(graph.format(':a :b :c . :a :d "text" . :a a :T .'))
    assert [(edge["kind"], edge["sentences"]) for *_, edge in found.edges(data=True)] == [
        ("fact", [])
    ]


def test_claims_without_passages() -> None:
    """Claims stay claims in data without passages, and what describes them is no edge."""
    trig = ":a :b :c . :k a mkg:Claim ; mkg:modality mkg:denied . :k { :a :b :d }"
    assert edges(trig) == [("a", "c", "fact"), ("a", "d", "claim")]


def test_blank_nodes_have_steady_names() -> None:
    """A blank node that a parser names at random has the same key in every run."""
    assert [list(build(":a :b [ :c :d ] .").edges()) for _ in range(3)] == [
        [("_:b1", "https://example.org/d"), ("https://example.org/a", "_:b1")]
    ] * 3


def test_order_of_quads_changes_nothing() -> None:
    """The same quads in another order, from an iterator that runs once, give the same network."""
    quads = materialise(parse(PREFIXES + ARTICLE, RdfFormat.TRIG))
    one, other = network.build(iter(quads)), network.build(reversed(quads))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_no_quads() -> None:
    """No quads make an empty network."""
    assert not build("")
