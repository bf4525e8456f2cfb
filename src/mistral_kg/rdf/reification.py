"""Carry described graphs in a format without named graphs, and find them there again.

They are those of passages, claims and inferences. Two ways, one rule: what describes a triple
names the passage, claim or inference whose graph holds it. In RDF 1.1 a statement node names it
with `prov:wasDerivedFrom`; in RDF 1.2 that graph is itself the reifier. A triple of a claim or an
inference is only described, and so not asserted, in both.
"""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from mistral_kg.rdf.dataset import described
from mistral_kg.vocabulary import (
    CLAIM,
    DERIVED_FROM,
    INFERENCE,
    OBJECT,
    PASSAGE,
    PREDICATE,
    RDF,
    STATEMENT,
    SUBJECT,
    TYPE,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from mistral_kg.vocabulary import Term

REIFIES = NamedNode(RDF + "reifies")

_INFIX = "-statement-"
_DIGITS = 8
_DEFAULT = DefaultGraph()


def statements(quads: Iterable[Quad]) -> dict[Node, Quad]:
    """Return the name of a statement for each triple of a passage, a claim or an inference.

    The name is the graph's, `-statement-` and as many digits of the SHA-256 of the triple's
    N-Triples line as tell it from every other IRI: eight, or more where an IRI is called so. A
    graph that a blank node names has no statements, as its name could not be restored.
    """
    from hashlib import sha256

    unique = set(quads)
    evident = _graphs(unique, PASSAGE, CLAIM, INFERENCE)
    nodes = {node for quad in unique for term in quad for node in _nodes(term)}
    taken = {node.value for node in nodes if isinstance(node, NamedNode)}
    named: dict[Node, Quad] = {}
    stated = [quad for quad in unique if quad.graph_name in evident]
    for quad in sorted(stated, key=str):  # never a hash order: the first takes the short name
        if not isinstance(quad.graph_name, NamedNode):
            continue
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        digits = sha256(line.encode()).hexdigest()
        name = next(
            name
            for length in range(_DIGITS, len(digits) + 1)
            if (name := f"{quad.graph_name.value}{_INFIX}{digits[:length]}") not in taken
        )
        taken.add(name)
        named[NamedNode(name)] = quad
    return named


def add(quads: Iterable[Quad]) -> set[Quad]:
    """Return the dataset with statements in the default graph in place of the graphs they are of.

    Names depend on those of blank nodes: give these names of their own first, if that matters.
    """
    unique = set(quads)
    named = statements(unique)
    added = {part for name, quad in named.items() for part in _statement(name, quad)}
    return (unique - set(named.values())) | added


def _statement(name: Any, quad: Quad) -> set[Quad]:
    parts: dict[NamedNode, Any] = {
        TYPE: STATEMENT,
        SUBJECT: quad.subject,
        PREDICATE: quad.predicate,
        OBJECT: quad.object,
        DERIVED_FROM: quad.graph_name,
    }
    return {Quad(name, predicate, term, _DEFAULT) for predicate, term in parts.items()}


def add_reifiers(quads: Iterable[Quad]) -> set[Quad]:
    """Return the dataset with RDF 1.2 reifiers in place of those graphs."""
    unique = set(quads)
    evident = _graphs(unique, PASSAGE, CLAIM, INFERENCE)
    reified = {quad for quad in unique if quad.graph_name in evident}
    added = {Quad(quad.graph_name, REIFIES, quad.triple, _DEFAULT) for quad in reified}  # type: ignore[arg-type]
    return (unique - reified) | added


def restore(quads: Iterable[Quad]) -> list[Quad]:
    """Return the dataset, each quad once, with the graphs that statements and reifiers describe.

    A statement is taken away only where it is just as `add` makes it, nothing else is in the data
    of it and its graph is one that the default graph describes so; a reifier, where it is a claim
    or an inference, or a passage and its triple is asserted. All others stay as data.
    """
    unique = dict.fromkeys(quads)
    if not any(quad.predicate in {SUBJECT, REIFIES} for quad in unique):
        return list(unique)
    apart = _graphs(unique, CLAIM, INFERENCE)
    passages = _graphs(unique, PASSAGE) - apart
    asserted = {quad.triple for quad in unique if quad.graph_name == _DEFAULT}
    replaced: dict[Quad, Quad] = {}
    for parts, quad in _descriptions(unique):
        if quad.graph_name in apart or (quad.graph_name in passages and quad.triple in asserted):
            replaced |= dict.fromkeys(parts, quad)
    return list(dict.fromkeys(replaced.get(quad, quad) for quad in unique))


def _descriptions(quads: Iterable[Quad]) -> Iterator[tuple[list[Quad], Quad]]:
    """Yield the quads of each reifier and statement, and the quad that they describe."""
    about: dict[Any, list[Quad]] = {}
    elsewhere: set[Node] = set()
    for quad in quads:
        triple = quad.object
        if quad.predicate == REIFIES and quad.graph_name == _DEFAULT and isinstance(triple, Triple):
            graph: Any = quad.subject
            yield [quad], Quad(triple.subject, triple.predicate, triple.object, graph)
        about.setdefault(quad.subject, []).append(quad)
        elsewhere |= {quad.predicate, quad.graph_name, *_nodes(quad.object)}
    for name, parts in about.items():
        values: dict[NamedNode, Any] = {part.predicate: part.object for part in parts}
        try:
            graph = values[DERIVED_FROM]
            quad = Quad(values[SUBJECT], values[PREDICATE], values[OBJECT], graph)
        except (KeyError, TypeError):  # a part is missing, or no term for its place
            continue
        start, _, digits = name.value.rpartition(_INFIX)
        if (
            isinstance(name, NamedNode)
            and name not in elsewhere
            and set(parts) == _statement(name, quad)
            and start == graph.value
            and len(digits) >= _DIGITS
            and not set(digits) - set("0123456789abcdef")
        ):
            yield parts, quad


def _graphs(quads: Iterable[Quad], *kinds: NamedNode) -> set[Term]:
    """Return the graphs that the default graph describes as of one of the kinds."""
    return {graph for kind in kinds for graph in described(quads, kind)}


def _nodes(term: Node) -> list[Node]:
    """Return the term, or what a triple term is made of."""
    if isinstance(term, Triple):
        return [term.subject, term.predicate, *_nodes(term.object)]
    return [term]
