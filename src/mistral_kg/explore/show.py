"""All about one entity on one page: what it is called, what is said of it, and where."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal

from mistral_kg.explore import statements
from mistral_kg.explore.description import Descriptions, natural
from mistral_kg.terminal import captions, lines
from mistral_kg.terminal.tables import Rows
from mistral_kg.vocabulary import (
    ALT_LABEL,
    COMMENT,
    DEFINITION,
    DESCRIPTION,
    EXACT_MATCH,
    LABEL,
    NAMES,
    NOTE,
    REFERS_TO,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from mistral_kg.explore.statements import Statement


class Line(NamedTuple):
    """One thing that one sentence says of an entity; → where the entity is the subject."""

    direction: str
    relation: str
    value: str
    label: str
    modality: str
    speaker: str
    gist: str
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
        facts = [one for one in self.statements if one.is_fact]
        speech = [one for one in self.statements if one.is_of_claim and one.is_speech]
        made = [one for one in speech if not one.is_heard]
        heard = [one for one in speech if one.is_heard]
        claims = [one for one in self.statements if not one.is_fact and one not in speech]
        blocks = [
            self._head(width),
            *self._facts(facts, width),
            self._section("Figures", _figure_lines(self.figures), width),
            self._claims("Claims", claims, width),
            self._claims("Says", made, width),
            self._claims("Hears", heard, width),
            self._tail(width),
        ]
        return lines.joined(blocks)

    __str__ = page
    __repr__ = page

    def _word(self, text: str) -> str:
        return captions.word(text, self.language)

    def _head(self, width: int | None) -> list[str]:
        found = lines.wrapped(" · ".join(self.labels), width)
        found += lines.wrapped(" · ".join([*self.types, self.entity]), width)
        found += self._listed("Also called", self.names, width)
        for note in self.notes:
            found += lines.wrapped(note, width)
        if not self.statements:
            found += ["", self._word("No facts or claims.")]
        return found

    def _listed(
        self, name: str, values: list[str], width: int | None, by: str = " · "
    ) -> list[str]:
        return (
            lines.wrapped(f"{self._word(name)}: {by.join(values)}", width, "", "  ")
            if values
            else []
        )

    def _section(self, name: str, found: list[str], width: int | None) -> list[str]:
        if not found:
            return []
        return [
            self._word(name),
            *(line for one in found for line in lines.wrapped(one, width, "  ", "    ")),
        ]

    def _facts(self, facts: list[Statement], width: int | None) -> list[list[str]]:
        groups: dict[tuple[str, str, str], dict[tuple[str, str], list[str]]] = {}
        for fact in facts:
            out = fact.subject == self.entity
            there, here = (fact.object, fact.object_label), (fact.subject, fact.subject_label)
            group = ("→" if out else "←", fact.relation_label, fact.relation)
            groups.setdefault(group, {}).setdefault(there if out else here, []).extend(
                fact.sentences
            )
        found: list[str] = []
        for (arrow, relation, _), values in sorted(
            groups.items(), key=lambda one: one[0][0] == "←"
        ):
            texts = [f"{label}{_bracketed(where)}" for (_, label), where in values.items()]
            if len(texts) == 1:
                found += lines.wrapped(f"{relation}: {texts[0]}", width, f"  {arrow} ", "      ")
                continue
            found += lines.wrapped(f"{relation}:", width, f"  {arrow} ")
            for one in texts:
                found += lines.wrapped(one, width, "      ", "        ")
        return [[self._word("Facts"), *found]] if found else []

    def _claims(self, name: str, claims: list[Statement], width: int | None) -> list[str]:
        by_claim: dict[tuple[str, str], Statement] = {}
        for one in claims:
            by_claim.setdefault((one.claim, one.gist or str(one)), one)
        found: list[str] = []
        for one in by_claim.values():
            where = " ".join(one.sentences)
            how = one.said_to(self.language) if name == "Says" else one.said_by(self.language)
            found += lines.wrapped(one.summary(how), width, f"  {where + '  ' if where else ''}")
        return [self._word(name), *found] if found else []

    def _tail(self, width: int | None) -> list[str]:
        return [
            *self._listed("Named in", self.named_in, width, " "),
            *self._listed("Referred to in", self.referred_to_in, width, " "),
            *self._listed("Same as", self.links, width),
        ]


def show(about: Descriptions, entity: NamedNode) -> Profile:
    """Return all about an entity."""
    found = statements.of(about, entity, spoken=True)
    curie = about.name(entity)
    profile = Profile(line for one in found for line in _lines(one, curie))
    profile.entity = curie
    profile.statements = found
    profile.figures = _figures(about, found, curie)
    profile.labels = list(_by_language(about, about.texts(entity, LABEL))) or [about.label(entity)]
    profile.names = list(_by_language(about, about.texts(entity, ALT_LABEL)))
    profile.types = [about.label(kind) for kind in about.types(entity)]
    profile.notes = [
        note
        for one in (DEFINITION, DESCRIPTION, COMMENT, NOTE)
        if (note := about.text(entity, one))
    ]
    profile.links = [about.name(one) for one in about.iris(entity, EXACT_MATCH)]
    profile.named_in = _mentions(about, NAMES, entity)
    profile.referred_to_in = _mentions(about, REFERS_TO, entity)
    profile.language = about.language
    return profile


def _lines(one: Statement, entity: str) -> Iterable[Line]:
    out = one.subject == entity
    value, label = (one.object, one.object_label) if out else (one.subject, one.subject_label)
    if one.is_of_claim:
        label = ""
    for sentence in one.sentences or [""]:
        yield Line(
            "→" if out else "←",
            one.relation,
            value,
            label,
            one.modality,
            one.speaker,
            one.gist,
            sentence,
        )


def _figures(about: Descriptions, found: list[Statement], entity: str) -> list[Statement]:
    """Return the facts with a literal of what points to the entity, such as a funding round."""
    near = {one.subject for one in found if one.is_fact and one.subject != entity}
    return statements.by_sentence(
        statements.statement(about, quad)
        for quad in statements.said(about)
        if isinstance(quad.object, Literal)
        and quad.graph_name not in about.claims
        and about.name(quad.subject) in near
    )


def _figure_lines(figures: list[Statement]) -> list[str]:
    """Return a line for what each sentence gives of each thing."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in figures:
        group = (one.subject, one.subject_label, _bracketed(one.sentences))
        groups.setdefault(group, []).append(f"{one.relation_label} {one.object_label}")
    return [f"{label}: {', '.join(texts)}{where}" for (_, label, where), texts in groups.items()]


def _bracketed(sentences: Iterable[str]) -> str:
    unique = " ".join(sorted(set(sentences), key=natural))
    return f" [{unique}]" if unique else ""


def _by_language(about: Descriptions, texts: list[tuple[str, str]]) -> dict[str, None]:
    """Return the texts, each once, those in the language first, then English."""
    order = {about.language: 0, "en": 1}
    return dict.fromkeys(text for _, text in sorted(texts, key=lambda one: order.get(one[0], 2)))


def _mentions(about: Descriptions, predicate: NamedNode, entity: NamedNode) -> list[str]:
    return about.sentences(
        passage for passage in about.passages if entity in about.iris(passage, predicate)
    )
