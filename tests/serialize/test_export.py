"""Exports: the same bytes each time, the same data for every reader, and a layout for people."""
# ruff: noqa: A001  the argument under test is called format

import difflib
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
import rdflib.compare
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from mistral_kg.errors import ExportError, QueryError
from mistral_kg.rdf.dataset import asked, materialise, read
from mistral_kg.rdf.formats import FORMATS
from mistral_kg.serialize import results
from mistral_kg.serialize.export import export, left_out, read_back, serialize
from mistral_kg.vocabulary import PREFIXES

DECLARED = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
DECLARED += "@prefix : <https://example.org/> .\n"
OURS = {**PREFIXES, "ex": "https://example.org/"}

ARTICLE = """
art: a schema:NewsArticle .
art:s02 a mkg:Passage ; mkg:number 2 .
art:s10 a mkg:Passage ; mkg:number 10 .
art:s10-plan a mkg:Claim ; prov:wasDerivedFrom art:s10 .
art:s02 { id:mistral-ai a mkg:Company ; rdfs:label "Mistral AI"@en , "ਮਿਸਟਰਲ ਏਆਈ"@pa .
          id:series-b mkg:amount 640000000 }
art:s10 { id:mistral-ai mkg:hasCustomer id:axa }
art:s10-plan { id:mistral-ai mkg:hasCustomer id:mars , id:venus }
"""

# What other people's data holds: IRIs that need care, values as somebody wrote them, text of all
# kinds. Numbers are in quotes, as rdflib, which reads this too, would make numbers of bare ones.
FOREIGN = r"""
:a :p <https://example.org/b.> , <https://example.org/b,c(d)> , <https://example.org/50%25> ,
    <https://example.org/-a> , <https://example.org/a..b> , <https://example.org/x/y?q#f> ,
    <https://example.org/~!$&'*+;=@> , <https://example.org/ਪੰਜਾਬੀ> , <https://example.org/ªº×> ,
    <https://example.org/> , <https://example.org/a/../b> , <urn:x:y> , <mkg:z> , :1 .
:a :p1 "1.50"^^xsd:decimal , "1.5"^^xsd:decimal , "10"^^xsd:decimal , "1."^^xsd:decimal ,
    "007"^^xsd:integer , "7"^^xsd:integer , "+7"^^xsd:integer , "-0"^^xsd:integer ,
    "123456789012345678901234567890"^^xsd:integer , "1e3"^^xsd:double , "1000.0"^^xsd:double ,
    "INF"^^xsd:float , "true"^^xsd:boolean , "1"^^xsd:boolean , "sometimes"^^xsd:boolean ,
    "2024-13-99"^^xsd:date , "2024-05"^^xsd:gYearMonth , "--05"^^xsd:gMonth , "x"^^:type ,
    " a  b "^^xsd:token , "<b>bold"^^rdf:XMLLiteral , "{ }"^^rdf:JSON , "P1D"^^xsd:duration .
:a :p2 "" , " two lines\nand \"quotes\" and \\ and 'one' " , "\ttab\rreturn\u2028separator\u0085" ,
    "<x a=\"&amp;\"> ]]>" , "😀 ਮਿਸਟਰਲ ਸ਼" , "plain"@en , "plain"@en-gb , "ਸਾਦਾ"@pa , "plain" ,
    "owl:Thing <http://www.w3.org/ns/prov#> @prefix foaf: <a> ." .
<https://other.example/s> <https://other.example/vocabulary/name1> "in no namespace of ours" .
:b a "a literal for a type" , :Class .
:blank :list ( :x [ :q "1" ] [ :q "1" ] ( "a" "a" ) ) ; a [ a :Unnamed ] .
:blank :same [ :q [] ] , [ :q [] ] , [ :q [] ] .
[] <urn:mistral-kg:rank> "0" .
:graph { :a :p :b ; :p3 "in a graph"@en . _:shared :q _:other . }
<https://example.org/graph/2> { :a :p :b . }
"""


def quads_of(trig: str) -> list[Quad]:
    """Return the quads of a text that needs no prefixes of its own."""
    return materialise(parse(DECLARED + trig, RdfFormat.TRIG))


