"""See what of a dataset is at an endpoint already, and in the end that all of it is."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad

from mistral_kg.errors import EndpointError
from mistral_kg.vocabulary import CLAIM, TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mistral_kg.sources.endpoint import Endpoint

_BATCH = 2000
_BYTES = 1 << 20
_FEW = 50
_DEFAULT = DefaultGraph()


def is_plain(quad: Quad) -> bool:
    """Tell whether a quad is in the default graph."""
    return quad.graph_name == _DEFAULT


def batches(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    """Yield batches of one kind of graph."""
    batch: list[Quad] = []
    size = 0
    for quad in quads:
        is_other = batch and is_plain(batch[0]) != is_plain(quad)
        length = len(str(quad))
        if batch and (is_other or len(batch) == _BATCH or size + length > _BYTES):
            yield batch
            batch, size = [], 0
        batch.append(quad)
        size += length
    if batch:
        yield batch


def counts(there: Endpoint) -> tuple[int, int]:
    """Return how many quads are in named graphs, and how many in the default one."""
    return (
        _number(there, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        _number(there, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    )


def present(there: Endpoint, batch: Sequence[Quad], *, exact: bool = False) -> int:
    """Return how many quads of a batch are at the endpoint, none where it is not worth a look."""
    names = "?s ?p ?o" if is_plain(batch[0]) else "?s ?p ?o ?g"
    rows = "\n".join(f"({one})" for one in batch)
    pattern = "?s ?p ?o" if is_plain(batch[0]) else "GRAPH ?g { ?s ?p ?o }"
    values = f"VALUES ({names}) {{\n{rows}\n}}"
    found = _number(there, f"SELECT (COUNT(*) AS ?n) {{ {values} {pattern} }}")
    if found >= len(batch):
        return len(batch)
    if not found and not exact:
        return 0
    # Virtuoso 7.2 loses English literals where VALUES meet a pattern, but no constants.
    return sum(_few(there, batch[place : place + _FEW]) for place in range(0, len(batch), _FEW))


def _few(there: Endpoint, quads: Sequence[Quad]) -> int:
    patterns = (
        str(quad.triple) if is_plain(quad) else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in quads
    )
    either = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
    return min(_number(there, f"SELECT (COUNT(*) AS ?n) {{ {either} }}"), len(quads))


def _number(there: Endpoint, text: str) -> int:
    for row in there.rows(text):
        return int(row[0].value)
    raise EndpointError(f"{there.where}: does not count; is this the address of a query service?")


def equal_there(
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
    after = counts(there)
    expected = [had + came for had, came in zip(before, new, strict=True)]
    kinds = {int(is_plain(quad)) for quad in quads}
    if all(after[kind] == expected[kind] for kind in kinds):
        return 0
    missing = sum(len(batch) - present(there, batch, exact=True) for batch in batches(quads))
    if missing:
        raise EndpointError(
            f"{there.where}: {missing} quads are missing after all were sent; expected "
            f"{expected[1]} in the default graph and {expected[0]} in named graphs, "
            f"found {after[1]} and {after[0]}; push again"
        )
    known = kinds - {1} if is_union else kinds
    return sum(max(expected[kind] - after[kind], 0) for kind in known)


def shows(there: Endpoint, quad: Quad | None) -> bool:
    """Tell whether a pattern without GRAPH finds a triple, which is then in the default graph."""
    return quad is not None and bool(there.query(f"ASK {{ {quad.triple} }}"))


def only_named(quads: Sequence[Quad], default_graph: NamedNode | None) -> Quad | None:
    """Return a quad whose triple is in a named graph only, if possible in a claim's."""
    homes = {_DEFAULT, default_graph}
    plain = {quad.triple for quad in quads if quad.graph_name in homes}
    claims = {quad.subject for quad in quads if (quad.predicate, quad.object) == (TYPE, CLAIM)}
    others = (quad for quad in quads if quad.triple not in plain)
    found = None
    for quad in others:
        if quad.graph_name in claims:
            return quad
        found = found or quad
    return found
