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
from mistral_kg.terminal.rows import Rows
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
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pyoxigraph import Store

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.rules import Parts
    from mistral_kg.vocabulary import Node

_GRAPHS = OURS + "inference/"  # what the names of the graphs of inferences begin with
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
        found: list[Quad] = []
        described: dict[Quad, None] = {}
        for one in self:
            rule = end_of(one.rule.strip("<>"))
            graph = _name_of_graph(rule, one.passages)
            found.append(_quad(one.triple, graph))
            described[Quad(graph, TYPE, INFERENCE)] = None
            described[Quad(graph, RULE, NamedNode(MKG + rule))] = None
            described |= {Quad(graph, INFERRED_FROM, passage): None for passage in one.passages}
        return [*found, *described]


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
        from mistral_kg.rdf.ontology import inference_terms

        terms = [] if self.words else inference_terms()
        return list(dict.fromkeys([*self._stated, *self._found.quads(), *terms]))

    def open(self, read: list[Quad] | None = None) -> Store:
        """Return a store in which a pattern without GRAPH finds what is stated and what follows."""
        from mistral_kg.rdf.ontology import vocabulary_of
        from mistral_kg.rdf.store import of_quads

        quads = self.quads()
        store = of_quads(read or [*quads, *vocabulary_of(quads)], union=self.union)
        store.extend(_quad(one.triple, _DEFAULT) for one in self._found)
        return store


def infer(about: Descriptions, *, union: bool = True) -> Inferences:
    """Return what follows from the facts that are described, by the rules of `rules`.

    `union` says whether the graphs of data without passages are premises, or the default graph
    alone.

    What says nothing is left out: that a thing is an owl:Thing or an rdfs:Resource, is the same as
    itself or is of a class without a name; and what is of the terms of known vocabularies alone.
    """
    passages = _ordered_passages(about)
    rows: list[tuple[bool, tuple[int, ...], Inferred]] = []
    for triple, derivation in closure(_premises(about, passages, union)).items():
        if _is_news(triple):
            used = tuple(passages[number] for number in derivation.evidence)
            subject, predicate, value = map(about.name, triple)
            rule = about.name(NamedNode(MKG + derivation.rule))
            sentences = " ".join(about.sentences(used))
            words = (subject, predicate, value, rule, sentences)
            row = Inferred(*words, triple, derivation.premises, used)
            rows.append((not used, derivation.evidence, row))
    rows.sort(key=lambda row: (row[0], row[1], row[2][:3]))
    return Inferences(row for *_, row in rows)


def _ordered_passages(about: Descriptions) -> list[Node]:
    """Return the passages by article and number."""

    def place(passage: Node) -> tuple[list[str], int, str]:
        articles = [article.value for article in about.iris(passage, PART_OF)]
        numbers = [text for _, text in about.texts(passage, NUMBER) if text.isdecimal()]
        return articles, int(numbers[0]) if numbers else 0, str(passage)

    return sorted(about.passages, key=place)


def _premises(about: Descriptions, passages: list[Node], union: bool) -> dict[Parts, list[int]]:
    """Return the triples that are reasoned from, each with the passages that state it."""
    excluded = about.passages | about.claims
    for passage in passages:
        excluded.update(about.iris(passage, PART_OF))
    found: dict[Parts, list[int]] = {
        _parts(quad): [] for quad in asked(about.quads, union=union) if quad.subject not in excluded
    }
    numbers = {passage: number for number, passage in enumerate(passages)}
    for quad in about.quads:
        if quad.graph_name in numbers and (sentences := found.get(_parts(quad))) is not None:
            sentences.append(numbers[quad.graph_name])
    return found


def _parts(quad: Quad) -> Parts:
    return quad.subject, quad.predicate, quad.object


def _is_news(triple: Parts) -> bool:
    subject, predicate, value = triple
    if is_term(subject) or (predicate == _SAME and subject == value):
        return False
    return predicate != TYPE or not (value in _EVERYTHING or isinstance(value, BlankNode))


def _name_of_graph(rule: str, passages: Iterable[Node]) -> NamedNode:
    """Return the name of the graph of a rule and passages: the same for the same, always."""
    from hashlib import sha256

    lines = "\n".join(sorted(map(str, passages)))
    digest = f"-{sha256(lines.encode()).hexdigest()[:16]}" if lines else ""
    return NamedNode(_GRAPHS + rule + digest)


def _quad(triple: Any, graph: Any) -> Quad:
    subject, predicate, value = triple
    return Quad(subject, predicate, value, graph)
