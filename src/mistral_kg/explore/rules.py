"""The rules of RDFS and OWL 2 RL that a lightweight vocabulary needs, applied until nothing is new.

The names are those of section 4.3 of https://www.w3.org/TR/owl2-profiles/ (tables 5, 7 and 9);
beside them is what https://www.w3.org/TR/rdf11-mt/ calls the same rule of RDFS (section 9.2.1).
`ontology/inference.ttl` says each in words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode

from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mistral_kg.vocabulary import Term

    Ids = tuple[int, int, int]
    Parts = tuple[Term, Term, Term]
    """Subject, predicate and object."""


class Rule(NamedTuple):
    """What a vocabulary declares, what the data then hold, and the triple that follows."""

    name: str
    declared: str
    premises: str
    conclusion: str


RULES = (
    Rule("cax-sco", "?c rdfs:subClassOf ?d", "?x rdf:type ?c", "?x rdf:type ?d"),  # rdfs9
    Rule("prp-spo1", "?p rdfs:subPropertyOf ?q", "?x ?p ?y", "?x ?q ?y"),  # rdfs7
    Rule("prp-symp", "?p rdf:type owl:SymmetricProperty", "?x ?p ?y", "?y ?p ?x"),
    Rule("prp-inv1", "?p owl:inverseOf ?q", "?x ?p ?y", "?y ?q ?x"),
    Rule("prp-inv2", "?p owl:inverseOf ?q", "?x ?q ?y", "?y ?p ?x"),
    Rule("prp-trp", "?p rdf:type owl:TransitiveProperty", "?x ?p ?y . ?y ?p ?z", "?x ?p ?z"),
    Rule("prp-dom", "?p rdfs:domain ?c", "?x ?p ?y", "?x rdf:type ?c"),  # rdfs2
    Rule("prp-rng", "?p rdfs:range ?c", "?x ?p ?y", "?y rdf:type ?c"),  # rdfs3
    Rule(
        "scm-sco",  # rdfs11
        "",
        "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e",
        "?c rdfs:subClassOf ?e",
    ),
    Rule(
        "scm-spo",  # rdfs5
        "",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r",
        "?p rdfs:subPropertyOf ?r",
    ),
)
"""The rules, in the order in which one is preferred to another that gives the same triple."""

_REFLEXIVE = {"scm-sco", "scm-spo"}  # that a term is under itself says nothing


class Derivation(NamedTuple):
    """The last step to a triple: its rule, its premises, and the sentences of all steps."""

    rule: str
    premises: tuple[Parts, ...]
    evidence: tuple[int, ...]


def closure(stated: Mapping[Parts, Sequence[int]]) -> dict[Parts, Derivation]:
    """Return what follows from triples and is not among them, each with one derivation.

    `stated` gives for each triple the numbers of the sentences any of which states it; a triple
    may have none. Of several derivations it is one with the fewest steps, among these one with
    the fewest sentences, then with the earliest, then by the rule that comes first.
    """
    run = _Run(stated)
    while run.new:
        run.step()
    return {
        run.parts(triple): Derivation(RULES[rule].name, tuple(map(run.parts, premises)), evidence)
        for triple, (_, evidence, rule, premises) in run.derived.items()
    }


class _Index:
    """Triples by what a pattern knows of them: the predicate always, and one end at the most."""

    def __init__(self) -> None:
        self._all: dict[int, list[Ids]] = defaultdict(list)
        # Of few predicates an end is ever asked: a table is made when it is, and kept up then.
        self._by_end: dict[tuple[int, int], dict[int, list[Ids]]] = {}
        self._filed: dict[tuple[int, int], int] = {}

    def add(self, triples: Iterable[Ids]) -> None:
        for triple in triples:
            self._all[triple[1]].append(triple)

    def find(self, subject: int | None, predicate: int, value: int | None) -> Sequence[Ids]:
        triples = self._all.get(predicate, ())
        place, end = (2, value) if subject is None else (0, subject)
        if not triples or end is None:
            return triples
        table = self._by_end.setdefault((predicate, place), defaultdict(list))
        for triple in triples[self._filed.get((predicate, place), 0) :]:
            table[triple[place]].append(triple)
        self._filed[predicate, place] = len(triples)
        return table.get(end, ())


class _Run:
    """The triples so far, as numbers, and those of the last round."""

    def __init__(self, stated: Mapping[Parts, Sequence[int]]) -> None:
        self._terms: list[Term] = []
        self._ids: dict[Term, int] = {}
        self._known = _Index()
        self._links = _Index()  # what is known but for what a chain gave
        self._first = True
        self.stated: dict[Ids, Sequence[int]] = {}
        for (subject, predicate, value), sentences in stated.items():
            self.stated[self._id(subject), self._id(predicate), self._id(value)] = sentences
        self.derived: dict[Ids, tuple[int, tuple[int, ...], int, tuple[Ids, ...]]] = {}
        self.new: Sequence[Ids] = list(self.stated)
        self._plans = [self._plan(rule) for rule in RULES]

    def parts(self, triple: Ids) -> Parts:
        """Return the terms of a triple."""
        subject, predicate, value = triple
        return self._terms[subject], self._terms[predicate], self._terms[value]

    def _id(self, term: Term) -> int:
        found = self._ids.setdefault(term, len(self._terms))
        if found == len(self._terms):
            self._terms.append(term)
        return found

    def _plan(self, rule: Rule) -> tuple[list[Ids], list[Ids], Ids]:
        """Return the rule's patterns: a variable is a number below 0."""
        names: dict[str, int] = {}

        def number(word: str) -> int:
            if word.startswith("?"):
                return names.setdefault(word, -1 - len(names))
            prefix, _, local = word.partition(":")
            return self._id(NamedNode(PREFIXES[prefix] + local))

        def patterns(text: str) -> list[Ids]:
            split = [pattern.split() for pattern in text.split(" . ") if pattern]
            return [(number(s), number(p), number(o)) for s, p, o in split]

        return patterns(rule.declared), patterns(rule.premises), patterns(rule.conclusion)[0]

    def step(self) -> None:
        """Apply every rule to what the last round brought, joined with all that is known."""
        new, new_links = _Index(), _Index()
        links = [one for one in self.new if one not in self.derived or not self._is_chained(one)]
        for index, triples in (
            (new, self.new),
            (self._known, self.new),
            (new_links, links),
            (self._links, links),
        ):
            index.add(triples)
        found: dict[Ids, tuple[int, tuple[int, ...], int, tuple[Ids, ...]]] = {}
        for number in range(len(RULES)):
            for triple, premises in self._apply(number, new, new_links):
                if triple in self.stated or triple in self.derived:
                    continue
                evidence = self._evidence(premises)
                better = (len(evidence), evidence, number, premises)
                if triple not in found or better < found[triple]:
                    found[triple] = better
        self._first = False
        self.derived |= found
        self.new = list(found)

    def _is_chained(self, triple: Ids) -> bool:
        return len(self._plans[self.derived[triple][2]][1]) > 1

    def _apply(
        self, number: int, new: _Index, new_links: _Index
    ) -> Iterator[tuple[Ids, tuple[Ids, ...]]]:
        """Yield what the rule gives, with its premises, where one of these is new.

        A chain of two premises is made longer by a link, never by a chain: that finds the same,
        in steps that a person can follow, and in a time that grows with the answer.
        """
        declared, premises, (subject, predicate, value) = self._plans[number]
        reflexive = RULES[number].name in _REFLEXIVE
        count = len(declared) + len(premises)
        for place in range(1 if self._first else count):
            patterns = [
                (one, new if at == place else self._known)
                for at, one in enumerate([*declared, *premises])
            ]
            if len(premises) > 1:
                patterns[-1] = premises[-1], new_links if place == count - 1 else self._links
            if place > len(declared):  # what is new first: it is less
                patterns.insert(len(declared), patterns.pop(place))
            for used, bound in _solutions(patterns, {}):
                triple = bound[subject], bound.get(predicate, predicate), bound.get(value, value)
                if reflexive and triple[0] == triple[2]:
                    continue
                if self._is_triple(triple):
                    yield triple, used

    def _is_triple(self, triple: Ids) -> bool:
        subject, predicate, _ = self.parts(triple)
        return isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode)

    def _evidence(self, premises: Iterable[Ids]) -> tuple[int, ...]:
        """Return the fewest sentences that together state what the premises rest on."""
        needed: set[int] = set()
        choices = []
        for premise in premises:
            if premise in self.derived:
                needed.update(self.derived[premise][1])
            elif sentences := self.stated[premise]:
                choices.append(sentences)
        open_choices = [one for one in choices if needed.isdisjoint(one)]
        if open_choices:
            shared = set(open_choices[0]).intersection(*open_choices[1:])
            needed |= {min(shared)} if shared else {min(one) for one in open_choices}
        return tuple(sorted(needed))


def _solutions(
    patterns: Sequence[tuple[Ids, _Index]], bound: dict[int, int]
) -> Iterator[tuple[tuple[Ids, ...], dict[int, int]]]:
    """Yield the triples that fit the patterns together, and what their variables stand for."""
    if not patterns:
        yield (), bound
        return
    (pattern, index), *rest = patterns
    known = [bound.get(term) if term < 0 else term for term in pattern]
    subject, predicate, value = known
    if predicate is None:
        raise AssertionError(f"a rule has to know the predicate of {pattern} by then")
    for triple in index.find(subject, predicate, value):
        if subject is not None and value is not None and triple[2] != value:
            continue
        more = {term: part for term, part in zip(pattern, triple, strict=True) if term < 0}
        for used, all_bound in _solutions(rest, bound | more):
            yield (triple, *used), all_bound
