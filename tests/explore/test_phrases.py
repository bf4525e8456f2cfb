"""Phrases: a statement as a sentence, with its qualifier, reason and note."""

import csv
import io
from pathlib import Path

import pytest

import mistral_kg
from mistral_kg.vocabulary import PREFIXES
from tests.conftest import Run, graph_of

REMARKS = """mkg:qualifier "mostly"@en , "ਬਹੁਤਾ"@pa ; mkg:reason "her skill"@en , "ਹੁਨਰ"@pa ;
    skos:note "A guess."@en , "ਅੰਦਾਜ਼ਾ।"@pa ."""
DATA = f"""
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:leads mkg:phrase "{{subject}} leads {{object}}"@en , "{{subject}}, {{object}} ਦਾ ਮੁਖੀ ਹੈ"@pa ;
    mkg:inversePhrase "{{object}} is led by {{subject}}"@en , "{{object}} ਦਾ ਮੁਖੀ {{subject}} ਹੈ"@pa .
:ann rdfs:label "Ann"@en , "ਐਨ"@pa . :bolt rdfs:label "Bolt"@en , "ਬੋਲਟ"@pa .
:s1 a mkg:Passage ; dcterms:identifier "S1" .
:s1 {{ :ann :leads :bolt ; :likes :bolt ; :calm "low in ego"@en , "ਘੱਟ ਹਉਮੈ ਵਾਲਾ"@pa }}
:note a rdf:Statement ; rdf:subject :ann ; rdf:predicate :leads ; rdf:object :bolt ;
    prov:wasDerivedFrom :s1 ; {REMARKS}
"""
CLAIM = f"""
:s1 a mkg:Passage ; dcterms:identifier "S1" . :ann rdfs:label "Ann" . :bolt rdfs:label "Bolt" .
:c a mkg:Claim ; prov:wasDerivedFrom :s1 ; mkg:modality mkg:possible ; {REMARKS}
:c {{ :ann :leads :bolt }}
"""
QUALIFIERS = {"en": "“mostly”", "pa": "“ਬਹੁਤਾ”"}
LINES = {"en": "because: her skill · note: A guess.", "pa": "ਕਾਰਨ: ਹੁਨਰ · ਟਿੱਪਣੀ: ਅੰਦਾਜ਼ਾ।"}
CELLS = {"en": ("mostly", "her skill", "A guess."), "pa": ("ਬਹੁਤਾ", "ਹੁਨਰ", "ਅੰਦਾਜ਼ਾ।")}
FACTS = {
    "en": ("Ann leads Bolt", "Bolt is led by Ann"),
    "pa": ("ਐਨ, ਬੋਲਟ ਦਾ ਮੁਖੀ ਹੈ", "ਬੋਲਟ ਦਾ ਮੁਖੀ ਐਨ ਹੈ"),
}


@pytest.mark.parametrize("language", ["en", "pa"])
def test_a_fact_begins_with_the_entity_that_is_shown(language: str) -> None:
    """The page of the subject has the phrase, that of the object the inverse, in its language."""
    graph = graph_of(DATA)
    phrase, inverse = FACTS[language]
    end = f"({QUALIFIERS[language]}) [S1]\n    {LINES[language]}"
    assert f"\n  {phrase} {end}\n" in str(graph.show("Ann", lang=language))
    assert f"\n  {inverse} {end}" in str(graph.show("Bolt", lang=language))


@pytest.mark.parametrize("language", ["en", "pa"])
def test_rows_have_statement_and_remarks(language: str) -> None:
    """Rows of show and why have the sentence with its qualifier, the reason and the note."""
    graph = graph_of(DATA)
    phrase, inverse = FACTS[language]
    for one, text in (("Ann", phrase), ("Bolt", inverse)):
        (row,) = (row for row in graph.show(one, lang=language) if row.relation.endswith("leads>"))
        assert row.statement == f"{text} ({QUALIFIERS[language]})"
        assert (row.qualifier, row.reason, row.note) == CELLS[language]
    why = graph.why("Bolt", "Ann", lang=language)
    (reason,) = (row for row in why if row.relation.endswith("leads>"))
    assert reason.statement == f"{phrase} ({QUALIFIERS[language]})"
    assert (reason.qualifier, reason.reason, reason.note) == CELLS[language]
    assert f": {reason.statement}\n    {LINES[language]}\n" in f"{why}\n"


