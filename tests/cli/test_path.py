"""Path: the shortest ways from one entity to another."""

import csv
import io
from itertools import pairwise

import pytest

import mistral_kg
from tests.conftest import Run, graph_of


def test_path_is_shown_with_relations_and_sentences(run: Run) -> None:
    """Each step has its relation, its direction and its sentences."""
    done = run("path", "OpenAI", "Macron", "--format", "text")
    assert done.stdout.splitlines() == [
        "1.  OpenAI is a rival of Mistral AI [S11]",
        "      note: It is part of the observers' question, and given as an example.",
        "    OpenAI is larger than Mistral AI (“much”) [S54]",
        "      note: The giants are the leaders that S53 names.",
        "    Mistral AI is praised by Emmanuel Macron (“often”) [S40]",
    ]


def test_all_shortest_paths_are_given(run: Run) -> None:
    """Where several paths are equally short, each is given, as rows for machines."""
    rows = list(csv.DictReader(io.StringIO(run("path", "Axa", "Mars").stdout)))
    assert list(rows[0]) == [
        "path", "step", "from", "relation", "direction", "to", "modality", "sentences",
    ]  # fmt: skip
    assert {row["path"] for row in rows} == {"1", "2", "3"}
    assert [list(row.values()) for row in rows if row["path"] == "2"] == [
        ["2", "1", "id:axa", "mkg:customerOf", "→", "id:mistral-ai", "stated", "S27"],
        ["2", "2", "id:mistral-ai", "mkg:customerOf", "←", "id:mars", "stated", "S27"],
    ]


def test_limit_cuts_and_says_so(run: Run) -> None:
    """A limit gives no more paths, and stderr says that there are."""
    done = run("path", "Axa", "Mars", "--limit", "2")
    assert {line.partition(",")[0] for line in done.stdout.splitlines()[1:]} == {"1", "2"}
    assert "--limit" in done.stderr
    assert run("path", "Axa", "Mars", "--limit", "3").stderr == ""
    everything = run("path", "Axa", "Mars", "--limit", "0")
    assert everything.stdout == run("path", "Axa", "Mars", "--limit", "99").stdout


def test_claims_only_when_asked(run: Run) -> None:
    """A way over claims is not taken unasked, but named; asked for it says who claims it."""
    done = run("path", "Axa", "SoftBank")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "--claims" in done.stderr
    done = run("path", "Axa", "SoftBank", "--claims", "--format", "text")
    assert done.returncode == 0
    speaker = "[S12: possible, the Punjabi feature on Mistral AI]"
    assert speaker in " ".join(done.stdout.split())


def test_long_and_wide_ways_are_found() -> None:
    """A way of thousands of steps, and one of very many that are alike, are found at once."""
    chain = " . ".join(f":n{number} :p :n{number + 1}" for number in range(3000))
    assert len(graph_of(f"{chain} .").path("n0", "n3000")) == 3000
    layers = [[f":{letter}{number}" for number in range(6)] for letter in "abcdefghijklmnop"]
    layers = [[":start"], *layers, [":end"]]
    wide = " . ".join(
        f"{one} :p {', '.join(after)}" for before, after in pairwise(layers) for one in before
    )
    found = graph_of(f"{wide} .").path("start", "end")
    assert (found.number, found.is_cut, len(found)) == (10, True, 170)


def test_terms_are_no_stations() -> None:
    """What two have in common by the vocabulary alone does not tie them."""
    graph = graph_of(":s1 a mkg:Passage . :s1 { :a mkg:stage mkg:seed . :b mkg:stage mkg:seed }")
    assert not graph.path("a", "b")


@pytest.mark.parametrize(
    "words",
    [["Axa", "Axa"], ["Axa", "nobody at all"], ["Axa"], ["Axa", "Mars", "--limit", "-1"],
     ["Axa", "Mars", "--limit", "x"], ["Axa", ""]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_is_one_line(run: Run, words: list[str]) -> None:
    """Wrong use has status 2 and one line."""
    done = run("path", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_no_path_is_said(run: Run) -> None:
    """Without any path there is one line and status 1, with claims too."""
    done = run("path", "Axa", "mkg:seed", "--claims")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_punjabi_words(run: Run) -> None:
    """With --lang pa labels and relations are Punjabi."""
    page = run("path", "Axa", "Mistral AI", "--lang", "pa", "-f", "text").stdout
    assert page.splitlines() == [
        "1.  ਐਕਸਾ, ਮਿਸਟਰਲ ਏਆਈ ਦੇ ਗਾਹਕਾਂ ਵਿੱਚੋਂ [S27]",
        "      ਟਿੱਪਣੀ: ਇਹ ਮਿਸਾਲਾਂ ਹਨ; ਹੋਰ ਗਾਹਕ ਵੀ ਹੋ ਸਕਦੇ ਹਨ।",
    ]


def test_blank_nodes_are_stations() -> None:
    """A blank node may stand on the way; loops and ways back do not matter."""
    found = graph_of(":a :p [ :p :b ] . :a :p :a . :b :q :a2 .").path("a", "b")
    assert [(step.source, step.target) for step in found] == [
        ("<https://example.org/a>", "_:b1"),
        ("_:b1", "<https://example.org/b>"),
    ]


def test_a_step_says_what_why_says(graph: mistral_kg.KnowledgeGraph) -> None:
    """A step of a path is the same statement as that of why: to whom a claim is made, and where."""
    (step,) = (
        one
        for one in graph.path("Mistral AI", "Microsoft", claims=True)
        if one.modality != "stated"
    )
    assert step.statement in graph.why("Mistral AI", "Microsoft").statements
    told = graph_of(
        ":s1 a mkg:Passage . :c a mkg:Claim ; prov:wasDerivedFrom :s1 ; mkg:addressee :d ;"
        'prov:wasAttributedTo :a . :d rdfs:label "Dee" . :c { :a :p :b }'
    )
    (step,) = told.path("a", "b", claims=True)
    assert [step.statement] == told.why("a", "b").statements
    assert "a to Dee" in str(told.path("a", "b", claims=True))


def test_statement_of_a_step(graph: mistral_kg.KnowledgeGraph) -> None:
    """A step has the same kind of statement as show and why."""
    (step,) = graph.path("Axa", "Mistral AI")
    assert str(step.statement) == "Axa is a customer of Mistral AI"
    assert step.statement.sentences == ["S27"]
