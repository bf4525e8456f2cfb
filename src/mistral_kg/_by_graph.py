"""Write out a GRAPH of a variable as the union of what its group answers in each named graph.

That is its definition, https://www.w3.org/TR/sparql11-query/#defn_evalGraph. The engine puts the
variable into the group instead, which is seen where the group counts, takes away or asks for it.
"""

from __future__ import annotations

from pyoxigraph import BlankNode

from mistral_kg._tokens import closing, edited, tokens
from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mistral_kg._tokens import Token

    Ask = Callable[[str], Any]

_MOST = 300_000
"""Characters to which a query may grow."""

_SCOPED = {"SELECT", "MINUS"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def graph_by_graph(text: str, ask: Ask, name: str) -> str:
    """Write out each GRAPH of a variable, innermost first, where its group must not see it."""
    graphs: list[str] | None = None
    while True:
        found = tokens(text)
        clause = _scoped(found)
        if clause is None:
            return text
        if graphs is None:
            graphs = _names(text, found, ask)
        if graphs is None:
            return text  # a graph without a name cannot be written in a query
        text = _written_out(text, found, clause, graphs, name)


def _scoped(found: list[Token]) -> tuple[int, int] | None:
    """Return the first and last place of the last such clause, which has none within."""
    for place in range(len(found) - 3, -1, -1):
        if found[place].word != "GRAPH" or found[place + 1].kind != "var":
            continue
        end = closing(found, place + 2)
        group = found[place + 3 : end]
        own = found[place + 1].text[1:]
        plain = not any(t.word or t.text in {"{", "("} for t in group if t.text != "a")
        if any(t.word in _SCOPED for t in group) or (
            not plain and any(t.kind == "var" and t.text[1:] == own for t in group)
        ):
            return place, end
    return None


def _names(text: str, found: list[Token], ask: Ask) -> list[str] | None:
    """Return the named graphs that a query asks; None where one of them has no name."""
    query = f"{prologue(text, found)} SELECT ?g {clauses(text, found)} {{ GRAPH ?g {{}} }}"
    terms = [row[0] for row in ask(query)]
    return None if any(isinstance(term, BlankNode) for term in terms) else [t.value for t in terms]


def _written_out(
    text: str, found: list[Token], clause: tuple[int, int], graphs: list[str], name: str
) -> str:
    first, last = clause
    variable, start, end = found[first + 1].text, found[first].start, found[last].end
    group = text[found[first + 2].start : end]
    if len(text) + len(graphs) * (len(group) + 100) > _MOST:
        counts = any(token.word == "SELECT" for token in found[first:last])
        remedy = f"GRAPH {variable} inside the SELECT and GROUP BY {variable}"
        raise QueryError(
            f"{name}: a SELECT, a MINUS or a condition on {variable} within GRAPH {variable} "
            f"cannot be asked of {len(graphs)} graphs; "
            f"put {remedy if counts else 'it behind the group'}"
        )
    blanks = [t for t in found[first + 2 : last] if t.kind == "blank"]
    offset = found[first + 2].start
    branches = []
    for number, graph in enumerate(graphs):
        # A label of a blank node may stand in one group only.
        renamed = [(t.start - offset, t.end - offset, f"{t.text}_{number}") for t in blanks]
        one = edited(group, renamed)
        branches.append(f"{{ VALUES {variable} {{ <{graph}> }} GRAPH <{graph}> {one} }}")
    union = " UNION ".join(branches) or f"{{ VALUES {variable} {{ }} }}"
    return f"{text[:start]}{{ {union} }}{text[end:]}"


def prologue(text: str, found: list[Token]) -> str:
    """Return what stands before the query proper: its base and prefixes."""
    return text[: next(token.start for token in found if token.word in _FORMS)]


def clauses(text: str, found: list[Token]) -> str:
    """Return the FROM clauses of a query."""
    places = [place for place, token in enumerate(found) if token.word == "FROM"]
    ends = [found[place + 1 + (found[place + 1].word == "NAMED")].end for place in places]
    return " ".join(text[found[place].start : end] for place, end in zip(places, ends, strict=True))
