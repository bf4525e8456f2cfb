"""Compare our query path with the bare engine on random queries over small random datasets.

`python -m tests.differential [NUMBER [SEED]]` prints the counts, and each query that is answered
wrongly, with its seed.

A query is built as a tree and written twice: with odd spaces, comments, strings and names that
look like keywords, as people may write it, for our path; and plainly, with each known deviation of
the engine written out by its definition in SPARQL 1.1, for the bare engine. Both have to answer
alike. Where the bare engine answers the first text otherwise, the query must have a part whose
deviation is one of `KINDS`.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, QueryBoolean, QuerySolutions, RdfFormat, Store

from mistral_kg.sparql import run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

KINDS = {
    "columns": "SELECT * has its columns in the order of the query, not of the alphabet",
    "graph": "GRAPH of a variable is the union over the graphs; the variable is not in the group",
    "count": "COUNT leaves out the rows in which its expression fails",
    "concat": "GROUP_CONCAT gives a plain string, also of numbers and IRIs",
    "boolean": "TRUE and False are booleans",
}

PROLOGUE = """PREFIX : <https://example.org/> PREFIX service: <https://example.org/SERVICE#>
PREFIX from: <https://example.org/from/> """
NODES = (":a", ":b", ":c", "service:x", "from:y", r":a\#b", "<https://example.org/?x&&y>")
PREDICATES = (":p", ":q", "<https://example.org/#r>", r"<https://example.org/\u0070>")
VARIABLES = ("?x", "?y", "$z", "?service", "?from", "?ਮਿਸਟਰਲ")
LITERALS = (
    *("1", "2.50", "01", "1e0", "true", '"x"', "'x'@en", '"x"@EN', '"#"', "'}'", '"a\\"b"'),
    *('"GRAPH ?g { SELECT"', "'''SERVICE <u:v> {'''", '"""FROM "x" ?y"""', r'"\u0078"'),
    '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    '"2020-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
)
GRAPHS = (":g1", ":g2", ":g3")
COMMENTS = ("# SERVICE <u:v> {\n", "# FROM <u:v>\r", "#'\n", '# """ }\n', "#\n")


class Part(NamedTuple):
    """A part of a query: how a person writes it, how it is written out, and what it deviates by."""

    text: tuple[str, ...]
    plain: tuple[str, ...]
    kinds: frozenset[str] = frozenset()


def part(*pieces: Part | str, kinds: Iterable[str] = ()) -> Part:
    """Return pieces and words as one part."""
    parts = [Part((p,), (p,)) if isinstance(p, str) else p for p in pieces if p]
    return Part(
        tuple(word for one in parts for word in one.text),
        tuple(word for one in parts for word in one.plain),
        frozenset(kinds).union(*(one.kinds for one in parts)),
    )


