"""A mistake in a query that the engine refuses, and the edits that correct it."""

from __future__ import annotations

from typing import NamedTuple

MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
"""The words that begin what follows the pattern, in the order of the grammar."""
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
STARTS = ("FILTER", "OPTIONAL", "BIND", "GRAPH", "MINUS", "SERVICE", "UNION", "VALUES", "SELECT")
"""The words that end a run of triples."""


class Edit(NamedTuple):
    """What takes the place of the text from `start` to `end`."""

    start: int
    end: int
    text: str


class Mistake(NamedTuple):
    """What may be wrong in a query, where, and the edits that would correct it."""

    start: int
    message: str
    edits: tuple[Edit, ...] = ()
    sure: bool = True
    """Whether the corrected query is what is meant, and not one of several things."""

    def correct(self, text: str) -> str:
        """Return the text with the edits made."""
        for edit in sorted(self.edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


def short(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def insert(offset: int, text: str) -> Edit:
    """Return the edit that inserts a text."""
    return Edit(offset, offset, text)
