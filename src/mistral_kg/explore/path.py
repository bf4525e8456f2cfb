"""The shortest ways from one entity to another over what sentences say."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode

from mistral_kg.errors import QueryError
from mistral_kg.explore import statements
from mistral_kg.rdf.names import is_term
from mistral_kg.terminal import lines
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.statements import Statement
    from mistral_kg.vocabulary import Node

LIMIT = 10
"""How many paths are given where no number is asked for."""


class Step(NamedTuple):
    """A statement that leads on: → from source to target, ← from target to source.

    Several steps of one path may have the same number: each is another tie between the two.
    """

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
    whether there is no path over facts, but one over claims. The columns `from` and `to` are the
    fields `source` and `target` of a step: Python has another use for these words.
    """

    columns = ("path", "step", "from", "relation", "direction", "to", "modality", "sentences")
    number: int
    is_cut: bool
    needs_claims: bool
    language: str

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
    if source == target:
        raise QueryError(f"path: {about.name(source)} is both ends; give two entities")
    if limit < 0:
        raise QueryError(f"path: a limit of {limit} leaves nothing; give 1 or more, or 0 for all")
    ties = _ties(about, claims=claims)
    ways, is_cut = _ways(about, ties, source, target, limit)
    paths = Paths(
        step
        for number, way in enumerate(ways, 1)
        for place, pair in enumerate(pairwise(way), 1)
        for step in _steps(about, ties, pair, path=number, step=place)
    )
    paths.number, paths.is_cut, paths.language = len(ways), is_cut, about.language
    paths.needs_claims = (
        not ways
        and not claims
        and bool(_ways(about, _ties(about, claims=True), source, target, 1)[0])
    )
    return paths


def _ties(about: Descriptions, *, claims: bool) -> dict[tuple[Node, Node], list[Quad]]:
    """Return the quads that tie two entities, by subject and object, each way.

    A term of a vocabulary is no entity.
    """
    ties: dict[tuple[Node, Node], list[Quad]] = {}
    for quad in statements.said(about):
        ends = quad.subject, quad.object
        if (
            quad.predicate != TYPE
            and quad.subject != quad.object
            and all(isinstance(end, NamedNode | BlankNode) and not is_term(end) for end in ends)
            and (claims or quad.graph_name not in about.claims)
        ):
            ties.setdefault(ends, []).append(quad)
    return ties


def _ways(
    about: Descriptions,
    ties: Iterable[tuple[Node, Node]],
    source: NamedNode,
    target: NamedNode,
    limit: int,
) -> tuple[list[list[Node]], bool]:
    """Return the shortest ways, in a fixed order and no more than the limit; and if that cut."""
    import networkx

    def order(one: Node) -> str:
        return one.value if isinstance(one, NamedNode) else about.name(one)

    def orders(nodes: Iterable[Node]) -> list[str]:
        return [order(one) for one in nodes]

    # Sorted, so that a limit leaves the same ways whatever the order of the data.
    plain = networkx.Graph(sorted(ties, key=orders))
    if source not in plain or target not in plain:
        return [], False
    try:
        ways = networkx.all_shortest_paths(plain, source, target)
        found = list(islice(ways, limit + 1 if limit else None))
    except networkx.NetworkXNoPath:
        return [], False
    return sorted(found[: limit or None], key=orders), 0 < limit < len(found)


def _steps(
    about: Descriptions,
    ties: dict[tuple[Node, Node], list[Quad]],
    pair: tuple[Node, Node],
    *,
    path: int,
    step: int,
) -> Iterable[Step]:
    source, target = pair
    for direction, ends in (("→", pair), ("←", (target, source))):
        for made in _statements(about, ties.get(ends, [])):
            yield Step(
                path,
                step,
                about.name(source),
                made.relation,
                direction,
                about.name(target),
                made.modality,
                " ".join(made.sentences),
                made,
            )


def _statements(about: Descriptions, ties: list[Quad]) -> list[Statement]:
    """Return one statement for what passages state, each with all of them, or a claim has."""
    groups: dict[tuple[Node, Node | None], list[Quad]] = {}
    for quad in ties:
        claim = quad.graph_name if quad.graph_name in about.claims else None
        groups.setdefault((quad.predicate, claim), []).append(quad)
    found = [
        statements.by_sentence(statements.statement(about, quad) for quad in quads)[0]._replace(
            passages=statements.passages_of(
                about, (one for quad in quads for one in about.sources(quad.graph_name))
            )
        )
        for quads in groups.values()
    ]
    return sorted(found, key=lambda one: (not one.is_fact, one.relation, one.claim))


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
