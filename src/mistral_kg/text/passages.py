"""Where the passages of a dataset are in the text of their article."""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.errors import SourceError
from mistral_kg.rdf.dataset import described
from mistral_kg.rdf.names import curie
from mistral_kg.text import article
from mistral_kg.text.wording import words
from mistral_kg.vocabulary import END, IDENTIFIER, NUMBER, PART_OF, PASSAGE, SHA256, START, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from mistral_kg.text.article import Article

    Hashes = dict[Node | None, set[str]]
    """The SHA-256 of articles."""

_SAID_ONCE = (IDENTIFIER, NUMBER, START, END, SHA256, PART_OF)
_NEAR = 500  # code points by which an edit mostly moves what comes after it
_BEGINNING = re.compile(r"(?<!\S)\S")
_MUCH_LONGER = 3  # a text so many times as long as the passages is not searched for them


class Passage(NamedTuple):
    """A passage as the dataset describes it; what the dataset lacks is None.

    `start` and `end` count Unicode code points of the article's text, `end` exclusive. `repeated`
    has the properties of which it gives several values; the first in their order is taken.
    """

    node: Node
    sentence: str
    number: int | None
    start: int | None
    end: int | None
    sha256: str | None
    article: Node | None
    repeated: list[NamedNode]


class Placed(NamedTuple):
    """A passage with its text, None where its hash is nowhere, and what is wrong with it.

    `start` is where it is in this text, which an edit before it may have moved, or where it
    would have to be.
    """

    passage: Passage
    start: int
    text: str | None
    faults: list[str]


def described_in(quads: Iterable[Quad]) -> list[Passage]:
    """Return the passages of the dataset in the order of their offsets."""
    quads = list(quads)
    nodes = described(quads, PASSAGE)
    said: dict[Node, dict[NamedNode, set[Node]]] = {
        node: {predicate: set() for predicate in _SAID_ONCE} for node in nodes
    }
    for quad in quads:
        if (
            quad.predicate in _SAID_ONCE
            and quad.subject in nodes
            and quad.graph_name == DefaultGraph()
        ):
            said[quad.subject][quad.predicate].add(quad.object)
    found = [_passage(node, values) for node, values in said.items()]
    return sorted(found, key=_place)


def _passage(node: Node, said: dict[NamedNode, set[Node]]) -> Passage:
    # Sorted, so that the same is taken whatever the order of the data.
    first = {predicate: min(values, key=str, default=None) for predicate, values in said.items()}

    def text(predicate: NamedNode) -> str | None:
        value = first[predicate]
        return value.value if isinstance(value, Literal) else None

    def number(predicate: NamedNode) -> int | None:
        try:
            return int(text(predicate) or "")
        except ValueError:
            return None

    return Passage(
        node,
        text(IDENTIFIER) or (curie(node.value) if isinstance(node, NamedNode) else "_:"),
        number(NUMBER),
        number(START),
        number(END),
        text(SHA256),
        first[PART_OF],
        [predicate for predicate, values in said.items() if len(values) > 1],
    )


def _place(passage: Passage) -> tuple[float, int, str]:
    """Return the sort key of a passage: its start, or what tells best where it may be."""
    unknown = float("inf") if passage.end is None else passage.end - 1
    start = unknown if passage.start is None else passage.start
    return start, passage.number or 0, passage.sentence


def gaps(placed: Sequence[Placed], text: str) -> list[tuple[int, int]]:
    """Return from where to where the text has words that are in no passage.

    Between passages of which one is not found nothing is reported: its text may be there.
    """
    found: list[tuple[int, int]] = []
    last: int | None = 0
    for one in sorted(placed, key=lambda one: one.start):  # an edit may have changed the order
        if one.text is not None and last is not None:
            found += _words_in(text, last, one.start)
        last = None if one.text is None else max(last or 0, one.start + len(one.text))
    return found + (_words_in(text, last, len(text)) if last is not None else [])


def _words_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = words(text[start:end])
    return [(start + spans[0].start, start + spans[-1].end)] if spans else []


def hashes_of_articles(quads: Iterable[Quad], found: Iterable[Passage]) -> Hashes:
    """Return the articles that the passages are of, each with the SHA-256 of its text.

    The article of passages that lack one is None, and has no hash.
    """
    hashes: Hashes = {passage.article: set() for passage in found}
    for quad in quads:
        if (
            quad.predicate == SHA256
            and quad.subject in hashes
            and quad.graph_name == DefaultGraph()
            and isinstance(quad.object, Literal)
        ):
            hashes[quad.subject].add(quad.object.value)
    return hashes


