"""Verify a dataset against its article: that it says no more than the text, and no less.

Each passage has to be where its offsets say; each fact and claim has to be supported: its
entities named in the passage or listed in mkg:refersTo, its figures, words, degree and reason in
the text, its speaker known. The other way round, each name and figure of a passage has to be used.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

from mistral_kg.check.article.dataset import Dataset
from mistral_kg.check.article.grounding import BY_NAME, BY_REFERENCE, NOT_SUPPORTED, Grounds
from mistral_kg.check.article.report import AS_DESCRIBED, NOT_USED, WRONG, Item, Report
from mistral_kg.text.passages import gaps
from mistral_kg.text.reader import CALENDAR_MONTH
from mistral_kg.vocabulary import PREFIXES, QUOTES, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad

    from mistral_kg.check.article.dataset import Statement
    from mistral_kg.text.article import Article
    from mistral_kg.text.reader import Figure
    from mistral_kg.text.wording import Occurrence

_UNUSED = "no fact or claim here uses it: add one, or have its words in a value or degree of one"
_STRAY = (
    "its passage does not state this triple: correct rdf:subject, rdf:predicate, rdf:object or "
    "prov:wasDerivedFrom"
)


def verify(
    quads: Iterable[Quad], path: str | os.PathLike[str], prefixes: Mapping[str, str] = PREFIXES
) -> Report:
    """Return how far the article in a UTF-8 file supports the dataset; `prefixes` shorten names.

    Raises SourceError when the file cannot be read or has another text, or when the dataset has
    no passages.
    """
    dataset = Dataset(quads, prefixes)
    return compare(dataset, dataset.passages.read(os.fspath(path)))


def compare(dataset: Dataset, text: Article) -> Report:
    """Return how far the text supports the dataset; raise SourceError when it is another text."""
    placed = dataset.passages.place(text)
    articles = {one.passage.article for one in placed}
    grounds = {one.passage.node: Grounds(one, dataset) for one in placed}
    uses = {node: set(dataset.values[node, QUOTES]) for node in grounds}
    used: dict[Node, set[Figure]] = defaultdict(set)
    read: dict[Node, list[set[int]]] = defaultdict(list)
    by_passage: dict[Node | None, list[Item]] = defaultdict(list)
    for statement in dataset.statements(grounds):
        speakers = [one for one in statement.speakers if one not in articles]
        its = [grounds[passage] for passage in statement.passages]
        item, figures = _support(dataset, statement, speakers, its)
        by_passage[next(iter(statement.passages), None)].append(item)
        for passage in statement.passages:
            uses[passage].update(statement.entities, speakers)
            used[passage].update(figures)
            read[passage] += grounds[passage].read_by(statement.quads)
    items = list(_about_text(text))
    for start, end in gaps(placed, text.text):
        why = "no passage has this text: describe it as a passage"
        items.append(Item((), "text", f"{start} to {end}", NOT_USED, why))
    for node, ground in grounds.items():
        items += _about_passage(dataset, ground)
        items += by_passage[node]
        items += _unused(dataset, ground, uses[node], used[node], read[node])
    return Report(text, items + by_passage[None], placed)


def _about_text(text: Article) -> Iterator[Item]:
    if text.is_expected:
        yield Item((), "text", text.path, AS_DESCRIBED, "; ".join(text.notes))
    elif text.is_expected is False:
        why = "its SHA-256 is not that of the article; the faults below show where it differs"
        yield Item((), "text", text.path, WRONG, "; ".join([why, *text.notes]))


def _about_passage(dataset: Dataset, ground: Grounds) -> Iterator[Item]:
    """Yield an item for the passage, and for each name and reference that it declares."""
    passage, faults = ground.passage, ground.placed.faults
    sentences = (passage.sentence,)
    span = " to ".join("?" if end is None else str(end) for end in (passage.start, passage.end))
    yield Item(sentences, "passage", span, WRONG if faults else AS_DESCRIBED, "; ".join(faults))
    if ground.placed.text is None:
        return
    for entity in sorted(ground.names, key=dataset.show):
        result = BY_NAME if entity in ground.named else WRONG
        why = ground.places(entity) or "the passage has none of its names as a whole word"
        yield Item(sentences, "name", dataset.show(entity), result, why)
    for entity in sorted(ground.references, key=dataset.show):
        result, why = BY_REFERENCE, ""
        if entity in ground.named:
            result, why = WRONG, "the passage names it: move it to mkg:names"
        yield Item(sentences, "reference", dataset.show(entity), result, why)
    for entity in dataset.values[passage.node, QUOTES]:
        if entity not in (*ground.names, *ground.references):
            why = "the quoted speaker is not listed: add it to mkg:names or mkg:refersTo"
            yield Item(sentences, "name", dataset.show(entity), WRONG, why)


def _support(
    dataset: Dataset, statement: Statement, speakers: Sequence[Node], grounds: Sequence[Grounds]
) -> tuple[Item, list[Figure]]:
    """Return how any of its passages supports a statement, and the figures of them that it uses."""
    sentences = tuple(one.passage.sentence for one in grounds)
    if statement.kind == "remark":
        return Item(sentences, "remark", statement.what, WRONG, _STRAY), []
    missing = [] if grounds else ["a passage that has it"]
    if not all(one.text for one in grounds):
        missing.append("the text of its passage")
    through = []
    for entity in dict.fromkeys([*statement.entities, *speakers]):
        ways = {one.support(entity) for one in grounds}
        if ways == {NOT_SUPPORTED}:
            who = "the speaker " if entity in speakers else ""
            missing.append(f"{who}{dataset.show(entity)}")
        elif BY_REFERENCE in ways and BY_NAME not in ways:
            through.append(dataset.show(entity))
    if statement.kind == "claim" and not statement.speakers:
        missing.append("a speaker")
    used: list[Figure] = []
    for quad, version in statement.quads:
        graph = dataset.graphs[quad.graph_name]
        found = [one.evidence(quad, graph, version) for one in grounds]
        if found and all(evidence.missing for evidence in found):
            missing += found[0].missing
        used += [figure for evidence in found for figure in evidence.used]
    reasons = [f"not in the passage: {', '.join(dict.fromkeys(missing))}"] if missing else []
    if through:
        reasons.append(f"referred to: {', '.join(through)}")
    reasons += dict.fromkeys(f"figure: {figure}" for figure in used)
    result = NOT_SUPPORTED if missing else BY_REFERENCE if through else BY_NAME
    return Item(sentences, statement.kind, statement.what, result, "; ".join(reasons)), used


def _unused(
    dataset: Dataset,
    ground: Grounds,
    uses: set[Node],
    used: set[Figure],
    read: Sequence[set[int]],
) -> Iterator[Item]:
    """Yield an item for each name and figure of the passage that nothing uses.

    `read` are the words of the passage that the texts of facts and claims have, text by text.
    """
    sentences = (ground.passage.sentence,)
    used_names = [one for one in ground.occurrences if one.what in uses]

    def is_covered(part: Figure | Occurrence) -> bool:
        its = {word.start for word in ground.words if part.start <= word.start < part.end}
        return any(its <= words for words in read) or any(
            one.start <= part.start and part.end <= one.end for one in used_names
        )

    for entity in dict.fromkeys(one.what for one in ground.occurrences if not is_covered(one)):
        yield Item(sentences, "entity", dataset.show(entity), NOT_USED, _UNUSED)
    for figure in ground.figures:
        # Punjabi for "a" is the word for one.
        is_article = figure.in_words and figure.value == 1 and figure.unit != CALENDAR_MONTH
        if not (is_article or figure in used or is_covered(figure)):
            yield Item(sentences, "figure", str(figure), NOT_USED, _UNUSED)
