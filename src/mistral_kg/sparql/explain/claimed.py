"""Find a triple or an answer that nothing states and a claim has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, Store

from mistral_kg.errors import MistralKGError
from mistral_kg.rdf.names import end_of
from mistral_kg.sparql import run
from mistral_kg.vocabulary import ABOUT, CLAIM, DERIVED_FROM, GIST, IDENTIFIER, MODALITY, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mistral_kg.sparql.explain.data import Data
    from mistral_kg.sparql.explain.needs import Pattern
    from mistral_kg.sparql.run import Queryable
    from mistral_kg.sparql.tokens import Query
    from mistral_kg.vocabulary import Node, Term

_MATCHES = 300
"""Quads of a pattern that are looked at."""
_FEW = 3
_SMALL = 20_000
"""Quads up to which a query is asked again."""


def find_claim(data: Data, patterns: Sequence[Pattern]) -> str | None:
    """Return in words that a triple of the query is only claimed, None where none is.

    What the query asks of an entity decides: a claim about another is no answer. A graph of which
    the query asks nothing else may be that of a claim already.
    """
    graphs = {None, *(one.subject for one in patterns if isinstance(one.subject, str))}
    closed = [
        one
        for one in patterns
        if one.graph in graphs and one.predicate != TYPE and any(one.terms())
    ]
    on_entities = [one for one in closed if one.terms()[0] or one.terms()[2]]
    found = None
    for pattern in on_entities or closed:
        if any(True for _ in _matching(data, pattern, stated=True)):
            continue
        quad = next(_matching(data, pattern, stated=False), None)
        if quad is None and pattern in on_entities:
            return None
        found = found or quad
    asked = [end for one in on_entities for end in (one.terms()[0], one.terms()[2])]
    return _describe(data, found, asked) if found else None


def _matching(data: Data, pattern: Pattern, *, stated: bool) -> Iterator[Quad]:
    """Give quads that a pattern matches in the default graph, or in claims."""
    graph = DefaultGraph() if stated else None
    for quad in data.matching(*pattern.terms(), graph, _MATCHES if data.is_near else _FEW):
        if pattern.subject == pattern.object and quad.subject != quad.object:
            continue
        if stated or data.has(quad.graph_name, TYPE, CLAIM):
            yield quad


def _describe(data: Data, quad: Quad, asked: Sequence[Term | None]) -> str:
    """Return in words what is only claimed of whom: where, how, and what query shows the claim."""
    claim = quad.graph_name
    passage = data.first(claim, DERIVED_FROM, None)
    sentence = passage and data.first(passage.object, IDENTIFIER, None)
    modality = data.first(claim, MODALITY, None)
    where = "a claim"
    if sentence and isinstance(sentence.object, Literal):
        where = sentence.object.value
    how = ""
    if modality and isinstance(modality.object, NamedNode):
        how = f" ({end_of(modality.object.value)})"
    triple = " ".join(data.write(term) for term in (quad.subject, quad.predicate, quad.object))
    gist = _gist(data, claim) or triple
    message = f"no sentence states it, but {where} reports{how}: {gist}; ask GRAPH ?claim {{ … }}"
    for entity in (*asked, quad.subject, quad.object):
        if isinstance(entity, NamedNode) and data.has(claim, ABOUT, entity):
            return f"{message}, or `query claims-about --bind about={data.write(entity)}`"
    return message


def _gist(data: Data, claim: Node) -> str:
    """Return the gist of a claim in English, else in any language."""
    gists = [quad.object for quad in data.matching(claim, GIST, None, None, _FEW)]
    texts = sorted(gists, key=lambda one: getattr(one, "language", None) != "en")
    return texts[0].value if texts and isinstance(texts[0], Literal) else ""


def answers_if_stated(
    store: Queryable, query: Query, bindings: Mapping[str, Term], base: str | None
) -> bool:
    """Tell whether a query has an answer where claims count as facts.

    A large store is not asked a second time.
    """
    if not isinstance(store, Store) or len(store) > _SMALL:
        return False
    if any(True for _ in query.words("OFFSET", "SERVICE", "FROM")):
        return False  # skipped rows, a host that would be asked again, a dataset of its own
    typed = {quad.subject for quad in store.quads_for_pattern(None, TYPE, CLAIM, None)}
    claims = [claim for claim in typed if isinstance(claim, NamedNode)]
    if not claims:
        return False
    stated = Store()
    stated.extend(store)
    stated.extend(
        Quad(quad.subject, quad.predicate, quad.object)
        for claim in claims
        for quad in store.quads_for_pattern(None, None, None, claim)
    )

    def answers(asked: Store) -> bool:
        # As the query itself was run, with whatever is rewritten for the engine.
        found = run.run(asked, query.text, bindings=bindings, base=base, prefixes=query.prefixes)
        return bool(found) if isinstance(found, QueryBoolean) else any(True for _ in found)

    try:
        return answers(stated) and not answers(store)
    except (*run.FAILURES, ValueError, MistralKGError):
        return False
