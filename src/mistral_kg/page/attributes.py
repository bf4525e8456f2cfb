"""What is shown of nodes, edges, passages and claims, in words of both languages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from mistral_kg.explore.description import Descriptions, natural
from mistral_kg.explore.statements import in_one_language, readable
from mistral_kg.rdf.names import end_of
from mistral_kg.rdf.terms import item_of
from mistral_kg.vocabulary import (
    ABOUT,
    ALT_LABEL,
    ATTRIBUTED_TO,
    END,
    EXACT_MATCH,
    GIST,
    LABEL,
    NAMES,
    NOTE,
    QUALIFIER,
    REASON,
    REFERS_TO,
    START,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from pyoxigraph import Quad

_REMARKS = {"qualifier": QUALIFIER, "reason": REASON, "note": NOTE}


def key(about: Descriptions, term: Node) -> str:
    """Return the key of a term's node: its IRI, or the name of a blank node; empty for others."""
    if isinstance(term, NamedNode):
        return term.value
    return about.name(term) if isinstance(term, BlankNode) else ""


class Words:
    """What is shown of nodes, edges, passages and claims, in English and in Punjabi."""

    def __init__(self, about: Descriptions) -> None:
        self._about = about
        self._pa = about.in_language("pa")

    def node(self, node: Node, name: str) -> dict[str, Any]:
        """Return the attributes of the node with this name."""
        kind = next(iter(self._about.types(node)), None)
        return {
            "label": self._about.label(node) or name,
            "label_pa": self._about.text(node, LABEL, "pa"),
            **self._labels("type", kind),
            "type_iri": kind.value if kind else "",
            "names": [text for _, text in self._about.texts(node, ALT_LABEL)],
            "items": [
                end_of(item.value)
                for one in self._about.iris(node, EXACT_MATCH)
                if (item := item_of(one.value))
            ],
        }

    def edge(self, quads: list[Quad]) -> dict[str, Any]:
        """Return the attributes of the edge for one triple, said in one claim or some passages."""
        relation = quads[0].predicate
        attributes = self._labels("relation", relation) | {"relation_iri": relation.value}
        graph = quads[0].graph_name
        if graph in self._about.claims:
            return attributes | {"kind": "claim"} | self._claim(graph)
        passages = [one for quad in quads for one in self._about.sources(quad.graph_name)]
        return attributes | {"kind": "fact"} | self._sources(passages) | self._remarks_on(quads)

    def figures(self, quads: list[Quad], of: str = "", of_pa: str = "") -> list[dict[str, Any]]:
        """Return the literals of a node, or of what points to it: `of` is then that one's label.

        What one passage or claim says in both languages is one figure.
        """
        groups: dict[tuple[Node, Node], list[Quad]] = defaultdict(list)
        for quad in sorted(quads, key=str):
            groups[quad.predicate, quad.graph_name].append(quad)
        found = []
        for group in groups.values():
            english, punjabi = (set(in_one_language(group, one)) for one in ("en", "pa"))
            alike = [[quad] for quad in group if quad in english & punjabi]
            pair = [quad for quad in group if quad in english ^ punjabi]
            found += [
                {"of": of, "of_pa": of_pa, **self._figure(one, english, punjabi)}
                for one in (*alike, pair)
                if one
            ]
        return found

    def _figure(self, quads: list[Quad], english: set[Quad], punjabi: set[Quad]) -> dict[str, Any]:
        """Return one figure of the same relation and graph, with its value in each language."""
        graph = quads[0].graph_name
        is_claim = graph in self._about.claims
        relation = quads[0].predicate
        values = [readable(self._about, one.object) for one in quads if one in english]
        values_pa = [readable(self._pa, one.object) for one in quads if one in punjabi]
        return {
            "kind": "claim" if is_claim else "fact",
            **self._labels("relation", relation),
            "relation_iri": relation.value,
            "value": "; ".join(values),
            "value_pa": "; ".join(values_pa),
            "sentences": self._about.sentences(self._about.sources(graph)),
            **(self._modality(graph) if is_claim else self._remarks_on(quads)),
        }

    def passages(self, nodes: Collection[str]) -> list[dict[str, Any]]:
        """Return the passages in the order of the article."""
        passages = sorted(
            self._about.passages, key=lambda one: natural(self._about.identifier(one))
        )
        return [
            {
                "sentence": self._about.identifier(node),
                "iri": key(self._about, node),
                **self._gist(node),
                "start": self._about.text(node, START),
                "end": self._about.text(node, END),
                "names": [
                    one.value
                    for predicate in (NAMES, REFERS_TO)
                    for one in self._about.iris(node, predicate)
                    if one.value in nodes
                ],
            }
            for node in passages
        ]

    def claims(self, nodes: Collection[str]) -> list[dict[str, Any]]:
        """Return the claims in the order of the article, those too that tie no two nodes."""
        claims = self._about.claims
        about = {claim: {one.value for one in self._about.iris(claim, ABOUT)} for claim in claims}
        for quad in self._about.said:
            if quad.graph_name in claims:
                ends = (quad.subject, quad.object)
                about[quad.graph_name] |= {key(self._about, end) for end in ends}
        found = [
            {**self._claim(claim), "about": sorted(names.intersection(nodes))}
            for claim, names in about.items()
        ]
        return sorted(
            found, key=lambda one: (natural((one["sentences"] or [""])[0]), natural(one["claim"]))
        )

    def _labels(self, name: str, term: Node | None) -> dict[str, str]:
        """Return a label and, by the name with `_pa`, the one in Punjabi."""
        return {
            name: self._about.label(term) if term else "",
            f"{name}_pa": self._pa.label(term) if term else "",
        }

    def _claim(self, claim: Node) -> dict[str, Any]:
        return {
            "claim": key(self._about, claim),
            **self._sources(self._about.sources(claim)),
            **self._modality(claim),
            "speaker": self._about.labels(claim, ATTRIBUTED_TO),
            "speaker_pa": self._pa.labels(claim, ATTRIBUTED_TO),
            "speakers": [one.value for one in self._about.iris(claim, ATTRIBUTED_TO)],
            **self._gist(claim),
            **self._remarks([claim]),
        }

    def _gist(self, graph: Node) -> dict[str, str]:
        """Return what a passage or claim says in short, in Punjabi where it is given."""
        return {"gist": self._about.gist(graph), "gist_pa": self._about.text(graph, GIST, "pa")}

    def _remarks_on(self, quads: list[Quad]) -> dict[str, str]:
        return self._remarks([self._about.remarked(quad) for quad in quads])

    def _remarks(self, nodes: list[Node | None]) -> dict[str, str]:
        """Return the qualifier, reason and note of a fact or claim, those that are given."""
        found: dict[str, str] = {}
        for suffix, about in (("", self._about), ("_pa", self._pa)):
            remarks = [about.remarks(node) for node in nodes]
            for name, predicate in _REMARKS.items():
                texts = filter(None, (one.get(predicate) for one in remarks))
                if text := "; ".join(dict.fromkeys(texts)):
                    found[name + suffix] = text
        return found

    def _sources(self, passages: list[Node]) -> dict[str, list[str]]:
        return {
            "sentences": self._about.sentences(passages),
            "passages": sorted({key(self._about, one) for one in passages}, key=natural),
        }

    def _modality(self, claim: Node) -> dict[str, str]:
        modality = self._about.modality(claim)
        iri = modality.value if modality else ""
        return {"modality": iri, **self._labels("modality_label", modality)}
