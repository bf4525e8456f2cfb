"""Make up a dataset of any number of articles, of the shape of the shipped one, as N-Quads.

A made-up article is a random choice of the shipped article's passages, as many as make 1,500 quads,
each with its facts and its claims: the same classes and relations in the same proportions. All
that they speak of is replaced by made-up things of the same types, named in both languages; some
people, companies, places and topics occur in several articles. Texts and figures are made up too.
As in an export the default graph is materialised; unlike there, the vocabulary is left out.

The same seed gives the same bytes, and the articles of a smaller dataset begin a larger one.
Run it with `python benchmarks/articles.py 67 -o big.nq`.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from shape import KNOWN, Line, Shape, names_of_types

from mistral_kg import vocabulary
from mistral_kg.vocabulary import ARTICLE, ID, MKG

if TYPE_CHECKING:
    from collections.abc import Iterator

QUADS = 1500  # an article, on average
SEED = 5  # the first article has something of everything
MADE_UP = "https://example.org/made-up/"
BACKED_BY = NamedNode(MKG + "backedBy")

SYLLABLES = (
    *(("ka", "ਕਾ"), ("ri", "ਰੀ"), ("mo", "ਮੋ"), ("su", "ਸੂ"), ("le", "ਲੇ"), ("ta", "ਤਾ")),
    *(("ni", "ਨੀ"), ("go", "ਗੋ"), ("bu", "ਬੂ"), ("de", "ਦੇ"), ("va", "ਵਾ"), ("pi", "ਪੀ")),
    *(("ho", "ਹੋ"), ("ju", "ਜੂ"), ("che", "ਚੇ"), ("ra", "ਰਾ")),
)
WORDS = (
    *("a", "the", "of", "for", "in", "with", "after", "before", "its", "new", "open", "large"),
    *("next", "model", "market", "company", "research", "licence", "office", "chips", "growth"),
    *("money", "talks", "plan", "work", "city", "people", "says", "builds", "needs", "sells"),
    *("keeps", "answers", "weighs", "changes", "together", "again", "abroad"),
)
NUMBERS = {  # from, to, and in what
    "amount": (1, 999, 1_000_000),
    "valuation": (1, 99, 1_000_000_000),
    "count": (1, 5000, 1),
    "factor": (2, 9, 1),
    "months": (1, 12, 1),
    "monthsAtMost": (13, 24, 1),
}


class World:
    """The made-up things that the articles speak of, and what is stated of them."""

    def __init__(self, shape: Shape, chance: random.Random) -> None:
        self.shape = shape
        self.stated: set[Quad] = set()
        self._chance = chance
        self._types = names_of_types()
        self._met: dict[str, list[NamedNode]] = defaultdict(
            list
        )  # what is met often is in it often
        self._count = 0

    def stand_in(self, thing: NamedNode, taken: set[NamedNode]) -> tuple[NamedNode, list[Quad]]:
        """Return a thing of the same type for a new article, and its description if it is new."""
        kind = self.shape.type_of(thing)
        description: list[Quad] = []
        met = [one for one in self._met[kind][-500:] if one not in taken]
        if met and self._chance.random() < KNOWN.get(kind, 0):
            found = self._chance.choice(met)
        else:
            self._count += 1
            found = NamedNode(f"{MADE_UP}{local(kind) or 'Thing'}/{self._count}")
            description = list(self._described(found, thing, kind))
        self._met[kind].append(found)
        return found, description

    def _described(self, made: NamedNode, thing: NamedNode, kind: str) -> Iterator[Quad]:
        """Yield as much about a made-up thing as the shipped graph has about the one it is for."""
        for number, line in enumerate(self.shape.things[thing]):
            value = line.value
            if line.predicate == vocabulary.EXACT_MATCH:
                value = NamedNode(f"http://www.wikidata.org/entity/Q9{self._count:09}")
            elif isinstance(value, Literal):
                mark = "" if line.predicate == vocabulary.LABEL else str(number)
                name = self._name(kind, value.language or "", mark)
                value = Literal(name, language=value.language)
            yield Quad(made, line.predicate, value)

    def _name(self, kind: str, language: str, mark: str) -> str:
        base = len(SYLLABLES)
        again, left = divmod(self._count, base**4)
        left = left * 40_503 % base**4  # an odd factor: neighbours differ, and none comes twice
        digits = [left // base**place % base for place in range(4)]
        name = "".join(SYLLABLES[digit][language == "pa"] for digit in digits).capitalize()
        words = (name, self._types.get((kind, language)), str(again) if again else "", mark)
        return " ".join(filter(None, words))


class Article:
    """One made-up article, in which something stands for each thing of the shipped one."""

    def __init__(self, number: int, world: World, chance: random.Random) -> None:
        self._number, self._world, self._chance = number, world, chance
        self._literals: dict[tuple[int, Literal], Literal] = {}
        self._base = f"{MADE_UP}article/{number}#"
        self._terms = {NamedNode(ARTICLE): NamedNode(self._base)}
        self._quads: list[Quad] = []
        self._marks = {"number": 0, "paragraph": 0, "start": -1, "end": -1}

    def opening(self) -> list[Quad]:
        """Return what describes the article as a whole."""
        return self._copied(self._world.shape.article)

    def passage(self, lines: list[Line]) -> list[Quad]:
        """Return one more passage, a copy of a shipped one's, with the things new in it."""
        marks, chance = self._marks, self._chance
        marks["number"] += 1
        marks["paragraph"] += marks["number"] == 1 or chance.random() < 0.4
        marks["start"] = marks["end"] + 1
        marks["end"] = marks["start"] + chance.randint(20, 260)
        return self._copied(lines)

    def _copied(self, lines: list[Line]) -> list[Quad]:
        self._quads = []
        for line in lines:
            self._copy(line)
        return self._quads

    def _copy(self, line: Line) -> None:
        subject, value = self._term(line.subject), self._value(line)
        # A backer was met before whom it backs, so that no chain of backers is a ring.
        if line.predicate == BACKED_BY and _number(value) > _number(subject):
            subject, value = NamedNode(value.value), subject
        fact = Quad(subject, line.predicate, value)
        if line.graph is not None:
            self._quads.append(Quad(subject, line.predicate, value, self._term(line.graph)))
            if line.graph not in self._world.shape.passages or fact in self._world.stated:
                return
            self._world.stated.add(fact)
        self._quads.append(fact)

    def _term(self, term: NamedNode) -> NamedNode:
        """Return what stands for a term: itself, if it is one of a vocabulary."""
        if not term.value.startswith((ID, ARTICLE)):
            return term
        if term not in self._terms and term.value.startswith(ID):
            self._terms[term], about = self._world.stand_in(term, set(self._terms.values()))
            self._quads += about
        elif term not in self._terms:
            claim = "" if term in self._world.shape.passages else f"-{len(self._terms)}"
            self._terms[term] = NamedNode(f"{self._base}s{self._marks['number']:02}{claim}")
        return self._terms[term]

    def _value(self, line: Line) -> NamedNode | Literal:
        """Return what stands for the object of a line; figures and texts are made up.

        In a passage a literal is made up once, as an rdf:Statement repeats that of its fact.
        """
        if not isinstance(line.value, Literal):
            return self._term(line.value)
        key = self._marks["number"], line.value
        if key not in self._literals or local(line.predicate.value) in self._marks:
            self._literals[key] = self._literal(line.value, local(line.predicate.value))
        return self._literals[key]

    def _literal(self, value: Literal, what: str) -> Literal:
        if value.language:
            return Literal(self._text(value), language=value.language)
        if what in NUMBERS:
            least, most, unit = NUMBERS[what]
            return Literal(self._chance.randint(least, most) * unit)
        return Literal(self._plain(value, what), datatype=value.datatype)

    def _text(self, text: Literal) -> str:
        """Return made-up words, as many as the text has; those of an article name it."""
        if not self._marks["number"]:
            return f"{'ਬਣਾਇਆ ਲੇਖ' if text.language == 'pa' else 'Made-up article'} {self._number}"
        words = self._chance.choices(WORDS, k=len(text.value.split()))
        return " ".join(words).capitalize()

    def _plain(self, value: Literal, what: str) -> str:
        """Return the made-up form of a text without a language, which keeps its datatype."""
        if what in self._marks:
            return str(self._marks[what])
        year, month = self._chance.randint(1990, 2040), f"{self._chance.randint(1, 12):02}"
        made = {
            "identifier": f"S{self._marks['number']:02}",
            "sha256": hashlib.sha256(f"{self._base}{self._marks}".encode()).hexdigest(),
            "currency": self._chance.choice(("USD", "EUR", "INR")),
            "gYear": f"{year}",
            "gMonth": f"--{month}",
            "gYearMonth": f"{year}-{month}",
        }
        return made.get(what) or made.get(local(value.datatype.value)) or value.value


