"""Find variables that have no one value: not grouped, or named a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.levels import levels, outside
from mistral_kg.sparql.suggest.query import AGGREGATES, Edit, Slip, inserted
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.suggest.levels import Level
    from mistral_kg.sparql.tokens import Token


def not_grouped(query: Query) -> Iterator[Slip]:
    """Find columns that are neither grouped nor the result of an aggregate."""
    for level in levels(query, "SELECT"):
        group = level.clause(query, "GROUP")
        plain = list(_plain(query, level))
        counted = any(query.tokens[i].is_word(*AGGREGATES) for i in (*level.columns, *level.tail))
        if not level.body or not (group or counted):
            continue
        star = next((i for i in outside(query, level.columns) if query.tokens[i].text == "*"), None)
        if group and star is not None:
            names = " ".join(_variables(query, group)) or "?…"
            told = f"SELECT * does not go with GROUP BY: write SELECT {names}"
            token = query.tokens[star]
            yield Slip(token.start, told, (Edit(token.start, token.end, names),))
        grouped = set(_variables(query, group))
        lacking = list(dict.fromkeys(t.text for t in plain if t.text not in grouped))
        if not lacking:
            continue
        first = next(token for token in plain if token.text == lacking[0])
        fresh = query.fresh(f"some{first.text[1:].capitalize()}")
        told = (
            f"{first.text} is neither grouped nor an aggregate: "
            f"add it to GROUP BY, or write (SAMPLE({first.text}) AS {fresh})"
        )
        if not group:
            told = f"{first.text} stands beside an aggregate: add GROUP BY {' '.join(lacking)}"
        end = query.tokens[group.stop - 1] if group else query.tokens[level.body.stop - 1]
        added = " ".join(["" if group else " GROUP BY", *lacking])
        yield Slip(first.start, told, (inserted(end.end, added),))


def _variables(query: Query, tokens: range) -> list[str]:
    return list(
        dict.fromkeys(query.tokens[i].text for i in tokens if query.tokens[i].kind == "variable")
    )


def _plain(query: Query, level: Level) -> Iterator[Token]:
    """Give the variables among the columns that stand in no aggregate and are no new name."""
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


def named_twice(query: Query) -> Iterator[Slip]:
    """Find AS with a name that has a value already, among the columns or in BIND."""
    for index in query.words("AS"):
        name = query.token(index + 1)
        if name.kind != "variable":
            continue
        fresh = query.fresh(name.text[1:])
        told = f"{name.text} has a value already: choose another name, such as {fresh}"
        edit = Edit(name.start, name.end, fresh)
        if _is_bind(query, index):
            told += f", or write FILTER({name.text} = …)"
            yield Slip(name.start, told, (edit,))
            continue
        level = next((one for one in levels(query, "SELECT") if index in one.columns), None)
        if level:
            order = level.clause(query, "ORDER")
            later = [query.tokens[i] for i in order if query.tokens[i].text == name.text]
            edits = (edit, *(Edit(one.start, one.end, fresh) for one in later))
            yield Slip(name.start, told, edits)


def _is_bind(query: Query, index: int) -> bool:
    """Tell whether an AS stands in a BIND."""
    return any(start < index < query.closing.get(start + 1, 0) for start in query.words("BIND"))
