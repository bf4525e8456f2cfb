"""Answer queries over literals as they were written, which a store rewrites.

A store of the engine keeps the value of a literal, not its form: `"01"^^xsd:integer` becomes `1`,
`1.50` becomes `1.5`, an `xsd:int` an `xsd:integer`. SPARQL matches terms and compares values. So
where data hold such a literal, a second store keeps it under a datatype of its own, which no
value is read from; a query is rewritten to look at the value where SPARQL says value (operators,
functions, ORDER BY, SUM and AVG) and at the term everywhere else (patterns, joins, DISTINCT,
GROUP BY, sameTerm, STR, DATATYPE, MIN, MAX); and the answer names the literals as written. Where
data hold none, which is the rule, nothing of this is made.

What holds: a literal of the data or of a pattern of the query comes out as written, and equals
only itself where SPARQL compares terms. What an expression computes has the engine's form. A
language tag is in lower case, as RDF 1.1 allows. Literals inside triple terms are not looked at.
"""

from __future__ import annotations

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    Variable,
    parse_query_results,
)

from mistral_kg.vocabulary import XSD, Node, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from pyoxigraph import QueryTriples

_KEPT = "urn:mistral-kg:as-written:"
"""What is put before the datatype of a literal that the store would rewrite."""

VALUE = "urn:mistral-kg:value"
"""The function from a term of the second store to the term that the engine reads values from."""

NUMBER = "urn:mistral-kg:number"
"""The function from a term to its number in the list of literals kept, "" for any other."""

WRITTEN = "urn:mistral-kg:written"
"""The function from the least or greatest value to the term, of those numbered, that has it."""

TYPE = "urn:mistral-kg:type"
"""The function from a datatype of the second store to the datatype as written."""


MOST = 4_000_000
"""Bytes of files up to which they are looked through for literals that a store rewrites."""


def rewrites(terms: Iterable[Node]) -> bool:
    """Tell whether a store rewrites one of the terms."""
    return bool(_rewritten({o for o in terms if isinstance(o, Literal) and _may_change(o)}))


def of(quads: Iterable[Quad]) -> Exact | None:
    """Return what answers with literals as written; None where the store rewrites none of them."""
    quads = list(quads)
    objects = (quad.object for quad in quads)
    kept = _rewritten({o for o in objects if isinstance(o, Literal) and _may_change(o)})
    return Exact(quads, kept) if kept else None


class Exact:
    """A dataset in which every literal has the form in which it was written."""

    def __init__(self, quads: Iterable[Quad], kept: Mapping[Literal, Literal]) -> None:
        self._canonical = {_keep(literal): value for literal, value in kept.items()}
        self._kept = list(self._canonical)
        self._numbers: dict[Term, int] = {kept: number for number, kept in enumerate(self._kept)}
        self._known: dict[Literal, Literal] = {literal: _keep(literal) for literal in kept}
        known = self._known
        self.store = Store()
        self.store.extend(
            Quad(quad.subject, quad.predicate, known[quad.object], quad.graph_name)
            if isinstance(quad.object, Literal) and quad.object in known
            else quad
            for quad in quads
        )

    def written(self, literal: Literal) -> Literal:
        """Return what stands in the second store for a literal of a query."""
        if literal not in self._known:
            self._known[literal] = _keep(literal) if _rewritten({literal}) else literal
        return self._known[literal]

    def query(
        self,
        text: str,
        prefixes: Mapping[str, str],
        substitutions: Mapping[Variable, Any],
        **options: Any,
    ) -> QuerySolutions | QueryBoolean | Iterator[Triple] | None:
        """Return the answer to a query that the engine can read; None where it is not rewritten."""
        from mistral_kg._values import by_value

        rewritten = by_value(text, prefixes, self.written)
        if rewritten is None:
            return None
        terms = {
            key: self.written(term) if isinstance(term, Literal) else term
            for key, term in substitutions.items()
        }
        try:
            result = self.store.query(
                rewritten,
                prefixes=dict(prefixes),
                substitutions=terms,
                custom_functions=self._functions(),
                **options,
            )
        except SyntaxError:
            return None  # a form that is not rewritten: better the engine's form than no answer
        if isinstance(result, QueryBoolean):
            return result
        if isinstance(result, QuerySolutions):
            return parse_query_results(_Json(result), QueryResultsFormat.JSON)  # type: ignore[arg-type]
        return _triples(result)

    def _functions(self) -> dict[NamedNode, Callable[..., Term | None]]:
        return {
            NamedNode(VALUE): _as_written,
            NamedNode(NUMBER): self._number,
            NamedNode(WRITTEN): self._of_value,
            NamedNode(TYPE): lambda term: (
                NamedNode(term.value.removeprefix(_KEPT)) if isinstance(term, NamedNode) else term
            ),
        }

    def _number(self, term: Term) -> Literal:
        known = isinstance(term, Literal) and term in self._canonical
        return Literal(str(self._numbers[term]) if known else "")

    def _of_value(self, value: Term, numbers: Term) -> Term:
        listed = numbers.value.split() if isinstance(numbers, Literal) else []
        for number in sorted(map(int, listed)):
            if self._canonical[self._kept[number]] == value:
                return self._kept[number]
        return value