def articles(count: int, seed: int = SEED) -> Iterator[list[Quad]]:
    """Yield the quads of each article; a fact that an earlier one states is not added again."""
    chance = random.Random(seed)  # noqa: S311
    world = World(Shape(), chance)
    passages, needs, written = world.shape.passages, world.shape.needs, 0
    for number in range(1, count + 1):
        article = Article(number, world, chance)
        quads = article.opening()
        left = chance.sample(list(passages), len(passages))
        while left and written + len(quads) < number * QUADS:
            together = {left[0]} | needs[left[0]]
            for name in [name for name in left if name in together]:
                left.remove(name)
                quads += article.passage(passages[name])
        written += len(quads)
        yield quads


def write(path: Path, count: int, seed: int = SEED) -> int:
    """Write so many articles to an N-Quads file, and return the number of quads."""
    total = 0
    with path.open("wb") as file:
        for quads in articles(count, seed):
            serialize(quads, file, RdfFormat.N_QUADS)
            total += len(quads)
    return total


def local(iri: str) -> str:
    """Return what follows the namespace in the IRI of a term."""
    return iri.rpartition("/")[2].rpartition("#")[2]


def _number(thing: NamedNode | Literal) -> int:
    kind, number = thing.value.split("/")[-2:]
    return int(number) if kind == "Company" else 0


def main() -> None:
    """Write the file that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, help="how many articles")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the N-Quads file")
    parser.add_argument("--seed", type=int, default=SEED, help="another number, other articles")
    given = parser.parse_args()
    print(f"{write(given.output, given.articles, given.seed):,} quads")


if __name__ == "__main__":
    main()