def text_of(trig: str, format: str = "turtle") -> str:
    """Return the export of a text."""
    return serialize(quads_of(trig), format, prefixes=OURS).decode()


def kept(quads: list[Quad], format: str) -> list[Quad]:
    """Return the quads that the format has room for."""
    return quads if FORMATS[format].named_graphs else asked(quads)


def canonical(quads: list[Quad]) -> Dataset:
    """Return the dataset with canonical names for blank nodes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def rdflib_graphs(data: bytes | str, format: str) -> dict[str, rdflib.Graph]:
    """Return the graphs by name, as rdflib reads them."""
    if format in ("turtle", "nt", "xml"):
        return {"urn:x-rdflib:default": rdflib.Graph().parse(data=data, format=format)}
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=format)
    return {str(graph.identifier): graph for graph in dataset.graphs() if len(graph)}


@pytest.fixture
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib keep 007 and 1.50 as they are."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.usefixtures("as_written")
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses what it deprecates
@pytest.mark.parametrize("format", FORMATS)
def test_rdflib_reads_the_same_graphs(format: str) -> None:
    """Rdflib reads from each format what it reads from the source."""
    expected = rdflib_graphs(DECLARED + FOREIGN, "trig")
    found = rdflib_graphs(text_of(FOREIGN, format), FORMATS[format].rdflib)
    if not FORMATS[format].named_graphs:  # what a pattern without GRAPH asks: all, without passages
        whole = rdflib.Dataset(default_union=True)
        whole.parse(data=DECLARED + FOREIGN, format="trig")
        merged = rdflib.Graph()
        for triple in whole.triples((None, None, None)):
            merged.add(triple)
        expected = dict.fromkeys(found, merged)
    assert found.keys() == expected.keys()
    for name, graph in expected.items():
        assert len(graph) > 1 or name.endswith("2")
        assert rdflib.compare.isomorphic(found[name], graph), name


@pytest.mark.parametrize("format", FORMATS)
def test_pyoxigraph_reads_the_same_dataset(format: str) -> None:
    """Pyoxigraph reads from each format the dataset, a graph named by a blank node included."""
    quads = quads_of(FOREIGN + "_:g { :a :p _:g }")
    found = list(parse(serialize(quads, format, prefixes=OURS), FORMATS[format].engine))
    assert canonical(found) == canonical(kept(quads, format))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("trig", [FOREIGN, ARTICLE, ""], ids=["foreign", "article", "empty"])
def test_export_is_read_back(trig: str, format: str) -> None:
    """What is exported is what is serialized, once read back."""
    quads = quads_of(trig)
    assert export(iter(quads), format) == serialize(iter(quads), format)


def test_the_shipped_dataset_is_exported_in_every_format() -> None:
    """Every format can carry the shipped data, and its predicates are in declared namespaces."""
    exports = {format: export(read(), format) for format in FORMATS}
    assert min(len(data) for data in exports.values()) > 10_000
    assert b"xmlns:ns" not in exports["rdfxml"]


@pytest.mark.parametrize("format", FORMATS)
def test_input_order_does_not_matter(format: str) -> None:
    """Quads in another order, with repeats and other names of blank nodes, give the same bytes."""
    quads = quads_of(FOREIGN + ARTICLE)
    again = quads_of(FOREIGN + ARTICLE)  # the parser names blank nodes anew
    assert set(again) != set(quads)
    random.Random(7).shuffle(again)  # noqa: S311  no secret
    assert serialize(again + again[:9], format) == serialize(quads, format)


EXPORT_ALL = """
import sys
from mistral_kg.rdf import files, reading
from mistral_kg.serialize import export
quads = reading.read(files.inputs([sys.argv[1]]))
for format in export.FORMATS:
    sys.stdout.buffer.write(export.serialize(quads, format))