class Case:
    """One dataset and one query, made from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  reproducible, and no secret
        self.graphs = GRAPHS[: self._random.choice((0, 1, 2, 2, 3, 3))]
        self.store = Store()
        self.store.load(PROLOGUE + self._data(), RdfFormat.TRIG)
        query = self._query()
        self.text = PROLOGUE + self._spaced(query.text)
        self.plain = PROLOGUE + " ".join(query.plain)
        self.kinds = query.kinds
        words = (word for word in query.text if word[:1] not in "\"'<")
        named = [name for word in words for name in re.findall(r"[?$]([\w\u0a3f]+)", word)]
        self.variables = list(dict.fromkeys(named))

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _data(self) -> str:
        return " ".join(
            f"{graph} {{ {' '.join(self._fact() for _ in range(self._random.randint(1, 5)))} }}"
            for graph in ("", *self.graphs)
        )

    def _fact(self) -> str:
        target = self._pick(*NODES, *GRAPHS) if self._chance(0.6) else self._pick(*LITERALS)
        return f"{self._pick(*NODES, *GRAPHS)} {self._pick(*PREDICATES)} {target} ."

    def _spaced(self, words: Iterable[str]) -> str:
        """Return words with odd spaces and comments between them."""
        text = ""
        for word in words:
            touching = text[-1:] in "{}(" or word[:1] in "{}()"
            space = self._pick("" if touching else " ", " ", " ", "\n", "\t ", "  ")
            text += self._pick(*COMMENTS) if self._chance(0.05) and text else space
            text += word
        return text

    def _keyword(self, word: str) -> str:
        return self._pick(word, word, word.lower(), word.capitalize())

    def _query(self) -> Part:
        form = self._random.random()
        clause = self._from()
        if form < 0.1:
            return part(self._keyword("ASK"), clause, "{", self._group(2), "}")
        if form < 0.2:
            template = ("{", ":s", ":t", "?x", "}")
            where = part(self._keyword("WHERE"), "{", self._group(2), "}")
            return part(self._keyword("CONSTRUCT"), *template, clause, where)
        select = self._keyword("SELECT")
        if form < 0.6:
            head = part(select, self._pick("", "DISTINCT"), "*", kinds=["columns"])
            return part(head, clause, self._pick("", "WHERE"), "{", self._group(3), "}")
        if form < 0.8:
            columns = self._random.sample(VARIABLES, 2)
            return part(select, *columns, clause, "{", self._group(3), "}")
        return self._aggregate(select, clause)

    def _from(self) -> Part:
        if not self.graphs or not self._chance(0.1):
            return part()
        self.graphs = self.graphs[:1]
        return part("FROM", "NAMED", self.graphs[0])

    def _aggregate(self, select: str, clause: Part) -> Part:
        """Return a query of one aggregate, which is written out as the rows that it gathers."""
        kind = self._pick("count", "concat")
        distinct = self._pick("", "DISTINCT")
        gathered, group = self._expression(), self._group(2)
        word = self._keyword("COUNT" if kind == "count" else "GROUP_CONCAT")
        separator = "" if kind == "count" else "; SEPARATOR = '|'"
        call = part("(", word, "(", distinct, gathered, separator, ")", "AS", "?result", ")")
        plain = ("SELECT", "(", *gathered.plain, "AS", "?each", ")")
        self.aggregate = (kind, distinct != "")
        head = Part((select, *call.text), plain, frozenset([kind]))
        return part(head, clause, "{", group, "}")

    aggregate: tuple[str, bool] | None = None
    """The aggregate of the query and whether it is DISTINCT, None for a query without."""

    def _expression(self) -> Part:
        variable = self._pick(*VARIABLES)
        call = self._pick("STR(V)", "(V + 1)", "STRLEN(STR(V))", "LANG(V)", "V", "(V)")
        return part(call.replace("V", variable))

    def _group(self, depth: int) -> Part:
        elements = [self._element(depth) for _ in range(self._random.randint(1, 3))]
        return part(*elements)

    def _element(self, depth: int) -> Part:
        choice = self._random.random()
        if depth == 0 or choice < 0.35:
            return self._triple()
        inner = self._group(depth - 1)
        if choice < 0.42:
            return part(self._keyword("OPTIONAL"), "{", inner, "}")
        if choice < 0.49:
            return part("{", inner, "}", self._keyword("UNION"), "{", self._group(depth - 1), "}")
        if choice < 0.54:
            return part(self._keyword("MINUS"), "{", inner, "}")
        if choice < 0.59:
            return self._values()
        if choice < 0.66:
            return self._filter(inner)
        if choice < 0.70:
            return self._subquery(inner)
        return self._graph(inner)

    def _triple(self) -> Part:
        subject = self._pick(*VARIABLES, *VARIABLES, *NODES, "_:b", "_:b_0")
        path = self._pick(":p|:q", ":p/:q", ":p*", "^:p", "(:p|^:q)+", ":p?")
        predicate = path if self._chance(0.15) else self._pick(*PREDICATES, "?y")
        target = self._pick(*VARIABLES, *VARIABLES, *VARIABLES, *NODES, *LITERALS)
        if subject[0] == "_":  # a label may stand in one group only
            subject = "[]"
        return part(subject, predicate, target, ".")

    def _values(self) -> Part:
        rows = (self._pick(*NODES, *LITERALS, "UNDEF") for _ in range(2))
        return part(self._keyword("VALUES"), self._pick(*VARIABLES), "{", *rows, "}")

    def _filter(self, inner: Part) -> Part:
        if self._chance(0.3):
            word = self._pick("EXISTS", "NOT EXISTS")
            return part(self._keyword("FILTER"), word, "{", inner, "}")
        if self._chance(0.3):
            odd = self._pick("TRUE", "False", "FALSE")
            condition = Part((f"!{odd}",), (f"!{odd.lower()}",), frozenset(["boolean"]))
            return part(self._keyword("FILTER"), "(", condition, ")")
        one, other = self._random.sample(VARIABLES, 2)
        sign = self._pick("=", "!=", "<")
        target = other if self._chance(0.5) else self._pick(*LITERALS)
        return part(self._keyword("FILTER"), "(", one, sign, target, ")")

    def _subquery(self, inner: Part) -> Part:
        variable = self._pick(*VARIABLES)
        counts = self._pick(
            f"(COUNT({variable}) AS ?n)", "(COUNT(*) AS ?n)", f"DISTINCT {variable}"
        )
        return part("{", self._keyword("SELECT"), counts, "{", inner, "}", "}")

    def _graph(self, inner: Part) -> Part:
        word = self._keyword("GRAPH")
        if self._chance(0.2):
            return part(word, self._pick(*GRAPHS), "{", inner, "}")
        variable = self._pick("?g", "?g", "?x")
        group = part("{", inner, "}")
        branches = [
            ("{", "{", "GRAPH", graph, *group.plain, "}", "VALUES", variable, "{", graph, "}", "}")
            for graph in self.graphs
        ] or [("{", "{", *group.plain, "}", f"VALUES {variable} {{ UNDEF }} FILTER(false)", "}")]
        plain = [*branches[0]]
        for branch in branches[1:]:
            plain += ["UNION", *branch]
        return Part((word, variable, *group.text), ("{", *plain, "}"), inner.kinds | {"graph"})


class Rows(NamedTuple):
    """An answer: its columns, and how often it has each row, by column."""

    columns: tuple[str, ...]
    rows: Counter[Any]


def _read(result: Any) -> Rows:
    if isinstance(result, QueryBoolean):
        return Rows((), Counter([bool(result)]))
    if not isinstance(result, QuerySolutions):
        return Rows((), Counter(set(map(str, result))))
    columns = tuple(variable.value for variable in result.variables)
    return Rows(columns, Counter(frozenset(zip(columns, row, strict=True)) for row in result))


def ours(case: Case) -> Rows:
    """Return what our query path answers."""
    return _gathered(case, _read(run.run(case.store, case.text)))


def bare(case: Case) -> Rows:
    """Return what the engine answers to the text, with nothing around it."""
    return _gathered(case, _read(case.store.query(case.text)))


def expected(case: Case) -> Rows:
    """Return what SPARQL says: the engine's answer to the query written out."""
    found = _read(case.store.query(case.plain))
    if case.aggregate is None:
        return found
    kind, distinct = case.aggregate
    terms = [dict(row)["each"] for row in found.rows.elements()]
    terms = list(dict.fromkeys(terms)) if distinct else terms
    if kind == "count":
        return _one(Literal(sum(term is not None for term in terms)))
    fails = any(term is None or not hasattr(term, "value") for term in terms)
    return _one(None if fails else tuple(sorted(term.value for term in terms)))


