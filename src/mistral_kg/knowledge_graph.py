"""The knowledge graph as one object, whose methods are called like the commands."""

from __future__ import annotations

import os

from mistral_kg.errors import QueryError, SourceError
from mistral_kg.explore import ask
from mistral_kg.explore.data import Data
from mistral_kg.rdf import dataset
from mistral_kg.sources.source import source_of
from mistral_kg.sparql import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any

    import rdflib
    from pyoxigraph import NamedNode

    from mistral_kg.check.article.report import Report
    from mistral_kg.check.finding import Finding
    from mistral_kg.explore.counts import Count
    from mistral_kg.explore.path import Paths
    from mistral_kg.explore.search import Matches
    from mistral_kg.explore.show import Profile
    from mistral_kg.explore.why import Evidence
    from mistral_kg.page.network import Network
    from mistral_kg.sources.push import Pushed
    from mistral_kg.sparql.answer import Answer

    Words = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def load(
    source: Words | None = None,
    *,
    store: str | os.PathLike[str] | None = None,
    union: bool = True,
    timeout: float | None = 60,
    base: str | None = None,
) -> KnowledgeGraph:
    """Return the knowledge graph of a source; without one, the shipped graph.

    A source is a file (Turtle, TriG, N-Quads, N-Triples, JSON-LD or RDF/XML, also with `.gz`), a
    folder of such files, a store on disk, or the address of a SPARQL 1.1 endpoint. Several files
    are merged. Where files describe no passage, a pattern without GRAPH asks the union of all
    their graphs but those of claims; without `union` it asks the default graph alone. `timeout` in
    seconds is for each request to an endpoint, None for no limit. `base` resolves relative IRIs:
    those of queries, and of files that name no base themselves.

    With `store`, the files, or the shipped ones, are added to the store in that folder, which is
    made where there is none: all of them or nothing. The graph is then that of the store.

    Raises SourceError for what is missing or of no known format; what is malformed inside is
    reported when it is first read. Raises OutputError where there can be no store.
    """
    if source is not None and not source:
        raise SourceError("no source is given; leave it out to have the shipped graph")
    given = [source] if isinstance(source, str | bytes | os.PathLike) else source or ()
    paths = [os.fsdecode(path) for path in given]
    if store is not None:
        from mistral_kg.sources import loading

        loading.load_into(os.fspath(store), loading.inputs(paths, base))
        paths = [os.fspath(store)]
    return KnowledgeGraph(source_of(paths, union=union, timeout=timeout, base=base))