"""


def test_hash_seed_and_locale_do_not_matter(environment: dict[str, str], tmp_path: Path) -> None:
    """Processes with other hash seeds and another locale write the same bytes."""
    source = tmp_path / "source.trig"
    source.write_text(DECLARED + FOREIGN + ARTICLE, encoding="utf-8")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", EXPORT_ALL, source],
            env=environment | extra,
            capture_output=True,
            check=True,
        ).stdout
        for extra in (
            {"PYTHONHASHSEED": "0"},
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "C"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        )
    }
    assert len(outputs) == 1
    assert "ਮਿਸਟਰਲ ਏਆਈ" in outputs.pop().decode()


def test_a_long_list_of_blank_nodes_is_quick(environment: dict[str, str], tmp_path: Path) -> None:
    """A list of a thousand blank nodes, which RDFC-1.0 alone needs minutes for, takes seconds."""
    source = tmp_path / "list.trig"
    nodes = " ".join(f"[ :x {number} ]" for number in range(1000))
    source.write_text(f"{DECLARED} :a :list ( {nodes} ) .", encoding="utf-8")
    words = [sys.executable, "-c", EXPORT_ALL, str(source)]
    done = subprocess.run(words, env=environment, capture_output=True, check=True, timeout=60)
    assert done.stdout.count(b"rdf:first _:") == 2000  # in Turtle and in TriG


TURTLE = """\
@prefix mkg: <https://w3id.org/mistral-kg/ontology#> .
@prefix id: <https://w3id.org/mistral-kg/id/> .
@prefix art: <https://w3id.org/mistral-kg/article/ipo-denial#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .

art: a schema:NewsArticle ;
.

art:s02 a mkg:Passage ;
    mkg:number 2 ;
.

art:s10 a mkg:Passage ;
    mkg:number 10 ;
.

art:s10-plan a mkg:Claim ;
    prov:wasDerivedFrom art:s10 ;
.

id:mistral-ai a mkg:Company ;
    rdfs:label
        "Mistral AI"@en ,
        "ਮਿਸਟਰਲ ਏਆਈ"@pa ;
    mkg:hasCustomer id:axa ;
.

id:series-b
    mkg:amount 640000000 ;
.
"""

NAMED_GRAPHS = """
art:s02 {
    id:mistral-ai a mkg:Company ;
        rdfs:label
            "Mistral AI"@en ,
            "ਮਿਸਟਰਲ ਏਆਈ"@pa ;
    .

    id:series-b
        mkg:amount 640000000 ;
    .
}

art:s10 {
    id:mistral-ai
        mkg:hasCustomer id:axa ;
    .
}

