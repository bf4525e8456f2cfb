"""Find slips in the braces of a pattern and of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.levels import levels, outside
from mistral_kg.sparql.suggest.query import (
    FORMS,
    MODIFIERS,
    STARTS,
    Edit,
    Slip,
    inserted,
    short,
)
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.suggest.levels import Level


def unbraced(query: Query) -> Iterator[Slip]:
    """Find OPTIONAL, MINUS, GRAPH or EXISTS without braces or with round brackets."""
    for index in query.words("OPTIONAL", "MINUS", "EXISTS", "GRAPH"):
        word = query.tokens[index]
        first = index + 2 if word.is_word("GRAPH") else index + 1
        opening = query.token(first)
        if word.is_word("GRAPH") and query.token(index + 1).text == "{":
            graph = query.fresh("graph")
            told = f"GRAPH takes a name or a variable: write GRAPH {graph} {{ … }}"
            yield Slip(word.end, told, (inserted(word.end, f" {graph}"),))
        if opening.text == "{":
            continue
        name = f"{word.text.upper()} …" if word.is_word("GRAPH") else word.text.upper()
        told = f"what {name} holds stands in braces: write {name} {{ … }}"
        close = query.closing.get(first)
        if opening.text == "(" and close is not None:
            edges = (opening, query.tokens[close])
            edits = tuple(
                Edit(one.start, one.end, brace) for one, brace in zip(edges, "{}", strict=True)
            )
            yield Slip(opening.start, told, edits)
        for last in _ends(query, first):
            edits = (inserted(opening.start, "{ "), inserted(query.tokens[last].end, " }"))
            yield Slip(opening.start, told, edits)


def _ends(query: Query, first: int) -> Iterator[int]:
    """Give the tokens at which a run of triples may end, the likeliest first."""
    stop = query.until(first, lambda token: token.text == "." or token.is_word(*STARTS, *MODIFIERS))
    for last in dict.fromkeys((stop - 1, first + 2)):
        if first < last < len(query.tokens):
            yield last


def whole_pattern(query: Query) -> Iterator[Slip]:
    """Find a pattern without its braces, or a template of CONSTRUCT without them."""
    for level in levels(query, *FORMS):
        if query.tokens[level.form].is_word("CONSTRUCT") and level.columns:
            first, last = (query.tokens[i] for i in (level.columns.start, level.columns.stop - 1))
            told = "the triples to make stand in braces: write CONSTRUCT { … } WHERE { … }"
            yield Slip(first.start, told, (inserted(first.start, "{ "), inserted(last.end, " }")))
        if level.body:
            continue
        yield from _no_braces(query, level)
        where = next((i for i in query.words("WHERE") if i >= level.columns.stop), None)
        start = query.token(where + 1) if where is not None else None
        if start is not None and where is not None and start.kind != "end":
            stop = query.until(where + 1, lambda token: token.is_word(*MODIFIERS))
            edits = [inserted(start.start, "{ ")]
            told = "the pattern stands in braces: write WHERE { … }"
            close = query.closing.get(where + 1)
            if start.text in {"(", "["} and close is not None:
                edges = (start, query.tokens[close])
                pairs = zip(edges, "{}", strict=True)
                yield Slip(start.start, told, tuple(Edit(o.start, o.end, b) for o, b in pairs))
                continue
            if query.token(stop).text != "}":
                edits.append(inserted(query.token(stop - 1).end, " }"))
            yield Slip(start.start, told, tuple(edits))


def _no_braces(query: Query, level: Level) -> Iterator[Slip]:
    form = query.tokens[level.form].text.upper()
    if form == "ASK" and level.columns:
        first, last_one = (query.tokens[i] for i in (level.columns[0], level.columns[-1]))
        told = "the pattern stands in braces: write ASK { … }"
        yield Slip(first.start, told, (inserted(first.start, "{ "), inserted(last_one.end, " }")))
    last = len(query.tokens) - 1
    opening = next((o for o, c in query.closing.items() if c == last), None)
    if opening is not None and opening > level.form + 1:
        edges = (query.tokens[opening], query.tokens[last])
        told = f"the pattern stands in braces: write {form} … {{ … }}"
        pairs = zip(edges, "{}", strict=True)
        yield Slip(edges[0].start, told, tuple(Edit(o.start, o.end, b) for o, b in pairs))
    if not any(True for _ in query.signs("{", "}")):
        end = query.token(len(query.tokens))
        told = f"the pattern is missing: write {form} … {{ … }}"
        yield Slip(end.start, told, (inserted(end.start, " { ?s ?p ?o }"),), sure=False)


def template(query: Query) -> Iterator[Slip]:
    """Find what is no triple in the template of a CONSTRUCT."""
    for level in levels(query, "CONSTRUCT"):
        inner = outside(query, range(level.body.start + 1, level.body.stop - 1))
        first = next((i for i in inner if query.tokens[i].is_word(*STARTS)), None)
        if first is not None and query.token(level.form + 1).text == "{":
            start, end = query.tokens[first].start, query.tokens[level.body.stop - 1].start
            name = query.tokens[first].text.upper()
            told = f"the template of CONSTRUCT holds triples only: write {name} behind WHERE"
            yield Slip(start, told, (Edit(start, end, ""),), sure=False)


def union(query: Query) -> Iterator[Slip]:
    """Find UNION between triples in place of groups, and OR in place of UNION."""
    for index in query.words("UNION", "OR"):
        word = query.tokens[index]
        left, right = query.token(index - 1), query.token(index + 1)
        if word.is_word("OR"):
            if left.text == "}" and right.text == "{":
                told = "groups are joined by UNION: write } UNION {"
                yield Slip(word.start, told, (Edit(word.start, word.end, "UNION"),))
            continue
        edits = []
        if left.text != "}":
            opening = index - 1
            while opening >= 0 and query.tokens[opening].text not in {"{", "}"}:
                opening -= 1
            edits += [inserted(query.token(opening).end, " {"), inserted(left.end, " }")]
        if right.text != "{":
            stop = query.until(index + 1, lambda token: token.is_word(*STARTS))
            edits += [inserted(right.start, "{ "), inserted(query.token(stop - 1).end, " }")]
        if edits:
            told = "each side of UNION stands in braces: write { … } UNION { … }"
            yield Slip(word.start, told, tuple(edits))


def construct_where(query: Query) -> Iterator[Slip]:
    """Find CONSTRUCT WHERE, which holds triples only, with something else in it."""
    for level in levels(query, "CONSTRUCT"):
        form = query.tokens[level.form]
        if not query.token(level.form + 1).is_word("WHERE") or not level.body:
            continue
        first = level.body.start + 1
        stop = query.until(first, lambda token: token.is_word(*STARTS) or token.text == "{")
        if stop > first:
            triples = query.between(first, stop - 1)
            told = (
                f"CONSTRUCT WHERE holds triples only: write CONSTRUCT {{ {short(triples, 40)} }} "
                "WHERE { … }"
            )
            here = query.token(stop).start
            yield Slip(here, told, (inserted(form.end, f" {{ {triples} }}"),))


def two_patterns(query: Query) -> Iterator[Slip]:
    """Find two patterns joined by WHERE or AND, and triples joined by AND."""
    for index in query.words("WHERE", "AND"):
        word, before, after = (query.token(index + i) for i in (0, -1, 1))
        if before.text == "}" and after.text == "{":
            told = f"one pair of braces holds the whole pattern: write a dot for }} {word.text} {{"
            yield Slip(word.start, told, (Edit(before.start, after.end, "."),))
            yield Slip(word.start, told, (Edit(word.start, word.end, ""),))
        if word.is_word("AND") and after.is_term and before.text != "}":
            told = f"a dot joins two triples: write it for {word.text}"
            yield Slip(word.start, told, (Edit(word.start, word.end, "."),))


def construct_alone(query: Query) -> Iterator[Slip]:
    """Find CONSTRUCT with one pair of braces and no WHERE."""
    for level in levels(query, "CONSTRUCT"):
        if level.body and not level.columns and not level.tail:
            form = query.tokens[level.form]
            told = (
                "WHERE is missing: write CONSTRUCT WHERE { … } to have what matches, "
                "or CONSTRUCT { … } WHERE { … }"
            )
            yield Slip(form.end, told, (inserted(form.end, " WHERE"),), sure=False)
