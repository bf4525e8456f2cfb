"""The named queries: each has a stored answer, and each question of people is answered by one.

`answers/NAME.csv` is what `mistral-kg query NAME` prints; `answers/questions.tsv` lists what people
ask, with the query and parameters that answer it, and `answers/questions/ID.csv` the answer.
"""

import csv
import re
import shlex
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, QuerySolutions

import mistral_kg
from mistral_kg.cli.main import main
from mistral_kg.sparql import named, run

ANSWERS = Path(__file__).parent.parent / "answers"
ENTITY = {"entity": "Mistral AI"}
REQUIRED = {"facts-of": ENTITY, "evidence": {"a": "Mistral AI", "b": "Microsoft"}}

with (ANSWERS / "questions.tsv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = list(csv.DictReader(file, delimiter="\t"))


def answer(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> str:
    """Return what the command prints for a query, as CSV with plain line ends."""
    assert main(["query", *words, "--format", "csv"]) == 0
    return capfdbinary.readouterr().out.decode().replace("\r\n", "\n")


def stored(name: str) -> str:
    """Return a stored answer; a query or question without one fails its test."""
    return (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", named.names())
def test_named_query_gives_its_stored_answer(
    name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each named query prints its stored answer."""
    binds = [f"--bind={key}={value}" for key, value in REQUIRED.get(name, {}).items()]
    assert answer(capfdbinary, name, *binds) == stored(name)


@pytest.mark.parametrize("name", named.names())
def test_named_query_loses_no_row_in_punjabi(name: str, graph: mistral_kg.KnowledgeGraph) -> None:
    """Each has as many rows in Punjabi, with the sentences of the English ones."""
    english, punjabi = (
        graph.query(name, lang=lang, **REQUIRED.get(name, {})) for lang in ("en", "pa")
    )
    assert [getattr(row, "sentence", "") for row in punjabi] == [
        getattr(row, "sentence", "") for row in english
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=[row["id"] for row in QUESTIONS])
def test_question_gets_its_answer(
    question: dict[str, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each question of people gets its stored answer, with the sentences that it rests on."""
    printed = answer(capfdbinary, *shlex.split(question["query"]))
    assert printed == stored(f"questions/{question['id']}")
    assert set(question["sentences"].split()) <= set(re.findall(r"\bS\d\d\b", printed))
    assert (question["answerable"] == "yes") == (printed.count("\n") > 1)


@pytest.mark.parametrize("name", named.names())
def test_order_is_of_terms_of_one_kind(name: str) -> None:
    """No query is ordered by terms of several kinds, of which the engine makes no total order.

    It would end the whole process over some data; `ORDER BY STR(?value)` is safe.
    """
    text, _, order = named.find(name).text.rpartition("ORDER BY")
    asked = re.findall(r"\?(\w+)", re.sub(r"STR\(.*?\)", "", order))
    inner = text.count("{") - text.count("}")  # the order of a subquery
    result = run.run(mistral_kg.load().store, text + "}" * inner, name=name)
    assert isinstance(result, QuerySolutions)
    kinds = {
        (variable, term.datatype if isinstance(term, Literal) else type(term))
        for solution in result
        for variable in asked
        if variable in [one.value for one in result.variables]
        and (term := solution[variable]) is not None
    }
    assert len(kinds) <= len(asked)
    assert len({variable for variable, _ in kinds}) == len(kinds)


def test_no_stored_answer_is_left_over() -> None:
    """Every stored answer belongs to a query or a question."""
    assert sorted(path.stem for path in ANSWERS.glob("*.csv")) == named.names()
    listed = sorted(row["id"] for row in QUESTIONS)
    assert sorted(path.stem for path in (ANSWERS / "questions").iterdir()) == listed


@pytest.mark.parametrize("name", named.names())
def test_query_that_returns_facts_names_the_sentence(name: str) -> None:
    """Each named query has a column for the sentence, but the one that lists entities."""
    columns = [column for column, _ in named.find(name).columns]
    assert name == "entities" or "sentence" in columns


@pytest.mark.parametrize("name", named.names())
def test_query_has_a_sorted_and_declared_text(name: str) -> None:
    """Each named query is ordered, and declares just the prefixes that it uses."""
    text = named.find(name).text
    assert "ORDER BY" in text
    body = re.sub(r'"[^"]*"|<[^>]*>|^#.*$|^PREFIX.*$', "", text, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w?])(\w+):", body))
    assert used == set(re.findall(r"^PREFIX (\w+):", text, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def shipped(graph: mistral_kg.KnowledgeGraph) -> rdflib.Dataset:
    """Return the shipped graph in rdflib."""
    return graph.dataset()


@pytest.mark.parametrize("name", [name for name in named.names() if name not in REQUIRED])
def test_another_engine_gives_the_same_answer(
    name: str, graph: mistral_kg.KnowledgeGraph, shipped: rdflib.Dataset
) -> None:
    """Rdflib, with no option set, gives the same rows in the same order.

    What follows from the facts it is given as graphs, as any engine would be.
    """
    if named.find(name).infer:
        shipped = graph.with_inferences().dataset()
    ours = [[None if cell is None else str(cell) for cell in row] for row in graph.query(name)]
    theirs = [
        [None if cell is None else str(cell) for cell in row]
        for row in shipped.query(named.find(name).text)
        if isinstance(row, rdflib.query.ResultRow)
    ]
    assert theirs == ours
