"""See a dataset as a network: entities are nodes, facts and claims that tie them are edges.

Nothing is drawn here, and nothing is read but the quads that are given.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from mistral_kg.description import Descriptions, natural
from mistral_kg.statements import DESCRIBING, readable
from mistral_kg.vocabulary import (
    ABOUT,
    ALT_LABEL,
    END,
    LABEL,
    NAMES,
    REFERS_TO,
    START,
    TYPE,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    import networkx


def build(quads: Iterable[Quad], language: str = "en") -> networkx.MultiDiGraph:
    """Return the network of the entities that some fact or claim ties to another.

    A node's key is its IRI; it has `label`, `label_pa`, `type`, `type_pa` and `type_iri`, each
    empty where nothing is known, `names` (what else it is called) and `figures`: its literals and
    those of what points to it, such as a funding round. An edge's key is its property's IRI,
    followed in a claim by a space and the claim's IRI; it has `relation`, `relation_pa`,
    `relation_iri`, `kind` ('fact' or 'claim') and `sentences`, such as ['S08', 'S12']. A claim
    also has `claim` (its IRI), `modality`, `modality_label`, `speaker` and `gist`.

    The graph itself has `passages` and `claims`: dicts in the order of the article, of passages
    with `sentence`, `iri`, `gist`, `start`, `end`, `names`; of claims with `iri`, `gist`,
    `modality_label`, `speaker`, `sentences` and `about`, the keys of the nodes.

    Labels are in the language, else in English; a word whose name ends in `_pa`, and `gist`, have
    theirs. Data without passages are taken as facts that no sentence states.
    """
    import networkx

    about = Descriptions(quads, language)
    key = _Keys()
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], list[Quad]] = defaultdict(list)
    figures: dict[Node, list[Quad]] = defaultdict(list)
    for quad in about.said:
        if not _ties_two(quad):
            if isinstance(quad.object, Literal) and quad.predicate not in DESCRIBING:
                figures[quad.subject].append(quad)
            continue
        relation = quad.predicate.value
        if quad.graph_name in about.claims:
            relation += f" {key(quad.graph_name)}"
        ends = key(quad.subject), key(quad.object)
        nodes |= zip(ends, (quad.subject, quad.object), strict=True)
        edges[(*ends, relation)].append(quad)

    words = _Words(about, key)
    network = networkx.MultiDiGraph()
    network.add_nodes_from((name, words.node(nodes[name], name)) for name in sorted(nodes))
    network.add_edges_from((*name, words.edge(edges[name])) for name in sorted(edges))
    for name in network:
        near = sorted({source for source in network.predecessors(name) if source != name})
        network.nodes[name]["figures"] = [
            words.figure(quad, "" if source == name else network.nodes[source]["label"])
            for source in (name, *near)
            for quad in sorted(figures[nodes[source]], key=str)
        ]
    network.graph["passages"] = words.passages(nodes)
    network.graph["claims"] = words.claims(nodes)
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


class _Words:
    """What is shown of nodes, edges, passages and claims, in the language and in Punjabi."""

    def __init__(self, about: Descriptions, key: _Keys) -> None:
        self._about = about
        self._key = key
        self._pa = about.in_language("pa")

    def node(self, node: Node, key: str) -> dict[str, Any]:
        """Return the attributes of the node with this key."""
        kind = next(iter(self._about.types(node)), None)
        return {
            "label": self._about.label(node) or key,
            "label_pa": self._about.text(node, LABEL, "pa"),
            "type": self._about.label(kind) if kind else "",
            "type_pa": self._pa.label(kind) if kind else "",
            "type_iri": kind.value if kind else "",
            "names": [text for _, text in self._about.texts(node, ALT_LABEL)],
        }

    def edge(self, quads: list[Quad]) -> dict[str, Any]:
        """Return the attributes of the edge for one triple, said in one claim or some passages."""
        relation = quads[0].predicate
        attributes = {
            "relation": self._about.label(relation),
            "relation_pa": self._pa.label(relation),
            "relation_iri": relation.value,
        }
        graph = quads[0].graph_name
        if graph not in self._about.claims:
            passages = [one for quad in quads for one in self._about.sources(quad.graph_name)]
            sentences = self._about.sentences(passages)
            return attributes | {"kind": "fact", "sentences": sentences}
        return attributes | {"kind": "claim"} | self._claim(graph)

    def figure(self, quad: Quad, of: str) -> dict[str, Any]:
        """Return a literal of a node, or of what points to it: `of` is then that one's label."""
        graph = quad.graph_name
        value = quad.object
        return {
            "of": of,
            "relation": self._about.label(quad.predicate),
            "relation_pa": self._pa.label(quad.predicate),
            "value": readable(self._about, value),
            "value_pa": readable(self._pa, value),
            "sentences": self._about.sentences(self._about.sources(graph)),
            **(self._modality(graph) if graph in self._about.claims else {}),
        }

    def passages(self, nodes: Mapping[str, Node]) -> list[dict[str, Any]]:
        """Return the passages in the order of the article."""
        names = {node: name for name, node in nodes.items()}
        return [
            {
                "sentence": self._about.identifier(node),
                "iri": node.value if isinstance(node, NamedNode) else "",
                "gist": self._about.gist(node),
                "start": self._about.text(node, START),
                "end": self._about.text(node, END),
                "names": [
                    names[one]
                    for predicate in (NAMES, REFERS_TO)
                    for one in self._about.iris(node, predicate)
                    if one in names
                ],
            }
            for node in sorted(
                self._about.passages, key=lambda one: natural(self._about.identifier(one))
            )
        ]

    def claims(self, nodes: Mapping[str, Node]) -> list[dict[str, Any]]:
        """Return the claims in the order of the article, those too that tie no two nodes."""
        names = {node: name for name, node in nodes.items()}
        about: dict[Node, set[str]] = defaultdict(set)
        for quad in self._about.said:
            if quad.graph_name in self._about.claims:
                ends = (quad.subject, quad.object)
                about[quad.graph_name] |= {names[one] for one in ends if one in names}
        for claim in self._about.claims:
            about[claim] |= {names[o] for o in self._about.iris(claim, ABOUT) if o in names}
        found = [{**self._claim(claim), "about": sorted(about[claim])} for claim in about]
        return sorted(
            found, key=lambda one: (natural((one["sentences"] or [""])[0]), natural(one["claim"]))
        )

    def _claim(self, claim: Node) -> dict[str, Any]:
        return {
            "claim": self._key(claim),
            "sentences": self._about.sentences(self._about.sources(claim)),
            **self._modality(claim),
            "speaker": self._about.speakers(claim),
            "speaker_pa": self._pa.speakers(claim),
            "gist": self._about.gist(claim),
        }

    def _modality(self, claim: Node) -> dict[str, str]:
        modality = self._about.modality(claim)
        return {
            "modality": modality.value if modality else "",
            "modality_label": self._about.label(modality) if modality else "",
            "modality_label_pa": self._pa.label(modality) if modality else "",
        }
