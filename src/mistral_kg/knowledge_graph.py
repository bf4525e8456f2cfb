"""The knowledge graph as one object, with the words of the command as its methods."""

from __future__ import annotations

import os

from mistral_kg.errors import QueryError, SourceError
from mistral_kg.rdf.dataset import without_inferences
from mistral_kg.sources.source import Source, check_base, source_of
from mistral_kg.sparql import named
from mistral_kg.sparql import run as sparql

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Mapping, Sequence
    from typing import Any

    import rdflib
    from pyoxigraph import NamedNode, Quad, Store

    from mistral_kg.check.article.report import Report
    from mistral_kg.check.finding import Finding
    from mistral_kg.explore.counts import Count
    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.infer import Inferences
    from mistral_kg.explore.path import Paths
    from mistral_kg.explore.search import Matches
    from mistral_kg.explore.show import Profile
    from mistral_kg.explore.why import Evidence
    from mistral_kg.page.network import Network
    from mistral_kg.sources.push import Pushed
    from mistral_kg.sparql.answer import Answer
    from mistral_kg.sparql.run import Queryable
    from mistral_kg.vocabulary import Term

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
    are merged. Where files describe no passage, a plain pattern asks the union of all their graphs
    but those of claims; without `union` it asks the default graph alone. `timeout` in seconds is
    for each request to an endpoint, None for no limit. `base` resolves relative IRIs: those of
    queries, and of files that name no base themselves.

    With `store`, the files, or the shipped ones, are added to the store in that folder, which is
    made where there is none: all of them or nothing. The graph is then that of the store.

    Raises SourceError for what is missing or of no known format; what is malformed inside is told
    when it is first read. Raises OutputError where there can be no store.
    """
    if source is not None and not source:
        raise SourceError("no source is given; leave it out to have the shipped graph")
    words = [source] if isinstance(source, str | bytes | os.PathLike) else source or ()
    paths = [os.fsdecode(word) for word in words]
    if store is not None:
        from mistral_kg.rdf import dataset, files
        from mistral_kg.sources import loading

        if base is not None:
            check_base(base)
        loading.load_into(os.fspath(store), files.inputs(paths or dataset.shipped_files(), base))
        paths = [os.fspath(store)]
    return KnowledgeGraph(source_of(paths, union=union, timeout=timeout, base=base))


class KnowledgeGraph:
    """An article's facts and claims, each with the sentence that states or reports it.

    >>> import mistral_kg
    >>> graph = mistral_kg.load()
    >>> [row.name for row in graph.query("customers", company="Mistral AI")]
    ['Axa', 'Cisco', 'Mars']
    """

    def __init__(self, source: Source | None = None) -> None:
        self._source = source or Source()
        self._engine: Queryable | None = None
        self._quads: list[Quad] | None = None
        self._descriptions: Descriptions | None = None
        self._inferring: KnowledgeGraph | None = None
        self._prefixes: Mapping[str, str] | None = None

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that need no declaration: those that the source declares, and ours.

        One that both declare means what the source says.
        """
        if self._prefixes is None:
            self._prefixes = self._source.prefixes()
        return self._prefixes

    def prefixes_of(self, what: str) -> Mapping[str, str]:
        """Return the prefixes that SPARQL text declares, then those that need no declaration.

        Of a named query they are the latter, as nobody has to know its text.
        """
        if _is_name(what):
            return self.prefixes
        from mistral_kg.sparql.prologue import of_query

        return of_query(what, self.prefixes, self._source.base)

    @property
    def engine(self) -> Queryable:
        """What answers queries: the `store`, or the endpoint that stands for one."""
        if self._engine is None:
            read = None if self._quads is None else self.with_vocabulary
            self._engine = self._source.open(read)
        return self._engine

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
            self._quads = self._source.quads()
        return self._quads

    @property
    def with_vocabulary(self) -> list[Quad]:
        """The quads, and our vocabulary if they use it and lack it: read them only.

        Queries, checks and the network need its labels. It is no part of what is exported.
        """
        if self._is_shipped:
            return self.quads  # the shipped files have it
        from mistral_kg.rdf import files

        return [*self.quads, *files.vocabulary_of(self.quads)]

    @property
    def _is_shipped(self) -> bool:
        return not self._source.words

    def run(
        self,
        what: str,
        bindings: Mapping[str, Any] | None = None,
        *,
        name: str = "query",
        allow_service: Collection[str] = (),
        timeout: float | None = 60,
    ) -> sparql.Result:
        """Return the engine's own result of a named query or SPARQL text.

        `bindings` maps variables to what `--bind` takes: a label, a CURIE, an IRI or a quoted
        literal. `allow_service` names the hosts that SERVICE may ask, which get `timeout` in
        seconds together.

        Raises QueryError or EntityError; EndpointError where a host or the endpoint fails.
        """
        if _is_name(what):
            return self._run_named(named.find(what.strip()), bindings or {})
        local = self._source.local
        if allow_service and "SERVICE" in what.upper():
            what = self._inlined(what, allow_service, timeout, name)
        if not bindings:
            return self._answered(what, {}, name, local=local)
        _check_variables(what, bindings, name)
        terms = self._terms(bindings, what, self.prefixes_of(what))
        result = self._answered(what, terms, name, local=local)
        _check_sought(self, what, terms, name, local=local)
        return result

    def _ask(self, query: str) -> Any:
        """Return what the engine answers to a query of our own making."""
        return self.engine.query(query, prefixes=dict(self.prefixes), base_iri=self._source.base)

    def _inlined(self, text: str, hosts: Collection[str], timeout: float | None, name: str) -> str:
        from mistral_kg.sources import service
        from mistral_kg.sparql import syntax

        syntax.refuse_too_deep(text, name)
        return service.inline(
            text,
            hosts,
            prefixes=dict(self.prefixes),
            base=self._source.base,
            ask=self._ask,
            name=name,
            timeout=timeout,
        )

    def why_empty(
        self,
        what: str,
        bindings: Mapping[str, Any] | None = None,
        *,
        again: bool = True,
    ) -> list[str]:
        """Return at most three lines that say why a query found nothing, none for a sound reason.

        The rest is as in `run`; `again` tells that the query was quick and may be asked once more.
        """
        from mistral_kg.sparql.explain import why_empty

        query = named.find(what.strip()) if _is_name(what) else None
        plain = {one.name for one in query.parameters if one.text} if query else ()
        text = query.text if query else what
        graph = self.with_inferences() if query and query.infer else self
        return why_empty.why_empty(
            graph.engine,
            text,
            self.prefixes,
            self._terms(bindings or {}, text, self.prefixes_of(what), plain),
            base=self._source.base,
            local=self._source.local,
            again=again,
        )

    def warnings(self, what: str) -> list[str]:
        """Return a line for each form in a query that the engine answers otherwise than SPARQL.

        Only what makes a difference over these data is named, and nothing of a named query, which
        has no such form, nor of an endpoint, whose engine is another.
        """
        if _is_name(what) or not self._source.local or not sparql.may_deviate(what):
            return []
        if "SERVICE" in what.upper():
            return []  # parts of the query are asked, and none of them may leave the dataset
        from mistral_kg.sparql.deviations import deviations

        try:
            return list(dict.fromkeys(deviations(what, self._ask)))
        except sparql.FAILURES:
            return []  # the answer is there, and no reason to doubt it was found

    def _run_named(self, query: named.NamedQuery, bindings: Mapping[str, Any]) -> sparql.Result:
        # That each parameter is sought is part of the check, and need not be asked each time.
        _check_parameters(query, bindings)
        text = {parameter.name for parameter in query.parameters if parameter.text}
        terms = self._terms(bindings, query.text, self.prefixes, text)
        graph = self.with_inferences() if query.infer else self
        return graph._answered(query.text, terms, query.name)

    def _answered(
        self,
        text: str,
        terms: Mapping[str, Term],
        name: str,
        *,
        local: bool | None = None,
    ) -> sparql.Result:
        return sparql.run(
            self.engine,
            text,
            bindings=terms,
            name=name,
            base=self._source.base,
            local=self._source.local if local is None else local,
            prefixes=self.prefixes,
        )

    def _terms(
        self,
        bindings: Mapping[str, Any],
        query: str,
        prefixes: Mapping[str, str],
        text: Container[str] = (),
    ) -> dict[str, Term]:
        if not bindings:
            return {}
        from mistral_kg.explore.resolve import term

        return {
            variable: term(
                self.engine,
                value,
                plain=variable in text,
                item="exactMatch" in query,
                prefixes=prefixes,
            )
            for variable, value in bindings.items()
        }

    def queries(self) -> list[named.NamedQuery]:
        """Return the named queries, sorted by name, each with its header and text."""
        return named.all_queries()

    def query(
        self, what: str, /, *, allow_service: Collection[str] = (), **bindings: Any
    ) -> Answer:
        """Return the answer to a named query or to SPARQL text, as rows of Python values.

        Keywords bind the query's parameters, as `--bind` does; `allow_service` names the hosts
        that SERVICE may ask. Raises QueryError or EntityError; EndpointError where a host or the
        endpoint fails.
        """
        from mistral_kg.sparql.answer import Answer

        return Answer(self.run(what, bindings, allow_service=allow_service), self.prefixes_of(what))

    def search(self, words: str, /, *, lang: str = "en") -> Matches:
        """Return the entities that words fit, the best first, in either script or with a slip.

        Raises QueryError when there are no words.
        """
        from mistral_kg.explore.search import search

        return search(self.described(lang), words)

    def show(self, entity: str | NamedNode, /, *, lang: str = "en") -> Profile:
        """Return all about an entity: a label, a CURIE, an IRI or an IRI's end names it.

        Raises EntityError when nothing or several things are called so, QueryError for a malformed
        IRI or an unknown language.
        """
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
        """Return the sentences behind what is said of an entity, what ties two, or one triple.

        `fact` is a subject, a relation and an object; `article` the path of the article's text,
        whose words are then shown.

        Raises EntityError for a name that is not found, QueryError when there is not one or two
        entities or a fact, or one is malformed, SourceError for a file that has not the article.
        """
        from mistral_kg.explore import why
        from mistral_kg.explore.resolve import find, find_relation, find_value

        about = self.described(lang)
        if fact is not None and len(fact) == 3 and not entities and not isinstance(fact, str):
            subject, relation, value = fact
            terms = find(about, subject), find_relation(about, relation), find_value(about, value)
            found = why.of_fact(about, *terms)
        elif fact is None and len(entities) in (1, 2):
            ends = [find(about, entity) for entity in entities]
            found = why.of_pair(about, *ends) if len(ends) == 2 else why.of_entity(about, *ends)
        else:
            raise QueryError("why needs one entity, two, or a fact of subject, relation and object")
        return found if article is None else why.with_words(about, found, os.fspath(article))

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

        `limit` 0 gives all. Raises EntityError for a name that is not found, QueryError when both
        are one, one is malformed or the limit is below 0.
        """
        from mistral_kg.explore import path
        from mistral_kg.explore.resolve import find

        about = self.described(lang)
        ends = find(about, source), find(about, target)
        return path.find(about, *ends, claims=claims, limit=limit)

    def infer(self, entity: str | NamedNode | None = None, /) -> Inferences:
        """Return what follows from the facts by RDFS and OWL 2 RL, each with rule and sentences.

        With an entity it is what has it as subject or object. Nothing follows from claims.
        Raises EntityError when nothing or several things are called so, QueryError for a malformed
        IRI.
        """
        from mistral_kg.explore.infer import infer
        from mistral_kg.explore.resolve import find

        about = self.described()
        found = infer(about, union=self._source.union)
        return found if entity is None else found.about(find(about, entity))

    def with_inferences(self) -> KnowledgeGraph:
        """Return another graph that has what follows too, in graphs that say rule and sentences.

        There a plain pattern finds it beside what is stated; the graph of a passage has what the
        passage states, and an export keeps what follows apart.
        """
        if self._inferring is None:
            from mistral_kg.explore.infer import Inferring

            stated = without_inferences(self.quads)
            self._inferring = KnowledgeGraph(Inferring(self._source, stated, self.infer()))
        return self._inferring

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

    def export(
        self, format: str = "turtle", *, evidence: bool = False, rdf12: bool = False
    ) -> bytes:
        """Return the dataset in an RDF format, read back with an RDF library and found the same.

        In a format without named graphs `evidence` writes a statement node for each triple of a
        passage or claim; `rdf12` makes the passage or claim its reifier, in Turtle alone.
        Raises ExportError when the format is unknown or cannot carry the data.
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

        As in a store, the default graph is what plain patterns ask, and the vocabulary goes along
        if it is used. A second push goes on where one ended. The rest is as in `push.push`.

        Raises EndpointError when the endpoint fails, QueryError for a malformed `default_graph`.
        """
        from mistral_kg.rdf import dataset
        from mistral_kg.rdf.terms import iri_of
        from mistral_kg.sources import push

        graph = None if default_graph is None else iri_of(default_graph, self.prefixes)
        if default_graph is not None and graph is None:
            raise QueryError(f"{default_graph!r} is no IRI for the default graph; give a whole one")
        quads = self.with_vocabulary
        return push.push(
            [*quads, *dataset.plain(quads)],
            address,
            query_address=query_address,
            default_graph=graph,
            timeout=timeout,
            progress=progress,
        )

    def check(self) -> list[Finding]:
        """Return the faults that shapes, vocabulary rules, check queries and queries find.

        What cannot be checked, such as the terms of RDF 1.2, is among them as a warning.
        """
        from mistral_kg.check import validation

        return validation.check(
            self.with_vocabulary,
            self.store,
            whole=self._is_shipped,
            places=self._source.places,
            prefixes=self.prefixes,
        )

    def verify(self, article: str | os.PathLike[str]) -> Report:
        """Return what the article in a UTF-8 file says to the graph; true when all is grounded.

        Raises SourceError when the file cannot be read or has another text.
        """
        from mistral_kg.check.article import verify

        quads = without_inferences(self.with_vocabulary)
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

        Raises QueryError for a query that cannot be used, an ASK, or a depth below 0; EntityError
        when nothing or several things are called so.
        """
        from mistral_kg.explore.resolve import find
        from mistral_kg.page import narrowing

        if query is None and bindings:
            raise QueryError("bindings need a query to bind them in; give one")
        if around is None and depth is not None:
            raise QueryError("a depth counts steps from an entity; say around which one")
        if depth is not None and depth < 0:
            raise QueryError(f"a depth of {depth} leaves nothing; give 0 or more steps")
        centre = None if around is None else find(self.described(), around)
        # Read before the query runs, so that blank nodes are called alike.
        quads = without_inferences(self.quads)
        result = None if query is None else self.run(query, bindings, name=name)
        if not self._is_shipped:
            from mistral_kg.rdf import files

            # Of the vocabulary what names a relation, and nothing that would be an edge itself.
            quads = [*quads, *files.labels_of(quads)]
        if result is None and centre is None and not facts_only:
            from mistral_kg.page import network

            found = network.build(quads)
        else:
            found = narrowing.build(
                quads,
                result,
                around=centre,
                depth=1 if depth is None else depth,
                facts_only=facts_only,
                name=name,
            )
        found.graph["prefixes"] = self.prefixes
        for key, lang in (("title", "en"), ("title_pa", "pa")):
            found.graph[key] = self._title(query, name, centre, facts_only, lang)
        return found

    def _title(
        self, query: str | None, name: str, around: NamedNode | None, facts_only: bool, lang: str
    ) -> str:
        """Return the title of a network in a language: whose it is, and which part."""
        from mistral_kg.terminal import captions

        def word(text: str) -> str:
            return captions.word(text, lang)

        parts = [", ".join(map(os.path.basename, self._source.words)) or word("title")]
        if query is not None:
            parts.append(query.strip() if _is_name(query) else os.path.basename(name))  # noqa: PTH119
        if around is not None:
            parts.append(word("around {}").format(self.described(lang).label(around)))
        if facts_only:
            parts.append(word("facts only"))
        return " · ".join(parts)

    def view(
        self,
        query: str | None = None,
        *,
        bindings: Mapping[str, Any] | None = None,
        around: str | NamedNode | None = None,
        depth: int | None = None,
        facts_only: bool = False,
    ) -> str:
        """Return the interactive page of the network: one HTML file that needs no network.

        The rest is as in `network`, and raises the same.
        """
        from mistral_kg.page import render

        found = self.network(
            query, bindings=bindings, around=around, depth=depth, facts_only=facts_only
        )
        return render.render(found, title=found.graph["title"])

    def __repr__(self) -> str:
        counts = {count.what: count.number for count in self.stats()}
        said = ", ".join(f"{counts[what]} {what}" for what in ("passages", "facts", "claims"))
        return f"<KnowledgeGraph of {', '.join(self._source.words) or 'the shipped graph'}: {said}>"

    def _repr_html_(self) -> str:
        from mistral_kg.terminal.tables import html

        rows = [[count.what, str(count.number)] for count in self.stats()]
        return html(["what", "number"], rows)


