"""Count what is in a graph."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from mistral_kg.explore.statements import in_one_language
from mistral_kg.rdf.dataset import described
from mistral_kg.vocabulary import CLAIM, LABEL, MKG, MODALITY, NAMES, PASSAGE, REFERS_TO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad


class Count(NamedTuple):
    """How many there are of something."""

    what: str
    number: int


def count(quads: Iterable[Quad]) -> list[Count]:
    """Return the counts of passages, entities, facts, claims by modality, and triples.

    A fact is a triple that a passage states, counted once a passage; a value that is given in
    several languages is one fact.
    """
    quads = list(quads)
    default = [quad for quad in quads if quad.graph_name == DefaultGraph()]
    passages, claims = described(quads, PASSAGE), described(quads, CLAIM)
    facts = in_one_language([quad for quad in quads if quad.graph_name in passages], "en")
    claimed = [quad for quad in quads if quad.graph_name in claims]
    modalities = Counter(
        quad.object.value.removeprefix(MKG)
        for quad in default
        if quad.predicate == MODALITY and isinstance(quad.object, NamedNode)
    )
    return [
        Count("passages", len(passages)),
        Count("passages that state a fact", len({quad.graph_name for quad in facts})),
        Count("entities", len({q.object for q in default if q.predicate in {NAMES, REFERS_TO}})),
        Count("facts", len(facts)),
        Count("claims", len(claims)),
        *(Count(f"claims {name}", number) for name, number in sorted(modalities.items())),
        Count("claims put as triples", len({quad.graph_name for quad in claimed})),
        Count("triples in claims", len(claimed)),
        Count("labels", sum(quad.predicate == LABEL for quad in default)),
        Count("triples in the default graph", len(default)),
        Count("quads in all", len(quads)),
    ]
