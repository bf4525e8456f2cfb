"""The documentation is held to the program: every session that it shows prints what it says."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import mistral_kg
from mistral_kg.cli.commands import COMMANDS
from mistral_kg.cli.parser import parser
from mistral_kg.vocabulary import PREFIXES
from tests.conftest import Run
from tests.support.sessions import PAGES, ROOT, SET_UP, Block, blocks, commands, replay

README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALL = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'"
TEST_COMMAND = f"{INSTALL} && .venv/bin/python -m pytest -n auto"
BLOCKS = [block for page in PAGES for block in blocks(page)]
SETUP, TEST = [one.text for one in blocks(PAGES[0]) if one.text.startswith(SET_UP)]


def each(*languages: str, sessions: bool = False) -> pytest.MarkDecorator:
    """Return the mark that gives a test each block of some languages, or each session."""
    found = [one for one in BLOCKS if (one.is_session if sessions else one.language in languages)]
    return pytest.mark.parametrize("block", found, ids=[f"{b.page.name}:{b.line}" for b in found])


@each(sessions=True)
def test_sessions_print_what_the_pages_show(tmp_path: Path, block: Block) -> None:
    """The commands of a block run in one folder, and print the output that is below them."""
    if block.needs_article and "MISTRAL_KG_ARTICLE" not in os.environ:
        pytest.skip("MISTRAL_KG_ARTICLE does not name the file with the article's text")
    text, codes = replay(block.text, tmp_path)
    assert text == block.text
    if block.language == "console":
        assert not any(codes), codes


def test_sessions_leave_out_nothing() -> None:
    """Each console block is a session that runs, but for the two that set up a clone."""
    shown = [one for one in BLOCKS if one.language == "console"]
    assert [one.text for one in shown if not one.is_session] == [SETUP, TEST]
    assert not [one for one in BLOCKS if one.language == "text" and not one.is_session]


@each("sh")
def test_commands_of_scripts_can_be_read(block: Block) -> None:
    """What needs a server or the network has at least the options that the command knows."""
    for command in commands(re.sub(r"^(?=mistral-kg )", "$ ", block.text, flags=re.MULTILINE)):
        words = shlex.split(command, comments=True)[1:]
        assert parser(words[0]).parse_args(words).command == words[0]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if "```pycon" in page.read_text("utf-8")],
    ids=lambda page: page.name,
)
def test_python_prints_what_the_pages_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    """The Python of a page is one session that prints what is below each statement."""
    monkeypatch.chdir(tmp_path)
    text = "\n".join(one.text for one in blocks(page) if one.language == "pycon")
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


@each("trig")
def test_trig_is_of_the_graph(graph: mistral_kg.KnowledgeGraph, block: Block) -> None:
    """What a page shows as data is part of the data."""
    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    shown = set(parse(declared + block.text, RdfFormat.TRIG))
    assert shown
    assert shown <= set(graph.quads)


@each("turtle")
def test_turtle_is_what_is_exported(run: Run, block: Block) -> None:
    """The statement that a page shows is in the export with evidence."""
    assert block.text in run("export", "--evidence").stdout


def test_readme_is_short() -> None:
    """The README has at most 10 kB, and all but its commands fits in 106 columns, tables in 100."""
    assert len(README.encode()) <= 10_000
    lines = [line for line in README.splitlines() if not line.startswith("$ ")]
    assert max(map(len, lines)) <= 106
    assert max(len(line) for line in lines if line[:1] in set("┌│├└|")) <= 100


def test_test_command_is_that_of_continuous_integration() -> None:
    """The README's test command is the one that .ci/run runs."""
    assert commands(TEST) == [f"{TEST_COMMAND}\n"]
    assert TEST_COMMAND in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif("CI" not in os.environ, reason="takes a minute and the package index")
def test_set_up_command_answers_in_a_fresh_clone(tmp_path: Path) -> None:
    """The README's first command sets up a fresh clone and prints the answer that it shows."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(tmp_path / "clone")], check=True)
    (command,) = commands(SETUP)
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path / "clone", capture_output=True, check=True
    )
    assert f"$ {command}{done.stdout.decode()}" == SETUP


def test_set_up_command_shows_the_answer(run: Run) -> None:
    """What the README shows below its first command is the answer to its query."""
    (command,) = commands(SETUP)
    words = shlex.split(command.partition(" && .venv/bin/mistral-kg ")[2])
    assert f"$ {command}{run(*words).stdout}" == SETUP


@pytest.mark.parametrize("word", COMMANDS)
def test_every_word_has_help_and_a_place_in_the_pages(run: Run, word: str) -> None:
    """Each word of the command has help, and a section on the page of the commands."""
    done = run(word, "--help")
    assert done.returncode == 0
    assert f"usage: mistral-kg {word}" in done.stdout
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"\n## mistral-kg {word}\n" in page
    assert f"`{word}`" in README


def test_examples_of_the_help_run(run: Run) -> None:
    """The examples that the help shows are commands that run."""
    for word in ("query", "search", "show", "why", "path", "export", "view"):
        help_text = run(word, "-h").stdout
        examples = re.findall(r"^  mistral-kg (.*)$", help_text, flags=re.MULTILINE)
        assert examples
        for line in examples:
            words = [one for one in shlex.split(line) if one != "--open"]
            assert run(*words).returncode == 0, line


@pytest.mark.parametrize("name", ["commands.md", "named-queries.md"])
def test_generated_pages_are_up_to_date(
    environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    """The pages made of the help and of the queries' headers are those that the script writes."""
    script = ROOT / "docs" / "generate.py"
    subprocess.run([sys.executable, script, tmp_path], env=environment, check=True)
    assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes()


def headings(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    found = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_resolve(page: Path) -> None:
    """Every file, folder and heading that a page links to is there."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not anchor or anchor in headings(file), target
    for folder in re.findall(r"^\| `([^`]+/)` \|", text, flags=re.MULTILINE):
        assert (ROOT / folder).is_dir(), folder


def test_every_page_is_linked_from_the_readme() -> None:
    """A reader finds each page by its name in the README."""
    for page in PAGES[1:]:
        assert f"]({page.relative_to(ROOT).as_posix()})" in README