def _is_name(what: str) -> bool:
    """Tell whether this is a name and no SPARQL, which always has a space or a bracket."""
    return bool(what.strip()) and not set(what.strip()) & set(" \t\r\n{}()<>?$#")


def _check_parameters(query: named.NamedQuery, bindings: Mapping[str, str]) -> None:
    known = [parameter.name for parameter in query.parameters]
    for name in bindings:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise QueryError(f"{query.name}: no parameter {name!r}; its parameters: {listed}")
    for parameter in query.parameters:
        if not parameter.optional and parameter.name not in bindings:
            raise QueryError(
                f"{query.name}: the parameter {parameter.name!r} is not bound "
                f"({parameter.meaning}); add {parameter.name}=…, with --bind before it"
            )


def _check_variables(text: str, bindings: Mapping[str, Any], name: str) -> None:
    from mistral_kg.sparql import syntax

    known = syntax.variables(text)
    for variable in bindings:
        if variable not in known:
            listed = ", ".join(f"?{one}" for one in sorted(known)) or "none"
            raise QueryError(f"{name}: no variable ?{variable} to bind; its variables: {listed}")


def _check_sought(
    graph: KnowledgeGraph, text: str, terms: Mapping[str, Term], name: str, *, local: bool
) -> None:
    """Raise QueryError for a variable that the query does not seek.

    Where a variable stands only in an OPTIONAL or in an expression, the engine fills the column
    with what is bound, and the row would say what is not so.
    """
    for variable in terms:
        sought = {**terms, variable: sparql.NOTHING}
        if sparql.fills_in(graph.engine, text, sought, local=local, prefixes=graph.prefixes):
            raise QueryError(
                f"{name}: ?{variable} would be filled in, not sought, as no pattern outside an "
                f"OPTIONAL needs it; move ?{variable} into one"
            )