@pytest.mark.parametrize("language", ["en", "pa"])
def test_a_claim_has_its_remarks(language: str) -> None:
    """What is said beside a claim is below it, and in its rows."""
    graph = graph_of(CLAIM)
    for found in (graph.show("Ann", lang=language), graph.why("Ann", "Bolt", lang=language)):
        (row,) = found
        assert (row.qualifier, row.reason, row.note) == CELLS[language]
        assert f"\n    {QUALIFIERS[language]} · {LINES[language]}" in str(found)


def test_remarks_are_of_one_fact_alone() -> None:
    """What is said beside one fact is not said beside another of the same two."""
    (row,) = (row for row in graph_of(DATA).show("Ann") if row.relation.endswith("likes>"))
    assert (row.qualifier, row.reason, row.note) == ("", "", "")


def test_without_a_phrase_the_relation_stands_between_its_ends() -> None:
    """A relation without a phrase is named, with arrows, whichever end is shown."""
    graph = graph_of(DATA)
    assert "\n  Ann → likes → Bolt [S1]" in str(graph.show("Ann"))
    assert "\n  Ann → likes → Bolt [S1]" in str(graph.show("Bolt"))
    assert "Ann → likes → Bolt" in str(graph.why("Ann", "Bolt"))


def test_braces_of_a_label_are_no_places_of_a_phrase() -> None:
    """A label that looks like a place of the phrase is shown as it is."""
    named = DATA.replace('"Ann"@en', '"{object}"@en').replace('"Bolt"@en', '"{subject}"@en')
    assert "\n  {object} leads {subject} (“mostly”) [S1]\n" in str(graph_of(named).show("ann"))


@pytest.mark.parametrize(("language", "value"), [("en", "low in ego"), ("pa", "ਘੱਟ ਹਉਮੈ ਵਾਲਾ")])
def test_a_value_in_two_languages_is_one_fact(language: str, value: str) -> None:
    """A value has one row, in the language that is asked for, and counts once."""
    graph = graph_of(DATA)
    shown, reasons = graph.show("Ann", lang=language), graph.why("Ann", lang=language)
    assert [row.value for row in shown if row.relation.endswith("calm>")] == [value]
    assert [row.object for row in reasons if row.relation.endswith("calm>")] == [value]
    assert {one.what: one.number for one in graph.stats()}["facts"] == 3


def test_the_shipped_graph_speaks_in_sentences(run: Run) -> None:
    """The command prints phrase, qualifier and note of the shipped graph, and the same as cells."""
    page = run("show", "OpenAI", "-f", "text").stdout
    assert "\n  OpenAI is larger than Mistral AI (“much”) [S54]\n    note: " in page
    page = run("show", "Mensch", "-f", "text").stdout
    assert "\n    “by the natural road” · because: its intention to stay" in page
    rows = list(csv.DictReader(io.StringIO(run("show", "OpenAI").stdout)))
    (larger,) = (row for row in rows if row["sentence"] == "S54")
    assert (larger["statement"], larger["qualifier"]) == (
        "OpenAI is larger than Mistral AI (“much”)",
        "much",
    )
    assert larger["note"]
    asked = run("why", "OpenAI", "Mistral AI").stdout
    (reason,) = (r for r in csv.DictReader(io.StringIO(asked)) if r["sentence"] == "S54")
    assert (reason["qualifier"], reason["note"]) == (larger["qualifier"], larger["note"])


def test_the_shipped_graph_speaks_punjabi(run: Run) -> None:
    """With --lang pa the note is below the fact, in Punjabi, on the page and in the rows."""
    asked = ("why", "Axa", "Mistral AI", "--lang", "pa")
    (row,) = csv.DictReader(io.StringIO(run(*asked).stdout))
    assert row["statement"] == "ਐਕਸਾ, ਮਿਸਟਰਲ ਏਆਈ ਦੇ ਗਾਹਕਾਂ ਵਿੱਚੋਂ"
    assert row["note"]
    assert not row["note"].isascii()
    lines = f"ਦੱਸਿਆ ਗਿਆ: {row['statement']}\n    ਟਿੱਪਣੀ: {row['note']}\n"
    assert lines in run(*asked, "-f", "text").stdout


