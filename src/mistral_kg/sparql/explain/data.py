"""Look single things up in the data, and read the first of them, within bounds."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from mistral_kg.rdf.names import curie
from mistral_kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mistral_kg.sparql.run import Queryable
    from mistral_kg.vocabulary import Term

_READ = 60_000
"""Quads that are read in search of what is like a term."""
_VALUES = 5_000
"""Values of a property that a condition is tried on."""
_SECONDS = 0.3
_REQUESTS = 12
"""Lookups that an endpoint is asked for, each a request."""
_BARE = {
    "integer": re.compile("[+-]?[0-9]+"),
    "decimal": re.compile("[+-]?[0-9]*[.][0-9]+"),
    "double": re.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][+-]?[0-9]+"),
    "boolean": re.compile("true|false"),
}
"""Literals that SPARQL reads without quotes, by datatype."""


class Data:
    """The data, with what was read of them: everything where they are few."""

    is_near = True
    """Whether a lookup costs next to nothing."""

    def __init__(self, store: Queryable, prefixes: Mapping[str, str]) -> None:
        self.store = store
        self.prefixes = prefixes

    def matching(
        self, subject: Any, predicate: Any, target: Any, graph: Any, most: int
    ) -> Iterator[Quad]:
        """Give at most so many quads that match; None is anything."""
        found = self.store.quads_for_pattern(subject, predicate, target, graph)
        return islice(iter(found), most)

    def has(self, subject: Any, predicate: Any, target: Any, graph: Any = None) -> bool:
        """Tell whether some quad matches."""
        return self.first(subject, predicate, target, graph) is not None

    def first(self, subject: Any, predicate: Any, target: Any, graph: Any = None) -> Quad | None:
        """Return a quad that matches, None where there is none."""
        return next(self.matching(subject, predicate, target, graph, 1), None)

    def occurs(self, term: Term) -> bool:
        """Tell whether a term is anywhere in the data."""
        if isinstance(term, Literal):
            return self.has(None, None, term)
        return (
            self.has(term, None, None)
            or self.has(None, term, None)
            or self.has(None, None, term)
            or self.has(None, None, None, term)
        )

    @cached_property
    def sample(self) -> Sample:
        """What was read of the data, once; nothing of an endpoint, which has too much."""
        anything = (None, None, None, None)
        return Sample(self.matching(*anything, _READ + 1) if self.is_near else iter(()))

    def write(self, term: Term) -> str:
        """Return a term as a query would write it."""
        if isinstance(term, NamedNode):
            return curie(term.value, self.prefixes)
        if not isinstance(term, Literal):
            return str(term)
        line = " ".join(term.value.split())
        text = str(Literal(line if len(line) <= 60 else f"{line[:59]}…"))
        if term.language:
            return f"{text}@{term.language}"
        kind = term.datatype.value.removeprefix(XSD)
        if kind == "string":
            return text
        if kind in _BARE and _BARE[kind].fullmatch(term.value):
            return term.value
        return f"{text}^^{curie(term.datatype.value, self.prefixes)}"


class Distant(Data):
    """The data of an endpoint, of which each lookup is a request: few are made."""

    is_near = False

    def __init__(self, store: Queryable, prefixes: Mapping[str, str]) -> None:
        super().__init__(store, prefixes)
        self._left = _REQUESTS

    def matching(
        self, subject: Any, predicate: Any, target: Any, graph: Any, most: int
    ) -> Iterator[Quad]:
        """Give at most so many quads that match, by one request.

        Raises NoHintError when there were enough requests.
        """
        self._left -= 1
        if self._left < 0:
            raise NoHintError
        terms = {"?s": subject, "?p": predicate, "?o": target}
        triple = " ".join(name if term is None else str(term) for name, term in terms.items())
        pattern = triple
        if graph is None:
            pattern = f"{{ {triple} }} UNION {{ GRAPH ?g {{ {triple} }} }}"
        elif graph != DefaultGraph():
            pattern = f"GRAPH {graph} {{ {triple} }}"
        rows = self.store.query(f"SELECT ?s ?p ?o ?g {{ {pattern} }} LIMIT {most}")
        for row in rows:
            one, two, three = (row[n[1:]] if t is None else t for n, t in terms.items())
            yield Quad(one, two, three, row["g"] or graph or DefaultGraph())


class NoHintError(Exception):
    """No more is looked up."""


class Sample:
    """The first quads, with their names and texts; all quads where they are few."""

    def __init__(self, quads: Iterator[Quad]) -> None:
        end = perf_counter() + _SECONDS
        self.quads: list[Quad] = []
        self.is_whole = False
        for number, quad in enumerate(quads):
            if number == _READ or (number % 1000 == 0 and perf_counter() > end):
                break
            self.quads.append(quad)
        else:
            self.is_whole = bool(self.quads)
        self.properties = list(dict.fromkeys(quad.predicate for quad in self.quads))
        terms = dict.fromkeys(term for quad in self.quads for term in (quad.subject, quad.object))
        self.things = [term for term in terms if isinstance(term, NamedNode)]
        self.literals = [term for term in terms if isinstance(term, Literal)]

    def values(self, properties: Collection[NamedNode], *, subjects: bool = False) -> list[Term]:
        """Return objects of these properties, or of any without one; or the subjects instead."""
        values = dict.fromkeys(
            quad.subject if subjects else quad.object
            for quad in self.quads
            if subjects or not properties or quad.predicate in properties
        )
        return list(values)[:_VALUES]
