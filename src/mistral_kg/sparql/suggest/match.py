"""Find mistakes that are a pattern of tokens, a message and a replacement.

A pattern is a list of parts with a space between two:

- `ORDER|GROUP`: one of these words; `,|;`: one of these signs
- `variable`, `word`, `number`, `string`, `name`, `iri`, `tag`: a token of this kind;
  `term`: a term of a triple; `any`: any token; `relative`: an IRI without its scheme
- `prefix`: a word that is a known prefix; `space:`: a name of which only the prefix is there
- `string%`, `%string`, `%string%`: a text with a `%` at these ends
- `operand`: a variable or a call; `(…)`, `{…}`, `[…]`: brackets with their content
- `…`: as few tokens as possible, at least one; `triples`: up to the next word that ends a run of
  triples; `step`: up to a dot, too; `all`: up to the next word of those after the pattern;
  `rest`: up to a closing bracket
- `unknown`: words that SPARQL does not have, as many as there are
- `~x`: x, directly after the token before; `!x`: x, where the engine stops reading
- `¬x`: not followed by x; `end`: at the end of the query

In the message and the replacement `{0}` is the text of the first part; `{0.inner}` is without
brackets, `{0.plain}` without commas too, `{0.like}` without `%`; `{new}` is the replacement,
`{}` is nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.sparql.suggest.mistake import MODIFIERS, STARTS, Edit, Mistake, short
from mistral_kg.sparql.suggest.names import KNOWN
from mistral_kg.sparql.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mistral_kg.sparql.tokens import Query, Token


class Row(NamedTuple):
    """A mistake: the parts of its pattern, its message, its replacement and what else counts."""

    pattern: list[str]
    message: str
    new: str
    flags: str


_KINDS = {"variable", "word", "number", "string", "name", "iri", "tag", "end"}
_KEYS = {"operand": "variable|word", "prefix": "word", "space:": "name", "relative": "iri"}
"""The tokens with which these parts start."""
_NEAR = 4
_ABSOLUTE = re.compile("<[A-Za-z][A-Za-z0-9+.-]*:")


class _Text(str):
    """The text of a part of a pattern."""

    __slots__ = ()

    @property
    def inner(self) -> str:
        """The text without its brackets."""
        return self[1:-1].strip()

    @property
    def plain(self) -> str:
        """The text without its brackets and without commas."""
        return " ".join(token.text for token in tokens(self.inner) if token.text != ",")

    @property
    def like(self) -> str:
        """The text without the signs of SQL for anything."""
        return self.replace("%", "")


def describe(query: Query, rows: Iterable[Row]) -> str:
    """Return the message of the first row that is in the query, empty where none is."""
    for row in rows:
        for index in range(len(query.tokens) + 1):
            spans = next(_matches(query, row.pattern, index), None)
            if spans is not None:
                return row.message.format(*(short(text) for text in _texts(query, spans)))
    return ""


def find(query: Query, rows: Iterable[Row]) -> Iterator[Mistake]:
    """Give each mistake that a row describes; those of rows that go together as one, first."""
    together: list[Mistake] = []
    apart: list[Mistake] = []
    places: dict[str, list[int]] = {}
    for index, token in enumerate(query.tokens):
        for key in {token.kind, token.text, token.word, "term" if token.is_term else ""}:
            places.setdefault(key, []).append(index)
    for row in rows:
        first = row.pattern[0] if row.pattern[0] == "!=" else row.pattern[0].removeprefix("!")
        first = _KEYS.get(first, first[0] if "…" in first else first)
        for index in sorted({i for key in first.split("|") for i in places.get(key, ())}):
            if "near" in row.flags and abs(index - query.here) > _NEAR:
                continue
            spans = next(_matches(query, row.pattern, index), None)
            mistake = spans and _mistake(query, row, spans)
            if mistake:
                (together if "together" in row.flags else apart).append(mistake)
    together.sort()
    if len(together) > 1:
        yield together[0]._replace(edits=tuple(edit for one in together for edit in one.edits))
    yield from apart
    yield from together


def _mistake(query: Query, row: Row, spans: list[range]) -> Mistake | None:
    """Return the mistake with the shortest edit that makes it right, None where nothing changes."""
    texts = _texts(query, spans)
    start, end = query.token(spans[0].start).start, query.token(spans[-1].stop - 1).end
    old, new = query.text[start:end], row.new.format(*texts)
    if old == new:
        return None
    message = row.message.format(*(_Text(short(one)) for one in texts), new=short(new))
    same = _count_same(old, new)
    last = _count_same(old[same:][::-1], new[same:][::-1])
    edit = Edit(start + same, end - last, new[same : len(new) - last])
    at = next((i for i, one in enumerate(query.tokens) if one.end > edit.start), spans[0].start)
    while at > spans[0].start and query.token(at - 1).end == query.token(at).start:
        at -= 1  # to where `==` starts
    return Mistake(query.token(at).start, message, (edit,), "unsure" not in row.flags)


def _count_same(one: str, other: str) -> int:
    """Return how many characters at the start of two texts are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _texts(query: Query, spans: list[range]) -> list[_Text]:
    return [_Text(query.between(one.start, one.stop - 1)) if one else _Text() for one in spans]


