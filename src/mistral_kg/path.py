"""The shortest ways from one entity to another over what sentences say."""

from __future__ import annotations

from collections import namedtuple
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mistral_kg import lines
from mistral_kg.captions import word
from mistral_kg.errors import QueryError
from mistral_kg.labels import curie, is_term
from mistral_kg.rows import Rows
from mistral_kg.statements import Statement, passages_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import networkx

    from mistral_kg.description import Descriptions

LIMIT = 10
"""How many paths are given where no number is asked for."""


class Step(
    namedtuple("Step", "path step source relation direction target modality sentences statement")
):
    """A statement that leads on: → from source to target, ← from target to source.

    Several steps of one path may have the same number: each is another tie between the two.
    """

    __slots__ = ()
    path: int
    step: int
    source: str
    relation: str
    direction: str
    target: str
    modality: str
    sentences: str
    statement: Statement


class Paths(Rows):
    """The shortest paths as rows of steps, and as text a list.

    `number` says how many paths there are, `is_cut` whether there are more; `needs_claims`
    whether there is no path over facts, but one over claims.
    """

    columns = ("path", "step", "from", "relation", "direction", "to", "modality", "sentences")
    number: int
    is_cut: bool
    needs_claims: bool
    language: str

    def cells(self) -> list[list[str]]:
        """Return the rows as words, one for each column."""
        return [[str(value) for value in row[: len(self.columns)]] for row in self]

    def page(self, width: int | None = None) -> str:
        """Return the paths in lines of the width, by default 80 cells."""
        blocks: dict[int, list[str]] = {}
        for step in self:
            block = blocks.setdefault(step.path, [])
            start = f"{step.path}.  " if not block else "    "
            block += lines.wrapped(_shown(step, self.language), width, start, "      ")
        return "\n".join(line for block in blocks.values() for line in block)

    __str__ = page
    __repr__ = page


def find(
    about: Descriptions,
    source: NamedNode,
    target: NamedNode,
    *,
    claims: bool = False,
    limit: int = LIMIT,
) -> Paths:
    """Return the shortest paths between two entities over facts, or over claims too.

    A term of a vocabulary, such as a stage of funding, is no station on the way. A limit of 0
    is none.

    Raises QueryError when the two are one, or the limit is below 0.
    """
    from mistral_kg import network

    if source == target:
        raise QueryError(f"path: {curie(source.value)} is both ends; give two entities")
    if limit < 0:
        raise QueryError(f"path: a limit of {limit} leaves nothing; give 1 or more, or 0 for all")
    whole = network.build(about.quads, about.language)
    ends = source.value, target.value
    ways, is_cut = _ways(_plain(whole, claims=claims), *ends, limit)
    paths = Paths(
        step
        for number, way in enumerate(ways, 1)
        for place, pair in enumerate(pairwise(way), 1)
        for step in _steps(about, whole, pair, claims=claims, path=number, step=place)
    )
    paths.number, paths.is_cut, paths.language = len(ways), is_cut, about.language
    paths.needs_claims = not ways and not claims and bool(_ways(_plain(whole), *ends, 1)[0])
    return paths


def _plain(whole: networkx.MultiDiGraph, *, claims: bool = True) -> networkx.Graph:
    """Return the ties in either direction, without the terms of vocabularies."""
    import networkx

    plain = networkx.Graph()
    # Sorted, so that a limit leaves the same ways whatever the order of the data.
    for source, target, kind in sorted(whole.edges(data="kind")):
        ends = [NamedNode(end) for end in (source, target) if not end.startswith("_:")]
        if source != target and not any(map(is_term, ends)) and (claims or kind == "fact"):
            plain.add_edge(source, target)
    return plain


def _ways(
    plain: networkx.Graph, source: str, target: str, limit: int
) -> tuple[list[list[str]], bool]:
    """Return the shortest ways, in a fixed order and no more than the limit; and if that cut."""
    import networkx

    if source not in plain or target not in plain:
        return [], False
    try:
        ways = networkx.all_shortest_paths(plain, source, target)
        found = list(islice(ways, limit + 1 if limit else None))
    except networkx.NetworkXNoPath:
        return [], False
    return sorted(found[: limit or None]), 0 < limit < len(found)


def _steps(
    about: Descriptions,
    whole: networkx.MultiDiGraph,
    pair: tuple[str, str],
    *,
    claims: bool,
    path: int,
    step: int,
) -> Iterable[Step]:
    source, target = pair
    for direction, (one, other) in (("→", pair), ("←", (target, source))):
        ties = whole.get_edge_data(one, other) or {}
        for key in sorted(ties, key=lambda key: (ties[key]["kind"] == "claim", key)):
            if ties[key]["kind"] == "fact" or claims:
                made = _statement(about, whole, one, other, key)
                yield Step(
                    path,
                    step,
                    _name(source),
                    made.relation,
                    direction,
                    _name(target),
                    made.modality,
                    " ".join(made.sentences),
                    made,
                )


def _statement(
    about: Descriptions, whole: networkx.MultiDiGraph, source: str, target: str, key: str
) -> Statement:
    edge: dict[str, Any] = whole.edges[source, target, key]
    claim = key.partition(" ")[2]
    known = {about.identifier(passage): passage for passage in about.passages}
    passages = [known[sentence] for sentence in edge["sentences"] if sentence in known]
    return Statement(
        subject=_name(source),
        relation=curie(edge["relation_iri"]),
        object=_name(target),
        subject_label=whole.nodes[source]["label"],
        relation_label=edge["relation"],
        object_label=whole.nodes[target]["label"],
        modality=edge["modality_label"] if claim else word("stated", about.language),
        speaker=edge.get("speaker", ""),
        addressee="",
        gist=edge.get("gist", ""),
        passages=passages_of(about, passages),
        claim=_name(claim) if claim else "",
    )


def _name(key: str) -> str:
    return key if key.startswith("_:") else curie(key)


def _shown(step: Step, language: str) -> str:
    made = step.statement
    source, target = made.subject_label, made.object_label
    if step.direction == "→":
        text = f"{source} → {made.relation_label} → {target}"
    else:
        text = f"{target} ← {made.relation_label} ← {source}"
    where = " ".join(made.sentences)
    how = "" if made.is_fact else made.said_by(language)
    note = ": ".join(filter(None, (where, how)))
    return f"{text} [{note}]" if note else text
