"""A dataset made ready to be verified: its facts, claims, passages and the names of entities."""

from __future__ import annotations

from collections import defaultdict
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.errors import SourceError
from mistral_kg.rdf.dataset import described, unplaced
from mistral_kg.rdf.names import curie
from mistral_kg.text.lexicon import Version
from mistral_kg.text.passages import Passages, values_of
from mistral_kg.text.wording import Forms
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ALT_LABEL,
    ATTRIBUTED_TO,
    CLAIM,
    DERIVED_FROM,
    IN_LANGUAGE,
    LABEL,
    OBJECT,
    PREDICATE,
    PREFIXES,
    QUALIFIER,
    REASON,
    RELATIVE_TIME,
    REMARKS,
    SAID_AT,
    STATEMENT,
    SUBJECT,
    TYPE,
    XSD,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Quad


_BESIDE = (RELATIVE_TIME, QUALIFIER, REASON)
"""What is said beside a fact or claim in the article's words; a note is ours."""


class Statement(NamedTuple):
    """A fact or a claim: what it says, of what and by whom, in which passages.

    `quads` are its triples with those of time, degree and reason, each in a version. What a node
    remarks on that its passage does not state is of the kind remark, and has none of these.
    """

    kind: str
    what: str
    passages: list[Node]
    entities: list[Node]
    quads: list[tuple[Quad, Version]]
    speakers: list[Node]


