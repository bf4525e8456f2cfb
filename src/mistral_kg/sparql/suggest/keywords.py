"""Find words of SPARQL that are misspelt or lack their fellow."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.query import (
    AGGREGATES,
    FORMS,
    MODIFIERS,
    STARTS,
    Edit,
    Slip,
    inserted,
)
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = (
    *FORMS,
    *MODIFIERS,
    *STARTS,
    *AGGREGATES,
    *("PREFIX", "BASE", "WHERE", "FROM", "DISTINCT", "REDUCED", "EXISTS", "NOT", "BY", "DESC"),
    *("ASC", "AS", "IN", "UNDEF", "SEPARATOR", "BOUND", "REGEX", "CONTAINS", "STRSTARTS"),
    *("STRENDS", "LANG", "LANGMATCHES", "DATATYPE", "STR", "IF", "COALESCE", "CONCAT", "STRLEN"),
    *("SUBSTR", "LCASE", "UCASE", "REPLACE", "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY"),
    *("ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "SAMETERM", "ROUND", "ABS", "CEIL"),
    *("FLOOR", "NOW", "IRI", "URI", "STRDT", "STRLANG", "ENCODE_FOR_URI"),
)
KNOWN = {*_WORDS, "A", "TRUE", "FALSE", "NAMED", "SILENT", "LATERAL"}


def misspelt(query: Query) -> Iterator[Slip]:
    """Find a word near to where the engine stopped that is almost one of SPARQL's."""
    here = query.here
    for index in (here, here - 1, here + 1):
        token = query.token(index)
        if token.kind != "word" or token.text.upper() in KNOWN:
            continue
        near = get_close_matches(token.text.upper(), _WORDS, n=3, cutoff=0.7)
        for word in near:
            edit = Edit(token.start, token.end, word)
            yield Slip(
                token.start, f"{token.text} is no word of SPARQL: did you mean {word}?", (edit,)
            )


def lonely_filter(query: Query) -> Iterator[Slip]:
    """Find a condition in brackets that lacks its FILTER."""
    here = query.here
    token = query.token(here)
    call = token.kind == "word" and query.token(here + 1).text == "("
    end = query.closing.get(here + 1 if call else here)
    if end is None or not (call or token.text == "("):
        return
    told = "a condition stands behind FILTER: write FILTER(…)"
    if token.is_word("IF"):
        yield Slip(token.start, told, (Edit(token.start, token.end, "FILTER"),))
    edits = (inserted(token.start, "FILTER("), inserted(query.tokens[end].end, ")"))
    yield Slip(token.start, told, edits)


def doubled(query: Query) -> Iterator[Slip]:
    """Find a word, name or variable that stands twice."""
    for before, after in zip(query.tokens, query.tokens[1:], strict=False):
        if before.text == after.text and before.kind != "sign" and after == query.token(query.here):
            told = f"{after.text} stands twice: remove one"
            yield Slip(after.start, told, (Edit(before.end, after.end, ""),))


def comment(query: Query) -> Iterator[Slip]:
    """Find a comment of another language: `//`, `--` or `/* */`."""
    for index, token in enumerate(query.tokens):
        after = query.token(index + 1)
        if (token.text, after.text) in {("/", "/"), ("-", "-")} and token.end == after.start:
            yield Slip(token.start, "a comment starts with #", (Edit(token.start, after.end, "#"),))
        if (token.text, after.text) == ("/", "*"):
            end = query.text.find("*/", after.end)
            if end > 0:
                inside = query.text[after.end : end]
                lines = "".join(f"#{line}\n" for line in inside.split("\n"))
                yield Slip(
                    token.start,
                    "a comment starts with # and ends with its line",
                    (Edit(token.start, end + 2, lines),),
                )
