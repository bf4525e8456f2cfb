"""Draw rows as a table: in a terminal, in Markdown, in HTML."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from prettytable import PrettyTable

    from mistral_kg.vocabulary import Term


def short(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term as people read it: a CURIE where a prefix fits, a literal without its type."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        from mistral_kg.labels import curie

        return curie(term.value, prefixes)
    return str(term)


def table(
    columns: list[str], rows: list[list[str]], *, markdown: bool = False, width: int | None = None
) -> str:
    """Return rows as a text or Markdown table whose columns line up in every script."""
    from prettytable import TableStyle

    if not columns:
        return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} without columns"
    if markdown:
        rows = [[_markdown(cell) for cell in row] for row in rows]
    drawn = _pretty(columns, rows)
    if markdown:
        drawn.set_style(TableStyle.MARKDOWN)
    else:
        drawn.set_style(TableStyle.SINGLE_BORDER)
        if width is not None:
            drawn.max_width = _widths(columns, rows, width)
    drawn.align = "l"
    return "\n".join(line.rstrip() for line in drawn.get_string().split("\n"))


def _widths(columns: list[str], rows: list[list[str]], width: int) -> dict[str, int]:
    """Return how wide each column may be, so that the widest wrap first and no word is cut."""
    from wcwidth import wcswidth

    cells = [[column, *(row[place] for row in rows)] for place, column in enumerate(columns)]
    words = [
        max(wcswidth(word) for cell in column for word in cell.split() or [""]) for column in cells
    ]
    widths = [max(map(wcswidth, column)) for column in cells]
    room = width - 3 * len(columns) - 1  # what the frame leaves
    while sum(widths) > room:
        slack = [have - least for have, least in zip(widths, words, strict=True)]
        if not any(more > 0 for more in slack):
            break
        widest = max(range(len(widths)), key=lambda place: (slack[place] > 0, widths[place]))
        widths[widest] -= 1
    return dict(zip(columns, widths, strict=True))


def html(columns: list[str], rows: list[list[str]]) -> str:
    """Return rows as an HTML table; every cell is escaped."""
    return _pretty(columns, rows).get_html_string()


def _pretty(columns: list[str], rows: list[list[str]]) -> PrettyTable:
    from prettytable import PrettyTable

    drawn = PrettyTable()
    # Set apart from the rows, as names may not repeat and a query may yield no row.
    drawn.field_names = columns
    drawn.add_rows([[_drawable(cell) for cell in row] for row in rows])
    return drawn


def _drawable(cell: str) -> str:
    """Return a cell without what would break the frame or steer the terminal."""
    from mistral_kg._terminal import visible

    return "\n".join(map(visible, cell.replace("\r\n", "\n").split("\n")))


def _markdown(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>")
