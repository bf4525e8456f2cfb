"""Read what a query needs to find, as rdflib parses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from mistral_kg.sparql.explain.asked import Asked, Constant, Pattern, TextTest, is_type
from mistral_kg.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from mistral_kg.vocabulary import Term

_UNWRITTEN = [NamedNode(f"{RDF}{name}") for name in ("type", "first", "rest", "nil")]
"""What the parser puts for `a` and for round brackets, which the query need not name."""
_TESTS = frozenset({"CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LANGMATCHES"})
_AROUND = frozenset({"LCASE", "UCASE", "STR", "LANG"})
_ROLES = {(): "value", ("LANG",): "language", ("STR",): "text"}
"""What a value is of a variable with these functions around it, as `Constant.role` says."""


def read(
    text: str, prefixes: Mapping[str, str], bindings: Mapping[str, Term], base: str | None = None
) -> Asked | None:
    """Return what a query needs to find, None where rdflib cannot read it.

    What is optional or must be absent is no need.
    """
    import rdflib
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    from mistral_kg.rdf.quiet import quiet

    normalizes, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with quiet():
            tree = parseQuery(text.replace("\r", "\n"))
            algebra = translateQuery(tree, base=base, initNs=dict(prefixes)).algebra
        reader = _Reader(bindings, {term for term in _UNWRITTEN if not _is_written(term, text)})
        if algebra.name == "DescribeQuery":
            reader.described(algebra.PV)
        reader.read(algebra.p, None)
    except Exception:
        # Whatever the second parser cannot do leaves us without a hint, never without an answer.
        return None
    finally:
        rdflib.NORMALIZE_LITERALS = normalizes
    return reader.asked()


def _is_written(term: NamedNode, text: str) -> bool:
    name = term.value.removeprefix(RDF)
    return f":{name}" in text or f"#{name}>" in text


class _Reader:
    def __init__(
        self,
        bindings: Mapping[str, Term],
        unwritten: Container[NamedNode],
        around: _Reader | None = None,
    ) -> None:
        self._bindings = bindings
        self._unwritten = unwritten
        self._around = around
        """Whose variables a condition is about that this one reads; none for a group."""
        self.patterns: list[Pattern] = []
        self._variables: set[str] = set()
        self._subjects: set[str] = set()
        self._besides: list[Pattern] = []
        """Triples of sides, which need not match."""
        self._found: list[Constant] = []
        self._values: list[tuple[str, Term, str]] = []
        self._tests: list[TextTest] = []
        self._choices: list[list[_Reader]] = []

    def asked(self) -> Asked:
        """Return what was read."""
        choices = [[side.asked() for side in sides] for sides in self._choices]
        constants = list(dict.fromkeys(self._constants()))
        return Asked(self.patterns, constants, list(self._tested()), choices)

    def described(self, terms: Iterable[Any]) -> None:
        """Read what a DESCRIBE names: where several things are, one is enough."""
        sides = []
        for term in terms:
            sides.append(self._part())
            sides[-1]._constant(self._term(term), "subject")
        self._choices.append(sides)

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
            self._choices.append([self._row(row) for row in node.res])
            return
        if kind == "Union":
            sides = [_Reader(self._bindings, self._unwritten) for _ in range(2)]
            for side, below in zip(sides, (node.p1, node.p2), strict=True):
                side.read(below, graph)
                self._see(side)
            self._choices.append(sides)
            return
        if kind == "LeftJoin":
            side = _Reader(self._bindings, self._unwritten)
            side.read(node.p2, graph)
            self._see(side)
        if kind == "Filter":
            self._condition(node.expr)
        for part in ("p", "p1") if kind in {"LeftJoin", "Minus"} else ("p", "p1", "p2"):
            below = node.get(part) if hasattr(node, "get") else None
            if below is not None:
                self.read(below, graph)

    def _see(self, side: _Reader) -> None:
        """Take what a side says of its variables, of which a condition may be."""
        self._besides += [*side.patterns, *side._besides]
        self._variables |= side._variables
        self._subjects |= side._subjects

    def _part(self) -> _Reader:
        """Return a reader of one of several conditions, of which one is enough."""
        return _Reader(self._bindings, self._unwritten, self)

    def _row(self, row: Mapping[Any, Any]) -> _Reader:
        part = self._part()
        for variable, value in row.items():
            part._value(variable, value)
        return part

    def _constants(self) -> Iterator[Constant]:
        """Give the constants, with the properties whose objects a value is compared with.

        A variable that no triple has is computed: of its values the data say nothing.
        """
        yield from self._found
        for variable, term, role in self._values:
            if self._has(variable):
                yield Constant(term, role, self._properties(variable))

    def _tested(self) -> Iterator[TextTest]:
        for test in self._tests:
            if self._has(test.variable):
                yield test._replace(
                    properties=self._properties(test.variable),
                    is_named=self._is_named(test.variable),
                )

    def _has(self, variable: str) -> bool:
        return self._around._has(variable) if self._around else variable in self._variables

    def _is_named(self, variable: str) -> bool:
        return self._around._is_named(variable) if self._around else variable in self._subjects

    def _properties(self, variable: str) -> tuple[NamedNode, ...]:
        if self._around:
            return self._around._properties(variable)
        return tuple(
            one.predicate
            for one in dict.fromkeys((*self.patterns, *self._besides))
            if one.object == variable and isinstance(one.predicate, NamedNode)
        )

    def _triple(self, subject: Any, predicate: Any, target: Any, graph: Term | str | None) -> None:
        terms = self._term(subject), self._term(target)
        self._variables.update(f"?{one}" for one in (subject, predicate, target))
        self._subjects.add(f"?{subject}")
        self._constant(terms[0], "subject")
        for one in _needed(predicate):
            self._constant(self._term(one), "property")
        known = self._term(predicate)
        properties = (known,) if isinstance(known, NamedNode) else ()
        self._constant(terms[1], "object", properties)
        if known is None or terms[0] is None or terms[1] is None:
            return
        if is_type(known) or known not in self._unwritten:
            self.patterns.append(Pattern(terms[0], known, terms[1], graph))

    def _constant(self, term: Any, role: str, properties: tuple[NamedNode, ...] = ()) -> None:
        if isinstance(term, NamedNode | Literal) and term not in self._unwritten:
            self._found.append(Constant(term, role, properties))

    def _value(self, variable: Any, value: Any, role: str = "value") -> None:
        term = self._term(value)
        if isinstance(term, NamedNode | Literal):
            self._values.append((f"?{variable}", term, role))

    def _condition(self, node: Any) -> None:
        kind = getattr(node, "name", "")
        if kind == "ConditionalAndExpression":
            for part in (node.expr, *node.other):
                self._condition(part)
        elif kind == "ConditionalOrExpression":
            self._either(_Reader._condition, (node.expr, *node.other))
        elif kind == "RelationalExpression" and node.op == "=":
            self._equal(node.expr, node.other)
        elif kind == "RelationalExpression" and node.op == "IN" and isinstance(node.other, list):
            self._either(lambda part, one: part._equal(node.expr, one), node.other)
        elif kind.removeprefix("Builtin_") in _TESTS:
            self._test(kind.removeprefix("Builtin_"), node)

    def _either(self, read: Callable[[_Reader, Any], None], several: Iterable[Any]) -> None:
        """Read conditions of which one is enough."""
        sides = []
        for one in several:
            sides.append(self._part())
            read(sides[-1], one)
        self._choices.append(sides)

    def _equal(self, one: Any, other: Any) -> None:
        from rdflib.term import Variable

        for left, right in ((one, other), (other, one)):
            functions, inside = _unwrapped(left)
            if not isinstance(inside, Variable):
                continue
            if functions in _ROLES:
                self._value(inside, right, _ROLES[functions])
            elif set(functions) <= {"LCASE", "UCASE", "STR"}:
                self._add_test("=", inside, functions, right)

    def _test(self, name: str, node: Any) -> None:
        from rdflib.term import Variable

        names = ("text", "pattern") if name == "REGEX" else ("arg1", "arg2")
        subject, text = (node.get(one) for one in names)
        functions, inside = _unwrapped(subject)
        if not isinstance(inside, Variable):
            return
        if name == "LANGMATCHES":
            if functions == ("LANG",):
                self._value(inside, text, "range")
        elif set(functions) <= {"LCASE", "UCASE", "STR"}:
            self._add_test(name, inside, functions, text, str(node.flags or ""))

    def _add_test(
        self, name: str, variable: Any, functions: tuple[str, ...], text: Any, flags: str = ""
    ) -> None:
        term = self._term(text)
        if isinstance(term, Literal):
            self._tests.append(TextTest(name, f"?{variable}", functions, term, flags))

    def _term(self, term: Any) -> Any:
        """Return a term as the engine has it, the name of a variable, None for a path."""
        from rdflib.term import BNode, Variable

        if isinstance(term, Variable):
            return self._bindings.get(str(term), f"?{term}")
        if isinstance(term, BNode):
            return f"?_{term}"
        return _converted(term)


def _unwrapped(node: Any) -> tuple[tuple[str, ...], Any]:
    """Return the functions of one argument around something, the outermost first, and that."""
    functions = []
    while getattr(node, "name", "") in {
        f"Builtin_{one}" for one in ("LCASE", "UCASE", "STR", "LANG")
    }:
        functions.append(node.name.removeprefix("Builtin_"))
        node = node.arg
    return tuple(functions), node


def _converted(term: Any) -> NamedNode | Literal | None:
    from rdflib.term import Literal as RdfLiteral
    from rdflib.term import URIRef

    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, RdfLiteral):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype or f"{XSD}string")))
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
