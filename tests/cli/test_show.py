"""Show: all about one entity on one page, and as rows."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

import mistral_kg
from mistral_kg.terminal.cells import cells
from mistral_kg.vocabulary import PREFIXES
from tests.conftest import Run, graph_of


def test_page_of_a_company(run: Run) -> None:
    """The page has names, facts with sentences, claims apart, mentions and links."""
    page = run("show", "Microsoft", "--format", "text").stdout
    assert page.startswith("Microsoft · ਮਾਈਕ੍ਰੋਸਾਫਟ\ncompany · id:microsoft\n")
    assert "\n  Microsoft backs OpenAI [S14]\n" in page
    assert page.index("Facts") < page.index("Claims about it")
    assert "\n  S11  questioned, Industry observers: It is in question" in page
    assert page.endswith("Named in: S11 S14 S18\nSame as: wd:Q2283\n")


def test_page_in_punjabi(run: Run) -> None:
    """With --lang pa names, relations, modalities and the page's words are Punjabi."""
    page = run("show", "Microsoft", "--format", "text", "--lang", "pa").stdout
    assert page.startswith("ਮਾਈਕ੍ਰੋਸਾਫਟ · Microsoft\nਕੰਪਨੀ · id:microsoft\n\nਤੱਥ\n")
    assert "\n  ਮਾਈਕ੍ਰੋਸਾਫਟ ਦਾ ਸਮਰਥਨ ਓਪਨਏਆਈ ਨੂੰ ਹੈ [S14]\n" in page


@pytest.mark.parametrize(
    "words",
    ["ਮਿਸਟਰਲ", "Mistral", "mistral ai", "id:mistral-ai", "mistral-ai",
     "https://w3id.org/mistral-kg/id/mistral-ai", "<https://w3id.org/mistral-kg/id/mistral-ai>"],
)  # fmt: skip
def test_entity_has_many_names(graph: mistral_kg.KnowledgeGraph, words: str) -> None:
    """A label in either script, a CURIE, an IRI and its end name one entity."""
    assert graph.show(words).entity == "id:mistral-ai"


def test_figures_near_and_far(graph: mistral_kg.KnowledgeGraph) -> None:
    """Figures of what points to the entity, such as a funding round, stand on its page."""
    assert "Mistral AI's seed round: amount 113,000,000, currency USD [S08]" in str(
        graph.show("Mistral AI")
    )


def test_speaker_shows_what_it_says(graph: mistral_kg.KnowledgeGraph) -> None:
    """The claims of a speaker stand apart from those about it."""
    page = str(graph.show("Mensch"))
    said = page.partition("What it says")[2]
    assert "S05  denied, to Fortune: Mistral AI is not looking at an IPO" in said


def test_what_an_addressee_is_told(run: Run, graph: mistral_kg.KnowledgeGraph) -> None:
    """Claims made to an entity are shown with it, apart from those about it, and by why."""
    page = run("show", "Fortune", "--format", "text").stdout
    assert "S05  denied, Mensch to Fortune: Mistral AI is not looking at an IPO" in page
    assert "Claims addressed to it" in page
    assert "No facts or claims" not in page
    assert {"S05", "S29"} <= {row.sentence for row in graph.why("Fortune")}


def test_rows_are_statements_and_sentences(run: Run) -> None:
    """In a pipe there is one row for each statement and sentence."""
    rows = list(csv.DictReader(io.StringIO(run("show", "Mistral AI").stdout)))
    weights = [row for row in rows if row["value"] == "id:open-weight-companies"]
    assert [(row["direction"], row["relation"], row["sentence"]) for row in weights] == [
        ("→", "mkg:belongsTo", sentence) for sentence in ("S16", "S17", "S22")
    ]
    assert {row["modality"] for row in weights} == {"stated"}
    denied = [row for row in rows if row["modality"] == "denied"]
    assert ("Mensch", "Mistral AI is not to go public") in [
        (one["speaker"], one["gist"]) for one in denied
    ]


def test_rows_are_those_of_the_named_query(graph: mistral_kg.KnowledgeGraph) -> None:
    """Every triple that the query facts-of finds is on the page, in its sentence, remarks too."""
    for name in ("id:mistral-ai", "id:mensch", "id:openai", "id:mistral-seed-round"):
        asked = {
            (
                row.direction,
                row.sentence,
                str(row.modality).removeprefix(PREFIXES["mkg"]),
                row.qualifier or "",
                row.note or "",
            )
            for row in graph.query("facts-of", entity=name)
        }
        shown = [one for one in graph.show(name) if not one.value.startswith("art:s")]
        assert {
            (one.direction, one.sentence, one.modality, one.qualifier, one.note) for one in shown
        } == asked
        assert len(shown) == len(graph.query("facts-of", entity=name))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["en", "pa"])
