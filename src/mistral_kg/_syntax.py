"""Read the text of a SPARQL query far enough to order its columns and to show a place in it.

The engine decides what is right; nothing here does. Offsets into the text are kept.
"""

from __future__ import annotations

import re

from mistral_kg._terminal import cells, visible
from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# VARNAME of https://www.w3.org/TR/sparql11-query/#rVARNAME, which admits the vowel signs of
# Gurmukhi as \w does not.
NAME = (
    r"0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C\u200D\u203F\u2040"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_VARIABLE = re.compile(rf"[?$]([{NAME}]+)")
_OPAQUE = re.compile(
    r"#[^\r\n]*"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r"|<[A-Za-z][\w+.-]*:[^<>\"{}|^`\\\x00-\x20]*>",
    re.DOTALL,
)
_SELECT = re.compile(r"(?<![?$:\w.-])SELECT(?![\w:.-])", re.IGNORECASE)
_STAR = re.compile(r"\s*(?:(?:DISTINCT|REDUCED)\s*)?(\*)", re.IGNORECASE)


def blank(text: str) -> str:
    """Return the text with comments, strings and absolute IRIs as spaces, offsets unchanged."""
    return _OPAQUE.sub(lambda match: re.sub(r"[^\r\n]", " ", match[0]), text)


def in_order(text: str, variables: Iterable[str]) -> list[str]:
    """Return the variables in the order in which they first stand in the query."""
    place = {name: i for i, name in reversed(list(enumerate(_VARIABLE.findall(blank(text)))))}
    return sorted(variables, key=lambda name: (place.get(name, len(place)), name))


def without_star(text: str, columns: Iterable[str]) -> str | None:
    """Return the query with an outermost `SELECT *` written out, None where there is none.

    `SELECT *` is by definition the list of all columns; they stand in the query's order.
    """
    clean = blank(text)
    select = _SELECT.search(clean)
    star = select and _STAR.match(clean, select.end())
    named = " ".join(f"?{name}" for name in in_order(text, columns))
    if not star or not named:
        return None
    return f"{text[: star.start(1)]} {named} {text[star.end(1) :]}"


def variables(text: str) -> set[str]:
    """Return the names of all variables that stand in the query."""
    return set(_VARIABLE.findall(blank(text)))


def position(text: str, line: int, column: int) -> int:
    """Return the offset of a line and column, both counted from 1."""
    lines = text.split("\n")
    return min(sum(len(one) + 1 for one in lines[: line - 1]) + column - 1, len(text))


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, both counted from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def caret(text: str, line: int, column: int) -> str:
    """Return the line of the text and below it a caret at the column."""
    lines = text.split("\n")
    shown = visible(lines[line - 1].rstrip("\r")) if line <= len(lines) else ""
    return f"  {shown}\n  {' ' * cells(shown[: column - 1])}^"


def shown(name: str, text: str, offset: int, reason: str) -> str:
    """Return what is wrong at an offset of the text of that name, with line, column and caret."""
    line, column = place(text, offset)
    return f"{name}:{line}:{column}: {reason}\n{caret(text, line, column)}"


def columns(text: str) -> int | None:
    """Return the offset of the columns of the outermost SELECT, None where there is none."""
    select = _SELECT.search(blank(text))
    return select.end() + 1 if select else None


_DEEP = 300
_CHAIN = 2000


def refuse_too_deep(text: str, name: str) -> None:
    """Raise QueryError for a query whose nesting would exhaust the engine's stack.

    The engine parses by recursion and would end the whole process.
    """
    clean = blank(text)
    depth = deepest = 0
    for char in clean:
        depth += (char in "({[") - (char in ")}]")
        deepest = max(deepest, depth)
    # A datatype's ^^ is no operator.
    operators = clean.replace("^^", "  ")
    chained = sum(operators.count(sign) for sign in ("||", "&&", "!", "/", "^"))
    if deepest > _DEEP or chained > _CHAIN:
        raise QueryError(
            f"{name}: nested or chained too deep for the engine "
            f"(at most {_DEEP} brackets, {_CHAIN} operators); split the query"
        )