art:s10-plan {
    id:mistral-ai
        mkg:hasCustomer
            id:mars ,
            id:venus ;
    .
}
"""


def test_layout_of_turtle_and_trig() -> None:
    """Turtle has the used prefixes, then the subjects; TriG has its named graphs after them."""
    assert text_of(ARTICLE) == TURTLE
    assert text_of(ARTICLE, "trig") == TURTLE + NAMED_GRAPHS


@pytest.mark.parametrize(
    ("fact", "removed", "added"),
    [
        ("id:mistral-ai mkg:founded 2023 .", 0, 1),
        ("id:mistral-ai rdfs:label 'Mistral'@fr .", 0, 1),
        ("id:mistral-ai rdfs:label 'Z'@pl .", 1, 2),
        ("id:mistral-ai mkg:hasCustomer id:zalando .", 1, 3),
        ("id:series-b a mkg:FundingRound .", 1, 1),
        ("id:new a mkg:Company .", 0, 3),
        ("id:zoo mkg:founded 2023 .", 0, 4),
    ],
    ids=[
        "new predicate",
        "object between",
        "object at the end",
        "second object",
        "first type",
        "new subject",
        "new last subject",
    ],
)
def test_one_fact_changes_its_own_lines(fact: str, removed: int, added: int) -> None:
    """One fact more is one block in a diff, and no line of another predicate is in it."""
    before = text_of(ARTICLE).splitlines()
    after = text_of(ARTICLE + fact).splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    blocks = [block[1:] for block in matcher.get_opcodes() if block[0] != "equal"]
    assert [(b - a, d - c) for a, b, c, d in blocks] == [(removed, added)]


@pytest.mark.parametrize("format", ["ntriples", "nquads"])
def test_lines_are_sorted(format: str) -> None:
    """N-Triples and N-Quads have one statement a line, in the order of their bytes."""
    lines = serialize(quads_of(FOREIGN), format).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(kept(quads_of(FOREIGN), format))


def test_order_of_graphs_subjects_and_predicates() -> None:
    """Passage s2 comes before s10; type and label come before the other predicates."""
    graphs = text_of("art:s10 { :a :p 1 } art:s2 { :z :p 1 }", "trig")
    assert graphs.index("art:s2 {") < graphs.index("art:s10 {")
    text = text_of("art:s10 :p 1 . art:s2 dcterms:title 't' ; rdfs:label 'l' ; a :C .")
    body = text[text.index("\n\n") :]
    assert re.findall(r"art:\w+|rdfs:\w+|dcterms:\w+| a ", body) == [
        "art:s2",
        " a ",
        "rdfs:label",
        "dcterms:title",
        "art:s10",
    ]


def test_nothing_is_an_empty_file() -> None:
    """Without quads the formats of lines and blocks hold no byte."""
    assert {serialize([], name) for name in ("turtle", "trig", "nquads", "ntriples")} == {b""}


@pytest.mark.parametrize(
    ("trig", "line"),
    [
        ("<https://example.org/b.> a :C .", "<https://example.org/b.> a ex:C ;"),
        ("<https://example.org/b,c(d)> a :C .", "<https://example.org/b,c(d)> a ex:C ;"),
        ("<https://example.org/50%25> a :C .", "<https://example.org/50%25> a ex:C ;"),
        ("<https://example.org/-a> a :C .", "<https://example.org/-a> a ex:C ;"),
        ("<https://example.org/a/b> a :C .", "<https://example.org/a/b> a ex:C ;"),
        ("<https://example.org/a.b-1> a :C .", "ex:a.b-1 a ex:C ;"),
        ("<https://example.org/ਪੰਜਾਬੀ> a :C .", "ex:ਪੰਜਾਬੀ a ex:C ;"),
        ("<https://example.org/> a :C .", "ex: a ex:C ;"),
        (":a :p 7 .", "    ex:p 7 ;"),
        (":a :p 1.50 .", "    ex:p 1.50 ;"),
        (":a :p true .", "    ex:p true ;"),
        (":a :p '007'^^xsd:integer .", '    ex:p "007"^^xsd:integer ;'),
        (":a :p 1e3 .", '    ex:p "1e3"^^xsd:double ;'),
        (":a :p 'x'^^:type .", '    ex:p "x"^^ex:type ;'),
        (r":a :p '\n\"\\'@en .", r'    ex:p "\n\"\\"@en ;'),
    ],
)
def test_how_turtle_writes_a_term(trig: str, line: str) -> None:
    """A term is as short as every parser reads it alike."""
    assert line in text_of(trig).splitlines()


def prefixes_in(text: str) -> list[str]:
    """Return the prefixes that Turtle declares, in its order."""
    return [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]


def test_only_used_prefixes_are_declared() -> None:
    """A prefix in a literal or in a whole IRI is no use of it; one of a datatype is."""
    text = text_of(":a :p 'owl:Thing', 'x'^^xsd:date, <https://schema.org/a/b>, <skos:x> .")
    assert prefixes_in(text) == ["xsd:", "ex:"]


@pytest.mark.parametrize("format", ["turtle", "trig", "jsonld", "rdfxml"])
def test_prefixes_that_overlap(format: str) -> None:
    """The longest namespace is used, and of equal ones the first declared."""
    overlapping = {
        "first": "https://example.org/",
        "second": "https://example.org/",
        "sub": "https://example.org/sub-",
    }
    quads = quads_of(":a :p :b ; :sub-q :c .")
    text = serialize(quads, format, prefixes=overlapping).decode()
    read_back(text.encode(), format, quads)
    assert "first:p" in text
    # As a prefix of JSON-LD, "sub" would need a delimiter at the end of its namespace.
    assert ("first:sub-q" if format == "jsonld" else "sub:q") in text
    assert "second" not in text


def test_jsonld_for_people() -> None:
    """JSON-LD is indented, says its prefixes once and leaves Gurmukhi letters as they are."""
    text = text_of(ARTICLE, "jsonld")
    assert text.startswith('{\n  "@context": {\n    "id": "@id",\n    "type": "@type",')
    document = json.loads(text)
    assert document["@context"] == {
        "id": "@id",
        "type": "@type",
        "graph": "@graph",
        **{prefix: PREFIXES[prefix] for prefix in ("mkg", "art", "rdfs", "prov", "schema")},
        "entity": PREFIXES["id"],
        "Claim": "mkg:Claim",
        "Company": "mkg:Company",
        "NewsArticle": "schema:NewsArticle",
        "Passage": "mkg:Passage",
        "amount": "mkg:amount",
        "hasCustomer": {"@id": "mkg:hasCustomer", "@type": "@id"},
        "label": {"@id": "rdfs:label", "@container": "@language"},
        "number": "mkg:number",
        "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    }
    company = {
        "id": "entity:mistral-ai",
        "type": "Company",
        "label": {"en": "Mistral AI", "pa": "ਮਿਸਟਰਲ ਏਆਈ"},
    }
    amount = {"id": "entity:series-b", "amount": 640000000}
    plan = {"id": "entity:mistral-ai", "hasCustomer": ["entity:mars", "entity:venus"]}
    assert document["@graph"] == [
        {"id": "art:", "type": "NewsArticle"},
        {"id": "art:s02", "type": "Passage", "number": 2, "graph": [company, amount]},
        {
            "id": "art:s10",
            "type": "Passage",
            "number": 10,
            "graph": [{"id": "entity:mistral-ai", "hasCustomer": "entity:axa"}],
        },
        {"id": "art:s10-plan", "type": "Claim", "wasDerivedFrom": "art:s10", "graph": [plan]},
        {**company, "hasCustomer": "entity:axa"},
        amount,
    ]


@pytest.mark.parametrize(
    ("trig", "prefixes", "declared"),
    [
        ("<urn:a:b> :p <urn:b:c> .", {"urn": "https://example.org/"}, []),
        ("<urn:a:b> a <urn:a:c> .", {"urn": "urn:a:"}, []),
        ("<urn:a:b> :p :c .", {"https": "urn:a:", "x": "urn:a:", "ex": OURS["ex"]}, ["x", "ex"]),
        (":sa :sb :sc .", {"s": "https://example.org/s"}, []),
        (":a :p :b .", {"": "https://example.org/"}, []),
    ],
    ids=["scheme of an IRI", "its own scheme", "scheme of another", "no delimiter", "empty"],
)
def test_jsonld_prefixes_that_would_be_misread(
    trig: str, prefixes: dict[str, str], declared: list[str]
) -> None:
    """A prefix that JSON-LD would expand where it should not, or not at all, is not declared."""
    quads = quads_of(trig)
    data = serialize(quads, "jsonld", prefixes=prefixes)
    context = json.loads(data)["@context"]
    assert [key for key, iri in context.items() if key in prefixes and iri == prefixes[key]] == (
        declared
    )
    assert set(parse(data, RdfFormat.JSON_LD)) == set(quads)
    read_back(data, "jsonld", quads)


def test_rdfxml_needs_no_prefix_for_a_predicate() -> None:
    """A predicate that no prefix with a name covers has its namespace declared beside it."""
    quads = quads_of(":a :p 'text' ; rdf:value :b .")
    data = serialize(quads, "rdfxml", prefixes={"": "https://example.org/"})
    read_back(data, "rdfxml", quads)
    assert b'<ns:p xmlns:ns="https://example.org/">text</ns:p>' in data


def test_rdfxml_declares_namespaces_in_order() -> None:
    """The root has the used namespaces in the order of the table, one a line."""
    assert text_of(ARTICLE, "rdfxml").splitlines()[:8] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<rdf:RDF",
        '  xmlns:mkg="https://w3id.org/mistral-kg/ontology#"',
        '  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
        '  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"',
        '  xmlns:prov="http://www.w3.org/ns/prov#">',
        '  <rdf:Description rdf:about="https://w3id.org/mistral-kg/article/ipo-denial#">',
        '    <rdf:type rdf:resource="https://schema.org/NewsArticle"/>',
    ]


@pytest.mark.parametrize(
    ("trig", "term"),
    [
        (":a <https://example.org/2024> 1 .", "<https://example.org/2024>"),
        (":a <https://example.org/p/> 1 .", "<https://example.org/p/>"),
        (r":a :p 'bell\u0007' .", r'"bell\u0007"'),
        (r":a :p '\uFFFE' .", r'"\uFFFE"'),
        (":a rdf:li 1 .", "#li>"),
        (":a rdf:Description 1 .", "#Description"),
    ],
)
def test_rdfxml_refuses_what_xml_cannot_carry(trig: str, term: str) -> None:
    """A term that XML has no way to write is named, with the way out; Turtle writes it."""
    with pytest.raises(ExportError, match="format") as caught:
        export(quads_of(trig), "rdfxml")
    assert term in str(caught.value)
    assert "\n" not in str(caught.value)
    assert export(quads_of(trig), "turtle")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("<a:a> <a:p> <https://example.org/50%> .", "<https://example.org/50%>.*%25"),
        ("<a:a> <a:p> 'x'^^<https://example.org/50%> .", "<https://example.org/50%>.*%25"),
        ("<a:a> <a:p> <<( <a:b> <a:c> <a:d> )>> .", "<a:b> <a:c> <a:d> is RDF 1.2"),
        ("<a:a> <a:p> 'x'@en--ltr .", '"x"@en--ltr is RDF 1.2'),
    ],
    ids=["lone percent", "in a datatype", "triple term", "direction"],
)
def test_terms_that_few_readers_know_are_refused(turtle: str, words: str, format: str) -> None:
    """A term that other programs cannot read is named instead of written."""
    quads = list(parse(turtle, RdfFormat.TURTLE, lenient=True))
    with pytest.raises(ExportError, match=words):
        serialize(quads, format)


@pytest.mark.parametrize(
    ("format", "old", "new", "words"),
    [
        ("turtle", "640000000", "64", 'amount> "640000000".*integer> is not read back'),
        ("turtle", "640000000", '"0640000000"^^xsd:integer', '"640000000".* is not read back'),
        ("turtle", "    mkg:hasCustomer id:axa ;\n", "", "hasCustomer> <.*axa> is not read back"),
        ("turtle", "id:axa ;", "id:axa , id:mars ;", "mars> is read back, which was not there"),
        ("turtle", "id:axa", "unknown:axa", "rdflib cannot read"),
        ("trig", "art:s10-plan {", "art:s10 {", "mars> <.*s10-plan> is not read back"),
        ("jsonld", '"Mistral AI"', '"mistral AI"', '"Mistral AI"@en .*is not read back'),
        ("jsonld", '"pa": "', '"pl": "', 'ਏਆਈ"@pa .*is not read back'),
        ("nquads", "", "nonsense", "rdflib cannot read"),
        ("rdfxml", "</rdf:RDF>", "", "rdflib cannot read"),
    ],
)
def test_read_back_names_what_differs(format: str, old: str, new: str, words: str) -> None:
    """Data that is not the dataset is refused in one line that names a quad."""
    quads = quads_of(ARTICLE)
    text = serialize(quads, format, prefixes={**OURS, "xsd": PREFIXES["xsd"]}).decode()
    text = text.replace("@prefix mkg", f"@prefix xsd: <{PREFIXES['xsd']}> .\n@prefix mkg", 1)
    read_back(text.encode(), format, quads)
    with pytest.raises(
        ExportError, match=f"^{format}: .*{words}.*; use another --format$"
    ) as error:
        read_back(text.replace(old, new, 1).encode(), format, quads)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("format", FORMATS)
def test_read_back_sees_how_blank_nodes_hang_together(format: str) -> None:
    """Names of blank nodes do not count; what they connect does."""
    one, other = NamedNode("https://example.org/p"), NamedNode("https://example.org/q")
    a, b, c = BlankNode("a"), BlankNode("b"), BlankNode("c")
    data = serialize([Quad(a, one, b), Quad(b, other, a)], format)
    read_back(data, format, [Quad(c, one, a), Quad(a, other, c)])
    with pytest.raises(ExportError, match="is not read back"):
        read_back(data, format, [Quad(a, one, b), Quad(b, other, c)])


def test_read_back_leaves_no_trace(
    caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    """Reading back says nothing about strange values and leaves rdflib's settings alone."""
    quads = quads_of(":a :p 'x'^^xsd:integer , 'sometimes'^^xsd:boolean .")
    read_back(serialize(quads), "turtle", quads)
    with pytest.raises(ExportError):
        read_back(b"nonsense", "turtle", quads)
    assert caplog.records == []
    assert recwarn.list == []
    assert str(rdflib.Literal("007", datatype=rdflib.XSD.integer)) == "7"


