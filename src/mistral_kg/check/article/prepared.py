"""A dataset made ready to be verified: what is said of what, in which graph, by which names."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.errors import SourceError
from mistral_kg.rdf.dataset import described, unplaced
from mistral_kg.rdf.names import curie, is_term
from mistral_kg.text import passages
from mistral_kg.text.lexicon import Lexicon
from mistral_kg.text.wording import Forms
from mistral_kg.vocabulary import ALT_LABEL, CLAIM, LABEL, PREFIXES, XSD, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from pyoxigraph import Quad


class Prepared:
    """What a dataset says, sorted so that any export of it is verified alike."""

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> None:
        quads = list(quads)
        self._prefixes = prefixes
        self.passages = passages.described_in(quads)
        if not self.passages:
            raise SourceError("the graph has no passages (mkg:Passage), so no text can verify it")
        self._claims = described(quads, CLAIM)
        self._said: dict[tuple[Node, NamedNode], list[Node]] = defaultdict(list)
        self._graphs: dict[Node, list[Quad]] = defaultdict(list)
        for quad in quads:
            if quad.graph_name == DefaultGraph():
                self._said[quad.subject, quad.predicate].append(quad.object)
            else:
                self._graphs[quad.graph_name].append(quad)
        nodes = {passage.node for passage in self.passages}
        # In an order of their own, so that any export is verified alike.
        for said in self._graphs.values():
            said.sort(key=self._triple)
        self._unplaced = sorted(unplaced(quads, nodes, self._claims), key=self._triple)
        labels = self._labels(quads)
        self._hashes = passages.hashes_of_articles(quads, self.passages)
        self._forms = Forms({node: texts for node, texts in labels.items() if not is_term(node)})
        self._terms = Forms({node: texts for node, texts in labels.items() if is_term(node)})
        self._proper = frozenset(
            node for node in labels if any(_is_proper(value) for value in self._said[node, LABEL])
        )
        self._lexicon = Lexicon()

    def _labels(self, quads: list[Quad]) -> dict[Node, list[str]]:
        found: dict[Node, list[str]] = defaultdict(list)
        for quad in quads:
            if quad.predicate in {LABEL, ALT_LABEL} and isinstance(quad.object, Literal):
                found[quad.subject].append(quad.object.value)
        return found

    def _show(self, node: Hashable) -> str:
        return curie(node.value, self._prefixes) if isinstance(node, NamedNode) else str(node)

    def _triple(self, quad: Quad) -> str:
        value = quad.object
        if isinstance(value, Literal) and value.datatype.value.startswith(XSD):
            shown = value.value
        else:
            shown = str(value) if isinstance(value, Literal) else self._show(value)
        return f"{self._show(quad.subject)} {self._show(quad.predicate)} {shown}"

    def _texts(self, nodes: Iterable[Node | None], predicate: NamedNode) -> list[str]:
        return [
            value.value
            for node in nodes
            if node is not None
            for value in self._said[node, predicate]
            if isinstance(value, Literal)
        ]


def _is_proper(label: Node) -> bool:
    """Tell whether a label is a proper name: English, and each word with a capital or a digit."""
    if not isinstance(label, Literal) or label.language != "en":
        return False
    return all(not word[0].islower() for word in label.value.split())
