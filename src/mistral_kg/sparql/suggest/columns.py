"""Find mistakes among the columns of a SELECT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.levels import levels
from mistral_kg.sparql.suggest.mistake import (
    AGGREGATES,
    Edit,
    Mistake,
    inserted,
    short,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.suggest.levels import Level
    from mistral_kg.sparql.tokens import Query, Token


def commas(query: Query) -> Iterator[Mistake]:
    """Find commas between columns or in ORDER BY; those of one list are corrected together."""
    for level in levels(query, "SELECT", "DESCRIBE"):
        spans = {"SELECT": level.columns} | {
            f"{word} BY": level.clause(query, word) for word in ("GROUP", "ORDER")
        }
        for name, span in spans.items():
            found = [t for t in map(query.token, level.outside(query, span)) if t.text == ","]
            if found:
                message = f"{name} has no commas: remove the comma"
                yield Mistake(found[0].start, message, without(query, found))


def unnamed_expression(query: Query) -> Iterator[Mistake]:
    """Find expressions among the columns without brackets or name; all are corrected together."""
    for level in levels(query, "SELECT"):
        edits = []
        for first, last, name in _expressions(query, level):
            named = query.token(last + 1).is_word("AS")
            end = query.token(last + 2 if named else last).end
            new = f"({query.between(first, last)} AS {name})"
            edits.append(Edit(query.tokens[first].start, end, new))
        if edits:
            message = f"name the result in brackets: write {short(edits[0].text)}"
            yield Mistake(edits[0].start, message, tuple(edits))


def _expressions(query: Query, level: Level) -> Iterator[tuple[int, int, str]]:
    """Give first and last token and name of each expression among the columns without brackets."""
    index = level.columns.start
    taken: set[str] = set()
    while index < level.columns.stop:
        token, after = query.token(index), query.token(index + 1)
        is_call = token.kind == "word" and after.text == "(" and not token.is_word("DISTINCT")
        computed = after.text in {"*", "/", "+", "-"} and index + 2 < level.columns.stop
        if not is_call and not (token.kind == "variable" and (after.is_word("AS") or computed)):
            index = query.closing.get(index, index) + 1
            continue
        last = query.closing.get(index + 1, index) if is_call else index
        while query.token(last + 1).text in {"/", "*", "+", "-"} and last + 2 < level.columns.stop:
            last = query.closing.get(last + 3, last + 2)
        named = query.token(last + 1).is_word("AS") and query.token(last + 2).kind == "variable"
        name = query.token(last + 2).text if named else query.fresh(token.text.lower().strip("?$"))
        while not named and name in taken:
            name += "2"
        taken.add(name)
        yield index, last, name
        index = last + 3 if named else last + 1


def not_grouped(query: Query) -> Iterator[Mistake]:
    """Find columns that are neither grouped nor the result of an aggregate."""
    for level in levels(query, "SELECT"):
        group = level.clause(query, "GROUP")
        counted = any(query.tokens[i].is_word(*AGGREGATES) for i in (*level.columns, *level.tail))
        if not level.body or not (group or counted):
            continue
        keys = list(dict.fromkeys(t.text for t in map(query.token, group) if t.kind == "variable"))
        plain = [token for token in _plain(query, level) if token.text not in keys]
        if not plain:
            continue
        first = plain[0]
        lacking = list(dict.fromkeys(token.text for token in plain))
        fresh = query.fresh(f"some{first.text[1:].capitalize()}")
        message = f"{first.text} is beside an aggregate: add GROUP BY {' '.join(lacking)}"
        if group:
            message = (
                f"{first.text} is neither grouped nor an aggregate: "
                f"add it to GROUP BY, or write (SAMPLE({first.text}) AS {fresh})"
            )
        end = query.token((group or level.body).stop - 1).end
        added = " ".join(["" if group else " GROUP BY", *lacking])
        yield Mistake(first.start, message, (inserted(end, added),))


def _plain(query: Query, level: Level) -> Iterator[Token]:
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


def named_twice(query: Query) -> Iterator[Mistake]:
    """Find AS with a name that has a value already, among the columns or in BIND."""
    binds = [range(i, query.closing.get(i + 1, 0)) for i in query.words("BIND")]
    for index in query.words("AS"):
        name = query.token(index + 1)
        if name.kind != "variable":
            continue
        fresh = query.fresh(name.text[1:])
        message = f"{name.text} has a value already: choose another name, such as {fresh}"
        edit = Edit(name.start, name.end, fresh)
        if any(index in one for one in binds):
            message += f", or write FILTER({name.text} = …)"
            yield Mistake(name.start, message, (edit,))
            continue
        for level in levels(query, "SELECT"):
            if index in level.columns:
                order = map(query.token, level.clause(query, "ORDER"))
                later = [Edit(t.start, t.end, fresh) for t in order if t.text == name.text]
                yield Mistake(name.start, message, (edit, *later))
