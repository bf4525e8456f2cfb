"""Rows of words that show as a table, in a terminal and in a notebook."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


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
        from mistral_kg.terminal.tables import table

        return table(list(self.columns), self.cells())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from mistral_kg.terminal.tables import html

        return html(list(self.columns), self.cells())
