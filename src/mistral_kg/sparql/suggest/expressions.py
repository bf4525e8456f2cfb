"""Find slips in expressions: brackets of FILTER, operators and functions of other languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.query import (
    MODIFIERS,
    STARTS,
    Edit,
    Slip,
    inserted,
    removed,
    short,
)
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Token

_OPERATORS = {"AND": "&&", "OR": "||"}
_FUNCTIONS = {
    "LOWER": "LCASE",
    "UPPER": "UCASE",
    "LEN": "STRLEN",
    "LENGTH": "STRLEN",
    "SUBSTRING": "SUBSTR",
    "STARTSWITH": "STRSTARTS",
    "STARTS_WITH": "STRSTARTS",
    "ENDSWITH": "STRENDS",
    "ENDS_WITH": "STRENDS",
    "INCLUDES": "CONTAINS",
    "LANGUAGE": "LANG",
    "LANG_MATCHES": "LANGMATCHES",
    "ISBOUND": "BOUND",
    "AVERAGE": "AVG",
    "MATCHES": "REGEX",
    "GROUPCONCAT": "GROUP_CONCAT",
    "STRING_AGG": "GROUP_CONCAT",
}


def filter_brackets(query: Query) -> Iterator[Slip]:
    """Find FILTER without brackets around a comparison."""
    for index in query.words("FILTER"):
        first = query.token(index + 1)
        if first.is_word("NOT", "EXISTS") or first.kind == "end":
            continue
        stop = query.until(
            index + 1, lambda token: token.text in {".", ";"} or token.is_word(*STARTS, *MODIFIERS)
        )
        for last in dict.fromkeys((stop - 1, index + 3, query.closing.get(index + 4, 0))):
            if last > index + 1 and last < len(query.tokens):
                whole = query.between(index + 1, last)
                edits = (inserted(first.start, "("), inserted(query.tokens[last].end, ")"))
                told = f"a comparison stands in brackets: write FILTER({short(whole)})"
                yield Slip(first.start, told, edits)


def operators(query: Query) -> Iterator[Slip]:
    """Find AND, OR, NOT, == and their like, and mend all at once."""
    edits: list[Edit] = []
    told: list[tuple[int, str]] = []
    for index, token in enumerate(query.tokens):
        after = query.token(index + 1)
        if token.is_word(*_OPERATORS):
            sign = _OPERATORS[token.text.upper()]
            edits.append(Edit(token.start, token.end, sign))
            told.append((token.start, f"{token.text} is written {sign}"))
        elif token.is_word("NOT") and not after.is_word("EXISTS", "IN", "NULL"):
            edits.append(Edit(token.start, after.start, "!"))
            told.append((token.start, f"{token.text} is written !"))
        elif token.text == "=" and after.text in {"=", ">", "<"}:
            sign = "=" if after.text == "=" else f"{after.text}="
            end = after.end
            if query.token(index + 2).text == "=" and query.token(index + 2).start == end:
                end = query.token(index + 2).end
            edits.append(Edit(token.start, end, sign))
            told.append((token.start, f"{query.text[token.start : end]} is written {sign}"))
        elif token.text == "<>" or (token.text == "!=" and after.text == "="):
            end = token.end if token.text == "<>" else after.end
            edits.append(Edit(token.start, end, "!="))
            told.append((token.start, f"{query.text[token.start : end]} is written !="))
    if edits:
        yield Slip(*told[0], tuple(edits))
        # Two of a kind may be right in one place and wrong in another.
        yield from (Slip(*one, (edit,)) for one, edit in zip(told, edits, strict=True))


def of_sql(query: Query) -> Iterator[Slip]:
    """Find LIKE, BETWEEN and IS NULL."""
    for index in query.words("LIKE", "ILIKE", "BETWEEN", "IS", "CONTAINS", "REGEX"):
        word, after = query.tokens[index], query.token(index + 1)
        before, what = _operand(query, index - 1)
        if not what:
            continue
        written, end = "", after
        if word.is_word("LIKE", "ILIKE", "CONTAINS", "REGEX") and after.kind == "string":
            written = _like(what, after.text, word.text.upper())
        elif word.is_word("BETWEEN") and query.token(index + 2).is_word("AND"):
            end = query.token(index + 3)
            written = f"{what} >= {after.text} && {what} <= {end.text}"
        elif word.is_word("IS") and after.is_word("NULL"):
            written = _bound(what, "!")
        elif word.is_word("IS") and after.is_word("NOT") and query.token(index + 2).is_word("NULL"):
            end, written = query.token(index + 2), _bound(what, "")
        if written:
            told = f"SPARQL has no {word.text.upper()} between two things: write {written}"
            yield Slip(word.start, told, (Edit(before.start, end.end, written),))


def _operand(query: Query, last: int) -> tuple[Token, str]:
    """Return the first token and the text of a variable or call that ends here."""
    token = query.token(last)
    if token.kind == "variable":
        return token, token.text
    opening = next((o for o, c in query.closing.items() if c == last), None)
    if token.text == ")" and opening and query.token(opening - 1).kind == "word":
        return query.tokens[opening - 1], query.between(opening - 1, last)
    return token, ""


def _bound(what: str, sign: str) -> str:
    if what.startswith(("?", "$")):
        return f"{sign}BOUND({what})"
    # An expression without a value is an error, which COALESCE passes over.
    return f'COALESCE(STR({what}), "") {"=" if sign else "!="} ""'


def _like(variable: str, text: str, word: str) -> str:
    mark, inner = text[0], text.strip(text[0])
    plain = f"{mark}{inner.strip('%*')}{mark}"
    if word == "REGEX":
        return f"REGEX(STR({variable}), {text})"
    starts, ends = inner[:1] in {"%", "*"}, inner[-1:] in {"%", "*"}
    if word == "CONTAINS" or (starts and ends):
        return f"CONTAINS(STR({variable}), {plain})"
    if ends:
        return f"STRSTARTS(STR({variable}), {plain})"
    if starts:
        return f"STRENDS(STR({variable}), {plain})"
    return f"STR({variable}) = {plain}"


def functions(query: Query) -> Iterator[Slip]:
    """Find functions by the names of other languages: mend all at once."""
    found = [
        query.tokens[index]
        for index in query.words(*_FUNCTIONS)
        if query.token(index + 1).text == "("
    ]
    if found:
        names = [_FUNCTIONS[one.text.upper()] for one in found]
        edits = tuple(
            Edit(one.start, one.end, name) for one, name in zip(found, names, strict=True)
        )
        yield Slip(found[0].start, f"SPARQL calls {found[0].text} {names[0]}", edits)


def lists(query: Query) -> Iterator[Slip]:
    """Find IN with the wrong brackets, and a regular expression between slashes."""
    for index in query.words("IN"):
        opening, close = query.token(index + 1), query.closing.get(index + 1)
        if opening.text in {"{", "["} and close is not None:
            edges = (opening, query.tokens[close])
            edits = tuple(Edit(o.start, o.end, b) for o, b in zip(edges, "()", strict=True))
            yield Slip(opening.start, "a list stands in round brackets: write IN (…, …)", edits)
    for index in query.words("REGEX"):
        slash = next(
            (
                i
                for i in range(index, min(index + 8, len(query.tokens)))
                if query.tokens[i].text == "/"
            ),
            None,
        )
        end = query.text.find("/", query.tokens[slash].end) if slash is not None else -1
        if slash is not None and end > 0:
            start = query.tokens[slash].start
            written = f'"{query.text[start + 1 : end]}"'
            told = f"a regular expression is a text: write {written}"
            yield Slip(start, told, (Edit(start, end + 1, written),))


def missing_comma(query: Query) -> Iterator[Slip]:
    """Find two arguments of a function with no comma between them."""
    here, before = query.token(query.here), query.token(query.here - 1)
    around = max((o for o, c in query.closing.items() if o < query.here < c), default=0)
    called = query.token(around).text == "(" and query.token(around - 1).kind == "word"
    if called and here.is_term and (before.is_term or before.text == ")"):
        told = f"a comma stands between two arguments: write one before {short(here.text, 30)}"
        yield Slip(here.start, told, (inserted(before.end, ","),))


def thousands(query: Query) -> Iterator[Slip]:
    """Find a number with separators between its thousands."""
    near = query.token(query.here)
    for found in re.finditer(r"(?<![\w.])\d{1,3}(?:([,_'])\d{3})(?:\1\d{3})*(?![\w])", query.text):
        if found.start() <= near.end and near.start <= found.end():
            plain = re.sub(r"\D", "", found[0])
            told = f"a number is written without separators: write {plain}"
            yield Slip(found.start(), told, (Edit(found.start(), found.end(), plain),))


def existence(query: Query) -> Iterator[Slip]:
    """Find NOT EXISTS or EXISTS without FILTER."""
    for index in query.words("EXISTS"):
        first = index - 1 if query.token(index - 1).is_word("NOT") else index
        before = query.token(first - 1)
        if before.text in {"}", ".", ";", "{"} or before.is_term:
            words = query.between(first, index)
            told = f"{words} stands behind FILTER: write FILTER {words} {{ … }}"
            start = query.tokens[first].start
            yield Slip(start, told, (inserted(start, "FILTER "),))


def if_then_else(query: Query) -> Iterator[Slip]:
    """Find IF … THEN … ELSE … in place of IF(…, …, …)."""
    for index in query.words("IF"):
        stop = query.until(index + 1, lambda token: token.is_word("AS") or token.text == "}")
        inside = range(index + 1, stop)
        words = [i for i in inside if query.tokens[i].is_word("THEN", "ELSE", "END")]
        if [query.tokens[i].text.upper() for i in words[:2]] != ["THEN", "ELSE"]:
            continue
        edits = [inserted(query.tokens[index].end, "(")]
        edits += [Edit(query.tokens[i].start, query.tokens[i].end, ",") for i in words[:2]]
        edits += removed(query.tokens[i] for i in words[2:])
        edits.append(inserted(query.tokens[stop - 1].end, ")"))
        told = "a choice is written IF(…, …, …): the condition, then what is so, then what is not"
        yield Slip(query.tokens[index].start, told, tuple(edits))
