"""What reaches a terminal: nothing that steers it, and words in every locale."""

import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from pyoxigraph import Literal

from tests.conftest import Run
from tests.support.terminal import run_in_terminal

STEERING = [
    *map(chr, range(1, 9)),
    *"\x0b\x0c\x0e\x1b\x7f\x80\x85\x9b\x9f",
    *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
]
KEPT = "ਸ਼੍ਰੀ\u200dਕ\u200c漢\tb"
TEXT = f"a{''.join(STEERING)}z{KEPT}"
ROWS = ("table", "csv", "tsv", "json", "markdown", "spreadsheet")
GRAPHS = ("turtle", "trig", "nquads", "ntriples", "jsonld")


def steers(text: str) -> set[str]:
    """Return what in a text steers a terminal; line ends and tabs do not."""
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n")  # a terminal adds a return
    found = {char for char in text if unicodedata.category(char) in {"Cc", "Zl", "Zp"}}
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    found |= {char for char in text if unicodedata.bidirectional(char) in turning}
    return (found | set(text) & set("\u061c\u200e\u200f\ufeff")) - set("\n\t")


@pytest.mark.parametrize("format", [*ROWS, *GRAPHS])
def test_no_format_steers_a_terminal(
    environment: dict[str, str], tmp_path: Path, format: str
) -> None:
    """Each format shows the text harmless, with the joiners that scripts need."""
    select = f"SELECT ?x {{ VALUES ?x {{ {Literal(TEXT)} }} }}"
    construct = f"CONSTRUCT {{ <x:s> <x:p> ?x }} {{ VALUES ?x {{ {Literal(TEXT)} }} }}"
    words = ["query", select if format in ROWS else construct, "-f", format]
    status, shown = run_in_terminal(environment, tmp_path, *words, columns=200)
    assert status == 0, shown
    assert steers(shown) == set()
    assert "ਸ਼੍ਰੀ\u200dਕ\u200c漢" in shown


@pytest.mark.parametrize("format", ["csv", "tsv", "json"])
def test_a_file_or_pipe_gets_all(run: Run, tmp_path: Path, format: str) -> None:
    """Where no terminal is, every character arrives."""
    query = f"SELECT ?x {{ VALUES ?x {{ {Literal(TEXT)} }} }}"
    assert "\u202e\u2066" in run("query", query, "-f", format).stdout
    run("query", query, "-o", f"x.{format}")
    assert "\u202e\u2066" in (tmp_path / f"x.{format}").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ["query", f"SELECT * {{ ?s ?p {Literal(TEXT)} . ?s <x:y> 'a{TEXT}' }}"],
        ["search", TEXT],
        ["show", TEXT],
        ["--debug", "show", TEXT],
        ["query", "customers", "--bind", f"company={TEXT}"],
        ["export", "-o", f"nothing/{KEPT}\u202e.ttl"],
        ["nothing\u202e\x1b[2J"],
        ["show", "x", "--lang", "\x9b2J"],
    ],
    ids=lambda words: words[0],
)
def test_no_message_steers_a_terminal(
    environment: dict[str, str], tmp_path: Path, words: list[str]
) -> None:
    """What a message says of the user's words is harmless too, also from a query's process."""
    status, shown = run_in_terminal(environment, tmp_path, *words)
    assert status in {1, 2} or "nothing found" in shown
    assert "mistral-kg: " in shown
    assert steers(shown) == set()


def test_names_of_files_do_not_steer_a_terminal(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """A file in a folder may have any name, which the bar of progress shows."""
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "a\x1b[2J\u202eb.nt").write_text("<x:s> <x:p> <x:o> .\n" * 9)
    status, shown = run_in_terminal(environment, tmp_path, "load", "f", "--store", "s")
    assert status == 0, shown
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown


def test_a_terminal_by_the_name_of_its_device(environment: dict[str, str], tmp_path: Path) -> None:
    """An output that names the terminal is one."""
    query = 'SELECT ("\\u001b[2J" AS ?x) {}'
    words = ["query", query, "-o", "/dev/stdout", "-f", "csv"]
    status, shown = run_in_terminal(environment, tmp_path, *words)
    assert (status, shown.split()) == (0, ["x", "\ufffd[2J"])


