"""Run one SPARQL query over a store: safely, with terms bound, with its columns in order."""

from __future__ import annotations

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Variable

from mistral_kg.errors import EndpointError, MistralKGError, QueryError
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from pyoxigraph import BlankNode, Quad, Triple

    from mistral_kg.exact import Exact
    from mistral_kg.vocabulary import Term

    Result = QuerySolutions | QueryBoolean | Iterator[Triple]
    """What a SELECT, an ASK, and a CONSTRUCT or DESCRIBE give; each can be read once."""

    class Queryable(Protocol):
        """What answers queries: a store of the engine, or an endpoint that stands for one."""

        def query(
            self,
            query: str,
            *,
            base_iri: str | None = None,
            prefixes: dict[str, str] | None = None,
            substitutions: dict[Variable, Any] | None = None,
        ) -> Any:
            """Return the result of a query, as `pyoxigraph.Store.query` does."""

        def quads_for_pattern(
            self,
            subject: Any | None,
            predicate: Any | None,
            object: Any | None,
            graph_name: Any | None,
            /,
        ) -> Iterator[Quad]:
            """Return the quads that fit, None for any, as `pyoxigraph.Store` does."""

        def named_graphs(self) -> Iterable[NamedNode | BlankNode]:
            """Return the names of the named graphs."""


NOTHING = NamedNode("urn:mistral-kg:nothing")
"""A term that no data have."""

FAILURES = (RuntimeError, OSError, SyntaxError)
"""What the engine raises as a result is read; the last where an endpoint's ends too early."""

_LONG = 1000
"""Characters below which no query nests deep enough to exhaust the engine's stack."""


def run(
    store: Queryable,
    text: str,
    *,
    bindings: Mapping[str, Term] | None = None,
    name: str = "query",
    base: str | None = None,
    local: bool = True,
    exact: Exact | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Result:
    """Return the engine's result of a SPARQL 1.1 query, with the prefixes declared.

    Bindings go to the engine as terms (SEP-0007: a bound variable is one of the columns).
    The columns of `SELECT *` stand in the order in which the query names the variables.
    `base` is the address against which relative IRIs are resolved. `local` tells that the engine
    of this process answers, for which what would leave the dataset is refused, and what it
    answers otherwise than SPARQL says is mended. `exact` answers with literals as written, where
    the store rewrites some.

    Raises QueryError for an error in the query (with line, column and caret), for an update,
    and for a query that would reach the network or a file; `name` says whose text it is.
    """
    known = dict(prefixes)
    if len(text) > _LONG:
        from mistral_kg import _syntax

        _syntax.refuse_too_deep(text, name)
    if local and _may_leave(text):
        from mistral_kg import _guard

        _guard.refuse(text, known, _graphs(store), name, base=base)
    substitutions = {Variable(key): term for key, term in (bindings or {}).items()}

    def ask(query: str) -> Result:
        found: Result = store.query(
            query, base_iri=base, prefixes=known, substitutions=substitutions
        )
        return found

    try:
        asked = _mended(store, text, name, base, known) if local else text
        result = ask(asked)
        if "*" in text and isinstance(result, QuerySolutions):
            from mistral_kg import _syntax

            columns = [column.value for column in result.variables]
            written = _syntax.without_star(asked, columns)
            if written is not None and columns != _syntax.in_order(asked, columns):
                asked = written
                result = ask(asked)
        if exact is None:
            return result
        as_written = exact.query(asked, known, substitutions, base_iri=base)
        return result if as_written is None else as_written
    except SyntaxError as error:
        from mistral_kg import _rewrite

        lowered = _rewrite.lower_booleans(text) if local else None
        if lowered is not None:
            return run(
                store,
                lowered,
                bindings=bindings,
                name=name,
                base=base,
                exact=exact,
                prefixes=prefixes,
            )
        from mistral_kg._explain import explain

        raise explain(text, str(error), name, known, base) from None
    except QueryError:
        raise
    except UnicodeEncodeError:
        raise QueryError(f"{name}: the text is not UTF-8") from None
    except (RuntimeError, ValueError, OSError) as error:
        raise failed(error, name, bindings or {}, text) from None


def _mended(store: Queryable, text: str, name: str, base: str | None, known: dict[str, str]) -> str:
    """Return the query in a form that the engine answers as SPARQL says: nearly always as it is."""
    from mistral_kg import _rewrite

    if not _rewrite.suspect(text):
        return text
    from pyoxigraph import Store

    Store().query(text, prefixes=known, base_iri=base)  # only what can be read is rewritten

    return _rewrite.mended(
        text, lambda query: store.query(query, prefixes=known, base_iri=base), name
    )


def fills_in(
    store: Queryable,
    text: str,
    bindings: Mapping[str, Term],
    *,
    local: bool = True,
    prefixes: Mapping[str, str] = PREFIXES,
) -> bool:
    """Tell whether a query has an answer though a variable is bound to NOTHING."""
    result = run(store, text, bindings=bindings, local=local, prefixes=prefixes)
    if isinstance(result, QueryBoolean):
        return bool(result)
    try:
        return any(True for _ in result)
    except RuntimeError:
        return False
    except FAILURES as error:
        raise failed(error) from None


def failed(
    error: Exception, name: str = "query", bindings: Container[str] = (), text: str = ""
) -> MistralKGError:
    """Return the error that tells a person why the engine could not run or finish a query."""
    if isinstance(error, MistralKGError):
        return error
    if isinstance(error, SyntaxError):
        return EndpointError(f"{name}: the answer is cut short or malformed; ask again")
    import re

    found = re.search(r"does not contains? variable \?(\S+) in its SELECT projection", str(error))
    if found and found[1] in bindings:
        from mistral_kg import _syntax

        reason = (
            f"?{found[1]} cannot be bound, as it is not one of the query's columns; "
            f"name ?{found[1]} in its SELECT"
        )
        offset = _syntax.columns(text)
        if offset is None:
            return QueryError(f"{name}: {reason}")
        return QueryError(_syntax.shown(name, text, offset, reason))
    return QueryError(f"{name}: {error}")


def _may_leave(text: str) -> bool:
    """Tell whether the text has one of the words without which no clause leaves the dataset.

    The words alone decide nothing: where one stands, the query is parsed.
    """
    if "SERVICE" in text.upper():
        return True
    if "FROM" not in text.upper():
        return False
    import re

    from mistral_kg import _syntax

    # The local part of a prefixed name, such as `prov:wasDerivedFrom`, is one token and no clause.
    return "FROM" in re.sub(r":[\w.:%\\-]*", ":", _syntax.blank(text)).upper()


def _graphs(store: Queryable) -> set[str]:
    return {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
