"""The sentences behind what is said: of one entity, of what ties two, or of one triple."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from mistral_kg.errors import QueryError, SourceError
from mistral_kg.explore.resolve import find, find_relation, find_value
from mistral_kg.explore.statements import (
    Passage,
    Statement,
    reported_quads,
    statements_of,
    statements_on,
)
from mistral_kg.terminal import lines
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import ABOUT, ADDRESSEE, ATTRIBUTED_TO, JOINTS, TYPE, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from mistral_kg.explore.description import Descriptions


class Reason(NamedTuple):
    """One statement in one sentence; `words` are the sentence's own, where an article is given."""

    sentence: str
    subject: str
    relation: str
    object: str
    statement: str
    modality: str
    speaker: str
    gist: str
    qualifier: str
    reason: str
    note: str
    start: int | None
    end: int | None
    words: str | None


class Evidence(Rows):
    """The sentences behind something: rows of statements, and as text a list by sentence.

    `statements` has the same as statements, `words` those of passages by their nodes, `notes` what
    was undone or left out to show them.
    """

    columns: tuple[str, ...] = Reason._fields[:-1]
    statements: list[Statement]
    words: dict[Node, str]
    notes: list[str]

    @property
    def is_stated(self) -> bool:
        """Whether any of the statements is a fact."""
        return any(one.is_fact for one in self.statements)

    def page(self, width: int | None = None) -> str:
        """Return the statements by sentence in lines of the width, by default 80 cells."""
        groups: dict[Passage | None, list[Statement]] = {}
        for one in self.statements:
            for passage in one.passages or (None,):
                groups.setdefault(passage, []).append(one)
        return lines.joined(self._group(*group, width) for group in groups.items())

    __str__ = page
    __repr__ = page

    def _group(
        self, passage: Passage | None, found: list[Statement], width: int | None
    ) -> list[str]:
        shown: list[str] = []
        if passage:
            place = f" ({passage.start}–{passage.end})" if passage.start is not None else ""
            shown += lines.wrapped(passage.gist + place, width, f"{passage.sentence}  ")
            words = self.words.get(passage.node)
            if words is not None:
                shown += lines.wrapped(f"“{words}”", width, "     ")
        last_claim = ""
        for one in found:
            remarks = lines.wrapped(one.remarks(), width, "    ") if one.remarks() else []
            if one.is_fact:
                shown += lines.wrapped(f"{one.modality}: {one}", width, "  ", "    ") + remarks
                continue
            if one.claim != last_claim:
                shown += lines.wrapped(one.summary(), width, "  ", "    ") + remarks
            # Without a gist the triple stands in for it already.
            if not one.is_of_claim and not one.spoken and (one.gist or one.claim == last_claim):
                shown += lines.wrapped(str(one), width, "    ", "      ")
            last_claim = one.claim
        return shown


def why(
    about: Descriptions,
    entities: Sequence[str | NamedNode],
    fact: tuple[Any, Any, Any] | None = None,
    article: str | None = None,
) -> Evidence:
    """Return the sentences behind one entity, two, or a fact; with the words of an article.

    Raises QueryError where it is none of these, EntityError for a name that is not found.
    """
    if fact is not None and len(fact) == 3 and not entities and not isinstance(fact, str):
        subject, relation = find(about, fact[0]), find_relation(about, fact[1])
        value = find_value(about, fact[2])
        quads = [
            quad
            for quad in reported_quads(about)
            if (quad.subject, quad.predicate) == (subject, relation) and _equal(quad.object, value)
        ]
        found = statements_of(about, quads)
    elif fact is None and len(entities) in (1, 2):
        ends = [find(about, entity) for entity in entities]
        found = _statements_on_pair(about, *ends) if len(ends) == 2 else statements_on(about, *ends)
    else:
        raise QueryError(
            "why needs one entity, two, or a fact: subject, relation, object (--fact S P O)"
        )
    words, notes = ({}, []) if article is None else _words_and_notes(about, found, article)
    evidence = Evidence(_reasons(found, words))
    if article is not None:
        evidence.columns = Reason._fields
    evidence.statements, evidence.words, evidence.notes = found, words, notes
    return evidence


def _statements_on_pair(about: Descriptions, one: Node, other: Node) -> list[Statement]:
    """Return the triples with both, those of what joins both, and the claims that tie them."""
    both = {one, other}
    quads = reported_quads(about)
    found: list[Iterable[Any]] = [quad for quad in quads if {quad.subject, quad.object} == both]
    if one != other:
        found += _joint_quads(about, quads, both)
        found += [
            (speaker, ADDRESSEE, addressee, claim)
            for speaker, addressee in ((one, other), (other, one))
            for claim in about.claims
            if addressee in about.iris(claim, ADDRESSEE)
            and speaker in about.iris(claim, ATTRIBUTED_TO)
        ]
        shown = {graph for *_, graph in found}
        found += [
            (claim, ABOUT, end, claim)
            for claim in about.claims - shown
            if both <= set(about.iris(claim, ABOUT))
            for end in both
        ]
    return statements_of(about, found)


def _joint_quads(about: Descriptions, quads: Iterable[Quad], both: set[Node]) -> Iterator[Quad]:
    """Yield the triples by which what joins two, such as a partnership, has both."""
    by_joint: dict[tuple[Node, Node], list[Quad]] = {}
    for quad in quads:
        if quad.object in both:
            by_joint.setdefault((quad.graph_name, quad.subject), []).append(quad)
    for (_, joint), found in by_joint.items():
        if JOINTS.intersection(about.iris(joint, TYPE)) and {quad.object for quad in found} == both:
            yield from found


def _words_and_notes(
    about: Descriptions, found: list[Statement], path: str
) -> tuple[dict[Node, str], list[str]]:
    """Return the passages' own words from the article's file, and notes of what is left out.

    Raises SourceError when the file cannot be read or has another text.
    """
    from mistral_kg.text.passages import Passages

    passages = Passages(about.quads)
    if not passages.found:
        raise SourceError("the graph has no passages (mkg:Passage), so it has no words to show")
    article = passages.read(path)
    placed = passages.place(article)
    words = {one.passage.node: one.text for one in placed if one.text is not None}
    shown = {passage.node for one in found for passage in one.passages}
    lacking = about.sentences(shown - set(words))
    notes = [f"{path}: {note}" for note in article.notes]
    if lacking:
        notes.append(
            f"{path}: not the words of {', '.join(lacking)}, which are left out; "
            "the file has another version of their article, or another article"
        )
    return words, notes


def _reasons(found: list[Statement], words: dict[Node, str]) -> Iterator[Reason]:
    for one in found:
        for passage in one.passages or (None,):
            yield Reason(
                sentence=passage.sentence if passage else "",
                subject=one.subject,
                relation=one.relation,
                object=one.object,
                statement=str(one),
                modality=one.modality,
                speaker=one.speaker,
                gist=one.gist,
                qualifier=one.qualifier,
                reason=one.reason,
                note=one.note,
                start=passage.start if passage else None,
                end=passage.end if passage else None,
                words=words.get(passage.node) if passage else None,
            )


def _equal(one: Node, other: Node) -> bool:
    """Tell whether two terms are equal, numbers by their value and plain words in any language."""
    if one == other or not (isinstance(one, Literal) and isinstance(other, Literal)):
        return one == other
    from decimal import Decimal

    plain = other.language is None and other.datatype.value.endswith("#string")
    if plain and one.value == other.value:
        return True
    try:
        return one.language is None and Decimal(one.value) == Decimal(other.value)
    except ArithmeticError:
        return False
