"""Draw rows as a table: in a terminal, in Markdown, in HTML."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prettytable import PrettyTable


def table(
    columns: list[str], rows: list[list[str]], *, markdown: bool = False, width: int | None = None
) -> str:
    """Return rows as a text or Markdown table whose columns line up in every script.

    With a `width`, no line of a text table is wider; `grid` says how.
    """
    if not columns:
        return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} without columns"
    if markdown:
        return _markdown_table(columns, rows)
    from mistral_kg.terminal.grid import grid

    return grid([list(map(_drawable, row)) for row in (columns, *rows)], width)


def _markdown_table(columns: list[str], rows: list[list[str]]) -> str:
    from prettytable import TableStyle

    drawn = _pretty(columns, [[_markdown(cell) for cell in row] for row in rows])
    drawn.set_style(TableStyle.MARKDOWN)
    drawn.align = "l"
    return "\n".join(line.rstrip() for line in drawn.get_string().split("\n"))


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
    from mistral_kg.terminal.cells import visible

    return "\n".join(map(visible, cell.replace("\r\n", "\n").split("\n")))


def _markdown(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>")
