"""Find characters that SPARQL does not read: pasted quotation marks, spaces and signs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.query import Edit, Slip, adjacent, short
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Token

_PLAIN = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′‹›", "'"),
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys("।॥", "."),
    **dict.fromkeys("\u200b\u2060\ufeff\u00ad\u200e\u200f", ""),
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "×": "*",
}
_UNREAD = re.compile(r"[^\x20-\x7e\t\r\n]")
# The grammar admits these in names, where nobody means them.
_IN_NAMES = re.compile(r"[।॥\ufeff\uff01-\uff5e]")


def pasted(query: Query) -> Iterator[Slip]:
    """Find characters that look like those of SPARQL: mend all at once."""
    edits = [edit for token in query.tokens for edit in _replaced(token)]
    if edits:
        first = edits[0]
        yield Slip(first.start, _says(query.text, first), tuple(edits))


def _replaced(token: Token) -> Iterator[Edit]:
    pattern = {"sign": _UNREAD, "word": _IN_NAMES, "variable": _IN_NAMES, "name": _IN_NAMES}
    if token.kind not in pattern:
        return
    for match in pattern[token.kind].finditer(token.text):
        plain = _plain(match[0])
        if plain is not None:
            start = token.start + match.start()
            yield Edit(start, start + 1, plain)


def _plain(char: str) -> str | None:
    """Return what is meant by a character, None where that is unknown."""
    if char in _PLAIN:
        return _PLAIN[char]
    if unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    usual = unicodedata.normalize("NFKC", char)
    return usual if len(usual) == 1 and usual.isascii() else None


def _says(text: str, edit: Edit) -> str:
    char = text[edit.start]
    name = unicodedata.name(char, "control character").lower()
    called = f"U+{ord(char):04X}, a {name}"
    if edit.text in {'"', "'"}:
        return f"{char} ({called}) is no quotation mark of SPARQL: write {edit.text}"
    if edit.text in {"", " "}:
        instead = "write a plain space" if edit.text else "remove it"
        return f"a character that is not seen stands here ({called}): {instead}"
    return f"{char} ({called}) is not read by SPARQL: write {edit.text}"


def doubled_quote(query: Query) -> Iterator[Slip]:
    """Find `""text""`, where the marks were doubled."""
    for before, after in zip(query.tokens, query.tokens[1:], strict=False):
        if before.text in ('""', "''") and adjacent(before, after):
            close = query.text.find(before.text, before.end)
            if close > 0 and "\n" not in query.text[before.end : close]:
                mark = before.text[0]
                inner = query.text[before.end : close]
                yield Slip(
                    before.start,
                    f"quotation marks stand once: write {mark}{short(inner)}{mark}",
                    (Edit(before.start, before.end, mark), Edit(close, close + 2, mark)),
                )


def inner_quote(query: Query) -> Iterator[Slip]:
    """Find a text that its own quotation mark ends early."""
    for before, after in zip(query.tokens, query.tokens[1:], strict=False):
        if before.kind != "string" or not adjacent(before, after):
            continue
        if len(before.text) == 2 or before.text[:3] in {'"""', "'''"}:
            continue
        if after.kind not in {"word", "name", "number", "string"}:
            continue
        mark = before.text[0]
        line = re.compile(r"[^\r\n]*").match(query.text, before.end)
        marks = [m.start() for m in re.finditer(mark, line[0])] if line else []
        for last in marks:
            close = before.end + last
            inner = [
                before.end - 1,
                *(before.end + one for one in marks if one < last),
            ]
            yield Slip(
                before.end - 1,
                f"the text ends at this quotation mark: write \\{mark} for one inside a text",
                tuple(Edit(one, one, "\\") for one in inner if one < close),
            )


def open_quote(query: Query) -> Iterator[Slip]:
    """Find a quotation mark that nothing closes in its line."""
    for index in query.signs('"', "'"):
        mark = query.tokens[index]
        line = re.compile(r"[^\r\n]*").match(query.text, mark.end)
        rest = line[0] if line else ""
        other = "'" if mark.text == '"' else '"'
        if other in rest:
            yield Slip(
                mark.start,
                f"the text opens with {mark.text} and closes with {other}: "
                f"write {other} at both ends",
                (Edit(mark.start, mark.end, other),),
            )
        closing = [
            match.end() for match in re.finditer(r"(?<=[^\s.;,)}\]])(?=@[a-z]|[\s.;,)}\]]|$)", rest)
        ]
        for end in reversed(closing):
            yield Slip(
                mark.start,
                f"the text is not closed: write {mark.text}{short(rest[:end])}{mark.text}",
                (Edit(mark.end + end, mark.end + end, mark.text),),
            )
        later = query.text.find(mark.text, mark.end)
        if later > 0:
            yield Slip(
                mark.start,
                f"a text of several lines stands between {mark.text * 3} and {mark.text * 3}",
                (
                    Edit(mark.start, mark.end, mark.text * 3),
                    Edit(later, later + 1, mark.text * 3),
                ),
            )
