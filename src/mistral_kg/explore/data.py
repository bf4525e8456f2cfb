"""The data of a source: its quads, what answers queries over them, and what they say of things."""

from __future__ import annotations

from mistral_kg.rdf.dataset import without_inferences
from mistral_kg.sources.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from pyoxigraph import NamedNode, Quad, Store

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.infer import Inferences
    from mistral_kg.sparql.run import Queryable


class Data:
    """What a source has, each part of it read when it is first needed."""

    def __init__(self, source: Source | None = None) -> None:
        self.source = source or Source()
        """Where the data come from."""
        self._engine: Queryable | None = None
        self._quads: list[Quad] | None = None
        self._descriptions: Descriptions | None = None
        self._inferences: Inferences | None = None
        self._with_inferences: Self | None = None
        self._prefixes: Mapping[str, str] | None = None

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that need no declaration: ours, and those of the source, which win."""
        if self._prefixes is None:
            self._prefixes = self.source.prefixes()
        return self._prefixes

    @property
    def engine(self) -> Queryable:
        """What answers queries: the `store`, or the endpoint that stands for one."""
        if self._engine is None and self._inferences is not None:
            from mistral_kg.rdf.store import of_quads

            self._engine = of_quads(self.with_vocabulary, union=self.source.union)
            self._engine.extend(self._inferences.in_default_graph())
        elif self._engine is None:
            read = None if self._quads is None else self.with_vocabulary
            self._engine = self.source.open(read)
        return self._engine

    @property
    def is_local(self) -> bool:
        """Whether the engine of this process answers, which no query may use to get elsewhere."""
        return self.source.local or self._inferences is not None

    @property
    def store(self) -> Store:
        """The engine's store, which answers queries: read it only.

        It rewrites literals to canonical forms, and what is changed in it reaches no export.
        Of files without passages its default graph is the union of all graphs but claims. What an
        endpoint has is fetched into a store.
        """
        from pyoxigraph import Store

        if isinstance(self.engine, Store):
            return self.engine
        from mistral_kg.rdf.store import of_quads

        return of_quads(self.with_vocabulary)

    @property
    def quads(self) -> list[Quad]:
        """The quads as written in the source, with the default graph materialised: read them only.

        Exports and counts come from them.
        """
        if self._quads is None:
            self._quads = self.source.quads()
        return self._quads

    @property
    def with_vocabulary(self) -> list[Quad]:
        """The quads, and our vocabulary if they use it and lack it: read them only.

        Queries, checks and the network need its labels. It is no part of what is exported.
        """
        if self.is_shipped:
            return self.quads  # the shipped files have it
        from mistral_kg.rdf import store

        return [*self.quads, *store.vocabulary_of(self.quads)]

    @property
    def is_shipped(self) -> bool:
        """Whether these are the data that come with the package."""
        return not self.source.words

    def infer(self, entity: str | NamedNode | None = None, /) -> Inferences:
        """Return what follows from the facts by RDFS and OWL 2 RL, each with rule and sentences.

        With an entity it is what has it as subject or object. Nothing follows from claims.
        Raises EntityError when nothing or several things are called so, QueryError for a malformed
        IRI.
        """
        from mistral_kg.explore.infer import infer
        from mistral_kg.explore.resolve import find

        found = infer(self.described(), union=self.source.union)
        return found if entity is None else found.about(find(self.described(), entity))

    def with_inferences(self) -> Self:
        """Return another graph that has what follows too, in graphs that say rule and sentences.

        There a pattern without GRAPH finds it beside what is stated; the graph of a passage has
        what the passage states, and an export keeps what follows apart.
        """
        if self._with_inferences is None:
            from mistral_kg.rdf.store import inference_terms

            found = self.infer()
            # With the shipped graph is its vocabulary, and so is that of inferences.
            terms = inference_terms() if self.is_shipped else []
            quads = [*without_inferences(self.quads), *found.quads(), *terms]
            self._with_inferences = type(self)(self.source)
            self._with_inferences._quads = list(dict.fromkeys(quads))
            self._with_inferences._inferences = found
        return self._with_inferences

    def described(self, lang: str = "en") -> Descriptions:
        """Return what the quads say about things, with labels in a language.

        Raises QueryError for a language other than en and pa.
        """
        from mistral_kg.explore.description import Descriptions
        from mistral_kg.terminal import captions

        captions.check(lang)
        if self._descriptions is None:
            self._descriptions = Descriptions(
                without_inferences(self.with_vocabulary), prefixes=self.prefixes
            )
        return self._descriptions.in_language(lang)
