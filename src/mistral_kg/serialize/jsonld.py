"""JSON-LD that reads as plain JSON: `id`, `type`, a short name for each property, bare values.

The context carries what the values leave unsaid. Where a short form would lose anything, the
expanded form of JSON-LD is in its place. A passage or claim is one node: its description, and
under `graph` what it says.
"""

from __future__ import annotations

import json
import re

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.rdf.names import RENAMED, Names
from mistral_kg.vocabulary import RDF, TYPE, XSD, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mistral_kg.serialize.turtle import Graphs, Properties

_ALIASES = {"id": "@id", "type": "@type", "graph": "@graph"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")

# What is the same literal when read as a number: more digits than a double holds are not.
_NATIVE = {
    f"{XSD}integer": re.compile("0|-?[1-9][0-9]{0,14}"),
    f"{XSD}boolean": re.compile("true|false"),
}


def jsonld(graphs: Graphs, prefixes: Mapping[str, str]) -> str:
    """Return JSON-LD with its context, indented, in the order of the graphs."""
    values: dict[NamedNode, list[Node]] = {}
    nodes: set[Node] = set(graphs)
    for subjects in graphs.values():
        nodes.update(subjects)
        for properties in subjects.values():
            for predicate, objects in properties.items():
                values.setdefault(predicate, []).extend(objects)
    nodes.update(values, *values.values())
    nodes |= {node.datatype for node in nodes if isinstance(node, Literal)}
    schemes = {node.value.partition(":")[0] for node in nodes if isinstance(node, NamedNode)}
    names = Names(_usable_prefixes(prefixes, schemes))
    terms = _Terms(values, names, schemes)
    waiting = dict(graphs)
    written = []
    for subject, properties in waiting.pop(DefaultGraph(), {}).items():
        written.append(terms.node(subject, properties))
        if subject in waiting:
            written[-1] |= terms.inside(waiting.pop(subject))
    for name, subjects in waiting.items():
        written.append({"id": terms.reference(name), **terms.inside(subjects)})
    context = {**_ALIASES, **names.used(), **terms.context}
    document = {"@context": context, "@graph": written}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _usable_prefixes(prefixes: Mapping[str, str], schemes: set[str]) -> dict[str, str]:
    """Return the prefixes that JSON-LD expands just where they are meant."""
    schemes = schemes | {iri.partition(":")[0] for iri in prefixes.values()}
    usable: dict[str, str] = {}
    for prefix, iri in prefixes.items():
        name = RENAMED.get(prefix, f"{prefix}_") if prefix in _ALIASES else prefix
        # Only such an entry is a prefix (https://www.w3.org/TR/json-ld11/#compact-iris), and
        # <urn:a:b> would be misread under a prefix urn.
        is_prefix = name and iri[-1:] in ":/?#[]@" and name not in schemes
        if is_prefix and (name == prefix or name not in prefixes):
            usable[name] = iri
    return usable


class _Terms:
    """The names of the properties and types, and how the values of each property are written."""

    def __init__(
        self, values: dict[NamedNode, list[Node]], names: Names, schemes: set[str]
    ) -> None:
        self._names = names
        types = {one for one in values.pop(TYPE, []) if isinstance(one, NamedNode)}
        self._local = _local_names({*values, *types}, {*_ALIASES, *names.prefixes, *schemes})
        self._kinds: dict[NamedNode, str] = {}
        self.context: dict[str, object] = {
            self._local[one]: self.reference(one) for one in sorted(types) if one in self._local
        }
        for predicate in sorted(values):
            self._define(predicate, _kind(values[predicate]))
        self.context = dict(sorted(self.context.items()))

    def _define(self, predicate: NamedNode, kind: str) -> None:
        """Put the property into the context, unless its name says it all."""
        short = self._names.short(predicate.value)
        name = self._local.get(predicate) or short
        definition: object = short or predicate.value
        if kind == "@language":
            definition = {"@id": definition, "@container": kind}
        elif kind not in {"", "native", f"{XSD}string"}:
            datatype = kind if kind == "@id" else self.reference(NamedNode(kind))
            definition = {"@id": definition, "@type": datatype}
        if name is None:  # a whole IRI is no term, so its values say all themselves
            kind = ""
        elif definition != name:
            self.context[name] = definition
        self._kinds[predicate] = kind

    def node(self, subject: Node, properties: Properties) -> dict[str, object]:
        """Return a node with its types first."""
        node: dict[str, object] = {"id": self.reference(subject)}
        for predicate, objects in properties.items():
            if predicate == TYPE and not any(isinstance(one, Literal) for one in objects):
                node["type"] = _unwrap_single([self._name(one) for one in objects])
            else:
                kind = self._kinds.get(predicate, "")
                node[self._name(predicate)] = self._values(objects, kind)
        return node

    def inside(self, subjects: dict[Node, Properties]) -> dict[str, object]:
        """Return what a named graph holds."""
        return {"graph": [self.node(*item) for item in subjects.items()]}

    def reference(self, node: Node) -> str:
        """Return an IRI or blank node as a string."""
        if isinstance(node, NamedNode):
            return self._names.short(node.value) or node.value
        return str(node)

    def _name(self, node: Node) -> str:
        """Return a property or type as the context knows it."""
        return self._local.get(node) or self.reference(node)

    def _values(self, objects: Sequence[Node], kind: str) -> object:
        if kind == "@language":
            by_language: dict[str, list[object]] = {}
            for term in objects:
                if isinstance(term, Literal) and term.language:
                    by_language.setdefault(term.language, []).append(term.value)
            return {language: _unwrap_single(texts) for language, texts in by_language.items()}
        return _unwrap_single([self._value(term, kind) for term in objects])

    def _value(self, term: Node, kind: str) -> object:
        if not isinstance(term, Literal):
            reference = self.reference(term)
            return reference if kind == "@id" else {"id": reference}
        if kind == "native":
            return json.loads(term.value)
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if kind == term.datatype.value or term.datatype.value == f"{XSD}string":
            return term.value
        return {"@value": term.value, "@type": self.reference(term.datatype)}


def _local_names(iris: Iterable[NamedNode], taken: set[str]) -> dict[Node, str]:
    """Return the local name of each IRI whose local name is its own alone."""
    by_name: dict[str, list[NamedNode]] = {}
    for iri in iris:
        name = _NAME.match(re.split("[#/:]", iri.value)[-1])
        if name and name[0] not in taken:
            by_name.setdefault(name[0], []).append(iri)
    return {same[0]: name for name, same in by_name.items() if len(same) == 1}


def _kind(values: list[Node]) -> str:
    """Return what all values have in common: a keyword, a datatype, "native", or nothing."""
    literals = [value for value in values if isinstance(value, Literal)]
    if not literals:
        return "@id"
    if len(literals) < len(values):
        return ""
    if all(literal.language for literal in literals):
        return "@language"
    datatypes = {literal.datatype.value for literal in literals}
    datatype = datatypes.pop()
    # Parsers treat some datatypes of RDF's own, such as rdf:JSON, in ways of their own.
    if datatypes or datatype.startswith(RDF):
        return ""
    native = _NATIVE.get(datatype)
    if native and all(native.fullmatch(literal.value) for literal in literals):
        return "native"
    return datatype


def _unwrap_single(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else values
