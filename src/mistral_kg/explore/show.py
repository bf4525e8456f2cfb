"""All about one entity on one page: what it is called, what is said of it, and where."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from mistral_kg.explore.description import Descriptions, natural
from mistral_kg.explore.statements import (
    Statement,
    in_brackets,
    reported_quads,
    statements_of,
    statements_on,
)
from mistral_kg.terminal import captions, lines
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import (
    ALT_LABEL,
    DESCRIBED_AS,
    EXACT_MATCH,
    LABEL,
    NAMES,
    NOTES,
    REFERS_TO,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Line(NamedTuple):
    """One thing that one sentence says of an entity; → where the entity is the subject."""

    direction: str
    relation: str
    value: str
    label: str
    statement: str
    modality: str
    speaker: str
    gist: str
    qualifier: str
    reason: str
    note: str
    sentence: str


class Profile(Rows):
    """All about one entity: rows of what sentences say of it, and as text a page.

    `statements` has the same as statements, `entity` is its CURIE; `labels`, `names`, `types`,
    `notes`, `links`, `named_in` and `referred_to_in` are what the page says besides.
    """

    columns = Line._fields
    entity: str
    labels: list[str]
    names: list[str]
    types: list[str]
    notes: list[str]
    links: list[str]
    named_in: list[str]
    referred_to_in: list[str]
    figures: list[Statement]
    statements: list[Statement]
    language: str

    def page(self, width: int | None = None) -> str:
        """Return the page in lines of the width, by default 80 cells."""
        claims: dict[str, list[Statement]] = {"": [], "said": [], "heard": []}
        for one in self.statements:
            if not one.is_fact:
                claims[one.spoken if one.is_of_claim else ""].append(one)
        blocks = [
            self._head(width),
            self._section("Facts", self._fact_lines(width)),
            self._section("Figures", self._figure_lines(width)),
            self._section("Claims", self._claim_lines(claims[""], width)),
            self._section("Says", self._claim_lines(claims["said"], width, with_speaker=False)),
            self._section("Hears", self._claim_lines(claims["heard"], width)),
            self._listed("Named in", self.named_in, width, " ")
            + self._listed("Referred to in", self.referred_to_in, width, " ")
            + self._listed("Same as", self.links, width),
        ]
        return lines.joined(blocks)

    __str__ = page
    __repr__ = page

    def _head(self, width: int | None) -> list[str]:
        found = lines.wrapped(" · ".join(self.labels), width)
        found += lines.wrapped(" · ".join([*self.types, self.entity]), width)
        found += self._listed("Also called", self.names, width)
        for note in self.notes:
            found += lines.wrapped(note, width)
        if not self.statements:
            found += ["", captions.word("No facts or claims.", self.language)]
        return found

    def _listed(
        self, caption: str, values: list[str], width: int | None, by: str = " · "
    ) -> list[str]:
        text = f"{captions.word(caption, self.language)}: {by.join(values)}"
        return lines.wrapped(text, width, "", "  ") if values else []

    def _section(self, caption: str, found: list[str]) -> list[str]:
        return [captions.word(caption, self.language), *found] if found else []

    def _fact_lines(self, width: int | None) -> list[str]:
        """Return the facts as sentences that begin with the entity, where they can."""
        groups: dict[tuple[str, str], list[str]] = {}
        facts = [one for one in self.statements if one.is_fact]
        for fact in sorted(facts, key=self._order):
            text = fact.text if fact.subject == self.entity else fact.inverse_text
            groups.setdefault((text, fact.remarks()), []).extend(fact.sentences)
        found: list[str] = []
        for (text, remark), sentences in groups.items():
            found += lines.wrapped(text + _bracketed(sentences), width, "  ", "    ")
            found += lines.wrapped(remark, width, "    ") if remark else []
        return found

    def _order(self, fact: Statement) -> tuple[bool, list[tuple[int, str]], str]:
        first = natural(fact.sentences[0] if fact.sentences else "")
        return fact.subject != self.entity, first, fact.relation

    def _figure_lines(self, width: int | None) -> list[str]:
        """Return what each sentence gives of each thing."""
        groups: dict[tuple[str, str, str], list[Statement]] = {}
        for one in self.figures:
            group = (one.subject, one.subject_label, _bracketed(one.sentences))
            groups.setdefault(group, []).append(one)
        found: list[str] = []
        for (_, label, where), figures in groups.items():
            texts = [
                f"{one.relation_label} {one.object_label}{in_brackets(one.qualifier)}"
                for one in figures
            ]
            found += lines.wrapped(f"{label}: {', '.join(texts)}{where}", width, "  ", "    ")
            for remark in filter(None, dict.fromkeys(one.remarks() for one in figures)):
                found += lines.wrapped(remark, width, "    ")
        return found

    def _claim_lines(
        self, claims: list[Statement], width: int | None, *, with_speaker: bool = True
    ) -> list[str]:
        by_claim: dict[tuple[str, str], Statement] = {}
        for one in claims:
            by_claim.setdefault((one.claim, one.gist or str(one)), one)
        found: list[str] = []
        for one in by_claim.values():
            start = f"  {' '.join(one.sentences)}  " if one.sentences else "  "
            found += lines.wrapped(one.summary(with_speaker=with_speaker), width, start)
            remarks = one.remarks()
            found += lines.wrapped(remarks, width, "    ") if remarks else []
        return found


def show(about: Descriptions, entity: NamedNode) -> Profile:
    """Return all about an entity."""
    found = statements_on(about, entity, by_it=True)
    curie = about.name(entity)
    profile = Profile(line for one in found for line in _rows(one, curie))
    profile.entity = curie
    profile.statements = found
    profile.figures = _figures(about, found, curie)
    profile.labels = _texts(about, entity, LABEL) or [about.label(entity)]
    profile.names = _texts(about, entity, ALT_LABEL)
    profile.types = [about.label(kind) for kind in about.types(entity)]
    profile.notes = list(filter(None, (about.text(entity, one) for one in NOTES)))
    profile.links = [about.name(one) for one in about.iris(entity, EXACT_MATCH)]
    profile.named_in = _mentions(about, NAMES, entity)
    profile.referred_to_in = _mentions(about, REFERS_TO, entity)
    profile.language = about.language
    return profile


def _rows(one: Statement, entity: str) -> Iterator[Line]:
    arrow, value, label = _other_end(one, entity)
    text = one.text if arrow == "→" else one.inverse_text
    label = "" if one.is_of_claim else label
    for sentence in one.sentences or [""]:
        yield Line(
            arrow,
            one.relation,
            value,
            label,
            text,
            one.modality,
            one.speaker,
            one.gist,
            one.qualifier,
            one.reason,
            one.note,
            sentence,
        )


def _other_end(one: Statement, entity: str) -> tuple[str, str, str]:
    """Return the direction in which the entity is tied to another, its name and its label."""
    if one.subject == entity:
        return "→", one.object, one.object_label
    return "←", one.subject, one.subject_label


def _figures(about: Descriptions, found: list[Statement], entity: str) -> list[Statement]:
    """Return the figures of what points to the entity, such as a funding round.

    What such a thing is described as is left to its own page.
    """
    near = {one.subject for one in found if one.is_fact and one.subject != entity}
    quads = [
        quad
        for quad in reported_quads(about)
        if isinstance(quad.object, Literal)
        and quad.predicate != DESCRIBED_AS
        and quad.graph_name not in about.claims
        and about.name(quad.subject) in near
    ]
    return statements_of(about, quads)


def _bracketed(sentences: Iterable[str]) -> str:
    unique = " ".join(sorted(set(sentences), key=natural))
    return f" [{unique}]" if unique else ""


def _texts(about: Descriptions, entity: NamedNode, predicate: NamedNode) -> list[str]:
    """Return the texts, each once, those in the language first, then English."""
    order = {about.language: 0, "en": 1}
    texts = sorted(about.texts(entity, predicate), key=lambda one: order.get(one[0], 2))
    return list(dict.fromkeys(text for _, text in texts))


def _mentions(about: Descriptions, predicate: NamedNode, entity: NamedNode) -> list[str]:
    passages = (one for one in about.passages if entity in about.iris(one, predicate))
    return about.sentences(passages)
