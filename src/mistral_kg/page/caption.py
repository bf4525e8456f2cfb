"""Break the name of a node into the lines that are written below it in the picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistral_kg.terminal.cells import cells, clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

    Piece = tuple[str, int]  # a text that is not broken, and its width in cells

_LINE_LENGTH, _LINES = 18, 3  # of a name in the picture; the panel shows all of it
_PIECE = re.compile(
    r"\s?\S+?(?:(?<=[^\s\d-]-)(?=[^\s\d-])|(?=\s)|$)"
)  # a word, or up to its hyphen


def caption_lines(label: str) -> list[str]:
    """Return the label in as few lines as can be, and these as even as can be."""
    pieces = list(_pieces(label))
    lines = _fill(pieces, _LINE_LENGTH)
    if len(lines) > _LINES:
        pieces = [*pieces[: sum(map(len, lines[:_LINES]))], (" …", 2)]
        while len(lines := _fill(pieces, _LINE_LENGTH)) > _LINES:
            del pieces[-2]
    total = sum(width for _, width in pieces)
    for length in range(total // max(len(lines), 1), _LINE_LENGTH):
        even = _fill(pieces, length)
        if len(even) == len(lines):
            lines = even
            break
    return ["".join(text for text, _ in line).lstrip() for line in lines] or [""]


def _pieces(label: str) -> Iterator[Piece]:
    """Cut the label where a line may end; what is longer than a line, anywhere but in a letter."""
    for piece in _PIECE.findall(" ".join(label.split())):
        if cells(piece) <= _LINE_LENGTH:
            yield piece, cells(piece)
            continue
        part = ""
        for letter in clusters(piece):
            if cells(part + letter) > _LINE_LENGTH:
                yield part, cells(part)
                part = ""
            part += letter
        yield part, cells(part)


def _fill(pieces: list[Piece], length: int) -> list[list[Piece]]:
    """Return lines of at most so many cells; a longer piece has a line of its own."""
    lines: list[list[Piece]] = []
    filled = length + 1
    for text, width in pieces:
        if filled + width > length:
            lines.append([])
            filled = -text.startswith(" ")
        lines[-1].append((text, width))
        filled += width
    return lines
