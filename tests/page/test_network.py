"""A dataset as a network: which edges there are, and what nodes and edges know."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import networkx
import pytest
from pyoxigraph import RdfFormat, parse

import mistral_kg
from mistral_kg.errors import EntityError, QueryError
from mistral_kg.page import network
from mistral_kg.rdf.dataset import materialise

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


def build(trig: str) -> network.Network:
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
            "passages": [f"https://example.org/{name}" for name in ("s8", "s12", "s100")],
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
            "passages": ["https://example.org/s8", "https://example.org/s12"],
            "modality": "https://w3id.org/mistral-kg/ontology#planned",
            "modality_label": "planned",
            "modality_label_pa": "planned",
            "speaker": "Arthur Mensch",
            "speaker_pa": "Arthur Mensch",
            "speakers": ["https://example.org/mensch"],
            "gist": "Mistral plans to win Mars",
            "gist_pa": "",
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
        "items": [],
        "figures": [
            {
                "of": "",
                "of_pa": "",
                "kind": "fact",
                "relation": "amount",
                "relation_pa": "amount",
                "relation_iri": "https://w3id.org/mistral-kg/ontology#amount",
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


class Frame(HTMLParser):
    """The attributes of the one tag of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, which is to be the only one."""
        assert (tag, self.attributes) == ("iframe", {})
        self.attributes = dict(attrs)


def test_notebook_shows_the_page_in_a_sandbox() -> None:
    """A notebook shows the whole page in a frame that reaches nothing around it."""
    found = build(ARTICLE)
    found.graph["title"] = 'A "title" & <b>more</b>'
    frame = Frame(found._repr_html_() or "").attributes
    assert frame["title"] == found.graph["title"]
    assert frame["sandbox"] == "allow-scripts allow-downloads"
    page = frame["srcdoc"] or ""
    assert page.startswith("<!DOCTYPE html>")
    assert page.rstrip().endswith("</html>")
    assert "ਮਿਸਟਰਲ" in page


def test_operations_of_networkx_keep_the_kind() -> None:
    """What networkx makes of a network is a network that a notebook shows."""
    found = build(ARTICLE)
    mistral = "https://example.org/mistral"
    for made in (
        found.copy(),
        found.reverse(),
        found.reverse(copy=False),
        found.subgraph([mistral]),
        networkx.ego_graph(found, mistral),
        networkx.freeze(found.copy()),
    ):
        assert isinstance(made, network.Network)
        assert "<iframe" in (made._repr_html_() or "")
    assert networkx.is_weakly_connected(found)
    assert not isinstance(found.to_undirected(), network.Network)


def test_cut_network_is_shown_without_what_is_gone() -> None:
    """Passages and claims of what networkx has cut off are not on the page of the rest."""
    shown = build(ARTICLE).subgraph(["https://example.org/axa"])._repr_html_() or ""
    assert "example.org/mars" not in shown
    assert "example.org/mistral" not in shown


def test_foreign_nodes_raise_nothing() -> None:
    """A notebook gets no error for nodes and edges that know nothing of what a page shows."""
    found = network.Network()
    found.add_edge(1, ("not", "a text"))
    assert found._repr_html_() is None
    assert str(found) == "Network with 2 nodes and 1 edges"


def loaded(tmp_path: Path, trig: str = ARTICLE) -> mistral_kg.KnowledgeGraph:
    """Return the graph of a file with this text."""
    path = tmp_path / "own.trig"
    path.write_text(PREFIXES + trig, encoding="utf-8")
    return mistral_kg.load(path)


def told(found: network.Network) -> tuple[str, list[str]]:
    """Return the ends of the nodes' names, and each edge as source, kind, target."""
    nodes = " ".join(node.rpartition("/")[2] for node in found)
    ends = [(s.rpartition("/")[2], k, t.rpartition("/")[2]) for s, t, k in found.edges(data="kind")]
    return nodes, [" ".join(edge) for edge in ends]


FACT, CLAIM = "mistral fact axa", "mistral claim mars"


