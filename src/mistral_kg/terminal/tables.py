"""Draw rows as a table: in a frame that fits a terminal, in Markdown, in HTML."""

from __future__ import annotations

from itertools import zip_longest

from mistral_kg.terminal.cells import cells, clusters, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

_FRAME = 3
"""Cells that the frame takes for a column: a bar and two spaces; a row ends with one bar more."""

_LEAST = 4
"""Cells below which no column goes: a row that needs narrower ones becomes a list of lines."""


class Rows(tuple["Any", ...]):
    """A sequence of named tuples, which `columns` and `cells` give as words.

    The first fields of a tuple are the columns; what follows them is for Python alone.
    """

    __slots__ = ()
    columns: tuple[str, ...] = ()

    def cells(self) -> list[list[str]]:
        """Return the rows as words, one for each column."""
        width = len(self.columns)
        return [["" if value is None else str(value) for value in row[:width]] for row in self]

    def __str__(self) -> str:
        return table(list(self.columns), self.cells())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return html(list(self.columns), self.cells())


def table(
    columns: list[str], rows: list[list[str]], *, markdown: bool = False, width: int | None = None
) -> str:
    """Return rows as a text or Markdown table whose columns line up in every script.

    With a `width`, no line of a text table is wider. The widest columns are wrapped first; between
    words and, where that is not enough, inside them, never inside a grapheme cluster. Where there
    are too many columns for that, each row is a list of lines: the name of a column, and the cell
    beside it.
    """
    if not columns:
        return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} without columns"
    drawn = [list(map(_drawable, row)) for row in (columns, *rows)]
    if markdown:
        return _markdown(drawn)
    if width is None:
        return _framed(drawn)
    widths = _widths(drawn, width - _FRAME * len(columns) - 1)
    if widths is None:
        return _listed(*drawn, width=width)
    return _framed(
        [
            ["\n".join(_wrapped(cell, most)) for cell, most in zip(row, widths, strict=True)]
            for row in drawn
        ]
    )


def html(columns: list[str], rows: list[list[str]]) -> str:
    """Return rows as an HTML table; every cell is escaped."""
    from html import escape

    def line(row: list[str], tag: str) -> str:
        shown = (escape(_drawable(cell)).replace("\n", "<br>") for cell in row)
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in shown)}</tr>\n"

    body = "".join(line(row, "td") for row in rows)
    head = line(columns, "th")
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _drawable(cell: str) -> str:
    """Return a cell without what would break the frame or steer the terminal."""
    return "\n".join(map(visible, cell.replace("\r\n", "\n").split("\n")))


def _markdown(rows: list[list[str]]) -> str:
    rows = [
        [cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in row]
        for row in rows
    ]
    widths = [_longest(column, _rows) for column in zip(*rows, strict=True)]
    header, *body = ("".join(f"| {cell} " for cell in map(_padded, row, widths)) for row in rows)
    rule = "".join(f"| :{'-' * width}" for width in widths)
    return "\n".join(f"{line}|" for line in (header, rule, *body))


def _framed(rows: list[list[str]]) -> str:
    widths = [_longest(column, _rows) for column in zip(*rows, strict=True)]
    top, middle, bottom = (
        start + between.join("─" * (width + 2) for width in widths) + end
        for start, between, end in ("┌┬┐", "├┼┤", "└┴┘")
    )
    header, *body = (
        "\n".join(
            f"│ {' │ '.join(map(_padded, line, widths))} │"
            for line in zip_longest(*map(_rows, row), fillvalue="")
        )
        for row in rows
    )
    return "\n".join([top, header, middle, *body, bottom])


def _listed(columns: list[str], *rows: list[str], width: int) -> str:
    names = min(max(map(cells, columns)), max(width // 3, _LEAST))
    room = max(width - names - 2, _LEAST)
    blocks = [
        "\n".join(
            f"{_padded(name, names)}  {line}".rstrip()
            for column, cell in zip(columns, row, strict=True)
            for name, line in zip_longest(
                _wrapped(column, names), _wrapped(cell, room), fillvalue=""
            )
        )
        for row in rows
    ]
    return "\n\n".join(blocks) or "\n".join(_wrapped(f"no row of {', '.join(columns)}", width))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _wrapped(cell: str, width: int) -> list[str]:
    """Return a cell in lines of at most so many cells of a terminal."""
    return [line for row in _rows(cell) for line in _lines(row, width)]


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
        *full, line = _packed(word, width)
        yield from full
    yield line


def _packed(word: str, width: int) -> list[str]:
    """Return the pieces of a word in lines; one that is too long is broken by its clusters."""
    lines = [""]
    for part in _pieces(word):
        for piece in [part] if cells(part) <= width else clusters(part):
            if lines[-1] and cells(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece
    return lines


def _widths(rows: list[list[str]], room: int) -> list[int] | None:
    """Return how wide each column is, so that all have room, or None."""
    columns = list(zip(*rows, strict=True))
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


def _longest(column: Iterable[str], parts: Callable[[str], Iterable[str]]) -> int:
    return max((cells(part) for cell in column for part in parts(cell)), default=0)


def _rows(cell: str) -> list[str]:
    return cell.split("\n")


def _words(cell: str) -> list[str]:
    return cell.replace("\n", " ").split(" ")


def _pieces(cell: str) -> list[str]:
    """Return what a cell falls into: IRIs, CURIEs and dates are read on after some signs."""
    import re

    return [
        piece for word in _words(cell) for piece in re.findall(r"[^:/#\-]*[:/#\-]+|[^:/#\-]+", word)
    ]


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
