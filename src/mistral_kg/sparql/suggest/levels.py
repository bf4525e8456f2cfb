"""Find the parts of each SELECT in a query: its columns, its pattern, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.sparql.suggest.mistake import MODIFIERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Query


class Level(NamedTuple):
    """A SELECT or another form as ranges of indices of tokens, each end excluded."""

    form: int
    columns: range
    body: range
    """Both braces included; empty where there is none."""
    tail: range

    def clauses(self, query: Query) -> list[range]:
        """Return the ranges of the clauses after the pattern, each from its word on."""
        found = self.outside(query, self.tail)
        starts = [i for i in found if query.tokens[i].is_word(*MODIFIERS)]
        ends = [*starts[1:], self.tail.stop][: len(starts)]
        return [range(start, end) for start, end in zip(starts, ends, strict=True)]

    def clause(self, query: Query, word: str) -> range:
        """Return the range of one clause, empty where there is none."""
        found = (one for one in self.clauses(query) if query.tokens[one.start].is_word(word))
        return next(found, range(self.tail.stop, self.tail.stop))

    def outside(self, query: Query, span: range) -> list[int]:
        """Return the indices of a range that are in no bracket of it, the opening ones included."""
        found, index = [], span.start
        while index < span.stop:
            found.append(index)
            index = query.closing.get(index, index) + 1
        return found


def levels(query: Query, *forms: str) -> Iterator[Level]:
    """Give the level of each of these forms, from the outermost on."""
    for form in query.words(*forms):
        opening = query.until(
            form + 1, lambda token: token.text == "{" or token.is_word("WHERE", "FROM", *MODIFIERS)
        )
        body = opening
        while body < len(query.tokens) and query.tokens[body].text not in ("{", "}"):
            body += 1
        if query.token(body).text != "{":
            yield Level(form, range(form + 1, opening), range(opening, opening), range(0))
            continue
        close = query.closing.get(body, len(query.tokens) - 1)
        end = query.until(close + 1, lambda token: token.text == "}")
        yield Level(form, range(form + 1, opening), range(body, close + 1), range(close + 1, end))