def test_page_fits_the_terminal(
    graph: mistral_kg.KnowledgeGraph, width: int, language: str
) -> None:
    """No line is wider than the terminal."""
    page = graph.show("Mistral AI", lang=language).page(width)
    assert max(map(cells, page.splitlines())) <= width


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("https://w3id.org/mistral-kg/id/mistrl-ai", "'Mistral AI'"),
        ("Mistal", "'Mistral'"),
        ("id:mistrl-ai", "'Mistral AI'"),
        ("", "search"),
        ("[🚀]", "search"),
        ('a"b', "search"),
        ("art:s12", "passage"),
        ("art:s01-no-ipo", "claim"),
        ("<x y>", "IRI"),
        ("https://example.org/nothing", "search"),
    ],
)
def test_no_such_entity_is_one_line(run: Run, words: str, hint: str) -> None:
    """What names nothing gets one line that helps, and status 2."""
    done = run("show", words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert hint in done.stderr


def test_ambiguous_name_lists_candidates() -> None:
    """A label of several entities is refused with the candidates."""
    graph = graph_of(':a rdfs:label "Same" . :b rdfs:label "Same" .')
    with pytest.raises(mistral_kg.EntityError, match=r"<https://example.org/a>, <https://.*/b>"):
        graph.show("same")


def test_ambiguous_end_lists_candidates() -> None:
    """The end of several IRIs is refused likewise."""
    graph = graph_of("<http://one/x> :p 1 . <http://two/x> :p 1 .")
    with pytest.raises(mistral_kg.EntityError, match="<http://one/x>, <http://two/x>"):
        graph.show("x")


def test_data_without_passages_or_labels() -> None:
    """Foreign data show their triples, named by IRIs' ends, without sentences."""
    page = str(graph_of(":a :knows :b , [ :name 'x' ] ; :age 7 . :b a :Dog .").show("a"))
    assert "\n  a → age → 7\n  a → knows → b\n  a → knows → _:b1" in page
    assert "[" not in page


def test_an_item_of_wikidata_is_an_entity() -> None:
    """What is said of an item of Wikidata is shown, as of any entity."""
    assert "Q1 → owns → Q2" in str(
        graph_of(
            "<http://www.wikidata.org/entity/Q1> :owns <http://www.wikidata.org/entity/Q2> ."
        ).show("wd:Q1")
    )


def test_label_cannot_steer_the_terminal() -> None:
    """Escapes and line ends of a label are harmless on a page."""
    page = str(graph_of(r':a rdfs:label "x\u001b[31m\ny" ; :p "\u0007\r\n<b>" .').show("a"))
    assert "\x1b" not in page
    assert "\x07" not in page
    assert page.startswith("x\ufffd[31m y\n")


def test_unknown_language_is_refused(graph: mistral_kg.KnowledgeGraph) -> None:
    """A language that the page does not have is refused."""
    with pytest.raises(mistral_kg.QueryError, match="en, pa"):
        graph.show("Axa", lang="fr")


@pytest.mark.parametrize(
    "words", [["search", "ਮਿਸਟਰਲ"], ["show", "Axa", "-f", "text"], ["why", "Axa", "-f", "text"]]
)
def test_no_heavy_library_is_imported(environment: dict[str, str], words: list[str]) -> None:
    """To search, show and ask why needs no networkx, rdflib or wcwidth."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mistral_kg", *words],
        capture_output=True,
        env=environment,
        check=True,
    )
    names = [line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()]
    assert "mistral_kg.explore.description" in names
    imported = {name.partition(".")[0] for name in names}
    assert "pyoxigraph" in imported
    heavy = {"rdflib", "networkx", "pyvis", "pyshacl", "rich", "wcwidth"}
    assert not imported & heavy


def test_integers_have_any_number_of_digits(run: Run, tmp_path: Path) -> None:
    """More digits than Python reads by default are shown like any others, in groups."""
    (tmp_path / "own.ttl").write_text(
        "@prefix : <https://example.org/> . @prefix dcterms: <http://purl.org/dc/terms/> ."
        f':a :p {"9" * 6000} . :s dcterms:identifier "S{"1" * 6000}" .'
    )
    done = run("show", "a", "--source", "own.ttl", "-f", "text")
    assert (done.returncode, done.stderr) == (0, "")
    assert ",999" * 1999 in "".join(done.stdout.split())
