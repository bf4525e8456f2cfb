"""Look single things up in the data, and read the first of them, within bounds."""

from __future__ import annotations

from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from mistral_kg.hints.asked import is_type
from mistral_kg.labels import curie
from mistral_kg.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad, Store

    from mistral_kg.vocabulary import Term

_READ = 60_000
"""Quads that are read in search of what is like a term."""
_SECONDS = 0.3
_PROPERTY = NamedNode(f"{RDF}Property")


class Data:
    """The data, with what was read of them: everything where they are few."""

    def __init__(self, store: Store, prefixes: Mapping[str, str]) -> None:
        self.store = store
        self.prefixes = prefixes
        self._read: Sample | None = None

    def has(self, subject: object, predicate: object, target: object, graph: object = None) -> bool:
        """Tell whether some quad matches; None is anything."""
        return self.first(subject, predicate, target, graph) is not None

    def first(
        self, subject: object, predicate: object, target: object, graph: object = None
    ) -> Quad | None:
        """Return a quad that matches, None where there is none."""
        found = self.store.quads_for_pattern(subject, predicate, target, graph)  # type: ignore[arg-type]
        return next(iter(found), None)

    def occurs(self, term: Term) -> bool:
        """Tell whether a term stands anywhere in the data."""
        if isinstance(term, Literal):
            return self.has(None, None, term)
        return (
            self.has(term, None, None)
            or self.has(None, term, None)
            or self.has(None, None, term)
            or self.has(None, None, None, term)
        )

    @property
    def sample(self) -> Sample:
        """What was read of the data, once."""
        if self._read is None:
            self._read = Sample(self.store.quads_for_pattern(None, None, None, None))
        return self._read

    def written(self, term: Term) -> str:
        """Return a term as a query would write it."""
        if isinstance(term, NamedNode):
            return curie(term.value, self.prefixes)
        if not isinstance(term, Literal):
            return str(term)
        text = str(Literal(_one_line(term.value)))
        if term.language:
            return f"{text}@{term.language}"
        kind = term.datatype.value.removeprefix(XSD)
        if kind == "string":
            return text
        if kind == "integer":
            return term.value
        return f"{text}^^{curie(term.datatype.value, self.prefixes)}"


class Sample:
    """Names, texts and languages of the first quads."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        end = perf_counter() + _SECONDS
        self.properties: dict[NamedNode, None] = {}
        self.things: dict[NamedNode, None] = {}
        self.literals: dict[Literal, None] = {}
        self.is_whole = False
        for number, quad in enumerate(islice(quads, _READ)):
            if number % 1000 == 0 and perf_counter() > end:
                return
            self.properties[quad.predicate] = None
            for term in (quad.subject, quad.object):
                if isinstance(term, NamedNode):
                    self.things[term] = None
                elif isinstance(term, Literal):
                    self.literals[term] = None
            if is_type(quad.predicate) and quad.object == _PROPERTY:
                self.properties[quad.subject] = None  # type: ignore[index]
        self.is_whole = next(iter(quads), None) is None


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
