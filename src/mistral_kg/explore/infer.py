"""What follows from facts and is in no sentence, each with its rule and its sentences.

The premises are what a pattern without GRAPH asks, and the vocabulary: never a triple that is in a
claim only, and never what describes passages, claims and articles, as that is no news. What
follows is in graphs of its own, one for each rule and set of sentences, as a `mkg:Inference`.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from mistral_kg.explore.rules import closure
from mistral_kg.rdf.dataset import asked
from mistral_kg.rdf.names import end_of, is_term
from mistral_kg.sources.source import Source
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import (
    INFERENCE,
    INFERRED_FROM,
    MKG,
    NUMBER,
    OURS,
    OWL,
    PART_OF,
    RDFS,
    RULE,
    TYPE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from pyoxigraph import Store

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.rules import Derivation, Parts
    from mistral_kg.vocabulary import Node

GRAPHS = OURS + "inference/"
"""What the names of the graphs of inferences begin with."""

_DEFAULT = DefaultGraph()
_EVERYTHING = {NamedNode(OWL + "Thing"), NamedNode(RDFS + "Resource")}
_SAME = NamedNode(OWL + "sameAs")


class Inferred(NamedTuple):
    """A triple that follows: as words, then the terms, the premises and the passages themselves.

    The rule is that of the last step, from the premises; the sentences are those of all steps.
    """

    subject: str
    predicate: str
    object: str
    rule: str
    sentences: str
    triple: Parts
    premises: tuple[Parts, ...]
    passages: tuple[Any, ...]


class Inferences(Rows):
    """What follows, as rows: first what rests on sentences, in their order, then the rest."""

    columns = ("subject", "predicate", "object", "rule", "sentences")

    def about(self, entity: Node) -> Inferences:
        """Return the rows that have this subject or object."""
        return Inferences(one for one in self if entity in (one.triple[0], one.triple[2]))

    def quads(self) -> list[Quad]:
        """Return the triples in their graphs, and in the default graph what describes these."""
        found = [_quad(one.triple, _graph(one.rule, one.passages)) for one in self]
        graphs = {_graph(one.rule, one.passages): one for one in self}
        return found + [quad for graph, one in graphs.items() for quad in _described(graph, one)]

    def plain(self) -> list[Quad]:
        """Return the triples in the default graph, where a pattern without GRAPH finds them."""
        return [_quad(one.triple, _DEFAULT) for one in self]


class Inferring(Source):
    """A source and what follows from it: apart in the quads, together in the default graph."""

    def __init__(self, source: Source, stated: list[Quad], found: Inferences) -> None:
        self.words = source.words
        self.union = source.union
        self._source = source
        self.base = source.base
        self._stated = stated
        self._found = found

    def prefixes(self) -> Mapping[str, str]:
        """Return the prefixes of the source."""
        return self._source.prefixes()

    def quads(self) -> list[Quad]:
        """Return what is stated, the graphs of what follows, and what describes these.

        The vocabulary of inference is with the shipped graph, as the rest of the vocabulary is.
        """
        from mistral_kg.rdf.store import inference_terms

        terms = [] if self.words else inference_terms()
        return list(dict.fromkeys([*self._stated, *self._found.quads(), *terms]))

    def open(self, read: list[Quad] | None = None) -> Store:
        """Return a store in which a pattern without GRAPH finds what is stated and what follows."""
        from mistral_kg.rdf.store import of_quads, vocabulary_of

        quads = self.quads()
        store = of_quads(read or [*quads, *vocabulary_of(quads)], union=self.union)
        store.extend(self._found.plain())
        return store


def infer(about: Descriptions, *, union: bool = True) -> Inferences:
    """Return what follows from the facts that are described, by the rules of `rules`.

    `union` says whether the graphs of data without passages are premises, or the default graph
    alone.

    What says nothing is left out: that a thing is an owl:Thing or an rdfs:Resource, is the same as
    itself or is of a class without a name; and what is of the terms of known vocabularies alone.
    """
    passages = _in_order(about)
    found = closure(_premises(about, passages, union))
    rows = [
        (evidence, row)
        for triple, derivation in found.items()
        if _says_something(triple)
        for evidence, row in [_row(about, triple, derivation, passages)]
    ]
    rows.sort(key=lambda pair: (not pair[0], pair[0], pair[1][:3]))
    return Inferences(row for _, row in rows)


def _row(
    about: Descriptions, triple: Parts, derivation: Derivation, passages: list[Node]
) -> tuple[tuple[int, ...], Inferred]:
    used = tuple(passages[number] for number in derivation.evidence)
    subject, predicate, value = map(about.name, triple)
    rule = about.name(NamedNode(MKG + derivation.rule))
    sentences = " ".join(about.sentences(used))
    row = Inferred(subject, predicate, value, rule, sentences, triple, derivation.premises, used)
    return derivation.evidence, row


def _in_order(about: Descriptions) -> list[Node]:
    """Return the passages by article and number."""

    def place(passage: Node) -> tuple[list[str], int, str]:
        articles = [article.value for article in about.iris(passage, PART_OF)]
        numbers = [text for _, text in about.texts(passage, NUMBER) if text.isdecimal()]
        return articles, int(numbers[0]) if numbers else 0, str(passage)

    return sorted(about.passages, key=place)


def _premises(about: Descriptions, passages: list[Node], union: bool) -> dict[Parts, list[int]]:
    """Return the triples that are reasoned from, each with the passages that state it."""
    described_only = {*about.passages, *about.claims}
    for passage in passages:
        described_only |= {*about.iris(passage, PART_OF)}
    found: dict[Parts, list[int]] = {
        _parts(quad): []
        for quad in asked(about.quads, union=union)
        if quad.subject not in described_only
    }
    numbers = {passage: number for number, passage in enumerate(passages)}
    for quad in about.quads:
        if quad.graph_name in numbers and (sentences := found.get(_parts(quad))) is not None:
            sentences.append(numbers[quad.graph_name])
    return found


def _parts(quad: Quad) -> Parts:
    return quad.subject, quad.predicate, quad.object


def _says_something(triple: Parts) -> bool:
    subject, predicate, value = triple
    if is_term(subject) or (predicate == _SAME and subject == value):
        return False
    return predicate != TYPE or not (value in _EVERYTHING or isinstance(value, BlankNode))


def _graph(rule: str, passages: Iterable[Node]) -> NamedNode:
    """Return the name of the graph of a rule and passages: the same for the same, always."""
    from hashlib import sha256

    name = GRAPHS + _local(rule)
    lines = "\n".join(sorted(map(str, passages)))
    return NamedNode(f"{name}-{sha256(lines.encode()).hexdigest()[:16]}" if lines else name)


def _local(rule: str) -> str:
    """Return the name of a rule without its prefix or namespace."""
    return end_of(rule.strip("<>"))


def _quad(triple: Any, graph: Any) -> Quad:
    subject, predicate, value = triple
    return Quad(subject, predicate, value, graph)


def _described(graph: NamedNode, one: Inferred) -> Iterator[Quad]:
    yield Quad(graph, TYPE, INFERENCE, _DEFAULT)
    yield Quad(graph, RULE, NamedNode(MKG + _local(one.rule)), _DEFAULT)
    for passage in one.passages:
        yield Quad(graph, INFERRED_FROM, passage, _DEFAULT)
