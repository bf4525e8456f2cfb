"""Decide on the parsed query whether it would leave the dataset.

The engine has no switch for SERVICE and does not show its parse, so rdflib parses the few
queries in which a telling word stands. What rdflib cannot parse is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mistral_kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def refuse(
    text: str,
    prefixes: Mapping[str, str],
    graphs: set[str],
    name: str,
    *,
    base: str | None = None,
    allow_service: bool = False,
) -> None:
    """Raise QueryError when the query has a SERVICE clause, or FROM a graph not in `graphs`.

    `allow_service` is for a text whose clauses are taken out before it is evaluated.
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    from mistral_kg._quiet import quiet

    if "SERVICE" in text.upper() and ("\\u" in text or "\\U" in text):
        # The two parsers read these escapes at different stages and could disagree.
        raise QueryError(f"{name}: write the characters themselves in place of \\u escapes here")
    try:
        # A comment ends at either line end in SPARQL, in rdflib at \n only.
        with quiet():
            tree = parseQuery(text.replace("\r", "\n"))
        kinds = {getattr(node, "name", "") for node in _nodes(tree)}
        if "ServiceGraphPattern" in kinds and not allow_service:
            raise QueryError(
                f"{name}: SERVICE is refused, as a query never reaches the network; "
                "allow the host that it asks with --allow-service HOST"
            )
        with quiet():
            algebra = translateQuery(tree, base=base, initNs=dict(prefixes)).algebra
    except QueryError:
        raise
    except RecursionError:
        raise QueryError(f"{name}: nested too deep to be checked for SERVICE and FROM") from None
    except Exception as error:
        raise _unreadable(text, error, prefixes, name) from None
    _refuse_foreign(algebra.datasetClause or [], graphs, name)


def _refuse_foreign(clauses: list[Any], graphs: set[str], name: str) -> None:
    for clause in clauses:
        graph = str(clause.default or clause.named)
        if graph not in graphs:
            raise QueryError(
                f"{name}: FROM <{graph}> is refused, as the dataset has no graph of that name, "
                "and a query reaches nothing else"
            )


def _unreadable(text: str, error: Exception, prefixes: Mapping[str, str], name: str) -> QueryError:
    from mistral_kg._explain import explain

    line, column = getattr(error, "lineno", 1), getattr(error, "column", 1)
    why = "a query with the word SERVICE or FROM in it must be plain SPARQL 1.1"
    return explain(text, f"error at {line}:{column}: {why}", name, prefixes)


def _nodes(tree: Any) -> Iterator[Any]:
    """Walk a parse of rdflib: its nodes are mappings, its lists sequences; terms are strings."""
    yield tree
    if isinstance(tree, str):
        return
    if isinstance(tree, dict):
        tree = tree.values()
    elif not isinstance(tree, Iterable):
        return
    for child in tree:
        yield from _nodes(child)
