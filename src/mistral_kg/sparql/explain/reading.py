"""Read what a query needs to find from its tokens.

What is optional or must be absent is no need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mistral_kg.sparql import syntax
from mistral_kg.sparql.explain import conditions
from mistral_kg.sparql.explain.asked import Asked, Pattern
from mistral_kg.sparql.explain.terms import Terms
from mistral_kg.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mistral_kg.sparql.tokens import Query, Token
    from mistral_kg.vocabulary import Term


class _UnreadError(Exception):
    """The query has a form that is not known here."""


def read(query: Query, bindings: Mapping[str, Term], base: str | None = None) -> Asked | None:
    """Return what a query needs to find, None where it has a form that is not known here."""
    try:
        return _Reader(Terms(query, bindings, base)).whole()
    except (_UnreadError, SyntaxError, ValueError, RecursionError):
        return None


class _Reader:
    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._query = terms.query
        self._at = 0
        self._graph: Term | str | None = None

    def whole(self) -> Asked:
        """Read the query; of the things that a DESCRIBE names one is enough."""
        asked = Asked()
        form = syntax.form(self._query.tokens)
        pattern = syntax.pattern(self._query.tokens)
        if self._query.token(form).word == "DESCRIBE":
            self._describe(form + 1, asked)
        if pattern:
            self._at = pattern[0]
            self._group(asked)
            self._after(len(self._query.tokens), asked)
        return asked

    def _describe(self, index: int, asked: Asked) -> None:
        sides = []
        term, index = self._terms.at(index)
        while term is not None:
            sides.append(Asked(asked))
            sides[-1].need(term, "subject")
            term, index = self._terms.at(index)
        asked.choices.append(sides)

    def _after(self, stop: int, asked: Asked) -> None:
        """Read the VALUES among the clauses that follow a pattern."""
        while self._at < stop:
            index = self._at
            self._at = self._query.closing.get(index, index) + 1
            if self._query.token(index).word == "VALUES":
                self._values(asked)

    @property
    def _token(self) -> Token:
        return self._query.token(self._at)

    def _took(self, sign: str) -> bool:
        """Tell whether a sign or word is here, and pass it."""
        found = self._token.text == sign or self._token.word == sign
        self._at += found
        return found

    def _pass(self, sign: str) -> None:
        if not self._took(sign):
            raise _UnreadError

    def _pass_brackets(self, opening: str) -> range:
        """Pass what is in brackets and return where it is."""
        if self._token.text != opening or self._at not in self._query.closing:
            raise _UnreadError
        start, self._at = self._at, self._query.closing[self._at] + 1
        return range(start, self._at)

    def _group(self, asked: Asked) -> None:
        self._pass("{")
        if self._took("SELECT"):
            close = self._query.until(self._at, lambda token: token.text == "}")
            while self._token.text != "{" and self._at < close:
                self._at = self._query.closing.get(self._at, self._at) + (self._token.text != "{")
            self._group(asked)
            self._after(close, asked)
        while not self._took("}"):
            if not self._took("."):
                self._part(asked)

    def _part(self, asked: Asked) -> None:
        word = self._token.word
        if self._token.text == "{":
            self._union(asked)
        elif word in {"OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES"}:
            self._at += 1
            {
                "OPTIONAL": self._optional,
                "MINUS": lambda _: self._pass_brackets("{"),
                "GRAPH": self._in_graph,
                "FILTER": self._filter,
                "BIND": lambda _: self._pass_brackets("("),
                "VALUES": self._values,
            }[word](asked)
        else:
            is_node = self._token.text == "["
            subject = self._node(asked, "subject")
            if not (is_node and self._token.text in {".", "}"}):
                self._properties(asked, subject)

    def _union(self, asked: Asked) -> None:
        """Read a group, or groups of which one is enough."""
        first = self._query.closing.get(self._at, self._at) + 1
        if self._query.token(first).word != "UNION":
            self._group(asked)
            return
        sides: list[Asked] = []
        while not sides or self._took("UNION"):
            sides.append(Asked())
            self._group(sides[-1])
            asked.see(sides[-1])
        asked.choices.append(sides)

    def _optional(self, asked: Asked) -> None:
        side = Asked()
        self._group(side)
        asked.see(side)

    def _in_graph(self, asked: Asked) -> None:
        outer, self._graph = self._graph, self._node(asked, "graph")
        self._group(asked)
        self._graph = outer

    def _filter(self, asked: Asked) -> None:
        if self._token.word in {"NOT", "EXISTS"}:
            self._at += 1 + (self._token.word == "NOT")
            self._pass_brackets("{")
            return
        start = self._at
        self._at += self._token.text != "("
        self._pass_brackets("(")
        conditions.read(self._terms, range(start, self._at), asked)

    def _values(self, asked: Asked) -> None:
        """Read rows of which one is enough."""
        is_row = self._token.text == "("
        names = self._pass_brackets("(") if is_row else range(self._at, self._at + 1)
        self._at = names.stop
        variables = [f"?{t.text[1:]}" for t in map(self._query.token, names) if t.text not in "()"]
        self._pass("{")
        rows = []
        while not self._took("}"):
            rows.append(Asked(asked))
            if is_row:
                self._pass("(")
            for name in variables:
                if not self._took("UNDEF"):
                    rows[-1].compare(name, self._term(), "value")
            if is_row:
                self._pass(")")
        asked.choices.append(rows)

    def _term(self) -> Term | str:
        term, self._at = self._terms.at(self._at)
        if term is None:
            raise _UnreadError
        return term

    def _node(self, asked: Asked, role: str, properties: tuple[NamedNode, ...] = ()) -> Term | str:
        token = self._token
        if self._took("["):
            node = f"?_:{token.start}"
            if not self._took("]"):
                self._properties(asked, node)
                self._pass("]")
            return node
        if token.kind == "variable":
            asked.variables.add(f"?{token.text[1:]}")
            if role == "subject":
                asked.subjects.add(f"?{token.text[1:]}")
        term = self._term()
        asked.need(term, role, properties)
        return term

    def _properties(self, asked: Asked, subject: Term | str) -> None:
        """Read properties with their objects."""
        while True:
            known = self._property(asked)
            properties = (known,) if isinstance(known, NamedNode) else ()
            while True:
                target = self._node(asked, "object", properties)
                if known is not None:
                    asked.patterns.append(Pattern(subject, known, target, self._graph))
                if not self._took(","):
                    break
            while self._took(";"):
                pass
            if self._query.token(self._at - 1).text != ";" or self._token.text in {".", "}", "]"}:
                return

    def _property(self, asked: Asked) -> Term | str | None:
        """Read a property and return it, None for a path."""
        if self._token.kind == "variable":
            return self._node(asked, "property")
        start = self._at
        needed = self._path()
        for term in needed:
            asked.need(term, "property")
        if self._at > start + 1:
            return None
        return needed[0] if needed else TYPE

    def _path(self) -> list[Term | str]:
        """Read a path and return the IRIs that it cannot do without; `a` is not written as one."""
        needed = self._steps()
        while self._took("|"):
            self._steps()
            needed = []
        return needed

    def _steps(self) -> list[Term | str]:
        needed = self._step()
        while self._took("/"):
            needed += self._step()
        return needed

    def _step(self) -> list[Term | str]:
        needed: list[Term | str] = []
        excludes = False
        while self._token.text in {"^", "!"}:
            excludes |= self._token.text == "!"
            self._at += 1
        if self._took("("):
            needed = self._path()
            self._pass(")")
        elif not self._took("a"):
            needed = [self._term()]
        is_free = self._took("*") or self._took("?")
        self._took("+")
        return [] if is_free or excludes else needed
