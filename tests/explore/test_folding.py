"""One rule by which names are compared, whatever the word of the command."""

import unicodedata
from pathlib import Path

import pytest

import mistral_kg
from mistral_kg.rdf.folding import fold
from tests.conftest import PREFIXES, Run, graph_of

GRAPH = """
:e1 rdfs:label "Meta's Co-Founder 2024" ; skos:altLabel "ਐਮਾਜ਼ਾਨ ੨੦੨੪"@pa ; mkg:knows :e2 .
:e2 rdfs:label "Straße" ; mkg:knows :e1 . :e3 rdfs:label "C" . :e4 rdfs:label "C++" .
"""
SPELT = {
    "case": "META'S CO-FOUNDER 2024",
    "full-width": "Ｍｅｔａ＇ｓ　Ｃｏ－Ｆｏｕｎｄｅｒ　２０２４",
    "curly": "Meta’s Co-Founder 2024",
    "modifier": "Metaʼs Co-Founder 2024",
    "acute": "Meta´s Co-Founder 2024",
    "prime": "Meta′s Co-Founder 2024",
    "no-apostrophe": "Metas Co-Founder 2024",
    "no-break-hyphen": "Meta's Co\u2011Founder 2024",
    "en-dash": "Meta's Co–Founder 2024",
    "minus": "Meta's Co−Founder 2024",
    "small-hyphen": "Meta's Co﹣Founder 2024",
    "hyphen-bullet": "Meta's Co⁃Founder 2024",
    "no-hyphen": "Meta's Co Founder 2024",
    "soft-hyphen": "Meta's Co-Foun\u00adder 2024",
    "direction-mark": "\u200eMeta's Co-Founder 2024\u200f\u202c",
    "joiners": "Me\u200dta's Co-\u200cFounder\u2060 20\u200b24",
    "byte-order-mark": "\ufeffMeta's Co-Founder 2024",
    "no-break-space": "Meta's\u00a0Co-Founder\u202f2024",
    "gurmukhi-digits": "Meta's Co-Founder ੨੦੨੪",
    "arabic-digits": "Meta's Co-Founder ٢٠٢٤",
    "devanagari-digits": "Meta's Co-Founder २०२४",
    "variation-selector": "Meta\ufe0f's Co-Founder 2024",
    "other-digits-of-a-label": "ਐਮਾਜ਼ਾਨ 2024",
    "precomposed-nukta": "ਐਮਾ\u0a5bਾਨ ੨੦੨੪",
    "decomposed-nukta": unicodedata.normalize("NFD", "ਐਮਾਜ਼ਾਨ ੨੦੨੪"),
    "no-nukta": "ਐਮਾਜਾਨ ੨੦੨੪",
}
SHARP = ["straße", "STRASSE", "STRAẞE", "strasse", "Ｓtraße"]