LINK = "the link from each fact to its passage"
KEPT = "; trig, nquads and jsonld keep all"
MORE = f"{KEPT}; --evidence keeps passages and claims"


@pytest.mark.parametrize(
    ("trig", "sentence"),
    [
        (ARTICLE, f"turtle leaves out 1 claim graph with 2 triples and {LINK}{MORE}"),
        ("art:s1 a mkg:Passage . art:s1 { :a :p :b }", f"turtle leaves out {LINK}{MORE}"),
        (
            ARTICLE + ":c a mkg:Claim . :c { :a :p :b } :g { :a :p :b , :c } :h { :a :p :b }",
            "turtle leaves out 2 claim graphs with 3 triples, "
            f"2 other named graphs with 3 triples and {LINK}{MORE}",
        ),
        (":g { :a :p :b }", f"turtle leaves out the name of 1 named graph{KEPT}"),
        (":g { :a :p :b } :h { :a :p :b }", f"turtle leaves out the names of 2 named graphs{KEPT}"),
        (":a :p :b . :c a mkg:Claim .", None),
        ("", None),
    ],
    ids=[
        "article",
        "passage only",
        "all kinds",
        "foreign graph",
        "foreign graphs",
        "no graph",
        "empty",
    ],
)
def test_what_is_left_out(trig: str, sentence: str | None) -> None:
    """A format without named graphs says what it leaves out, by number; the others nothing."""
    quads = quads_of(trig)
    assert left_out(iter(quads), "turtle") == sentence
    for format in ("ntriples", "rdfxml"):
        assert left_out(quads, format) == (sentence and sentence.replace("turtle", format))
    for format in ("trig", "nquads", "jsonld"):
        assert left_out(quads, format) is None


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("graph.ttl", "turtle"),
        ("a.b/graph.trig", "trig"),
        ("graph.v2.nq", "nquads"),
        ("GRAPH.NT", "ntriples"),
        ("graph.jsonld", "jsonld"),
        ("graph.rdf", "rdfxml"),
    ],
)
def test_format_of_a_path(path: str, format: str) -> None:
    """The suffix names the format."""
    assert results.format_of(path, results.GRAPH_FORMATS) == format


@pytest.mark.parametrize("path", ["graph", "graph.csv", "a.ttl/graph", "-", ""])
def test_format_of_a_path_that_names_none(path: str) -> None:
    """Without a known suffix the message names the option and its choices."""
    with pytest.raises(QueryError, match=r"--format with one of turtle, trig, .* rdfxml$"):
        results.format_of(path, results.GRAPH_FORMATS)


def test_an_unknown_format_is_refused() -> None:
    """Each function that takes a format refuses an unknown one and names those there are."""
    for call in (
        lambda: serialize([], "n3"),
        lambda: export([], "n3"),
        lambda: read_back(b"", "n3", []),
        lambda: left_out([], "n3"),
    ):
        with pytest.raises(ExportError, match=r"^n3: .*turtle, trig, nquads, .* or rdfxml$"):
            call()
