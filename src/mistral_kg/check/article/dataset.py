"""A dataset made ready to be verified: its facts, claims, passages and the names of entities."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.errors import SourceError
from mistral_kg.rdf.dataset import described, unplaced
from mistral_kg.rdf.names import curie
from mistral_kg.text.passages import Passages, values_of
from mistral_kg.text.wording import Forms
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ALT_LABEL,
    ATTRIBUTED_TO,
    CLAIM,
    DERIVED_FROM,
    LABEL,
    PREFIXES,
    RELATIVE_TIME,
    SAID_AT,
    TYPE,
    XSD,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Quad


class Statement(NamedTuple):
    """A fact or a claim: what it says, of what and by whom, in which passages."""

    kind: str
    what: str
    passages: list[Node]
    entities: list[Node]
    quads: list[Quad]
    speakers: list[Node]


class Dataset:
    """What a dataset says, sorted so that any export of it is verified alike.

    `proper` are the entities that bear a proper name.
    """

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> None:
        quads = list(quads)
        self._prefixes = prefixes
        self.values = values_of(quads)
        self.passages = Passages(quads)
        if not self.passages.found:
            raise SourceError("the graph has no passages (mkg:Passage), so no text can verify it")
        self._claims = described(quads, CLAIM)
        self.graphs: dict[Node, list[Quad]] = defaultdict(list)
        self._times: dict[Node, list[Quad]] = defaultdict(list)
        labels: dict[Node, list[str]] = defaultdict(list)
        for quad in quads:
            if quad.graph_name != DefaultGraph():
                self.graphs[quad.graph_name].append(quad)
            elif quad.predicate == RELATIVE_TIME:
                self._times[quad.subject].append(quad)
            if quad.predicate in {LABEL, ALT_LABEL} and isinstance(quad.object, Literal):
                labels[quad.subject].append(quad.object.value)
        for graph in self.graphs.values():
            graph.sort(key=self._show_triple)
        self.forms = Forms(labels)
        self.proper = {node for node in labels if any(map(_is_proper, self.values[node, LABEL]))}
        self._nodes = {passage.node for passage in self.passages.found}
        self._unplaced = sorted(unplaced(quads, self._nodes, self._claims), key=self._show_triple)

    def statements(self, passages: Collection[Node]) -> Iterator[Statement]:
        """Yield the facts of these passages and of none, and the claims of no other passage."""
        for passage in passages:
            for quad in self.graphs[passage]:
                entities = _entities(quad)
                yield Statement("fact", self._show_triple(quad), [passage], entities, [quad], [])
        for quad in self._unplaced:
            yield Statement("fact", self._show_triple(quad), [], [], [quad], [])
        for claim in sorted(self._claims, key=str):
            sources = self._nodes.intersection(self.values[claim, DERIVED_FROM])
            if sources and sources.isdisjoint(passages):
                continue  # another article reports it
            quads = self.graphs[claim]
            yield Statement(
                "claim",
                self.show(claim),
                [one for one in passages if one in sources],
                [
                    *(one for of in (ADDRESSEE, SAID_AT, ABOUT) for one in self.values[claim, of]),
                    *(one for quad in quads for one in _entities(quad)),
                ],
                [*quads, *self._times[claim]],
                self.values[claim, ATTRIBUTED_TO],
            )

    def show(self, node: Node) -> str:
        """Return an IRI in short, and any other term as it is."""
        return curie(node.value, self._prefixes) if isinstance(node, NamedNode) else str(node)

    def _show_triple(self, quad: Quad) -> str:
        value = quad.object
        shown = self.show(value)
        if isinstance(value, Literal) and value.datatype.value.startswith(XSD):
            shown = value.value
        return f"{self.show(quad.subject)} {self.show(quad.predicate)} {shown}"


def _entities(quad: Quad) -> list[Node]:
    """Return the entities of a triple: subject and object; of a type only the subject."""
    if isinstance(quad.object, Literal) or quad.predicate == TYPE:
        return [quad.subject]
    return [quad.subject, quad.object]


def _is_proper(label: Node) -> bool:
    """Tell whether a label is a proper name: English, and each word with a capital or a digit."""
    if not isinstance(label, Literal) or label.language != "en":
        return False
    return all(not word[0].islower() for word in label.value.split())
