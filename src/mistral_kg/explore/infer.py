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
    SUBCLASS_OF,
    TYPE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.rules import Parts
    from mistral_kg.vocabulary import Node

_GRAPHS = OURS + "inference/"  # what the names of the graphs of inferences begin with
_DEFAULT = DefaultGraph()
_EVERYTHING = {NamedNode(OWL + "Thing"), NamedNode(RDFS + "Resource")}
_REFLEXIVE = {NamedNode(OWL + "sameAs"), NamedNode(RDFS + "subPropertyOf"), SUBCLASS_OF}


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

    def in_default_graph(self) -> list[Quad]:
        """Return the triples in the default graph, where a pattern without GRAPH finds them."""
        return [_quad(one.triple, _DEFAULT) for one in self]


def infer(about: Descriptions, *, union: bool = True) -> Inferences:
    """Return what follows from the facts that are described, by the rules of `rules`.

    `union` says whether the graphs of data without passages are premises, or the default graph
    alone. Left out is what is no news: that a thing is an owl:Thing or an rdfs:Resource, is the
    same as itself or under itself, or is of a class without a name; and what is of the terms of
    known vocabularies alone.
    """
    passages = _ordered_passages(about)
    rows: list[tuple[bool, tuple[int, ...], Inferred]] = []
    for one in closure(_premises(about, passages, union)):
        if _is_news(one.triple):
            used = tuple(passages[number] for number in one.evidence)
            subject, predicate, value = map(about.name, one.triple)
            rule = about.name(NamedNode(MKG + one.rule))
            words = (subject, predicate, value, rule, " ".join(about.sentences(used)))
            row = Inferred(*words, one.triple, one.premises, used)
            rows.append((not used, one.evidence, row))
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
    found: dict[Parts, list[int]] = {}
    for subject, predicate, value, _ in asked(about.quads, union=union):
        if subject not in excluded:
            found[subject, predicate, value] = []
    numbers = {passage: number for number, passage in enumerate(passages)}
    for subject, predicate, value, graph in about.quads:
        if graph in numbers and (subject, predicate, value) in found:
            found[subject, predicate, value].append(numbers[graph])
    return found


def _is_news(triple: Parts) -> bool:
    subject, predicate, value = triple
    if is_term(subject) or (predicate in _REFLEXIVE and subject == value):
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