@pytest.mark.parametrize(
    ("query", "nodes", "ties"),
    [
        ("SELECT ?x { ?x rdfs:label ?l }", "axa mensch mistral", [FACT]),
        ("SELECT ?o { ?s mkg:hasCustomer ?o }", "axa", []),
        ("SELECT ?c ?o { GRAPH ?c { :mistral ?p ?o } ?c a mkg:Claim }", "mars", []),
        ("SELECT ?p ?g { GRAPH ?g { ?s ?p :axa } }", "", []),
        ("SELECT ?l { ?s rdfs:label ?l }", "", []),
        ("SELECT ?x { ?x :no :such }", "", []),
        ("CONSTRUCT WHERE { ?s mkg:hasCustomer ?o }", "axa mistral", [FACT]),
        ("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH :plan { ?s ?p ?o } }", "mars mistral", [CLAIM]),
        ("CONSTRUCT WHERE { ?s a ?type }", "", []),
        ("DESCRIBE :mistral", "axa elsewhere mistral", [FACT, "mistral fact elsewhere"]),
    ],
)  # fmt: skip
def test_query_narrows(tmp_path: Path, query: str, nodes: str, ties: list[str]) -> None:
    """A SELECT leaves the entities in its cells, a CONSTRUCT or DESCRIBE its triples."""
    found = loaded(tmp_path).network(f"PREFIX : <https://example.org/> {query}")
    assert told(found) == (nodes, ties)


def test_constructed_triple_is_a_fact_without_a_sentence(tmp_path: Path) -> None:
    """A triple that the data do not say is a fact of no sentence, with the labels it brings."""
    found = loaded(tmp_path).network(
        """PREFIX : <https://example.org/>
        CONSTRUCT { :axa :shares :mars . :axa mkg:hasCustomer :new . :shares rdfs:label "shares" .
                    :mistral mkg:hasCustomer :axa . :new rdfs:label "New" ; a :Thing }
        WHERE {}"""
    )
    edges = sorted(
        (data["relation"], data["kind"], data["sentences"]) for *_, data in found.edges(data=True)
    )
    assert edges == [
        ("has customer", "fact", []),
        ("has customer", "fact", ["S08", "S12", "S100"]),
        ("shares", "fact", []),
    ]
    new = found.nodes["https://example.org/new"]
    assert (new["label"], new["type"]) == ("New", "Thing")


def test_query_finds_blank_nodes(tmp_path: Path) -> None:
    """A blank node in an answer is that of the network, in cells and in triples."""
    graph = loaded(tmp_path, ":a :p [ :q :b ] . :c :p [ :q :d ] .")
    whole = list(graph.network())
    for query in (
        "SELECT ?x { :c :p ?x . }",
        "CONSTRUCT { :c :p ?x } { :c :p ?x . }",
    ):
        found = list(graph.network(f"PREFIX : <https://example.org/> {query}"))
        assert [node for node in found if node.startswith("_:")] == ["_:b2"]
        assert set(found) <= set(whole)


CHAIN = """
:a :p :b . :b :p :c . :c :p :d . :a :stage mkg:seed . :z :stage mkg:seed . :lone rdfs:label "ਇਕੱਲਾ" .
:a rdfs:label "ਪਹਿਲਾ"@pa . :k a mkg:Claim . :k { :a :p :e } :x rdfs:label "two" .
:y rdfs:label "two" .
"""


@pytest.mark.parametrize(
    ("around", "depth", "facts_only", "nodes"),
    [
        ("ਪਹਿਲਾ", 0, False, "a"),
        ("ਪਹਿਲਾ", None, False, "a b e ontology#seed"),
        ("a", 1, True, "a b ontology#seed"),
        ("https://example.org/b", 1, False, "a b c"),
        ("b", 2, False, "a b c d e ontology#seed"),
        ("b", 99, True, "a b c d ontology#seed"),
        ("mkg:seed", 1, False, "a z ontology#seed"),
        ("ਇਕੱਲਾ", 3, False, "lone"),
    ],
)
def test_around(
    tmp_path: Path, around: str, depth: int | None, facts_only: bool, nodes: str
) -> None:
    """Around an entity is what is so many steps away, but not by way of a vocabulary's term."""
    graph = loaded(tmp_path, CHAIN)
    found = graph.network(around=around, depth=depth, facts_only=facts_only)
    assert sorted(told(found)[0].split()) == sorted(nodes.split())


