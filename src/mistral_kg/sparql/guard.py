"""Refuse a query that would leave the dataset: SERVICE, and FROM of a graph that is not there.

The engine has no switch for SERVICE. It reads keywords that touch what follows (`SERVICESILENT<…>`,
`SERVICEex:a`), so each way in which it may read one is looked for among the tokens.
"""

from __future__ import annotations

from mistral_kg.errors import QueryError
from mistral_kg.sparql.syntax import dataset_clauses, prologue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mistral_kg.sparql.tokens import Token

_SERVICE = "SERVICE"


def refuse_service(found: list[Token], name: str) -> None:
    """Raise QueryError when the engine may read a SERVICE clause in the tokens of a query."""
    for place, token in enumerate(found):
        if token.is_word(_SERVICE):
            raise QueryError(
                f"{name}: SERVICE is refused, as a query never reaches the network; "
                "allow the host that it asks with --allow-service HOST"
            )
        names = found[place + 1 : place + 2]
        if token.word.startswith("PREFIX") and (
            token.word != "PREFIX" or not names or not names[0].text.endswith(":")
        ):
            # A prefix that the lexer reads as several tokens could make a clause of them.
            raise QueryError(f"{name}: a prefix cannot be read; it has at most 200 characters")
        if _may_hide(found, place):
            raise QueryError(
                f"{name}: {token.text} may be read as SERVICE and is refused; "
                "put spaces around words, < and >, and a dot before {"
            )


def _may_hide(found: list[Token], place: int) -> bool:
    """Tell whether the engine may read SERVICE as a part of a token.

    A word may touch it. So may a prefix, and the local part of a name may be read as the keyword
    and more, where it makes no IRI with its namespace. A comparison without spaces, as in
    `?a<?b)SERVICE?s#>`, looks like an IRI.
    """
    token = found[place]
    upper = token.text.upper()
    if _SERVICE not in upper:
        return False
    following = [one.text for one in found[place + 1 : place + 4]]
    if token.kind == "name":
        prefix, _, local = upper.partition(":")
        after_graph = place > 0 and found[place - 1].is_word("GRAPH")
        hidden = _SERVICE in prefix and following[:1] == ["{"] and not after_graph
        return hidden or (local.startswith(_SERVICE) and _is_clause(found[place + 1 : place + 4]))
    is_iri = token.kind == "iri" and _SERVICE in upper.partition(")")[2] and "{" in following
    return token.kind == "word" or is_iri


def _is_clause(following: list[Token]) -> bool:
    """Tell whether what follows a keyword may be the address and the pattern of a clause."""
    rest = following[1:] if following and following[0].is_word("SILENT") else following
    texts = [token.text for token in rest]
    return texts[:1] == ["{"] or (
        texts[1:2] == ["{"] and rest[0].kind in {"variable", "iri", "name"}
    )


def refuse_foreign_graphs(found: list[Token], ask: Callable[[str], Any], name: str) -> None:
    """Raise QueryError for a FROM that names no graph of the dataset.

    `ask` returns what the engine answers to a query, here to an ASK.
    """
    declared = prologue(found)
    for clause in dataset_clauses(found):
        graph = clause[-1].text
        if not ask(f"{declared} ASK {{ GRAPH {graph} {{}} }}"):
            raise QueryError(
                f"{name}: FROM {graph} is refused, as the dataset has no graph of that name, "
                "and a query reaches nothing else"
            )
