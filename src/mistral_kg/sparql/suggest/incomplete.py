"""Find what a query lacks where nobody but its author knows what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.mistake import FORMS, MODIFIERS, STARTS, Mistake, short
from mistral_kg.sparql.suggest.names import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query

_PARTS = ("subject", "property", "object")


def find(query: Query) -> Mistake | None:
    """Return what a query lacks, None where that is not known."""
    for finder in (_query, _clauses, _triple, _here):
        for start, message in finder(query):
            return Mistake(start, message)
    return None


def _query(query: Query) -> Iterator[tuple[int, str]]:
    """Find a text that does not begin as a query does, and one with a second query."""
    here = query.token(query.here)
    following = query.token(query.here + 1) if here.text == ";" else here
    if not any(True for _ in query.words(*FORMS)):
        message = "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE"
        yield query.token(0).start, f"{message}; `mistral-kg search WORDS` finds things by name"
    if query.here > 0 and following.is_word(*FORMS) and query.token(query.here - 1).text != "{":
        yield here.start, "a second query starts here: ask one query at a time"


def _clauses(query: Query) -> Iterator[tuple[int, str]]:
    """Find FROM with a word, LIMIT without a number, and a query without a pattern."""
    for index in query.words("FROM"):
        word, after = query.token(index), query.token(index + 1)
        if after.kind == "word" and after.word != "NAMED":
            message = "FROM takes the IRI of a graph, and SPARQL has no tables"
            yield word.start, f"{message}: to query all of the data, write SELECT * {{ ?s ?p ?o }}"
    for index in query.words("LIMIT", "OFFSET"):
        word, after = query.token(index), query.token(index + 1)
        if after.kind != "number":
            yield word.end, f"{word.word} takes a whole number, such as {word.word} 10"
    if not any(True for _ in query.signs("{", "}")):
        end, form = query.token(len(query.tokens)), query.token(next(query.words(*FORMS)))
        yield end.start, f"the pattern is missing: write {form.word} … {{ … }}"


def _triple(query: Query) -> Iterator[tuple[int, str]]:
    """Find a triple with a part too few, or with a text as its property."""
    index = query.here - 1
    while index >= 0 and (query.tokens[index].is_term or query.tokens[index].kind == "tag"):
        index -= 1
    before, after = query.token(index), query.token(query.here)
    has = query.here - 1 - index + (before.text == ";")
    inside = any(query.token(o).text == "{" for o in query.closing if o <= index)
    if not inside or before.text not in {"{", ".", ";"}:
        return
    if after.kind == "string" and has == 1:
        text = after.text[:30]
        yield after.start, f"a property is a variable, a name or an IRI, and {text} is a text"
    ends = after.text in {"}", ".", ";", ","} or after.is_word(*STARTS, *MODIFIERS)
    if has in {1, 2} and ends and index < query.here - 1:
        message = "a triple has a subject, a property and an object"
        yield after.start, f"{message}: the {_PARTS[has]} is missing"


def _here(query: Query) -> Iterator[tuple[int, str]]:
    """Find words where a name, a variable or a text belongs, and the end of the text."""
    here, last = query.token(query.here), query.here
    while query.token(last).kind == "word" and query.token(last).text.upper() not in KNOWN:
        last += 1
    if last > query.here and query.token(query.here + 1).text != "(":
        words = short(query.between(query.here, last - 1))
        message = f"{words} is no name, variable or text: write a name with a prefix"
        found = f"(`mistral-kg search {words}` finds it)"
        yield here.start, f'{message} {found}, a variable with ?, or a text with "…"'
    if query.here >= len(query.tokens):
        yield here.start, "the query ends here and is not complete"
