"""Verify a dataset against its article: that it says no more than the text, and no less.

Each passage has to be where its offsets say; each fact and claim has to be supported: its
entities named in the passage or listed in mkg:refersTo, its figures and words of time in the
text, its speaker known. The other way round, each name and figure of a passage has to be used.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import NamedTuple

from pyoxigraph import Literal

from mistral_kg.check.article.grounding import Grounds, entities, is_value, of_literal, of_text
from mistral_kg.check.article.prepared import Prepared
from mistral_kg.check.article.report import (
    AS_DESCRIBED,
    BY_NAME,
    BY_REFERENCE,
    NOT_SUPPORTED,
    NOT_USED,
    WRONG,
    Item,
    Report,
)
from mistral_kg.rdf.names import is_term
from mistral_kg.text import passages
from mistral_kg.text.reader import CALENDAR_MONTH
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ATTRIBUTED_TO,
    DERIVED_FROM,
    LEAVES_OUT,
    NAMES,
    PREFIXES,
    QUOTES,
    REFERS_TO,
    RELATIVE_TIME,
    SAID_AT,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad

    from mistral_kg.text.article import Article
    from mistral_kg.text.passages import Placed
    from mistral_kg.text.reader import Figure


def verify(
    quads: Iterable[Quad],
    path: str | os.PathLike[str],
    prefixes: Mapping[str, str] = PREFIXES,
) -> Report:
    """Return how far the article in a UTF-8 file supports the dataset; `prefixes` shorten names.

    Raises SourceError when the file cannot be read or has another text, or when the dataset has
    no passages.
    """
    verifier = Verifier(quads, prefixes)
    return verifier.verify(verifier.read(os.fspath(path)))


class _Statement(NamedTuple):
    """A fact or a claim: what it says, of whom, in which passages."""

    kind: str
    what: str
    passages: list[Node]
    speakers: list[Node]
    entities: list[Node]
    quads: list[Quad]
    times: list[str]


class _Supported(NamedTuple):
    """An item with the entities and the figures of the text that the statement uses."""

    item: Item
    uses: list[Node]
    figures: list[Figure]


class Verifier(Prepared):
    """A dataset made ready to be compared with its article."""

    def read(self, path: str) -> Article:
        """Return the article in the file, as the passages of the dataset count it.

        Raises SourceError when the file cannot be read.
        """
        return passages.read(path, self._hashes)

    def verify(self, text: Article) -> Report:
        """Return how far the text supports the dataset.

        Raises SourceError when it is another text, in which none of the passages is found.
        """
        placed = passages.place_in(text, self.passages, self._hashes)
        self._articles = {one.passage.article for one in placed}
        self._grounds = {
            one.passage.node: Grounds(one, self._forms, self._proper) for one in placed
        }
        items = [*self._about_text(text), *self._outside(text, placed)]
        statements = list(self._statements())
        supported = [self._support(statement) for statement in statements]
        uses: dict[Node, set[Node]] = defaultdict(set)
        used: dict[Node, set[Figure]] = defaultdict(set)
        by_passage: dict[Node | None, list[Item]] = defaultdict(list)
        for statement, result in zip(statements, supported, strict=True):
            by_passage[next(iter(statement.passages), None)].append(result.item)
            for passage in statement.passages:
                uses[passage] |= set(result.uses)
                used[passage] |= set(result.figures)
        for node, grounds in self._grounds.items():
            items.append(self._about_passage(grounds))
            items += self._declared(grounds)
            items += by_passage[node]
            items += self._not_used(grounds, uses[node], used[node])
        items += by_passage[None]
        return Report(text, items, placed)

    def _about_text(self, text: Article) -> Iterator[Item]:
        if text.is_the_one:
            yield Item((), "text", text.path, AS_DESCRIBED, "; ".join(text.notes))
        elif text.is_the_one is False:
            why = "its SHA-256 is not that of the article; the faults below show where it differs"
            yield Item((), "text", text.path, WRONG, "; ".join([why, *text.notes]))

    def _outside(self, text: Article, placed: Sequence[Placed]) -> Iterator[Item]:
        """Yield an item for each stretch of the text that is in no passage."""
        for start, end in passages.gaps(placed, text.text):
            why = "no passage has this text: describe it as a passage"
            yield Item((), "text", f"{start} to {end}", NOT_USED, why)

    def _about_passage(self, grounds: Grounds) -> Item:
        passage, _, _, faults = grounds.placed
        ends = ("?" if end is None else str(end) for end in (passage.start, passage.end))
        span = " to ".join(ends)
        result = WRONG if faults else AS_DESCRIBED
        return Item((passage.sentence,), "passage", span, result, "; ".join(faults))

    def _declared(self, grounds: Grounds) -> Iterator[Item]:
        """Yield an item for each name and reference that the passage declares."""
        node, sentence = grounds.placed.passage.node, grounds.placed.passage.sentence
        if grounds.placed.text is None:
            return
        for entity in sorted(self._said[node, NAMES], key=self._show):
            named = entity in grounds.named
            why = grounds.places(entity) or "the passage has none of its names as a whole word"
            yield Item((sentence,), "name", self._show(entity), BY_NAME if named else WRONG, why)
        quoted = self._said[node, QUOTES]
        for entity in sorted(self._said[node, REFERS_TO], key=self._show):
            why, result = "", BY_REFERENCE
            if entity in grounds.named:
                why, result = "the passage names it: move it to mkg:names", WRONG
            yield Item((sentence,), "reference", self._show(entity), result, why)
        for entity in quoted:
            if entity not in self._known(node):
                why = "the quoted speaker is not listed: add it to mkg:names or mkg:refersTo"
                yield Item((sentence,), "name", self._show(entity), WRONG, why)

    def _known(self, passage: Node) -> set[Node]:
        """Return what the passage declares: what it names and what it refers to."""
        return {*self._said[passage, NAMES], *self._said[passage, REFERS_TO]}

    # ---- facts and claims

    def _statements(self) -> Iterator[_Statement]:
        for passage in self._grounds:
            for quad in self._graphs[passage]:
                yield _Statement(
                    "fact", self._triple(quad), [passage], [], entities(quad), [quad], []
                )
        for quad in self._unplaced:
            yield _Statement("fact", self._triple(quad), [], [], [], [quad], [])
        known = {passage.node for passage in self.passages}
        for claim in sorted(self._claims, key=str):
            sources = known.intersection(self._said[claim, DERIVED_FROM])
            if sources and sources.isdisjoint(self._grounds):
                continue  # another article reports it
            described_by = [*self._said[claim, ADDRESSEE], *self._said[claim, SAID_AT]]
            described_by += self._said[claim, ABOUT]
            quads = self._graphs[claim]
            yield _Statement(
                "claim",
                self._show(claim),
                [one for one in self._grounds if one in sources],
                self._said[claim, ATTRIBUTED_TO],
                [*described_by, *(one for quad in quads for one in entities(quad))],
                quads,
                self._texts([claim], RELATIVE_TIME),
            )

    def _support(self, statement: _Statement) -> _Supported:
        """Return how a statement is supported: in any of its passages, wherever it is derived."""
        grounds = [self._grounds[passage] for passage in statement.passages]
        sentences = tuple(one.placed.passage.sentence for one in grounds)
        missing = [] if grounds else ["a passage that has it"]
        if any(one.text == "" for one in grounds):
            missing.append("the text of its passage")
        through = []
        authors = [one for one in statement.speakers if one not in self._articles]
        for entity in dict.fromkeys([*statement.entities, *authors]):
            how = self._how(entity, grounds)
            if how == BY_REFERENCE:
                through.append(self._show(entity))
            elif how == NOT_SUPPORTED and grounds:
                who = "the speaker " if entity in authors else ""
                missing.append(f"{who}{self._show(entity)}")
        if statement.kind == "claim" and not statement.speakers:
            missing.append("a speaker")
        used: list[Figure] = []
        literals = [quad for quad in statement.quads if isinstance(quad.object, Literal)]
        for one in literals:
            about = self._graphs[one.graph_name]
            found = [of_literal(one, about, ground, self._lexicon) for ground in grounds]
            missing += _missing_in_all([evidence.missing for evidence in found])
            used += [figure for evidence in found for figure in evidence.used]
        for time in statement.times:
            found = [of_text(time, ground, self._lexicon) for ground in grounds]
            missing += _missing_in_all([evidence.missing for evidence in found])
            used += [figure for evidence in found for figure in evidence.used]
        result = NOT_SUPPORTED if missing else BY_REFERENCE if through else BY_NAME
        why = "; ".join(
            [
                *([f"not in the passage: {', '.join(dict.fromkeys(missing))}"] if missing else []),
                *([f"referred to: {', '.join(through)}"] if through else []),
                *dict.fromkeys(f"figure: {figure}" for figure in used),
            ]
        )
        item = Item(sentences, statement.kind, statement.what, result, why)
        return _Supported(item, [*statement.entities, *authors], used)

    def _how(self, entity: Node, grounds: Sequence[Grounds]) -> str:
        """Return how the passages support an entity; a term of a vocabulary by its label alone."""
        if is_term(entity):
            there = any(self._terms_in(one, entity) for one in grounds)
            return BY_NAME if there else NOT_SUPPORTED
        for one in grounds:
            node = one.placed.passage.node
            if entity in one.named and entity in self._said[node, NAMES]:
                return BY_NAME
        for one in grounds:
            if entity in self._said[one.placed.passage.node, REFERS_TO]:
                return BY_REFERENCE
        return NOT_SUPPORTED

    def _terms_in(self, grounds: Grounds, term: Node) -> bool:
        return any(one.what == term for one in self._terms.find(grounds.text))

    # ---- what nothing uses

    def _not_used(self, grounds: Grounds, uses: set[Node], used: set[Figure]) -> Iterator[Item]:
        """Yield an item for each name and figure of the passage that nothing uses."""
        node, sentence = grounds.placed.passage.node, grounds.placed.passage.sentence
        left_out = self._said[node, LEAVES_OUT]
        uses = {*uses, *self._said[node, QUOTES]}
        spans = [(one.start, one.end) for one in grounds.occurrences if one.what in uses]
        seen = set()
        for one in grounds.occurrences:
            covered = any(start <= one.start and one.end <= end for start, end in spans)
            if not covered and one.what not in left_out and one.what not in seen:
                seen.add(one.what)
                why = "no fact or claim here uses it: add one, or list it in mkg:leavesOut"
                yield Item((sentence,), "entity", self._show(one.what), NOT_USED, why)
        for figure in grounds.figures:
            covered = any(start <= figure.start and figure.end <= end for start, end in spans)
            if figure in used or covered or _is_article_word(figure):
                continue
            if not any(is_value(value, figure.value) for value in left_out):
                why = "no fact or claim here uses it: add one, or list it in mkg:leavesOut"
                yield Item((sentence,), "figure", str(figure), NOT_USED, why)


def _missing_in_all(missing: list[list[str]]) -> list[str]:
    """Return what is missing, unless one of the passages lacks nothing."""
    return [] if not all(missing) else missing[0] if missing else []


def _is_article_word(figure: Figure) -> bool:
    """Tell whether a figure may be no more than an article: Punjabi for "a" is the word for one."""
    return figure.in_words and figure.value == 1 and figure.unit != CALENDAR_MONTH
