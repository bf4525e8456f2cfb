"""Find what a query lacks where nobody but its author knows what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.keywords import KNOWN
from mistral_kg.sparql.suggest.query import FORMS, MODIFIERS, STARTS, Slip, short
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Token

_SEARCH = "`mistral-kg search WORDS` finds things by name"
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_PARTS = ("subject", "property", "object")


def second(query: Query) -> Iterator[Slip]:
    """Find a second query behind the first."""
    here = query.token(query.here)
    following = query.token(query.here + 1) if here.text == ";" else here
    if query.here > 0 and following.is_word(*FORMS) and query.token(query.here - 1).text != "{":
        yield Slip(here.start, "one query is asked at a time: remove what stands from here on", ())


def graph(query: Query) -> Iterator[Slip]:
    """Find FROM with a word, as SQL has it."""
    for index in query.words("FROM"):
        after = query.token(index + 1)
        if after.kind == "word" and not after.is_word("NAMED"):
            told = (
                "FROM takes the IRI of a graph, and SPARQL no tables: "
                "without FROM the whole dataset is asked, as in SELECT * { ?s ?p ?o }"
            )
            yield Slip(query.tokens[index].start, told, ())


def joined(query: Query) -> Iterator[Slip]:
    """Find AND or OR outside a condition."""
    here = query.token(query.here)
    if here.is_word("OR"):
        told = (
            "OR stands in conditions only: write { … } UNION { … }, "
            "or a variable here and FILTER(?… IN (…, …))"
        )
        yield Slip(here.start, told, ())


def bare(query: Query) -> Iterator[Slip]:
    """Find words that stand bare where a name, a variable or a text belongs."""
    here = query.token(query.here)
    if here.kind != "word" or here.text.upper() in KNOWN or query.token(query.here + 1).text == "(":
        return
    last = query.here
    while query.token(last + 1).kind == "word" and query.token(last + 1).text.upper() not in KNOWN:
        last += 1
    words = short(query.between(query.here, last))
    told = (
        f"{words} stands bare: write a name with a prefix (`mistral-kg search {words}` finds it), "
        'a variable with ?, or a text with "…"'
    )
    yield Slip(here.start, told, ())


def form(query: Query) -> Iterator[Slip]:
    """Find a text that does not begin as a query does."""
    if not any(True for _ in query.words(*FORMS)):
        token = query.token(0)
        told = f"a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE; {_SEARCH}"
        if token.is_word(*_UPDATES):
            told = f"{token.text.upper()} changes data, and the graph is read-only: ask SELECT"
        yield Slip(token.start, told, ())


def number(query: Query) -> Iterator[Slip]:
    """Find LIMIT or OFFSET without a number."""
    for index in query.words("LIMIT", "OFFSET"):
        if query.token(index + 1).kind != "number":
            word = query.tokens[index]
            name = word.text.upper()
            yield Slip(word.end, f"{name} takes a whole number, such as {name} 10", ())


def triple(query: Query) -> Iterator[Slip]:
    """Find a triple with a part too few, or with a text as its property."""
    here = query.here
    parts: list[Token] = []
    index = here - 1
    while index >= 0 and (query.tokens[index].is_term or query.tokens[index].kind == "tag"):
        parts.insert(0, query.tokens[index])
        index -= 1
    before, after = query.token(index), query.token(here)
    inside = before.text in {"{", ".", ";"} and any(
        query.tokens[opening].text == "{" for opening in query.closing if opening <= index
    )
    if not inside:
        return
    has = len(parts) + (before.text == ";")
    if after.kind == "string" and has == 1:
        told = f"a property is a variable, a name or an IRI, and {after.text[:30]} is a text"
        yield Slip(after.start, told, ())
    ends = after.text in {"}", ".", ";", ","} or after.is_word(*STARTS, *MODIFIERS)
    if 0 < has < 3 and ends and parts:
        told = f"a triple has a subject, a property and an object: the {_PARTS[has]} is missing"
        yield Slip(after.start, told, ())


def end(query: Query) -> Iterator[Slip]:
    """Find a text that ends before its query does."""
    if query.here >= len(query.tokens):
        token = query.token(query.here)
        yield Slip(token.start, "the query ends here, and something is still to come", ())


FINDERS = (form, graph, second, number, triple, joined, bare, end)
