"""Lies about an article: a dataset changed in one place, in every way that matters.

`python -m tests.mutations ARTICLE [FILE…]` prints how many of each kind `verify` catches, for the
shipped graph or that of the files; of a shipped graph also how many of the others change an answer
that is stored.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from mistral_kg import load
from mistral_kg.check.article.dataset import Dataset
from mistral_kg.check.article.verify import compare
from mistral_kg.explore.resolve import term
from mistral_kg.rdf import dataset
from mistral_kg.serialize import results
from mistral_kg.sparql import named, run
from mistral_kg.vocabulary import (
    AMOUNT,
    ATTRIBUTED_TO,
    CLAIM,
    CURRENCY,
    DERIVED_FROM,
    END,
    MODALITY,
    NAMES,
    NUMBER,
    PASSAGE,
    PREFIXES,
    REFERS_TO,
    SHA256,
    START,
    TYPE,
    VALUATION,
    XSD,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mistral_kg.text import article

INVENTED = NamedNode("https://example.org/nobody")
_WITH_YEAR = {NamedNode(f"{XSD}{name}") for name in ("gYear", "gYearMonth", "date")}
RELATION = NamedNode("https://w3id.org/mistral-kg/ontology#rivalOf")

UNDECIDABLE = {
    "sentence: a fact moved to the next",
    "direction: subject and object exchanged",
    "relation: another property",
    "object: another entity of the sentence",
    "modality: a claim stated as fact",
    "modality: another one",
    "a fact left out",
    "a claim left out",
}
"""Kinds that the text cannot decide, or not always."""


class Mutant(NamedTuple):
    """A dataset with one change, and its kind."""

    kind: str
    quads: list[Quad]


def mutants(quads: Iterable[Quad]) -> Iterator[Mutant]:
    """Yield each lie, the default graph in step with the graphs of the passages."""
    whole = list(quads)
    passages: set[Node] = set(dataset.described(whole, PASSAGE))
    claims: set[Node] = set(dataset.described(whole, CLAIM))
    stated = {quad.triple for quad in whole if quad.graph_name in passages}
    plain = [
        quad for quad in whole if not (quad.graph_name == DefaultGraph() and quad.triple in stated)
    ]
    for kind, old, new in _changes(plain, passages, claims):
        changed = dataset.materialise(
            [quad for quad in plain if quad not in old] + [quad for quad in new if quad]
        )
        yield Mutant(kind, changed)


_Change = tuple[str, set[Quad], list[Quad]]


def _changes(quads: list[Quad], passages: set[Node], claims: set[Node]) -> Iterator[_Change]:
    ordered = sorted(passages, key=lambda node: _number(quads, node))
    declared: dict[Node, set[Node]] = {passage: set() for passage in passages}
    for quad in quads:
        if quad.predicate in {NAMES, REFERS_TO}:
            declared[quad.subject].add(quad.object)
    everything = sorted(set().union(*declared.values()), key=str)
    sources: dict[Node, set[Node]] = {}
    for quad in quads:
        if quad.predicate == DERIVED_FROM and quad.subject in claims:
            sources.setdefault(quad.subject, set()).add(quad.object)

    stated = Counter(quad.triple for quad in quads if quad.graph_name in passages)
    years = {
        quad.object.value[:4]
        for quad in quads
        if isinstance(quad.object, Literal) and quad.object.datatype in _WITH_YEAR
    }

    def known(graph: Node) -> set[Node]:
        return set().union(*(declared[one] for one in sources.get(graph, {graph})))

    def foreign(graph: Node) -> Node:
        return next(entity for entity in everything if entity not in known(graph))

    for quad in quads:
        if quad.graph_name in passages | claims:
            yield from _of_statement(quad, known(quad.graph_name), foreign(quad.graph_name))
            yield from _of_year(quad, years)
        if quad.graph_name in passages:
            place = ordered.index(quad.graph_name)
            moved = ordered[(place + 1) % len(ordered)]
            yield "sentence: a fact moved to the next", {quad}, [_with(quad, graph=moved)]
            yield "a fact left out", {quad}, []
            # A type or an origin may be told anywhere, and what two passages state is no lie.
            if quad.predicate not in {TYPE, ATTRIBUTED_TO} and stated[quad.triple] == 1:
                yield "sentence: a fact in none", {quad}, [_with(quad, graph=DefaultGraph())]
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
            other = "planned" if str(quad.object).endswith("denied>") else "denied"
            value = NamedNode(PREFIXES["mkg"] + other)
            yield "modality: another one", {quad}, [_with(quad, value=value)]
    for claim in sorted(claims, key=str):
        said = {quad for quad in quads if quad.graph_name == claim}
        about = {quad for quad in quads if quad.subject == claim}
        yield "a claim left out", said | about, []
        if said:
            passage = sorted(sources[claim], key=str)[0]
            facts = [_with(quad, graph=passage) for quad in said]
            yield "modality: a claim stated as fact", said | about, facts


def _of_statement(quad: Quad, known: set[Node], foreign: Node) -> Iterator[_Change]:
    value = quad.object
    yield "subject: an entity of another sentence", {quad}, [_with(quad, subject=foreign)]
    yield "subject: an invented entity", {quad}, [_with(quad, subject=INVENTED)]
    if isinstance(value, NamedNode) and quad.predicate != TYPE:
        yield "object: an entity of another sentence", {quad}, [_with(quad, value=foreign)]
        yield "object: an invented entity", {quad}, [_with(quad, value=INVENTED)]
        near = [one for one in sorted(known, key=str) if one not in {quad.subject, value}]
        if near:
            yield "object: another entity of the sentence", {quad}, [_with(quad, value=near[0])]
        exchanged = _with(quad, subject=value, value=quad.subject)
        yield "direction: subject and object exchanged", {quad}, [exchanged]
        if quad.predicate != RELATION:
            changed = Quad(quad.subject, RELATION, value, quad.graph_name)
            yield "relation: another property", {quad}, [changed]
    if not isinstance(value, Literal):
        return
    datatype = value.datatype
    if quad.predicate in {AMOUNT, VALUATION}:
        wrong = Literal(str(int(value.value) * 10), datatype=datatype)
        yield "amount: ten times as much", {quad}, [_with(quad, value=wrong)]
    elif quad.predicate == CURRENCY:
        other = "GBP" if value.value != "GBP" else "USD"
        yield "currency: another one", {quad}, [_with(quad, value=Literal(other))]
    elif datatype.value == f"{XSD}integer":
        wrong = Literal(str(int(value.value) + 1), datatype=datatype)
        yield "quantity: one more", {quad}, [_with(quad, value=wrong)]
    elif datatype.value.startswith(f"{XSD}g"):
        yield from _of_date(quad, value)
    elif value.language:
        for kind, words in (
            ("with a figure", "forty years from now"),
            ("without a figure", "tomorrow evening"),
        ):
            wrong = Literal(words, language="en")
            yield f"words of time or quantity: others, {kind}", {quad}, [_with(quad, value=wrong)]


def _of_date(quad: Quad, value: Literal) -> Iterator[_Change]:
    text = value.value
    if not text.startswith("--"):
        wrong = Literal(str(int(text[:4]) + 1) + text[4:], datatype=value.datatype)
        yield "date: another year", {quad}, [_with(quad, value=wrong)]
    if "-" in text:
        month = int(text.rpartition("-")[2]) % 12 + 1
        wrong = Literal(f"{text.rpartition('-')[0]}-{month:02}", datatype=value.datatype)
        yield "date: another month", {quad}, [_with(quad, value=wrong)]


def _of_year(quad: Quad, years: set[str]) -> Iterator[_Change]:
    value = quad.object
    if not isinstance(value, Literal) or value.datatype not in _WITH_YEAR:
        return
    for year in sorted(years - {value.value[:4]})[:1]:
        wrong = Literal(year + value.value[4:], datatype=value.datatype)
        yield "date: a year of another sentence", {quad}, [_with(quad, value=wrong)]


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


def caught(mutant: Mutant, text: article.Article) -> bool:
    """Tell whether verifying finds the lie."""
    return not compare(Dataset(mutant.quads), text)


def answers(quads: Iterable[Quad]) -> dict[str, bytes]:
    """Return the answer of each named query to the dataset, as its stored answer has it."""
    from tests.sparql.test_queries import REQUIRED

    store = Store()
    store.extend(quads)
    found = {}
    for query in named.all_queries():
        bound = {name: term(store, label) for name, label in REQUIRED.get(query.name, {}).items()}
        result = run.run(store, query.text, bindings=bound, name=query.name)
        written = io.BytesIO()
        results.write(result, written, "csv", PREFIXES)
        found[query.name] = written.getvalue()
    return found


def main() -> None:
    """Print the table in Markdown."""
    path, *files = sys.argv[1:]
    graph = load(files)
    quads = graph.with_vocabulary
    text = Dataset(quads).passages.read(path)
    before = answers(quads) if not files else {}
    table: dict[str, list[int]] = {}
    for mutant in mutants(quads):
        row = table.setdefault(mutant.kind, [0, 0, 0])
        row[0] += 1
        found = caught(mutant, text)
        row[1] += found
        row[2] += found or (not files and answers(mutant.quads) != before)
    print("| what is changed | lies | caught by `verify` | or by stored answers |")
    print("|---|---:|---:|---:|")
    for kind, (number, verified, either) in sorted(table.items()):
        print(f"| {kind} | {number} | {verified / number:.0%} | {either / number:.0%} |")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
