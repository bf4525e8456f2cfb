"""What a dataset says of the things, passages and claims of a network, besides its edges.

The page carries it in full, so that what is chosen there leaves as Turtle with all that is said of
it; the formats of other programs have it in words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

from mistral_kg.explore.description import Descriptions
from mistral_kg.page.attributes import key
from mistral_kg.page.network import is_figure, ties_two
from mistral_kg.rdf.dataset import described
from mistral_kg.vocabulary import (
    ALT_LABEL,
    ATTRIBUTED_TO,
    CLAIM,
    DERIVED_FROM,
    GIST,
    INVERSE_PHRASE,
    LABEL,
    MKG,
    MODALITY,
    PHRASE,
    REMARKS,
    STATEMENT,
    SUBJECT,
    TYPE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import networkx
    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node

_DEFAULT = DefaultGraph()


def build_table(network: networkx.MultiDiGraph) -> dict[str, Any]:
    """Return `terms` in the syntax of N-Triples, and `rows` of their numbers.

    A row is subject, predicate, object and, where the triple is of a named graph, that graph.
    There are rows of what is in the network, and of the words for it: types, relations, speakers,
    articles. Those of our vocabulary are left out, as whoever reads the data has it. `graphs` is
    the number of named graphs that are no passage and no claim.
    """
    about = network.graph.get("described") or Descriptions(())
    own = {*network, *(one["iri"] for one in network.graph.get("passages", ()))}
    own |= {one["claim"] for one in network.graph.get("claims", ())}
    own |= {
        key(about, quad.subject)
        for node in described(about.quads, STATEMENT)
        for quad in about.about(node)
        if quad.predicate == SUBJECT and key(about, quad.object) in network
    }
    quads_of = _collect_descriptions(about)
    rows = [quad for name in sorted(own) for quad in quads_of.get(name, ())]

    relations = {iri for *_, iri in network.edges(data="relation_iri") if iri}
    mentioned = [*sorted(relations), *_mentioned_keys(about, rows)]
    seen = own | {key(about, one) for one in about.passages | about.claims}
    while mentioned:
        name = mentioned.pop()
        if name not in seen and not name.startswith(MKG.rstrip("#")):
            seen.add(name)
            quads = [quad for quad in quads_of.get(name, ()) if quad.graph_name == _DEFAULT]
            rows += quads
            mentioned += _mentioned_keys(about, quads)

    numbers: dict[str, int] = {}
    numbered = []
    for quad in rows:
        terms = [_format_term(about, term) for term in quad if term != _DEFAULT]
        numbered.append([numbers.setdefault(term, len(numbers)) for term in terms])
    others = {quad.graph_name for quad in about.quads} - about.passages - about.claims - {_DEFAULT}
    return {"terms": list(numbers), "rows": numbered, "graphs": len(others)}


def _mentioned_keys(about: Descriptions, quads: Iterable[Quad]) -> list[str]:
    return [key(about, term) for quad in quads for term in (quad.predicate, quad.object)]


def describe_in_words(network: networkx.MultiDiGraph) -> dict[str, dict[str, list[str]]]:
    """Return what describes each node and claim, in words: `labels`, `types` and `notes`.

    Labels have their languages, such as 'Axa@en'; notes are whatever is no label, name, type or
    figure. It is empty for a network that is not of a dataset.
    """
    about = network.graph.get("described") or Descriptions(())
    figures = set(filter(is_figure, about.said))
    found: dict[str, dict[str, list[str]]] = {}
    for name, quads in _collect_descriptions(about).items():
        parts: dict[str, dict[str, None]] = {"labels": {}, "types": {}, "notes": {}}
        for quad in sorted(set(quads) - figures, key=str):
            carried = _CARRIED if quad.subject not in about.claims else {*_CARRIED, *REMARKS}
            if quad.predicate not in carried and quad.object != CLAIM:
                parts[_PARTS.get(quad.predicate, "notes")][_put_in_words(about, quad)] = None
        found[name] = {part: list(texts) for part, texts in parts.items() if texts}
    return found


def find_phrases(network: networkx.MultiDiGraph) -> dict[str, dict[str, str]]:
    """Return by the IRI of a relation of the network how its statements read, where it is known.

    `phrase` has `{subject}` and `{object}` in the places of the two ends, `inverse` begins with
    the object.
    """
    about = network.graph.get("described")
    if about is None:
        return {}
    relations = {iri for *_, iri in network.edges(data="relation_iri") if iri}
    for _, figures in network.nodes(data="figures"):
        relations |= {one["relation_iri"] for one in figures or ()}
    found = {}
    for iri in sorted(relations):
        relation = NamedNode(iri)
        texts = {
            "phrase": about.text(relation, PHRASE),
            "phrase_pa": about.text(relation, PHRASE, "pa"),
            "inverse": about.text(relation, INVERSE_PHRASE),
            "inverse_pa": about.text(relation, INVERSE_PHRASE, "pa"),
        }
        if texts["phrase"]:
            found[iri] = texts
    return found


def put_in_phrases(
    network: networkx.MultiDiGraph, source: str, target: str, relation: str | None
) -> dict[str, str]:
    """Return an edge as a sentence, `phrase` and `phrase_pa`, where its relation has one."""
    about = network.graph.get("described")
    if not (about and relation and about.text(NamedNode(relation), PHRASE)):
        return {}
    ends = network.nodes[source], network.nodes[target]
    return {
        f"phrase{suffix}": about.in_language(language).phrase(
            NamedNode(relation), *(one.get(f"label{suffix}") or one["label"] for one in ends)
        )
        for suffix, language in (("", "en"), ("_pa", "pa"))
    }


_PARTS = {LABEL: "labels", TYPE: "types"}
_CARRIED = {ALT_LABEL, GIST, MODALITY, ATTRIBUTED_TO, DERIVED_FROM}
"""What a node or an edge has as an attribute of its own."""


def _put_in_words(about: Descriptions, quad: Quad) -> str:
    """Return what a quad says of its subject."""
    value = quad.object
    if isinstance(value, Literal):
        text = f"{value.value}@{value.language}" if value.language else value.value
    else:
        text = about.text(value, LABEL) or _format_term(about, value).strip("<>")
    if quad.graph_name in about.claims:
        text += f" ({about.label(about.modality(quad.graph_name) or CLAIM)})"
    return text if quad.predicate in _PARTS else f"{about.label(quad.predicate)}: {text}"


def _collect_descriptions(about: Descriptions) -> dict[str, list[Quad]]:
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
        quads_of[key(about, quad.subject)].append(quad)
    return quads_of


def _format_term(about: Descriptions, term: Node) -> str:
    return about.name(term) if isinstance(term, BlankNode) else str(term)
