"""Find characters that SPARQL does not read, and quotation marks that end a text wrongly."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.mistake import Edit, Mistake, insert, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query, Token

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
_CLOSING = re.compile(r"(?<=[^\s.;,)}\]])(?=@[a-z]|[\s.;,)}\]]|$)")
"""Where a text may end that no quotation mark closes."""
_UNREAD = re.compile(r"[^\x20-\x7e\t\r\n]")
# The grammar admits these in names, where nobody means them.
_IN_NAMES = re.compile(r"[।॥\ufeff\uff01-\uff5e]")


def find_pasted(query: Query) -> Iterator[Mistake]:
    """Find characters that look like those of SPARQL: they are corrected together."""
    edits = [edit for token in query.tokens for edit in _replaced(token)]
    if edits:
        first = edits[0]
        yield Mistake(first.start, _message(query.text, first), tuple(edits))


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


def _message(text: str, edit: Edit) -> str:
    char = text[edit.start]
    name = f"U+{ord(char):04X}, a {unicodedata.name(char, 'control character').lower()}"
    shown = f"{char} ({name})" if edit.text.strip() else name
    instead = f"write {edit.text}" if edit.text.strip() else "write a plain space or nothing"
    return f"{shown}, is not read by SPARQL: {instead}"


def find_inner_quotes(query: Query) -> Iterator[Mistake]:
    """Find a text that its own quotation mark ends early."""
    for before, after in zip(query.tokens, query.tokens[1:], strict=False):
        if before.kind != "string" or before.end < after.start or len(before.text) == 2:
            continue
        if before.text[:3] in {'"""', "'''"} or after.kind in {"sign", "tag"}:
            continue
        mark = before.text[0]
        marks = [before.end + one.start() for one in re.finditer(mark, _line(query, before.end))]
        message = f"the text ends at this quotation mark: write \\{mark} for one inside a text"
        for count in range(len(marks)):
            inner = [before.end - 1, *marks[:count]]
            edits = tuple(insert(one, "\\") for one in inner)
            yield Mistake(before.end - 1, message, edits)


def find_open_quotes(query: Query) -> Iterator[Mistake]:
    """Find a quotation mark that nothing closes in its line."""
    for index in query.signs('"', "'"):
        mark = query.tokens[index]
        rest = _line(query, mark.end)
        for end in reversed([one.end() for one in _CLOSING.finditer(rest)]):
            message = f"the text is not closed: write {mark.text}{short(rest[:end])}{mark.text}"
            yield Mistake(mark.start, message, (insert(mark.end + end, mark.text),))
        later = query.text.find(mark.text, mark.end)
        if later > 0:
            message = f"a text of several lines is between {mark.text * 3} and {mark.text * 3}"
            edits = (insert(mark.start, mark.text * 2), insert(later, mark.text * 2))
            yield Mistake(mark.start, message, edits)


def _line(query: Query, start: int) -> str:
    """Return the rest of a line."""
    return re.split(r"[\r\n]", query.text[start:], maxsplit=1)[0]
