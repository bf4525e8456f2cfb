"""What quads say about entities, properties, passages and claims: labels, types, sentences.

The network and the words that show statements read descriptions here and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from mistral_kg.rdf.dataset import unplaced
from mistral_kg.rdf.names import curie, end_of
from mistral_kg.vocabulary import (
    CLAIM,
    DERIVED_FROM,
    GIST,
    IDENTIFIER,
    INVERSE_PHRASE,
    LABEL,
    MODALITY,
    NUMBER,
    OBJECT,
    PASSAGE,
    PHRASE,
    PREDICATE,
    PREFIXES,
    REMARKS,
    STATEMENT,
    SUBCLASS_OF,
    SUBJECT,
    TYPE,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any


class Descriptions:
    """What the quads, materialised, say about entities, properties, passages and claims.

    Labels are in the language, else in English, else in no or any language.
    """

    def __init__(
        self, quads: Iterable[Quad], language: str = "en", prefixes: Mapping[str, str] = PREFIXES
    ) -> None:
        self.language = language
        self.prefixes = prefixes
        self.quads = list(quads)
        self.passages: set[Node] = set()
        self.claims: set[Node] = set()
        self._by_subject: dict[Node, list[Quad]] = defaultdict(list)
        self._languages = {language: self}
        default = DefaultGraph()
        kinds: dict[Node, set[Node]] = {PASSAGE: self.passages, CLAIM: self.claims}
        for quad in self.quads:
            subject = quad.subject
            self._by_subject[subject].append(quad)
            if quad.predicate == TYPE and quad.object in kinds and quad.graph_name == default:
                kinds[quad.object].add(subject)

    def __repr__(self) -> str:
        return f"<Descriptions of {len(self.quads):,} quads>"

    def in_language(self, language: str) -> Descriptions:
        """Return the same descriptions in another language; nothing is read again."""
        if language not in self._languages:
            other = Descriptions(())
            other.__dict__ |= {**self.__dict__, "language": language}
            self._languages[language] = other
        return self._languages[language]

    @cached_property
    def said(self) -> list[Quad]:
        """The quads that sentences say or claims have, and facts that are in no sentence.

        In data without passages it is whatever does not describe a claim.
        """
        if not self.passages:
            return [quad for quad in self.quads if quad.subject not in self.claims]
        # Most quads are in the default graph: that is found faster than whether a set has it.
        default, graphs = DefaultGraph(), self.passages | self.claims
        named = ((quad, quad.graph_name) for quad in self.quads)
        placed = [quad for quad, graph in named if graph != default and graph in graphs]
        return placed + unplaced(self.quads, self.passages, self.claims)

    def quads_for_pattern(
        self, subject: Node | None, predicate: Node | None, object: Node | None, graph: Node | None
    ) -> Iterator[Quad]:
        """Yield the quads that fit, None for any, as `pyoxigraph.Store` does."""
        for quad in self.quads if subject is None else self.about(subject):
            if (
                predicate in (None, quad.predicate)
                and object in (None, quad.object)
                and graph in (None, quad.graph_name)
            ):
                yield quad

    def about(self, subject: Node) -> list[Quad]:
        """Return the quads that have this subject, in the order of the data."""
        return self._by_subject.get(subject, [])

    def iris(self, subject: Node, predicate: NamedNode) -> list[NamedNode]:
        """Return the values that are IRIs; what is only claimed counts where nothing is stated."""
        found = [quad for quad in self.about(subject) if quad.predicate == predicate]
        stated = [quad for quad in found if quad.graph_name not in self.claims]
        values = {quad.object for quad in stated or found}
        return sorted(value for value in values if isinstance(value, NamedNode))

    def texts(self, subject: Node, predicate: NamedNode) -> list[tuple[str, str]]:
        """Return (language, text) of the values that are literals, sorted."""
        values = (quad.object for quad in self.about(subject) if quad.predicate == predicate)
        literals = {value for value in values if isinstance(value, Literal)}
        return sorted({((one.language or "").partition("-")[0], one.value) for one in literals})

    def text(self, subject: Node, predicate: NamedNode, language: str | None = None) -> str:
        """Return the first text in a language, by default ours, else English, else any."""
        texts = self.texts(subject, predicate)
        for wanted in [self.language, "en"] if language is None else [language]:
            for its, text in texts:
                if its == wanted:
                    return text
        return texts[0][1] if texts and language is None else ""

    def label(self, term: Node) -> str:
        """Return the label, else the end of the IRI; that of a blank node may be empty."""
        label = self.text(term, LABEL)
        if label or not isinstance(term, NamedNode):
            return label
        return end_of(term.value) or term.value

    def name(self, term: Node) -> str:
        """Return the term as rows show it: a CURIE, a literal's text, or `_:b1`."""
        if isinstance(term, NamedNode):
            return curie(term.value, self.prefixes)
        if isinstance(term, BlankNode):
            return self._blank.setdefault(term, f"_:b{len(self._blank) + 1}")
        return term.value if isinstance(term, Literal) else str(term)

    @cached_property
    def _blank(self) -> dict[Node, str]:
        """The names of the blank nodes, whatever a parser calls them and in whatever order."""
        from mistral_kg.rdf.order import numbered

        return {node: f"_:b{number}" for node, number in numbered(set(self.quads)).items()}

    def sentences(self, passages: Iterable[Node]) -> list[str]:
        """Return the identifiers of the passages, such as ['S08', 'S12'], in natural order."""
        return sorted({self.identifier(passage) for passage in passages}, key=natural)

    def identifier(self, passage: Node) -> str:
        """Return the passage's identifier, else its number, else the end of its IRI."""
        for _, text in self.texts(passage, IDENTIFIER):
            return text
        for _, number in self.texts(passage, NUMBER):
            return f"S{number.zfill(2)}"
        return end_of(passage.value) if isinstance(passage, NamedNode) else self.name(passage)

    def sources(self, graph: Node) -> list[Node]:
        """Return the passages that a graph's triples are from: a claim's, or the passage itself."""
        if graph in self.claims:
            return list(self.iris(graph, DERIVED_FROM))
        return [graph] if graph in self.passages else []

    def modality(self, claim: Node) -> NamedNode | None:
        """Return how the claim is reported."""
        return next(iter(self.iris(claim, MODALITY)), None)

    def labels(self, node: Node, predicate: NamedNode) -> str:
        """Return the labels of the values that are IRIs, such as those who make a claim."""
        return ", ".join(map(self.label, self.iris(node, predicate)))

    def gist(self, graph: Node) -> str:
        """Return what a passage or claim says in short."""
        return self.text(graph, GIST)

    def phrase(
        self, relation: NamedNode, subject: str, value: str, *, inverse: bool = False
    ) -> str:
        """Return a statement as a sentence of its relation; `inverse` begins with the object.

        A relation without a phrase is named between its two ends.
        """
        template = self.text(relation, INVERSE_PHRASE if inverse else PHRASE)
        if "{subject}" not in template or "{object}" not in template:
            return f"{subject} → {self.label(relation)} → {value}"
        return value.join(part.replace("{subject}", subject) for part in template.split("{object}"))

    def remarked(self, quad: Quad) -> Node | None:
        """Return what has the remarks on a triple: its claim, or the rdf:Statement of a fact."""
        graph = quad.graph_name
        return graph if graph in self.claims else self._statements.get(quad)

    def remarks(self, node: Node | None) -> dict[NamedNode, str]:
        """Return the qualifier, the reason and the note that a claim or an rdf:Statement has."""
        return {one: self.text(node, one) for one in REMARKS} if node else {}

    @cached_property
    def _statements(self) -> dict[Quad, Node]:
        """The rdf:Statement that remarks on a fact, by the quad of the fact."""
        found: dict[Quad, Node] = {}
        for node in (quad.subject for quad in self.quads if quad.object == STATEMENT):
            about: dict[NamedNode, Any] = {one.predicate: one.object for one in self.about(node)}
            if not about.keys() & {*REMARKS}:
                continue
            for value in (one.object for one in self.about(node) if one.predicate == OBJECT):
                with suppress(KeyError, TypeError):  # a part is missing, or no term for its place
                    triple = about[SUBJECT], about[PREDICATE], value
                    found[Quad(*triple, about[DERIVED_FROM])] = node
        return found

    def types(self, node: Node) -> list[NamedNode]:
        """Return the types, the one with the most superclasses first: it is the most specific."""

        def height(kind: NamedNode) -> int:
            above = [kind]
            for one in above:  # grows on the way
                above += [each for each in self.iris(one, SUBCLASS_OF) if each not in above]
            return len(above)

        return sorted(self.iris(node, TYPE), key=lambda kind: (-height(kind), kind.value))


def natural(text: str) -> list[tuple[int, str]]:
    """Return the sort key that puts S8 before S12: runs of digits count as numbers."""
    import re

    runs = re.split("([0-9]+)", text)
    return [(int(run), "") if place % 2 else (0, run) for place, run in enumerate(runs)]
