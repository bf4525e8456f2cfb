"""Turtle, TriG and RDF/XML as people like to read them, with the used prefixes only."""

from __future__ import annotations

import re

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from mistral_kg.errors import ExportError
from mistral_kg.rdf.names import CHARS, START, Names, shown
from mistral_kg.vocabulary import RDF, TYPE, XSD, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Properties = dict[NamedNode, list[Node]]
    Graphs = dict[Node, dict[Node, Properties]]


# What Turtle may write without quotes. Of other spellings (007, 1e3) rdflib makes numbers.
_BARE = {
    f"{XSD}integer": re.compile("0|-?[1-9][0-9]{0,17}"),
    f"{XSD}decimal": re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}"),
    f"{XSD}boolean": re.compile("true|false"),
}


def turtle(
    graphs: Graphs, prefixes: Mapping[str, str], reifiers: Mapping[Triple, list[Node]] | None = None
) -> str:
    """Return Turtle, or TriG if there are named graphs.

    `reifiers` has the RDF 1.2 reifiers that are written behind the triples that they are of.
    """
    # rdflib reads no dot in a prefix.
    names = Names({p: iri for p, iri in prefixes.items() if "." not in p})
    blocks = []
    for graph, subjects in graphs.items():
        indent = "" if isinstance(graph, DefaultGraph) else "    "
        about = [_turtle_subject(*item, names, indent, reifiers or {}) for item in subjects.items()]
        inside = "\n\n".join(about)
        blocks += [f"{_turtle_term(graph, names)} {{\n{inside}\n}}"] if indent else about
    header = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in names.used().items())
    text = "\n\n".join([header, *blocks] if header else blocks)
    return f"{text}\n" if text else ""


def _turtle_subject(
    subject: Node,
    properties: Properties,
    names: Names,
    indent: str,
    reifiers: Mapping[Triple, list[Node]],
) -> str:
    """Return the lines about a subject; the dot has its own, to keep a diff short."""

    def format_object(predicate: NamedNode, term: Node) -> str:
        marks = reifiers and reifiers.get(Triple(subject, predicate, term), [])  # type: ignore[arg-type]
        return " ~ ".join(_turtle_term(one, names) for one in (term, *marks))

    lines = [indent + _turtle_term(subject, names)]
    for predicate, objects in properties.items():
        if predicate == TYPE:  # always the first, so it can share the line of the subject
            verb = f"{lines.pop()} a"
        else:
            verb = f"{indent}    {_turtle_term(predicate, names)}"
        *rest, last = (format_object(predicate, term) for term in objects)
        if rest:
            lines += [verb, *(f"{indent}        {term} ," for term in rest)]
            verb = f"{indent}       "
        lines.append(f"{verb} {last} ;")
    return "\n".join([*lines, f"{indent}."])


def _turtle_term(term: Node, names: Names) -> str:
    if isinstance(term, NamedNode):
        return names.short(term.value) or str(term)
    if isinstance(term, Triple):
        parts = (term.subject, term.predicate, term.object)
        return f"<<( {' '.join(_turtle_term(part, names) for part in parts)} )>>"
    if isinstance(term, Literal) and not term.language:
        datatype = term.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
            return term.value
        if datatype != f"{XSD}string":
            return f"{Literal(term.value)}^^{_turtle_term(term.datatype, names)}"
    return str(term)


_XML_NAME = re.compile(rf"[{START}][{CHARS}.]*\Z")
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}  # a bare CR reads as LF
)


def rdfxml(graphs: Graphs, prefixes: Mapping[str, str]) -> str:
    """Return RDF/XML: https://www.w3.org/TR/rdf-syntax-grammar/."""
    # https://www.w3.org/TR/xml-names/#xmlReserved
    usable = {p: iri for p, iri in prefixes.items() if p and not p.lower().startswith("xml")}
    names = Names({**usable, "rdf": RDF}, lambda name: _XML_NAME.match(name) is not None)
    lines = []
    for subject, properties in graphs[DefaultGraph()].items():
        lines.append(f"  <rdf:Description{_xml_node(subject, 'about')}>")
        for predicate, objects in properties.items():
            lines += [_xml_property(predicate, term, names) for term in objects]
        lines.append("  </rdf:Description>")
    root = names.short(f"{RDF}RDF")  # first the lines, then the prefixes that they use
    xmlns = "".join(f'\n  xmlns:{p}="{_xml(iri)}"' for p, iri in names.used().items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root}{xmlns}>", *lines, f"</{root}>"]
    return "".join(f"{line}\n" for line in lines)


def _xml_property(predicate: NamedNode, term: Node, names: Names) -> str:
    iri = predicate.value
    local = _XML_NAME.search(iri)
    if not local:
        raise ExportError(f"{predicate}: rdfxml cannot write this predicate; use --format turtle")
    short = names.short(iri)
    tag = short or f"ns:{local[0]}"
    start = f"    <{tag}" if short else f'    <{tag} xmlns:ns="{_xml(iri[: local.start()])}"'
    if not isinstance(term, Literal):
        return f"{start}{_xml_node(term, 'resource')}/>"
    if _NOT_XML.search(term.value):
        raise ExportError(f"{shown(term)}: rdfxml has no such character; use --format turtle")
    if term.language:
        start += f' xml:lang="{term.language}"'
    elif term.datatype.value != f"{XSD}string":
        start += f' rdf:datatype="{_xml(term.datatype.value)}"'
    return f"{start}>{_xml(term.value)}</{tag}>"


def _xml_node(term: Node, attribute: str) -> str:
    if isinstance(term, NamedNode):
        return f' rdf:{attribute}="{_xml(term.value)}"'
    return f' rdf:nodeID="{str(term).removeprefix("_:")}"'


def _xml(text: str) -> str:
    return text.translate(_XML_ESCAPES)
