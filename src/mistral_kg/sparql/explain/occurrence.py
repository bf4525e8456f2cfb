"""Tell of a term that the data do not have, and what like it they have."""

from __future__ import annotations

import unicodedata
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from mistral_kg.rdf.folding import fold
from mistral_kg.rdf.names import end_of
from mistral_kg.vocabulary import LABEL, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.explain.data import Data
    from mistral_kg.sparql.explain.needs import Constant

_NAMING = frozenset({"name", "label", "preflabel", "title", "haslabel", "hasname"})
_NAME = 80
"""Characters of a text that may be a name."""
_NAMES = 20_000
"""Names up to which one that is almost the same is sought."""
_NUMBERS = ("integer", "decimal", "double", "float")
_TYPES = ("string", *_NUMBERS, "gYear", "gYearMonth", "date", "dateTime", "boolean", "anyURI")


def describe_missing(data: Data, constant: Constant) -> str | None:
    """Return in words that a constant occurs nowhere, and what does; None where it occurs."""
    term = constant.term
    if constant.role in {"language", "range"}:
        from mistral_kg.sparql.explain.texts import describe_language

        return describe_language(data, constant)
    if isinstance(term, Literal):
        return (_text if constant.role == "text" else _literal)(data, constant, term)
    if data.occurs(term):
        return None
    meant = _similar_name(data, constant, term)
    message = f"{data.write(term)} occurs nowhere in the data"
    if meant:
        return f"{message}; did you mean {meant}?"
    is_naming = constant.role == "property" and end_of(term.value).casefold() in _NAMING
    if is_naming and data.has(None, LABEL, None):
        return f"{message}; names are in {data.write(LABEL)}"
    return message


def _similar_name(data: Data, constant: Constant, term: NamedNode) -> str:
    """Return how the IRI that is most like this one is written, empty where none is."""
    from difflib import get_close_matches

    scheme, _, rest = term.value.partition(":")
    if scheme in data.prefixes and data.occurs(NamedNode(data.prefixes[scheme] + rest)):
        return f"{scheme}:{rest}, without angle brackets"
    space = rest.removesuffix(end_of(term.value))
    end = end_of(term.value).casefold()

    def is_close(iri: NamedNode) -> bool:
        return iri.value.partition(":")[2].startswith(space)  # http and https are one

    # In another namespace it has to have the same name; in the same one a name that begins alike.
    known = data.sample.properties if constant.role == "property" else data.sample.things
    ends = {}
    for iri in sorted(known, key=is_close):
        other = end_of(iri.value).casefold()
        if other == end or (is_close(iri) and other[:1] == end[:1]):
            ends[other] = iri
    near = get_close_matches(end, ends, n=1, cutoff=0.75)
    if near:
        return data.write(ends[near[0]])
    guesses = _one_letter_off(term.value) if data.is_near and not data.sample.is_whole else ()
    for guess in guesses:
        if data.has(None, guess, None) if constant.role == "property" else data.occurs(guess):
            return data.write(guess)
    return ""


def _one_letter_off(iri: str) -> Iterator[NamedNode]:
    """Give the IRIs whose name differs by one letter, which are found in data of any size."""
    name = end_of(iri)
    space = iri.removesuffix(name)
    if not name.isascii() or not 4 <= len(name) <= 60:
        return
    for i in range(len(name) + 1):
        yield NamedNode(f"{space}{name[:i]}{name[i + 1 :]}")
        for letter in f"{ascii_letters}{digits}-_":
            yield NamedNode(f"{space}{name[:i]}{letter}{name[i:]}")
            yield NamedNode(f"{space}{name[:i]}{letter}{name[i + 1 :]}")


def _text(data: Data, constant: Constant, term: Literal) -> str | None:
    """Return in words that no term has a text, with what has one like it."""
    plain = Literal(term.value)
    occurs = any(data.occurs(one) for one in (plain, *_other_forms(data, plain)))
    like = "" if occurs or not data.sample.is_whole else _similar_text(data, plain)
    return f"no text of the data is {data.write(plain)}{like}" if like else None


def _literal(data: Data, constant: Constant, term: Literal) -> str | None:
    if data.occurs(term) or (constant.role == "value" and _same_value_occurs(data, term)):
        return None
    forms = _other_forms(data, term)
    thing = _thing_called(data, constant, [term, *forms])
    if thing is not None:
        name = data.write(constant.properties[0])
        return f"no object of {name} is {data.write(term)}; write {data.write(thing)}"
    message = f"{data.write(term)} occurs nowhere in the data"
    for other in forms:
        if data.occurs(other):
            return f"{message}, but {data.write(other)} does: {_fix(constant, term, other)}"
    like = _similar_text(data, term)
    if like or constant.role == "object" or data.sample.is_whole:
        return f"{message}{like}"
    return None


def _same_value_occurs(data: Data, term: Literal) -> bool:
    """Tell whether a number occurs as another kind of number, which a comparison takes as equal."""
    kind = term.datatype.value.removeprefix(XSD)
    return kind in _NUMBERS and any(
        data.occurs(Literal(term.value, datatype=NamedNode(XSD + other))) for other in _NUMBERS
    )


def _thing_called(data: Data, constant: Constant, labels: list[Literal]) -> NamedNode | None:
    """Return the thing that has a text for a label, where the property has things for objects."""
    for predicate in constant.properties if constant.role == "object" else ():
        for label in labels:
            for quad in data.matching(None, LABEL, label, None, 20):
                if isinstance(quad.subject, NamedNode) and data.has(None, predicate, quad.subject):
                    return quad.subject
    return None


def _other_forms(data: Data, term: Literal) -> list[Literal]:
    """Return the same text with each language and without, and as each usual datatype."""
    tags = {one.language for one in data.sample.literals if one.language} | {"en", "pa"}
    kinds = _TYPES if data.is_near else ("string",)
    tagged = [Literal(term.value, language=tag) for tag in sorted(tags)]
    typed = [Literal(term.value, datatype=NamedNode(XSD + kind)) for kind in kinds]
    return [one for one in (*tagged, *typed) if one != term]


def _fix(constant: Constant, term: Literal, other: Literal) -> str:
    """Return in words how a text becomes its other form."""
    if other.language and term.language:
        return f"write @{other.language}"
    if other.language:
        compare = ", or compare STR(?…)" if constant.role == "value" else ""
        return f"write @{other.language} after it{compare}"
    if term.language:
        return "write it without a language"
    kind = other.datatype.value.removeprefix(XSD)
    return "remove its type" if kind == "string" else f"write its type, ^^xsd:{kind}"


def _similar_text(data: Data, term: Literal) -> str:
    """Return in words the text that is the same but for case, spaces and nukta, or almost so."""
    if not term.language and term.datatype.value != f"{XSD}string":
        return ""
    from difflib import get_close_matches

    folded = fold(term.value)
    same = [one for one in data.sample.literals if fold(one.value) == folded]
    if same:
        best = min(same, key=lambda one: (one.language != term.language, one.value))
        is_alike = _seen(best.value) == _seen(term.value)
        unseen = "; they differ in invisible characters or Unicode form" if is_alike else ""
        return f", but {data.write(best)} does: write it like that{unseen}"
    texts = {fold(one.value): one for one in data.sample.literals if len(one.value) < _NAME}
    near = get_close_matches(folded, texts, n=1, cutoff=0.8) if len(texts) < _NAMES else []
    return f"; did you mean {data.write(texts[near[0]])}?" if near else ""


def _seen(text: str) -> str:
    """Return what can be seen of a text."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")
