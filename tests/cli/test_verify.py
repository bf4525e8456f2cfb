"""`mistral-kg verify`: the command, with the made-up article."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

MADE_UP = Path(__file__).parent.parent / "made_up"
ARTICLE = str(MADE_UP / "article.txt")
SOURCE = ["--source", str(MADE_UP / "article.trig"), "--source", str(MADE_UP / "entities.ttl")]


def test_a_supported_graph_ends_with_0(run: Run) -> None:
    """A pipe gets one row for each thing checked; stderr says that all is well."""
    done = run("verify", ARTICLE, *SOURCE)
    assert done.returncode == 0
    assert done.stdout.startswith("sentence,kind,what,result,why\r\n")
    words = "everything is supported by the text, and every name and figure of it is used"
    assert done.stderr == f"mistral-kg: {words}\n"


def test_the_report_counts_and_lists_references(run: Run) -> None:
    """The report for people counts facts and claims, and lists what has no name."""
    done = run("verify", ARTICLE, *SOURCE, "--format", "table")
    assert "not supported" in done.stdout
    assert "refers to without a name" in done.stdout


def test_json_is_one_object(run: Run) -> None:
    """Machines get counts, notes and every item."""
    found = json.loads(run("verify", ARTICLE, *SOURCE, "--format", "json").stdout)
    assert found["ok"] is True
    assert found["counts"]["facts"] == {"by name": 14, "by reference": 5, "not supported": 0}
    assert {item["kind"] for item in found["items"]} >= {"text", "passage", "fact", "claim"}


def test_one_passage_shows_each_step(run: Run) -> None:
    """-v shows one passage, and its words only where --quote asks for them."""
    done = run("verify", ARTICLE, *SOURCE, "-v", "S06", "--format", "table")
    assert "'Lena Okafor' at" in done.stdout
    assert "denied that" not in done.stdout
    quoted = run("verify", ARTICLE, *SOURCE, "-v", "S06", "--format", "table", "--quote")
    assert "denied that" in quoted.stdout
    assert run("verify", ARTICLE, *SOURCE, "-v", "S99").returncode == 2


@pytest.mark.parametrize("words", [["-o", "kept.txt"], ["--format", "csv"]])
def test_words_of_the_article_are_not_stored(run: Run, tmp_path: Path, words: list[str]) -> None:
    """--quote is for the terminal: with a file or a format of machines it is refused."""
    done = run("verify", ARTICLE, *SOURCE, "--quote", *words)
    assert done.returncode == 2
    assert "--quote" in done.stderr
    assert not (tmp_path / "kept.txt").exists()


def test_a_fault_ends_with_1(run: Run, tmp_path: Path) -> None:
    """A letter changed is a fault: status 1, and the passage is named."""
    text = Path(ARTICLE).read_text(encoding="utf-8").replace("rival", "rivet")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("verify", "a.txt", *SOURCE, "--format", "table")
    assert done.returncode == 1
    assert "S05" in done.stdout
    assert "found a fault" in done.stderr


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("missing.txt", None),
        (".", None),
        ("a.txt", b""),
        ("a.txt", b"\xff\xfea\0"),
        ("a.txt", b"x"),
    ],
)
def test_no_such_article_is_one_line(
    run: Run, tmp_path: Path, name: str, data: bytes | None
) -> None:
    """A missing, empty, foreign or differently encoded file is refused in one line, status 2."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = run("verify", name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr


def test_a_result_never_replaces_the_article(run: Run, tmp_path: Path) -> None:
    """The file that has the article is not overwritten by what is said about it."""
    for words in (
        ["verify", "a.csv", *SOURCE],
        ["why", "Nilgiri AI", *SOURCE, "--article", "a.csv"],
    ):
        (tmp_path / "a.csv").write_bytes(Path(ARTICLE).read_bytes())
        done = run(*words, "-o", "a.csv")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert (tmp_path / "a.csv").read_bytes() == Path(ARTICLE).read_bytes()


def test_the_words_of_each_passage_of_a_claim_are_quoted(run: Run, tmp_path: Path) -> None:
    """Where a claim of two passages has a fault --quote shows the words of both."""
    (tmp_path / "more.ttl").write_text(
        "<https://example.org/made-up/s06-purchase> "
        "<http://www.w3.org/ns/prov#wasDerivedFrom> <https://example.org/made-up/s05> ;"
        "<https://schema.org/about> <https://example.org/nobody> ."
    )
    words = [*SOURCE, "--source", "more.ttl", "-f"]
    done = run("verify", ARTICLE, *words, "table", "--quote")
    assert done.returncode == 1
    assert "\n\nS05: Orange Harbour is a rival" in done.stdout
    assert "\n\nS06: Its head" in done.stdout
    assert "\nS05 S06,claim," in run("verify", ARTICLE, *words, "csv").stdout
    assert "s06-purchase" in run("verify", ARTICLE, *words, "csv", "-v", "S06").stdout


def test_an_identifier_may_have_a_space(run: Run, tmp_path: Path) -> None:
    """-v takes the identifier that a passage has, whatever it is."""
    data = (MADE_UP / "article.trig").read_text(encoding="utf-8").replace('"S02"', '"S 02"')
    (tmp_path / "a.trig").write_text(data, encoding="utf-8")
    sources = ["-s", "a.trig", "-s", str(MADE_UP / "entities.ttl")]
    done = run("verify", ARTICLE, *sources, "-v", "S 02", "-f", "csv")
    assert "S 02,fact," in done.stdout


@pytest.mark.parametrize("words", [["verify", "missing.txt"], ["check"]])
def test_an_unknown_suffix_is_refused_first(run: Run, words: list[str]) -> None:
    """A file's suffix that stands for no format is refused before any work."""
    done = run(*words, "-o", "x.zip")
    assert (done.returncode, done.stdout) == (2, "")
    assert "x.zip" in done.stderr


def test_json_of_one_passage_has_that_alone(run: Run) -> None:
    """--verbose narrows every format."""
    done = run("verify", ARTICLE, *SOURCE, "-v", "S02", "-f", "json")
    assert {item["sentence"] for item in json.loads(done.stdout)["items"]} == {"S02"}
