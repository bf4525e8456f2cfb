"""Split the text of a SPARQL query into its tokens, offsets kept."""

from __future__ import annotations

import re
from typing import NamedTuple

from mistral_kg import _syntax


class Token(NamedTuple):
    """A token: its kind, its text and where it stands."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword that it is, in capitals; "" if it is none."""
        return self.text.upper() if self.kind == "word" and self.text.isascii() else ""


_CHARS = _syntax.NAME
_LOCAL = rf"(?:[{_CHARS}.:-]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?#@%-])*"
# A prefix is looked for so far only, lest a text of many dots be read again from each of them.
_TOKEN = re.compile(
    rf"""
    (?P<space>  [\x20\t\r\n]+ | \#[^\r\n]* )
  | (?P<iri>    <[^<>"{{}}|^`\\\x00-\x20]*> )
  | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<lang>   @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<blank>  _:[{_CHARS}](?:[{_CHARS}.-]*[{_CHARS}-])? )
  | (?P<var>    [?$][{_CHARS}]+ )
  | (?P<name>   (?:[^\W\d_][\w.-]{{0,200}}+(?<![.]))?:{_LOCAL}(?<![.]) )
  | (?P<number> [+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+ | \.?[0-9]+[eE][+-]?[0-9]+
                      | [0-9]*\.[0-9]+ | [0-9]+) )
  | (?P<word>   [^\W\d]\w* )
  | (?P<sign>   \^\^ | && | \|\| | != | <= | >= | . )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of the text, without spaces and comments."""
    return [
        Token(match.lastgroup or "", match[0], match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]


def closing(found: list[Token], place: int) -> int:
    """Return the place of the bracket that closes the one at `place`, or of the last token."""
    depth = 0
    for there in range(place, len(found)):
        sign = found[there].text
        if sign in {"(", "{", "["}:
            depth += 1
        elif sign in {")", "}", "]"}:
            depth -= 1
            if depth == 0:
                return there
    return len(found) - 1


def edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    """Return the text with what stands from one offset to another replaced."""
    parts = []
    last = 0
    # Stable, so that of two insertions at one offset the first asked for comes first.
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])
