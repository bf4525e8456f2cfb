"""Rewrite the few forms of a query that the engine answers otherwise than SPARQL 1.1 says.

Each rewriting has the same meaning by the definitions of
https://www.w3.org/TR/sparql11-query/#sparqlAlgebra, and is done only where its form occurs:

- `GRAPH ?g { … }` is the union, over the named graphs, of what the group answers in each, joined
  with ?g. The engine puts ?g into the group, which shows where the group counts (SELECT), takes
  away (MINUS), has rows without a triple of the graph (VALUES, GRAPH) or asks for ?g itself.
- GROUP_CONCAT gives a plain string of what STR gives of each term. The engine keeps a language
  that all parts have, and has no value for numbers and IRIs.
- COUNT of an expression leaves out the rows in which it fails. The engine then has no value.
- TRUE and False are booleans; the engine wants true and false.
"""

from __future__ import annotations

from pyoxigraph import BlankNode

from mistral_kg.errors import QueryError
from mistral_kg.sparql.syntax import dataset, prologue
from mistral_kg.sparql.tokens import brackets, replace_spans, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from mistral_kg.sparql.tokens import Token

    Edit = tuple[int, int, str]
    Ask = Callable[[str], Any]

_MOST = 300_000
"""Characters to which a query may grow."""

_FAILED = "<urn:mistral-kg:failed>"
"""The value of an expression that fails, where distinct values are counted."""


def rewrite(text: str, ask: Ask, name: str) -> str:
    """Return the query in a form that the engine answers as SPARQL says.

    `ask` returns what the engine answers to a query. The text is one that the engine can read.
    Raises QueryError for what cannot be written out: over too many graphs, or over a graph that is
    named by a blank node.
    """
    text = replace_spans(text, list(_labels_in_aggregates(tokens(text))))
    found = tokens(text)
    edits = [*_counts(text, found), *_concatenations(text, found)]
    return _write_graphs_out(replace_spans(text, edits), ask, name)


def lower_booleans(text: str) -> str | None:
    """Return the query with TRUE and False in lower case; None where none is in it."""
    odd = [t for t in tokens(text) if t.is_word("TRUE", "FALSE") and not t.text.islower()]
    return replace_spans(text, [(t.start, t.end, t.text.lower()) for t in odd]) if odd else None


def _calls(found: list[Token], word: str) -> Iterator[tuple[Token, int, int, bool]]:
    """Yield each call of an aggregate: its name, its first and last place, and if it is distinct.

    The first place is that after the bracket and DISTINCT, the last that of the bracket.
    """
    closing = brackets(found)
    for place, token in enumerate(found):
        if token.is_word(word) and place + 1 in closing:
            distinct = found[place + 2].is_word("DISTINCT")
            yield token, place + 2 + distinct, closing[place + 1], distinct


def _labels_in_aggregates(found: list[Token]) -> Iterator[Edit]:
    """Make a variable of each label of a blank node there, as a label has one group only.

    Both match anything in a pattern; a variable may be written, and read by the engine, twice.
    """
    mark = _unused_letters(token.text for token in found if token.kind == "variable")
    labels: dict[str, str] = {}
    for word in ("COUNT", "GROUP_CONCAT"):
        for _, first, last, _ in _calls(found, word):
            for token in found[first:last]:
                if token.is_blank_node:
                    name = labels.setdefault(token.text, f"?{mark}{len(labels)}")
                    yield token.start, token.end, name


def _counts(text: str, found: list[Token]) -> Iterator[Edit]:
    for call, first, last, distinct in _calls(found, "COUNT"):
        start, end = found[first].start, found[last].start
        if last == first + 1 and (found[first].kind == "variable" or found[first].text == "*"):
            continue
        if distinct:
            failed = f"MAX(COALESCE(IF(ISIRI({text[start:end]}), 0, 0), 1))"
            yield call.start, call.start, "("
            yield start, start, "COALESCE("
            yield end, end, f", {_FAILED})"
            yield found[last].end, found[last].end, f" - COALESCE({failed}, 0))"
        else:
            yield call.start, call.end, "SUM"
            yield start, start, "COALESCE(IF(ISIRI("
            yield end, end, "), 1, 1), 0)"


def _concatenations(text: str, found: list[Token]) -> Iterator[Edit]:
    for call, first, last, distinct in _calls(found, "GROUP_CONCAT"):
        start, end = found[first].start, found[last].start
        signs = (place for place in range(first, last) if found[place].text == ";")
        stops = [found[place].start for place in signs if found[place + 1].is_word("SEPARATOR")]
        stop = max(stops, default=end)
        if distinct:  # of terms, which STR may make alike: each is marked by its type meanwhile
            term = text[start:stop]
            kind = f'COALESCE(CONCAT(STR(DATATYPE({term})), "@", LANG({term})), "")'
            yield call.start, call.start, "REPLACE("
            yield start, start, "CONCAT(STR("
            yield stop, stop, rf'), "\u0001", {kind}, "\u0002")'
            yield found[last].end, found[last].end, r', "\u0001[^\u0002]*\u0002", "")'
        else:
            yield start, start, "STR("
            yield stop, stop, ")"


