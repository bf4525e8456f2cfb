"""Find the attributes of an RDF/XML document that become no triple, which the engine passes over.

See https://www.w3.org/TR/rdf-syntax-grammar/#section-Infoset-Grammar.
"""

from __future__ import annotations

from xml.parsers import expat

from mistral_kg.errors import warn
from mistral_kg.vocabulary import RDF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

_XML = "http://www.w3.org/XML/1998/namespace"
_KNOWN = {f"{_XML} {name}" for name in ("lang", "base", "space", "id")}
_DIRECTION = "http://www.w3.org/2005/11/its dir"
_VERSIONS = {f"{RDF} version", "http://www.w3.org/2005/11/its version"}
_CHILDREN = {"Literal": "", "Resource": "property", "Collection": "node"}


def report(stream: BinaryIO, name: str) -> None:
    """Warn with SourceWarning of each such attribute, with the line and column of its element.

    What is no XML is left to the parser.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    found = _Elements(parser, name)
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, ValueError):
        return


class _Elements:
    """The elements that are open: for each, what its children are, empty where they are text."""

    def __init__(self, parser: expat.XMLParserType, name: str) -> None:
        self._parser = parser
        self._name = name
        self._children = ["node"]

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        kind = self._children[-1]
        if kind == "node" and element == f"{RDF} RDF" and len(self._children) == 1:
            self._children.append("node")
            lost = set(attributes) - _VERSIONS
        elif kind == "node":
            self._children.append("property")
            lost = _of_rdf(attributes, "bagID", "datatype", "parseType", "resource")
        elif kind == "property":
            parse_type = attributes.get(f"{RDF} parseType") or "Collection"
            self._children.append(_CHILDREN.get(parse_type, ""))
            lost = _lost_of_property(attributes)
        else:
            self._children.append("")
            return
        lost |= {one for one in attributes if one.startswith(_XML) or one == _DIRECTION}
        place = f"{self._parser.CurrentLineNumber}:{self._parser.CurrentColumnNumber + 1}"
        for one in sorted(lost - _KNOWN):
            local = one.rpartition(" ")[2]
            what = "this property" if local == "parseType" and kind == "property" else "it"
            warn(
                f'{self._name}:{place}: the attribute {local}="{attributes[one]}" '
                f"has no meaning here, and {what} is ignored"
            )

    def end(self, _element: str) -> None:
        self._children.pop()


def _lost_of_property(attributes: Mapping[str, str]) -> set[str]:
    parse_type = attributes.get(f"{RDF} parseType")
    if parse_type is not None:  # beside which only an ID may be
        kept = _of_rdf(attributes, "ID", *(["parseType"] if parse_type in _CHILDREN else []))
        return set(attributes) - kept
    lost = _of_rdf(attributes, "bagID", "about", "type")
    if _of_rdf(attributes, "resource", "nodeID"):
        lost |= _of_rdf(attributes, "datatype")
    return lost


def _of_rdf(attributes: Mapping[str, str], *names: str) -> set[str]:
    return {f"{RDF} {name}" for name in names} & attributes.keys()
