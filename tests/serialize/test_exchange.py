"""The network for other programs: what GraphML and GEXF carry, and what is refused."""

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx
import pytest

import mistral_kg
from mistral_kg.errors import ExportError
from mistral_kg.page import exchange
from mistral_kg.page.network import Network
from tests.conftest import PREFIXES, Run, graph_of

ID = "https://w3id.org/mistral-kg/id/"
FORMATS = ("graphml", "gexf")


def read(data: bytes, format: str) -> networkx.MultiDiGraph:
    """Return the network that networkx reads from the data."""
    if format == "gexf":
        return networkx.read_gexf(io.BytesIO(data))
    return networkx.read_graphml(io.BytesIO(data), force_multigraph=True)


def of_two(**attributes: object) -> Network:
    """Return a network of one edge with these attributes."""
    made = Network()
    made.add_edge("https://example.org/a", "https://example.org/b", **attributes)
    return made


@pytest.mark.parametrize("format", FORMATS)
def test_the_whole_graph_is_carried(graph: mistral_kg.KnowledgeGraph, format: str) -> None:
    """Nodes, edges and their texts are read back as they were, Gurmukhi too."""
    network = graph.network()
    found = read(exchange.write(network, format), format)
    assert sorted(found) == sorted(network)
    assert sorted(found.edges()) == sorted(network.edges())
    for node, data in network.nodes(data=True):
        for name in ("label", "label_pa", "type", "type_iri"):
            assert found.nodes[node].get(name, "") == data[name]
    assert found.nodes[f"{ID}mistral-ai"]["names"] == "Mistral; ਮਿਸਟਰਲ"
    (fact,) = found[f"{ID}axa"][f"{ID}mistral-ai"].values()
    assert (fact["label"], fact["sentences"], fact["kind"]) == ("is a customer of", "S27", "fact")
    claims = sum(kind == "claim" for *_, kind in found.edges(data="kind"))
    assert claims == sum(kind == "claim" for *_, kind in network.edges(data="kind")) > 0


RICH = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
mkg:planned rdfs:label "planned"@en .
:Company rdfs:label "company"@en . :Startup rdfs:label "startup"@en .
:knows rdfs:label "knows"@en , "is acquainted with"@en ;
    mkg:phrase "{subject} knows {object}"@en , "{subject}, {object} ਨੂੰ ਜਾਣਦਾ ਹੈ"@pa .
:a a :Company , :Startup ; rdfs:label "A"@en , "Alpha"@en , "ਏ"@pa ; skos:altLabel "the A"@en ;
    skos:definition "the first letter"@en ; skos:exactMatch <https://elsewhere.example/a> .
:b rdfs:label "B"@en . :round rdfs:label "Round"@en .
:s1 a mkg:Passage ; mkg:number 1 ; mkg:gist "in short"@en .
:s1 { :a :knows :b ; mkg:amount 640 . :round :of :a ; :currency "USD" }
:plan a mkg:Claim ; prov:wasDerivedFrom :s1 ; mkg:modality mkg:planned ;
    mkg:relativeTime "soon"@en ; mkg:reason "greed"@en .
:known a rdf:Statement ; prov:wasDerivedFrom :s1 ; mkg:qualifier "well"@en , "ਚੰਗਾ"@pa ;
    rdf:subject :a ; rdf:predicate :knows ; rdf:object :b ; skos:note "by hearsay"@en .