def _write_graphs_out(text: str, ask: Ask, name: str) -> str:
    """Write out each GRAPH of a variable, innermost first, where its group must not see it."""
    graphs: list[str] | None = None
    while True:
        found = tokens(text)
        clause = _find_clause(found)
        if clause is None:
            return text
        if graphs is None:
            graphs = _named_graphs(found, ask, name)
        text = _write_out(text, found, clause, graphs, name)


def _find_clause(found: list[Token]) -> tuple[int, int] | None:
    """Return the first and last place of the last such clause, which has none within."""
    closing = brackets(found)
    for place in range(len(found) - 3, -1, -1):
        if not found[place].is_word("GRAPH") or found[place + 1].kind != "variable":
            continue
        end = closing[place + 2]
        group = found[place + 3 : end]
        own = found[place + 1].text[1:]
        simple = not any(t.word or t.text in {"{", "("} for t in group if t.text != "a")
        if (
            any(t.is_word("SELECT", "MINUS") for t in group)
            or (not simple and any(t.kind == "variable" and t.text[1:] == own for t in group))
            or _has_rows_without_triple(found, closing, place + 2)
        ):
            return place, end
    return None


def _has_rows_without_triple(found: list[Token], closing: dict[int, int], group: int) -> bool:
    """Tell whether a VALUES or GRAPH in a group is in braces without a triple beside it."""
    for place in range(group, closing[group]):
        if found[place].is_word("VALUES", "GRAPH"):
            around = (one for one in range(group, place) if closing.get(one, 0) > place)
            braces = max(one for one in around if found[one].text == "{")
            if not _has_triple(found, closing, braces):
                return True
    return False


def _has_triple(found: list[Token], closing: dict[int, int], braces: int) -> bool:
    """Tell whether a triple is in braces, not in others within them."""
    place = braces + 1
    while place < closing[braces]:
        token = found[place]
        if token.is_word("VALUES"):
            while found[place].text != "{":  # its variables, and then its rows
                place += 1
        if token.is_word("VALUES") or token.text in {"(", "{"}:
            place = closing[place] + 1
        elif token.is_word("GRAPH", "SERVICE"):
            place += 2
        elif token.is_term and found[place + 1].text != "(":  # which calls a function
            return True
        else:
            place += 1
    return False


def _named_graphs(found: list[Token], ask: Ask, name: str) -> list[str]:
    """Return the named graphs that a query asks."""
    query = f"{prologue(found)} SELECT ?g {dataset(found)} {{ GRAPH ?g {{}} }}"
    terms = [row[0] for row in ask(query)]
    if any(isinstance(term, BlankNode) for term in terms):
        raise QueryError(
            f"{name}: a SELECT, a MINUS, a VALUES or a condition within GRAPH cannot be asked of "
            "a graph that is named by a blank node; put it outside of GRAPH, or give the graph an "
            "IRI"
        )
    return [term.value for term in terms]


def _write_out(
    text: str, found: list[Token], clause: tuple[int, int], graphs: list[str], name: str
) -> str:
    first, last = clause
    variable, start, end = found[first + 1].text, found[first].start, found[last].end
    group = text[found[first + 2].start : end]
    if len(text) + len(graphs) * (len(group) + 100) > _MOST:
        counts = any(token.is_word("SELECT") for token in found[first:last])
        remedy = f"GRAPH {variable} inside the SELECT and GROUP BY {variable}"
        raise QueryError(
            f"{name}: a SELECT, a MINUS, a VALUES or a condition on {variable} within "
            f"GRAPH {variable} cannot be asked of {len(graphs)} graphs; "
            f"put {remedy if counts else 'it behind the group'}"
        )
    if not graphs:  # the columns of the group stay, and no row
        none = f"{{ VALUES {variable} {{ UNDEF }} {group} FILTER(false) }}"
        return f"{text[:start]}{none}{text[end:]}"
    blanks = [t for t in found[first + 2 : last] if t.is_blank_node]
    mark = _unused_letters(token.text for token in found if token.is_blank_node)
    offset = found[first + 2].start
    branches = []
    for number, graph in enumerate(graphs):
        # A label of a blank node may be in one group only.
        renamed = [(t.start - offset, t.end - offset, f"{t.text}{mark}{number}") for t in blanks]
        one = replace_spans(group, renamed)
        branches.append(f"{{ VALUES {variable} {{ <{graph}> }} GRAPH <{graph}> {one} }}")
    return f"{text[:start]}{{ {' UNION '.join(branches)} }}{text[end:]}"


def _unused_letters(names: Iterable[str]) -> str:
    """Return letters that none of the names has in it."""
    given = " ".join(names)
    mark = "x"
    while mark in given:
        mark += "x"
    return mark
