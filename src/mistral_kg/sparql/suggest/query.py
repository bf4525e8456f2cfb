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


class Query:
    """The text of a query as tokens.

    `here` is the index of the first token after which the engine reads no more.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str], here: int = 0) -> None:
        self.text = text
        self.prefixes = prefixes
        self.here = here
        self.tokens = tokens(text)
        self.closing = dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Give the index of each opening bracket with that of the bracket which closes it."""
        opened: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.kind != "sign":
                continue
            if token.text in _OPENING:
                opened.append(index)
            elif token.text == "}" and any(self.tokens[one].text == "{" for one in opened):
                while self.tokens[opened[-1]].text != "{":  # what is open inside is closed too
                    opened.pop()
                yield opened.pop(), index
            elif opened and token.text == _OPENING[self.tokens[opened[-1]].text]:
                yield opened.pop(), index

    @property
    def place(self) -> int:
        """The offset at which the engine stops."""
        return self.token(self.here).start

    def token(self, index: int) -> Token:
        """Return a token, an empty one where there is none."""
        if 0 <= index < len(self.tokens):
            return self.tokens[index]
        return Token("end", "", len(self.text.rstrip()), len(self.text.rstrip()))

    def words(self, *words: str) -> Iterator[int]:
        """Give the index of each token that is one of these words."""
        return (i for i, token in enumerate(self.tokens) if token.is_word(*words))

    def signs(self, *signs: str) -> Iterator[int]:
        """Give the index of each token that is one of these signs."""
        return (i for i, t in enumerate(self.tokens) if t.kind == "sign" and t.text in signs)

    def between(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.token(first).start : self.token(last).end]

    def until(self, index: int, ends: Callable[[Token], bool]) -> int:
        """Return the index of the first token from here on that ends something, brackets skipped.

        A bracket that closes more than was opened ends it too.
        """
        while index < len(self.tokens):
            token = self.tokens[index]
            if ends(token) or (token.kind == "sign" and token.text in _OPENING.values()):
                return index
            index = self.closing.get(index, index) + 1
        return len(self.tokens)

    def fresh(self, name: str) -> str:
        """Return a variable of this name that the query does not have, with its question mark."""
        taken = {token.text[1:] for token in self.tokens if token.kind == "variable"}
        number = 2
        found = name
        while found in taken:
            found = f"{name}{number}"
            number += 1
        return f"?{found}"


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
