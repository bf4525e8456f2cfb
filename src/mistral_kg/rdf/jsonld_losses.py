"""Find what of a JSON-LD document becomes no triple, which the standard drops in silence.

The engine itself is asked: it reads the document once more with no term refused, and with each
graph as a property. What then is no term of RDF, or has no node, is a loss.
See https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm.
"""

from __future__ import annotations

import json
import re

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from mistral_kg.errors import SourceError, warn
from mistral_kg.rdf import contexts
from mistral_kg.rdf.names import end_of
from mistral_kg.vocabulary import TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node

_GRAPH = NamedNode("urn:mistral-kg:graph")
_AS_KEY = re.compile(r'"@graph"(?=\s*:)')
_AS_ALIAS = re.compile(r'("(?!@container")(?:[^"\\]|\\.)*"\s*:\s*)"@graph"')
_UNKNOWN_KEYWORD = re.compile(
    r'"(@(?!(?:base|container|context|direction|graph|id|import|included|index|json|language|list|'
    r"nest|none|prefix|propagate|protected|reverse|set|type|value|version|vocab)\")[A-Za-z]+)"
    r'"\s*+:\s*+(?!null)'
)
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_MOST = 20


def report(text: str, document: str, name: str, base: str | None) -> None:
    """Warn of what becomes no triple in a document; `text` is what was written, with places.

    The document has its contexts in it. What the parser refuses itself is left to that.

    Raises SourceError for what is meant as an IRI and is none, or is relative where neither `base`
    nor the document names a base. Warns with SourceWarning of the rest.
    """
    keywords: dict[str, int] = {}
    for match in _UNKNOWN_KEYWORD.finditer(text):
        keywords.setdefault(match[1], match.start())
    for word, offset in keywords.items():
        where = contexts.place(text, offset)
        warn(f'{name}{where}: "{word}" is no keyword of JSON-LD 1.1 and is ignored')
    if "@direction" in text and _has_bare_direction(document):
        where = _place(text, "@direction", is_key=True)
        warn(f'{name}{where}: "@direction" without "@language" has no form in RDF and is ignored')
    lost: dict[NamedNode | Literal, int] = {}
    try:
        for quad, term, reason in _lost(document, base):
            is_key = term == quad.predicate and not _SCHEME.match(term.value)
            if reason and not is_key:
                raise _refusal(text, name, quad, term, reason)
            lost[term] = lost.get(term, 0) + 1
    except SyntaxError:
        return
    for term, count in list(lost.items())[:_MOST]:
        warn(f"{name}{_loss(text, term, count)}")
    if len(lost) > _MOST:
        warn(f"{name}: {len(lost) - _MOST} more keys or values are ignored")


def _loss(text: str, term: NamedNode | Literal, count: int) -> str:
    often = f" {count} times" if count > 1 else ""
    if isinstance(term, Literal):
        return f"{_place(text, term.value)}: {term} belongs to no node and is ignored{often}"
    return (
        f"{_place(text, term.value, is_key=True)}: the key {_quoted(term.value)} "
        f"is not in the @context and is ignored{often}; map it there to an IRI, or to null"
    )


def _has_bare_direction(document: str) -> bool:
    """Tell whether a text in a JSON-LD document has a direction of its own and no language."""
    found: list[object] = []

    def note(value: dict[str, Any]) -> dict[str, Any]:
        if "@value" in value and value.get("@direction") and not value.get("@language"):
            found.append(value)
        return value

    json.loads(document, strict=False, object_hook=note)
    return bool(found)


def _lost(document: str, base: str | None) -> Iterator[tuple[Quad, Any, str]]:
    """Yield the terms that are no RDF and why, and the values without a node."""
    opened = _AS_KEY.sub(f'"{_GRAPH.value}"', document)
    if '"@graph"' in opened:
        opened = _AS_ALIAS.sub(rf'\1"{_GRAPH.value}"', opened)
    whole = f'{{"{_GRAPH.value}":{opened}}}'.encode()
    quads = list(parse(whole, RdfFormat.JSON_LD, base_iri=base, lenient=True))
    terms = {term for quad in quads for term in quad}
    reasons = {term: reason for term in terms if (reason := _reason(term))}
    below: set[Node] = set()  # what only a key that is lost leads to
    for quad in quads:
        is_below = quad.subject in below
        is_lost = quad.predicate in reasons
        if (is_below or is_lost) and (isinstance(quad.object, BlankNode) or quad.object in reasons):
            below.add(quad.object)
        if is_below:
            continue
        if is_lost:
            yield quad, quad.predicate, reasons[quad.predicate]
            continue
        yield from ((quad, term, reasons[term]) for term in quad if term in reasons)
        if quad.predicate == _GRAPH and isinstance(quad.object, Literal):
            yield quad, quad.object, ""


def _reason(term: Node) -> str:
    """Return why a term is none of RDF; empty where it is one."""
    try:
        if isinstance(term, Literal):
            if term.language is not None:
                Literal(term.value, language=term.language)
            return _reason(term.datatype)
        if isinstance(term, NamedNode):
            NamedNode(term.value)
    except ValueError as error:
        return str(error)
    return ""


def _refusal(text: str, name: str, quad: Quad, term: Any, reason: str) -> SourceError:
    is_literal = isinstance(term, Literal)
    word = (term.datatype if is_literal else term).value
    if is_literal and term.language is not None:
        word, message = term.language, f"is no language tag ({reason}); correct it"
    elif "No scheme" not in reason:
        message = f"is no IRI ({reason}); correct it"
    elif word.isidentifier() and (is_literal or quad.predicate == TYPE):
        message = 'is not in the @context, so it is no type; map it there, or add "@vocab"'
    else:
        message = (
            "is a relative IRI, and the file names no base; give --base IRI, "
            'or add "@base" to its @context'
        )
    return SourceError(f"{name}{_place(text, word)}: {_quoted(word)} {message}")


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _place(text: str, word: str, *, is_key: bool = False) -> str:
    """Return the place of the string that is the word, or from which the word was made."""
    string = rf"(?<!\\){re.escape(_quoted(word))}"
    number = rf'(?<![\w".-]){re.escape(word)}(?![\w".])'
    ending = rf'"[^"]*{re.escape(_quoted(end_of(word))[1:])}'
    outside = contexts.without(text)  # a term of a context is used elsewhere
    found = (
        re.search(string + (r"\s*:" if is_key else ""), outside)
        or re.search(string, text)
        or re.search(number, outside)
        or re.search(ending, outside)
    )
    return "" if found is None else contexts.place(text, found.start())
