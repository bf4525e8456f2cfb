"""Find mistakes in columns and brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.mistake import MODIFIERS, Edit, Mistake, insert
from mistral_kg.sparql.tokens import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query, Token

_CLOSE = {"{": "}", "(": ")", "[": "]"}
_OPEN = {close: opening for opening, close in _CLOSE.items()}


def _clause(query: Query, start: int) -> range:
    """Return the indices of the columns of a SELECT, or of a clause after the pattern."""
    ends = ("WHERE", "FROM", *MODIFIERS)
    stop = query.until(start + 1, lambda token: token.text == "{" or token.is_word(*ends))
    return range(start, stop)


def find_commas(query: Query) -> Iterator[Mistake]:
    """Find commas between columns or in ORDER BY; those of one list are corrected together."""
    for start in query.words("SELECT", "DESCRIBE", "GROUP", "ORDER"):
        edits = []
        index, stop = start, _clause(query, start).stop
        while index < stop:
            token = query.tokens[index]
            if token.text == ",":
                space = "" if query.text[token.end : token.end + 1].isspace() else " "
                edits.append(Edit(token.start, token.end, space))
            index = query.closing.get(index, index) + 1
        if edits:
            word = query.tokens[start].word
            name = f"{word} BY" if word in MODIFIERS else word
            message = f"{name} has no commas: remove the comma"
            yield Mistake(edits[0].start, message, tuple(edits))


def find_not_grouped(query: Query) -> Iterator[Mistake]:
    """Find columns that are neither grouped nor the result of an aggregate."""
    for start in query.words("SELECT"):
        columns = _clause(query, start)
        opening = query.until(start + 1, lambda token: token.text == "{")
        close = query.closing.get(opening, len(query.tokens))
        end = query.until(close + 1, lambda token: token.text == "}")
        group = next((i for i in query.words("GROUP") if close < i < end), None)
        keys = [] if group is None else [query.token(i).text for i in _clause(query, group)]
        counted = any(query.token(i).is_word(*AGGREGATES) for i in (*columns, *range(close, end)))
        lacking = [token for token in _plain(query, columns) if token.text not in keys]
        if not lacking or not (keys or counted):
            continue
        first = lacking[0]
        names = " ".join(dict.fromkeys(token.text for token in lacking))
        if group is None:
            message = f"{first.text} is beside an aggregate: add GROUP BY {names}"
            edit = insert(query.token(close).end, f" GROUP BY {names}")
        else:
            message = (
                f"{first.text} is neither grouped nor an aggregate: "
                f"add it to GROUP BY, or write (SAMPLE({first.text}) AS ?…)"
            )
            edit = insert(query.token(_clause(query, group).stop - 1).end, f" {names}")
        yield Mistake(first.start, message, (edit,))


def _plain(query: Query, columns: range) -> Iterator[Token]:
    """Give the variables among the columns that are in no aggregate and no new name."""
    index = columns.start
    new: set[str] = set()
    while index < columns.stop:
        token = query.tokens[index]
        if token.is_word(*AGGREGATES):
            index = query.closing.get(index + 1, index)
        elif token.is_word("AS"):
            new.add(query.token(index + 1).text)
            index += 1
        elif token.kind == "variable" and token.text not in new:
            yield token
        index += 1


def find_closing(query: Query) -> Iterator[Mistake]:
    """Find a bracket that closes nothing."""
    for index in query.signs(*_OPEN):
        if index not in query.closing.values():
            token = query.tokens[index]
            opening = _OPEN[token.text]
            message = f"this {token.text} closes nothing: remove it or open a {opening} before"
            yield Mistake(token.start, message, (Edit(token.start, token.end, ""),))


def find_opening(query: Query) -> Iterator[Mistake]:
    """Find a bracket that nothing closes, and where it may close."""
    for index in query.signs(*_CLOSE):
        if index in query.closing:
            continue
        token = query.tokens[index]
        close = _CLOSE[token.text]
        for end in _ends(query, index):
            before, after = query.token(end - 1), query.token(end)
            where = f" before {after.text}" if after.kind != "end" else ""
            message = f"this {token.text} is not closed: add a {close}{where}"
            edit = insert(before.end, f" {close}" if close == "}" else close)
            yield Mistake(token.start, message, (edit,))


def _ends(query: Query, opening: int) -> Iterator[int]:
    """Give the indices of tokens before which a bracket may close, the likeliest first."""
    if query.tokens[opening].text == "{":
        yield from (i for i in query.words(*MODIFIERS[:-1]) if i > opening)
        yield len(query.tokens)
        yield from (i for i in query.words("UNION", "FILTER", "OPTIONAL") if i > opening)
        return
    yield query.until(opening + 1, lambda token: token.text in {"}", "."})
    here = query.here
    nearest = range(max(opening + 2, here - 6), min(here + 3, len(query.tokens)) + 1)
    yield from sorted(nearest, key=lambda index: (abs(index - here), index))
