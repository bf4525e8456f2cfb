"""Warn where the engine answers otherwise than SPARQL 1.1 says and no rewriting corrects it.

A form alone is no reason for a warning: the data are asked whether it makes a difference.
"""

from __future__ import annotations

from mistral_kg.sparql import syntax
from mistral_kg.sparql.tokens import Query
from mistral_kg.vocabulary import XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Ask = Callable[[str], Any]

_SETS = {"DISTINCT", "REDUCED", "EXISTS", "MINUS"}
_PREFIXES = {"^", "!"}
_MODIFIERS = {"*", "+", "?"}
_DATES = ", ".join(f"<{XSD}{kind}>" for kind in ("date", "dateTime", "gYear", "gYearMonth"))


def deviations(text: str, ask: Ask) -> Iterator[str]:
    """Give one line for each form of a readable query that the engine answers wrongly.

    `ask` returns what the engine answers to a query over the same data.
    """
    query = Query(text, {})
    head = f"{syntax.prologue(query.tokens)} ASK {syntax.dataset(query.tokens)}"
    yield from _paths_of_no_step(query, head, ask)
    if query.token(syntax.form(query.tokens)).is_word("SELECT"):
        yield from _alternatives(query, head, ask)
        yield from _mixed_order(query, head, ask)


def _paths_of_no_step(query: Query, head: str, ask: Ask) -> Iterator[str]:
    for place in query.signs("*", "?"):
        last = query.token(place - 1)
        if last.kind not in {"iri", "name"} and last.text not in {"a", ")"}:
            continue  # a product, not a path
        ends = (query.token(_start(query, place) - 1), query.token(place + 1))
        if ends[0].kind not in {"variable", "iri", "name"}:
            continue
        for end in ends:
            is_iri = end.kind in {"iri", "name"} and not end.is_blank_node
            if is_iri and _is_absent(query, place, end.text, head, ask):
                yield (
                    f"no triple has {end.text} there: the engine omits its path of zero "
                    "steps to itself, which SPARQL counts as an answer"
                )


def _is_absent(query: Query, place: int, term: str, head: str, ask: Ask) -> bool:
    """Tell whether a term is missing in the default graph or, in a GRAPH, in some named graph."""
    either = f"{{ {term} ?p ?o }} UNION {{ ?s ?p {term} }}"
    groups = [graph + 2 for graph in query.words("GRAPH")]
    if any(group < place < query.closing[group] for group in groups):
        each = "GRAPH ?anyGraph"
        return bool(ask(f"{head} {{ {each} {{}} FILTER NOT EXISTS {{ {each} {{ {either} }} }} }}"))
    return not ask(f"{head} {{ {either} }}")


def _alternatives(query: Query, head: str, ask: Ask) -> Iterator[str]:
    if any(query.words(*_SETS)):
        return  # what asks whether a row is there does not count how often
    for place in query.signs("|"):
        if _is_set(query, place):
            continue
        start, end = _start(query, place), _end(query, place)
        while query.token(start - 1).text == "/":
            start = _start(query, start - 1)
        while query.token(end + 1).text == "/":
            end = _end(query, end + 1)
        one, other = query.between(start, place - 1), query.between(place + 1, end)
        both = f"?s {one} ?o . ?s {other} ?o"
        if ask(f"{head} {{ {{ {both} }} UNION {{ GRAPH ?anyGraph {{ {both} }} }} }}"):
            yield (
                f"the engine gives a pair that both {one} and {other} connect once, where SPARQL "
                "gives it twice; write { … } UNION { … } to count both"
            )


def _mixed_order(query: Query, head: str, ask: Ask) -> Iterator[str]:
    first, last = syntax.pattern(query.tokens) or (0, len(query.tokens))
    order = next((place for place in query.words("ORDER") if place > last), len(query.tokens))
    if any(token.is_word("ISNUMERIC") for token in query.tokens[last:]):
        return  # numbers are kept apart
    body = query.text[query.token(first).start : query.token(last).start]
    for place in range(order, len(query.tokens)):
        name = query.token(place).text
        if query.token(place).kind != "variable" or not _is_key(query, order, place):
            continue
        kinds = (f"isNumeric({name})", f"DATATYPE({name}) IN ({_DATES})")
        if all(ask(f"{head} {body} FILTER({kind}) }}") for kind in kinds):
            yield (
                f"{name} has numbers and dates, which the engine sorts among each other; "
                f"order by isNumeric({name}) first"
            )


def _is_key(query: Query, order: int, place: int) -> bool:
    """Tell whether a variable is sorted by as it is, alone or in brackets, after ASC or DESC."""
    around = [first for first, last in query.closing.items() if order < first < place < last]
    if not around:
        return True
    called = query.token(place - 2)
    is_call = called.kind in {"name", "iri"} or called.word not in {"", "BY", "ASC", "DESC"}
    return around == [place - 1] and query.closing[place - 1] == place + 1 and not is_call


def _start(query: Query, place: int) -> int:
    """Return where the path element begins that ends before a place."""
    start = place - 1
    while query.token(start).text in _MODIFIERS:
        start -= 1
    start = next((first for first, last in query.closing.items() if last == start), start)
    while query.token(start - 1).text in _PREFIXES:
        start -= 1
    return start


def _end(query: Query, place: int) -> int:
    """Return where the path element ends that begins after a place."""
    end = place + 1
    while query.token(end).text in _PREFIXES:
        end += 1
    end = query.closing.get(end, end)
    while query.token(end + 1).text in _MODIFIERS:
        end += 1
    return end


def _is_set(query: Query, place: int) -> bool:
    """Tell whether a `|` is in a `!(…)`, or in brackets that give each pair once."""
    return any(
        query.token(first - 1).text == "!" or query.token(last + 1).text in _MODIFIERS
        for first, last in query.closing.items()
        if first < place < last
    )