def _one(value: object) -> Rows:
    return Rows(("result",), Counter([value]))


def _gathered(case: Case, found: Rows) -> Rows:
    """Return the value of an aggregate, and the parts of a text without their order."""
    if case.aggregate is None:
        return found
    (row,) = found.rows
    term = dict(row)["result"]
    if case.aggregate[0] == "concat" and isinstance(term, Literal) and not term.language:
        return _one(tuple(sorted(term.value.split("|"))) if term.value else ())
    return _one(term)


def difference(case: Case, found: Rows) -> str:
    """Return what is wrong with an answer, "" if nothing is."""
    wanted = expected(case)
    if set(found.columns) != set(wanted.columns):
        return f"columns {found.columns}, expected {wanted.columns}"
    if found.rows != wanted.rows:
        return f"{found.rows - wanted.rows} more, {wanted.rows - found.rows} missing"
    if "columns" in case.kinds:
        place = {name: number for number, name in enumerate(case.variables)}
        if list(found.columns) != sorted(found.columns, key=place.__getitem__):
            return f"columns {found.columns}, which the query names as {case.variables}"
    return ""


def deviates(case: Case) -> bool:
    """Tell whether the bare engine answers the text otherwise than we do, or not at all."""
    try:
        return bare(case) != ours(case)
    except SyntaxError:
        return True


def fault(case: Case) -> str:
    """Return what is wrong, or differs from the bare engine for no known reason, "" if nothing."""
    wrong = difference(case, ours(case))
    if not wrong and not case.kinds and deviates(case):
        return "differs from the bare engine for no known reason"
    return wrong


def main(number: int = 2000, seed: int = 0) -> int:
    """Print how many of so many cases are wrong or unexplained, and each of them."""
    counts: Counter[str] = Counter(wrong=0)
    for one in range(seed, seed + number):
        case = Case(one)
        wrong = fault(case)
        counts["wrong"] += bool(wrong)
        if wrong:
            print(f"seed {one}: {wrong}\n{case.text}\n")
        elif deviates(case):
            counts[f"corrected: {', '.join(sorted(case.kinds))}"] += 1
    print(f"{number} queries")
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
