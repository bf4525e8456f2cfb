"""What a dataset says, as statements: a triple, how and by whom it is said, and in which sentence.

A fact is what a passage states; a claim is said by somebody, in a modality.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from mistral_kg.explore.description import Descriptions, natural
from mistral_kg.rdf.names import is_term
from mistral_kg.terminal import captions
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ATTRIBUTED_TO,
    DESCRIBING,
    END,
    NOTE,
    QUALIFIER,
    REASON,
    START,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class Passage(NamedTuple):
    """A passage: its identifier, what it says in short, and its place in the text, if known.

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
    to a claim as a whole (whom it is about, who says it) has the claim in the triple. `spoken` is
    `said` where the triple says who makes the claim, `heard` where it says to whom, else empty.
    `text` is the whole as a sentence, `inverse_text` the same beginning with the object; of a
    fact both have its degree. `qualifier`, `reason` and `note` are what is said beside it, empty
    where nothing is. The words for people are in the language.
    """

    subject: str
    relation: str
    object: str
    subject_label: str
    relation_label: str
    object_label: str
    text: str
    inverse_text: str
    qualifier: str
    reason: str
    note: str
    modality: str
    speaker: str
    addressee: str
    gist: str
    passages: tuple[Passage, ...]
    claim: str
    spoken: str
    language: str

    @property
    def is_fact(self) -> bool:
        """Whether a sentence states it as fact."""
        return not self.claim

    @property
    def is_of_claim(self) -> bool:
        """Whether it ties an entity to a claim as a whole."""
        return bool(self.claim) and self.claim in {self.subject, self.object}

    @property
    def sentences(self) -> list[str]:
        """The identifiers of the passages."""
        return [passage.sentence for passage in self.passages]

    def __str__(self) -> str:
        return self.text or self.claim

    def remarks(self) -> str:
        """Return reason, doubt and, of a claim, degree on one line, empty where there is none."""
        found = [f"“{self.qualifier}”"] if self.qualifier and self.claim else []
        for name, text in (("because: {}", self.reason), ("note: {}", self.note)):
            found += [captions.word(name, self.language).format(text)] if text else []
        return " · ".join(found)

    def attribution(self, *, with_speaker: bool = True) -> str:
        """Return how, by whom and to whom it is said, such as 'denied, Mensch to Fortune'."""
        who = self.speaker if with_speaker else ""
        if self.addressee and with_speaker:
            who = captions.word("{} to {}", self.language).format(who or "…", self.addressee)
        elif self.addressee:
            who = captions.word("to {}", self.language).format(self.addressee)
        return ", ".join(filter(None, (self.modality, who)))

    def summary(self, *, with_speaker: bool = True) -> str:
        """Return the gist, or what replaces it, after how and by whom it is said."""
        attribution = self.attribution(with_speaker=with_speaker)
        return ": ".join(filter(None, (attribution, self.gist or str(self))))


_SPEECH = {ATTRIBUTED_TO: "said", ADDRESSEE: "heard"}
_MONTHS = {f"{number:02}" for number in range(1, 13)}


def reported_quads(about: Descriptions) -> list[Quad]:
    """Return the quads that passages state or claims have, in the order of the data.

    Of a value in several languages it is the one in ours. In data without passages it is whatever
    does not merely describe a thing or a vocabulary.
    """
    if about.passages:
        return in_one_language(about.said, about.language)
    return [
        quad
        for quad in about.said
        if quad.predicate not in DESCRIBING and not is_term(quad.subject)
    ]


def in_one_language(quads: list[Quad], language: str) -> list[Quad]:
    """Return the quads without the texts that only say in another language what one says in ours.

    Where there is none in ours, those in English stay, else all.
    """
    texts: dict[tuple[Node, Node, Node], dict[str, list[Quad]]] = {}
    for quad in quads:
        if isinstance(quad.object, Literal) and quad.object.language:
            versions = texts.setdefault((quad.graph_name, quad.subject, quad.predicate), {})
            versions.setdefault(quad.object.language.partition("-")[0], []).append(quad)
    left_out: set[Quad] = set()
    for versions in texts.values():
        chosen = next((one for one in (language, "en") if one in versions), None)
        others = (found for one, found in versions.items() if chosen not in (None, one))
        left_out.update(quad for found in others for quad in found)
    return [quad for quad in quads if quad not in left_out]


def statements_on(about: Descriptions, entity: Node, *, by_it: bool = False) -> list[Statement]:
    """Return the facts and claims with an entity, and the claims about it or made to it.

    A claim about the entity that also has a triple with it is found by the triple alone.
    `by_it` adds the claims that the entity itself makes.
    """
    quads = [quad for quad in reported_quads(about) if entity in (quad.subject, quad.object)]
    shown = {quad.graph_name for quad in quads}
    ties = [
        (claim, relation, entity, claim)
        for relation in ((ABOUT, ADDRESSEE, ATTRIBUTED_TO) if by_it else (ABOUT, ADDRESSEE))
        for claim in about.claims
        if entity in about.iris(claim, relation) and not (relation == ABOUT and claim in shown)
    ]
    return statements_of(about, [*quads, *ties])


def statements_of(about: Descriptions, quads: Iterable[Iterable[Any]]) -> list[Statement]:
    """Return the statements of quads, or of subject, relation, object and graph.

    They are in the order of their first sentence, facts before claims; within a sentence in that
    of the names, whatever the order of the data.
    """
    return sorted(
        {_statement(about, *quad) for quad in quads},
        key=lambda one: (
            natural(one.sentences[0] if one.passages else ""),
            natural(one.claim),
            one.is_of_claim,
            *map(natural, (one.subject, one.relation, one.object)),
        ),
    )


def _statement(
    about: Descriptions, subject: Node, relation: NamedNode, value: Node, graph: Node
) -> Statement:
    """Return the statement of a triple in the graph of a passage or claim.

    What ties an entity to a claim as a whole is in the graph of the claim.
    """
    is_claim = graph in about.claims
    modality = about.modality(graph) if is_claim else None
    claimed = about.label(modality) if modality else ""
    gist = about.gist(graph)
    # What ties an entity to a claim as a whole reads as the claim.
    is_tie = is_claim and (graph in (subject, value) or relation in _SPEECH)
    ends = readable(about, subject), readable(about, value)
    quad = Quad(subject, relation, value, graph)  # type: ignore[arg-type]
    remarks = about.remarks(about.remarked(quad))
    qualifier = remarks.get(QUALIFIER, "")
    degree = "" if is_claim else in_brackets(qualifier)
    return Statement(
        subject=about.name(subject),
        relation=about.name(relation),
        object=about.name(value),
        subject_label=ends[0],
        relation_label=readable(about, relation),
        object_label=ends[1],
        text=gist if is_tie else about.phrase(relation, *ends) + degree,
        inverse_text=gist if is_tie else about.phrase(relation, *ends, inverse=True) + degree,
        qualifier=qualifier,
        reason=remarks.get(REASON, ""),
        note=remarks.get(NOTE, ""),
        modality=claimed if is_claim else captions.word("stated", about.language),
        speaker=about.labels(graph, ATTRIBUTED_TO) if is_claim else "",
        addressee=about.labels(graph, ADDRESSEE) if is_claim else "",
        gist=gist,
        passages=passages_of(about, about.sources(graph)),
        claim=about.name(graph) if is_claim else "",
        spoken=_SPEECH.get(relation, ""),
        language=about.language,
    )


def in_brackets(qualifier: str) -> str:
    """Return the qualifier of a fact as it follows its words, empty where there is none."""
    return f" (“{qualifier}”)" if qualifier else ""


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
    found.sort(key=lambda one: (natural(one.sentence), natural(about.name(one.node))))
    return tuple(found)


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