class Dataset:
    """What a dataset says, sorted so that any export of it is verified alike.

    `proper` are the entities that bear a proper name.
    """

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> None:
        quads = list(quads)
        self._prefixes = prefixes
        self.values = values_of(quads)
        self.passages = Passages(quads)
        if not self.passages.found:
            raise SourceError("the graph has no passages (mkg:Passage), so no text can verify it")
        self._claims = described(quads, CLAIM)
        self.graphs: dict[Node, list[Quad]] = defaultdict(list)
        self._beside: dict[Node, list[Quad]] = defaultdict(list)
        labels: dict[Node, list[str]] = defaultdict(list)
        for quad in quads:
            if quad.graph_name != DefaultGraph():
                self.graphs[quad.graph_name].append(quad)
            elif quad.predicate in _BESIDE:
                self._beside[quad.subject].append(quad)
            if quad.predicate in {LABEL, ALT_LABEL} and isinstance(quad.object, Literal):
                labels[quad.subject].append(quad.object.value)
        for graph in self.graphs.values():
            graph.sort(key=self._show_triple)
        self.forms = Forms(labels)
        self.proper = {node for node in labels if any(map(_is_proper, self.values[node, LABEL]))}
        articles = {one.node: one.article for one in self.passages.found}
        self._nodes = set(articles)
        self._languages = {
            node: {
                one.value for one in self.values[article, IN_LANGUAGE] if isinstance(one, Literal)
            }
            for node, article in articles.items()
            if article
        }
        self._unplaced = sorted(unplaced(quads, self._nodes, self._claims), key=self._show_triple)
        self._remarks: dict[Quad, list[Quad]] = defaultdict(list)
        self._stray: list[tuple[Node, Node]] = []
        for node in sorted(described(quads, STATEMENT), key=str):
            self._add_remark(node)

    def _add_remark(self, node: Node) -> None:
        """Keep what a statement remarks on, and the graph of one that does not state it."""
        if not any(self.values[node, one] for one in REMARKS):
            return
        parts = [self.values[node, one] for one in (SUBJECT, PREDICATE, OBJECT, DERIVED_FROM)]
        stated = {
            quad
            for graph in parts[-1]
            for quad in self.graphs.get(graph, ())
            if quad.subject in parts[0] and quad.predicate in parts[1] and quad.object in parts[2]
        }
        for quad in stated:
            self._remarks[quad] += self._beside[node]
        if len(stated) != prod(map(len, parts)) or not stated:
            self._stray += [(graph, node) for graph in parts[-1] or [DefaultGraph()]]

    def statements(self, passages: Collection[Node]) -> Iterator[Statement]:
        """Yield the facts of these passages and of none, and the claims of no other passage."""
        for passage in passages:
            yield from self._facts(passage)
        for quad in self._unplaced:
            what = self._show_triple(quad)
            yield Statement("fact", what, [], [], [(quad, Version.ONLY)], [])
        for claim in sorted(self._claims, key=str):
            sources = self._nodes.intersection(self.values[claim, DERIVED_FROM])
            if not sources or not sources.isdisjoint(passages):  # else another article reports it
                yield self._claim(claim, [one for one in passages if one in sources])
        for graph, node in dict.fromkeys(self._stray):
            if graph in passages or graph not in self._nodes:
                its = [graph] if graph in passages else []
                yield Statement("remark", self.show(node), its, [], [], [])

    def _facts(self, passage: Node) -> Iterator[Statement]:
        """Yield the facts of a passage; a value in several languages is one fact."""
        versions = self._versions(self.graphs[passage], [passage])
        own = {_place(quad): quad for quad, version in versions if version is Version.OWN}
        translations: dict[Quad, list[Quad]] = defaultdict(list)
        for quad, version in versions:
            if version is Version.TRANSLATION:
                translations[own[_place(quad)]].append(quad)
        for quad, version in versions:
            if version is not Version.TRANSLATION:
                its = [quad, *translations[quad], *self._remarks[quad]]
                what, stated = self._show_triple(quad), self._versions(its, [passage])
                yield Statement("fact", what, [passage], _entities(quad), stated, [])

    def _claim(self, claim: Node, passages: list[Node]) -> Statement:
        quads = self.graphs[claim]
        entities = [one for of in (ADDRESSEE, SAID_AT, ABOUT) for one in self.values[claim, of]]
        entities += [one for quad in quads for one in _entities(quad)]
        beside = [*self._beside[claim], *(one for quad in quads for one in self._remarks[quad])]
        stated = self._versions([*quads, *beside], passages)
        speakers = self.values[claim, ATTRIBUTED_TO]
        return Statement("claim", self.show(claim), passages, entities, stated, speakers)

    def _versions(
        self, quads: Iterable[Quad], passages: Iterable[Node]
    ) -> list[tuple[Quad, Version]]:
        """Return the quads, each text of them with what it is to the text of the passages."""
        quads = list(dict.fromkeys(quads))
        languages = set().union(*(self._languages.get(one, ()) for one in passages))
        own = {_place(quad) for quad in quads if _language(quad.object) in languages}

        def version(quad: Quad) -> Version:
            language = _language(quad.object)
            if not language or _place(quad) not in own:
                return Version.ONLY
            return Version.OWN if language in languages else Version.TRANSLATION

        return [(quad, version(quad)) for quad in quads]

    def show(self, node: Node) -> str:
        """Return an IRI in short, and any other term as it is."""
        return curie(node.value, self._prefixes) if isinstance(node, NamedNode) else str(node)

    def _show_triple(self, quad: Quad) -> str:
        value = quad.object
        shown = self.show(value)
        if isinstance(value, Literal) and value.datatype.value.startswith(XSD):
            shown = value.value
        return f"{self.show(quad.subject)} {self.show(quad.predicate)} {shown}"


def _place(quad: Quad) -> tuple[Node, Node, Node]:
    """Return the graph, subject and relation: what texts that translate one another share."""
    return quad.graph_name, quad.subject, quad.predicate


def _language(text: Node) -> str:
    """Return the language of a text without the region, empty where it has none."""
    return (text.language or "").partition("-")[0] if isinstance(text, Literal) else ""


def _entities(quad: Quad) -> list[Node]:
    """Return the entities of a triple: subject and object; of a type only the subject."""
    if isinstance(quad.object, Literal) or quad.predicate == TYPE:
        return [quad.subject]
    return [quad.subject, quad.object]


def _is_proper(label: Node) -> bool:
    """Tell whether a label is a proper name: English, and each word with a capital or a digit."""
    if not isinstance(label, Literal) or label.language != "en":
        return False
    return all(not word[0].islower() for word in label.value.split())
