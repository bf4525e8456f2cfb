"""Rewrite the text of a query for a server: what a store is told beside it goes into it."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from mistral_kg import _syntax
from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import Variable

    from mistral_kg.vocabulary import Term

_FORM_WORD = re.compile(
    r"[^{]*?(?<![?$:\w.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])", re.IGNORECASE
)
_VALUES = re.compile(r"(?<![?$:\w.-])VALUES(?![\w:.-])", re.IGNORECASE)
_DECLARED = re.compile(r"(?<![?$:\w.-])PREFIX\s+([\w.-]*):", re.IGNORECASE)


def declarations(text: str, prefixes: dict[str, str], base_iri: str | None) -> str:
    """Return the declarations that the text lacks, in no line of their own: lines keep numbers."""
    clean = _syntax.blank(text)
    own = set(_DECLARED.findall(clean))
    used = [
        f"PREFIX {prefix}: <{namespace}> "
        for prefix, namespace in prefixes.items()
        if prefix not in own and re.search(rf"(?<![\w.-]){re.escape(prefix)}:", clean)
    ]
    # A base is the path of a file here, and no affair of a server that does not need it.
    is_relative = base_iri and re.search(r"<[^<>\s]*>", clean)
    return (f"BASE <{base_iri}> " if is_relative else "") + "".join(used)


def calls_out(text: str) -> bool:
    """Tell whether the engine might call another server when it is given the text."""
    return "SERVICE" in text.upper()


def without_star(text: str, substitutions: dict[Variable, Term]) -> str:
    """Return the query with an outermost `SELECT *` written out, as an empty store lists it.

    Raises RuntimeError, as a store does, when a variable to bind is not one of the columns.
    """
    if calls_out(text) or not (substitutions or _syntax.without_star(text, ["any"])):
        return text
    try:
        result = Store().query(text, substitutions=substitutions)
    except SyntaxError:
        return text  # the server may know more than SPARQL 1.1
    if not isinstance(result, QuerySolutions):
        return text
    return _syntax.without_star(text, [column.value for column in result.variables]) or text


def with_values(text: str, substitutions: dict[Variable, Term]) -> str:
    """Return the query joined with one row of terms.

    It stands at the end of the outermost pattern, as Virtuoso fails to join what stands after it;
    after it only where it cannot stand in it.
    """
    for variable, term in substitutions.items():
        if not isinstance(term, NamedNode | Literal):
            raise QueryError(f"{variable} cannot be bound to {term}, which has no name elsewhere")
    names, terms = " ".join(map(str, substitutions)), " ".join(map(str, substitutions.values()))
    values = f"VALUES ({names}) {{ ({terms}) }}"
    clean = _syntax.blank(text)
    made = set(re.findall(r"(?i)\bAS\s*[?$]([^\s(){}.;,]+)", clean))
    end = _end_of_pattern(clean)
    if end is not None and not made & {variable.value for variable in substitutions}:
        return f"{text[:end]} {values} {text[end:]}"
    if _ends_in_values(clean):
        raise QueryError("a query that ends in VALUES has its bindings there; leave out one of two")
    return f"{text}\n{values}"  # on a line of its own, as the text may end in a comment


def _end_of_pattern(clean: str) -> int | None:
    """Return the offset of the bracket that ends the pattern of a SELECT or ASK, else None."""
    form = _FORM_WORD.match(clean)
    if not form or form[1].upper() not in {"SELECT", "ASK"}:
        return None
    depth = round_depth = 0
    for offset in range(form.end(), len(clean)):
        char = clean[offset]
        if depth == 0:  # an EXISTS in brackets is no pattern of the query
            round_depth += (char == "(") - (char == ")")
        if round_depth == 0:
            depth += (char == "{") - (char == "}")
            if char == "}" and depth == 0:
                return offset
    return None


def _ends_in_values(clean: str) -> bool:
    depth = 0
    for found in re.finditer(rf"[{{}}]|{_VALUES.pattern}", clean, re.IGNORECASE):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] not in "{}":
            return True
    return False


def asks_triples(text: str) -> bool:
    """Tell whether a query is a CONSTRUCT or DESCRIBE."""
    form = _FORM_WORD.match(_syntax.blank(text))
    return form is not None and form[1].upper() in {"CONSTRUCT", "DESCRIBE"}
