"""What a query needs to find: its triples, its constants and its conditions on texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mistral_kg.vocabulary import Term


class Pattern(NamedTuple):
    """A triple that has to match; a variable is its name, with a question mark."""

    subject: Term | str
    predicate: Term | str
    object: Term | str
    graph: Term | str | None
    """None for the default graph."""

    def terms(self) -> tuple[Term | None, Term | None, Term | None]:
        """Return subject, predicate and object, None for a variable."""
        subject, predicate, target = (None if isinstance(p, str) else p for p in self[:3])
        return subject, predicate, target


class Constant(NamedTuple):
    """A term of the query: as which part of a triple, or a value that a variable has to have."""

    term: NamedNode | Literal
    role: str
    """subject, property, object, graph, value, or text, language and range of that of a value."""
    properties: tuple[NamedNode, ...]
    """The properties whose objects it is compared with, as far as the query says."""


class TextTest(NamedTuple):
    """A condition on a text: a function of SPARQL, `=` too, of a variable and a text."""

    function: str
    variable: str
    around: tuple[str, ...]
    """The functions around the variable, the outermost first: LCASE, UCASE, STR."""
    text: Literal
    flags: str
    properties: tuple[NamedNode, ...]
    """The properties whose objects it tests, as far as the query says."""
    is_subject: bool
    """Whether the variable is a subject, which no literal can be."""


class Needs:
    """What a query, a side of a UNION or one of several conditions needs to find."""

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self.constants: list[Constant] = []
        self.tests: list[TextTest] = []
        self.choices: list[list[Needs]] = []
        """The sides of each UNION and ||, the rows of VALUES, the values of IN: one is enough."""

    def add(self, term: Term | str | None, role: str, properties: Iterable[NamedNode] = ()) -> None:
        """Add a constant; a variable or blank node needs nothing."""
        if isinstance(term, NamedNode | Literal):
            self.constants.append(Constant(term, role, tuple(properties)))

    def all_patterns(self) -> list[Pattern]:
        """Return the triples of all choices too."""
        sides = [side for choice in self.choices for side in choice]
        return [*self.patterns, *(one for side in sides for one in side.all_patterns())]
