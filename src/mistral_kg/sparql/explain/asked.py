"""What a query needs to find: its triples, its constants and its conditions on texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from mistral_kg.vocabulary import RDF

if TYPE_CHECKING:
    from mistral_kg.vocabulary import Term


class Pattern(NamedTuple):
    """A triple that has to match; a variable is its name, with a question mark."""

    subject: Term | str
    predicate: Term | str
    object: Term | str
    graph: Term | str | None
    """None for the default graph."""


class Constant(NamedTuple):
    """A term of the query: as which part of a triple, or a value that a variable has to have."""

    term: Term
    role: str
    """subject, property, object, graph, value, or text, language and range of that of a value."""
    properties: tuple[NamedNode, ...] = ()
    """The properties whose objects it is compared with, as far as the query says."""


class TextTest(NamedTuple):
    """A condition on a text: a function of SPARQL, `=` too, of a variable and a text."""

    function: str
    variable: str
    around: tuple[str, ...]
    """The functions around the variable, the outermost first: LCASE, UCASE, STR."""
    text: Literal
    flags: str = ""
    properties: tuple[NamedNode, ...] = ()
    """The properties whose objects it tests, as far as the query says."""
    is_named: bool = False
    """Whether the variable stands where a triple can have no literal."""


class Asked(NamedTuple):
    """What a query needs to find."""

    patterns: list[Pattern]
    constants: list[Constant]
    tests: list[TextTest]
    choices: list[list[Asked]]
    """The sides of each UNION and ||, the rows of VALUES, the values of IN: one is enough."""


def is_type(predicate: Term | str) -> bool:
    """Tell whether this is rdf:type."""
    return isinstance(predicate, NamedNode) and predicate.value == f"{RDF}type"


def fixed(term: Term | str | None) -> NamedNode | BlankNode | Literal | None:
    """Return the term of a pattern where it is no variable."""
    return term if isinstance(term, NamedNode | BlankNode | Literal) else None
