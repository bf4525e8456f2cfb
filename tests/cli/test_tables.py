"""Tables fit the terminal, whatever is in them."""

from pathlib import Path

import pytest
from wcwidth import iter_graphemes, wcswidth

from mistral_kg.terminal.tables import html, table
from tests.conftest import Run
from tests.support.terminal import run_in_terminal

ASKED = [
    ["query", "competitors"],
    ["query", "entities"],
    ["query", "claims-about", "--bind", "about=OpenAI"],
    ["query", "evidence", "--bind", "a=Microsoft"],
    ["query", "statements"],
    ["queries"],
    ["stats"],
    ["infer"],
    ["search", "mistral", "--limit", "0"],
    ["check", "--source", "bad.ttl"],
]
BAD = """@prefix id: <https://w3id.org/mistral-kg/id/> .
id:a-rather-long-name-of-an-entity <x:p> "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> ;
  <x:p> [] , "ਪੰਜਾਬੀ"@fr .
"""


@pytest.mark.parametrize("width", [80, 60, 40])
@pytest.mark.parametrize("words", ASKED, ids=lambda words: " ".join(words[:2]))
def test_every_table_fits(
    environment: dict[str, str], tmp_path: Path, words: list[str], width: int
) -> None:
    """No line of a table is wider than the terminal, and nothing of a cell is lost."""
    (tmp_path / "bad.ttl").write_text(BAD, encoding="utf-8")
    _, shown = run_in_terminal(environment, tmp_path, *words, columns=width)
    lines = shown.splitlines()
    assert not lines[0].startswith("mistral-kg")
    assert max(map(wcswidth, lines)) <= width
    # The widest column takes what the others leave: a table that wraps fills the terminal.
    if any("├" in line for line in lines):
        assert len(set(map(wcswidth, lines))) == 1


def test_columns_wrap_before_rows_become_lists(environment: dict[str, str], tmp_path: Path) -> None:
    """Eight columns are a table of 80 and of 60 cells; at 40 there is no room for them."""
    words = ["query", "competitors"]
    for width in (80, 60):
        assert run_in_terminal(environment, tmp_path, *words, columns=width)[1].startswith("┌")
    listed = run_in_terminal(environment, tmp_path, *words, columns=40)[1].splitlines()
    assert listed[:3] == [
        "company     id:anthropic",
        "competitor  id:mistral-ai",
        "name        Mistral AI",
    ]
    assert "sentence    S11" in listed


def test_no_width_is_no_wrapping(run: Run, tmp_path: Path) -> None:
    """A table to a pipe or a file has each row in one line."""
    done = run("query", "competitors", "--format", "table", COLUMNS="40")
    assert max(map(wcswidth, done.stdout.splitlines())) > 80
    run("query", "competitors", "-f", "table", "-o", "a.txt", COLUMNS="40")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == done.stdout


def cells(text: str) -> list[list[str]]:
    """Return the cells of each line of a table."""
    return [
        [cell.strip() for cell in line.strip("│").split("│")]
        for line in text.splitlines()
        if line.startswith("│")
    ]


def test_narrow_columns_stay_whole() -> None:
    """The widest columns wrap first, between words; a short one keeps its width."""
    rows = [["S1", "one two three four five six seven eight", "ok"]]
    assert cells(table(["sentence", "text", "state"], rows, width=40)) == [
        ["sentence", "text", "state"],
        ["S1", "one two three", "ok"],
        ["", "four five six", ""],
        ["", "seven eight", ""],
    ]


def test_long_names_break_after_their_signs() -> None:
    """An IRI is broken after its signs, as long as that is enough."""
    rows = [["https://example.org/a/path#with-some-parts"]]
    found = [line for (line,) in cells(table(["iri"], rows, width=18))]
    assert found == ["iri", "https://", "example.org/a/", "path#with-", "some-parts"]
    found = [line for (line,) in cells(table(["iri"], rows, width=12))]
    assert max(map(len, found)) <= 8
    assert "".join(found[1:]) == rows[0][0]


@pytest.mark.parametrize("text", ["ਪੰਜਾਬੀਕ੍ਰਿਸ਼ੀ" * 4, "👩‍👩‍👧🇫🇷" * 9, "é" * 30, "漢字" * 20])
@pytest.mark.parametrize("width", range(8, 20))
def test_a_cluster_is_never_split(text: str, width: int) -> None:
    """A word without signs is broken between what a reader sees as characters."""
    lines = [line for (line,) in cells(table(["x"], [[text]], width=width))][1:]
    assert "".join(lines) == text
    assert [one for line in lines for one in iter_graphemes(line)] == list(iter_graphemes(text))
    assert max(map(wcswidth, lines)) <= width - 4


def test_line_ends_and_empty_cells_are_kept() -> None:
    """A cell of several lines has them when it wraps too, and an empty one stays empty."""
    shown = cells(table(["a", "b"], [["one\ntwo three", ""]], width=13))
    assert shown == [["a", "b"], ["one", ""], ["two", ""], ["three", ""]]


def test_no_rows_and_many_columns() -> None:
    """An empty answer names its columns, in a table or in lines."""
    assert table(["a"], [], width=80).splitlines()[1] == "│ a │"
    shown = table([f"column{number}" for number in range(20)], [], width=40)
    assert shown.startswith("no row of column0, column1")
    assert max(map(len, shown.splitlines())) <= 40


def test_a_control_character_is_measured_as_it_is_shown() -> None:
    """What is shown as U+FFFD takes a cell, so that the frame stays straight."""
    shown = table(["x", "y"], [["a\x1b\u202e\u200fb", "c"]], width=80)
    assert len({wcswidth(line) for line in shown.splitlines()}) == 1
    assert "a\ufffd\ufffd\ufffdb" in shown


@pytest.mark.parametrize(
    "text", ["ਐਕਸਾ", "ਪ੍ਰੋਸੈਸਿੰਗ ਯੂਨਿਟਾਂ", "“é” – →\u00a0€", "漢字", "👩‍👩‍👧", "a\u00adb"]
)
@pytest.mark.parametrize("markdown", [True, False])
def test_lines_have_one_width_in_every_script(text: str, *, markdown: bool) -> None:
    """Text that is measured without a library takes the same cells as one that needs it."""
    shown = table(["x", text], [[text, "漢字"], ["ਪ੍ਰੋ", text]], markdown=markdown)
    assert len(set(map(wcswidth, shown.splitlines()))) == 1


def test_html_has_text_for_markup_and_keeps_line_ends() -> None:
    """A cell of a notebook's table is text, whatever it holds; a name may come twice."""
    shown = html(["a", "a"], [["<b>&", "one\ntwo"]])
    assert "<tr><th>a</th><th>a</th></tr>" in shown
    assert "<tr><td>&lt;b&gt;&amp;</td><td>one<br>two</td></tr>" in shown
