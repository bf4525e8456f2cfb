"""Send a dataset to a SPARQL endpoint by update, so that a second try goes on where one ended.

Nothing is kept between tries: a batch of which every quad is at the endpoint already is not sent
again. See https://www.w3.org/TR/sparql11-update/#insertData.
"""

from __future__ import annotations

import time
from urllib.parse import urlencode, urlsplit, urlunsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad

from mistral_kg.errors import EndpointError
from mistral_kg.rdf.order import skolemise
from mistral_kg.sources.client import FORM, TIMEOUT, Client
from mistral_kg.sources.endpoint import Endpoint
from mistral_kg.vocabulary import CLAIM, TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

_BATCH = 2000
_BYTES = 1 << 20
_FEW = 50
_TRIES = 5
_LONGEST_PAUSE = 60.0
_QUERY_ADDRESSES = {"/update": "/query", "/statements": "", "/sparql-auth": "/sparql"}
_DEFAULT = DefaultGraph()


class Pushed:
    """What a push did, in numbers of quads, and what it found of the endpoint."""

    def __init__(self, where: str, default_graph: NamedNode | None) -> None:
        self._where = where
        self._default_graph = default_graph
        self.sent = 0
        """Quads that were not there before."""
        self.kept = 0
        """Quads that were there already."""
        self.renamed = 0
        """Blank nodes that got an IRI, since a second try could not find them again."""
        self.equal = 0
        """Quads that the endpoint takes as equal to others, such as 1.50 and 1.5 of one amount."""
        self.shows_claims = False
        """Whether a pattern without GRAPH there finds what is only in a named graph."""

    def words(self) -> list[str]:
        """Return what a person should know, a line each."""
        found = [
            f"{self.sent:,} quads sent, {self.kept:,} were there; all of them are there now: "
            f"--source '{self.source}'"
        ]
        if self.renamed:
            found.append(f"{self.renamed:,} blank nodes were given IRIs (RDF 1.1, section 3.5)")
        if self.equal:
            found.append(f"{self.equal:,} quads are equal to others there, as 1.50 is to 1.5")
        if self.shows_claims and not self._default_graph:
            found.append(
                "the endpoint's default graph is the union of all graphs, so patterns without "
                "GRAPH find claims too; push again with --default-graph IRI, and ask with "
                "?default-graph-uri=IRI in the address"
            )
        return found

    @property
    def source(self) -> str:
        """The address to ask, which names the default graph if the endpoint has none of its own."""
        if not self._default_graph:
            return self._where
        return f"{self._where}?{urlencode({'default-graph-uri': self._default_graph.value})}"


def push(
    quads: Collection[Quad],
    address: str,
    *,
    query_address: str | None = None,
    timeout: float | None = TIMEOUT,
    progress: Callable[[int, int], None] | None = None,
    default_graph: NamedNode | None = None,
) -> Pushed:
    """Send quads to the update service at an address, and see that all of them are there.

    `query_address` is asked what is there: by default the one that goes with the address in
    Oxigraph, Fuseki, GraphDB and Virtuoso, else the address itself. The default graph's triples go
    to `default_graph` if one is given, for servers whose default graph is the union of all.
    `progress` is called with how many quads of how many are there. `timeout` is for each request.

    Raises EndpointError when the endpoint fails for good, or lacks quads in the end.
    """
    there = Endpoint(query_address or query_address_of(address), timeout=timeout)
    pushed = Pushed(there.where, default_graph)
    moved, pushed.renamed = skolemise(quads)
    if default_graph:
        moved = [_into(default_graph, quad) for quad in moved]
    sent = sorted(dict.fromkeys(moved), key=_is_plain)
    first = sum(not _is_plain(quad) for quad in sent)
    update = _Update(address, timeout, there, lambda done: progress and progress(done, len(sent)))
    before = _counts(there)
    named = update.put(sent[:first], looks=any(before))
    only_named = _only_named(sent, default_graph)
    # A union shows a triple of a named graph as if it were in the default one.
    pushed.shows_claims = bool(only_named and there.query(f"ASK {{ {only_named.triple} }}"))
    plain = update.put(sent[first:], looks=any(before) and not pushed.shows_claims)
    new = (named, plain)
    pushed.equal = _equal_there(there, sent, before, new, is_union=pushed.shows_claims)
    pushed.kept = len(sent) - sum(new)
    pushed.sent = sum(new) - pushed.equal
    return pushed


