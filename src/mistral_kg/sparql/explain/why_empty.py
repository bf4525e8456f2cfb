"""Say why a query may have found nothing.

Nothing is said that was not looked up. The work is bounded: single lookups in an index, and one
reading of the first quads, which ends after a part of a second.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mistral_kg.errors import MistralKGError
from mistral_kg.sparql.explain import claimed, occurrence, reading
from mistral_kg.sparql.explain.data import Data, Distant, NoHintError
from mistral_kg.sparql.syntax import prefixes_of
from mistral_kg.sparql.tokens import AGGREGATES, Query
from mistral_kg.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from mistral_kg.sparql.explain.needs import Needs, Pattern
    from mistral_kg.sparql.run import Queryable
    from mistral_kg.vocabulary import Term

_MOST = 3
_DATE = re.compile("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_CLAIMED = (
    "nothing that is stated answers this, but what is claimed does: "
    "put GRAPH ?claim { … } around a triple, or see `query claims`"
)


def why_empty(
    store: Queryable,
    text: str,
    prefixes: Mapping[str, str],
    bindings: Mapping[str, Term] | None = None,
    *,
    base: str | None = None,
    local: bool = True,
    again: bool = True,
) -> list[str]:
    """Return at most three lines that say why a query found nothing, the most useful first.

    `local` tells that a lookup costs next to nothing, `again` that the query was quick, and may be
    asked once more. Where the query cannot be read, its answer is empty for a sound reason, or
    the source no longer answers, the list is empty.
    """
    query, bound = Query(text, prefixes), bindings or {}
    needs = reading.read(query, bound, base)
    if needs is None or any(query.token(place + 1).text == "0" for place in query.words("LIMIT")):
        return []
    data = (Data if local else Distant)(store, prefixes_of(text, prefixes, base))
    hints = dict.fromkeys(_impossible(query, bound))
    try:
        for hint in _hints(data, needs):
            hints[hint] = None
    except (NoHintError, MistralKGError):
        pass  # what is known by now is said
    hints |= dict.fromkeys(_dates(query))
    if not hints and local and again and claimed.answers_if_stated(store, query, bound, base):
        return [_CLAIMED]
    return list(hints)[:_MOST]


def _hints(data: Data, needs: Needs) -> Iterator[str]:
    reasons = list(_reasons(data, needs))
    yield from (reason for _, reason in reasons)
    claim = claimed.find_claim(data, needs.all_patterns())
    if claim:
        yield claim
        return
    missing = {term for term, _ in reasons if term is not None}
    for pattern in needs.patterns:
        if missing.isdisjoint(pattern.terms()):
            reason = _unused(data, pattern, needs.patterns)
            if reason:
                yield reason


def _reasons(data: Data, needs: Needs) -> Iterator[tuple[Term | None, str]]:
    """Give each constant that occurs nowhere, in the order of the text, and what fails otherwise.

    Of several sides of which one is enough none is a reason as long as another has none.
    """
    is_missing = False
    for constant in dict.fromkeys(needs.constants):
        reason = occurrence.describe_missing(data, constant)
        if reason:
            is_missing = True
            yield constant.term, reason
    if needs.tests and not is_missing:
        from mistral_kg.sparql.explain import texts

        for test in needs.tests:
            reason = texts.describe_failing(data, test)
            if reason:
                yield None, reason
    for choice in needs.choices:
        sides = [list(_reasons(data, side)) for side in choice]
        if all(sides):
            yield from (one for side in sides for one in side)


def _unused(data: Data, pattern: Pattern, others: Collection[Pattern]) -> str | None:
    """Return in words that a property or a class has nothing, or that a triple is turned round."""
    subject, predicate, target = pattern.terms()
    if not isinstance(predicate, NamedNode):
        return None
    name = data.write(predicate)
    if predicate == TYPE:
        if isinstance(target, NamedNode) and not data.has(None, predicate, target):
            return f"nothing in the data has the type {data.write(target)}"
        return None
    if not data.has(None, predicate, None):
        return f"no triple of the data has the property {name}"
    if (subject is None and target is None) or data.has(subject, predicate, target):
        return None
    is_asked = any(
        other.predicate == predicate
        and (subject is None or other.object == subject)
        and (target is None or other.subject == target)
        for other in others
    )
    can_turn = isinstance(target, NamedNode) or target is None
    if can_turn and not is_asked and data.has(target, predicate, subject):
        one, other = (data.write(term) if term else "?…" for term in (target, subject))
        return f"the triple is there the other way round: {one} {name} {other}"
    return None


def _impossible(query: Query, bound: Container[str]) -> Iterator[str]:
    """Give in words each variable that only conditions name, and each aggregate in a FILTER."""
    conditions = {index: _condition(query, index) for index in query.words("FILTER", "HAVING")}
    inside = {i for condition in conditions.values() for i in condition}
    named = {
        token.text[1:]
        for i, token in enumerate(query.tokens)
        if token.kind == "variable" and i not in inside
    }
    for index, condition in conditions.items():
        for token in map(query.token, condition):
            name = token.text[1:]
            if token.kind == "variable" and name not in named and name not in bound:
                yield f"{token.text} is in a condition only, so it has no value{_near(name, named)}"
            if query.token(index).is_word("FILTER") and token.is_word(*AGGREGATES):
                write = f"write HAVING ({token.word}(…) …) after the pattern"
                yield f"{token.word} has no value in FILTER: {write}"


def _condition(query: Query, index: int) -> range:
    """Return the tokens of a condition; none where it holds a pattern, or asks BOUND."""
    opening = index + 1 if query.token(index + 1).text == "(" else index + 2
    condition = range(index + 1, query.closing.get(opening, opening) + 1)
    tokens = [query.token(i) for i in condition]
    is_read = query.token(opening).text == "(" and not any(
        token.text == "{" or token.is_word("BOUND", "COALESCE") for token in tokens
    )
    return condition if is_read else range(0)


def _near(name: str, named: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, named, n=1, cutoff=0.5)
    return f"; did you mean ?{near[0]}?" if near else ""


def _dates(query: Query) -> Iterator[str]:
    """Give a sentence on each date without quotation marks, which is a subtraction in SPARQL."""
    for index in range(len(query.tokens)):
        spans = (query.between(index, index + 4), query.between(index, index + 2))
        date = next(filter(_DATE.fullmatch, spans), None)
        if date:
            kind = "date" if len(date) == 10 else "gYearMonth"
            yield f'{date} is read as a subtraction: write "{date}"^^xsd:{kind}'
