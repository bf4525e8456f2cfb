"""The README is held to the program: every command that it shows runs and prints what it says."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SOURCE, Run

ROOT = SOURCE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WORDS = (
    *("query", "queries", "search", "show", "why", "path"),
    *("verify", "check", "stats", "export", "view", "load", "push", "infer"),
)
TEST_COMMAND = (
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python -m pytest"
)


Commands = list[tuple[str, str]]


def shown() -> list[Commands]:
    """Return the commands of each console block, each with the output shown below it."""
    return [
        re.findall(r"\$ ([^\n]*)\n((?:(?!\$ ).*\n)*)", block)
        for block in re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
    ]


OURS = [block for block in shown() if all(one.startswith("mistral-kg ") for one, _ in block)]
(((SETUP, ANSWER),), ((TEST, _),)) = [block for block in shown() if block not in OURS]
SAID = re.findall(r"```text\n\$ (mistral-kg query [^\n]*)\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("block", OURS, ids=[block[0][0][:60] for block in OURS])
def test_commands_print_what_the_readme_shows(run: Run, block: Commands) -> None:
    """The commands of a block run in one folder, and print the output that stands below them."""
    for command, output in block:
        words = [
            str(ROOT / word) if word.startswith("tests/") else word
            for word in shlex.split(command)[1:]
        ]
        if "article.txt" in words:
            if "MISTRAL_KG_ARTICLE" not in os.environ:
                pytest.skip("MISTRAL_KG_ARTICLE does not name the file with the article's text")
            words[words.index("article.txt")] = os.environ["MISTRAL_KG_ARTICLE"]
        done = run(*words)
        assert done.returncode == 0, done.stderr
        assert done.stdout.replace("\r\n", "\n") == output


@pytest.mark.parametrize(("command", "output"), SAID)
def test_command_says_what_the_readme_shows(run: Run, command: str, output: str) -> None:
    """What a wrong query or an empty answer says is what the README shows."""
    done = run(*shlex.split(command)[1:])
    assert done.stdout.replace("\r\n", "\n") + done.stderr == output


def test_python_of_the_readme_runs(environment: dict[str, str], tmp_path: Path) -> None:
    """The Python example of the README runs and prints what its comment says."""
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    assert done.stdout.decode().splitlines() == ["Amazon S14", "Google S14"]


def test_test_command_is_that_of_continuous_integration() -> None:
    """The README's test command is the one that .ci/run runs."""
    assert TEST == TEST_COMMAND
    assert TEST_COMMAND in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif("CI" not in os.environ, reason="takes a minute and the package index")
def test_set_up_command_answers_in_a_fresh_clone(tmp_path: Path) -> None:
    """The README's first command sets up a fresh clone and prints the answer that it shows."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(tmp_path / "clone")], check=True)
    done = subprocess.run(
        ["/bin/sh", "-c", SETUP], cwd=tmp_path / "clone", capture_output=True, check=True
    )
    assert done.stdout.decode() == ANSWER


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_help_and_a_place_in_the_readme(run: Run, word: str) -> None:
    """Each word of the command has help, and stands in the README."""
    done = run(word, "--help")
    assert done.returncode == 0
    assert f"usage: mistral-kg {word}" in done.stdout
    assert f"mistral-kg {word}" in README


def test_examples_of_the_help_run(run: Run) -> None:
    """The examples that the help shows are commands that run."""
    for word in ("query", "search", "show", "why", "path", "export", "view"):
        help_text = run(word, "-h").stdout
        examples = re.findall(r"^  mistral-kg (.*)$", help_text, flags=re.MULTILINE)
        assert examples
        for line in examples:
            words = [one for one in shlex.split(line) if one != "--open"]
            assert run(*words).returncode == 0, line


def test_turtle_of_the_readme_is_what_is_exported(run: Run) -> None:
    """The statement that the README shows stands in the export with evidence."""
    (example,) = re.findall(r"```turtle\n(.*?)```", README, flags=re.DOTALL)
    assert example in run("export", "--evidence").stdout


def test_paths_of_the_readme_exist() -> None:
    """Every file and folder that the README names is there."""
    named = re.findall(r"\]\(([^)]+)\)|^\| `([^`]+/)` \|", README, flags=re.MULTILINE)
    assert len(named) > 6
    for path in filter(None, (one for pair in named for one in pair)):
        assert path.startswith("https://") or (ROOT / path).exists(), path
