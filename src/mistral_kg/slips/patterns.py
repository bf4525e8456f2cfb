"""Find slips inside a pattern: dots, separators, and the braces of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.slips.levels import levels, outside
from mistral_kg.slips.query import (
    FORMS,
    MODIFIERS,
    STARTS,
    Edit,
    Query,
    Slip,
    Token,
    adjacent,
    inserted,
    removed,
    short,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.slips.levels import Level


def missing_dot(query: Query) -> Iterator[Slip]:
    """Find two triples with no dot between them, or two pairs with no semicolon."""
    here, before = query.token(query.here), query.token(query.here - 1)
    ends = before.is_term or before.kind == "tag" or before.text in {")", "]", "+", "*", "?"}
    if ends and (here.is_term or here.text in {"[", "(", "^"}):
        told = f"a dot stands between two triples: write one before {here.text}"
        yield Slip(here.start, told, (inserted(before.end, " ."),))
        told = f"a semicolon stands before a further property: write ; {here.text}"
        yield Slip(here.start, told, (inserted(before.end, " ;"),))
    # A word, a bracket or a third part in excess was read as the next triple's.
    for back in (1, 2):
        start, end = query.token(query.here - back), query.token(query.here - back - 1)
        if start.is_term and (end.is_term or end.kind == "tag"):
            told = f"a dot stands between two triples: write one before {start.text}"
            yield Slip(start.start, told, (inserted(end.end, " ."),))


def separators(query: Query) -> Iterator[Slip]:
    """Find a comma, semicolon or dot where another stands or none."""
    for index in query.signs(",", ";", "."):
        if abs(index - query.here) > 4:
            continue
        sign, after = query.tokens[index], query.token(index + 1)
        if sign.text == "." and after.kind == "word" and adjacent(sign, after):
            continue  # `?x.name` and `mkg.name`
        if after.text in {".", ",", ";", "}", ")"} or after.kind in {"end", "word"}:
            told = f"this {sign.text} is one too many: remove it"
            yield Slip(sign.start, told, removed([sign]))
        if not after.is_term and after.kind != "word":
            continue
        meaning = {";": "a further property of the same subject", ".": "a new triple"}
        for other, told in meaning.items():
            if other != sign.text:
                edit = Edit(sign.start, sign.end, other)
                yield Slip(sign.start, f"write {other} before {told}", (edit,))


def unbraced(query: Query) -> Iterator[Slip]:
    """Find OPTIONAL, MINUS, GRAPH or EXISTS without braces or with round brackets."""
    for index in query.words("OPTIONAL", "MINUS", "EXISTS", "GRAPH"):
        word = query.tokens[index]
        first = index + 2 if word.is_word("GRAPH") else index + 1
        opening = query.token(first)
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


def values(query: Query) -> Iterator[Slip]:
    """Find VALUES with the wrong brackets, with commas, or with rows not in brackets."""
    for index in query.words("VALUES"):
        opening = index + 1
        names: list[Token] = []
        while query.token(opening).kind == "variable" or query.token(opening).text == ",":
            names.append(query.tokens[opening])
            opening += 1
        bracketed = query.tokens[opening + 1 : query.closing.get(opening, 0)]
        if not names and bracketed and query.token(opening).text == "(":
            names, opening = bracketed, query.closing[opening] + 1
        close = query.closing.get(opening)
        if close is None:
            continue
        yield from _values(query, names, opening, close, in_brackets=names == bracketed)


def _values(
    query: Query, names: list[Token], opening: int, close: int, *, in_brackets: bool
) -> Iterator[Slip]:
    first, last = query.tokens[opening], query.tokens[close]
    variables = " ".join(token.text for token in names if token.kind == "variable")
    edits: list[Edit] = [*without(query, (t for t in names if t.text == ","))]
    if first.text != "{":
        edits += [Edit(first.start, first.end, "{ "), Edit(last.start, last.end, " }")]
    several = variables.count(" ") > 0
    if several and not in_brackets:
        edits += [inserted(names[0].start, "("), inserted(names[-1].end, ")")]
    inner = [query.tokens[i] for i in outside(query, range(opening + 1, close))]
    edits += without(query, (t for t in inner if t.text == ","))
    terms = [t for t in inner if t.is_term]
    width = variables.count(" ") + 1
    if in_brackets and terms:
        for i in range(0, len(terms), width):
            edits += [
                inserted(terms[i].start, "("),
                inserted(terms[min(i + width, len(terms)) - 1].end, ")"),
            ]
    if edits:
        row = "(… …)" if several else "…"
        head = f"({variables})" if several or in_brackets else variables
        told = f"values stand in braces, without commas: write VALUES {head} {{ {row} {row} }}"
        if in_brackets and not several:
            told = told.replace("…", "(…)")
        yield Slip(min(edits).start, told, tuple(edits))


def bind(query: Query) -> Iterator[Slip]:
    """Find BIND without brackets, without AS, or the wrong way round."""
    for index in query.words("BIND"):
        opening, close = query.token(index + 1), query.closing.get(index + 1)
        if opening.text != "(":
            name = next((i for i in query.words("AS") if i > index), None)
            if name is not None and query.token(name + 1).kind == "variable":
                whole = query.between(index + 1, name + 1)
                edits = (inserted(opening.start, "("), inserted(query.tokens[name + 1].end, ")"))
                told = f"what BIND holds stands in brackets: write BIND({short(whole)})"
                yield Slip(opening.start, told, edits)
            continue
        if close is None:
            continue
        last, first = query.tokens[close - 1], query.token(index + 2)
        if last.kind == "variable" and not any(
            query.tokens[i].is_word("AS") for i in range(index, close)
        ):
            what = short(query.between(index + 2, close - 2))
            told = f"AS stands before the name: write BIND({what} AS {last.text})"
            yield Slip(last.start, told, (inserted(last.start, "AS "),))
        if first.kind == "variable" and query.token(index + 3).is_word("AS"):
            whole = query.between(index + 4, close - 1)
            written = f"{whole} AS {first.text}"
            told = f"the name stands last: write BIND({short(written)})"
            yield Slip(first.start, told, (Edit(first.start, last.end, written),))


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
