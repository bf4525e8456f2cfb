"""Tell of a condition on a text that fails by case, language tag or kind of term."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from mistral_kg.rdf.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mistral_kg.sparql.explain.data import Data
    from mistral_kg.sparql.explain.needs import Constant, TextTest
    from mistral_kg.vocabulary import Term

    Change = Callable[[TextTest], TextTest]

_PARTS: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "CONTAINS": str.__contains__,
    "STRSTARTS": str.startswith,
    "STRENDS": str.endswith,
}


def describe_failing(data: Data, test: TextTest) -> str | None:
    """Return in words what of a condition keeps it from holding.

    It is None where the condition holds for a term that was read, and where none of them would
    fit with the change of a detail.
    """
    values = data.sample.values(test.properties, subjects=test.is_subject)
    store = Store()
    one = NamedNode("urn:mistral-kg:value")
    store.extend(Quad(one, one, value) for value in values)
    if not values or _first(store, test) is not None:
        return None
    for size in range(1, len(_CHANGES) + 1):
        for changes in combinations(_CHANGES, size):
            changed = test
            for change in changes:
                changed = change(changed)
            found = _first(store, changed)
            if found is not None:
                is_not = f"{_write(test)} is not true of {data.write(found)}"
                return f"{is_not}: write {_write(changed)}"
    is_part = _PARTS.get(test.function)
    if is_part is None:
        return None
    wanted = fold(test.text.value)
    for value in values:
        if isinstance(value, Literal) and is_part(fold(value.value), wanted):
            is_not = f"{_write(test)} is not true of {data.write(value)}"
            return f"{is_not}, which differs by Unicode form, accents or signs: write it as there"
    return None


def _first(store: Store, test: TextTest) -> Term | None:
    """Return a term for which the condition holds."""
    found = store.query(
        f"SELECT {test.variable} {{ ?_ ?__ {test.variable} FILTER({_write(test)}) }} LIMIT 1"
    )
    return next((row[0] for row in found), None)  # type: ignore[union-attr]


def _write(test: TextTest) -> str:
    """Return the condition as SPARQL."""
    inside = f"{''.join(f'{name}(' for name in test.around)}{test.variable}{')' * len(test.around)}"
    if test.function == "=":
        return f"{inside} = {test.text}"
    flags = f", {Literal(test.flags)}" if test.flags else ""
    return f"{test.function}({inside}, {test.text}{flags})"


def _ignore_case(test: TextTest) -> TextTest:
    if test.function == "REGEX":
        return test if "i" in test.flags else test._replace(flags=f"{test.flags}i")
    is_cased = not {"LCASE", "UCASE"}.isdisjoint(test.around)
    around = test.around if is_cased else ("LCASE", *test.around)
    text = test.text.value.upper() if "UCASE" in around else test.text.value.lower()
    return test._replace(around=around, text=Literal(text, language=test.text.language))


def _ignore_language(test: TextTest) -> TextTest:
    return test._replace(text=Literal(test.text.value))


def _take_any_term(test: TextTest) -> TextTest:
    return test if "STR" in test.around else test._replace(around=(*test.around, "STR"))


_CHANGES: tuple[Change, ...] = (_ignore_case, _ignore_language, _take_any_term)


def describe_language(data: Data, constant: Constant) -> str | None:
    """Return in words that no text has a language, with those that they have.

    Of the role `language` the tag has to be the same, of `range` it may be the first part.
    """
    tag = constant.term.value
    whose, tags = "the data", _tags(data.sample.literals)
    if _fits(constant.role, tag, tags) and constant.properties:
        whose = " and ".join(data.write(one) for one in constant.properties)
        tags = _tags(data.sample.values(constant.properties))
    if not data.sample.is_whole or not tag or _fits(constant.role, tag, tags):
        return None
    message = f'no text of {whose} has the language "{tag}"'
    if not tags:
        return f"{message}, nor any other"
    fix = ""
    if tag.lower() in tags:
        fix = f': write "{tag.lower()}"'
    elif _fits("range", tag, tags):
        fix = f': write LANGMATCHES(LANG(?…), "{tag}")'
    return f"{message}; they have {' and '.join(tags)}{fix}"


def _tags(values: Iterable[Term]) -> list[str]:
    return sorted({one.language for one in values if isinstance(one, Literal) and one.language})


def _fits(role: str, tag: str, tags: Iterable[str]) -> bool:
    """Tell whether one of the tags is this one; of a range it may have more behind it."""
    if role != "range":
        return tag in tags
    return tag == "*" or any(f"{one}-".startswith(f"{tag.lower()}-") for one in tags)
