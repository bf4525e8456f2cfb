"""Find mistakes in prefixes, names, IRIs and words."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.mistake import FORMS, MODIFIERS, STARTS, Edit, Mistake, insert
from mistral_kg.sparql.tokens import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query

_FURTHER = """
PREFIX BASE WHERE FROM DISTINCT REDUCED EXISTS NOT BY DESC ASC AS IN UNDEF SEPARATOR BOUND REGEX
CONTAINS STRSTARTS STRENDS LANG LANGMATCHES DATATYPE STR IF COALESCE CONCAT STRLEN SUBSTR LCASE
UCASE REPLACE STRBEFORE STRAFTER YEAR MONTH DAY ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC SAMETERM
ROUND ABS CEIL FLOOR NOW IRI URI STRDT STRLANG ENCODE_FOR_URI
"""
_WORDS = (*FORMS, *MODIFIERS, *STARTS, *AGGREGATES, *_FURTHER.split())
KNOWN = {*_WORDS, "A", "TRUE", "FALSE", "NAMED", "SILENT", "LATERAL"}
_IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`]*[^\s<>\"{}|\\^`.,;)\]]")


def find_undeclared(query: Query) -> Iterator[Mistake]:
    """Find a prefix that nothing declares."""
    known = dict.fromkeys(query.prefixes)
    for index in query.words("PREFIX"):
        known[query.token(index + 1).text.partition(":")[0]] = None
    lacking: dict[str, list[int]] = {}
    for token in query.tokens:
        prefix = token.text.partition(":")[0]
        is_name = token.kind == "name" and not _IRI.match(query.text, token.start)
        if is_name and prefix not in known and prefix != "_":
            lacking.setdefault(prefix, []).append(token.start)
    for prefix, places in lacking.items():
        yield _declare(prefix, known, places)


def _declare(prefix: str, known: dict[str, None], places: list[int]) -> Mistake:
    from rdflib.namespace import _NAMESPACE_PREFIXES_CORE, _NAMESPACE_PREFIXES_RDFLIB

    message = f"the prefix {prefix}: is not declared"
    usual = {**_NAMESPACE_PREFIXES_RDFLIB, **_NAMESPACE_PREFIXES_CORE}
    if prefix in usual:
        line = f"PREFIX {prefix}: <{usual[prefix]}>"
        return Mistake(places[0], f"{message}; begin with {line}", (insert(0, f"{line}\n"),))
    near = get_close_matches(prefix.lower(), known, n=1, cutoff=0.6)
    if near:
        edits = tuple(Edit(one, one + len(prefix), near[0]) for one in places)
        return Mistake(places[0], f"{message}; did you mean {near[0]}:?", edits)
    message += f"; declare it with PREFIX {prefix}: <…>"
    return Mistake(places[0], message, (insert(0, f"PREFIX {prefix}: <urn:x>\n"),), sure=False)


def find_bare_iris(query: Query) -> Iterator[Mistake]:
    """Find an IRI without its angle brackets; all are corrected together."""
    places = [token.start for token in query.tokens if token.kind == "name"]
    found = [match for place in places if (match := _IRI.match(query.text, place))]
    if found:
        edits = tuple(Edit(one.start(), one.end(), f"<{one[0]}>") for one in found)
        message = f"an IRI is in angle brackets: write <{found[0][0]}>"
        yield Mistake(found[0].start(), message, edits)


def find_misspelt(query: Query) -> Iterator[Mistake]:
    """Find a word near to where the engine stopped that is almost one of SPARQL's."""
    for index in (query.here, query.here - 1, query.here + 1):
        token = query.token(index)
        if token.kind != "word" or token.text.upper() in KNOWN:
            continue
        for word in get_close_matches(token.text.upper(), _WORDS, n=3, cutoff=0.7):
            message = f"{token.text} is no word of SPARQL: did you mean {word}?"
            yield Mistake(token.start, message, (Edit(token.start, token.end, word),))


def find_bare_words(query: Query) -> Iterator[Mistake]:
    """Find a word that is no word of SPARQL: a variable, a name or a text was meant."""
    here, index = query.token(query.here), query.here
    if here.kind != "word" or query.token(index + 1).text == "(" or here.text.upper() in KNOWN:
        return
    word = here.text
    same = [one for one in query.tokens if one.kind == "word" and one.text == word]
    is_column = same[1:] and "{" in query.text[same[0].start : same[1].start]
    if is_column or any(t.text[1:] == word for t in query.tokens if t.kind == "variable"):
        message = f"a variable starts with a question mark: write ?{word}"
        yield Mistake(here.start, message, tuple(insert(one.start, "?") for one in same))
        return
    last = index
    while query.token(last + 1).kind == "word" and not query.token(last + 1).text.isupper():
        last += 1
    for end in range(last, index - 1, -1):
        text = f'"{query.between(index, end)}"'
        if end > index or query.token(index - 1).text in {"=", "!=", ",", "("}:
            edit = Edit(here.start, query.tokens[end].end, text)
            yield Mistake(here.start, f"a text needs quotation marks: write {text}", (edit,))
    prefix = next(iter(query.prefixes), "ex")
    message = (
        f"{word} is no word of SPARQL: write ?{word} for a variable, {prefix}:{word} for a "
        f'name, "{word}" for a text'
    )
    yield Mistake(here.start, message, (insert(here.start, "?"),), sure=False)
