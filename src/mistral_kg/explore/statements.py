"""What a dataset says, as statements: a triple, how and by whom it is said, and in which sentence.

A fact is what a passage states; a claim is said by somebody, in a modality.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal

from mistral_kg.explore.description import natural
from mistral_kg.rdf.names import is_term
from mistral_kg.terminal import captions
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ALT_LABEL,
    ATTRIBUTED_TO,
    COMMENT,
    DEFINITION,
    DESCRIPTION,
    END,
    EXACT_MATCH,
    LABEL,
    NOTE,
    START,
    TYPE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Quad

    from mistral_kg.explore.description import Descriptions
    from mistral_kg.vocabulary import Node


class Passage(NamedTuple):
    """A passage: its identifier, what it says in short, and where it stands, if that is known.

    Passages of two articles may have the same identifier, never the same node.
    """

    node: Node
    sentence: str
    gist: str
    start: int | None
    end: int | None


class Statement(NamedTuple):
    """A triple as one passage states it or one claim has it.

    `subject`, `relation` and `object` are CURIEs, or a literal's text; the labels say the same
    for people. `claim` is the claim's CURIE, empty where the triple is a fact. What ties an entity
    to a claim as a whole (whom it is about, who says it) has the claim in the triple; `spoken` is
    then `said` or `heard` where it says who makes the claim, or to whom.
    """

    subject: str
    relation: str
    object: str
    subject_label: str
    relation_label: str
    object_label: str
    modality: str
    speaker: str
    addressee: str
    gist: str
    passages: tuple[Passage, ...]
    claim: str
    spoken: str

    @property
    def is_fact(self) -> bool:
        """Whether a sentence states it as fact."""
        return not self.claim

    @property
    def is_of_claim(self) -> bool:
        """Whether it ties an entity to a claim as a whole."""
        return bool(self.claim) and self.claim in {self.subject, self.object}

    @property
    def is_speech(self) -> bool:
        """Whether it says who makes a claim, or to whom, and not what is claimed."""
        return bool(self.spoken)

    @property
    def is_heard(self) -> bool:
        """Whether it says to whom a claim is made."""
        return self.spoken == "heard"

    @property
    def sentences(self) -> list[str]:
        """The identifiers of the passages."""
        return [passage.sentence for passage in self.passages]

    def __str__(self) -> str:
        if self.is_of_claim:
            return self.gist or self.claim
        return f"{self.subject_label} → {self.relation_label} → {self.object_label}"

    def said_to(self, language: str = "en") -> str:
        """Return how and to whom it is said, such as 'denied, to Fortune'."""
        to = captions.word("to {}", language).format(self.addressee) if self.addressee else ""
        return ", ".join(filter(None, (self.modality, to)))

    def summary(self, how: str) -> str:
        """Return the gist, or what replaces it, after how it is said."""
        return ": ".join(filter(None, (how, self.gist or str(self))))

    def said_by(self, language: str = "en") -> str:
        """Return how, by whom and to whom it is said, such as 'denied, Mensch to Fortune'."""
        speaker = self.speaker
        if self.addressee:
            speaker = captions.word("{} to {}", language).format(speaker or "…", self.addressee)
        return ", ".join(filter(None, (self.modality, speaker)))


_SPEECH = {ATTRIBUTED_TO: "said", ADDRESSEE: "heard"}
DESCRIBING = {LABEL, ALT_LABEL, TYPE, DEFINITION, COMMENT, DESCRIPTION, NOTE, EXACT_MATCH}
"""What describes a thing and is no news of it."""
_MONTHS = {f"{number:02}" for number in range(1, 13)}


def said(about: Descriptions) -> list[Quad]:
    """Return the quads that passages state or claims have, in the order of the data.

    In data without passages it is whatever does not merely describe a thing or a vocabulary.
    """
    if about.passages:
        return about.said
    return [
        quad
        for quad in about.said
        if quad.predicate not in DESCRIBING and not is_term(quad.subject)
    ]


def of(about: Descriptions, entity: Node, *, spoken: bool = False) -> list[Statement]:
    """Return what is said of an entity, by sentence: facts, claims, claims about it or made to it.

    A claim about the entity that also has a triple with it is found by the triple alone.
    `spoken` adds the claims that the entity itself makes.
    """
    quads = [quad for quad in said(about) if entity in (quad.subject, quad.object)]
    seen = {quad.graph_name for quad in quads}
    found = [statement(about, quad) for quad in quads]
    found += [of_claim(about, claim, ABOUT, entity) for claim in claims(about, ABOUT, entity, seen)]
    heard = claims(about, ADDRESSEE, entity)
    found += [of_claim(about, claim, ADDRESSEE, entity) for claim in heard]
    if spoken:
        made = claims(about, ATTRIBUTED_TO, entity)
        found += [of_claim(about, claim, ATTRIBUTED_TO, entity) for claim in made]
    return by_sentence(found)


def claims(
    about: Descriptions, predicate: NamedNode, value: Node, but: Iterable[Node] = ()
) -> list[Node]:
    """Return the claims that have the value, but for some, in the order of the data."""
    return in_order(
        about,
        (
            claim
            for claim in about.claims
            if claim not in but and value in about.iris(claim, predicate)
        ),
    )


def in_order(about: Descriptions, found: Iterable[Node]) -> list[Node]:
    """Return claims in the order of their names, which is that of the passages they are from."""
    return sorted(found, key=lambda claim: natural(about.name(claim)))


def statement(about: Descriptions, quad: Quad) -> Statement:
    """Return the statement of one quad."""
    return _made(about, quad.subject, quad.predicate, quad.object, quad.graph_name)


def of_claim(about: Descriptions, claim: Node, relation: NamedNode, entity: Node) -> Statement:
    """Return the statement that ties a claim as a whole to an entity."""
    return _made(about, claim, relation, entity, claim)


def speech(about: Descriptions, claim: Node, speaker: Node, addressee: Node) -> Statement:
    """Return the statement that somebody speaks to somebody in a claim."""
    return _made(about, speaker, ADDRESSEE, addressee, claim)


def passages_of(about: Descriptions, nodes: Iterable[Node]) -> tuple[Passage, ...]:
    """Return the passages, in the order of their identifiers."""
    found = [
        Passage(
            node,
            about.identifier(node),
            about.gist(node),
            _number(about, node, START),
            _number(about, node, END),
        )
        for node in set(nodes)
    ]
    # By name where identifiers are alike, whatever the order of the data.
    return tuple(
        sorted(found, key=lambda one: (natural(one.sentence), natural(about.name(one.node))))
    )


def by_sentence(found: Iterable[Statement]) -> list[Statement]:
    """Return the statements in the order of their first sentence, facts before claims.

    Within a sentence the order is that of the names, whatever the order of the data.
    """
    return sorted(
        set(found),
        key=lambda one: (
            natural(one.sentences[0] if one.passages else ""),
            natural(one.claim),
            one.is_of_claim,
            *map(natural, (one.subject, one.relation, one.object)),
        ),
    )


def _made(
    about: Descriptions, subject: Node, relation: NamedNode, value: Node, graph: Node
) -> Statement:
    is_claim = graph in about.claims
    modality = about.modality(graph) if is_claim else None
    how = about.label(modality) if modality else ""
    return Statement(
        subject=about.name(subject),
        relation=about.name(relation),
        object=about.name(value),
        subject_label=readable(about, subject),
        relation_label=readable(about, relation),
        object_label=readable(about, value),
        modality=how if is_claim else captions.word("stated", about.language),
        speaker=about.speakers(graph) if is_claim else "",
        addressee=about.addressees(graph) if is_claim else "",
        gist=about.gist(graph),
        passages=passages_of(about, about.sources(graph)),
        claim=about.name(graph) if is_claim else "",
        spoken=_SPEECH.get(relation, ""),
    )


def readable(about: Descriptions, term: Node) -> str:
    """Return a term for people: its label, a number with its digits in groups, a month's name."""
    if not isinstance(term, Literal):
        return about.label(term) or about.name(term)
    digits = term.value.removeprefix("-")
    if term.datatype.value.endswith("#integer") and digits.isascii() and digits.isdecimal():
        return f"{int(term.value):,}"
    month = term.value.removeprefix("--")
    if term.datatype.value.endswith("#gMonth") and month in _MONTHS:
        return captions.month(int(month), about.language)
    return term.value


def _number(about: Descriptions, node: Node, predicate: NamedNode) -> int | None:
    text = about.text(node, predicate)
    return int(text) if text.isascii() and text.isdecimal() else None