:plan { :a :sells :b . :a :count 7 }
:lonely a mkg:Claim ; prov:wasDerivedFrom :s1 ; schema:about :a .
"""


@pytest.mark.parametrize("format", FORMATS)
def test_all_that_describes_a_node_is_carried(format: str) -> None:
    """Second labels, second types, other names, notes and figures are there."""
    found = read(exchange.write(graph_of(RICH).network(), format), format)
    node = found.nodes["https://example.org/a"]
    assert node["labels"] == "A@en; Alpha@en; ਏ@pa"
    assert node["names"] == "the A"
    assert node["types"] == "company; startup"
    assert node["notes"] == (
        "definition: the first letter@en; exactMatch: https://elsewhere.example/a"
    )
    assert node["figures"] == (
        "count 7 (planned) [S01]; amount 640 [S01]; Round: currency USD [S01]"
    )
    edges = {data["relation_iri"][20:]: data for *_, data in found.edges(data=True)}
    assert edges["knows"]["relation_labels"] == "is acquainted with@en; knows@en"
    assert edges["knows"]["passages"] == "https://example.org/s1"
    assert (edges["knows"]["phrase"], edges["knows"]["phrase_pa"]) == (
        "A knows B",
        "ਏ, B ਨੂੰ ਜਾਣਦਾ ਹੈ",
    )
    assert (edges["knows"]["qualifier"], edges["knows"]["qualifier_pa"]) == ("well", "ਚੰਗਾ")
    assert edges["knows"]["note"] == "by hearsay"
    assert "phrase" not in edges["sells"]
    assert (edges["sells"]["reason"], edges["sells"]["notes"]) == ("greed", "relativeTime: soon@en")


@pytest.mark.parametrize("format", FORMATS)
def test_what_the_format_leaves_out_is_said(run: Run, tmp_path: Path, format: str) -> None:
    """Passages and claims without an edge are counted on standard error."""
    (tmp_path / "rich.trig").write_text(PREFIXES + RICH)
    done = run("view", "--source", "rich.trig", "-o", f"net.{format}")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        0,
        f"mistral-kg: {format} leaves out 1 passage (with gist, place and names) and "
        "1 claim (without an edge); html keeps these",
    )
    page = run("view", "--source", "rich.trig", "-o", "net.html")
    assert page.stderr == "mistral-kg: wrote net.html\n"


@pytest.mark.parametrize("format", FORMATS)
def test_edges_have_ids_of_their_own(graph: mistral_kg.KnowledgeGraph, format: str) -> None:
    """No two edges have one id, as Gephi would take them for one."""
    tree = ET.fromstring(exchange.write(graph.network(), format))  # noqa: S314  our own text
    ids = [one.get("id") for one in tree.iter() if one.tag.endswith("}edge")]
    assert len(ids) == len(set(ids)) == graph.network().number_of_edges()


@pytest.mark.parametrize("format", FORMATS)
def test_attributes_are_texts_and_numbers(format: str) -> None:
    """Lists become one text; nothing, what is nested and what is no text are left out."""
    network = of_two(
        relation="is < & > \"'",
        sentences=["S08", "S12"],
        others=["one thing", "ਦੋ"],
        weight=2.5,
        count=3,
        nothing=None,
        nested=[{"a": 1}],
        empty=[],
        thing=object(),
    )
    ((_, _, found),) = read(exchange.write(network, format), format).edges(data=True)
    assert {name: found[name] for name in found if name not in {"id", "networkx_key"}} == {
        "label": "is < & > \"'",
        "relation": "is < & > \"'",
        "sentences": "S08 S12",
        "others": "one thing; ਦੋ",
        "weight": 2.5,
        "count": 3,
    }


@pytest.mark.parametrize("format", FORMATS)
def test_parallel_edges_and_loops_are_carried(format: str) -> None:
    """Several edges between two nodes, the way back and a loop stay apart."""
    network = Network()
    pairs = [("a", "b"), ("a", "b"), ("b", "a"), ("a", "a"), ("a", "a")]
    for number, pair in enumerate(pairs):
        network.add_edge(*pair, relation=str(number))
    found = read(exchange.write(network, format), format)
    assert sorted((s, t, label) for s, t, label in found.edges(data="relation")) == [
        ("a", "a", "3"),
        ("a", "a", "4"),
        ("a", "b", "0"),
        ("a", "b", "1"),
        ("b", "a", "2"),
    ]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"], ids=ascii)
def test_character_that_xml_lacks_is_refused(format: str, character: str) -> None:
    """What XML cannot carry is named, with the place, and not written otherwise."""
    with pytest.raises(ExportError, match=f"U\\+{ord(character):04X} in the gist of .*/a → "):
        exchange.write(of_two(gist=f"a{character}b"), format)
    network = Network()
    network.add_node(f"a{character}")
    with pytest.raises(ExportError, match="in a node's name"):
        exchange.write(network, format)


@pytest.mark.parametrize("format", FORMATS)
def test_odd_texts_are_carried(format: str) -> None:
    """Line ends, tabs and characters beyond the first plane are no trouble."""
    text = 'tab\tline\nend 😀 ]]> <!-- lastmodifieddate="1"'
    ((_, _, found),) = read(exchange.write(of_two(gist=text), format), format).edges(data=True)
    assert found["gist"].split() == text.split()


@pytest.mark.parametrize("format", FORMATS)
def test_two_nodes_of_one_name_are_refused(format: str) -> None:
    """Nodes that a file could not tell apart are not written as one."""
    network = Network()
    network.add_nodes_from([1, "1"])
    with pytest.raises(ExportError, match="2 nodes"):
        exchange.write(network, format)


@pytest.mark.parametrize("format", ["html", *FORMATS])
def test_empty_network_is_written(format: str) -> None:
    """A network of nothing makes a file of nothing."""
    assert exchange.write(Network(), format)


def test_same_bytes_at_every_run_and_day() -> None:
    """The files are alike for any hash seed, any day, and for a view of the same nodes."""
    script = f"""
import sys, time
sys.path[:] = {sys.path!r}
time.strftime = lambda *_: sys.argv[1]
import mistral_kg
from mistral_kg.page import exchange
whole = mistral_kg.load().network()
part = whole.subgraph([node for node in whole if "a" in node])
for format in {FORMATS!r}:
    sys.stdout.buffer.write(exchange.write(part, format))
"""
    files = {
        subprocess.run(
            [sys.executable, "-c", script, day],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed, day in (("1", "2026-01-01"), ("2", "2027-02-02"))
    }
    assert len(files) == 1
    assert b"2026-01-01" not in files.pop()
