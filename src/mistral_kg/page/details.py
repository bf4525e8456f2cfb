"""What a dataset says of the things, passages and claims of a network, besides its edges.

The page carries it in full, so that what is chosen there leaves as Turtle with all that is said of
it; the formats of other programs have it in words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from mistral_kg.explore.description import Descriptions
from mistral_kg.page.network import key, ties_two
from mistral_kg.vocabulary import (
    ALT_LABEL,
    ATTRIBUTED_TO,
    CLAIM,
    DERIVED_FROM,
    DESCRIBING,
    GIST,
    LABEL,
    MKG,
    MODALITY,
    TYPE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    import networkx

    from mistral_kg.vocabulary import Node

_DEFAULT = DefaultGraph()


def table(network: networkx.MultiDiGraph) -> dict[str, Any]:
    """Return `terms` in the syntax of N-Triples, and `rows` of their numbers.

    A row is subject, predicate, object and, where the triple is of a named graph, that graph.
    There are rows of what is in the network, and of the words for it: types, relations, speakers,
    articles. Those of our vocabulary are left out, as whoever reads the data has it. `graphs` is
    the number of named graphs that are no passage and no claim.
    """
    about = network.graph.get("described") or Descriptions(())
    own = {*network, *(one["iri"] for one in network.graph.get("passages", ()))}
    own |= {one["claim"] for one in network.graph.get("claims", ())}
    quads_of = _without_edges(about)
    rows = [quad for name in sorted(own) for quad in quads_of[name]]
    rows += [
        quad for name in network if not quads_of[name] for quad in _of_attributes(network, name)
    ]
    relations = {iri for *_, iri in network.edges(data="relation_iri") if iri}
    rows += _of_words(about, quads_of, own, rows, relations)

    numbers: dict[str, int] = {}
    found = [
        [
            numbers.setdefault(_written(about, term), len(numbers))
            for term in quad
            if term != _DEFAULT
        ]
        for quad in rows
    ]
    evident = about.passages | about.claims
    others = {quad.graph_name for quad in about.quads} - evident - {_DEFAULT}
    return {"terms": list(numbers), "rows": found, "graphs": len(others)}


def words(network: networkx.MultiDiGraph) -> dict[str, dict[str, list[str]]]:
    """Return what describes each node and claim, in words: `labels`, `types` and `notes`.

    Labels have their languages, such as 'Axa@en'; notes are whatever is no label, name, type or
    figure. It is empty for a network that is not of a dataset.
    """
    about = network.graph.get("described") or Descriptions(())
    figures = {
        quad
        for quad in about.said
        if isinstance(quad.object, Literal) and quad.predicate not in DESCRIBING
    }
    found: dict[str, dict[str, list[str]]] = {}
    for name, quads in _without_edges(about).items():
        parts: dict[str, dict[str, None]] = {"labels": {}, "types": {}, "notes": {}}
        for quad in sorted(set(quads) - figures, key=str):
            part, text = _in_words(about, quad)
            parts.get(part, {})[text] = None
        found[name] = {part: list(texts) for part, texts in parts.items() if texts}
    return found


_PARTS = {LABEL: "labels", TYPE: "types"}
_CARRIED = {ALT_LABEL, GIST, MODALITY, ATTRIBUTED_TO, DERIVED_FROM}
"""What a node or an edge has as an attribute of its own."""


def _in_words(about: Descriptions, quad: Quad) -> tuple[str, str]:
    """Return the attribute of which a quad is a part, empty for none, and the quad in words."""
    value = quad.object
    if isinstance(value, Literal):
        text = f"{value.value}@{value.language}" if value.language else value.value
    else:
        text = about.text(value, LABEL) or _written(about, value).strip("<>")
    claimed = f" ({about.label(about.modality(quad.graph_name) or CLAIM)})"
    how = claimed if quad.graph_name in about.claims else ""
    if quad.predicate in _CARRIED or value == CLAIM:
        return "", ""
    if quad.predicate in _PARTS:
        return _PARTS[quad.predicate], text + how
    return "notes", f"{about.label(quad.predicate)}: {text}{how}"


def _without_edges(about: Descriptions) -> dict[str, list[Quad]]:
    """Return by subject what is no edge, without what a passage states in the default graph too."""
    edges = {
        (quad.triple, quad.graph_name in about.claims) for quad in about.said if ties_two(quad)
    }
    placed = {quad.triple for quad in about.quads if quad.graph_name in about.passages}
    quads_of: dict[str, list[Quad]] = defaultdict(list)
    for quad in about.quads:
        graph, triple = quad.graph_name, quad.triple
        if (triple, graph in about.claims) in edges or (graph == _DEFAULT and triple in placed):
            continue
        quads_of[_key(about, quad.subject)].append(quad)
    return quads_of


def _of_words(
    about: Descriptions,
    quads_of: dict[str, list[Quad]],
    own: Iterable[str],
    rows: Iterable[Quad],
    relations: Iterable[str],
) -> Iterator[Quad]:
    """Yield what the default graph says of whatever the rows mention and is not in the network."""
    seen = {*own, *(_key(about, one) for one in about.passages | about.claims)}
    new = [
        *relations,
        *(_key(about, end) for quad in rows for end in (quad.predicate, quad.object)),
    ]
    while new:
        name = new.pop()
        if name in seen or name.startswith(MKG.rstrip("#")) or name not in quads_of:
            continue
        seen.add(name)
        for quad in quads_of[name]:
            if quad.graph_name == _DEFAULT:
                yield quad
                new += [_key(about, end) for end in (quad.predicate, quad.object)]


def _of_attributes(network: networkx.MultiDiGraph, name: str) -> Iterator[Quad]:
    """Yield the label and the type of a node that is not of a dataset."""
    data = network.nodes[name]
    try:
        node = NamedNode(name)
        yield Quad(node, LABEL, Literal(data.get("label", name)))
        if data.get("type_iri"):
            yield Quad(node, TYPE, NamedNode(data["type_iri"]))
    except ValueError:
        return


def _key(about: Descriptions, term: Node) -> str:
    return key(about, term) if isinstance(term, NamedNode | BlankNode) else ""


def _written(about: Descriptions, term: Node) -> str:
    return about.name(term) if isinstance(term, BlankNode) else str(term)
