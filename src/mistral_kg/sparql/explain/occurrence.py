"""Tell of a term that the data do not have, and what like it they have."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from mistral_kg.rdf.names import end_of
from mistral_kg.vocabulary import EXACT_MATCH, LABEL, PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.explain.data import Data
    from mistral_kg.sparql.explain.needs import Constant

_NAMING = frozenset({"name", "label", "preflabel", "title", "haslabel", "hasname"})
_NAME = 80
"""Characters of a text that may be a name."""
_NAMES = 20_000
_SHORT_NAME = 4
_LONG_NAME = 60
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
_NUMBERS = ("integer", "decimal", "double", "float")
_TYPES = (*_NUMBERS, "gYear", "gYearMonth", "date", "dateTime", "boolean", "string", "anyURI")


def describe_missing(data: Data, constant: Constant) -> str | None:
    """Return in words that a constant occurs nowhere, and what does; None where it occurs."""
    term = constant.term
    if constant.role == "text":
        return _text(data, term.value) if isinstance(term, Literal) else None
    if constant.role in {"language", "range"}:
        from mistral_kg.sparql.explain.texts import describe_language

        return describe_language(data, constant, term.value) if isinstance(term, Literal) else None
    if isinstance(term, Literal):
        return _literal(data, constant, term)
    if not isinstance(term, NamedNode) or data.occurs(term):
        return _item(data, constant)
    meant = _like(data, constant, term)
    message = f"{data.write(term)} occurs nowhere in the data"
    if meant:
        return f"{message}; did you mean {meant}?"
    if constant.role == "property" and end_of(term.value).casefold() in _NAMING:
        label = data.first(None, LABEL, None)
        return f"{message}; names are in {data.write(LABEL)}" if label else message
    return message


def _item(data: Data, constant: Constant) -> str | None:
    """Return in words that a Wikidata item stands where the entity that has it would."""
    term = constant.term
    is_item = isinstance(term, NamedNode) and term.value.startswith(PREFIXES["wd"])
    if not is_item or not (constant.role == "subject" or constant.properties):
        return None
    if constant.role == "subject" and data.has(term, None, None):
        return None
    entity = data.first(None, EXACT_MATCH, term)
    if not entity or any(data.has(None, one, term) for one in constant.properties):
        return None
    named = data.write(entity.subject)
    return f"{data.write(term)} is the Wikidata item of {named}: write {named}"


def _like(data: Data, constant: Constant, term: NamedNode) -> str:
    """Return how the IRI that is most like this one is written, empty where none is."""
    prefix, colon, local = term.value.partition(":")
    if colon and prefix in data.prefixes and data.occurs(NamedNode(data.prefixes[prefix] + local)):
        return f"{prefix}:{local}, without angle brackets"
    for other in _variants(term.value) if data.is_near else ():
        if data.occurs(NamedNode(other)):
            return data.write(NamedNode(other))
    for other in _one_off(term.value) if data.is_near else ():
        found = NamedNode(other)
        if data.has(None, found, None) if constant.role == "property" else data.occurs(found):
            return data.write(found)
    known = data.sample.properties if constant.role == "property" else data.sample.things
    space = term.value.removesuffix(end_of(term.value))
    end = end_of(term.value).casefold()
    # In another namespace it has to have the same name; in the same one a name that begins alike.
    ends = {
        end_of(one.value).casefold(): one
        for one in sorted(known, key=lambda one: one.value.startswith(space))
        if end_of(one.value).casefold() == end
        or (one.value.startswith(space) and end_of(one.value)[:1].casefold() == end[:1])
    }
    if not ends:
        return ""
    from difflib import get_close_matches

    near = get_close_matches(end, ends, n=1, cutoff=0.75)
    return data.write(ends[near[0]]) if near else ""


def _variants(iri: str) -> list[str]:
    """Return the same IRI with the other scheme, or with another end."""
    swapped = iri.replace("http://", "https://", 1) if iri.startswith("http://") else ""
    plain = iri.replace("https://", "http://", 1) if iri.startswith("https://") else ""
    longer = [] if "#" in iri else [f"{iri}/", f"{iri}#"]
    return [one for one in (swapped, plain, iri.rstrip("/#"), *longer) if one and one != iri]


def _one_off(iri: str) -> Iterator[str]:
    """Give the IRIs whose name differs by one letter or two that are exchanged.

    They are looked up one by one, so that they are found in data of any size.
    """
    name = end_of(iri)
    space = iri.removesuffix(name)
    if not name.isascii() or not _SHORT_NAME <= len(name) <= _LONG_NAME:
        return
    for i in range(len(name) + 1):
        before, after = name[:i], name[i:]
        if after:
            yield f"{space}{before}{after[0].swapcase()}{after[1:]}"
            yield f"{space}{before}{after[1:]}"
        if len(after) > 1:
            yield f"{space}{before}{after[1]}{after[0]}{after[2:]}"
        for letter in _LETTERS:
            yield f"{space}{before}{letter}{after}"
            yield f"{space}{before}{letter}{after[1:]}"


def _text(data: Data, text: str) -> str | None:
    """Return in words that no term has a text, with what has one like it."""
    term = Literal(text)
    forms = [term, *_other_forms(data, term)]
    is_iri = "://" in text or text.startswith("urn:")
    if is_iri or not data.sample.is_whole or any(data.occurs(one) for one in forms):
        return None
    like = _similar(data, term)
    return like and f"no text of the data is {data.write(term)}{like}"


def _literal(data: Data, constant: Constant, term: Literal) -> str | None:
    if data.occurs(term) or (constant.role == "value" and _same_value(data, term)):
        return None
    message = f"{data.write(term)} occurs nowhere in the data"
    thing = _thing_called(data, constant, term)
    if thing is not None:
        name = data.write(constant.properties[0])
        return f"no object of {name} is {data.write(term)}; write {data.write(thing)}"
    for other in _other_forms(data, term):
        if data.occurs(other):
            return f"{message}, but {data.write(other)} does: {_fix(constant, term, other)}"
    like = _similar(data, term)
    if like or constant.role == "object" or data.sample.is_whole:
        return f"{message}{like}"
    return None


def _thing_called(data: Data, constant: Constant, term: Literal) -> NamedNode | None:
    """Return the thing that has a text for a label, where the property has things for objects."""
    for predicate in constant.properties if constant.role == "object" else ():
        for form in (term, *_other_forms(data, term)):
            for quad in data.matching(None, LABEL, form, None, 20):
                if isinstance(quad.subject, NamedNode) and data.has(None, predicate, quad.subject):
                    return quad.subject
    return None


def _similar(data: Data, term: Literal) -> str:
    """Return in words the text that is the same but for case, spaces and nukta, or almost so."""
    if not term.language and not term.datatype.value.endswith("#string"):
        return ""
    if not data.is_near:
        return ""
    from difflib import get_close_matches

    from mistral_kg.rdf.folding import fold

    folded = fold(term.value)
    cases = dict.fromkeys(f(term.value) for f in (str.title, str.capitalize, str.upper, str.lower))
    spelt = [Literal(one, language=term.language or tag) for one in cases for tag in ("en", "pa")]
    same = [one for one in spelt if data.occurs(one)]
    same = same or [one for one in data.sample.literals if fold(one.value) == folded]
    if same:
        best = min(same, key=lambda one: (one.language != term.language, one.value))
        return f", but {data.write(best)} does: write it like that{_unseen(data, term, best)}"
    texts = {fold(one.value): one for one in data.sample.literals if len(one.value) < _NAME}
    near = get_close_matches(folded, texts, n=1, cutoff=0.8) if len(texts) < _NAMES else []
    return f"; did you mean {data.write(texts[near[0]])}?" if near else ""


def _unseen(data: Data, term: Literal, other: Literal) -> str:
    """Return in words how a text differs where the two look the same, empty where they do not."""
    if other.value == unicodedata.normalize("NFC", term.value) != term.value:
        return ", in Unicode form NFC"
    one, two = (data.write(Literal(_seen(text))) for text in (term.value, other.value))
    return "; they differ in invisible characters" if one == two else ""


def _seen(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")


def _same_value(data: Data, term: Literal) -> bool:
    """Tell whether a number occurs as another kind of number, which a comparison takes as equal."""
    kind = term.datatype.value.removeprefix(XSD)
    return kind in _NUMBERS and any(
        data.occurs(Literal(term.value, datatype=NamedNode(XSD + other))) for other in _NUMBERS
    )


def _other_forms(data: Data, term: Literal) -> list[Literal]:
    """Return the same text in NFC with each language and without, and as each usual datatype."""
    text = unicodedata.normalize("NFC", term.value)
    if not data.is_near:
        return [Literal(text, language="en"), Literal(text, language="pa"), Literal(text)]
    tags = {one.language for one in data.sample.literals if one.language} | {"en", "pa"}
    tagged = [Literal(text, language=tag) for tag in sorted(tags)]
    typed = [Literal(text, datatype=NamedNode(XSD + kind)) for kind in _TYPES]
    return [one for one in (*tagged, Literal(text), *typed) if one != term]


def _fix(constant: Constant, term: Literal, other: Literal) -> str:
    form = "" if other.value == term.value else ", and in Unicode form NFC"
    if other.language == term.language and other.datatype == term.datatype:
        return "write it in Unicode form NFC"
    if other.language and not term.language:
        if constant.role == "value":
            return f"write @{other.language} after it, or compare STR(?…){form}"
        return f"write @{other.language} after it{form}"
    if other.language:
        return f"write @{other.language}{form}"
    if term.language:
        return f"write it without a language{form}"
    kind = other.datatype.value.removeprefix(XSD)
    return f"remove its type{form}" if kind == "string" else f"write its type, ^^xsd:{kind}"
