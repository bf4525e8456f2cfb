"""Draw rows as a table: in a terminal, in Markdown, in HTML."""

from __future__ import annotations


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
    from mistral_kg.terminal.cells import cells

    shown = [[_markdown(_drawable(cell)) for cell in row] for row in (columns, *rows)]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    header, *body = (
        "".join(
            f"| {cell}{' ' * (width - cells(cell))} "
            for cell, width in zip(row, widths, strict=True)
        )
        + "|"
        for row in shown
    )
    rule = "".join(f"| :{'-' * width}" for width in widths) + "|"
    return "\n".join([header, rule, *body])


def html(columns: list[str], rows: list[list[str]]) -> str:
    """Return rows as an HTML table; every cell is escaped."""
    from html import escape

    def row(cells: list[str], tag: str) -> str:
        shown = (escape(_drawable(cell)).replace("\n", "<br>") for cell in cells)
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in shown)}</tr>\n"

    body = "".join(row(cells, "td") for cells in rows)
    head = row(columns, "th")
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _drawable(cell: str) -> str:
    """Return a cell without what would break the frame or steer the terminal."""
    from mistral_kg.terminal.cells import visible

    return "\n".join(map(visible, cell.replace("\r\n", "\n").split("\n")))


def _markdown(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>")
