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

    Parts = tuple[Term, Term, Term]
    """Subject, predicate and object."""
    Ids = tuple[int, int, int]
    """The same as numbers of terms; in a pattern a number below 0 is a variable."""
    Candidate = tuple[int, tuple[int, ...], int, tuple[Ids, ...]]
    """A derivation, the least of which is preferred: number of sentences, these, rule, premises."""


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
    # rdfs11 and rdfs5
    Rule("scm-sco", "", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e", "?c rdfs:subClassOf ?e"),
    Rule(
        "scm-spo",
        "",
        "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r",
        "?p rdfs:subPropertyOf ?r",
    ),
)
"""The rules, in the order in which one is preferred to another that gives the same triple."""

_CHAINS = {number for number, rule in enumerate(RULES) if " . " in rule.premises}


class Derivation(NamedTuple):
    """A triple, the rule and the premises of the last step, and the sentences of all steps."""

    triple: Parts
    rule: str
    premises: tuple[Parts, ...]
    evidence: tuple[int, ...]


def closure(stated: Mapping[Parts, Sequence[int]]) -> list[Derivation]:
    """Return what follows from triples and is not among them, each with one derivation.

    `stated` gives for each triple the numbers of the sentences any of which states it; a triple
    may have none. Of several derivations it is one with the fewest steps, among these one with
    the fewest sentences, then with the earliest, then by the rule that comes first.
    """
    run = _Run(stated)
    while run.new:
        run.step()
    return [
        Derivation(
            run.terms_of(triple), RULES[rule].name, tuple(map(run.terms_of, premises)), evidence
        )
        for triple, (_, evidence, rule, premises) in run.derived.items()
    ]


class _Index:
    """Triples by what a pattern knows of them: the predicate always, and one end at the most."""

    def __init__(self, triples: Iterable[Ids] = ()) -> None:
        self._all: dict[int | None, list[Ids]] = defaultdict(list)
        # Few predicates are ever looked up by an end: a table is made, and kept up, at a look-up.
        self._by_end: dict[tuple[int | None, int], dict[int, list[Ids]]] = {}
        self._filed: dict[tuple[int | None, int], int] = {}
        self.add(triples)

    def add(self, triples: Iterable[Ids]) -> None:
        for triple in triples:
            self._all[triple[1]].append(triple)

    def find(self, subject: int | None, predicate: int | None, value: int | None) -> Sequence[Ids]:
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
        self._ids: dict[Term, int] = {}
        self.stated: dict[Ids, Sequence[int]] = {
            (self._id(subject), self._id(predicate), self._id(value)): sentences
            for (subject, predicate, value), sentences in stated.items()
        }
        self._plans = [
            (self._patterns(rule.declared) + self._patterns(rule.premises), conclusion)
            for rule in RULES
            for conclusion in self._patterns(rule.conclusion)
        ]
        self._terms = list(self._ids)
        self._known = _Index()
        self._links = _Index()  # what is known but for what a chain gave
        self.derived: dict[Ids, Candidate] = {}
        self.new: Sequence[Ids] = list(self.stated)

    def terms_of(self, triple: Ids) -> Parts:
        """Return the terms of a triple."""
        subject, predicate, value = triple
        return self._terms[subject], self._terms[predicate], self._terms[value]

    def _id(self, term: Term) -> int:
        return self._ids.setdefault(term, len(self._ids))

    def _patterns(self, text: str) -> list[Ids]:
        words = [pattern.split() for pattern in text.split(" . ") if pattern]
        return [(self._number(s), self._number(p), self._number(o)) for s, p, o in words]

    def _number(self, word: str) -> int:
        if word.startswith("?"):
            return -ord(word[1])
        prefix, _, local = word.partition(":")
        return self._id(NamedNode(PREFIXES[prefix] + local))

    def step(self) -> None:
        """Apply every rule to what the last round brought, joined with all that is known."""
        links = [
            one
            for one in self.new
            if one not in self.derived or self.derived[one][2] not in _CHAINS
        ]
        self._known.add(self.new)
        self._links.add(links)
        new, new_links = _Index(self.new), _Index(links)
        found: dict[Ids, Candidate] = {}
        for number in range(len(RULES)):
            for triple, premises in self._apply(number, new, new_links):
                if triple not in self.stated and triple not in self.derived:
                    evidence = self._evidence(premises)
                    candidate = (len(evidence), evidence, number, premises)
                    found[triple] = min(candidate, found.get(triple, candidate))
        self.derived |= found
        self.new = list(found)

    def _apply(
        self, number: int, new: _Index, new_links: _Index
    ) -> Iterator[tuple[Ids, tuple[Ids, ...]]]:
        """Yield what the rule gives, with its premises, where one of these is new.

        A chain of two premises is made longer by a link, never by a chain: that finds the same,
        in steps that a person can follow, and in a time that grows with the answer.
        """
        patterns, (subject, predicate, value) = self._plans[number]
        last = len(patterns) - 1
        for place in range(last + 1 if self.derived else 1):  # in the first round all are new
            indexes = [self._known] * len(patterns)
            indexes[place] = new
            joined = list(zip(patterns, indexes, strict=True))
            if number in _CHAINS:
                joined[last] = patterns[last], new_links if place == last else self._links
                if place == last:  # what is new first: it is less
                    joined.insert(last - 1, joined.pop())
            for used, bound in _solutions(joined, {}):
                triple = bound[subject], bound.get(predicate, predicate), bound.get(value, value)
                if self._is_triple(triple):
                    yield triple, used

    def _is_triple(self, triple: Ids) -> bool:
        subject, predicate, _ = self.terms_of(triple)
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
    subject, predicate, value = (bound.get(term) if term < 0 else term for term in pattern)
    for triple in index.find(subject, predicate, value):
        more = {term: part for term, part in zip(pattern, triple, strict=True) if term < 0}
        for used, all_bound in _solutions(rest, bound | more):
            yield (triple, *used), all_bound
