"""Read the tokens of a query far enough to know its parts, and show a place in its text.

The engine decides what is right; nothing here does.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode, Store, Variable

from mistral_kg.errors import QueryError
from mistral_kg.sparql.tokens import Token, closing, tokens
from mistral_kg.terminal.cells import cells, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_DEEP = 300
_CHAIN = 2000
_CHAINING = {"||", "&&", "!", "/", "^"}


def refusal(
    text: str, prefixes: Mapping[str, str], base: str | None = None, store: Store | None = None
) -> str | None:
    """Return why the engine cannot read a query, None where it can; nothing is evaluated."""
    unused = "unused"
    while unused in text:
        unused += "_"
    try:
        # The engine reads the query first, and then refuses to bind a variable that it lacks.
        (store or Store()).query(
            text,
            base_iri=base,
            prefixes=dict(prefixes),
            substitutions={Variable(unused): NamedNode("urn:unused")},
        )
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, ValueError, OSError):
        return None
    return None


def form(found: list[Token]) -> int:
    """Return the place of the word that begins the query proper, the length where there is none."""
    return next((place for place, token in enumerate(found) if token.word in _FORMS), len(found))


def is_graph_query(text: str) -> bool:
    """Tell whether a query is a CONSTRUCT or DESCRIBE."""
    found = tokens(text)
    start = form(found)
    return start < len(found) and found[start].word in {"CONSTRUCT", "DESCRIBE"}


def prologue(found: list[Token]) -> str:
    """Return the declarations of a query, on one line and without comments."""
    return " ".join(token.text for token in found[: form(found)])


class DatasetClause(NamedTuple):
    """A FROM of a query: the graph as the query writes it, and whether it is FROM NAMED."""

    graph: Token
    named: bool

    def __str__(self) -> str:
        return f"FROM {'NAMED ' if self.named else ''}{self.graph.text}"


def dataset_clauses(found: list[Token]) -> list[DatasetClause]:
    """Return the FROM clauses of a query."""
    clauses = []
    for place, token in enumerate(found[:-1]):
        if token.is_word("FROM"):
            named = found[place + 1].is_word("NAMED")
            clauses.append(DatasetClause(found[min(place + 1 + named, len(found) - 1)], named))
    return clauses


def pattern(found: list[Token]) -> tuple[int, int] | None:
    """Return the places of the brackets of the outermost pattern, None where there is none."""
    place = form(found)
    after = [token.text for token in found[place + 1 : place + 2]]
    if after == ["{"] and found[place].is_word("CONSTRUCT"):  # its template comes first
        place = closing(found, place + 1) + 1
    while place < len(found):
        if found[place].text == "{":
            return place, closing(found, place)
        # The columns may hold an EXISTS, whose pattern is not that of the query.
        place = closing(found, place) + 1 if found[place].text == "(" else place + 1
    return None


def variables(text: str) -> list[str]:
    """Return the names of the variables of the query, in the order in which they first occur."""
    named = (token.text[1:] for token in tokens(text) if token.kind == "variable")
    return list(dict.fromkeys(named))


def in_order(text: str, columns: Iterable[str]) -> list[str]:
    """Return the columns in the order in which they first occur in the query."""
    place = {name: i for i, name in enumerate(variables(text))}
    return sorted(columns, key=lambda name: (place.get(name, len(place)), name))


def without_star(text: str, columns: Iterable[str]) -> str | None:
    """Return the query with an outermost `SELECT *` as a list of columns, None where there is none.

    `SELECT *` is by definition the list of all columns.
    """
    found = tokens(text)
    place = form(found)
    if place == len(found) or not found[place].is_word("SELECT"):
        return None
    star = place + 1 + (place + 1 < len(found) and found[place + 1].is_word("DISTINCT", "REDUCED"))
    named = " ".join(f"?{name}" for name in columns)
    if star >= len(found) or found[star].text != "*" or not named:
        return None
    return f"{text[: found[star].start]} {named} {text[found[star].end :]}"


def columns(text: str) -> int | None:
    """Return the offset of the columns of the outermost SELECT, None where there is none."""
    found = tokens(text)
    place = form(found)
    if place + 1 >= len(found) or not found[place].is_word("SELECT"):
        return None
    return found[place + 1].start


def refuse_too_deep(text: str, name: str) -> None:
    """Raise QueryError for a query whose nesting would exhaust the engine's stack.

    The engine parses by recursion and would end the whole process.
    """
    depth = deepest = chained = 0
    for token in tokens(text):
        if token.kind == "sign":
            depth += (token.text in "({[") - (token.text in ")}]")
            deepest = max(deepest, depth)
            chained += token.text in _CHAINING
        chained += token.is_word("OPTIONAL", "MINUS", "BIND", "UNION", "FILTER", "VALUES")
    if deepest > _DEEP or chained > _CHAIN:
        raise QueryError(
            f"{name}: nested or chained too deep for the engine "
            f"(at most {_DEEP} brackets, {_CHAIN} operators and clauses); split the query"
        )


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
