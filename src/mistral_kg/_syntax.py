"""Read the text of a SPARQL query far enough to order its columns and to explain its errors.

The engine decides what is right; nothing here does. Offsets into the text are kept.
"""

from __future__ import annotations

import re

from mistral_kg._terminal import cells, visible
from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# VARNAME of https://www.w3.org/TR/sparql11-query/#rVARNAME, which admits the vowel signs of
# Gurmukhi as \w does not.
NAME = (
    r"[0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C\u200D\u203F\u2040"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF]+"
)
_VARIABLE = re.compile(rf"[?$]({NAME})")
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
_PREFIX = re.compile(r"(?<![?$:\w.-])PREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIX_DOT = re.compile(r"PREFIX\s+[\w.-]*:\s*<[^>]*>\s*(\.)", re.IGNORECASE)
_CURIE = re.compile(r"(?<![?$:\w.<-])((?:[^\W\d_][\w.-]*)?):(?=[\w\\%]|\s*[;.,)}])")
_AGGREGATE = re.compile(r"\b(COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(", re.IGNORECASE)


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
    chained = sum(clean.count(sign) for sign in ("||", "&&", "!", "/", "^"))
    if deepest > _DEEP or chained > _CHAIN:
        raise QueryError(
            f"{name}: nested or chained too deep for the engine "
            f"(at most {_DEEP} brackets, {_CHAIN} operators); split the query"
        )


def slip(text: str, prefixes: Mapping[str, str]) -> tuple[int, str] | None:
    """Return the offset of a common slip and how to mend it, None where none is seen."""
    clean = blank(text)
    # The blanked text has no IRI any more, which the dot of a Turtle prefix line follows.
    dot = next((m for m in _PREFIX_DOT.finditer(text) if clean[m.start()] != " "), None)
    if dot:
        return dot.start(1), "a SPARQL PREFIX line ends without a dot: remove the dot"
    return _undeclared(clean, prefixes) or _bare_aggregate(clean) or _unbalanced(clean)


def _undeclared(clean: str, prefixes: Collection[str]) -> tuple[int, str] | None:
    declared = {*prefixes, *_PREFIX.findall(clean)}
    for match in _CURIE.finditer(clean):
        if match[1] not in declared and not _PREFIX.match(
            clean, clean.rfind("\n", 0, match.start()) + 1
        ):
            from difflib import get_close_matches

            near = get_close_matches(match[1], declared, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}:?" if near else "declare it with PREFIX"
            return match.start(), f"the prefix {match[1]}: is not declared; {hint}"
    return None


def _bare_aggregate(clean: str) -> tuple[int, str] | None:
    for select in _SELECT.finditer(clean):
        clause = re.compile(r"\bWHERE\b|\{", re.IGNORECASE).search(clean, select.end())
        end = clause.start() if clause else len(clean)
        for found in _AGGREGATE.finditer(clean, select.end(), end):
            opening = clean.rfind("(", select.end(), found.start())
            wrapped = opening >= 0 and clean.count("(", opening, found.start()) > clean.count(
                ")", opening, found.start()
            )
            if not wrapped or not re.search(r"\bAS\b", clean[found.end() : end], re.IGNORECASE):
                name = found[1].upper()
                return found.start(), f"name the result in brackets: ({name}(…) AS ?{name.lower()})"
    return None


def _unbalanced(clean: str) -> tuple[int, str] | None:
    opened: list[int] = []
    for offset, char in enumerate(clean):
        if char == "{":
            opened.append(offset)
        elif char == "}":
            if not opened:
                return offset, "this } closes nothing: remove it or open a { before"
            opened.pop()
    return (opened[-1], "this { is not closed: add a }") if opened else None
