"""Find slips in what follows the pattern: GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.levels import levels, outside
from mistral_kg.sparql.suggest.query import (
    FORMS,
    MODIFIERS,
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


def out_of_order(query: Query) -> Iterator[Slip]:
    """Find clauses that do not stand in the order of the grammar."""
    for level in levels(query, *FORMS):
        clauses = level.clauses(query)
        ranks = [MODIFIERS.index(query.tokens[one.start].text.upper()) for one in clauses]
        # OFFSET may stand on either side of LIMIT.
        if sorted(ranks) == ranks or len(set(ranks)) < len(ranks):
            continue
        late = next(i for i in range(1, len(ranks)) if ranks[i] < ranks[i - 1])
        texts = [query.between(one.start, one.stop - 1) for one in clauses]
        ordered = [text for _, text in sorted(zip(ranks, texts, strict=True))]
        first, last = query.tokens[clauses[0].start], query.token(clauses[-1].stop - 1)
        here, before = (query.tokens[clauses[i].start] for i in (late, late - 1))
        names = [
            f"{one.text.upper()}{' BY' * (one.text.upper() in {'GROUP', 'ORDER'})}"
            for one in (here, before)
        ]
        yield Slip(
            here.start,
            f"{names[0]} stands before {names[1]}: write {short(' '.join(ordered))}",
            (Edit(first.start, last.end, " ".join(ordered)),),
        )


def inside_braces(query: Query) -> Iterator[Slip]:
    """Find a clause that stands inside the braces of its pattern, or before them."""
    for level in levels(query, *FORMS):
        if level.body and query.tokens[level.body.stop - 1].text == "}":
            close = query.tokens[level.body.stop - 1]
            inner = range(level.body.start + 1, level.body.stop - 1)
            found = [i for i in outside(query, inner) if query.tokens[i].is_word(*MODIFIERS[:-1])]
            if found:
                start = query.tokens[found[0]].start
                moved = query.text[start : close.start].rstrip()
                edits = (Edit(start, close.start, ""), inserted(close.end, f" {moved}"))
                name = query.tokens[found[0]].text.upper()
                told = f"{name} stands after the pattern: write }} {short(moved)}"
                yield Slip(start, told, edits)
        early = [
            i
            for i in range(level.columns.stop, level.body.start)
            if query.tokens[i].is_word(*MODIFIERS)
        ]
        if early:
            first, last = query.tokens[early[0]], query.tokens[level.body.start - 1]
            moved = query.text[first.start : last.end]
            end = query.token(level.body.stop - 1).end
            edits = (Edit(first.start, last.end, ""), inserted(end, f" {moved}"))
            told = f"{first.text.upper()} stands after the pattern: write }} {short(moved)}"
            yield Slip(first.start, told, edits)


def ordering(query: Query) -> Iterator[Slip]:
    """Find ORDER BY without BY, and DESC without brackets or behind its variable."""
    for index in query.words("ORDER", "GROUP"):
        word = query.tokens[index]
        after = query.token(index + 1)
        if not after.is_word("BY") and (after.kind == "variable" or after.text == "("):
            told = f"write {word.text.upper()} BY {after.text}"
            yield Slip(after.start, told, (inserted(word.end, " BY"),))
    for index in query.words("DESC", "ASC"):
        word, before, after = (query.token(index + i) for i in (0, -1, 1))
        if after.kind == "variable" and before.kind != "variable":
            told = f"what is ordered by stands in brackets: write {word.text}({after.text})"
            edit = Edit(word.end, after.end, f"({after.text})")
            yield Slip(after.start, told, (edit,))
        if before.kind == "variable":
            told = f"{word.text} stands before, with brackets: write {word.text}({before.text})"
            edit = Edit(before.start, word.end, f"{word.text}({before.text})")
            yield Slip(word.start, told, (edit,))
        close = query.closing.get(index + 1)
        if close is not None and before.text == ")":
            opening = next(o for o, c in query.closing.items() if c == index - 1)
            what = query.between(opening, index - 1)
            told = f"{word.text} stands before the brackets: write {word.text}{short(what)}"
            edits = (inserted(query.tokens[opening].start, word.text), *removed([word]))
            yield Slip(word.start, told, edits)


def order_word(query: Query) -> Iterator[Slip]:
    """Find a variable without its question mark in ORDER BY or GROUP BY."""
    known = {token.text for token in query.tokens if token.kind == "variable"}
    for level in levels(query, *FORMS):
        for word in ("GROUP", "ORDER"):
            for token in (query.tokens[i] for i in level.clause(query, word)):
                if token.kind == "word" and f"?{token.text}" in known:
                    told = f"a variable starts with a question mark: write ?{token.text}"
                    yield Slip(token.start, told, (inserted(token.start, "?"),))


def order_expression(query: Query) -> Iterator[Slip]:
    """Find commas and an expression without brackets in ORDER BY or GROUP BY."""
    for level in levels(query, *FORMS):
        for word in ("GROUP", "ORDER"):
            clause = level.clause(query, word)
            commas = [
                query.tokens[i] for i in outside(query, clause) if query.tokens[i].text == ","
            ]
            if commas:
                told = f"{word} BY has no commas: remove the comma"
                yield Slip(commas[0].start, told, without(query, commas))
            start = clause.start + 2
            if len(clause) < 3:
                continue
            whole = query.between(start, clause.stop - 1)
            edits = (
                inserted(query.tokens[start].start, "("),
                inserted(query.tokens[clause.stop - 1].end, ")"),
            )
            told = f"an expression stands in brackets here: write ({short(whole)})"
            yield Slip(query.tokens[start].start, told, edits)


def having(query: Query) -> Iterator[Slip]:
    """Find HAVING without brackets."""
    for level in levels(query, *FORMS):
        clause = level.clause(query, "HAVING")
        if len(clause) > 1:
            whole = query.between(clause.start + 1, clause.stop - 1)
            start, end = query.tokens[clause.start + 1].start, query.tokens[clause.stop - 1].end
            told = f"what HAVING asks stands in brackets: write HAVING ({short(whole)})"
            yield Slip(start, told, (inserted(start, "("), inserted(end, ")")))


def limits(query: Query) -> Iterator[Slip]:
    """Find `LIMIT 10, 20`, `LIMIT = 10` and their like."""
    for index in query.words("LIMIT", "OFFSET"):
        word, first, comma, second = (query.token(index + i) for i in range(4))
        if first.text in {"=", ":", "("}:
            extra = (
                [first, query.token(query.closing[index + 1])]
                if index + 1 in query.closing
                else [first]
            )
            told = (
                f"{word.text.upper()} takes a plain number: write {word.text.upper()} {comma.text}"
            )
            yield Slip(first.start, told, without(query, extra))
        if first.kind == "number" and comma.text == "," and second.kind == "number":
            written = f"OFFSET {first.text} LIMIT {second.text}"
            told = f"the rows to skip have a word of their own: write {written}"
            yield Slip(comma.start, told, (Edit(word.start, second.end, written),))


def after_the_end(query: Query) -> Iterator[Slip]:
    """Find a semicolon or dot behind the query."""
    last = query.token(len(query.tokens) - 1)
    if last.text in {";", "."}:
        told = f"a query ends without a sign: remove the {last.text}"
        yield Slip(last.start, told, removed([last]))