def test_query_comes_before_around(tmp_path: Path) -> None:
    """Given both, steps go over what the query gives; an entity that it lacks leaves nothing."""
    graph = loaded(tmp_path, CHAIN)
    query = "PREFIX : <https://example.org/> CONSTRUCT WHERE { ?x :p ?o }"
    assert told(graph.network(query, around="a", depth=9))[0] == "a b c d"
    assert not graph.network(query, bindings={"x": "<https://example.org/b>"}, around="a")
    assert told(graph.network(query, bindings={"x": "<https://example.org/b>"}))[0] == "b c"


def test_passages_and_claims_are_narrowed_too(graph: mistral_kg.KnowledgeGraph) -> None:
    """A part knows the passages and claims that concern it, and every sentence that it tells."""
    part = graph.network(around="Axa", facts_only=True)
    assert part.graph["claims"] == []
    assert 0 < len(part.graph["passages"]) < len(graph.network().graph["passages"])
    for one in ("SoftBank", "Mistral AI", "OpenAI"):
        part = graph.network(around=one)
        known = {passage["sentence"] for passage in part.graph["passages"]}
        figures = [one for _, found in part.nodes(data="figures") for one in found]
        records = [*figures, *part.graph["claims"], *(data for *_, data in part.edges(data=True))]
        assert {sentence for one in records for sentence in one["sentences"]} <= known
        named = [name for one in part.graph["passages"] for name in one["names"]]
        named += [name for one in part.graph["claims"] for name in one["about"]]
        assert set(named) <= set(part)
        assert part.graph["claims"]


def test_facts_only_leaves_no_trace_of_claims(graph: mistral_kg.KnowledgeGraph) -> None:
    """Without claims there is no claimed tie, no claimed figure, and nothing that only they tie."""
    found = graph.network(facts_only=True)
    assert {kind for *_, kind in found.edges(data="kind")} == {"fact"}
    figures = [figure for _, node in found.nodes(data="figures") for figure in node]
    assert figures
    assert all("modality" not in figure for figure in figures)
    assert all(degree for _, degree in found.degree())
    assert found.graph["claims"] == []


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"query": "ASK { ?s ?p ?o }"}, QueryError, "ASK"),
        ({"query": "no-such"}, QueryError, "no-such"),
        ({"query": "SELECT ?x { ?x"}, QueryError, "query:1"),
        ({"bindings": {"x": "Axa"}}, QueryError, "bindings"),
        ({"depth": 1}, QueryError, "around"),
        ({"around": "Axa", "depth": -1}, QueryError, "-1"),
        ({"around": "Axxa"}, EntityError, "Axa"),
        ({"around": "art:s01"}, EntityError, "passage"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    graph: mistral_kg.KnowledgeGraph,
    asked: dict[str, object],
    error: type[Exception],
    words: str,
) -> None:
    """What cannot be honoured is refused and says why."""
    with pytest.raises(error, match=words):
        graph.network(**asked)  # type: ignore[arg-type]


def test_ambiguous_name_is_refused(tmp_path: Path) -> None:
    """A name that two things have is refused with both."""
    with pytest.raises(EntityError, match=r"give one of :x, :y$"):
        loaded(tmp_path, CHAIN).network(around="two")


def test_title_says_which_part(graph: mistral_kg.KnowledgeGraph) -> None:
    """The title of a part names the query, the entity, and that claims are left out."""
    part = graph.network("customers", around="id:axa", facts_only=True)
    assert part.graph["title"].endswith(" · customers · around Axa · facts only")
    assert f"<title>{part.graph['title']}</title>" in graph.view(
        "customers", around="id:axa", facts_only=True
    )


def test_same_part_for_any_hash_seed(tmp_path: Path) -> None:
    """A part, and the page of the whole, are the same at every run, whatever the hashes."""
    script = f"""
import sys
sys.path[:] = {sys.path!r}
import mistral_kg
part = mistral_kg.load().network("SELECT * {{ ?a mkg:customerOf ?b }}", around="Mistral AI")
print(list(part.nodes(data=True)), list(part.edges(keys=True, data=True)), part.graph)
print(mistral_kg.load().view())
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(outputs) == 1
