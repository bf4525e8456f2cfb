"""The console sessions of the pages: read them, run them, and write their output anew.

`python -m tests.support.sessions [PAGE…]` runs the sessions of README.md and docs/, or of these
pages, and puts the real output below each command.

A `console` block shows commands that succeed. A `text` block that begins with `$ ` may show
commands that fail; `echo $?` shows the exit code of the command before it. A command whose quotes
are open at the end of a line goes on in the next line. Each block runs in a new folder that has
`tests/made_up` and, where MISTRAL_KG_ARTICLE names the article's text, `article.txt`.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
SET_UP = "$ python3 -m venv "
"""How the sessions begin that take a minute and a package index."""


class Block(NamedTuple):
    """A fenced block of a page: its language, its text and the number of its first line."""

    page: Path
    language: str
    text: str
    line: int

    @property
    def is_session(self) -> bool:
        """Tell whether the block shows commands with their output."""
        shows = self.language in {"console", "text"} and self.text.startswith("$ ")
        return shows and not self.text.startswith(SET_UP)

    @property
    def needs_article(self) -> bool:
        """Tell whether a command of the block reads the article's text, which is not shipped."""
        return " article.txt" in self.text.replace("tests/made_up/article.txt", "")


def blocks(page: Path) -> Iterator[Block]:
    """Give the fenced blocks of a page."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, found[1], found[2], line)


def commands(session: str) -> list[str]:
    """Return the commands of a session, each with the newline that ends it."""
    found: list[str] = []
    for line in session.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(line.removeprefix("$ "))
        elif found and _is_open(found[-1]):
            found[-1] += line
    return found


def replay(session: str, folder: Path) -> tuple[str, list[int]]:
    """Return the session with the output that its commands have, and their exit codes."""
    shutil.copytree(ROOT / "tests" / "made_up", folder / "tests" / "made_up")
    if "MISTRAL_KG_ARTICLE" in os.environ:
        shutil.copy(os.environ["MISTRAL_KG_ARTICLE"], folder / "article.txt")
    text, codes = "", [0]
    for command in commands(session):
        done = _run(command.replace("$?", str(codes[-1])), folder)
        text += f"$ {command}{(done.stdout + done.stderr).decode()}".replace("\r\n", "\n")
        codes.append(done.returncode)
    return text, codes


def _is_open(command: str) -> bool:
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return True
    return False


def _run(command: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in a shell that knows `mistral-kg` and none of the user's settings."""
    known = f'mistral-kg() {{ {shlex.quote(sys.executable)} -m mistral_kg "$@"; }}\n'
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        ["/bin/bash", "-c", known + command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        env=kept | {"PYTHONPATH": str(SOURCE)},
        check=False,
        timeout=120,
    )


def main(pages: list[str]) -> None:
    """Write the real output into each session of the pages, except for what cannot run here."""
    for page in map(Path, pages) if pages else PAGES:
        text = page.read_text(encoding="utf-8")
        for block in filter(lambda one: one.is_session, blocks(page)):
            if block.needs_article and "MISTRAL_KG_ARTICLE" not in os.environ:
                print(f"{page.name}:{block.line}: needs MISTRAL_KG_ARTICLE", file=sys.stderr)
                continue
            with TemporaryDirectory() as folder:
                new, _ = replay(block.text, Path(folder))
            text = text.replace(f"\n{block.text}```", f"\n{new}```")
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
