"""Find commas between the columns of a SELECT, and columns that are not grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.sparql.suggest.mistake import MODIFIERS, Edit, Mistake, inserted
from mistral_kg.sparql.tokens import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query, Token


class _Level(NamedTuple):
    """A SELECT as ranges of indices of tokens, each end excluded."""

    columns: range
    body: range
    """Both braces included."""
    tail: range

    def clause(self, query: Query, word: str) -> range:
        """Return the range of a clause after the pattern, empty where there is none."""
        found = _outside(query, self.tail)
        start = next((i for i in found if query.token(i).word == word), self.tail.stop)
        later = (i for i in found if i > start and query.token(i).word in MODIFIERS)
        return range(start, next(later, self.tail.stop))


def _outside(query: Query, span: range) -> list[int]:
    """Return the indices of a range that are in no bracket of it, the opening ones included."""
    found, index = [], span.start
    while index < span.stop:
        found.append(index)
        index = query.closing.get(index, index) + 1
    return found


def _levels(query: Query, *forms: str) -> Iterator[_Level]:
    """Give the level of each of these forms that has a pattern, from the outermost on."""
    for form in query.words(*forms):
        opening = query.until(
            form + 1, lambda token: token.text == "{" or token.is_word("WHERE", "FROM", *MODIFIERS)
        )
        body = opening
        while body < len(query.tokens) and query.tokens[body].text not in ("{", "}"):
            body += 1
        if query.token(body).text == "{":
            close = query.closing.get(body, len(query.tokens) - 1) + 1
            end = query.until(close, lambda token: token.text == "}")
            yield _Level(range(form + 1, opening), range(body, close), range(close, end))


def commas(query: Query) -> Iterator[Mistake]:
    """Find commas between columns or in ORDER BY; those of one list are corrected together."""
    for level in _levels(query, "SELECT", "DESCRIBE"):
        spans = {"SELECT": level.columns} | {
            f"{word} BY": level.clause(query, word) for word in ("GROUP", "ORDER")
        }
        for name, span in spans.items():
            found = [t for t in map(query.token, _outside(query, span)) if t.text == ","]
            if found:
                message = f"{name} has no commas: remove the comma"
                spaces = ["" if query.text[t.end : t.end + 1].isspace() else " " for t in found]
                edits = (Edit(t.start, t.end, s) for t, s in zip(found, spaces, strict=True))
                yield Mistake(found[0].start, message, tuple(edits))


def not_grouped(query: Query) -> Iterator[Mistake]:
    """Find columns that are neither grouped nor the result of an aggregate."""
    for level in _levels(query, "SELECT"):
        group = level.clause(query, "GROUP")
        counted = any(query.tokens[i].is_word(*AGGREGATES) for i in (*level.columns, *level.tail))
        if not (group or counted):
            continue
        keys = list(dict.fromkeys(t.text for t in map(query.token, group) if t.kind == "variable"))
        plain = [token for token in _plain(query, level) if token.text not in keys]
        if not plain:
            continue
        first = plain[0]
        lacking = list(dict.fromkeys(token.text for token in plain))
        message = f"{first.text} is beside an aggregate: add GROUP BY {' '.join(lacking)}"
        if group:
            message = (
                f"{first.text} is neither grouped nor an aggregate: "
                f"add it to GROUP BY, or write (SAMPLE({first.text}) AS ?…)"
            )
        end = query.token((group or level.body).stop - 1).end
        added = " ".join(["" if group else " GROUP BY", *lacking])
        yield Mistake(first.start, message, (inserted(end, added),))


def _plain(query: Query, level: _Level) -> Iterator[Token]:
    """Give the variables among the columns that are in no aggregate and no new name."""
    index = level.columns.start
    new: set[str] = set()
    while index < level.columns.stop:
        token = query.tokens[index]
        if token.is_word(*AGGREGATES):
            index = query.closing.get(index + 1, index)
        elif token.is_word("AS"):
            new.add(query.token(index + 1).text)
            index += 1
        elif token.kind == "variable" and token.text not in new:
            yield token
        index += 1
