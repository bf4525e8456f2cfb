"""Read a query that the engine refuses as tokens, and know where it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.sparql.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_OPENING = {"(": ")", "{": "}", "[": "]"}
MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
"""The words that begin what follows the pattern, in the order of the grammar."""
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
STARTS = ("FILTER", "OPTIONAL", "BIND", "GRAPH", "MINUS", "SERVICE", "UNION", "VALUES", "SELECT")
"""The words that end a run of triples."""
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


class Edit(NamedTuple):
    """What takes the place of the text from `start` to `end`."""

    start: int
    end: int
    text: str


class Slip(NamedTuple):
    """What may be wrong in a query, where, and the edits that would mend it."""

    start: int
    says: str
    edits: tuple[Edit, ...]
    sure: bool = True
    """Whether the mended query is what is meant, and not one of several things."""

    def mend(self, text: str) -> str:
        """Return the text with the edits made."""
        for edit in sorted(self.edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


def adjacent(before: Token, after: Token) -> bool:
    """Tell whether nothing stands between two tokens."""
    return before.end == after.start


def short(text: str, limit: int = 60) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def removed(tokens: Iterable[Token]) -> tuple[Edit, ...]:
    """Return the edits that remove tokens."""
    return tuple(Edit(token.start, token.end, "") for token in tokens)


def without(query: Query, tokens: Iterable[Token]) -> tuple[Edit, ...]:
    """Return the edits that remove tokens and leave what is beside them apart."""
    text = query.text
    return tuple(
        Edit(one.start, one.end, "" if text[one.end : one.end + 1].isspace() else " ")
        for one in tokens
    )


def inserted(offset: int, text: str) -> Edit:
    """Return the edit that inserts a text."""
    return Edit(offset, offset, text)
