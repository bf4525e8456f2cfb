"""Where the passages of a dataset are in the text of their article."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from mistral_kg.errors import SourceError
from mistral_kg.rdf.dataset import described
from mistral_kg.rdf.names import curie
from mistral_kg.text import article
from mistral_kg.text.wording import words
from mistral_kg.vocabulary import END, IDENTIFIER, NUMBER, PART_OF, PASSAGE, SHA256, START, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from mistral_kg.text.article import Article

    Values = defaultdict[tuple[Node | None, NamedNode], list[Node]]
    """The values of properties by subject and property."""

_DESCRIPTION = (IDENTIFIER, NUMBER, START, END, SHA256, PART_OF)
_FAR = 10_000  # code points: farther than that no edit is taken to have moved a passage
_BEGINNING = re.compile(r"(?<![^\s\"'“‘«(\[—-])\S")  # after a space or an opening mark


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

    @property
    def length(self) -> int:
        """The number of its code points, 0 where the offsets contain no text."""
        return max(0, (self.end or 0) - (self.start or 0))


class Placed(NamedTuple):
    """A passage with its text, None where its hash is nowhere, and what is wrong with it.

    `start` is where it is in this text, which may be edited, or where it would have to be.
    """

    passage: Passage
    start: int
    text: str | None
    faults: list[str]


class Passages:
    """The passages of a dataset in the order of their offsets, and the hashes of their articles."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        quads = list(quads)
        values = values_of(quad for quad in quads if quad.predicate in _DESCRIPTION)
        passages = (_passage(node, values) for node in described(quads, PASSAGE))
        self.found = sorted(passages, key=_order)
        self._hashes = {
            its: {one.value for one in values[its, SHA256] if isinstance(one, Literal)}
            for its in dict.fromkeys(one.article for one in self.found)
        }

    def read(self, path: str) -> Article:
        """Return the text in the file, read as one of the articles if it can be.

        Raises SourceError when the file cannot be read.
        """
        return article.read(path, self._expected())

    def place(self, text: Article) -> list[Placed]:
        """Return the passages of the article that this text is, and of none, as they are in it.

        Of several articles it is the one whose hash the text has, else the one of which most is
        found.

        Raises SourceError when the text has no such hash and none of the passages is in it.
        """
        hashed = article.hash_of(text.text)
        is_edited = text.is_expected is not True

        def fit(placed: list[Placed]) -> tuple[bool, int, int]:
            is_its = any(hashed in self._hashes[one.passage.article] for one in placed)
            there = sum(one.text is not None for one in placed)
            return is_its, there, there - len(placed)

        of_articles = (
            [one for one in self.found if one.article in {its, None}] for its in self._hashes
        )
        placed = max((_place(found, text.text, is_edited) for found in of_articles), key=fit)
        if is_edited and all(one.text is None for one in placed):
            wanted = " or ".join(self._expected()) or "the passages describe"
            raise SourceError(
                f"{text.path}: is another text, in which none of the {len(placed)} passages "
                f"occurs; give the article whose SHA-256 is {wanted}"
            )
        return placed

    def _expected(self) -> list[str]:
        return sorted({one for hashes in self._hashes.values() for one in hashes})


def values_of(quads: Iterable[Quad]) -> Values:
    """Return what the default graph says."""
    values: Values = defaultdict(list)
    for quad in quads:
        if quad.graph_name == DefaultGraph():
            values[quad.subject, quad.predicate].append(quad.object)
    return values


def _passage(node: Node, values: Values) -> Passage:
    # Sorted, so that the same is taken whatever the order of the data.
    distinct = {one: sorted(set(values[node, one]), key=str) for one in _DESCRIPTION}

    def text(predicate: NamedNode) -> str | None:
        value = next(iter(distinct[predicate]), None)
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
        next(iter(distinct[PART_OF]), None),
        [predicate for predicate, found in distinct.items() if len(found) > 1],
    )


def _order(passage: Passage) -> tuple[float, int, str]:
    """Return the sort key of a passage: its start, or what tells best where it may be."""
    unknown = float("inf") if passage.end is None else passage.end - 1
    start = unknown if passage.start is None else passage.start
    return start, passage.number or 0, passage.sentence


def gaps(placed: Iterable[Placed], text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the text has words that are in no passage.

    Between passages of which one is not found nothing is reported: its text may be there.
    """
    end, is_known = 0, True
    in_order = sorted(placed, key=lambda one: one.start)  # an edit may have changed the order
    for start, its in [*((one.start, one.text) for one in in_order), (len(text), "")]:
        spans = words(text[end:start]) if is_known and its is not None else []
        if spans:
            yield end + spans[0].start, end + spans[-1].end
        end, is_known = max(end, start + len(its or "")), its is not None


def _place(found: Sequence[Passage], text: str, is_edited: bool) -> list[Placed]:
    """Return the passages as they are in a text, also where an edit may have moved them."""
    placed: list[Placed] = []
    shift = 0
    has_articles = any(passage.article for passage in found)
    previous: Passage | None = None
    for order, passage in enumerate(found, start=1):
        start = _find(passage, text, shift, is_edited)
        faults = list(_misplaced(passage, text, start))
        for predicate in passage.repeated:
            faults.append(f"has several values of {curie(predicate.value)}: keep one")
        if has_articles and passage.article is None:
            faults.append("lacks dcterms:isPartOf: add the IRI of its article")
        if previous and passage.start is not None and passage.start < (previous.end or 0):
            faults.append(f"overlaps {previous.sentence}: fix the offsets of one")
        if passage.number is not None and passage.number != order:
            faults.append(f"its number is {passage.number}, and it is number {order} in the text")
        if passage.number is not None and passage.sentence != f"S{passage.number:02}":
            faults.append(f"its number is {passage.number}: call it S{passage.number:02}")
        if start is None:
            placed.append(Placed(passage, max(0, (passage.start or 0) + shift), None, faults))
        else:
            shift = start - (passage.start or 0)
            its = text[start : start + passage.length]
            placed.append(Placed(passage, start, its, faults))
        previous = passage
    return placed


def _misplaced(passage: Passage, text: str, start: int | None) -> Iterator[str]:
    """Yield what is wrong with the offsets of a passage that was found at a place or nowhere."""
    if passage.start is None or passage.end is None or passage.sha256 is None:
        yield "lacks oa:start, oa:end or mkg:sha256, or an offset is not a whole number"
        return
    span = f"{passage.start} to {passage.end}"
    if not 0 <= passage.start < passage.end:
        yield f"its offsets {span} contain no text"
    elif start is None and passage.end > len(text):
        yield f"its offsets {span} are outside the text, which has {len(text)} code points"
    elif start is None:
        yield f"the text at {span} does not have the SHA-256 of the passage"
    elif start != passage.start:
        by = start - passage.start
        points = f"{abs(by)} code point{'' if abs(by) == 1 else 's'}"
        yield f"is {points} {'later' if by > 0 else 'earlier'} than {span}"


def _find(passage: Passage, text: str, shift: int, is_edited: bool) -> int | None:
    """Return where the text has the hash of the passage, None where it does not."""
    if passage.start is None or passage.start < 0 or not passage.length:
        return None
    near = (max(0, passage.start - _FAR), passage.start + _FAR)
    starts = (found.start() for found in _BEGINNING.finditer(text, *near)) if is_edited else ()
    for start in chain((passage.start, passage.start + shift), starts):
        there = text[start : start + passage.length] if start >= 0 else ""
        if len(there) == passage.length and article.hash_of(there) == passage.sha256:
            return start
    return None
