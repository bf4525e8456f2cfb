"""Lay text out in lines for a terminal: harmless, wrapped, in any script."""

from __future__ import annotations

from mistral_kg.terminal.cells import cells, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 80
"""Cells of a line where no terminal says how many it has."""

_WIDEST = 120  # longer lines are hard to read


def wrapped(text: str, width: int | None, first: str = "", rest: str | None = None) -> list[str]:
    """Return the text in lines of at most `width` cells, which start with `first` or `rest`.

    A word that is longer than a line stays whole; what would steer the terminal does not.
    """
    room = min(width or WIDTH, _WIDEST)
    indent = " " * cells(first) if rest is None else rest
    start, *words = visible(" ".join(text.split())).split(" ")
    found, line = [], first + start
    for word in words:
        longer = f"{line} {word}"
        if cells(longer) > room:
            found.append(line)
            longer = indent + word
        line = longer
    return [*found, line.rstrip()]


def joined(blocks: Iterable[list[str]]) -> str:
    """Return blocks of lines as one text, with an empty line between them."""
    return "\n\n".join("\n".join(block) for block in blocks if block)