def _matches(query: Query, parts: list[str], index: int) -> Iterator[list[range]]:
    """Give the spans of the parts of a pattern that starts here."""
    if not parts:
        yield []
        return
    for stop in _stops(query, parts[0], index):
        for rest in _matches(query, parts[1:], stop):
            yield [range(index, stop), *rest] if parts[0][0] != "¬" else rest


def _stops(query: Query, part: str, index: int) -> Iterator[int]:
    """Give the indices at which a part that starts here may end."""
    token, mark = query.token(index), part[0]
    if len(part) > 1 and mark in "~!¬" and part != "!=":
        if mark == "¬":
            if not _is(query, part[1:], index):
                yield index
        elif query.token(index - 1).end == token.start if mark == "~" else index == query.here:
            yield from _stops(query, part[1:], index)
    elif part == "end":
        if token.kind == "end":
            yield index
    elif part == "unknown":
        stop = index
        while query.token(stop).kind == "word" and query.token(stop).text.upper() not in KNOWN:
            stop += 1
        if stop > index:
            yield stop
    elif part == "…":
        while index < len(query.tokens) and query.token(index).text not in {")", "}", "]"}:
            index = query.closing.get(index, index) + 1
            yield index
    elif part in _ENDS:
        stop = query.until(index, lambda one: one.text in _ENDS[part] or one.is_word(*_ENDS[part]))
        if stop > index:
            yield stop
    elif "…" in part:
        if f"{token.text}…" in part and index in query.closing:
            yield query.closing[index] + 1
    elif part == "operand":
        if token.kind == "variable":
            yield index + 1
        elif token.kind == "word" and query.token(index + 1).text == "(":
            yield query.closing.get(index + 1, index) + 1
    elif _is(query, part, index):
        yield index + 1


_ENDS = {
    "triples": ("{", *STARTS, *MODIFIERS),
    "step": (".", *STARTS, *MODIFIERS),
    "all": MODIFIERS,
    "rest": (),
}


def _is(query: Query, part: str, index: int) -> bool:
    token = query.token(index)
    return any(_is_one(query, one, token) for one in part.split("|"))


def _is_one(query: Query, part: str, token: Token) -> bool:
    if part in _KINDS:
        return token.kind == part
    if "%" in part:
        ends = (token.text[1:2] == "%", token.text[-2:-1] == "%")
        return token.kind == "string" and ends == (part[0] == "%", part[-1] == "%")
    if part == "term":
        return token.is_term
    if part == "prefix":
        return token.kind == "word" and token.text in query.prefixes
    if part == "space:":
        return token.kind == "name" and token.text.endswith(":")
    if part == "relative":
        return token.kind == "iri" and not _ABSOLUTE.match(token.text)
    return part == "any" or token.text == part or token.word == part
