"""Carry described graphs in a format without named graphs, and find them there again.

They are those of passages, claims and inferences. Two ways, one rule: what is said of a triple
names the passage, claim or inference whose graph holds it. In RDF 1.1 a statement node names it
with `prov:wasDerivedFrom`; in RDF 1.2 that graph is itself the reifier. A triple of a claim or an
inference is only described, and so not asserted, in both.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from mistral_kg.rdf.dataset import described
from mistral_kg.vocabulary import CLAIM, DERIVED_FROM, INFERENCE, PASSAGE, RDF, TYPE, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from mistral_kg.vocabulary import Term

STATEMENT = NamedNode(RDF + "Statement")
SUBJECT = NamedNode(RDF + "subject")
PREDICATE = NamedNode(RDF + "predicate")
OBJECT = NamedNode(RDF + "object")
REIFIES = NamedNode(RDF + "reifies")

_SHAPE = {TYPE, SUBJECT, PREDICATE, OBJECT, DERIVED_FROM}
_INFIX = "-statement-"
_DIGITS = 8
_DEFAULT = DefaultGraph()


def statements(quads: Iterable[Quad]) -> dict[Node, Quad]:
    """Return the name of a statement for each triple of a passage, a claim or an inference.

    The name is the graph's, `-statement-` and as many digits of the SHA-256 of the triple's
    N-Triples line as tell it from every other IRI: eight, or more where an IRI is called so. A
    graph that a blank node names has no statements, as its name could not be told.
    """
    from hashlib import sha256

    unique = set(quads)
    evident = described(unique, PASSAGE) | _not_asserted(unique)
    taken = _iris(unique)
    named: dict[Node, Quad] = {}
    stated = [quad for quad in unique if quad.graph_name in evident]
    for quad in sorted(stated, key=str):  # never a hash order: the first takes the short name
        if not isinstance(quad.graph_name, NamedNode):
            continue
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        digits = sha256(line.encode()).hexdigest()
        length = _DIGITS
        while (name := f"{quad.graph_name.value}{_INFIX}{digits[:length]}") in taken:
            length += 1
            if length > len(digits):
                digits += sha256(digits.encode()).hexdigest()
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


def _statement(name: Any, quad: Quad) -> Iterator[Quad]:
    parts: dict[NamedNode, Any] = {
        TYPE: STATEMENT,
        SUBJECT: quad.subject,
        PREDICATE: quad.predicate,
        OBJECT: quad.object,
        DERIVED_FROM: quad.graph_name,
    }
    for predicate, term in parts.items():
        yield Quad(name, predicate, term, _DEFAULT)


def add_reifiers(quads: Iterable[Quad]) -> set[Quad]:
    """Return the dataset with RDF 1.2 reifiers in place of those graphs."""
    unique = set(quads)
    evident = described(unique, PASSAGE) | _not_asserted(unique)
    reified = {quad for quad in unique if quad.graph_name in evident}
    return (unique - reified) | {_reifier(quad.graph_name, quad.triple) for quad in reified}


def _reifier(graph: Any, triple: Triple) -> Quad:
    return Quad(graph, REIFIES, triple, _DEFAULT)


def restore(quads: Iterable[Quad]) -> list[Quad]:
    """Return the dataset, each quad once, with the graphs that statements and reifiers stand for.

    A statement is taken away only where it is just as `add` makes it, nothing else is said of it
    and its graph is one that the default graph describes so; a reifier, where it is a claim or an
    inference, or a passage and its triple is asserted. All others stay as data.
    """
    unique = dict.fromkeys(quads)
    if not any(quad.predicate in {SUBJECT, REIFIES} for quad in unique):
        return list(unique)
    apart = _not_asserted(unique)
    passages = described(unique, PASSAGE) - apart
    asserted = {quad.triple for quad in unique if quad.graph_name == _DEFAULT}
    replaced: dict[Quad, Quad] = {}
    for quad in unique:
        triple: Any = quad.object
        if quad.predicate != REIFIES or quad.graph_name != _DEFAULT or not _is_plain(triple):
            continue
        if quad.subject in apart or (quad.subject in passages and triple in asserted):
            replaced[quad] = _in_graph(triple, quad.subject)
    for parts in _whole_statements(unique, apart | passages):
        values: dict[NamedNode, Any] = {part.predicate: part.object for part in parts}
        triple = Triple(values[SUBJECT], values[PREDICATE], values[OBJECT])
        if values[DERIVED_FROM] in apart or triple in asserted:
            replaced |= dict.fromkeys(parts, _in_graph(triple, values[DERIVED_FROM]))
    return list(dict.fromkeys(replaced.get(quad, quad) for quad in unique))


def _not_asserted(quads: Iterable[Quad]) -> set[Term]:
    """Return the graphs whose triples no plain pattern asks."""
    quads = list(quads)
    return described(quads, CLAIM) | described(quads, INFERENCE)


def _whole_statements(quads: Iterable[Quad], evident: set[Term]) -> list[list[Quad]]:
    """Return the quads of each statement that `add` may have made."""
    about: dict[Node, list[Quad]] = {}
    elsewhere: set[Node] = set()
    for quad in quads:
        about.setdefault(quad.subject, []).append(quad)
        elsewhere |= {quad.predicate, quad.graph_name} | set(_nodes(quad.object))
    return [
        parts
        for name, parts in about.items()
        if len(parts) == len(_SHAPE)
        and name not in elsewhere
        and {part.predicate for part in parts} == _SHAPE
        and all(part.graph_name == _DEFAULT for part in parts)
        and _is_statement(name, {part.predicate: part.object for part in parts}, evident)
    ]


def _is_statement(name: Node, values: dict[NamedNode, Any], evident: set[Term]) -> bool:
    graph = values[DERIVED_FROM]
    if not isinstance(name, NamedNode) or not isinstance(graph, NamedNode) or graph not in evident:
        return False
    digits = name.value.removeprefix(graph.value + _INFIX)
    return (
        values[TYPE] == STATEMENT
        and isinstance(values[SUBJECT], NamedNode | BlankNode)
        and isinstance(values[PREDICATE], NamedNode)
        and not isinstance(values[OBJECT], Triple)
        and name.value != digits
        and len(digits) >= _DIGITS
        and not set(digits) - set("0123456789abcdef")
    )


def _is_plain(term: Node) -> bool:
    """Tell whether this is a triple term whose object is none."""
    return isinstance(term, Triple) and not isinstance(term.object, Triple)


def _in_graph(triple: Any, graph: Any) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _nodes(term: Node) -> list[Node]:
    """Return the term, or what a triple term is made of."""
    if isinstance(term, Triple):
        return [term.subject, term.predicate, *_nodes(term.object)]
    return [term]


def _iris(quads: Iterable[Quad]) -> set[str]:
    nodes = {node for quad in quads for term in quad for node in _nodes(term)}
    return {node.value for node in nodes if isinstance(node, NamedNode)}