def _rewritten(literals: set[Literal]) -> dict[Literal, Literal]:
    """Return which of the literals a store rewrites, and to what."""
    listed = list(literals)
    store = Store()
    name = NamedNode("urn:mistral-kg:literal")
    store.extend(
        Quad(NamedNode(f"urn:mistral-kg:{place}"), name, literal)
        for place, literal in enumerate(listed)
    )
    found = ((listed[int(quad.subject.value.rpartition(":")[2])], quad.object) for quad in store)
    # In the order of their texts, as what is chosen of several by their number shall be the same.
    changed = ((one, other) for one, other in found if one != other)
    return dict(sorted(changed, key=lambda pair: str(pair[0])))


_PLAIN = {XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}


def _may_change(literal: Literal) -> bool:
    """Tell whether a store may rewrite a literal; whether it does only a store can tell."""
    datatype = literal.datatype.value
    if not datatype.startswith(XSD) or datatype in _PLAIN:
        return False
    value = literal.value
    plain = datatype == XSD + "integer" and value.isdecimal() and value.isascii()
    return not (plain and (value[0] != "0" or value == "0"))


def _keep(literal: Literal) -> Literal:
    return Literal(literal.value, datatype=NamedNode(_KEPT + literal.datatype.value))


def _as_written(term: Term) -> Term:
    """Return the literal as it was written for the one that the second store has."""
    if isinstance(term, Literal) and term.datatype.value.startswith(_KEPT):
        return Literal(term.value, datatype=NamedNode(term.datatype.value.removeprefix(_KEPT)))
    return term


def _triples(result: QueryTriples) -> Iterator[Triple]:
    return (Triple(one.subject, one.predicate, _as_written(one.object)) for one in result)


class _Json:
    """An answer as a file of JSON, with literals as written: what the engine's reader reads.

    Only so does a solution become one of the engine's again with the form of its literals kept.
    """

    def __init__(self, result: QuerySolutions) -> None:
        self._parts = _json(result)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, as the reader would write beyond its own end with more."""
        if not self._rest:
            self._rest = next(self._parts, b"")
        if size < 0:
            size = len(self._rest)
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


def _json(result: QuerySolutions) -> Iterator[bytes]:
    import json

    columns = [variable.value for variable in result.variables]
    yield b'{"head":{"vars":%s},"results":{"bindings":[' % json.dumps(columns).encode()
    comma = b""
    for solution in result:
        bound = zip(columns, solution, strict=True)
        row = {name: _json_term(_as_written(term)) for name, term in bound if term is not None}
        yield comma + json.dumps(row).encode()
        comma = b","
    yield b"]}}"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        value = {name: _json_term(_as_written(part)) for name, part in parts.items()}
        return {"type": "triple", "value": value}
    if not isinstance(term, Literal):
        kind = "uri" if isinstance(term, NamedNode) else "bnode"
        return {"type": kind, "value": term.value}
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is None:
        return written | {"datatype": term.datatype.value}
    if term.direction is not None:
        written["its:dir"] = term.direction.value
    return written | {"xml:lang": term.language}
