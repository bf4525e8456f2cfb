"""Check the terms of a dataset, and say which of them no check can judge."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from mistral_kg.check.finding import WARNING, Finding
from mistral_kg.rdf.datatypes import is_ill_typed, is_known
from mistral_kg.rdf.names import curie, shown
from mistral_kg.terminal.captions import LANGUAGES
from mistral_kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set

    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node

    Places = Callable[[Set[Literal]], Mapping[Literal, list[str]]]
    """Gives where literals are in files, as FILE:LINE:COLUMN, as far as that can be found."""


def check_terms(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> list[Finding]:
    """Return the terms that engines would rewrite or read differently.

    Blank nodes, languages other than ours, text that is not in NFC, figures that are not in
    canonical form (as a store of pyoxigraph writes them).
    """
    quads = list(quads)
    store = Store()
    store.extend(quads)
    rewritten = set(store)
    found = set()
    for quad in quads:
        where = "_:" if isinstance(quad.subject, BlankNode) else _name(quad.subject, prefixes)
        for fix in filter(None, map(_why_not_portable, (quad.subject, quad.object))):
            found.add(Finding("violation", "plain-terms", where, fix))
        value = quad.object
        if isinstance(value, Literal) and quad not in rewritten and not is_ill_typed(value):
            fix = f"{value} is not in canonical form: engines rewrite it"
            found.add(Finding("violation", "canonical-literals", where, fix))
    return sorted(found)


def _why_not_portable(term: Node) -> str | None:
    if isinstance(term, BlankNode):
        return "a blank node has another name in every engine: give it an IRI"
    if isinstance(term, Literal):
        if term.language and term.language not in LANGUAGES:
            return f"the language tag of {term} is none of {', '.join(LANGUAGES)}"
        if not unicodedata.is_normalized("NFC", term.value):
            return f"{term} is not in Unicode form NFC: normalise it"
    return None


def check_values(
    quads: Iterable[Quad], places: Places, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return the ill-typed literals, each at its place in a file or, without one, at its subject.

    `datatypes` says what is ill-typed; an unknown datatype is not.
    """
    subjects: dict[Literal, dict[str, None]] = {}
    for quad in quads:
        for literal in _literals(quad.object):
            if is_ill_typed(literal):
                subjects.setdefault(literal, {})[_name(quad.subject, prefixes)] = None
    known = places(subjects.keys()) if subjects else {}
    found = []
    for literal, names in subjects.items():
        value, datatype = shown(Literal(literal.value)), _name(literal.datatype, prefixes)
        fix = f"{value} is no {datatype}: correct the value or its datatype"
        found += [
            Finding("violation", "literal-value", where, fix)
            for where in known.get(literal) or names
        ]
    return found


def find_unchecked(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> list[Finding]:
    """Return what the checks cannot judge: a warning for each kind, at the first such subject."""
    subjects: dict[str, list[str]] = {}
    # A triple of a passage is in the default graph too, and counts once.
    for triple in dict.fromkeys(quad.triple for quad in quads):
        for kind in _unchecked_in(triple.object, prefixes):
            subjects.setdefault(kind, []).append(_name(triple.subject, prefixes))
    found = []
    for kind, names in subjects.items():
        count = f"{len(names):,} triple{'' if len(names) == 1 else 's'}"
        found.append(Finding(WARNING, "not-checked", names[0], f"{kind} ({count})"))
    return found


def _unchecked_in(term: Node, prefixes: Mapping[str, str]) -> Iterator[str]:
    for literal in _literals(term):
        if not is_known(literal.datatype.value):
            name = _name(literal.datatype, prefixes)
            yield f"the values of {name} are not checked: the datatype is not known here"
    rest = "of RDF 1.2 is not checked: the shapes see"
    if isinstance(term, Triple):
        yield f"the triple term {rest} a blank node in its place"
    elif isinstance(term, Literal) and term.direction:
        yield f"the direction tag {rest} the text without it"


def _literals(term: Node) -> Iterator[Literal]:
    """Yield the literal, or those in a triple term."""
    if isinstance(term, Literal):
        yield term
    elif isinstance(term, Triple):
        yield from _literals(term.object)


def _name(node: Node, prefixes: Mapping[str, str]) -> str:
    return curie(node.value, prefixes) if isinstance(node, NamedNode) else str(node)
