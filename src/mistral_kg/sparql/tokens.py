r"""Split the text of a SPARQL query into tokens: the only lexer of queries in this package.

See https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section 19.8, terminals. Offsets into the
text are kept. Escapes (`\\u0041`) are read within strings and IRIs only, as the engine reads them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# VARNAME of https://www.w3.org/TR/sparql11-query/#rVARNAME, which admits the vowel signs of
# Gurmukhi as \w does not.
NAME = (
    r"0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C\u200D\u203F\u2040"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_ASCII = "0-9A-Z_a-z"
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]"
# The engine reads a keyword that touches the next.
_TOUCHING = (
    "(?i:SELECT(?=DISTINCT|REDUCED)|FROM(?=NAMED)|(?:ASK|CONSTRUCT|DESCRIBE)(?=FROM|WHERE)"
    "|(?:ORDER|GROUP)(?=BY)|FILTER(?=NOT|EXISTS)|NOT(?=EXISTS)|(?:TRUE|FALSE)(?=[A-Z]))"
)
_compiled: dict[str, re.Pattern[str]] = {}


def _pattern(text: str) -> re.Pattern[str]:
    """Return the expression of a token; that for ASCII alone is compiled in a tenth of the time."""
    name = _ASCII if text.isascii() else NAME
    if name not in _compiled:
        # A prefix is looked for so far only, or a text of many dots would be read from each again.
        prefix = rf"(?:_|(?:(?!\d)[{name}][{name}.-]{{0,200}}+(?<!\.))?)"
        char = rf"[{name}:]|{_ESCAPED}"
        local = rf"(?:(?:{char})(?:(?:[{name}:.-]|{_ESCAPED})*(?:[{name}:-]|{_ESCAPED}))?)?"
        _compiled[name] = re.compile(
            r"(?P<space>[ \t\r\n]+|#[^\r\n]*)"
            rf'|(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE})*>)'
            r'|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""'
            r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
            r'|"(?:[^"\\\r\n]|\\.)*"'
            r"|'(?:[^'\\\r\n]|\\.)*')"
            r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
            rf"|(?P<variable>[?$][{name}]+)"
            rf"|(?P<name>{prefix}:{local})"
            r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)"
            rf"|(?P<word>{_TOUCHING}|(?!\d)[{name}]+)"
            r"|(?P<sign>\^\^|&&|\|\||!=|<=|>=|.)",
            re.DOTALL,
        )
    return _compiled[name]


AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_PAIRS = {"(": ")", "{": "}", "[": "]"}


class Token(NamedTuple):
    """A token: its kind (a group of the expression above), its text, and its offsets.

    A blank node such as `_:b` is a name; a sign is a character or operator that is nothing else.
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword that it is, in capitals; "" if it is none."""
        return self.text.upper() if self.kind == "word" and self.text.isascii() else ""

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of these words, written in capitals here."""
        return self.word in words

    @property
    def is_term(self) -> bool:
        """Tell whether it can be a whole term of a triple."""
        return self.kind in {"iri", "string", "variable", "name", "number"} or self.text == "a"

    @property
    def is_blank_node(self) -> bool:
        """Tell whether it is the label of a blank node."""
        return self.kind == "name" and self.text.startswith("_:")


def tokens(text: str) -> list[Token]:
    """Return the tokens of the text, without spaces and comments."""
    return [
        Token(match.lastgroup or "", match[0], match.start(), match.end())
        for match in _pattern(text).finditer(text)
        if match.lastgroup != "space"
    ]


def brackets(found: list[Token]) -> dict[int, int]:
    """Return the place of each opening bracket with that of the bracket which closes it."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.text in _PAIRS:
            opened.append(place)
        elif token.text == "}" and any(found[one].text == "{" for one in opened):
            while found[opened[-1]].text != "{":  # what is open inside is closed too
                opened.pop()
            closing[opened.pop()] = place
        elif opened and token.text == _PAIRS[found[opened[-1]].text]:
            closing[opened.pop()] = place
    return closing


def replace_spans(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with each part from one offset to another replaced."""
    parts = []
    last = 0
    # Stable, so that of two insertions at one offset the first asked for comes first.
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


class Query:
    """The text of a query as tokens.

    `here` is the index of the first token after which the engine reads no more.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str], here: int = 0) -> None:
        self.text = text
        self.prefixes = prefixes
        self.here = here
        self.tokens = tokens(text)
        self.closing = brackets(self.tokens)

    @property
    def place(self) -> int:
        """The offset at which the engine stops."""
        return self.token(self.here).start

    def token(self, index: int) -> Token:
        """Return a token, an empty one where there is none."""
        if 0 <= index < len(self.tokens):
            return self.tokens[index]
        return Token("end", "", len(self.text.rstrip()), len(self.text.rstrip()))

    def words(self, *words: str) -> Iterator[int]:
        """Give the index of each token that is one of these words."""
        return (i for i, token in enumerate(self.tokens) if token.is_word(*words))

    def signs(self, *signs: str) -> Iterator[int]:
        """Give the index of each token that is one of these signs."""
        return (i for i, t in enumerate(self.tokens) if t.kind == "sign" and t.text in signs)

    def between(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.token(first).start : self.token(last).end]

    def until(self, index: int, ends: Callable[[Token], bool]) -> int:
        """Return the index of the first token from here on that ends something, brackets skipped.

        A bracket that closes more than was opened ends it too.
        """
        while index < len(self.tokens):
            token = self.tokens[index]
            if ends(token) or (token.kind == "sign" and token.text in _PAIRS.values()):
                return index
            index = self.closing.get(index, index) + 1
        return len(self.tokens)
