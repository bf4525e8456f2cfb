"""Warn where the engine answers otherwise than SPARQL 1.1 says and no rewriting corrects it.

A form alone is no reason for a warning: the data are asked whether it makes a difference.
"""

from __future__ import annotations

from mistral_kg.sparql import syntax
from mistral_kg.sparql.tokens import closing, tokens
from mistral_kg.vocabulary import XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from mistral_kg.sparql.tokens import Token

    Ask = Callable[[str], Any]

_SETS = {"DISTINCT", "REDUCED", "EXISTS", "MINUS"}
_MODIFIERS = {"*", "+", "?"}
_DATES = ", ".join(f"<{XSD}{kind}>" for kind in ("date", "dateTime", "gYear", "gYearMonth"))


def deviations(text: str, ask: Ask) -> Iterator[str]:
    """Give one line for each form of a readable query that the engine answers wrongly.

    `ask` returns what the engine answers to a query over the same data.
    """
    found = tokens(text)
    yield from _paths_of_no_step(found, ask)
    yield from _alternatives(text, found, ask)
    yield from _mixed_order(text, found, ask)


def _anywhere(found: list[Token], pattern: str) -> str:
    """Return an ASK for a pattern in the default graph or any named one."""
    clauses = " ".join(map(str, syntax.dataset_clauses(found)))
    either = f"{{ {pattern} }} UNION {{ GRAPH ?anyGraph {{ {pattern} }} }}"
    return f"{syntax.prologue(found)} ASK {clauses} {{ {either} }}"


def _paths_of_no_step(found: list[Token], ask: Ask) -> Iterator[str]:
    for place, token in enumerate(found[:-1]):
        if token.text not in {"*", "?"} or token.kind != "sign":
            continue
        start = _element_start(found, place)
        if start is None or start == 0 or found[start - 1].kind not in {"variable", "iri", "name"}:
            continue
        for end in (found[start - 1], found[place + 1]):
            if (
                end.kind in {"iri", "name"}
                and not end.is_blank_node
                and _is_absent(found, place, end.text, ask)
            ):
                yield (
                    f"no triple has {end.text} there: the engine omits its path of zero "
                    "steps to itself, which SPARQL counts as an answer"
                )


def _is_absent(found: list[Token], place: int, term: str, ask: Ask) -> bool:
    """Tell whether a term is missing in the default graph or, in a GRAPH, in some named graph."""
    either = f"{{ {term} ?p ?o }} UNION {{ ?s ?p {term} }}"
    clauses = " ".join(map(str, syntax.dataset_clauses(found)))
    head = f"{syntax.prologue(found)} ASK {clauses}"
    if any(_holds(found, one, place) for one in range(place) if found[one].is_word("GRAPH")):
        each = "GRAPH ?anyGraph"
        return bool(ask(f"{head} {{ {each} {{}} FILTER NOT EXISTS {{ {each} {{ {either} }} }} }}"))
    return not ask(f"{head} {{ {either} }}")


def _holds(found: list[Token], graph: int, place: int) -> bool:
    """Tell whether the group of a GRAPH has a place in it."""
    return found[graph + 2].text == "{" and graph + 2 < place < closing(found, graph + 2)


def _alternatives(text: str, found: list[Token], ask: Ask) -> Iterator[str]:
    if not found[syntax.form(found)].is_word("SELECT") or any(t.word in _SETS for t in found):
        return  # what asks whether a row is there does not count how often
    for place, token in enumerate(found):
        if token.text != "|" or _is_set(found, place):
            continue
        start, end = _side(found, place, -1), _side(found, place, 1)
        one = text[found[start].start : found[place - 1].end]
        other = text[found[place + 1].start : found[end].end]
        if ask(_anywhere(found, f"?s {one} ?o . ?s {other} ?o")):
            yield (
                f"the engine gives a pair that both {one} and {other} connect once, where SPARQL "
                "gives it twice; write { … } UNION { … } to count both"
            )


def _mixed_order(text: str, found: list[Token], ask: Ask) -> Iterator[str]:
    pattern = syntax.pattern(found)
    if pattern is None or not found[syntax.form(found)].is_word("SELECT"):
        return
    behind = [place for place in range(pattern[1], len(found)) if found[place].is_word("ORDER")]
    if any(token.is_word("ISNUMERIC") for token in found[pattern[1] :]):
        return  # numbers are kept apart
    clauses = " ".join(map(str, syntax.dataset_clauses(found)))
    body = text[found[pattern[0]].start : found[pattern[1]].start]
    depth = 0
    for place in range(behind[0] if behind else len(found), len(found)):
        name = found[place].text
        depth += (name in {"(", "{"}) - (name in {")", "}"})
        before, bracket = found[place - 1], found[place - 2]
        called = before.text == "(" and (
            bracket.kind == "name" or bracket.word not in {"", "BY", "ASC", "DESC"}
        )
        alone = depth == 0 or (depth == 1 and before.text == "(" and found[place + 1].text == ")")
        if found[place].kind != "variable" or called or not alone:
            continue
        head = f"{syntax.prologue(found)} ASK {clauses} {body}"
        kinds = (f"isNumeric({name})", f"DATATYPE({name}) IN ({_DATES})")
        if all(ask(f"{head} FILTER({kind}) }}") for kind in kinds):
            yield (
                f"{name} has numbers and dates, which the engine sorts among each other; "
                f"order by isNumeric({name}) first"
            )


def _element_start(found: list[Token], place: int) -> int | None:
    """Return where the path element begins that ends before a modifier, None if it is no path."""
    start = place - 1
    if found[start].text == ")":
        start = _opening(found, start)
    elif found[start].kind not in {"iri", "name"} and found[start].text != "a":
        return None
    while start > 0 and found[start - 1].text in {"^", "!"}:
        start -= 1
    return start


def _opening(found: list[Token], place: int) -> int:
    """Return the place of the bracket that is closed at `place`."""
    opens = [one for one in range(place) if found[one].text == "("]
    return next((one for one in reversed(opens) if closing(found, one) == place), 0)


def _side(found: list[Token], place: int, step: int) -> int:
    """Return how far a sequence of path elements goes from a `|`, to the left or to the right."""
    last = place
    while True:
        there = last + step
        while found[there].text in ({"^", "!"} if step > 0 else _MODIFIERS):
            there += step
        if found[there].text == ("(" if step > 0 else ")"):
            there = closing(found, there) if step > 0 else _opening(found, there)
        beside = {"^", "!"} if step < 0 else _MODIFIERS
        while found[there + step].text in beside:
            there += step
        if found[there + step].text != "/":
            return there
        last = there + step


def _is_set(found: list[Token], place: int) -> bool:
    """Tell whether a `|` is in a `!(…)`, or in brackets that give each pair once."""
    for start in range(place):
        if found[start].text == "(" and closing(found, start) > place:
            end = closing(found, start)
            if (
                found[start - 1].text == "!"
                or found[min(end + 1, len(found) - 1)].text in _MODIFIERS
            ):
                return True
    return False
