"""Read what a query needs to find from its tokens.

What is optional or must be absent is no need.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mistral_kg.sparql import syntax
from mistral_kg.sparql.explain import conditions
from mistral_kg.sparql.explain.conditions import Terms
from mistral_kg.sparql.explain.needs import Needs, Pattern
from mistral_kg.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mistral_kg.sparql.tokens import Query, Token
    from mistral_kg.vocabulary import Term


class _UnreadError(Exception):
    """The query has a form that is not known here."""


def read(query: Query, bindings: Mapping[str, Term], base: str | None) -> Needs | None:
    """Return what a query needs to find, None where it has a form that is not known here."""
    try:
        return _Reader(Terms(query, bindings, base)).read()
    except (_UnreadError, SyntaxError, ValueError, RecursionError):
        return None


class _Reader:
    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._query = terms.query
        self._at = 0
        self._graph: Term | str | None = None
        self._later: list[Callable[[], None]] = []
        """Reads conditions, once the triples of all their variables are known."""

    def read(self) -> Needs:
        """Read the query; of the things that a DESCRIBE names one is enough."""
        needs = Needs()
        pattern = syntax.pattern(self._query.tokens)
        if pattern:
            self._at = pattern[0]
            self._group(needs)
        else:
            tokens = range(syntax.form(self._query.tokens) + 1, len(self._query.tokens))
            needs.choices.append([Needs() for _ in tokens])
            for index, side in zip(tokens, needs.choices[0], strict=True):
                side.add(self._terms.at(index)[0], "subject")
        for read_condition in self._later:
            read_condition()
        return needs

    @property
    def _token(self) -> Token:
        return self._query.token(self._at)

    def _accept(self, sign: str) -> bool:
        """Pass a sign or word if it is here, and tell whether it was."""
        found = sign in (self._token.text, self._token.word)
        self._at += found
        return found

    def _pass(self, sign: str) -> None:
        if not self._accept(sign):
            raise _UnreadError

    def _pass_brackets(self, opening: str) -> range:
        """Pass what is in brackets and return where it is."""
        if self._token.text != opening or self._at not in self._query.closing:
            raise _UnreadError
        start, self._at = self._at, self._query.closing[self._at] + 1
        return range(start, self._at)

    def _group(self, needs: Needs) -> None:
        self._pass("{")
        if self._accept("SELECT"):
            close = self._query.until(self._at, lambda token: token.text == "}")
            self._at = self._query.until(self._at, lambda token: token.text == "{")
            self._group(needs)
            self._at = close
        while not self._accept("}"):
            if not self._accept("."):
                self._part(needs)

    def _part(self, needs: Needs) -> None:
        if self._token.text == "{":
            self._union(needs)
        elif self._accept("OPTIONAL"):
            self._group(Needs())
        elif self._accept("MINUS"):
            self._pass_brackets("{")
        elif self._accept("BIND"):
            self._pass_brackets("(")
        elif self._accept("GRAPH"):
            outer, self._graph = self._graph, self._node(needs, "graph")
            self._group(needs)
            self._graph = outer
        elif self._accept("FILTER"):
            self._filter(needs)
        elif self._accept("VALUES"):
            self._values(needs)
        else:
            is_node = self._token.text == "["
            subject = self._node(needs, "subject")
            if not (is_node and self._token.text in {".", "}"}):
                self._properties(needs, subject)

    def _union(self, needs: Needs) -> None:
        """Read a group, or groups of which one is enough."""
        after = self._query.closing.get(self._at, self._at) + 1
        if self._query.token(after).word != "UNION":
            self._group(needs)
            return
        sides: list[Needs] = []
        while not sides or self._accept("UNION"):
            sides.append(Needs())
            self._group(sides[-1])
        needs.choices.append(sides)

    def _filter(self, needs: Needs) -> None:
        if self._token.word in {"NOT", "EXISTS"}:
            self._at += 1 + (self._token.word == "NOT")
            self._pass_brackets("{")
            return
        start = self._at
        self._at += self._token.text != "("
        self._pass_brackets("(")
        span = range(start, self._at)
        self._later.append(partial(conditions.read, self._terms, span, needs))

    def _values(self, needs: Needs) -> None:
        """Read rows of which one is enough."""
        is_row = self._token.text == "("
        names = self._pass_brackets("(") if is_row else range(self._at, self._at + 1)
        self._at = names.stop
        variables = [f"?{t.text[1:]}" for t in map(self._query.token, names) if t.text not in "()"]
        self._pass("{")
        rows = []
        while not self._accept("}"):
            rows.append(Needs())
            if is_row:
                self._pass("(")
            for name in variables:
                if not self._accept("UNDEF"):
                    self._later.append(partial(self._need_value, name, self._term(), rows[-1]))
            if is_row:
                self._pass(")")
        needs.choices.append(rows)

    def _need_value(self, variable: str, term: Term | str, needs: Needs) -> None:
        if variable in self._terms.properties:
            needs.add(term, "value", self._terms.properties[variable])

    def _term(self) -> Term | str:
        term, self._at = self._terms.at(self._at)
        if term is None:
            raise _UnreadError
        return term

    def _node(self, needs: Needs, role: str, properties: tuple[NamedNode, ...] = ()) -> Term | str:
        token = self._token
        if self._accept("["):
            node = f"?_:{token.start}"
            if not self._accept("]"):
                self._properties(needs, node)
                self._pass("]")
            return node
        if token.kind == "variable":
            name = f"?{token.text[1:]}"
            self._terms.properties.setdefault(name, {}).update(dict.fromkeys(properties))
            if role == "subject":
                self._terms.subjects.add(name)
        term = self._term()
        needs.add(term, role, properties)
        return term

    def _properties(self, needs: Needs, subject: Term | str) -> None:
        """Read properties with their objects."""
        while True:
            known = self._property(needs)
            properties = (known,) if isinstance(known, NamedNode) else ()
            while True:
                target = self._node(needs, "object", properties)
                if known is not None:
                    needs.patterns.append(Pattern(subject, known, target, self._graph))
                if not self._accept(","):
                    break
            while self._accept(";"):
                pass
            if self._query.token(self._at - 1).text != ";" or self._token.text in {".", "}", "]"}:
                return

    def _property(self, needs: Needs) -> Term | str | None:
        """Read a property and return it, None for a path."""
        if self._token.kind == "variable":
            return self._node(needs, "property")
        start = self._at
        required = self._path()
        for term in required:
            needs.add(term, "property")
        if self._at > start + 1:
            return None
        return required[0] if required else TYPE

    def _path(self) -> list[Term | str]:
        """Read a path and return the IRIs that it cannot do without; `a` is not written as one."""
        required = self._step()
        has_choice = False
        while self._token.text in {"/", "|"}:
            has_choice |= self._accept("|")
            self._accept("/")
            required += self._step()
        return [] if has_choice else required

    def _step(self) -> list[Term | str]:
        required: list[Term | str] = []
        is_free = False
        while self._token.text in {"^", "!"}:
            is_free |= self._token.text == "!"
            self._at += 1
        if self._accept("("):
            required = self._path()
            self._pass(")")
        elif not self._accept("a"):
            required = [self._term()]
        is_free |= self._accept("*") or self._accept("?")
        self._accept("+")
        return [] if is_free else required
