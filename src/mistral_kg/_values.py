"""Rewrite a query so that it reads values where SPARQL says value, and terms everywhere else.

It is for the second store of `mistral_kg.exact`, whose literals no value is read from. The query
is one that the engine accepts, so that nothing here looks for errors.
"""

from __future__ import annotations

from mistral_kg import exact
from mistral_kg._tokens import Token, closing, edited, tokens
from mistral_kg.vocabulary import XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Literal

_STOPS = {")", ",", ";"}
_AFTER_SOLUTIONS = {"LIMIT", "OFFSET", "VALUES", "HAVING", "ORDER", "GROUP"}
_OF_TERMS = {"COUNT", "SAMPLE", "SAMETERM", "STR", "GROUP_CONCAT", "ISIRI", "ISURI", "ISBLANK"}
_OF_TERMS |= {"ISLITERAL", "LANG", "DATATYPE"}
_EXTREMES = {"MIN", "MAX"}


def by_value(
    text: str, prefixes: Mapping[str, str], written: Callable[[Literal], Literal]
) -> str | None:
    """Return the query rewritten; None for one with escapes of the whole text, or with SERVICE.

    Such escapes are resolved before a query is parsed. `written` maps a literal to what stands for
    it in the store.
    """
    if "\\u" in text or "\\U" in text:
        return None
    walk = _Walk(text, prefixes, written)
    if any(token.word == "SERVICE" for token in walk.found):
        return None
    walk.pattern(0, len(walk.found))
    return edited(text, walk.edits)


