"""Tell of a triple that nothing states and a claim has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, NamedNode

from mistral_kg.rdf.names import end_of
from mistral_kg.sparql.explain.asked import Pattern, fixed, is_type
from mistral_kg.vocabulary import ABOUT, CLAIM, DERIVED_FROM, IDENTIFIER, MODALITY, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Quad, Store

    from mistral_kg.sparql.explain.data import Data

_MATCHES = 300
"""Quads of a pattern that are looked at."""
_FEW = 3


class WithClaims:
    """A store that is asked as if what is claimed were stated."""

    def __init__(self, store: Store) -> None:
        typed = {quad.subject for quad in store.quads_for_pattern(None, TYPE, CLAIM, None)}
        self.claims = [claim for claim in typed if isinstance(claim, NamedNode)]
        self.quads_for_pattern = store.quads_for_pattern
        self.named_graphs = store.named_graphs
        self._store = store

    def query(self, query: str, **options: Any) -> Any:
        """Return the result of a query whose default graph has the claims too."""
        return self._store.query(query, default_graph=[DefaultGraph(), *self.claims], **options)


def claimed(data: Data, patterns: Sequence[Pattern]) -> str | None:
    """Return in words that a triple of the query is only claimed, None where none is."""
    for pattern in patterns:
        if pattern.graph is not None or is_type(pattern.predicate):
            continue
        message = _only_claimed(data, pattern)
        if message:
            return message
    return None


def _only_claimed(data: Data, pattern: Pattern) -> str | None:
    terms = fixed(pattern.subject), fixed(pattern.predicate), fixed(pattern.object)
    if all(term is None for term in terms) or any(True for _ in _matching(data, pattern, True)):
        return None
    quad = next(_matching(data, pattern, False), None)
    if quad is None:
        return None
    claim = quad.graph_name
    triple = " ".join(data.written(term) for term in (quad.subject, quad.predicate, quad.object))
    how = ", ".join(filter(None, (_sentence(data, claim), _modality(data, claim))))
    where = f" ({how})" if how else ""
    return f"{triple} is only claimed{where}: ask GRAPH ?claim {{ … }}{_query(data, claim, quad)}"


def _matching(data: Data, pattern: Pattern, stated: bool) -> Iterator[Quad]:
    """Give quads that a pattern matches in the default graph, or in claims."""
    graph = DefaultGraph() if stated else None
    terms = fixed(pattern.subject), fixed(pattern.predicate), fixed(pattern.object)
    for quad in data.matching(*terms, graph, _MATCHES if data.is_near else _FEW):
        if pattern.subject == pattern.object and quad.subject != quad.object:
            continue
        if stated or data.has(quad.graph_name, TYPE, CLAIM):
            yield quad


def _sentence(data: Data, claim: object) -> str:
    passage = data.first(claim, DERIVED_FROM, None)
    named = passage and data.first(passage.object, IDENTIFIER, None)
    return str(getattr(named.object, "value", "")) if named else ""


def _modality(data: Data, claim: object) -> str:
    found = data.first(claim, MODALITY, None)
    return end_of(found.object.value) if found and isinstance(found.object, NamedNode) else ""


def _query(data: Data, claim: object, quad: Quad) -> str:
    """Return the named query that shows the claim, where it is said what it is about."""
    for entity in (quad.subject, quad.object):
        if isinstance(entity, NamedNode) and data.has(claim, ABOUT, entity):
            return f", or `query claims-about --bind about={data.written(entity)}`"
    return ""
