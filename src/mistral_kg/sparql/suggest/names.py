"""Find slips in prefixed names, IRIs, variables and bare words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.keywords import KNOWN
from mistral_kg.sparql.suggest.query import Edit, Slip, adjacent, inserted, short
from mistral_kg.sparql.tokens import Query
from mistral_kg.sparql.tokens import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`]*[^\s<>\"{}|\\^`.,;)\]]")
_LOCAL = re.compile(r"[^\s.;,{}<>\"]+")
_PATH = re.compile(r"[+*/?|^]+[\w-]*:")
_SPACED = re.compile(r"<(\w+:)?[^<>\"{}|^`?=\r\n]* [^<>\"{}|^`?=\r\n]*>")
_SPECIAL = re.compile(r"(?<!\\)[~!$&'()*+;=/?#@,]")


def bare_iri(query: Query) -> Iterator[Slip]:
    """Find an IRI without its angle brackets: mend all at once."""
    found = [
        match
        for token in query.tokens
        if token.kind == "name" and (match := IRI.match(query.text, token.start))
    ]
    if found:
        edits = tuple(Edit(one.start(), one.end(), f"<{one[0]}>") for one in found)
        told = f"an IRI stands in angle brackets: write <{found[0][0]}>"
        yield Slip(found[0].start(), told, edits)


def broken_iri(query: Query) -> Iterator[Slip]:
    """Find an IRI without its scheme, and one with a space in it."""
    for token in query.tokens:
        if token.kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            prefix = next(iter(query.prefixes), "ex")
            inside = token.text[1:-1]
            told = (
                f"angle brackets hold a whole IRI, with its scheme: write <https://…{inside}>, "
                f"or a name such as {prefix}:{inside}, or give --base IRI"
            )
            edit = Edit(token.start + 1, token.start + 1, "urn:x:")
            yield Slip(token.start, told, (edit,), sure=False)
        spaced = _SPACED.match(query.text, token.start)
        if token.text == "<" and spaced and not spaced[1]:
            told = (
                "angle brackets hold a whole IRI: write a name with a prefix, or a text in quotes"
            )
            edit = Edit(spaced.start(), spaced.end(), "<urn:x>")
            yield Slip(token.start, told, (edit,), sure=False)
        elif token.text == "<" and spaced:
            written = spaced[0].replace(" ", "%20")
            told = f"no space stands inside an IRI: write {written}"
            yield Slip(token.start, told, (Edit(spaced.start(), spaced.end(), written),))


def address(query: Query) -> Iterator[Slip]:
    """Find the address of a page without its scheme and angle brackets."""
    for match in re.finditer(r"(?<![\w/<.])www\.[^\s<>\"{}|\\^`,;)]*[\w/]", query.text):
        iri = f"<https://{match[0]}>"
        told = f"an IRI stands in angle brackets, with its scheme: write {iri}"
        yield Slip(match.start(), told, (Edit(match.start(), match.end(), iri),), sure=False)


def special_in_name(query: Query) -> Iterator[Slip]:
    """Find a prefixed name whose end holds a sign that SPARQL reads as its own."""
    for token in query.tokens:
        run = _LOCAL.match(query.text, token.start)
        if token.kind != "name" or not run or run.end() == token.end or token.text[-1] == ":":
            continue
        tail = query.text[token.end : run.end()]
        if _PATH.match(tail):
            continue
        for end in range(len(tail), 0, -1):
            signs = list(_SPECIAL.finditer(tail, 0, end))
            if not re.search(r"\w", tail[:end]) or not signs:
                break
            edits = tuple(inserted(token.end + one.start(), "\\") for one in signs)
            written = Slip(
                0,
                "",
                tuple(Edit(e.start - token.start, e.end - token.start, e.text) for e in edits),
            ).mend(token.text + tail[:end])
            yield Slip(
                token.end + signs[0].start(),
                f"a {signs[0][0]} inside a name stands behind a backslash: write {written}",
                edits,
            )


def broken_name(query: Query) -> Iterator[Slip]:
    """Find `mkg.name` or `mkg: name` in place of `mkg:name`."""
    for index, token in enumerate(query.tokens):
        prefix = token.text.removesuffix(":")
        after, last = query.token(index + 1), query.token(index + 2)
        if prefix not in query.prefixes:
            continue
        joined = adjacent(token, after) and adjacent(after, last) and last.kind == "word"
        if joined and token.kind == "word" and after.text == ".":
            says = f"a prefix ends with a colon: write {prefix}:{last.text}"
            yield Slip(after.start, says, (Edit(after.start, after.end, ":"),))
        if token.kind == "name" and token.text != prefix and after.kind == "word":
            says = f"no space stands inside a name: write {prefix}:{after.text}"
            yield Slip(token.end, says, (Edit(token.end, after.start, ""),))


def broken_variable(query: Query) -> Iterator[Slip]:
    """Find `?my-name` or `? name`, and `^` before a datatype where `^^` is written."""
    for index, token in enumerate(query.tokens):
        after, last = query.token(index + 1), query.token(index + 2)
        joined = adjacent(token, after) and adjacent(after, last) and last.kind == "word"
        if joined and token.kind == "variable" and after.text == "-":
            whole = f"{token.text}-{last.text}"
            better = whole.replace("-", "_")
            edits = tuple(
                Edit(one.start(), one.end(), better)
                for one in re.finditer(re.escape(whole), query.text)
            )
            yield Slip(after.start, f"no hyphen stands in a variable: write {better}", edits)
        if joined and token.kind == "variable" and after.text == ".":
            fresh = query.fresh(last.text)
            told = (
                f"a property is asked for in a triple: write {token.text} …:{last.text} "
                f"{fresh} . and here {fresh}"
            )
            yield Slip(after.start, told, (Edit(token.start, last.end, fresh),), sure=False)
        if token.kind == "sign" and token.text in "?$" and after.kind == "word":
            says = f"no space stands inside a variable: write ?{after.text}"
            yield Slip(token.start, says, (Edit(token.end, after.start, ""),))
        if token.kind == "string" and after.text == "^" and last.kind in {"name", "iri"}:
            says = f"a datatype stands behind two signs: write {token.text}^^{last.text}"
            yield Slip(after.start, short(says, 100), (Edit(after.start, after.end, "^^"),))


def tagged_variable(query: Query) -> Iterator[Slip]:
    """Find `?label@en`, a language behind a variable."""
    for token, tag in zip(query.tokens, query.tokens[1:], strict=False):
        if token.kind == "variable" and tag.kind == "tag" and adjacent(token, tag):
            condition = f'FILTER(LANG({token.text}) = "{tag.text[1:].lower()}")'
            told = f"a variable takes no language: write {token.text} {condition}"
            yield Slip(tag.start, told, (Edit(tag.start, tag.end, f" {condition}"),))


_USUAL = {
    "is": "a",
    "isa": "a",
    "type": "a",
    "label": "rdfs:label",
    "comment": "rdfs:comment",
    "preflabel": "skos:prefLabel",
    "altlabel": "skos:altLabel",
    "identifier": "dcterms:identifier",
}


def usual_property(query: Query) -> Iterator[Slip]:
    """Find a usual property that is written as a bare word."""
    token = query.token(query.here)
    usual = _USUAL.get(token.text.lower().replace("_", ""))
    if token.kind == "word" and usual and query.token(query.here - 1).kind != "sign":
        told = f"a property is written as a name: write {usual}"
        if usual == "a":
            told = f"the type of a thing is asked for with the word a: write a for {token.text}"
        yield Slip(token.start, told, (Edit(token.start, token.end, usual),))


def bare_word(query: Query) -> Iterator[Slip]:
    """Find a word that is no word of SPARQL: a variable, a name or a text was meant."""
    here = query.token(query.here)
    index = query.here
    if here.kind != "word" or query.token(index + 1).text == "(" or here.text.upper() in KNOWN:
        return
    word = here.text
    columns = {token.text[1:] for token in query.tokens if token.kind == "variable"}
    same = [t for t in query.tokens if t.kind == "word" and t.text == word]
    as_variable = tuple(Edit(t.start, t.end, f"?{word}") for t in same)
    if word in columns or _is_column(query, word):
        told = f"a variable starts with a question mark: write ?{word}"
        yield Slip(here.start, told, as_variable)
        return
    last = index
    while query.token(last + 1).kind == "word" and not query.token(last + 1).text.isupper():
        last += 1
    for end in range(last, index - 1, -1):
        text = f'"{query.between(index, end)}"'
        quoted = Edit(here.start, query.tokens[end].end, text)
        if end > index or query.token(index - 1).text in {"=", "!=", ",", "("}:
            told = f"a text stands in quotation marks: write {text}"
            yield Slip(here.start, told, (quoted,))
    prefix = next(iter(query.prefixes), "ex")
    if "id" in query.prefixes and not word[0].isupper() and query.token(index + 1).kind == "sign":
        prefix = "id"  # what ends a triple is a thing, what stands inside it a property
    whole = re.compile(rf"{word}(?:-[{NAME}]+)+").match(query.text, here.start)
    if whole:
        word = whole[0]
        as_variable = (Edit(whole.start(), whole.end(), f"?{word.replace('-', '_')}"),)
    variable = f"?{word.replace('-', '_')}"
    told = (
        f"{word} stands bare: write {variable} for a variable, {prefix}:{word} for a name, "
        f'"{word}" for a text'
    )
    yield Slip(here.start, told, as_variable, sure=False)


def _is_column(query: Query, word: str) -> bool:
    """Tell whether a bare word is among the columns of a SELECT and in its pattern too."""
    form = next(query.words("SELECT"), None)
    if form is None:
        return False
    opening = query.until(form + 1, lambda token: token.text == "{")
    before = {token.text for token in query.tokens[form + 1 : opening] if token.kind == "word"}
    after = {token.text for token in query.tokens[opening:] if token.kind == "word"}
    return word in before & after