def _into(graph: NamedNode, quad: Quad) -> Quad:
    """Return a quad of the default graph as one of another graph, any other as it is."""
    if not _is_plain(quad):
        return quad
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def query_address_of(address: str) -> str:
    """Return the address of the query service that goes with an update service."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    for ending, other in _QUERY_ADDRESSES.items():
        if path.endswith(ending):
            return urlunsplit(parts._replace(path=path.removesuffix(ending) + other))
    return address


class _Update:
    """An update service, asked again where a failure may pass: inserting twice does no harm.

    `there` is asked what is at it already; `report` is called with the number of quads done.
    """

    def __init__(
        self, address: str, timeout: float | None, there: Endpoint, report: Callable[[int], object]
    ) -> None:
        self._client = Client(address, timeout=timeout)
        self._there = there
        self._report = report
        self._done = 0
        self._as_form = False

    def put(self, quads: Sequence[Quad], *, looks: bool) -> int:
        """Send the batches that are not there as a whole; return how many quads were not there."""
        new = 0
        for batch in _batches(quads):
            present = _present(self._there, batch) if looks else 0
            if present < len(batch):
                self._insert(batch)
            new += len(batch) - present
            self._done += len(batch)
            self._report(self._done)
        return new

    def _insert(self, batch: Sequence[Quad]) -> None:
        for number in range(_TRIES):
            try:
                self._send(_insertion(batch))
                return
            except EndpointError as error:
                pause = 2.0**number if error.pause is None else error.pause
                is_last = number == _TRIES - 1
                if error.status == 400 and _is_plain(batch[0]):
                    hint = "; if it has no default graph, name one with --default-graph IRI"
                    raise EndpointError(f"{error}{hint}", status=400) from None
                if not error.transient or is_last or pause > _LONGEST_PAUSE:
                    raise
                time.sleep(pause)

    def _send(self, text: str) -> None:
        if not self._as_form:
            try:
                self._client.post(text.encode(), "application/sparql-update", "*/*").close()
                return
            except EndpointError as error:
                if error.status != 415:
                    raise
                self._as_form = True
        self._client.post(urlencode({"update": text}).encode(), FORM, "*/*").close()


def _insertion(batch: Sequence[Quad]) -> str:
    graphs: dict[object, list[str]] = {}
    for quad in batch:
        graphs.setdefault(quad.graph_name, []).append(f"{quad.triple} .\n")
    parts = (
        "".join(triples) if graph == _DEFAULT else f"GRAPH {graph} {{\n{''.join(triples)}}}\n"
        for graph, triples in graphs.items()
    )
    return f"INSERT DATA {{\n{''.join(parts)}}}"


def _is_plain(quad: Quad) -> bool:
    """Tell whether a quad is in the default graph."""
    return quad.graph_name == _DEFAULT


def _batches(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    """Yield batches whose quads are all in the default graph, or all in named ones."""
    batch: list[Quad] = []
    size = 0
    for quad in quads:
        is_other = batch and _is_plain(batch[0]) != _is_plain(quad)
        length = len(str(quad))
        if batch and (is_other or len(batch) == _BATCH or size + length > _BYTES):
            yield batch
            batch, size = [], 0
        batch.append(quad)
        size += length
    if batch:
        yield batch


def _counts(there: Endpoint) -> tuple[int, int]:
    """Return how many quads are in named graphs, and how many in the default one."""
    return _count(there, "GRAPH ?g { ?s ?p ?o }"), _count(there, "?s ?p ?o")


def _present(there: Endpoint, batch: Sequence[Quad], *, exact: bool = False) -> int:
    """Return how many quads of a batch are at the endpoint; if not exact, few may count as none."""
    names, pattern = "?s ?p ?o ?g", "GRAPH ?g { ?s ?p ?o }"
    if _is_plain(batch[0]):
        names = pattern = "?s ?p ?o"
    rows = "\n".join(f"({one})" for one in batch)
    found = _count(there, f"VALUES ({names}) {{\n{rows}\n}} {pattern}")
    if found >= len(batch):
        return len(batch)
    if not found and not exact:
        return 0
    # Virtuoso 7.2 loses English literals where VALUES meet a pattern, but no constants.
    return sum(_few(there, batch[place : place + _FEW]) for place in range(0, len(batch), _FEW))


def _few(there: Endpoint, quads: Sequence[Quad]) -> int:
    patterns = (
        f"{{ {quad.triple} }}"
        if _is_plain(quad)
        else f"{{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}"
        for quad in quads
    )
    return min(_count(there, " UNION ".join(patterns)), len(quads))


def _count(there: Endpoint, pattern: str) -> int:
    for row in there.rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"):
        return int(row[0].value)
    raise EndpointError(f"{there.where}: does not count; is this the address of a query service?")


def _equal_there(
    there: Endpoint,
    quads: Sequence[Quad],
    before: Sequence[int],
    new: Sequence[int],
    *,
    is_union: bool,
) -> int:
    """Return how many quads the endpoint takes as equal to others, having seen that all are there.

    That is seen by the counts, which have grown by what came; where they have not, since two quads
    are equal, the default graph is a union or somebody else writes, each quad is looked up.

    Raises EndpointError, with both figures, when quads are missing.
    """
    after = _counts(there)
    expected = [had + came for had, came in zip(before, new, strict=True)]
    kinds = {int(_is_plain(quad)) for quad in quads}
    if all(after[kind] == expected[kind] for kind in kinds):
        return 0
    missing = sum(len(batch) - _present(there, batch, exact=True) for batch in _batches(quads))
    if missing:
        raise EndpointError(
            f"{there.where}: {missing} quads are missing after all were sent; expected "
            f"{expected[1]} in the default graph and {expected[0]} in named graphs, "
            f"found {after[1]} and {after[0]}; push again"
        )
    known = kinds - {1} if is_union else kinds
    return sum(max(expected[kind] - after[kind], 0) for kind in known)


def _only_named(quads: Sequence[Quad], default_graph: NamedNode | None) -> Quad | None:
    """Return a quad whose triple is in a named graph only, if possible in a claim's."""
    homes = {_DEFAULT, default_graph}
    plain = {quad.triple for quad in quads if quad.graph_name in homes}
    claims = {quad.subject for quad in quads if (quad.predicate, quad.object) == (TYPE, CLAIM)}
    others = [quad for quad in quads if quad.triple not in plain]
    return next((quad for quad in others if quad.graph_name in claims), next(iter(others), None))
