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
_PARSE_TYPE = f"{RDF} parseType"
_CHILDREN = {"Literal": "", "Resource": "property", "Collection": "node"}


def report(stream: BinaryIO, name: str) -> None:
    """Warn with SourceWarning of each such attribute, with the line and column of its element.

    What is no XML is left to the parser.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    children = ["node"]  # those of each open element, empty where they are text

    def start(element: str, attributes: Mapping[str, str]) -> None:
        kind = children[-1]
        if kind == "node" and element == f"{RDF} RDF" and len(children) == 1:
            children.append("node")
            lost = set(attributes) - _VERSIONS
        elif kind == "node":
            children.append("property")
            lost = _of_rdf(attributes, "bagID", "datatype", "parseType", "resource")
        elif kind == "property":
            children.append(_CHILDREN.get(attributes.get(_PARSE_TYPE) or "Collection", ""))
            lost = _lost_of_property(attributes)
        else:
            children.append("")
            return
        lost |= {one for one in attributes if one.startswith(_XML) or one == _DIRECTION}
        for one in sorted(lost - _KNOWN):
            what = "this property" if one == _PARSE_TYPE and kind == "property" else "it"
            warn(
                f"{name}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}: "
                f'the attribute {one.rpartition(" ")[2]}="{attributes[one]}" has no meaning here, '
                f"and {what} is ignored"
            )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _element: children.pop()
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, ValueError):
        return


def _lost_of_property(attributes: Mapping[str, str]) -> set[str]:
    parse_type = attributes.get(_PARSE_TYPE)
    if parse_type is not None:  # beside which only an ID may be
        kept = _of_rdf(attributes, "ID", *(["parseType"] if parse_type in _CHILDREN else []))
        return set(attributes) - kept
    lost = _of_rdf(attributes, "bagID", "about", "type")
    if _of_rdf(attributes, "resource", "nodeID"):
        lost |= _of_rdf(attributes, "datatype")
    return lost


def _of_rdf(attributes: Mapping[str, str], *names: str) -> set[str]:
    return {f"{RDF} {name}" for name in names} & attributes.keys()