class _Walk:
    """One walk over the tokens; the edits that it finds are kept in `edits`."""

    def __init__(
        self, text: str, prefixes: Mapping[str, str], written: Callable[[Literal], Literal]
    ) -> None:
        self.found = tokens(text)
        self.edits: list[tuple[int, int, str]] = []
        self._prefixes = dict(prefixes)
        self._written = written

    def pattern(self, place: int, end: int) -> None:
        """Walk over patterns and clauses, from one place to another."""
        while place < end:
            place = self._clause(place, end)

    def _clause(self, place: int, end: int) -> int:
        """Walk over one clause or token and return the place after it."""
        token, word = self.found[place], self.found[place].word
        if word == "PREFIX":
            name, iri = self.found[place + 1], self.found[place + 2]
            self._prefixes[name.text.rstrip(":")] = iri.text[1:-1]
            return place + 3
        if word in {"LIMIT", "OFFSET", "BASE"}:
            return place + 2
        if word == "FILTER":
            return self._operand(place + 1, value=True)
        if word == "BIND":
            return self._bracketed(place + 1, value=False)
        if word == "SELECT":
            return self._projection(place + 1, end)
        if word in {"ORDER", "HAVING"}:
            start = place + 1 + (word == "ORDER")
            return self._conditions(start, end, value=True)
        if word == "GROUP":
            return self._conditions(place + 2, end, value=False)
        if token.kind in {"string", "number"} or word in {"TRUE", "FALSE"}:
            return self._constant(place, value=False)
        return place + 1

    def _projection(self, place: int, end: int) -> int:
        while place < end and self.found[place].text != "{":
            if self.found[place].word in {"WHERE", "FROM"}:
                return place
            bracket = self.found[place].text == "("
            place = self._bracketed(place, value=False) if bracket else place + 1
        return place

    def _conditions(self, place: int, end: int, *, value: bool) -> int:
        while place < end and self.found[place].text != "}":
            word = self.found[place].word
            if word in _AFTER_SOLUTIONS:
                return place
            place = place + 1 if word in {"ASC", "DESC"} else self._operand(place, value=value)
        return place

    def _bracketed(self, place: int, *, value: bool) -> int:
        """Walk over `( expression AS ?variable )` and return the place after it."""
        end = closing(self.found, place)
        self._expression(place + 1, end, value=value)
        return end + 1

    def _expression(self, place: int, end: int, *, value: bool) -> int:
        """Walk over one expression; a term passes through it if it is one operand alone."""
        value = value or not self._stops(self._after(place), end)
        while not self._stops(place, end):
            if self.found[place].word in {"IN", "DISTINCT", "NOT"} or self._is_sign(place):
                place += 1
            elif self.found[place].text == "(" and self.found[place - 1].word == "IN":
                place = self._arguments(place, lambda _: True)
            else:
                place = self._operand(place, value=value)
        return place

    def _stops(self, place: int, end: int) -> bool:
        return place >= end or self.found[place].text in _STOPS or self.found[place].word == "AS"

    def _is_sign(self, place: int) -> bool:
        return self.found[place].kind == "sign" and self.found[place].text not in "({["

    def _after(self, place: int) -> int:
        """Return the place after the operand at `place`, in which nothing is edited."""
        found = self.found
        if found[place].word == "DISTINCT":
            return self._after(place + 1)
        if found[place].word == "NOT" and found[place + 1].word == "EXISTS":
            place += 1
        if found[place].kind == "string":
            return self._after_string(place)
        if found[place].text == "(":
            return closing(found, place) + 1
        opens = {"{"} if found[place].word == "EXISTS" else {"("}
        if place + 1 < len(found) and found[place + 1].text in opens:
            return closing(found, place + 1) + 1
        return place + 1

    def _after_string(self, place: int) -> int:
        following = self.found[place + 1] if place + 1 < len(self.found) else self.found[place]
        if following.text == "^^":
            return place + 3
        return place + 2 if following.kind == "lang" else place + 1

    def _operand(self, place: int, *, value: bool) -> int:
        """Walk over one operand, wanted for its value or as a term; return the place after it."""
        token, after = self.found[place], self._after(place)
        if token.kind == "var":
            if value:
                self._wrap(place, place, f"<{exact.VALUE}>(", ")")
        elif token.text == "(":
            self._expression(place + 1, after - 1, value=value)
        elif token.word in {"EXISTS", "NOT"}:
            self.pattern(place + 1, after)
        elif self.found[after - 1].text == ")":
            self._call(place, after, value=value)
        else:
            self._constant(place, value=value)
        return max(after, place + 1)

    def _call(self, place: int, after: int, *, value: bool) -> None:
        name, bracket = self.found[place].word, place + 1
        if name == "BOUND":
            return
        if name in _OF_TERMS:
            self._arguments(bracket, lambda _: False)
        elif name == "COALESCE":
            self._arguments(bracket, lambda _: value)
        elif name == "IF":
            self._arguments(bracket, lambda number: value or number == 0)
        else:
            self._arguments(bracket, lambda _: True)
        if name == "DATATYPE":
            self._wrap(place, after - 1, f"<{exact.TYPE}>(", ")")
        elif name == "SAMPLE" and value:
            self._wrap(place, after - 1, f"<{exact.VALUE}>(", ")")
        elif name in _EXTREMES and not value:
            self._extreme(place, after - 1)

    def _extreme(self, place: int, last: int) -> None:
        """Take with the least or greatest value the numbers of the terms that it may be."""
        first = place + 2 + (self.found[place + 2].word == "DISTINCT")
        if self.found[first].kind != "var" or first + 1 != last:
            return
        numbers = f"GROUP_CONCAT(<{exact.NUMBER}>({self.found[first].text}))"
        self._wrap(place, last, f"<{exact.WRITTEN}>(", f', COALESCE({numbers}, ""))')

    def _arguments(self, bracket: int, value: Callable[[int], bool]) -> int:
        end = closing(self.found, bracket)
        place, number = bracket + 1, 0
        while place < end:
            if self.found[place].text == ";":  # what follows separates the parts of GROUP_CONCAT
                break
            place = self._expression(place, end, value=value(number)) + 1
            number += 1
        return end + 1

    def _constant(self, place: int, *, value: bool) -> int:
        """Put for a literal, where a term is wanted, what stands for it in the store."""
        token, after = self.found[place], place + 1
        if token.kind == "string":
            after = self._after_string(place)
        if value:
            return after
        literal = self._literal(place, after)
        stored = self._written(literal) if literal is not None else None
        if literal is not None and stored is not None and stored != literal:
            self.edits.append((token.start, self.found[after - 1].end, str(stored)))
        return after

    def _literal(self, place: int, after: int) -> Literal | None:
        from pyoxigraph import Literal, NamedNode

        token = self.found[place]
        if token.kind == "number":
            fraction = "decimal" if "." in token.text else "integer"
            datatype = "double" if "e" in token.text.lower() else fraction
            return Literal(token.text, datatype=NamedNode(XSD + datatype))
        if token.kind != "string" or after != place + 3:
            return None
        named = self._iri(self.found[place + 2])
        if named is None or "\\" in token.text:
            return None
        quotes = 3 if token.text[:3] in {'"""', "'''"} else 1
        return Literal(token.text[quotes:-quotes], datatype=NamedNode(named))

    def _iri(self, token: Token) -> str | None:
        if token.kind == "iri":
            return token.text[1:-1] if ":" in token.text else None
        prefix, _, local = token.text.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else None

    def _wrap(self, first: int, last: int, before: str, behind: str) -> None:
        start, end = self.found[first].start, self.found[last].end
        self.edits.append((start, start, before))
        self.edits.append((end, end, behind))
