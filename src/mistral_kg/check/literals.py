"""Check the values of literals, and say which terms no check can judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from mistral_kg.check.finding import WARNING, Finding
from mistral_kg.rdf.datatypes import is_ill_typed, is_known
from mistral_kg.rdf.names import curie, shown
from mistral_kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set

    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node

    Places = Callable[[Set[Literal]], Mapping[Literal, list[str]]]
    """Gives where literals are in files, as FILE:LINE:COLUMN, as far as that can be found."""

_TRIPLE_TERM = "the triple term of RDF 1.2 is not checked: the shapes see a blank node in its place"
_DIRECTION = "the direction tag of RDF 1.2 is not checked: the shapes see the text without it"


def nowhere(_literals: Set[Literal]) -> dict[Literal, list[str]]:
    """Return no place: the source is no file."""
    return {}


def check_values(
    quads: Iterable[Quad], places: Places = nowhere, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return the ill-typed literals, each at its place in a file or, without one, at its subject.

    `datatypes` says what is ill-typed; an unknown datatype is not.
    """
    subjects: dict[Literal, dict[str, None]] = {}
    for quad in quads:
        for literal in _literals(quad.object):
            if is_ill_typed(literal):
                subjects.setdefault(literal, {})[_name(quad.subject, prefixes)] = None
    found = places(subjects.keys()) if subjects else {}
    return [
        Finding("violation", "literal-value", where, _wrong(literal, prefixes))
        for literal, names in subjects.items()
        for where in found.get(literal) or names
    ]


def unchecked(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> list[Finding]:
    """Return what the checks cannot judge: a warning for each kind, at the first such subject."""
    subjects: dict[str, list[str]] = {}
    # A triple of a passage is in the default graph too, and counts once.
    for triple in dict.fromkeys(quad.triple for quad in quads):
        kinds = [_unknown(one, prefixes) for one in _literals(triple.object) if not _known(one)]
        if isinstance(triple.object, Triple):
            kinds.append(_TRIPLE_TERM)
        elif isinstance(triple.object, Literal) and triple.object.direction:
            kinds.append(_DIRECTION)
        for kind in kinds:
            subjects.setdefault(kind, []).append(_name(triple.subject, prefixes))
    return [
        Finding(WARNING, "not-checked", names[0], f"{kind} ({_count(len(names))})")
        for kind, names in subjects.items()
    ]


def _literals(term: Node) -> Iterator[Literal]:
    """Yield the literal, or those in a triple term."""
    if isinstance(term, Literal):
        yield term
    elif isinstance(term, Triple):
        yield from _literals(term.object)


def _known(literal: Literal) -> bool:
    return is_known(literal.datatype.value)


def _unknown(literal: Literal, prefixes: Mapping[str, str]) -> str:
    name = curie(literal.datatype.value, prefixes)
    return f"the values of {name} are not checked: the datatype is not known here"


def _wrong(literal: Literal, prefixes: Mapping[str, str]) -> str:
    name = curie(literal.datatype.value, prefixes)
    return f"{shown(Literal(literal.value))} is no {name}: correct the value or its datatype"


def _name(subject: Node, prefixes: Mapping[str, str]) -> str:
    return curie(subject.value, prefixes) if isinstance(subject, NamedNode) else str(subject)


def _count(number: int) -> str:
    return f"{number:,} triple{'' if number == 1 else 's'}"