def test_every_relation_reads_either_way(graph: mistral_kg.KnowledgeGraph) -> None:
    """Each fact and claim of an entity is a sentence, and names both of its ends."""
    for row in graph.show("Mistral AI"):
        assert "→" not in row.statement
        assert "{" not in row.statement
        assert not row.label or row.label in row.statement


def test_a_name_in_part_is_enough_to_show_and_a_hint_where_it_binds(run: Run) -> None:
    """Words in the names of one entity alone are enough to show it; a query asks for its name."""
    assert run("show", "supercomputer").stdout == run("show", "id:fluidstack-supercomputer").stdout
    done = run("query", "facts-of", "--bind", "entity=supercomputer")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Fluidstack's supercomputer" in done.stderr


def test_words_of_one_entity_alone_name_it() -> None:
    """Whole words that are in the names of one entity only are enough."""
    data = """
    :a rdfs:label "Bolt's supercomputer" ; skos:altLabel "the supercomputer"@en . :b :p :a .
    """
    assert graph_of(data).show("supercomputer").entity == "<https://example.org/a>"
    assert graph_of(data).show("bolts Supercomputer").entity == "<https://example.org/a>"
    with pytest.raises(mistral_kg.EntityError):
        graph_of(data).show("computer")


def test_words_of_two_entities_name_none() -> None:
    """Where two entities have the words in their names, none is guessed."""
    data = ':a rdfs:label "Old supercomputer" ; :p 1 . :b rdfs:label "New supercomputer" ; :p 2 .'
    with pytest.raises(mistral_kg.EntityError, match="no entity is called 'supercomputer'"):
        graph_of(data).show("supercomputer")
    assert graph_of(data).show("old").entity == "<https://example.org/a>"


def test_a_named_query_chooses_its_language(run: Run) -> None:
    """With --lang pa labels and notes are Punjabi; the rows are the same."""
    asked = ("query", "customers", "--bind", "company=Mistral AI")
    english = list(csv.DictReader(io.StringIO(run(*asked).stdout)))
    punjabi = list(csv.DictReader(io.StringIO(run(*asked, "--lang", "pa").stdout)))
    assert [row["name"] for row in english] == ["Axa", "Cisco", "Mars"]
    assert [row["name"] for row in punjabi] == ["ਐਕਸਾ", "ਸਿਸਕੋ", "ਮਾਰਸ"]
    assert [row["customer"] for row in punjabi] == [row["customer"] for row in english]
    assert all(row["note"] and row["note"] not in str(english) for row in punjabi)


@pytest.mark.parametrize(
    ("what", "language", "message"),
    [
        ("SELECT ?s { ?s ?p ?o }", "pa", "choose it in the SPARQL text"),
        ("customers", "fr", "'en', 'pa'"),
    ],
)
def test_a_language_that_cannot_be_chosen_is_refused(
    run: Run, what: str, language: str, message: str
) -> None:
    """SPARQL text has no language to choose, and a named query no other than its own two."""
    done = run("query", what, "--lang", language)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr


def test_a_language_of_another_is_refused_by_the_library(graph: mistral_kg.KnowledgeGraph) -> None:
    """The library refuses both likewise."""
    with pytest.raises(mistral_kg.QueryError, match="en, pa"):
        graph.query("customers", lang="fr")
    with pytest.raises(mistral_kg.QueryError, match="SPARQL text"):
        graph.query("ASK {}", lang="pa")


def test_a_label_that_is_missing_loses_no_row(tmp_path: Path) -> None:
    """A customer without a label in the language has an empty cell and keeps its row."""
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    (tmp_path / "own.trig").write_text(
        heads + 'id:bolt a mkg:Company ; rdfs:label "Bolt"@en .'
        'art:s1 { id:bolt mkg:customerOf id:cy } art:s1 a mkg:Passage ; dcterms:identifier "S1" .'
        'id:cy a mkg:Company ; rdfs:label "Cy"@en , "ਸਾਈ"@pa .',
        encoding="utf-8",
    )
    own = mistral_kg.load(tmp_path / "own.trig")
    assert [(row.name, row.sentence) for row in own.query("customers")] == [("Bolt", "S1")]
    assert [(row.name, row.sentence) for row in own.query("customers", lang="pa")] == [(None, "S1")]