class KnowledgeGraph(Data):
    """An article's facts and claims, each with the sentence that states or reports it.

    Where a method takes an entity, that is a label, a CURIE, an IRI or an IRI's end. Methods raise
    EntityError when nothing or several things are called so, QueryError for a query or another
    value that cannot be used, EndpointError where the endpoint or a host of SERVICE fails, and
    SourceError for an article's file that cannot be read or has another text.

    >>> import mistral_kg
    >>> graph = mistral_kg.load()
    >>> [row.name for row in graph.query("customers", company="Mistral AI")]
    ['Axa', 'Cisco', 'Mars']
    """

    # How to ask: functions of what has data, which are methods here.
    run = ask.run
    prefixes_of = ask.prefixes_of
    warnings = ask.warnings
    why_empty = ask.why_empty
    queries = staticmethod(named.all_queries)

    def query(
        self,
        what: str,
        /,
        *,
        lang: str = "en",
        allow_service: Collection[str] = (),
        **bindings: Any,
    ) -> Answer:
        """Return the answer to a named query or to SPARQL text, as rows of Python values.

        Keywords bind the query's parameters, as `bindings` do in `run`; the rest is as there.
        """
        from mistral_kg.sparql.answer import Answer

        found = self.run(what, bindings, lang=lang, allow_service=allow_service)
        return Answer(found, self.prefixes_of(what))

    def search(self, words: str, /, *, lang: str = "en") -> Matches:
        """Return the entities whose names are like the words, the best first, in either script."""
        from mistral_kg.explore.search import search

        return search(self.described(lang), words)

    def show(self, entity: str | NamedNode, /, *, lang: str = "en") -> Profile:
        """Return all about an entity: names, facts, claims, and the sentences of each."""
        from mistral_kg.explore.resolve import find
        from mistral_kg.explore.show import show

        about = self.described(lang)
        return show(about, find(about, entity))

    def why(
        self,
        *entities: str | NamedNode,
        fact: tuple[Any, Any, Any] | None = None,
        article: str | os.PathLike[str] | None = None,
        lang: str = "en",
    ) -> Evidence:
        """Return the sentences behind what is known of an entity, what connects two, or one triple.

        `fact` is a subject, a relation and an object; `article` the path of the article's text,
        whose words are then shown.
        """
        from mistral_kg.explore.why import why

        path = os.fspath(article) if article is not None else None
        return why(self.described(lang), entities, fact, path)

    def path(
        self,
        source: str | NamedNode,
        target: str | NamedNode,
        /,
        *,
        claims: bool = False,
        limit: int = 10,
        lang: str = "en",
    ) -> Paths:
        """Return the shortest ways from one entity to another over facts, or over claims too.

        `limit` 0 gives all.
        """
        from mistral_kg.explore import path
        from mistral_kg.explore.resolve import find

        about = self.described(lang)
        ends = find(about, source), find(about, target)
        return path.find(about, *ends, claims=claims, limit=limit)

    def export(
        self, format: str = "turtle", *, evidence: bool = False, rdf12: bool = False
    ) -> bytes:
        """Return the dataset in an RDF format, read back with an RDF library and found the same.

        In a format without named graphs `evidence` writes a statement node for each triple of a
        passage or claim; `rdf12` has it reify its triples, in Turtle alone. Raises ExportError.
        """
        from mistral_kg.serialize import export

        if rdf12:
            export.refuse_rdf12(format, evidence=evidence)
            return export.export_rdf12(self.quads, prefixes=self.prefixes)
        return export.export(self.quads, format, prefixes=self.prefixes, evidence=evidence)

    def push(
        self,
        address: str,
        *,
        query_address: str | None = None,
        default_graph: str | None = None,
        timeout: float | None = 60,
        progress: Callable[[int, int], None] | None = None,
    ) -> Pushed:
        """Send the dataset to the update service of an endpoint, and see that all of it is there.

        As in a store, the default graph is what patterns without GRAPH ask, and the vocabulary
        is included if it is used. A second push goes on where one ended; see `push.push`.
        """
        from mistral_kg.rdf.terms import iri_of
        from mistral_kg.sources import push

        graph = None if default_graph is None else iri_of(default_graph, self.prefixes)
        if default_graph is not None and graph is None:
            raise QueryError(f"{default_graph!r} is no IRI for the default graph; give a whole one")
        return push.push(
            dataset.materialise(self.with_vocabulary, union=True),
            address,
            query_address=query_address,
            default_graph=graph,
            timeout=timeout,
            progress=progress,
        )

    def check(self) -> list[Finding]:
        """Return faults by shapes, vocabulary and queries; warnings of what cannot be checked."""
        from mistral_kg.check import validation

        return validation.check(
            self.with_vocabulary,
            self.store,
            whole=self.is_shipped,
            places=self.source.places,
            prefixes=self.prefixes,
        )

    def verify(self, article: str | os.PathLike[str]) -> Report:
        """Return how far the article in a UTF-8 file supports the graph; true without faults."""
        from mistral_kg.check.article import verify

        quads = dataset.without_inferences(self.with_vocabulary)
        return verify.verify(quads, article, self.prefixes)

    def stats(self) -> list[Count]:
        """Return what is in the graph, counted."""
        from mistral_kg.explore import counts

        return counts.count(self.quads)

    def dataset(self) -> rdflib.Dataset:
        """Return the dataset as an rdflib `Dataset`, with the prefixes bound."""
        import rdflib

        from mistral_kg.rdf.quiet import quiet
        from mistral_kg.serialize import export

        found = rdflib.Dataset()
        with quiet():
            found.parse(data=export.serialize(self.quads, "nquads"), format="nquads")
        for prefix, namespace in self.prefixes.items():
            found.bind(prefix, namespace, replace=True)
        return found

    def network(
        self,
        query: str | None = None,
        *,
        bindings: Mapping[str, Any] | None = None,
        around: str | NamedNode | None = None,
        depth: int | None = None,
        facts_only: bool = False,
        name: str = "query",
    ) -> Network:
        """Return the entities as nodes, and the facts and claims between them as edges.

        A query narrows it: a SELECT to the entities that are in its cells, a CONSTRUCT or DESCRIBE
        to its triples; `bindings` and `name` are those of `run`. `around` leaves what is within
        `depth` steps (1 where not given) of an entity, `facts_only` leaves the claims out. Where
        nothing is left, it is empty.
        """
        from mistral_kg.page import part

        return part.build(
            self, query, bindings, around=around, depth=depth, facts_only=facts_only, name=name
        )

    def view(
        self,
        query: str | None = None,
        *,
        bindings: Mapping[str, Any] | None = None,
        around: str | NamedNode | None = None,
        depth: int | None = None,
        facts_only: bool = False,
    ) -> str:
        """Return the interactive page of such a `network`: one HTML file that needs no network."""
        from mistral_kg.page import render

        found = self.network(
            query, bindings=bindings, around=around, depth=depth, facts_only=facts_only
        )
        return render.render(found, title=found.graph["title"])

    def __repr__(self) -> str:
        counts = {count.what: count.number for count in self.stats()}
        shown = ", ".join(f"{counts[what]} {what}" for what in ("passages", "facts", "claims"))
        return f"<KnowledgeGraph of {', '.join(self.source.words) or 'the shipped graph'}: {shown}>"

    def _repr_html_(self) -> str:
        from mistral_kg.terminal.tables import html

        rows = [[count.what, str(count.number)] for count in self.stats()]
        return html(["what", "number"], rows)
