"""See a dataset as a network: entities are nodes, facts and claims that tie them are edges.

Nothing is drawn here, and nothing is read but the quads that are given.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from mistral_kg.dataset import described
from mistral_kg.vocabulary import (
    ATTRIBUTED_TO,
    CLAIM,
    DERIVED_FROM,
    GIST,
    LABEL,
    MODALITY,
    NUMBER,
    PASSAGE,
    RDFS,
    TYPE,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import networkx


_SUBCLASS_OF = NamedNode(RDFS + "subClassOf")


def build(quads: Iterable[Quad]) -> networkx.MultiDiGraph:
    """Return the network of the entities that some fact or claim ties to another.

    A node's key is its IRI; it has `label`, `label_pa`, `type` and `type_iri`, each empty where
    nothing is known. An edge's key is its property's IRI, followed in a claim by a space and the
    claim's IRI; it has `relation`, `relation_iri`, `kind` ('fact' or 'claim') and `sentences`,
    such as ['S08', 'S12']. A claim also has `modality`, `modality_label`, `speaker` and `gist`.

    Data without passages are taken as facts that no sentence states.
    """
    import networkx

    quads = list(quads)
    about = _Descriptions(quads)
    key = _Keys()
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], list[Quad]] = defaultdict(list)
    for quad in quads:
        if not _ties_two(quad) or not about.is_said(quad):
            continue
        relation = quad.predicate.value
        if quad.graph_name in about.claims:
            relation += f" {key(quad.graph_name)}"
        ends = key(quad.subject), key(quad.object)
        nodes |= zip(ends, (quad.subject, quad.object), strict=True)
        edges[(*ends, relation)].append(quad)

    network = networkx.MultiDiGraph()
    network.add_nodes_from((name, about.node(nodes[name], name)) for name in sorted(nodes))
    network.add_edges_from((*name, about.edge(edges[name])) for name in sorted(edges))
    return network


def _ties_two(quad: Quad) -> bool:
    entity = NamedNode | BlankNode
    return (
        quad.predicate != TYPE
        and isinstance(quad.subject, entity)
        and isinstance(quad.object, entity)
    )


class _Keys(dict["Node", str]):
    """A term's key: its IRI, or a number, since a parser may name blank nodes at random."""

    def __call__(self, term: Node) -> str:
        if isinstance(term, NamedNode):
            return term.value
        return self.setdefault(term, f"_:b{len(self) + 1}")


class _Descriptions:
    """What the quads say about entities, properties, passages and claims."""

    def __init__(self, quads: list[Quad]) -> None:
        self._said: dict[tuple[Node, NamedNode], list[Quad]] = defaultdict(list)
        for quad in quads:
            self._said[quad.subject, quad.predicate].append(quad)
        self.passages = described(quads, PASSAGE)
        self.claims = described(quads, CLAIM)

    def is_said(self, quad: Quad) -> bool:
        """Tell whether the triple is what a sentence says, not what describes the data."""
        if self.passages:
            return quad.graph_name in self.passages or quad.graph_name in self.claims
        return quad.subject not in self.claims

    def node(self, node: Node, key: str) -> dict[str, str]:
        """Return the attributes of the node with this key."""
        kind = self._most_specific_type(node)
        return {
            "label": self._label(node) or key,
            "label_pa": self._text(node, LABEL, "pa"),
            "type": self._label(kind) if kind else "",
            "type_iri": kind.value if kind else "",
        }

    def edge(self, quads: list[Quad]) -> dict[str, Any]:
        """Return the attributes of the edge for one triple, said in one claim or some passages."""
        relation = quads[0].predicate
        attributes = {"relation": self._label(relation), "relation_iri": relation.value}
        graph = quads[0].graph_name
        if graph not in self.claims:
            sentences = self._sentences(quad.graph_name for quad in quads)
            return attributes | {"kind": "fact", "sentences": sentences}
        modality = next(iter(self._iris(graph, MODALITY)), None)
        return attributes | {
            "kind": "claim",
            "sentences": self._sentences(self._iris(graph, DERIVED_FROM)),
            "modality": modality.value if modality else "",
            "modality_label": self._label(modality) if modality else "",
            "speaker": ", ".join(self._label(one) for one in self._iris(graph, ATTRIBUTED_TO)),
            "gist": self._text(graph, GIST, "en"),
        }

    def _iris(self, subject: Node, predicate: NamedNode) -> list[NamedNode]:
        """Return the values that are IRIs; what is only claimed counts where nothing is stated."""
        said = self._said.get((subject, predicate), [])
        stated = [quad for quad in said if quad.graph_name not in self.claims]
        values = {quad.object for quad in stated or said}
        return sorted(value for value in values if isinstance(value, NamedNode))

    def _texts(self, subject: Node, predicate: NamedNode) -> list[tuple[str, str]]:
        """Return (language, text) of the values that are literals, sorted."""
        values = (quad.object for quad in self._said.get((subject, predicate), []))
        return sorted(
            {
                ((value.language or "").partition("-")[0], value.value)
                for value in values
                if isinstance(value, Literal)
            }
        )

    def _text(self, subject: Node, predicate: NamedNode, wanted: str) -> str:
        texts = self._texts(subject, predicate)
        return next((text for language, text in texts if language == wanted), "")

    def _label(self, term: Node) -> str:
        """Return the label in English, else in no or any language, else the end of the IRI."""
        in_any_language = (text for _, text in self._texts(term, LABEL))
        label = self._text(term, LABEL, "en") or next(in_any_language, "")
        if label or not isinstance(term, NamedNode):
            return label
        return re.split("[#/:]", term.value.rstrip("#/:"))[-1] or term.value

    def _sentences(self, passages: Iterable[Node]) -> list[str]:
        numbers = {text for passage in passages for _, text in self._texts(passage, NUMBER)}
        return [f"S{number.zfill(2)}" for number in sorted(numbers, key=lambda n: (len(n), n))]

    def _most_specific_type(self, node: Node) -> NamedNode | None:
        """Return the type with the most superclasses: a subclass has more than its superclass."""
        return max(
            self._iris(node, TYPE), key=lambda kind: len(self._superclasses(kind)), default=None
        )

    def _superclasses(self, kind: NamedNode) -> set[NamedNode]:
        found: set[NamedNode] = set()
        new = [kind]
        while new:
            for parent in self._iris(new.pop(), _SUBCLASS_OF):
                if parent not in found:
                    found.add(parent)
                    new.append(parent)
        return found
