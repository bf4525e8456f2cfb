"""The shortest ways from one entity to another over what sentences say."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad

from mistral_kg.errors import QueryError
from mistral_kg.explore.statements import Statement, passages_of, reported_quads, statements_of
from mistral_kg.rdf.names import is_term
from mistral_kg.terminal import lines
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import TYPE, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mistral_kg.explore.description import Descriptions

    Ties = dict[tuple[Node, Node], list[Quad]]
    """The quads that tie two entities, by subject and object."""


class Step(NamedTuple):
    """A statement that leads on: → from source to target, ← from target to source.

    Steps of one path with the same number are several ties between the two.
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

    def page(self, width: int | None = None) -> str:
        """Return the paths in lines of the width, by default 80 cells."""
        found: list[str] = []
        last_path = 0
        for step in self:
            start = "    " if step.path == last_path else f"{step.path}.  "
            found += lines.wrapped(_step_as_text(step), width, start, "      ")
            if remarks := step.statement.remarks():
                found += lines.wrapped(remarks, width, "      ")
            last_path = step.path
        return "\n".join(found)

    __str__ = page
    __repr__ = page


def find(
    about: Descriptions, source: NamedNode, target: NamedNode, *, claims: bool, limit: int
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
    # One more than the limit, to know whether there are more.
    found = _shortest(about, ties, source, target, limit + 1 if limit else None)
    ways = sorted(found[: limit or None], key=lambda way: _sort_key(about, way))
    paths = Paths(
        step
        for number, way in enumerate(ways, 1)
        for place, ends in enumerate(pairwise(way), 1)
        for step in _steps(about, ties, number, place, ends)
    )
    paths.number, paths.is_cut = len(ways), len(ways) < len(found)
    paths.needs_claims = not (ways or claims) and bool(
        _shortest(about, _ties(about, claims=True), source, target, 1)
    )
    return paths


def _ties(about: Descriptions, *, claims: bool) -> Ties:
    """Return the quads that tie two entities; a term of a vocabulary is no entity."""
    ties: Ties = {}
    for quad in reported_quads(about):
        ends = quad.subject, quad.object
        if (
            quad.predicate != TYPE
            and quad.subject != quad.object
            and all(isinstance(end, NamedNode | BlankNode) and not is_term(end) for end in ends)
            and (claims or quad.graph_name not in about.claims)
        ):
            ties.setdefault(ends, []).append(quad)
    return ties


def _shortest(
    about: Descriptions, ties: Ties, source: NamedNode, target: NamedNode, limit: int | None
) -> list[list[Node]]:
    """Return the shortest ways over the ties, the same whatever the order of the data.

    A search of our own, first in breadth for the distances to the target, then in depth for the
    ways: importing networkx takes longer than all else here.
    """
    near: dict[Node, list[Node]] = {}
    for one, other in sorted(ties, key=lambda ends: _sort_key(about, ends)):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    steps: dict[Node, int] = {target: 0}
    queue: list[Node] = [target]
    for one in queue:  # which grows, the nearest first
        if one == source:
            break
        new = dict.fromkeys(each for each in near.get(one, ()) if each not in steps)
        steps |= dict.fromkeys(new, steps[one] + 1)
        queue += new

    def ways() -> Iterator[list[Node]]:
        started: list[list[Node]] = [[source]] if source in steps else []
        while started:
            way = started.pop()
            if way[-1] == target:
                yield way
            nearer = (one for one in near.get(way[-1], ()) if steps.get(one) == steps[way[-1]] - 1)
            started += reversed([[*way, one] for one in dict.fromkeys(nearer)])

    return list(islice(ways(), limit))


def _sort_key(about: Descriptions, nodes: Iterable[Node]) -> list[str]:
    return [node.value if isinstance(node, NamedNode) else about.name(node) for node in nodes]


def _steps(
    about: Descriptions, ties: Ties, path: int, step: int, ends: tuple[Node, Node]
) -> Iterator[Step]:
    source, target = map(about.name, ends)
    for direction, quads in (("→", ties.get(ends, [])), ("←", ties.get(ends[::-1], []))):
        for one in _merged(about, quads):
            sentences = " ".join(one.sentences)
            yield Step(
                path, step, source, one.relation, direction, target, one.modality, sentences, one
            )


def _merged(about: Descriptions, quads: list[Quad]) -> list[Statement]:
    """Return one statement for what passages state alike, with all of them, or a claim has."""
    groups: dict[tuple[str, str, str, str], list[Statement]] = {}
    for one in statements_of(about, quads):
        groups.setdefault((one.relation, one.claim, one.text, one.remarks()), []).append(one)
    found: list[Statement] = []
    for group in groups.values():
        nodes = (passage.node for one in group for passage in one.passages)
        found.append(group[0]._replace(passages=passages_of(about, nodes)))
    return sorted(found, key=lambda one: (not one.is_fact, one.relation, one.claim))


def _step_as_text(step: Step) -> str:
    one = step.statement
    text = one.text if step.direction == "→" else one.inverse_text
    how = "" if one.is_fact else one.attribution()
    note = ": ".join(filter(None, (step.sentences, how)))
    return text + (f" [{note}]" if note else "")
