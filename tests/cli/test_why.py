"""Why: the sentences behind what is said."""

import csv
import io
from pathlib import Path

import pytest

import mistral_kg
from mistral_kg.text.article import hash_of
from mistral_kg.vocabulary import PREFIXES
from tests.conftest import Run, graph_of

TEXT = "Ann leads Bolt.\nAnn may leave Bolt, says Cy.\n"
FIRST, SECOND = TEXT.splitlines()
NOTE = f"""
:article mkg:sha256 "{hash_of(TEXT)}" .
:s1 a mkg:Passage ; dcterms:identifier "S1" ; oa:start 0 ; oa:end {len(FIRST)} ;
    mkg:sha256 "{hash_of(FIRST)}" ; mkg:gist "Who leads Bolt"@en ; dcterms:isPartOf :article .
:s2 a mkg:Passage ; dcterms:identifier "S2" ; oa:start {len(FIRST) + 1} ;
    oa:end {len(TEXT) - 1} ; mkg:sha256 "{hash_of(SECOND)}" ; dcterms:isPartOf :article .
:ann rdfs:label "Ann" . :bolt rdfs:label "Bolt" . :cy rdfs:label "Cy" .
:s1 {{ :ann :leads :bolt }}
:c a mkg:Claim ; prov:wasDerivedFrom :s2 ; mkg:modality mkg:possible ;
    prov:wasAttributedTo :cy ; mkg:gist "She may go"@en .
:c {{ :ann :leaves :bolt }}
"""


def rows(run: Run, *words: str) -> list[dict[str, str]]:
    """Return the rows that the command prints in a pipe."""
    return list(csv.DictReader(io.StringIO(run("why", *words).stdout)))


def test_what_ties_two(run: Run) -> None:
    """A triple of two and a partnership of both are found with sentence and place."""
    page = run("why", "Mistral AI", "ਮਾਈਕ੍ਰੋਸਾਫਟ", "--format", "text").stdout
    assert "S18  A partnership of 2024 with Microsoft" in page
    assert "open-source principles (2625–2855)" in page.replace("\n     ", " ")
    assert "\n  stated: Mistral AI is a partner of Microsoft\n" in page
    assert "\n    Mistral AI can compete with Microsoft\n" in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mistral AI", "Microsoft"), ("Mensch", "Fortune"), ("Mensch", "Bloomberg"),
        ("SoftBank", "OpenAI"), ("Mensch", "Mistral AI"), ("Cedric O", "Mistral AI"),
    ],
)  # fmt: skip
def test_ties_are_those_of_the_query(
    graph: mistral_kg.KnowledgeGraph, one: str, other: str
) -> None:
    """Every sentence that the query evidence finds is among those of why, in either order."""
    asked = {
        (row.sentence, str(row.modality).removeprefix(PREFIXES["mkg"]))
        for row in graph.query("evidence", a=one, b=other)
    }
    for found in (graph.why(one, other), graph.why(other, one)):
        assert asked
        assert asked <= {(row.sentence, row.modality) for row in found}


def test_claims_about_both_count(run: Run) -> None:
    """A claim about both ties them, though its triple does not."""
    found = [row for row in rows(run, "Mistral AI", "Meta") if row["sentence"] == "S21"]
    assert [(row["relation"], row["object"]) for row in found] == [
        ("schema:about", "id:meta"),
        ("schema:about", "id:mistral-ai"),
    ]


def test_all_said_of_one(graph: mistral_kg.KnowledgeGraph) -> None:
    """Of one entity, whatever a sentence says of it is shown."""
    assert {row.sentence for row in graph.why("Axa")} == {"S27", "S28"}
    assert "S27  " in str(graph.why("Axa"))


@pytest.mark.parametrize(
    "fact",
    [
        ["OpenAI", "is backed by", "Microsoft"],
        ["id:openai", "mkg:backedBy", "id:microsoft"],
        ["ਓਪਨਏਆਈ", "backedBy", "ਮਾਈਕ੍ਰੋਸਾਫਟ"],
    ],
)
def test_fact_has_its_sentence(run: Run, fact: list[str]) -> None:
    """One triple is found by labels, CURIEs and ends of IRIs."""
    assert [row["sentence"] for row in rows(run, "--fact", *fact)] == ["S14"]


@pytest.mark.parametrize(
    "value", ["113000000", "113,000,000", '"113000000"^^xsd:integer', '"113000000"']
)
def test_fact_with_a_figure(run: Run, value: str) -> None:
    """A bare number and a literal are compared by their value."""
    (row,) = rows(run, "--fact", "id:mistral-seed-round", "mkg:amount", value)
    assert (row["sentence"], row["object"]) == ("S08", "113000000")


