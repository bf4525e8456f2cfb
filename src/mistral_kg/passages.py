"""Where the passages of a dataset stand in the text of their article."""

from __future__ import annotations

from collections import namedtuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.article import hash_of
from mistral_kg.dataset import described
from mistral_kg.labels import curie
from mistral_kg.vocabulary import (
    END,
    IDENTIFIER,
    NUMBER,
    PART_OF,
    PASSAGE,
    SHA256,
    START,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

_SEARCHED = 500  # code points by which an edit may have moved what comes after it


class Passage(namedtuple("Passage", "node sentence number start end sha256 article")):
    """A passage as the dataset describes it; what the dataset lacks is None.

    `start` and `end` count Unicode code points of the article's text, `end` exclusive.
    """

    __slots__ = ()
    node: Node
    sentence: str
    number: int | None
    start: int | None
    end: int | None
    sha256: str | None
    article: Node | None


class Placed(namedtuple("Placed", "passage start text faults")):
    """A passage with its text, None where its hash is nowhere near, and what is wrong with it.

    `start` is where it stands in this text, which an edit before it may have moved.
    """

    __slots__ = ()
    passage: Passage
    start: int
    text: str | None
    faults: list[str]


def passages(quads: Iterable[Quad]) -> list[Passage]:
    """Return the passages of the dataset in the order of their offsets."""
    quads = list(quads)
    nodes = described(quads, PASSAGE)
    said: dict[tuple[Node, NamedNode], Node] = {
        (quad.subject, quad.predicate): quad.object
        for quad in quads
        if quad.subject in nodes and quad.graph_name == DefaultGraph()
    }

    def text(node: Node, predicate: NamedNode) -> str | None:
        value = said.get((node, predicate))
        return value.value if isinstance(value, Literal) else None

    def number(node: Node, predicate: NamedNode) -> int | None:
        try:
            return int(text(node, predicate) or "")
        except ValueError:
            return None

    found = [
        Passage(
            node,
            text(node, IDENTIFIER) or (curie(node.value) if isinstance(node, NamedNode) else "_:"),
            number(node, NUMBER),
            number(node, START),
            number(node, END),
            text(node, SHA256),
            said.get((node, PART_OF)),
        )
        for node in nodes
    ]
    return sorted(found, key=lambda one: (one.start or 0, one.number or 0, one.sentence))


def place(found: Sequence[Passage], text: str, *, edited: bool = False) -> list[Placed]:
    """Return the passages as they stand in a text, with their faults.

    In a text that was edited a passage is also sought where the edit may have moved it.
    """
    placed: list[Placed] = []
    shift = 0
    for order, passage in enumerate(found, start=1):
        start = _start(passage, text, shift, edited)
        faults = list(_faults(passage, text, start))
        if start is not None and passage.start is not None:
            shift = start - passage.start
        previous = found[order - 2] if order > 1 else None
        if previous and (passage.start or 0) < (previous.end or 0):
            faults.append(f"overlaps {previous.sentence}: mend the offsets of one")
        if passage.number is not None and passage.number != order:
            faults.append(f"its number is {passage.number}, and it is number {order} in the text")
        if passage.number is not None and passage.sentence != f"S{passage.number:02}":
            faults.append(f"its number is {passage.number}: call it S{passage.number:02}")
        words = None if start is None else text[start : start + _length(passage)]
        placed.append(Placed(passage, start or 0, words, faults))
    return placed


def _length(passage: Passage) -> int:
    return (passage.end or 0) - (passage.start or 0)


def _faults(passage: Passage, text: str, start: int | None) -> list[str]:
    if passage.start is None or passage.end is None or passage.sha256 is None:
        return ["lacks oa:start, oa:end or mkg:sha256"]
    span = f"{passage.start} to {passage.end}"
    if not 0 <= passage.start < passage.end:
        return [f"its offsets {span} hold no text"]
    if start is None and passage.end > len(text):
        return [f"its offsets {span} lie outside the text, which has {len(text)} code points"]
    if start is None:
        return [f"the text at {span} has not the SHA-256 of the passage"]
    if start != passage.start:
        by = start - passage.start
        return [f"stands {abs(by)} code points {'later' if by > 0 else 'earlier'} than {span}"]
    return []


def _start(passage: Passage, text: str, shift: int, edited: bool) -> int | None:
    """Return where the text has the hash of the passage, None where it does not."""
    if passage.start is None or _length(passage) <= 0 or passage.start < 0:
        return None
    around = range(passage.start - _SEARCHED, passage.start + _SEARCHED) if edited else ()
    places: list[int] = [passage.start, passage.start + shift, *around]
    for start in places:
        end = start + _length(passage)
        if start >= 0 and end <= len(text) and hash_of(text[start:end]) == passage.sha256:
            return start
    return None