def read(path: str, hashes: Hashes) -> Article:
    """Return the text in the file, read as one of the articles if it can be.

    Raises SourceError when the file cannot be read.
    """
    return article.read(path, sorted(set().union(*hashes.values())))


def place_in(text: Article, found: Sequence[Passage], hashes: Hashes) -> list[Placed]:
    """Return the passages of the article that this text is, and those of none, as they are in it.

    Of several articles it is the one whose hash the text has, else the one of which most is found.

    Raises SourceError when the text has no such hash and none of the passages is in it.
    """
    edited = text.is_the_one is not True
    hashed = article.hash_of(text.text)
    if len(hashes) > 1:

        def fit(one: Node | None) -> tuple[bool, int]:
            its = [passage for passage in found if passage.article == one]
            placed = place(its, text.text, edited=edited)
            return hashed in hashes[one], sum(passage.text is not None for passage in placed)

        best = max(hashes, key=fit)
        found = [passage for passage in found if passage.article in {best, None}]
    placed = place(found, text.text, edited=edited)
    if edited and all(one.text is None for one in placed):
        wanted = " or ".join(sorted(set().union(*hashes.values()))) or "the passages describe"
        raise SourceError(
            f"{text.path}: is another text, in which none of the {len(found)} passages occurs; "
            f"give the article whose SHA-256 is {wanted}"
        )
    return placed


def place(found: Sequence[Passage], text: str, *, edited: bool = False) -> list[Placed]:
    """Return the passages as they are in a text, with their faults.

    In a text that was edited a passage is also sought where the edit may have moved it.
    """
    placed: list[Placed] = []
    shift = 0
    has_articles = any(passage.article for passage in found)
    far = len(text) <= _MUCH_LONGER * max((one.end or 0 for one in found), default=0)
    for order, passage in enumerate(found, start=1):
        start = _start(passage, text, shift, edited=edited, far=far)
        faults = list(_faults(passage, text, start))
        if start is not None and passage.start is not None:
            shift = start - passage.start
        for predicate in passage.repeated:
            faults.append(f"has several values of {curie(predicate.value)}: keep one")
        if has_articles and passage.article is None:
            faults.append("lacks dcterms:isPartOf: add the IRI of its article")
        previous = found[order - 2] if order > 1 else None
        if previous and passage.start is not None and passage.start < (previous.end or 0):
            faults.append(f"overlaps {previous.sentence}: fix the offsets of one")
        if passage.number is not None and passage.number != order:
            faults.append(f"its number is {passage.number}, and it is number {order} in the text")
        if passage.number is not None and passage.sentence != f"S{passage.number:02}":
            faults.append(f"its number is {passage.number}: call it S{passage.number:02}")
        there = None if start is None else text[start : start + _length(passage)]
        expected = max(0, (passage.start or 0) + shift)
        placed.append(Placed(passage, expected if start is None else start, there, faults))
    return placed


def _length(passage: Passage) -> int:
    return (passage.end or 0) - (passage.start or 0)


def _faults(passage: Passage, text: str, start: int | None) -> list[str]:
    if passage.start is None or passage.end is None or passage.sha256 is None:
        return ["lacks oa:start, oa:end or mkg:sha256, or an offset is not a whole number"]
    span = f"{passage.start} to {passage.end}"
    if not 0 <= passage.start < passage.end:
        return [f"its offsets {span} contain no text"]
    if start is None and passage.end > len(text):
        return [f"its offsets {span} are outside the text, which has {len(text)} code points"]
    if start is None:
        return [f"the text at {span} does not have the SHA-256 of the passage"]
    if start != passage.start:
        by = start - passage.start
        points = "1 code point" if abs(by) == 1 else f"{abs(by)} code points"
        return [f"is {points} {'later' if by > 0 else 'earlier'} than {span}"]
    return []


def _start(passage: Passage, text: str, shift: int, *, edited: bool, far: bool) -> int | None:
    """Return where the text has the hash of the passage, None where it does not."""
    if passage.start is None or _length(passage) <= 0 or passage.start < 0:
        return None
    near = range(passage.start - _NEAR, passage.start + _NEAR) if edited else ()
    # Farther away only where a word begins after a space: each place costs a hash.
    anywhere = (found.start() for found in _BEGINNING.finditer(text)) if edited and far else ()
    for start in chain((passage.start, passage.start + shift), near, anywhere):
        end = start + _length(passage)
        if start >= 0 and end <= len(text) and article.hash_of(text[start:end]) == passage.sha256:
            return start
    return None
