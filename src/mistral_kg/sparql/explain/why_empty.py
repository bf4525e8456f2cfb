"""Say why a query may have found nothing.

Nothing is said that was not looked up. The work is bounded: single lookups in an index, and one
reading of the first quads, which ends after a part of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QueryBoolean, Store

from mistral_kg.errors import MistralKGError
from mistral_kg.sparql import run
from mistral_kg.sparql.explain import asked, reading
from mistral_kg.sparql.explain.claimed import WithClaims, claimed
from mistral_kg.sparql.explain.conditions import impossible
from mistral_kg.sparql.explain.data import Data, Distant, NoHintError
from mistral_kg.sparql.syntax import prefixes_of
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mistral_kg.sparql.explain.asked import Asked
    from mistral_kg.sparql.run import Queryable
    from mistral_kg.vocabulary import Term

MOST = 3
_SMALL = 20_000
"""Quads up to which a query is asked again."""
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
    query = Query(text, prefixes)
    found = reading.read(query, bindings or {}, base)
    if found is None or any(query.token(place + 1).text == "0" for place in query.words("LIMIT")):
        return []
    own = prefixes_of(text, prefixes, base)
    hints = dict.fromkeys(impossible(query, bindings or {}))
    try:
        for hint in _hints((Data if local else Distant)(store, own), found):
            hints[hint] = None
    except (NoHintError, MistralKGError):
        pass  # what is known by now is said
    hints |= dict.fromkeys(_dates(query))
    if not hints and local and again and _in_claims(store, query, bindings or {}, base):
        hints[_CLAIMED] = None
    return list(hints)[:MOST]


def _hints(data: Data, found: Asked) -> Iterator[str]:
    reasons = list(_reasons(data, found))
    yield from (reason for _, reason in reasons)
    only = claimed(data, _all_patterns(found))
    if only:
        yield only
        return
    terms = {term for term, _ in reasons}
    for pattern in found.patterns:
        if not {pattern.subject, pattern.predicate, pattern.object} & terms:
            reason = _unused(data, pattern, found.patterns)
            if reason:
                yield reason


def _reasons(data: Data, found: Asked) -> Iterator[tuple[Term | None, str]]:
    """Give each constant that occurs nowhere, in the order of the text, and what fails otherwise.

    Of several sides of which one is enough none is a reason as long as another has none.
    """
    from mistral_kg.sparql.explain import occurrence

    is_missing = False
    for constant in found.constants():
        reason = occurrence.missing(data, constant)
        if reason:
            is_missing = True
            yield constant.term, reason
    tests = () if is_missing else found.tests()
    if tests:
        from mistral_kg.sparql.explain import texts

        yield from ((None, reason) for test in tests if (reason := texts.failing(data, test)))
    for choice in found.choices:
        sides = [list(_reasons(data, side)) for side in choice]
        if all(sides):
            yield from (one for side in sides for one in side)


def _all_patterns(found: Asked) -> list[asked.Pattern]:
    below = [one for choice in found.choices for side in choice for one in _all_patterns(side)]
    return [*found.patterns, *below]


def _in_claims(
    store: Queryable, query: Query, bindings: Mapping[str, Term], base: str | None
) -> bool:
    """Tell whether a query has an answer where claims count as facts.

    A large store is not asked a second time.
    """
    if not isinstance(store, Store) or len(store) > _SMALL:
        return False
    if any(True for _ in query.words("OFFSET", "SERVICE", "FROM")):
        return False  # skipped rows, a host that would be asked again, a dataset of its own
    known = WithClaims(store)

    def answers(asked: Queryable) -> bool:
        # As the query itself was run, with whatever is rewritten for the engine.
        found = run.run(asked, query.text, bindings=bindings, base=base, prefixes=query.prefixes)
        return bool(found) if isinstance(found, QueryBoolean) else any(True for _ in found)

    try:
        return bool(known.claims) and answers(known) and not answers(store)
    except (*run.FAILURES, ValueError, MistralKGError):
        return False


def _unused(data: Data, pattern: asked.Pattern, others: Collection[asked.Pattern]) -> str | None:
    """Return in words that a property or a class has nothing, or that a triple is turned round."""
    subject, target = asked.fixed(pattern.subject), asked.fixed(pattern.object)
    predicate = pattern.predicate
    if not isinstance(predicate, NamedNode):
        return None
    name = data.written(predicate)
    if asked.is_type(predicate):
        if isinstance(target, NamedNode) and not data.has(None, predicate, target):
            return f"nothing in the data has the type {data.written(target)}"
        return None
    if not data.has(None, predicate, None):
        return f"no triple of the data has the property {name}"
    if (subject is None and target is None) or data.has(subject, predicate, target):
        return None
    turned = isinstance(target, NamedNode) or target is None
    is_there = any(
        one.predicate == predicate
        and (subject is None or one.object == subject)
        and (target is None or one.subject == target)
        for one in others
    )
    if turned and not is_there and data.has(target, predicate, subject):
        one, other = (data.written(t) if t else "?…" for t in (target, subject))
        return f"the triple is there the other way round: {one} {name} {other}"
    return None


def _dates(query: Query) -> Iterator[str]:
    """Give a sentence on each date without quotation marks, which is a subtraction in SPARQL."""
    for index, first in enumerate(query.tokens[:-2]):
        shape = "".join(
            str(len(one.text)) if one.kind == "number" else one.text
            for one in query.tokens[index : index + 5]
        )
        stop = index + (5 if shape == "4-2-2" else 3)
        if shape.startswith("4-2") and query.token(stop - 1).end - first.start in {7, 10}:
            date = query.between(index, stop - 1)
            kind = "date" if len(date) == 10 else "gYearMonth"
            yield f'{date} is read as a subtraction: write "{date}"^^xsd:{kind}'
