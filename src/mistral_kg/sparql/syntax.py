"""Read the tokens of a query far enough to know its parts, and show a place in its text.

The engine decides what is right; nothing here does.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Store, Variable, parse

from mistral_kg.errors import QueryError
from mistral_kg.sparql.tokens import brackets, tokens
from mistral_kg.terminal.cells import cells, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mistral_kg.sparql.tokens import Token

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
    return any(token.is_word("CONSTRUCT", "DESCRIBE") for token in found[form(found) :][:1])


def prologue(found: list[Token]) -> str:
    """Return the declarations of a query, on one line and without comments."""
    return " ".join(token.text for token in found[: form(found)])


def prefixes_of(text: str, known: Mapping[str, str], base: str | None = None) -> Mapping[str, str]:
    """Return the prefixes that a query declares, and those that are known without it.

    `base` is the address against which the query's relative IRIs are resolved.
    """
    from mistral_kg.rdf.prefixes import merged, usable

    # The prologues of SPARQL and Turtle are one: https://www.w3.org/TR/turtle/#sec-iri.
    try:
        reader = parse(prologue(tokens(text)), RdfFormat.TURTLE, base_iri=base)
        next(reader, None)
    except (SyntaxError, ValueError):
        return known  # the engine says what is wrong with the query
    return merged(usable(reader.prefixes), known)


def dataset_clauses(found: list[Token]) -> list[list[Token]]:
    """Return the tokens of each FROM clause of a query, of which the last is the graph."""
    return [
        found[place : place + 2 + found[place + 1].is_word("NAMED")]
        for place, token in enumerate(found[:-1])
        if token.is_word("FROM")
    ]


def dataset(found: list[Token]) -> str:
    """Return the FROM clauses of a query, on one line and without comments."""
    return " ".join(token.text for clause in dataset_clauses(found) for token in clause)


def pattern(found: list[Token]) -> tuple[int, int] | None:
    """Return the places of the brackets of the outermost pattern, None where there is none."""
    closing = brackets(found)
    end = len(found) - 1
    place = form(found)
    if place < end and found[place].is_word("CONSTRUCT"):  # its template may come first
        place = closing.get(place + 1, place) + 1
    while place <= end:
        if found[place].text == "{":
            return place, closing.get(place, end)
        # The columns may hold an EXISTS, whose pattern is not that of the query.
        place = closing.get(place, place) + 1
    return None


def variables(text: str) -> list[str]:
    """Return the names of the variables of the query, in the order in which they first occur."""
    named = (token.text[1:] for token in tokens(text) if token.kind == "variable")
    return list(dict.fromkeys(named))


def in_order(text: str, columns: Collection[str]) -> list[str]:
    """Return the columns in the order in which they first occur in the query."""
    named = [name for name in variables(text) if name in columns]
    return named + sorted(set(columns) - set(named))


def without_star(text: str, columns: Collection[str]) -> str | None:
    """Return the query with an outermost `SELECT *` as a list of columns, None where there is none.

    `SELECT *` is by definition the list of all columns.
    """
    star = next((one for one in _select(text) if not one.is_word("DISTINCT", "REDUCED")), None)
    if star is None or star.text != "*" or not columns:
        return None
    named = " ".join(f"?{name}" for name in columns)
    return f"{text[: star.start]} {named} {text[star.end :]}"


def columns(text: str) -> int | None:
    """Return the offset of the columns of the outermost SELECT, None where there is none."""
    return next((token.start for token in _select(text)), None)


def _select(text: str) -> list[Token]:
    """Return the tokens behind the outermost SELECT, none where the query is of another form."""
    found = tokens(text)
    place = form(found)
    return found[place + 1 :] if any(one.is_word("SELECT") for one in found[place:][:1]) else []


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


def shown(name: str, text: str, offset: int, reason: str) -> str:
    """Return what is wrong at an offset of the text of that name, with line, column and caret."""
    before = text[:offset].split("\n")
    line, column = len(before), len(before[-1]) + 1
    source = visible(text.split("\n")[line - 1].rstrip("\r"))
    indent = " " * cells(source[: column - 1])
    return f"{name}:{line}:{column}: {reason}\n  {source}\n  {indent}^"
