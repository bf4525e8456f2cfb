"""Turtle, TriG, JSON-LD and RDF/XML as people like to read them, with the used prefixes only."""

from __future__ import annotations

import re

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.errors import ExportError
from mistral_kg.vocabulary import RDF, TYPE, XSD, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Properties = dict[NamedNode, list[Node]]
    Graphs = dict[Node, dict[Node, Properties]]


def shown(thing: object) -> str:
    """Return the thing as a message shows it: not more of it than fits."""
    text = str(thing)
    return text if len(text) <= 200 else f"{text[:200]}…"


# PN_CHARS_U and PN_CHARS of https://www.w3.org/TR/turtle/#grammar-production-PN_CHARS, which
# https://www.w3.org/TR/xml-names/#NT-NCName allows too. A name that would need an escape is
# written as a whole IRI: parsers disagree about escapes.
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = rf"{_START}0-9\-\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL = re.compile(rf"(?:[{_START}0-9](?:[{_CHARS}.]*[{_CHARS}])?)?")


class _Names:
    """Shortens IRIs by prefixes, and knows which of them it has used."""

    def __init__(self, prefixes: Mapping[str, str], local: re.Pattern[str]) -> None:
        self._prefixes = prefixes
        # The longest namespace wins, and of equal ones the first declared: never a hash order.
        self._longest_first = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._local = local
        self._used: set[str] = set()
        self.schemes: set[str] = set()  # of the IRIs that stay whole

    def short(self, iri: str) -> str | None:
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and self._local.fullmatch(iri, len(namespace)):
                self._used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        self.schemes.add(iri.partition(":")[0])
        return None

    def used(self) -> dict[str, str]:
        return {prefix: iri for prefix, iri in self._prefixes.items() if prefix in self._used}


# What Turtle may write without quotes. Of other spellings (007, 1e3) rdflib makes numbers.
_BARE = {
    f"{XSD}integer": re.compile("0|-?[1-9][0-9]{0,17}"),
    f"{XSD}decimal": re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}"),
    f"{XSD}boolean": re.compile("true|false"),
}


def _turtle(graphs: Graphs, prefixes: Mapping[str, str]) -> str:
    """Return Turtle, or TriG if there are named graphs."""
    names = _Names(prefixes, _LOCAL)
    blocks = []
    for graph, subjects in graphs.items():
        indent = "" if isinstance(graph, DefaultGraph) else "    "
        about = [_turtle_subject(*item, names, indent) for item in subjects.items()]
        inside = "\n\n".join(about)
        blocks += [f"{_turtle_term(graph, names)} {{\n{inside}\n}}"] if indent else about
    header = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in names.used().items())
    text = "\n\n".join([header, *blocks] if header else blocks)
    return f"{text}\n" if text else ""


def _turtle_subject(subject: Node, properties: Properties, names: _Names, indent: str) -> str:
    """Return the lines about a subject; the dot has its own, to keep a diff short."""
    lines = [indent + _turtle_term(subject, names)]
    for predicate, objects in properties.items():
        if predicate == TYPE:  # always the first, so it can share the line of the subject
            verb = f"{lines.pop()} a"
        else:
            verb = f"{indent}    {_turtle_term(predicate, names)}"
        *rest, last = (_turtle_term(term, names) for term in objects)
        if rest:
            lines += [verb, *(f"{indent}        {term} ," for term in rest)]
            verb = f"{indent}       "
        lines.append(f"{verb} {last} ;")
    return "\n".join([*lines, f"{indent}."])


def _turtle_term(term: Node, names: _Names) -> str:
    if isinstance(term, NamedNode):
        return names.short(term.value) or str(term)
    if isinstance(term, Literal) and not term.language:
        datatype = term.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
            return term.value
        if datatype != f"{XSD}string":
            return f"{Literal(term.value)}^^{_turtle_term(term.datatype, names)}"
    return str(term)


def _jsonld(graphs: Graphs, prefixes: Mapping[str, str]) -> str:
    import json

    # Only such an entry of a context is a prefix: https://www.w3.org/TR/json-ld11/#compact-iris
    usable = {prefix: iri for prefix, iri in prefixes.items() if prefix and iri[-1:] in ":/?#[]@"}
    names = _Names(usable, _LOCAL)
    nodes: list[dict[str, object]] = []
    for graph, subjects in graphs.items():
        inside = [_jsonld_node(*item, names) for item in subjects.items()]
        if isinstance(graph, DefaultGraph):
            nodes += inside
        else:
            nodes.append({**_jsonld_term(graph, names), "@graph": inside})
    context = names.used()
    schemes = names.schemes | {iri.partition(":")[0] for iri in context.values()}
    if clash := schemes & set(context):  # <urn:a:b> would be misread under a prefix urn
        usable = {prefix: iri for prefix, iri in usable.items() if prefix not in clash}
        return _jsonld(graphs, usable)
    return json.dumps({"@context": context, "@graph": nodes}, indent=2, ensure_ascii=False) + "\n"


def _jsonld_node(subject: Node, properties: Properties, names: _Names) -> dict[str, object]:
    node: dict[str, object] = {**_jsonld_term(subject, names)}
    for predicate, objects in properties.items():
        values = [_jsonld_term(term, names) for term in objects]
        if predicate == TYPE and all("@id" in value for value in values):
            node["@type"] = [value["@id"] for value in values]
        else:
            node[_jsonld_term(predicate, names)["@id"]] = values
    return node


def _jsonld_term(term: Node, names: _Names) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"@id": names.short(term.value) or term.value}
    if not isinstance(term, Literal):
        return {"@id": str(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == f"{XSD}string":
        return {"@value": term.value}
    return {"@value": term.value, "@type": _jsonld_term(term.datatype, names)["@id"]}


_XML_NAME = re.compile(rf"[{_START}][{_CHARS}.]*\Z")
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}  # a bare CR reads as LF
)


def _rdfxml(graphs: Graphs, prefixes: Mapping[str, str]) -> str:
    names = _Names({**{p: iri for p, iri in prefixes.items() if p}, "rdf": RDF}, _XML_NAME)
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


def _xml_property(predicate: NamedNode, term: Node, names: _Names) -> str:
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


WRITERS = {"turtle": _turtle, "trig": _turtle, "jsonld": _jsonld, "rdfxml": _rdfxml}