def test_fact_that_is_only_claimed(run: Run) -> None:
    """What is only claimed is shown as a claim; status 1 says that nothing states it."""
    done = run("why", "--fact", "Mistral AI", "intends", "IPO of Mistral AI", "-f", "text")
    assert done.returncode == 1
    assert "denied, Mensch: Mistral AI is not to go public" in done.stdout
    assert "no sentence states this as a fact" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Axa", "Macron"], "no sentence connects 'Axa' and 'Macron'"),
        (
            ["--fact", "Axa", "praises", "Mars"],
            "no sentence states or reports 'Axa' 'praises' 'Mars'",
        ),
        (["Axa", "Axa"], "no sentence connects"),
        (["id:mistral-ai", "mkg:seed"], "no sentence connects"),
        (["mkg:Claim"], "there is no fact or claim about"),
    ],
)
def test_nothing_ties_them(run: Run, words: list[str], told: str) -> None:
    """Where no sentence connects two or says the fact, one line says so, with status 1."""
    done = run("why", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert told in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["Axa", "Mars", "Cisco"],
        ["Axa", "--fact", "a", "b", "c"],
        ["--fact", "Axa", "prases", "Mars"],
        ["--fact", "Axa", "praises", '"x"^^no:type'],
        ["Axa", "nobody at all"],
        ["Axa", "--article", "missing.txt"],
        ["Axa", "--lang", "fr"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line(run: Run, words: list[str]) -> None:
    """Wrong use has status 2 and one line."""
    done = run("why", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_punjabi_words(run: Run) -> None:
    """With --lang pa labels, sentences and modalities are Punjabi."""
    page = run("why", "Axa", "Mistral AI", "--lang", "pa", "-f", "text").stdout
    assert "ਦੱਸਿਆ ਗਿਆ: ਐਕਸਾ, ਮਿਸਟਰਲ ਏਆਈ ਦੇ ਗਾਹਕਾਂ ਵਿੱਚੋਂ" in page


def test_words_of_the_article(tmp_path: Path) -> None:
    """With the article's file each sentence is shown in its own words."""
    (tmp_path / "note.txt").write_text(TEXT)
    found = graph_of(NOTE).why("Ann", "Bolt", article=str(tmp_path / "note.txt"))
    assert [(row.sentence, row.words) for row in found] == [("S1", FIRST), ("S2", SECOND)]
    assert f"“{SECOND}”" in str(found)
    assert found.columns[-1] == "words"
    assert not found.notes


def test_words_of_another_version_are_left_out(tmp_path: Path) -> None:
    """Where the file differs, the words of those sentences are left out, and it says so."""
    (tmp_path / "note.txt").write_text(TEXT.replace("says", "said"))
    found = graph_of(NOTE).why("Ann", "Bolt", article=str(tmp_path / "note.txt"))
    assert [row.words for row in found] == [FIRST, None]
    (note,) = found.notes
    assert "S2" in note
    assert "S1" not in note


def test_words_are_those_of_the_right_article(tmp_path: Path) -> None:
    """Of two articles whose passages have the same identifiers only the given one is quoted."""
    other = "Ann praises Bolt.\nBolt praises Ann.\n"
    second = (
        NOTE.replace(":article", ":article2").replace(":s1", ":t1").replace(":s2", ":t2")
        .replace(":c ", ":c2 ").replace(hash_of(TEXT), hash_of(other))
        .replace(":leads", ":praises")
        .replace(hash_of(FIRST), hash_of(other[: len(FIRST)]))
    )  # fmt: skip
    graph = graph_of(NOTE + second)
    (tmp_path / "note.txt").write_text(TEXT)
    found = graph.why("Ann", "Bolt", article=tmp_path / "note.txt")
    assert [(row.relation.rpartition("/")[2], row.words) for row in found if "S1" in row] == [
        ("leads>", FIRST),
        ("praises>", None),
    ]
    page = str(found)
    assert page.count("S1  ") == 2
    assert page.index(FIRST) < page.index("stated: Ann → leads") < page.index("→ praises →")


def test_another_text_is_refused(run: Run, tmp_path: Path) -> None:
    """A file that has none of the passages is another text."""
    (tmp_path / "other.txt").write_text(TEXT)
    done = run("why", "Axa", "--article", "other.txt")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "other.txt" in done.stderr


def test_data_without_passages() -> None:
    """Foreign data without passages have statements, but no sentences."""
    found = graph_of(":a :knows :b .").why("a", "b")
    assert [tuple(row[:4]) for row in found] == [
        ("", "<https://example.org/a>", "<https://example.org/knows>", "<https://example.org/b>")
    ]
    assert str(found) == "  stated: a → knows → b"