def loaded(folder: Path, turtle: str) -> mistral_kg.KnowledgeGraph:
    """Return the graph of a file that is written into the folder."""
    (folder / "own.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return mistral_kg.load(folder / "own.ttl")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> mistral_kg.KnowledgeGraph:
    """Return a graph whose names can be spelt in many ways."""
    return loaded(tmp_path_factory.mktemp("own"), GRAPH)


@pytest.mark.parametrize("spelt", SPELT.values(), ids=SPELT)
def test_a_spelling_is_one_name_everywhere(own: mistral_kg.KnowledgeGraph, spelt: str) -> None:
    """Search, show, why, path and bindings take each spelling as the same name."""
    assert [one.entity for one in own.search(spelt)][:1] == [":e1"]
    assert own.show(spelt).entity == ":e1"
    assert len(own.path(spelt, "Straße")) == 2
    assert own.why(spelt)
    (row,) = own.query("SELECT ?e ?o { ?e mkg:knows ?o }", e=spelt)
    assert row.e.endswith("e1")


@pytest.mark.parametrize("spelt", SHARP)
def test_case_is_left_aside_beyond_ascii(own: mistral_kg.KnowledgeGraph, spelt: str) -> None:
    """A letter that has several capitals is the same in each."""
    assert own.show(spelt).entity == ":e2"


def test_other_case_wins_over_other_signs(own: mistral_kg.KnowledgeGraph) -> None:
    """Names that differ by signs alone can be told apart in any case."""
    assert own.show("c").entity == ":e3"
    assert own.show("c++").entity == ":e4"
    with pytest.raises(mistral_kg.EntityError, match="several"):
        own.show("c#")


def test_folding_twice_changes_nothing() -> None:
    """What is folded stays as it is; of punctuation alone nothing is left aside."""
    for text in [*SPELT.values(), *SHARP, "ΟΔΟΣ οδος", "İıIi", "…", "❤️", "ﬁ Ⅳ ½"]:
        assert fold(fold(text)) == fold(text)
    assert fold("ΟΔΟΣ") == fold("οδος")
    assert [fold(sign) for sign in ("!!!", "-", " … ")] == ["!!!", "-", "…"]


ITEM = [
    "Q2283",
    "q2283",
    "wd:Q2283",
    "http://www.wikidata.org/entity/Q2283",
    "<http://www.wikidata.org/entity/Q2283>",
    "https://www.wikidata.org/wiki/Q2283",
    "Ｑ੨੨੮੩",
]


@pytest.mark.parametrize("item", ITEM)
def test_an_entity_is_found_by_its_wikidata_item(
    graph: mistral_kg.KnowledgeGraph, item: str
) -> None:
    """The item's number, CURIE, IRI and page name the entity that has it."""
    assert [one.entity for one in graph.search(item)] == ["id:microsoft"]
    assert graph.show(item).entity == "id:microsoft"
    assert {one.source for one in graph.path(item, "Q142") if one.step == 1} == {"id:microsoft"}


@pytest.mark.parametrize("item", ["Q119718658", "wd:Q119718658"])
def test_bind_takes_a_wikidata_item(run: Run, item: str) -> None:
    """A parameter is bound to the entity that has the item; a query for items gets the item."""
    assert "axa" in run("query", "customers", "--bind", f"company={item}").stdout
    asked = "SELECT ?e ?item { ?e skos:exactMatch ?item }"
    assert "id/mistral-ai" in run("query", asked, "--bind", f"item={item}").stdout


def test_an_item_of_two_entities_is_ambiguous() -> None:
    """Show names the entities that share an item, search lists them; a label comes first."""
    graph = graph_of("""
    :a rdfs:label "A" ; skos:exactMatch <http://www.wikidata.org/entity/Q5> .
    :b rdfs:label "B" ; skos:exactMatch <http://www.wikidata.org/entity/Q5> ,
      <http://www.wikidata.org/entity/Q7> .
    :c rdfs:label "Q7" .
    """)
    with pytest.raises(mistral_kg.EntityError, match=r"/a>, <https://example.org/b>"):
        graph.show("Q5")
    assert [one.label for one in graph.search("Q5")] == ["A", "B"]
    assert graph.show("Q7").labels == ["Q7"]
    assert graph.show("wd:Q7").labels == ["B"]


SHOWN = {
    "-x": "<https://w3id.org/mistral-kg/id/-x>",
    "x-": "id:x-",
    ".x": "<https://w3id.org/mistral-kg/id/.x>",
    "x.": "<https://w3id.org/mistral-kg/id/x.>",
    "x.y": "id:x.y",
    "2x": "id:2x",
    "_x": "id:_x",
    "a/b": "<https://w3id.org/mistral-kg/id/a/b>",
    "a+b": "<https://w3id.org/mistral-kg/id/a+b>",
    "a%20b": "<https://w3id.org/mistral-kg/id/a%20b>",
    "a~b": "<https://w3id.org/mistral-kg/id/a~b>",
    "(a)": "<https://w3id.org/mistral-kg/id/(a)>",
    "it's": "<https://w3id.org/mistral-kg/id/it's>",
    "ਮਿਸਟਰਲ": "id:ਮਿਸਟਰਲ",
    "\u0a3e": "id:\u0a3e",
    "\u0301x": "<https://w3id.org/mistral-kg/id/\u0301x>",
    "🚀": "<https://w3id.org/mistral-kg/id/🚀>",
}


@pytest.mark.parametrize(("local", "shown"), SHOWN.items(), ids=map(ascii, SHOWN))
def test_a_name_of_a_table_can_be_typed(tmp_path: Path, local: str, shown: str) -> None:
    """What a table shows is read by SPARQL, by show, by search and by a binding."""
    iri = f"https://w3id.org/mistral-kg/id/{local}"
    graph = loaded(tmp_path, f'<{iri}> rdfs:label "One" ; mkg:knows :other .')
    (row,) = graph.search("One")
    assert row.entity == shown
    answer = graph.query("SELECT ?s { ?s mkg:knows ?o }")
    assert shown in str(answer)
    assert [one.s for one in graph.query(f"SELECT ?s {{ ?s ?p ?o FILTER(?s = {shown}) }}")]
    assert bool(graph.query(f"ASK {{ {shown} mkg:knows ?o }}"))
    assert graph.show(shown).entity == shown
    assert [one.entity for one in graph.search(shown)] == [shown]
    assert len(graph.query("SELECT ?s { ?s mkg:knows ?o }", s=shown)) == 1


def test_the_longest_namespace_names_an_iri() -> None:
    """A table and an export shorten an IRI by the same prefix."""
    graph = graph_of('mkg:x rdfs:label "X" . <https://w3id.org/mistral-kg/ontology> :p 1 .')
    assert graph.search("X")[0].entity == "mkg:x"


def test_bind_takes_whatever_show_takes(run: Run) -> None:
    """An IRI's end names an entity in a binding too; what names nothing is one line."""
    for name in ("mistral-ai", "id:mistral-ai", "Mistral AI", "wd:Q119718658"):
        assert run("show", name).returncode == 0
        done = run("query", "customers", "--bind", f"company={name}")
        assert (done.returncode, done.stdout.count("S27")) == (0, 3)
    done = run("query", "customers", "--bind", "company=mistral-aix")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "name", ["mistral-ai", "Ｍｉｓｔｒａｌ－ＡＩ", "Q119718658", "wd:Q119718658"]
)
def test_an_endpoint_finds_the_same_names(run: Run, oxigraph: str, name: str) -> None:
    """Where an endpoint answers, a binding takes what it takes over files."""
    done = run("query", "customers", "--bind", f"company={name}", "--source", oxigraph)
    assert (done.returncode, done.stdout.count("S27")) == (0, 3)


def test_the_end_of_an_iri_is_bound_everywhere(run: Run, oxigraph: str) -> None:
    """An IRI's end that is no label names its entity over files and at an endpoint."""
    asked = ("query", "SELECT ?s ?l { ?s rdfs:label ?l }", "--bind", "s=fluidstack-supercomputer")
    assert "supercomputer" in run(*asked).stdout.splitlines()[1]
    assert sorted(run(*asked, "--source", oxigraph).stdout) == sorted(run(*asked).stdout)
