"""Find mistakes in brackets and braces, in VALUES, and in comparisons of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.mistake import MODIFIERS, Edit, Mistake, inserted, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query, Token

_CLOSE = {"{": "}", "(": ")", "[": "]"}
_OPEN = {close: opening for opening, close in _CLOSE.items()}


def closes_nothing(query: Query) -> Iterator[Mistake]:
    """Find a bracket that closes nothing."""
    for index in query.signs(*_OPEN):
        if index not in query.closing.values():
            token = query.tokens[index]
            opening = _OPEN[token.text]
            message = f"this {token.text} closes nothing: remove it or open a {opening} before"
            yield Mistake(token.start, message, (Edit(token.start, token.end, ""),))


def not_closed(query: Query) -> Iterator[Mistake]:
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
            edit = inserted(before.end, f" {close}" if close == "}" else close)
            yield Mistake(token.start, message, (edit,))


def _ends(query: Query, opening: int) -> Iterator[int]:
    """Give the indices of tokens before which a bracket may close, the likeliest first."""
    if query.tokens[opening].text == "{":
        clauses = list(query.words(*MODIFIERS[:-1]))
        if clauses:
            yield next((i for i in clauses if i > opening), clauses[0])
        yield len(query.tokens)
        yield from (i for i in query.words("UNION", "FILTER", "OPTIONAL") if i > opening)
        return
    yield query.until(opening + 1, lambda token: token.text in {"}", "."})
    here = query.here
    nearest = range(max(opening + 2, here - 6), min(here + 3, len(query.tokens)) + 1)
    yield from sorted(nearest, key=lambda index: (abs(index - here), index))


def values(query: Query) -> Iterator[Mistake]:
    """Find VALUES with the wrong brackets, with commas, or with rows without brackets."""
    for index in query.words("VALUES"):
        opening = index + 1
        names: list[Token] = []
        while query.token(opening).kind == "variable" or query.token(opening).text == ",":
            names.append(query.tokens[opening])
            opening += 1
        bracketed = query.tokens[opening + 1 : query.closing.get(opening, 0)]
        if not names and bracketed and query.token(opening).text == "(":
            names, opening = bracketed, query.closing[opening] + 1
        if opening in query.closing:
            yield from _values(query, names, opening, in_brackets=names == bracketed)


def _values(
    query: Query, names: list[Token], opening: int, *, in_brackets: bool
) -> Iterator[Mistake]:
    close = query.closing[opening]
    first, last = query.tokens[opening], query.tokens[close]
    inner = [
        token
        for i, token in enumerate(query.tokens[opening + 1 : close], opening + 1)
        if not any(start < i < query.closing.get(start, 0) for start in range(opening + 1, i))
    ]
    edits = [*without(query, (t for t in (*names, *inner) if t.text == ","))]
    if first.text != "{":
        edits += [Edit(first.start, first.end, "{ "), Edit(last.start, last.end, " }")]
    variables = [token.text for token in names if token.kind == "variable"]
    width = len(variables)
    if width > 1 and not in_brackets:
        edits += [inserted(names[0].start, "("), inserted(names[-1].end, ")")]
    terms = [token for token in inner if token.is_term]
    for i in range(0, len(terms), width) if in_brackets and width else ():
        edits.append(inserted(terms[i].start, "("))
        edits.append(inserted(terms[min(i + width, len(terms)) - 1].end, ")"))
    if edits:
        head, row = " ".join(variables), " ".join("…" * width)
        if width > 1 or in_brackets:
            head, row = f"({head})", f"({row})"
        message = f"VALUES has braces and no commas: write VALUES {head} {{ {row} {row} }}"
        yield Mistake(min(edits).start, message, tuple(edits))


def like(query: Query) -> Iterator[Mistake]:
    """Find LIKE, and CONTAINS or REGEX between a variable or a call and a text."""
    for index in query.words("LIKE", "ILIKE", "CONTAINS", "REGEX"):
        word, text = query.token(index), query.token(index + 1)
        start = index - 1
        if query.token(start).text == ")":
            start = next((o - 1 for o, c in query.closing.items() if c == start), start)
        first = query.token(start)
        if text.kind == "string" and first.kind in {"variable", "word"}:
            new = _like(query.between(start, index - 1), text.text, word.word)
            message = f"SPARQL has no {word.word} between two things: write {new}"
            yield Mistake(word.start, message, (Edit(first.start, text.end, new),))


def _like(what: str, text: str, word: str) -> str:
    mark, inner = text[0], text.strip(text[0])
    starts, ends = inner[:1] in {"%", "*"}, inner[-1:] in {"%", "*"}
    plain = f"{mark}{inner.strip('%*')}{mark}"
    if word == "REGEX":
        return f"REGEX(STR({what}), {text})"
    if word == "CONTAINS" or (starts and ends):
        return f"CONTAINS(STR({what}), {plain})"
    if starts or ends:
        return f"{'STRSTARTS' if ends else 'STRENDS'}(STR({what}), {plain})"
    return f"STR({what}) = {plain}"
