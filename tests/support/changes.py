"""Every change of a dataset in one place that makes it say what its article does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from mistral_kg.rdf import dataset
from mistral_kg.vocabulary import (
    AMOUNT,
    ATTRIBUTED_TO,
    CURRENCY,
    DERIVED_FROM,
    END,
    MODALITY,
    NAMES,
    NUMBER,
    OBJECT,
    PREDICATE,
    PREFIXES,
    QUALIFIER,
    REFERS_TO,
    SHA256,
    START,
    STATEMENT,
    SUBJECT,
    TYPE,
    VALUATION,
    XSD,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

INVENTED = NamedNode("https://example.org/nobody")
_WITH_YEAR = {NamedNode(f"{XSD}{name}") for name in ("gYear", "gYearMonth", "date")}
RELATION = NamedNode("https://w3id.org/mistral-kg/ontology#rivalOf")

_WORDS = {
    "words: others, with a figure": {"en": "forty years from now", "pa": "ਹੁਣ ਤੋਂ ਚਾਲੀ ਸਾਲ ਬਾਅਦ"},
    "words: others, without a figure": {"en": "tomorrow evening", "pa": "ਕੱਲ੍ਹ ਸ਼ਾਮ"},
}

_Change = tuple[str, set[Quad], list[Quad]]


def changes(quads: list[Quad], passages: set[Node], claims: set[Node]) -> Iterator[_Change]:
    """Yield each change: its kind, the quads that go and those that come in their place."""
    ordered = sorted(passages, key=lambda node: _number(quads, node))
    declared: dict[Node, set[Node]] = {passage: set() for passage in passages}
    for quad in quads:
        if quad.predicate in {NAMES, REFERS_TO}:
            declared[quad.subject].add(quad.object)
    everything = sorted(set().union(*declared.values()), key=str)
    sources: dict[Node, set[Node]] = {passage: {passage} for passage in passages}
    for quad in quads:
        if quad.predicate == DERIVED_FROM:
            sources.setdefault(quad.subject, set()).add(quad.object)
    remarks = _remarks(quads)
    groups = _groups(quads)
    values = [one for one in groups if one[0].graph_name in passages | claims]

    stated = Counter(quad.triple for quad in quads if quad.graph_name in passages)
    years = {
        quad.object.value[:4]
        for quad in quads
        if isinstance(quad.object, Literal) and quad.object.datatype in _WITH_YEAR
    }

    def known(graph: Node) -> set[Node]:
        return set().union(*(declared[one] for one in sources[graph]))

    def foreign(graph: Node) -> Node:
        return next(entity for entity in everything if entity not in known(graph))

    for group in values:
        quad = group[0]
        graph = quad.graph_name
        # What remarks on a fact goes where it goes.
        old = {*group, *(one for of in group for one in remarks.get(of, ()))}
        for kind, new in _of_statement(group, known(graph), foreign(graph)):
            yield kind, old, new
        for kind, new in _of_year(quad, years):
            yield kind, old, new
        other = _of_another(group, values, lambda one: sources[one.graph_name])
        if other:
            yield "words: a value of another sentence", old, other
        if graph in passages:
            moved = ordered[(ordered.index(graph) + 1) % len(ordered)]
            changed = [_with(one, graph=moved) for one in group]
            yield "sentence: a fact moved to the next", old, changed
            yield "a fact left out", old, []
            # A type or an origin may be told anywhere, and what two passages state is no lie.
            if quad.predicate not in {TYPE, ATTRIBUTED_TO} and stated[quad.triple] == 1:
                nowhere = [_with(one, graph=DefaultGraph()) for one in group]
                yield "sentence: a fact in none", old, nowhere
    degrees = [one for one in groups if one[0].predicate == QUALIFIER]
    for group in degrees:
        other = _of_another(group, degrees, lambda one: sources[one.subject])
        if other:
            yield "degree: one of another sentence", set(group), other
    for node in sorted({quad.subject for of in remarks.values() for quad in of}, key=str):
        place = next(one for one in quads if (one.subject, one.predicate) == (node, DERIVED_FROM))
        moved = ordered[(ordered.index(place.object) + 1) % len(ordered)]
        yield "remark: on a fact of the next sentence", {place}, [_with(place, value=moved)]
    for quad in quads:
        if quad.graph_name != DefaultGraph():
            continue
        if quad.subject in passages:
            yield from _of_passage(quad, everything, declared)
        if quad.subject in claims and quad.predicate == ATTRIBUTED_TO:
            yield (
                "speaker: somebody of another sentence",
                {quad},
                [_with(quad, value=foreign(quad.subject))],
            )
        if quad.subject in claims and quad.predicate == MODALITY:
            modality = "planned" if str(quad.object).endswith("denied>") else "denied"
            value = NamedNode(PREFIXES["mkg"] + modality)
            yield "modality: another one", {quad}, [_with(quad, value=value)]
    for claim in sorted(claims, key=str):
        said = {quad for quad in quads if quad.graph_name == claim}
        about = {quad for quad in quads if quad.subject == claim}
        yield "a claim left out", said | about, []
        if said:
            passage = sorted(sources[claim], key=str)[0]
            facts = [_with(quad, graph=passage) for quad in said]
            yield "modality: a claim stated as fact", said | about, facts


def _groups(quads: Iterable[Quad]) -> list[list[Quad]]:
    """Return the quads one by one, but a text together with those that say it elsewise."""
    found: dict[Any, list[Quad]] = {}
    for quad in quads:
        is_text = isinstance(quad.object, Literal) and quad.object.language
        key = (quad.graph_name, quad.subject, quad.predicate) if is_text else quad
        found.setdefault(key, []).append(quad)
    return list(found.values())


def _remarks(quads: Iterable[Quad]) -> dict[Quad, set[Quad]]:
    """Return what is said of a statement, by the fact that it is about."""
    about: dict[Any, set[Quad]] = {node: set() for node in dataset.described(quads, STATEMENT)}
    for quad in quads:
        if quad.subject in about:
            about[quad.subject].add(quad)
    found: dict[Quad, set[Quad]] = {}
    for its in about.values():
        parts: Any = {quad.predicate: quad.object for quad in its}
        for value in (quad.object for quad in its if quad.predicate == OBJECT):
            fact = Quad(parts[SUBJECT], parts[PREDICATE], value, parts[DERIVED_FROM])
            found.setdefault(fact, set()).update(its)
    return found


def _of_another(
    group: list[Quad], groups: list[list[Quad]], source: Callable[[Quad], set[Node]]
) -> list[Quad]:
    """Return a text with the words, in each language, of one from the next other sentence."""
    place = groups.index(group)
    for other in [*groups[place + 1 :], *groups[:place]]:
        texts: Any = {getattr(one.object, "language", None): one.object for one in other}
        own = [getattr(one.object, "language", None) for one in group]
        if all(own) and texts.keys() == set(own) and not source(other[0]) & source(group[0]):
            new = [
                _with(one, value=texts[language]) for one, language in zip(group, own, strict=True)
            ]
            if not {one.object for one in new} & {one.object for one in group}:
                return new
    return []


_Instead = tuple[str, list[Quad]]


def _of_statement(group: list[Quad], known: set[Node], foreign: Node) -> Iterator[_Instead]:
    quad = group[0]
    value = quad.object
    for entity, kind in (
        (foreign, "an entity of another sentence"),
        (INVENTED, "an invented entity"),
    ):
        yield f"subject: {kind}", [_with(one, subject=entity) for one in group]
    if isinstance(value, NamedNode) and quad.predicate != TYPE:
        yield "object: an entity of another sentence", [_with(quad, value=foreign)]
        yield "object: an invented entity", [_with(quad, value=INVENTED)]
        near = [one for one in sorted(known, key=str) if one not in {quad.subject, value}]
        if near:
            yield "object: another entity of the sentence", [_with(quad, value=near[0])]
        exchanged = _with(quad, subject=value, value=quad.subject)
        yield "direction: subject and object exchanged", [exchanged]
        if quad.predicate != RELATION:
            changed = Quad(quad.subject, RELATION, value, quad.graph_name)
            yield "relation: another property", [changed]
    if isinstance(value, Literal) and value.language:
        for kind, words in _WORDS.items():
            new = [one for one in group if getattr(one.object, "language", "") in words]
            yield kind, [_with(one, value=_in(one.object, words)) for one in new]
    elif isinstance(value, Literal):
        yield from _of_number(quad, value)


def _in(text: Any, words: dict[str, str]) -> Literal:
    return Literal(words[text.language], language=text.language)


def _of_number(quad: Quad, value: Literal) -> Iterator[_Instead]:
    datatype = value.datatype
    if quad.predicate in {AMOUNT, VALUATION}:
        wrong = Literal(str(int(value.value) * 10), datatype=datatype)
        yield "amount: ten times as much", [_with(quad, value=wrong)]
    elif quad.predicate == CURRENCY:
        other = "GBP" if value.value != "GBP" else "USD"
        yield "currency: another one", [_with(quad, value=Literal(other))]
    elif datatype.value == f"{XSD}integer":
        wrong = Literal(str(int(value.value) + 1), datatype=datatype)
        yield "quantity: one more", [_with(quad, value=wrong)]
    elif datatype.value.startswith(f"{XSD}g"):
        yield from _of_date(quad, value)


def _of_date(quad: Quad, value: Literal) -> Iterator[_Instead]:
    text = value.value
    if not text.startswith("--"):
        wrong = Literal(str(int(text[:4]) + 1) + text[4:], datatype=value.datatype)
        yield "date: another year", [_with(quad, value=wrong)]
    if "-" in text:
        month = int(text.rpartition("-")[2]) % 12 + 1
        wrong = Literal(f"{text.rpartition('-')[0]}-{month:02}", datatype=value.datatype)
        yield "date: another month", [_with(quad, value=wrong)]


def _of_year(quad: Quad, years: set[str]) -> Iterator[_Instead]:
    value = quad.object
    if not isinstance(value, Literal) or value.datatype not in _WITH_YEAR:
        return
    for year in sorted(years - {value.value[:4]})[:1]:
        wrong = Literal(year + value.value[4:], datatype=value.datatype)
        yield "date: a year of another sentence", [_with(quad, value=wrong)]


def _of_passage(
    quad: Quad, everything: list[Node], declared: dict[Node, set[Node]]
) -> Iterator[_Change]:
    value: Any = quad.object
    if quad.predicate in {START, END}:
        moved = Literal(str(int(value.value) + 1), datatype=value.datatype)
        yield "offset: one code point later", {quad}, [_with(quad, value=moved)]
    elif quad.predicate == NUMBER:
        other = Literal(str(int(value.value) + 1), datatype=value.datatype)
        yield "number of the passage", {quad}, [_with(quad, value=other)]
    elif quad.predicate == SHA256:
        digits = value.value
        wrong = Literal(("0" if digits[0] != "0" else "1") + digits[1:])
        yield "hash of the passage", {quad}, [_with(quad, value=wrong)]
        false: Any = next(one for one in everything if one not in declared[quad.subject])
        named = Quad(quad.subject, NAMES, false, DefaultGraph())
        yield "name: one that is not there", set(), [named]
    elif quad.predicate == NAMES:
        referred = Quad(quad.subject, REFERS_TO, quad.object, DefaultGraph())
        yield "name: declared as a mere reference", {quad}, [referred]


def _with(quad: Quad, *, subject: Any = None, value: Any = None, graph: Any = None) -> Quad:
    return Quad(
        subject or quad.subject, quad.predicate, value or quad.object, graph or quad.graph_name
    )


def _number(quads: list[Quad], passage: Node) -> int:
    return next(
        int(quad.object.value)
        for quad in quads
        if quad.subject == passage and quad.predicate == NUMBER and isinstance(quad.object, Literal)
    )
