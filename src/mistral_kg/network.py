"""See a dataset as a network: entities are nodes, facts and claims that tie them are edges.

Nothing is drawn here, and nothing is read but the quads that are given.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad

from mistral_kg.description import Descriptions
from mistral_kg.vocabulary import LABEL, TYPE, Node

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import networkx


def build(quads: Iterable[Quad], language: str = "en") -> networkx.MultiDiGraph:
    """Return the network of the entities that some fact or claim ties to another.

    A node's key is its IRI; it has `label`, `label_pa`, `type` and `type_iri`, each empty where
    nothing is known. An edge's key is its property's IRI, followed in a claim by a space and the
    claim's IRI; it has `relation`, `relation_iri`, `kind` ('fact' or 'claim') and `sentences`,
    such as ['S08', 'S12']. A claim also has `modality`, `modality_label`, `speaker` and `gist`.

    Labels are in the language, else in English; `label_pa` and `gist` have theirs.
    Data without passages are taken as facts that no sentence states.
    """
    import networkx

    about = Descriptions(quads, language)
    key = _Keys()
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], list[Quad]] = defaultdict(list)
    for quad in filter(_ties_two, about.said):
        relation = quad.predicate.value
        if quad.graph_name in about.claims:
            relation += f" {key(quad.graph_name)}"
        ends = key(quad.subject), key(quad.object)
        nodes |= zip(ends, (quad.subject, quad.object), strict=True)
        edges[(*ends, relation)].append(quad)

    network = networkx.MultiDiGraph()
    network.add_nodes_from((name, _node(about, nodes[name], name)) for name in sorted(nodes))
    network.add_edges_from((*name, _edge(about, edges[name])) for name in sorted(edges))
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


def _node(about: Descriptions, node: Node, key: str) -> dict[str, str]:
    """Return the attributes of the node with this key."""
    kind = next(iter(about.types(node)), None)
    return {
        "label": about.label(node) or key,
        "label_pa": about.text(node, LABEL, "pa"),
        "type": about.label(kind) if kind else "",
        "type_iri": kind.value if kind else "",
    }


def _edge(about: Descriptions, quads: list[Quad]) -> dict[str, Any]:
    """Return the attributes of the edge for one triple, said in one claim or some passages."""
    relation = quads[0].predicate
    attributes = {"relation": about.label(relation), "relation_iri": relation.value}
    graph = quads[0].graph_name
    if graph not in about.claims:
        passages = [passage for quad in quads for passage in about.sources(quad.graph_name)]
        return attributes | {"kind": "fact", "sentences": about.sentences(passages)}
    modality = about.modality(graph)
    return attributes | {
        "kind": "claim",
        "sentences": about.sentences(about.sources(graph)),
        "modality": modality.value if modality else "",
        "modality_label": about.label(modality) if modality else "",
        "speaker": about.speakers(graph),
        "gist": about.gist(graph),
    }
