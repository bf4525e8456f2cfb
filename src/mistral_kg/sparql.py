"""Run one SPARQL query over a store: safely, with terms bound, with its columns in order."""

from __future__ import annotations

from pyoxigraph import NamedNode, QuerySolutions, Variable

from mistral_kg.errors import QueryError
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import BlankNode, Literal, QueryBoolean, QueryTriples, Store, Triple

    Term = NamedNode | BlankNode | Literal | Triple
    Result = QuerySolutions | QueryBoolean | QueryTriples


def run(
    store: Store,
    text: str,
    *,
    bindings: Mapping[str, Term] | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    name: str = "query",
) -> Result:
    """Return the engine's result of a SPARQL 1.1 query.

    Bindings go to the engine as terms (SEP-0007: a bound variable is one of the columns).
    The columns of `SELECT *` stand in the order in which the query names the variables.

    Raises QueryError for an error in the query (with line, column and caret), for an update,
    and for a query that would reach the network or a file; `name` says whose text it is.
    """
    from_text = dict(prefixes)
    if _may_leave(text):
        from mistral_kg import _guard

        _guard.refuse(text, from_text, _graphs(store), name)
    substitutions = {Variable(key): term for key, term in (bindings or {}).items()}
    try:
        result = store.query(text, prefixes=from_text, substitutions=substitutions)
        if "*" not in text or not isinstance(result, QuerySolutions):
            return result
        from mistral_kg import _syntax

        written = _syntax.without_star(text, [column.value for column in result.variables])
        if written is None:
            return result
        return store.query(written, prefixes=from_text, substitutions=substitutions)
    except SyntaxError as error:
        raise explain(text, str(error), name, from_text) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise _cannot_run(str(error), name, bindings) from None


def _may_leave(text: str) -> bool:
    """Tell whether the text has one of the words without which no clause leaves the dataset.

    The words alone decide nothing: where one stands, the query is parsed.
    """
    if "SERVICE" in text.upper():
        return True
    if "FROM" not in text.upper():
        return False
    import re

    # The local part of a prefixed name, such as `prov:wasDerivedFrom`, is one token and no clause.
    return "FROM" in re.sub(r":[\w.:%\\-]*", ":", text).upper()


def _graphs(store: Store) -> set[str]:
    return {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}


def explain(text: str, message: str, name: str, prefixes: Mapping[str, str]) -> QueryError:
    """Return the error that shows a person the place and the mend of a syntax error."""
    import re

    from mistral_kg import _guard, _syntax

    found = re.search(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    reason = _expected(found[3] if found else message)
    if _guard.is_update(text):
        return QueryError(
            f"{name}: this is an update, and the graph is read-only; "
            "ask SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    slip = _syntax.slip(text, prefixes)
    if slip:
        line, column = _syntax.place(text, slip[0])
        reason = slip[1]
    return QueryError(f"{name}:{line}:{column}: {reason}\n{_syntax.caret(text, line, column)}")


def _expected(message: str) -> str:
    """Say what the parser expected, without its classes of characters."""
    import re

    listed = message.partition("expected ")[2].removeprefix("one of ")
    words = [word for word in re.split(r",\s+", listed) if re.fullmatch(r'"[^"]+"|[A-Z]{2,}', word)]
    if not words:
        reason = "" if "expected" in message else f"; {message}"
        return "the query cannot be read from here on" + reason
    return "the query cannot be read from here on; expected " + " or ".join(words[:6])


def _cannot_run(message: str, name: str, bindings: Mapping[str, Term] | None) -> QueryError:
    import re

    found = re.search(r"does not contains? variable \?(\S+) in its SELECT projection", message)
    if found and bindings and found[1] in bindings:
        return QueryError(
            f"{name}: ?{found[1]} cannot be bound, as it is not one of the query's columns; "
            f"name ?{found[1]} in its SELECT"
        )
    return QueryError(f"{name}: {message}")
