"""Find slips among the columns of a SELECT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.levels import levels, outside
from mistral_kg.sparql.suggest.query import (
    AGGREGATES,
    FORMS,
    Edit,
    Slip,
    inserted,
    removed,
    short,
    without,
)
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.suggest.levels import Level
    from mistral_kg.sparql.tokens import Token


def commas(query: Query) -> Iterator[Slip]:
    """Find commas between columns: mend all at once."""
    for level in levels(query, "SELECT", "DESCRIBE"):
        found = [query.tokens[i] for i in outside(query, level.columns) if _is(query, i, ",")]
        if found:
            edits = without(query, found)
            told = "columns stand side by side without commas: remove the comma"
            yield Slip(found[0].start, told, edits)


def unnamed_expression(query: Query) -> Iterator[Slip]:
    """Find an expression among the columns without its brackets or its name."""
    for level in levels(query, "SELECT"):
        edits: list[Edit] = []
        start, told = 0, ""
        for first, last, name in _expressions(query, level):
            whole = query.between(first, last)
            written = f"({whole} AS {name})"
            end = query.tokens[last].end
            after = query.token(last + 1)
            if after.is_word("AS"):
                end = query.token(last + 2).end
            edits.append(Edit(query.tokens[first].start, end, written))
            if not told:
                start = query.tokens[first].start
                told = f"name the result in brackets: write {short(written)}"
        if edits:
            yield Slip(start, told, tuple(edits))


def _expressions(query: Query, level: Level) -> Iterator[tuple[int, int, str]]:
    """Give first and last token and name of what stands among the columns without brackets."""
    index = level.columns.start
    taken: set[str] = set()
    while index < level.columns.stop:
        token = query.tokens[index]
        is_call = token.kind == "word" and _is(query, index + 1, "(") and not _distinct(token)
        after = query.token(index + 1)
        renamed = token.kind == "variable" and (
            after.is_word("AS") or (after.text in "*/+-" and index + 2 < level.columns.stop)
        )
        if not is_call and not renamed:
            index = query.closing.get(index, index) + 1
            continue
        last = query.closing.get(index + 1, index) if is_call else index
        while query.token(last + 1).text in {"/", "*", "+", "-"} and last + 2 < level.columns.stop:
            last = query.closing.get(last + 3, last + 2) if _is(query, last + 3, "(") else last + 2
        named = query.token(last + 1).is_word("AS") and query.token(last + 2).kind == "variable"
        name = query.token(last + 2).text if named else query.fresh(token.text.lower())
        while not named and name in taken:
            name += "2"
        taken.add(name)
        yield index, last, name
        index = last + 3 if named else last + 1


def without_as(query: Query) -> Iterator[Slip]:
    """Find `(expression)` or `(expression ?name)` among the columns, without AS."""
    for level in levels(query, "SELECT"):
        for opening in outside(query, level.columns):
            close = query.closing.get(opening)
            before = query.token(opening - 1)
            called = before.kind == "word" and not before.is_word("SELECT", "DISTINCT", "REDUCED")
            if close is None or called:
                continue
            inside = range(opening + 1, close)
            kinds = {query.tokens[i].kind for i in inside}
            if any(query.tokens[i].is_word("AS") for i in outside(query, inside)):
                continue
            edge = query.tokens[close]
            if kinds == {"variable"}:
                told = "a plain column stands without brackets: remove them"
                opened = query.tokens[opening]
                space = " " if query.text[opened.start - 1 : opened.start].strip() else ""
                edits = (Edit(opened.start, opened.end, space), *without(query, [edge]))
                yield Slip(opened.start, told, edits)
                continue
            last = query.tokens[close - 1]
            if last.kind == "variable" and close - 1 > opening + 1:
                what = short(query.between(opening + 1, close - 2))
                told = f"AS stands before the name: write ({what} AS {last.text})"
                yield Slip(last.start, told, (inserted(last.start, "AS "),))
            first = query.tokens[opening + 1]
            name = query.fresh(first.text.lower() if first.kind == "word" else "value")
            whole = query.between(opening + 1, close - 1)
            told = f"name the result in brackets: write ({short(whole)} AS {name})"
            yield Slip(first.start, told, (inserted(edge.start, f" AS {name}"),))


def missing(query: Query) -> Iterator[Slip]:
    """Find a SELECT that names no column, or names what does not belong there."""
    for level in levels(query, *FORMS):
        form = query.tokens[level.form]
        words = [query.tokens[i] for i in outside(query, level.columns)]
        if form.is_word("SELECT") and all(one.is_word("DISTINCT", "REDUCED") for one in words):
            told = "the columns are missing: name them, or write * for all"
            yield Slip(form.end, told, (inserted((words or [form])[-1].end, " *"),))
        if form.is_word("ASK") and words and level.body:
            told = "ASK has no columns: write ASK {"
            yield Slip(words[0].start, told, (Edit(words[0].start, words[-1].end, ""),))
        yield from _of_sql(query, level, words)
        late = [one for one in words[1:] if one.is_word("DISTINCT")]
        if form.is_word("SELECT") and late:
            told = "DISTINCT stands right after SELECT, for all columns"
            edits = (*removed(late), inserted(form.end, " DISTINCT"))
            yield Slip(late[0].start, told, edits)


def _of_sql(query: Query, level: Level, words: list[Token]) -> Iterator[Slip]:
    if words and words[0].is_word("ALL"):
        told = "SELECT gives all rows anyway: remove ALL"
        yield Slip(words[0].start, told, removed(words[:1]))
    if len(words) > 1 and words[0].is_word("TOP") and words[1].kind == "number":
        limit = f"LIMIT {words[1].text}"
        end = query.token(level.tail.stop - 1).end if level.tail else len(query.text.rstrip())
        edits = (*removed(words[:2]), inserted(end, f" {limit}"))
        yield Slip(words[0].start, f"rows are limited at the end: write {limit} there", edits)


def distinct_in_call(query: Query) -> Iterator[Slip]:
    """Find `COUNT DISTINCT ?x`, and GROUP_CONCAT with its separator as an argument."""
    for index in query.words(*AGGREGATES):
        name, after = query.tokens[index], query.token(index + 1)
        counted = query.token(index + 2)
        if _distinct(after) and counted.kind in {"variable", "sign"}:
            end = query.token(query.closing.get(index + 2, index + 2))
            opened = counted.text == "("
            what = query.text[counted.start : end.end] if not opened else counted.text
            told = f"DISTINCT stands inside the brackets: write {name.text}(DISTINCT ?…)"
            edits = [Edit(name.end, after.end, "(DISTINCT")]
            edits += removed([counted]) if opened else [inserted(end.end, ")")]
            if opened:
                edits.append(inserted(counted.end, " "))
            else:
                told = told.replace("?…", what)
            yield Slip(after.start, told, tuple(edits))
        close = query.closing.get(index + 1, 0)
        text = query.token(close - 1)
        if name.is_word("GROUP_CONCAT") and text.kind == "string":
            sign = query.token(close - 2)
            if sign.text in {",", ";", "="} or sign.is_word("SEPARATOR"):
                start = query.token(close - 3) if sign.is_word("SEPARATOR") else sign
                told = f"a separator is named: write ; SEPARATOR={text.text}"
                edit = Edit(start.start, text.start, "; SEPARATOR=")
                yield Slip(sign.start, told, (edit,))


def _is(query: Query, index: int, sign: str) -> bool:
    token = query.token(index)
    return token.kind == "sign" and token.text == sign


def named_again(query: Query) -> Iterator[Slip]:
    """Find a column that is named a second time."""
    for level in levels(query, "SELECT"):
        seen: set[str] = set()
        for token in (query.tokens[i] for i in outside(query, level.columns)):
            if token.kind == "variable" and token.text in seen:
                told = f"{token.text} is a column already: remove it"
                yield Slip(token.start, told, without(query, [token]))
            seen.add(token.text)


def empty_from(query: Query) -> Iterator[Slip]:
    """Find FROM without the IRI of a graph."""
    for index in query.words("FROM"):
        word, after = query.tokens[index], query.token(index + 1)
        if after.kind in {"iri", "name"} or after.is_word("NAMED"):
            continue
        stop = query.until(index, lambda token: token.text == "{" or token.is_word("WHERE"))
        told = "FROM takes the IRI of a graph; without it the whole dataset is asked: remove FROM"
        edit = Edit(word.start, query.token(stop).start, "")
        yield Slip(word.start, told, (edit,))


def _distinct(token: Token) -> bool:
    return token.is_word("DISTINCT", "REDUCED")
