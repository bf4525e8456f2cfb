"""The sentences behind what is said: of one entity, of what ties two, or of one triple."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from mistral_kg.errors import QueryError, SourceError
from mistral_kg.explore import statements
from mistral_kg.explore.resolve import find, find_relation, find_value
from mistral_kg.terminal import lines
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ATTRIBUTED_TO,
    INTERVIEW,
    INVESTMENT,
    MEMBERSHIP,
    PARTNERSHIP,
    TALK,
    TYPE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from pyoxigraph import Quad

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.explore.statements import Passage, Statement
    from mistral_kg.vocabulary import Node

_JOINTS = {PARTNERSHIP, INTERVIEW, TALK, INVESTMENT, MEMBERSHIP}
"""Classes of what ties two: a partnership has both partners, an interview who asks and answers."""


class Reason(NamedTuple):
    """One statement in one sentence; `words` are the sentence's own, where an article is given."""

    sentence: str
    subject: str
    relation: str
    object: str
    modality: str
    speaker: str
    gist: str
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
    language: str

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
            if one.is_fact:
                shown += lines.wrapped(f"{one.modality}: {one}", width, "  ", "    ")
                continue
            if one.claim != last_claim:
                head = one.summary(one.said_by(self.language))
                shown += lines.wrapped(head, width, "  ", "    ")
            # Without a gist the triple stands in for it already.
            if not one.is_of_claim and not one.is_speech and (one.gist or one.claim == last_claim):
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
        subject, relation, value = fact
        terms = find(about, subject), find_relation(about, relation), find_value(about, value)
        found = of_fact(about, *terms)
    elif fact is None and len(entities) in (1, 2):
        ends = [find(about, entity) for entity in entities]
        found = of_pair(about, *ends) if len(ends) == 2 else of_entity(about, *ends)
    else:
        raise QueryError(
            "why needs one entity, two, or a fact: subject, relation, object (--fact S P O)"
        )
    return found if article is None else with_words(about, found, article)


def of_entity(about: Descriptions, entity: Node) -> Evidence:
    """Return the sentences behind everything said of an entity."""
    return _evidence(about, statements.of(about, entity))


def of_pair(about: Descriptions, one: Node, other: Node) -> Evidence:
    """Return the sentences behind everything that ties two entities.

    That is a triple with both, a partnership, interview, talk, investment or role that has both,
    a claim that the one makes to the other, and a claim about both.
    """
    both = {one, other}
    quads = statements.said(about)
    found = [
        statements.statement(about, quad) for quad in quads if {quad.subject, quad.object} == both
    ]
    found += [statements.statement(about, quad) for quad in _joint(about, quads, one, other)]
    for speaker, addressee in ((one, other), (other, one)) if one != other else ():
        for claim in statements.claims(about, ADDRESSEE, addressee):
            if speaker in about.iris(claim, ATTRIBUTED_TO):
                found.append(statements.speech(about, claim, speaker, addressee))
    shown = {tie.claim for tie in found}
    if one != other:
        about_both = (claim for claim in about.claims if both <= set(about.iris(claim, ABOUT)))
        for claim in statements.in_order(about, about_both):
            if about.name(claim) not in shown:
                found += [statements.of_claim(about, claim, ABOUT, end) for end in (one, other)]
    return _evidence(about, statements.by_sentence(found))


def of_fact(about: Descriptions, subject: Node, relation: NamedNode, value: Node) -> Evidence:
    """Return the sentences that state a triple, and those that report it as a claim."""
    return _evidence(
        about,
        statements.by_sentence(
            statements.statement(about, quad)
            for quad in statements.said(about)
            if quad.subject == subject and quad.predicate == relation and _same(quad.object, value)
        ),
    )


def with_words(about: Descriptions, evidence: Evidence, path: str) -> Evidence:
    """Return the evidence with the sentences' own words from the file that has the article.

    Words that are not those of the passage are left out, and noted; those that an edit before
    them has moved are found.
    Raises SourceError when the file cannot be read or has another text.
    """
    from mistral_kg.text.passages import Passages

    passages = Passages(about.quads)
    if not passages.found:
        raise SourceError("the graph has no passages (mkg:Passage), so it has no words to show")
    article = passages.read(path)
    placed = passages.place(article)
    words = {one.passage.node: one.text for one in placed if one.text is not None}
    shown = {passage for one in evidence.statements for passage in one.passages}
    lacking = about.sentences(one.node for one in shown if one.node not in words)
    notes = [f"{path}: {note}" for note in article.notes]
    if lacking:
        notes.append(
            f"{path}: not the words of {', '.join(lacking)}, which are left out; "
            "the file has another version of their article, or another article"
        )
    return _evidence(about, evidence.statements, words, notes)


def _evidence(
    about: Descriptions,
    found: list[Statement],
    words: dict[Node, str] | None = None,
    notes: Iterable[str] = (),
) -> Evidence:
    evidence = Evidence(_reasons(found, words or {}))
    if words is not None:
        evidence.columns = Reason._fields
    evidence.statements = found
    evidence.words = words or {}
    evidence.notes = list(notes)
    evidence.language = about.language
    return evidence


def _reasons(found: list[Statement], words: dict[Node, str]) -> Iterable[Reason]:
    for one in found:
        said = (one.subject, one.relation, one.object, one.modality, one.speaker, one.gist)
        for passage in one.passages:
            place = (passage.start, passage.end, words.get(passage.node))
            yield Reason(passage.sentence, *said, *place)
        if not one.passages:
            yield Reason("", *said, None, None, None)


def _joint(about: Descriptions, quads: list[Quad], one: Node, other: Node) -> list[Quad]:
    """Return the triples by which what joins two, such as a partnership, has both."""
    near: dict[tuple[Node, Node], list[Quad]] = {}
    for quad in quads:
        if quad.object in (one, other) and isinstance(quad.subject, NamedNode | BlankNode):
            near.setdefault((quad.graph_name, quad.subject), []).append(quad)
    return [
        quad
        for (graph, via), found in near.items()
        if one != other
        and {quad.object for quad in found} == {one, other}
        and any(
            quad.predicate == TYPE
            and quad.object in _JOINTS
            and (quad.graph_name == graph or quad.graph_name not in about.claims)
            for quad in about.about(via)
        )
        for quad in found
    ]


def _same(one: Node, other: Node) -> bool:
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
