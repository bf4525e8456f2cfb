"""Rewrite the few forms of a query that the engine answers otherwise than SPARQL 1.1 says.

Each rewriting has the same meaning by the definitions of
https://www.w3.org/TR/sparql11-query/#sparqlAlgebra, and is done only where its form occurs:

- `GRAPH ?g { … }` around a SELECT, a MINUS or ?g itself is by definition the union, over the
  named graphs, of what the group answers in each, joined with ?g. The engine puts ?g into the
  group, so that COUNT counts over all graphs at once.
- GROUP_CONCAT gives a plain string; the engine's keeps a language that all parts have.
- A path of no step from or to a constant has that constant as an answer, also where no triple of
  the graph has it.
- TRUE and False are booleans; the engine wants true and false.
- `?a<?b&&?c>?d` has an IRI in it, as the longest token counts, and is an error.
"""

from __future__ import annotations

from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from mistral_kg._tokens import Token

    Edit = tuple[int, int, str]
    Ask = Callable[[str], Any]

_SCOPED = {"SELECT", "MINUS"}
_OPENERS = {"{", ".", "}"}


def suspect(text: str) -> bool:
    """Tell, at next to no cost, whether a query may have one of the forms."""
    if "#" in text:  # comments ask questions
        text = "\n".join(line for line in text.split("\n") if line.lstrip()[:1] != "#")
    upper = text.upper()
    return (
        "GROUP_CONCAT" in upper
        or "<?" in text
        or "<$" in text
        or ("GRAPH" in upper and _may_be_scoped(upper))
        or any(part[-1:] not in " \t\r\n(" for part in text.split("*")[:-1])
        or any(part[:1] in " \t\r\n)/|" for part in text.split("?")[1:])
    )


def _may_be_scoped(upper: str) -> bool:
    """Tell whether a GRAPH has a variable, and its group that variable, a SELECT or a MINUS."""
    for rest in upper.split("GRAPH")[1:]:
        name, _, body = rest.lstrip().partition("{")
        if name[:1] in {"?", "$"} and body:
            depth, group = 1, []
            for part in body.split("}"):
                group.append(part)
                depth += part.count("{") - 1
                if depth <= 0:
                    break
            inside = "}".join(group)
            own = name.strip()[1:]
            if any(word in inside for word in (*_SCOPED, f"?{own}", f"${own}")):
                return True
    return False


def mended(text: str, ask: Ask, name: str) -> str:
    """Return the query in a form that the engine answers as SPARQL says.

    `ask` returns what the engine answers to a query. Raises QueryError for what only the engine
    reads as a query, and for what would grow beyond all bounds.
    """
    if "\\u" in text or "\\U" in text:
        return text  # resolved before the query is parsed, so its tokens are not those seen here
    from mistral_kg._by_graph import graph_by_graph
    from mistral_kg._tokens import edited, tokens

    found = tokens(text)
    _refuse_operators_in_iris(text, found, name)
    if any(token.word == "SERVICE" for token in found):
        return text  # what stands in it is asked of another dataset
    edits = [*_plain_concatenation(found), *_absent_ends(text, found, ask)]
    return graph_by_graph(edited(text, edits), ask, name)


def lower_booleans(text: str) -> str | None:
    """Return the query with TRUE and False in lower case; None where none stands in it."""
    from mistral_kg._tokens import edited, tokens

    odd = [t for t in tokens(text) if t.word in {"TRUE", "FALSE"} and not t.text.islower()]
    return edited(text, [(t.start, t.end, t.text.lower()) for t in odd]) if odd else None


def _refuse_operators_in_iris(text: str, found: list[Token], name: str) -> None:
    for place, token in enumerate(found):
        if token.kind != "iri" or not ("&&" in token.text or "||" in token.text):
            continue
        if _in_condition(found, place):
            from mistral_kg._syntax import caret
            from mistral_kg._syntax import place as position

            line, column = position(text, token.start)
            raise QueryError(
                f"{name}:{line}:{column}: {token.text} reads as an IRI; put spaces around < and >\n"
                f"{caret(text, line, column)}"
            )


def _in_condition(found: list[Token], place: int) -> bool:
    """Tell whether a token stands within the brackets of a FILTER, BIND or HAVING."""
    depth = 0
    for there in range(place - 1, 0, -1):
        sign = found[there].text
        if sign in {"{", "}"}:
            return False
        depth += (sign == ")") - (sign == "(")
        if depth < 0 and found[there - 1].word in {"FILTER", "BIND", "HAVING"}:
            return True
    return False


def _plain_concatenation(found: list[Token]) -> Iterator[Edit]:
    from mistral_kg._tokens import closing

    for place, token in enumerate(found):
        if token.word == "GROUP_CONCAT" and place + 1 < len(found):
            end = found[closing(found, place + 1)].end
            yield token.start, token.start, "STR("
            yield end, end, ")"


def _absent_ends(text: str, found: list[Token], ask: Ask) -> Iterator[Edit]:
    """Answer a path of no step, one end of which is a term that no triple has."""
    last = len(found) - 1
    for place, token in enumerate(found):
        if token.text not in {"*", "?"} or not 0 < place < last:
            continue
        begin = _path_begin(found, place - 1)
        one, other = found[begin - 1], found[place + 1]
        variable, term = (one, other) if one.kind == "var" else (other, one)
        if (
            begin >= 2
            and variable.kind == "var"
            and term.kind in {"iri", "name"}
            and found[begin - 2].text in _OPENERS
            and (place + 2 > last or found[place + 2].text in {".", "}"})
            and not ask(_occurrence(text, found, place, term.text))
        ):
            yield one.start, other.end, f"VALUES {variable.text} {{ {term.text} }}"


def _occurrence(text: str, found: list[Token], place: int, term: str) -> str:
    """Return an ASK for a triple with the term, in the graphs that a pattern at `place` may ask."""
    either = f"{{ {term} ?p ?o }} UNION {{ ?s ?p {term} }}"
    named = f"UNION {{ GRAPH ?g {{ {either} }} }}" if _within_graph(found, place) else ""
    from mistral_kg._by_graph import clauses, prologue

    return f"{prologue(text, found)} ASK {clauses(text, found)} {{ {either} {named} }}"


def _within_graph(found: list[Token], place: int) -> bool:
    depth = 0
    for there in range(place, 1, -1):
        depth += (found[there].text == "}") - (found[there].text == "{")
        if depth < 0:
            if found[there - 2].word == "GRAPH":
                return True
            depth = 0
    return False


def _path_begin(found: list[Token], place: int) -> int:
    """Return where the step of a path begins that ends at `place`."""
    depth = 0
    while place > 0:
        depth += (found[place].text == ")") - (found[place].text == "(")
        if depth == 0:
            break
        place -= 1
    return place - 1 if found[place - 1].text in {"^", "!"} else place
