"""Read what a query needs to find: its triples and its constants, as rdflib parses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from mistral_kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mistral_kg.vocabulary import Term

_STRING = "http://www.w3.org/2001/XMLSchema#string"


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
    """subject, property, object, graph, value, or text and language for those of a value."""
    properties: tuple[NamedNode, ...] = ()
    """The properties whose objects it is compared with, as far as the query says."""


class Asked(NamedTuple):
    """What a query needs to find."""

    patterns: list[Pattern]
    constants: list[Constant]
    choices: list[tuple[Asked, Asked]]
    """The sides of each UNION, of which one is enough."""


def read(
    text: str, prefixes: Mapping[str, str], bindings: Mapping[str, Term], base: str | None = None
) -> Asked | None:
    """Return what a query needs to find, None where rdflib cannot read it.

    What is optional or must be absent is no need.
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    from mistral_kg._quiet import quiet

    try:
        with quiet():
            tree = parseQuery(text.replace("\r", "\n"))
            algebra = translateQuery(tree, base=base, initNs=dict(prefixes)).algebra
        reader = _Reader(bindings)
        reader.read(algebra.p, None)
    except Exception:
        # Whatever the second parser cannot do leaves us without a hint, never without an answer.
        return None
    return reader.asked()


class _Reader:
    def __init__(self, bindings: Mapping[str, Term]) -> None:
        self._bindings = bindings
        self.patterns: list[Pattern] = []
        self._found: list[Constant] = []
        self._values: list[tuple[str, Term, str]] = []
        self._choices: list[tuple[Asked, Asked]] = []

    def asked(self) -> Asked:
        """Return what was read."""
        return Asked(self.patterns, list(dict.fromkeys(self.constants())), self._choices)

    def read(self, node: Any, graph: Term | str | None) -> None:
        """Read a node of the algebra and what it needs below it."""
        kind = getattr(node, "name", "")
        if kind == "BGP":
            for subject, predicate, target in node.triples:
                self._triple(subject, predicate, target, graph)
            return
        if kind == "Graph":
            inside = self._term(node.term)
            self._constant(inside, "graph")
            self.read(node.p, inside)
            return
        if kind == "values":
            for row in node.res:
                for variable, value in row.items():
                    self._value(variable, value)
            return
        if kind == "Union":
            sides = _Reader(self._bindings), _Reader(self._bindings)
            for side, below in zip(sides, (node.p1, node.p2), strict=True):
                side.read(below, graph)
            self._choices.append((sides[0].asked(), sides[1].asked()))
            return
        if kind == "Filter":
            self._condition(node.expr)
        for part in ("p", "p1") if kind in {"LeftJoin", "Minus"} else ("p", "p1", "p2"):
            below = node.get(part) if hasattr(node, "get") else None
            if below is not None:
                self.read(below, graph)

    def constants(self) -> Iterator[Constant]:
        """Give the constants, with the properties whose objects a value is compared with."""
        yield from self._found
        for variable, term, role in self._values:
            properties = tuple(
                one.predicate
                for one in self.patterns
                if one.object == variable and isinstance(one.predicate, NamedNode)
            )
            yield Constant(term, role, properties)

    def _triple(self, subject: Any, predicate: Any, target: Any, graph: Term | str | None) -> None:
        terms = self._term(subject), self._term(target)
        self._constant(terms[0], "subject")
        for one in _needed(predicate):
            self._constant(self._term(one), "property")
        known = self._term(predicate)
        properties = (known,) if isinstance(known, NamedNode) else ()
        self._constant(terms[1], "object", properties)
        if known is not None and terms[0] is not None and terms[1] is not None:
            self.patterns.append(Pattern(terms[0], known, terms[1], graph))

    def _constant(self, term: Any, role: str, properties: tuple[NamedNode, ...] = ()) -> None:
        if isinstance(term, NamedNode | Literal) and term not in self._bindings.values():
            self._found.append(Constant(term, role, properties))

    def _value(self, variable: Any, value: Any, role: str = "value") -> None:
        term = _converted(value)
        if isinstance(term, NamedNode | Literal):
            self._values.append((f"?{variable}", term, role))

    def _condition(self, node: Any) -> None:
        kind = getattr(node, "name", "")
        if kind in {"ConditionalAndExpression", "ConditionalOrExpression"}:
            for part in (node.expr, *node.other):
                self._condition(part)
        if kind != "RelationalExpression" or node.op not in {"=", "IN"}:
            return
        from rdflib.term import Variable

        others = node.other if isinstance(node.other, list) else [node.other]
        for left, right in [(node.expr, one) for one in others] + [
            (one, node.expr) for one in others
        ]:
            if isinstance(left, Variable):
                self._value(left, right)
            elif getattr(left, "name", "") == "Builtin_LANG" and isinstance(left.arg, Variable):
                self._value(left.arg, right, "language")
            elif getattr(left, "name", "") == "Builtin_STR" and isinstance(left.arg, Variable):
                self._value(left.arg, right, "text")

    def _term(self, term: Any) -> Any:
        """Return a term as the engine has it, the name of a variable, None for a path."""
        from rdflib.term import BNode, Variable

        if isinstance(term, Variable):
            return self._bindings.get(str(term), f"?{term}")
        if isinstance(term, BNode):
            return f"?_{term}"
        return _converted(term)


def _converted(term: Any) -> NamedNode | Literal | None:
    from rdflib.term import Literal as RdfLiteral
    from rdflib.term import URIRef

    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, RdfLiteral):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype or _STRING)))
    return None


def _needed(predicate: Any) -> Iterator[Any]:
    """Give the IRIs that a property or a path cannot do without."""
    from rdflib.paths import InvPath, SequencePath
    from rdflib.term import URIRef

    if isinstance(predicate, URIRef):
        yield predicate
    elif isinstance(predicate, SequencePath):
        for part in predicate.args:
            yield from _needed(part)
    elif isinstance(predicate, InvPath):
        yield from _needed(predicate.arg)


def is_type(predicate: Term | str) -> bool:
    """Tell whether this is rdf:type."""
    return isinstance(predicate, NamedNode) and predicate.value == f"{RDF}type"


def fixed(term: Term | str | None) -> NamedNode | BlankNode | Literal | None:
    """Return the term of a pattern where it is no variable."""
    return term if isinstance(term, NamedNode | BlankNode | Literal) else None
