"""Check data against SHACL shapes.

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
from mistral_kg.vocabulary import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    import rdflib
    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node


def merge(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return all quads as one rdflib graph, whatever graph they are in.

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
    if isinstance(term, Literal):
        # As in rdflib's own parsers, a plain string has no datatype.
        is_plain = term.language or term.datatype.value == f"{XSD}string"
        datatype = None if is_plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    return rdflib.BNode(f"triple-{sha256(str(term).encode()).hexdigest()}")


def read_shapes(path: str) -> rdflib.Graph:
    """Return the shapes of a Turtle file.

    Raises SourceError when the file cannot be read as Turtle.
    """
    import rdflib

    try:
        return rdflib.Graph().parse(data=read_text(path), format="turtle")
    except (rdflib.exceptions.ParserError, SyntaxError) as error:
        raise SourceError(f"{path}: {one_line(error)}") from None


def check_shapes(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return what the data break of the shapes."""
    import pyshacl
    from rdflib import RDF, SH, URIRef

    with quiet():
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        rule = str(report.value(result, SH.sourceShape)).rpartition("#")[2]
        focus = curie(str(report.value(result, SH.focusNode)), prefixes)
        fix = str(report.value(result, SH.resultMessage))
        value = report.value(result, SH.value)
        if isinstance(value, URIRef):
            fix += f" (found {curie(value, prefixes)})"
        found.add(Finding(severity, rule, focus, fix))
    return sorted(found)
