"""Hold data against SHACL shapes, and the shapes against what they say of themselves.

The shapes see all graphs as one, claims included, and the vocabulary with them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from mistral_kg.check.finding import Finding
from mistral_kg.errors import SourceError, one_line
from mistral_kg.rdf.dataset import read_text
from mistral_kg.rdf.names import curie
from mistral_kg.rdf.quiet import quiet
from mistral_kg.vocabulary import MKG, PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    import rdflib
    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node


def merged(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return all quads as one rdflib graph, whatever graph they stand in.

    rdflib has no RDF 1.2: a text goes without its direction, and for a triple term there is a
    blank node, so that the shapes still count it as a value.
    """
    import rdflib

    graph = rdflib.Graph()
    with quiet():
        for triple in dict.fromkeys(quad.triple for quad in quads):
            graph.add(tuple(map(_rdflib_term, triple)))
    return graph


def _rdflib_term(term: Node) -> Any:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal) and term.language is None:
        # As in rdflib's own parsers, a plain string has no datatype.
        datatype = None if term.datatype.value == f"{XSD}string" else term.datatype.value
        return rdflib.Literal(term.value, datatype=datatype and rdflib.URIRef(datatype))
    if isinstance(term, Literal):
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.BNode(f"triple-{sha256(str(term).encode()).hexdigest()}")


def shapes_of(path: str) -> rdflib.Graph:
    """Return the shapes of a Turtle file.

    Raises SourceError when the file cannot be read as Turtle.
    """
    import rdflib

    try:
        return rdflib.Graph().parse(data=read_text(path), format="turtle")
    except rdflib.exceptions.ParserError as error:
        raise SourceError(f"{path}: {error}") from None
    except SyntaxError as error:
        raise SourceError(f"{path}: {one_line(error)}") from None


def check_shapes(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return what the data break of the shapes, and the faults of the shapes themselves.

    A shape whose targets match nothing and a term that SHACL does not know are faults: either
    would let any data pass.
    """
    with quiet():
        return [
            *_unknown_terms(shapes),
            *_undefined_terms(data, shapes, prefixes),
            *_idle_shapes(data, shapes, prefixes),
            *_violations(data, shapes, prefixes),
        ]


def _violations(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    import pyshacl
    from rdflib import RDF, SH, URIRef

    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        shape = str(report.value(result, SH.sourceShape))
        message = str(report.value(result, SH.resultMessage))
        value = report.value(result, SH.value)
        found_value = f" (found {curie(value, prefixes)})" if isinstance(value, URIRef) else ""
        focus = str(report.value(result, SH.focusNode))
        found.add(Finding(severity, _local(shape), curie(focus, prefixes), message + found_value))
    yield from sorted(found)


def _unknown_terms(shapes: rdflib.Graph) -> Iterator[Finding]:
    from difflib import get_close_matches

    from rdflib import SH, URIRef

    used = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    known = [str(term).rpartition("#")[2] for term in dir(SH)]
    for term in sorted(node for node in used if node.startswith(str(SH)) and node not in SH):
        name = _local(term)
        near = get_close_matches(name, known, n=1)
        hint = f"; write sh:{near[0]}" if near else ""
        fix = f"SHACL has no term sh:{name}, so it has no effect{hint}"
        yield Finding("violation", "shacl-term", f"sh:{name}", fix)


def _idle_shapes(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a fault for each shape that no node of the data ever meets."""
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import SH, URIRef

    known = ShapesGraph(shapes).shapes
    active = {shape.node for shape in known if not shape.deactivated}
    reached = {shape.node for shape in known if shape.focus_nodes(data)} & active
    for shape in set(reached):
        reached.update(part for part in shapes.objects(shape, SH.property) if part in active)
    named = {shape.node for shape in known if isinstance(shape.node, URIRef)}
    for node in sorted(named - reached):
        fix = "no node of the data matches it, so it checks nothing: correct its target"
        yield Finding("violation", "shape-target", curie(node, prefixes), fix)


def _undefined_terms(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a fault for each term of our vocabulary that a shape names and nothing defines."""
    from rdflib import RDFS, URIRef

    defined = set(data.subjects(RDFS.isDefinedBy))
    used = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    for term in sorted(used - defined if defined else ()):
        if term.startswith(MKG):
            fix = "the vocabulary has no such term, so the shape cannot check it: correct its name"
            yield Finding("violation", "shape-term", curie(term, prefixes), fix)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
