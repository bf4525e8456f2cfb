"""Read from the shipped graph the shape that made-up articles have: its passages and its things."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

import mistral_kg
from mistral_kg import vocabulary
from mistral_kg.vocabulary import ARTICLE, ID, MKG, ORG, SCHEMA

# Things that are whole with their name alone, and how many of them an earlier article knows.
# Of all other things some passage has to say more, such as the amount of a funding round.
KNOWN = {
    MKG + "Company": 0.6,
    MKG + "Group": 0,
    MKG + "ModelFamily": 0,
    MKG + "Topic": 0.3,
    ORG + "Role": 0.9,
    SCHEMA + "City": 0.8,
    SCHEMA + "Continent": 0.9,
    SCHEMA + "Country": 0.8,
    SCHEMA + "GovernmentOrganization": 0.5,
    SCHEMA + "NewsMediaOrganization": 0.7,
    SCHEMA + "Person": 0.5,
    SCHEMA + "Place": 0.5,
    SCHEMA + "Product": 0,
}


class Line(NamedTuple):
    """A quad of the shipped graph, which has no blank node; no graph is the default graph."""

    subject: NamedNode
    predicate: NamedNode
    value: NamedNode | Literal
    graph: NamedNode | None


class Shape:
    """The shipped graph, taken apart.

    `passages` has the lines of each passage and of its claims, `things` those that describe an
    entity, `article` those about the whole. `needs` names the other passages without which a
    passage would speak of a thing that is not whole.
    """

    def __init__(self) -> None:
        lines = _lines()
        home = {one.subject: one.value for one in lines if one.predicate == vocabulary.DERIVED_FROM}
        stated = {one[:3] for one in lines if one.graph}
        self.passages: dict[NamedNode, list[Line]] = defaultdict(list)
        self.things: dict[NamedNode, list[Line]] = defaultdict(list)
        self.article: list[Line] = []
        for line in lines:
            of = line.graph or line.subject
            passage = home.get(of, of)
            if of.value == ARTICLE:
                self.article.append(line)
            elif isinstance(passage, NamedNode) and passage.value.startswith(ARTICLE):
                self.passages[passage].append(line)
            elif of.value.startswith(ID) and line[:3] not in stated:
                self.things[of].append(line)
        self.needs = self._needs()

    def type_of(self, thing: NamedNode) -> str:
        """Return the IRI of a thing's type, nothing where only a claim gives it one."""
        types = [one.value.value for one in self.things[thing] if one.predicate == vocabulary.TYPE]
        return types[0] if types else ""

    def _needs(self) -> dict[NamedNode, set[NamedNode]]:
        told: dict[NamedNode | Literal, set[NamedNode]] = defaultdict(set)
        for passage, lines in self.passages.items():
            for line in lines:
                if line.graph and self.type_of(line.subject) not in KNOWN:
                    told[line.subject].add(passage)
        return {
            passage: {other for line in lines for other in told[line.value]}
            for passage, lines in self.passages.items()
        }


def names_of_types() -> dict[tuple[str, str], str]:
    """Return what each class is called in each language."""
    return {
        (line.subject.value, line.value.language or ""): line.value.value
        for line in _lines()
        if line.predicate == vocabulary.LABEL and isinstance(line.value, Literal)
    }


def _lines() -> list[Line]:
    lines = []
    for quad in mistral_kg.load().quads:
        graph = None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        if (
            isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode | Literal)
            and (graph is None or isinstance(graph, NamedNode))
        ):
            lines.append(Line(quad.subject, quad.predicate, quad.object, graph))
    return lines
