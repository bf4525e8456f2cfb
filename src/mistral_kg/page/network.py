"""See a dataset as a network: entities are nodes, facts and claims that tie them are edges.

Nothing is drawn here, and nothing is read but the quads that are given.
"""

from __future__ import annotations

import html
from collections import defaultdict
from typing import TYPE_CHECKING

import networkx
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from mistral_kg.explore.description import Descriptions
from mistral_kg.page.attributes import Words, key
from mistral_kg.vocabulary import DESCRIBING, TYPE, Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    Edge = tuple[str, str, str]


class Network(networkx.MultiDiGraph):  # type: ignore[misc]  # networkx carries no types
    """A network of `build`: a `networkx.MultiDiGraph` that a notebook shows as the page."""

    def part(self, nodes: Collection[str], edges: Collection[Edge]) -> Network:
        """Return the network of some nodes and some of the edges among them.

        Of the passages there stay those that name one of the nodes, or are the sentence of
        anything that stays; of the claims those about one of the nodes.
        """
        part = type(self)()
        part.graph.update(self.graph)
        # Sorted, as the views of networkx have an order of hashes.
        part.add_nodes_from((node, self.nodes[node]) for node in sorted(self) if node in nodes)
        part.add_edges_from(
            (*edge, self.edges[edge])
            for edge in sorted(self.edges(keys=True))
            if edge in edges and edge[0] in part and edge[1] in part
        )
        claims = _select_records(part, self.graph.get("claims", ()), "about")
        statements = [*claims, *(data for *_, data in part.edges(data=True))]
        statements += [one for _, figures in part.nodes(data="figures") for one in figures or ()]
        sentences = {sentence for one in statements for sentence in one["sentences"]}
        passages = self.graph.get("passages", ())
        part.graph["claims"] = claims
        part.graph["untied"] = []
        part.graph["passages"] = _select_records(part, passages, "names", sentences)
        return part

    def _repr_html_(self) -> str | None:
        """Return the page in a closed frame, None if nodes or edges not of `build` lack parts."""
        from mistral_kg.page import render

        title = str(self.graph.get("title", "Network"))
        try:
            passages = self.graph.get("passages", ())
            whole = all(node in self for one in passages for node in one["names"])
            text = render.render(self if whole else self.part(self, self.edges), title=title)
        except (AttributeError, KeyError, TypeError):
            return None
        return (
            f'<iframe title="{html.escape(title)}" sandbox="allow-scripts allow-downloads" '
            f'srcdoc="{html.escape(text)}" width="100%" height="640" style="border: 0"></iframe>'
        )


def _select_records(
    part: Network, records: Iterable[dict[str, Any]], names: str, sentences: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return the passages or claims that concern a part, with the names of nodes that it has."""
    found = [{**one, names: [node for node in one[names] if node in part]} for one in records]
    return [one for one in found if one[names] or one.get("sentence") in sentences]


def build(quads: Iterable[Quad]) -> Network:
    """Return the network of the entities that some fact or claim ties to another.

    A node's key is its IRI; it has `label`, `label_pa`, `type`, `type_pa` and `type_iri`, each
    empty where nothing is known, `names` (what else it is called), `items` (of Wikidata, such as
    'Q380') and `figures`: its literals, and those of what points to it and has more than words,
    such as a funding round.

    An edge's key is its property's IRI, followed in a claim by a space and the claim's IRI; it has
    `relation`, `relation_pa`, `relation_iri`, `kind` ('fact' or 'claim'), `sentences`, such as
    ['S08', 'S12'], and `passages`, the keys of these. A claim also has `claim` (its IRI),
    `modality`, `modality_label`, `speaker`, `speakers` (their IRIs) and `gist`. Edges, claims and
    figures have `qualifier`, `reason` and `note` where these are given.

    The graph itself has `passages` and `claims`: dicts in the order of the article, of passages
    with `sentence`, `iri`, `gist`, `start`, `end`, `names`; of claims with `iri`, `gist`,
    `modality_label`, `speaker`, `sentences` and `about`, the keys of the nodes. It also has
    `described`, what the quads say.

    Labels are in English, those whose name ends in `_pa` in Punjabi. `untied` are the keys of the
    things that nothing ties to another, which have no node. Data without passages are taken as
    facts that no sentence states.
    """
    return build_from(Descriptions(quads))


def build_from(
    about: Descriptions, entities: Iterable[Node] = (), facts: Iterable[Quad] = ()
) -> Network:
    """Return the network of descriptions, as `build` does, and of more entities and facts."""
    nodes: dict[str, Node] = {key(about, entity): entity for entity in entities}
    edges: dict[Edge, list[Quad]] = defaultdict(list)
    figures: dict[str, list[Quad]] = defaultdict(list)
    for quad in [*about.said, *facts]:
        if not ties_two(quad):
            if is_figure(quad):
                figures[key(about, quad.subject)].append(quad)
            continue
        relation = quad.predicate.value
        if quad.graph_name in about.claims:
            relation += f" {key(about, quad.graph_name)}"
        ends = key(about, quad.subject), key(about, quad.object)
        nodes |= {ends[0]: quad.subject, ends[1]: quad.object}
        edges[(*ends, relation)].append(quad)

    words = Words(about)
    network = Network()
    network.add_nodes_from((name, words.node(nodes[name], name)) for name in sorted(nodes))
    network.add_edges_from((*name, words.edge(edges[name])) for name in sorted(edges))
    for name in network:
        network.nodes[name]["figures"] = _collect_figures(network, name, figures, words)
    network.graph["passages"] = words.passages(nodes)
    network.graph["claims"] = words.claims(nodes)
    network.graph["described"] = about
    things = {key(about, quad.subject) for quad in about.said}
    network.graph["untied"] = sorted(things - {"", *network})
    return network


def _collect_figures(
    network: Network, name: str, figures: Mapping[str, list[Quad]], words: Words
) -> list[dict[str, Any]]:
    """Return the figures of a node, and of what points to it and has a number or the like."""
    found = words.figures(figures[name])
    for source in sorted(set(network.predecessors(name)) - {name}):
        if not any(_is_more_than_words(quad) for quad in figures[source]):
            continue
        labels = network.nodes[source]["label"], network.nodes[source]["label_pa"]
        found += words.figures(figures[source], *labels)
    return found


def ties_two(quad: Quad | Triple) -> bool:
    """Tell whether a triple can be an edge: it ties two things and is no type."""
    ends = (quad.subject, quad.object)
    return quad.predicate != TYPE and all(isinstance(end, NamedNode | BlankNode) for end in ends)


def is_figure(quad: Quad) -> bool:
    """Tell whether a triple gives a literal that does more than describe."""
    return isinstance(quad.object, Literal) and quad.predicate not in DESCRIBING


def _is_more_than_words(quad: Quad) -> bool:
    return not (isinstance(quad.object, Literal) and quad.object.language)