def test_parts_of_characters_are_joined(environment: dict[str, str], tmp_path: Path) -> None:
    """A long answer, which is written in parts, is shown as it is."""
    query = 'SELECT ?x ("ਪੰਜਾਬੀ\\u202e漢" AS ?t) { ?x ?p ?o . ?o ?q ?y } LIMIT 4000'
    status, shown = run_in_terminal(environment, tmp_path, "query", query, "-f", "csv")
    lines = shown.split("\r\r\n")
    assert status == 0
    assert len(lines) == 4002  # with the header, and what follows the last line end
    assert all(line.endswith(",ਪੰਜਾਬੀ\ufffd漢") for line in lines[1:-1])


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C"},
    {"LANG": "nn_NN.nothing"},
    {"locale": "en_US.ISO-8859-1"},
    {"locale": "ja_JP.EUC-JP"},
    {"locale": "zh_CN.GBK"},
]


@pytest.fixture(params=LOCALES, ids=lambda one: "-".join(one.values()))
def locale(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Return the variables that set a locale, which is made where the system lacks it."""
    chosen: dict[str, str] = request.param
    if "locale" not in chosen:
        return chosen
    name, _, charmap = chosen["locale"].partition(".")
    folder = tmp_path.parent / f"{tmp_path.name}-locales"
    folder.mkdir()
    if shutil.which("localedef") is None:
        pytest.skip("no localedef to make the locale")
    command = ["localedef", "-i", name, "-f", charmap, "--no-archive", str(folder / name)]
    if subprocess.run(command, capture_output=True, check=False).returncode > 1:
        pytest.skip("the system has no sources of locales")
    return {"LOCPATH": str(folder), "LC_ALL": name}


def test_words_and_files_are_utf8_in_every_locale(
    run: Run, tmp_path: Path, locale: dict[str, str]
) -> None:
    """Words in Gurmukhi are read, and files of such names found, written and shown."""
    (tmp_path / "ਫੋਲਡਰ").mkdir()
    (tmp_path / "ਫੋਲਡਰ" / "ਡਾਟਾ.ttl").write_text(
        '<x:s> <x:p> "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    (tmp_path / "ਸਵਾਲ.rq").write_text("SELECT * { ?s ?p ?o }")
    assert "id:microsoft" in run("search", "ਮਾਈਕਰੋਸਾਫਟ", **locale).stdout
    assert "S27" in run("query", "customers", "--bind", "company=ਮਿਸਟਰਲ", **locale).stdout
    done = run("query", "ਸਵਾਲ.rq", "--source", "ਫੋਲਡਰ", "-o", "ਜਵਾਬ.csv", **locale)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "ਜਵਾਬ.csv").read_text().count("\n") == 2
    done = run("load", "ਫੋਲਡਰ/ਡਾਟਾ.ttl", "--store", "ਸਟੋਰ", **locale)
    assert "ਸਟੋਰ holds 1 quad" in done.stderr
    assert run("query", "ਸਵਾਲ.rq", MISTRAL_KG_SOURCE="ਸਟੋਰ", **locale).stdout.count("\n") == 2
    assert "ਫੋਲਡਰ/ਡਾਟਾ.ttl:1:13" in run("check", "-s", "ਫੋਲਡਰ", **locale).stdout
    done = run("why", "Mistral AI", "--article", "ਲੇਖ.txt", **locale)
    assert (done.returncode, done.stderr[:20]) == (2, "mistral-kg: ਲੇਖ.txt:")


def test_words_that_are_no_utf8_are_refused(
    environment: dict[str, str], locale: dict[str, str]
) -> None:
    """A byte that is none of UTF-8 is refused in every locale, in one line."""
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"mistral_kg", b"show", b"\xe9"],
        env=environment | locale,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"not UTF-8" in done.stderr
    assert done.stderr.count(b"\n") == 1
