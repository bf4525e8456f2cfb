"""Draw rows in a frame that fits a terminal: how wide a column may be, and its cells in lines."""

from __future__ import annotations

import re
from itertools import chain, zip_longest

from mistral_kg.terminal.cells import cells, clusters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FRAME = 3
"""Cells that the frame takes for a column: a bar and two spaces; a row ends with one bar more."""

_LEAST = 4
"""Cells below which no column goes: a row that needs narrower ones becomes a list of lines."""

_PIECE = re.compile(r"[^:/#\-]*[:/#\-]+|[^:/#\-]+")
"""What a long name falls into: IRIs, CURIEs and dates are read on after these signs."""


def grid(rows: list[list[str]], width: int | None = None) -> str:
    """Return rows, of which the first is the header, in a frame of at most `width` cells.

    The widest columns are wrapped first; between words and, where that is not enough, inside them,
    never inside a grapheme cluster. Where there are too many columns for that, each row is a list
    of lines: the name of a column, and the cell beside it. A cell has nothing that steers a
    terminal but line ends.
    """
    if width is None:
        return _framed(rows)
    columns = [list(column) for column in zip(*rows, strict=True)]
    widths = _widths(columns, width - _FRAME * len(columns) - 1)
    if widths is None:
        return _listed(*rows, width=width)
    return _framed(
        [
            ["\n".join(wrapped(cell, most)) for cell, most in zip(row, widths, strict=True)]
            for row in rows
        ]
    )


def wrapped(text: str, width: int) -> list[str]:
    """Return a cell in lines of at most so many cells of a terminal."""
    return list(chain.from_iterable(_lines(line, width) for line in _rows(text)))


def _framed(rows: list[list[str]]) -> str:
    columns = zip(*rows, strict=True)
    widths = [_longest(column, _rows) for column in columns]
    top, middle, bottom = (
        start + between.join("─" * (width + 2) for width in widths) + end
        for start, between, end in ("┌┬┐", "├┼┤", "└┴┘")
    )
    header, *body = ("\n".join(_row(row, widths)) for row in rows)
    return "\n".join([top, header, middle, *body, bottom])


def _row(row: list[str], widths: list[int]) -> Iterator[str]:
    for line in zip_longest(*map(_rows, row), fillvalue=""):
        yield f"│ {' │ '.join(map(_padded, line, widths))} │"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _listed(columns: list[str], *rows: list[str], width: int) -> str:
    names = min(max(map(cells, columns)), max(width // 3, _LEAST))
    room = max(width - names - 2, _LEAST)
    blocks = [
        "\n".join(
            f"{_padded(name, names)}  {line}".rstrip()
            for column, cell in zip(columns, row, strict=True)
            for name, line in zip_longest(wrapped(column, names), wrapped(cell, room), fillvalue="")
        )
        for row in rows
    ]
    return "\n\n".join(blocks) or "\n".join(wrapped(f"no row of {', '.join(columns)}", width))


def _lines(text: str, width: int) -> Iterator[str]:
    if cells(text) <= width:
        yield text
        return
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cells(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _packed(_PIECE.findall(word), width)
        yield from full
    yield line


def _packed(parts: Iterable[str], width: int) -> list[str]:
    """Return the parts of a word in lines; a part that is too long is broken by its clusters."""
    lines = [""]
    for part in parts:
        for piece in [part] if cells(part) <= width else clusters(part):
            if lines[-1] and cells(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece
    return lines


def _widths(columns: list[list[str]], room: int) -> list[int] | None:
    """Return how wide each column is, so that all have room, or None."""
    widths = [_longest(column, _rows) for column in columns]
    # What stays whole: words; then the pieces of names; at last those of the header no more.
    for parts, first in ((_words, 0), (_pieces, 0), (_pieces, 1), (clusters, 0)):
        if sum(widths) > room:
            floors = [
                min(have, max(_longest(column[first:], parts), _LEAST))
                for have, column in zip(widths, columns, strict=True)
            ]
            widths = _shrunk(widths, floors, room)
    return widths if sum(widths) <= room else None


def _rows(cell: str) -> list[str]:
    return cell.split("\n")


def _words(cell: str) -> list[str]:
    return cell.replace("\n", " ").split(" ")


def _pieces(cell: str) -> list[str]:
    return [piece for word in _words(cell) for piece in _PIECE.findall(word)]


def _longest(column: Iterable[str], parts: Callable[[str], Iterable[str]]) -> int:
    return max((cells(part) for cell in column for part in parts(cell)), default=0)


def _shrunk(widths: list[int], floors: list[int], room: int) -> list[int]:
    """Return the widths with the widest cut down to one measure, as far as their floors let."""
    for most in range(room, 0, -1):
        found = [max(least, min(have, most)) for have, least in zip(widths, floors, strict=True)]
        if sum(found) <= room:
            break
    else:
        return floors
    for place, have in enumerate(widths):  # what the common measure leaves over
        if found[place] < have and sum(found) < room:
            found[place] += 1
    return found
