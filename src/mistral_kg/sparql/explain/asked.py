"""What a query needs to find: its triples, its constants and its conditions on texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from mistral_kg.vocabulary import TYPE

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
    """Whether the variable is a subject, which no literal can be."""


class Asked:
    """What a query, a side of a UNION or one of several conditions needs to find."""

    def __init__(self, around: Asked | None = None) -> None:
        self.patterns: list[Pattern] = []
        self.choices: list[list[Asked]] = []
        """The sides of each UNION and ||, the rows of VALUES, the values of IN: one is enough."""
        self.variables: set[str] = set()
        self.subjects: set[str] = set()
        self._scope: Asked = around._scope if around else self
        """Whose variables a condition is about."""
        self._besides: list[Pattern] = []
        """Triples of sides, which need not match."""
        self._constants: list[tuple[str, Constant]] = []
        self._tests: list[TextTest] = []

    def need(self, term: Term | str, role: str, properties: tuple[NamedNode, ...] = ()) -> None:
        """Take a part of a triple; a variable needs nothing."""
        if isinstance(term, NamedNode | Literal):
            self._constants.append(("", Constant(term, role, properties)))

    def compare(self, variable: str, term: Term | str | None, role: str) -> None:
        """Take a value that a variable has to have."""
        if isinstance(term, NamedNode | Literal):
            self._constants.append((variable, Constant(term, role)))

    def test(self, test: TextTest) -> None:
        """Take a condition on a text."""
        self._tests.append(test)

    def see(self, side: Asked) -> None:
        """Take what a side says of its variables, which a condition may be about."""
        self._besides += [*side.patterns, *side._besides]
        self.variables |= side.variables
        self.subjects |= side.subjects

    def constants(self) -> list[Constant]:
        """Return the constants in the order of the query, each once.

        A variable that no triple has is computed: the data do not say what its values are.
        """
        return list(
            dict.fromkeys(
                constant._replace(properties=self._properties(variable)) if variable else constant
                for variable, constant in self._constants
                if not variable or variable in self._scope.variables
            )
        )

    def tests(self) -> list[TextTest]:
        """Return the conditions on texts of variables that a triple has."""
        return [
            test._replace(
                properties=self._properties(test.variable),
                is_named=test.variable in self._scope.subjects,
            )
            for test in self._tests
            if test.variable in self._scope.variables
        ]

    def _properties(self, variable: str) -> tuple[NamedNode, ...]:
        return tuple(
            one.predicate
            for one in dict.fromkeys((*self._scope.patterns, *self._scope._besides))
            if one.object == variable and isinstance(one.predicate, NamedNode)
        )


def is_type(predicate: Term | str) -> bool:
    """Tell whether this is rdf:type."""
    return predicate == TYPE


def fixed(term: Term | str | None) -> NamedNode | BlankNode | Literal | None:
    """Return the term of a pattern where it is no variable."""
    return term if isinstance(term, NamedNode | BlankNode | Literal) else None
