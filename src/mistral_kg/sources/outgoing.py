"""Rewrite the text of a query for a server: prefixes, base and bindings become part of it."""

from __future__ import annotations

import itertools
import re

from pyoxigraph import Literal, NamedNode, Store

from mistral_kg.errors import QueryError
from mistral_kg.sparql import syntax
from mistral_kg.sparql.tokens import tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import Variable

    from mistral_kg.sparql.tokens import Token
    from mistral_kg.vocabulary import Term

_SCHEME = re.compile("<[A-Za-z][A-Za-z0-9+.-]*:")


def declarations(text: str, prefixes: dict[str, str], base_iri: str | None) -> str:
    """Return the declarations that the text lacks, in no line of their own: lines keep numbers."""
    found = tokens(text)
    names = [place for place, token in enumerate(found) if token.kind == "name"]
    own = {_prefix(found[place]) for place in names if found[place - 1].is_word("PREFIX")}
    used = {_prefix(found[place]) for place in names} - own
    declared = [f"PREFIX {one}: <{iri}> " for one, iri in prefixes.items() if one in used]
    # A base may be the path of a file here, which a server should not see without need.
    is_relative = base_iri and any(t.kind == "iri" and not _SCHEME.match(t.text) for t in found)
    return (f"BASE <{base_iri}> " if is_relative else "") + "".join(declared)


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0]


def calls_out(text: str) -> bool:
    """Tell whether the engine might call another server when it is given the text."""
    return "SERVICE" in text.upper()


def _columns(text: str, substitutions: dict[Variable, Term]) -> str:
    """Return the columns of a query; a star where it has none, or only the server can read it."""
    if calls_out(text):
        return "*"
    try:
        result = Store().query(text, substitutions=substitutions)
    except SyntaxError:
        return "*"  # the server may know more than SPARQL 1.1
    return " ".join(map(str, getattr(result, "variables", ()))) or "*"


def join_values(text: str, substitutions: dict[Variable, Term]) -> str:
    """Return the query joined with one row of terms.

    It goes to the end of the outermost pattern, as Virtuoso fails to join what comes after it.
    What the query computes for its columns, and what it ends in, is joined from outside.
    Raises RuntimeError, as a store does, when a variable to bind is not one of the columns.
    """
    columns = _columns(text, substitutions)
    for variable, term in substitutions.items():
        if not isinstance(term, NamedNode | Literal):
            raise QueryError(f"{variable} cannot be bound to {term}, which has no name elsewhere")
    names, terms = " ".join(map(str, substitutions)), " ".join(map(str, substitutions.values()))
    values = f"VALUES ({names}) {{ ({terms}) }}"
    found = tokens(text)
    pattern = syntax.pattern(found)
    if pattern is None:
        return f"{text}\n{values}"  # on a line of its own, as the text may end in a comment
    first, last = pattern
    outside = [*found[:first], *found[last + 1 :]]
    computed = {
        f"?{after.text[1:]}"
        for before, after in itertools.pairwise(outside)
        if before.is_word("AS")
    }
    from_outside = not computed.isdisjoint(map(str, substitutions)) or any(
        token.is_word("VALUES") for token in outside
    )
    if from_outside and found[syntax.form(found)].is_word("SELECT"):
        return _join(text, found, columns, values)
    end = found[last].start
    return f"{text[:end]} {values} {text[end:]}"


def _join(text: str, found: list[Token], columns: str, values: str) -> str:
    """Return a SELECT as a subquery that is joined with values."""
    form = found[syntax.form(found)].start
    clauses = syntax.dataset_clauses(found)
    select = text[form:]
    if clauses:  # which belong to the query, and not to a subquery
        start = clauses[0][0].start
        select = text[form:start] + text[clauses[-1][-1].end :]
    outer = f"SELECT {columns} {syntax.dataset(found)}"
    return f"{syntax.prologue(found)} {outer} {{ {{ {select}\n}} {values} }}"
