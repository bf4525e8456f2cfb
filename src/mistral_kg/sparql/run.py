"""Run one SPARQL query over a store: safely, with terms bound, with its columns in order."""

from __future__ import annotations

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store, Variable

from mistral_kg.errors import EndpointError, MistralKGError, QueryError
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from pyoxigraph import BlankNode, Quad, Triple

    from mistral_kg.vocabulary import Term

    Result = QuerySolutions | QueryBoolean | Iterator[Triple]
    """What a SELECT, an ASK, and a CONSTRUCT or DESCRIBE give; each can be read once."""

    class Quads(Protocol):
        """What gives its quads by a pattern: a store, an endpoint, or descriptions."""

        def quads_for_pattern(
            self, subject: Any, predicate: Any, object: Any, graph_name: Any, /
        ) -> Iterator[Quad]:
            """Return the quads that fit, None for any, as `pyoxigraph.Store` does."""

    class Queryable(Quads, Protocol):
        """What answers queries: a store of the engine, or an endpoint with the same methods."""

        def query(
            self,
            query: str,
            *,
            base_iri: str | None = None,
            prefixes: dict[str, str] | None = None,
            substitutions: dict[Variable, Term] | None = None,
        ) -> Any:
            """Return the result of a query, as `pyoxigraph.Store.query` does."""

        def named_graphs(self) -> Iterable[NamedNode | BlankNode]:
            """Return the names of the named graphs."""


NOTHING = NamedNode("urn:mistral-kg:nothing")
"""A term that no data have."""

FAILURES = (RuntimeError, OSError, SyntaxError)
"""What the engine raises as a result is read; the last where an endpoint's ends too early."""

_SEEN_IN_GRAPH = ("SELECT", "MINUS", "VALUES", "GRAPH")
"""Words in the group of a GRAPH by which the engine's reading of it may show."""

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
    prefixes: Mapping[str, str] = PREFIXES,
) -> Result:
    """Return the engine's result of a SPARQL 1.1 query, with the prefixes declared.

    Bindings go to the engine as terms (SEP-0007: a bound variable is one of the columns).
    The columns of `SELECT *` are in the order of the query. `base` resolves relative IRIs. Where
    the engine of this process answers, `local`, what would leave the dataset is refused, and what
    it answers otherwise than SPARQL says is rewritten.

    Raises QueryError, which begins with `name`, for an error in the query (with line, column and
    caret), for an update, and for a query that would reach the network or a file.
    """
    _refuse_too_deep(text, name)
    known = dict(prefixes)
    substitutions = {Variable(key): term for key, term in (bindings or {}).items()}

    def ask(query: str, data: Queryable = store) -> Any:
        return data.query(query, base_iri=base, prefixes=known, substitutions=substitutions)

    try:
        asked = _prepare(store, text, name, base, known) if local else text
        result: Result = ask(_in_order(asked, text, ask, local=local))
        return result
    except SyntaxError as error:
        from mistral_kg.sparql.rewrite import lower_booleans
        from mistral_kg.sparql.suggest.find import explain

        if local and (lowered := lower_booleans(text)) is not None:
            return run(store, lowered, bindings=bindings, name=name, base=base, prefixes=prefixes)
        raise explain(text, str(error), name, known, base) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise failed(error, name, bindings or {}, text) from None


def _refuse_too_deep(text: str, name: str) -> None:
    if len(text) > _LONG:
        from mistral_kg.sparql import syntax

        syntax.refuse_too_deep(text, name)


def _in_order(asked: str, text: str, ask: Callable[..., Any], *, local: bool) -> str:
    """Return the query with the columns of an outermost `SELECT *` as the text names them."""
    if "*" not in text:
        return asked
    from mistral_kg.sparql import syntax

    if not syntax.without_star(asked, ["any"]):
        return asked
    calls_out = not local and "SERVICE" in text.upper()  # which our engine must not do
    try:
        result = ask(asked) if calls_out else ask(asked, Store())
    except SyntaxError:
        if local:
            raise
        result = ask(asked)  # the server may know more than SPARQL 1.1
    columns = [column.value for column in getattr(result, "variables", ())]
    return syntax.without_star(asked, syntax.in_order(text, columns)) or asked


def _prepare(
    store: Queryable, text: str, name: str, base: str | None, known: dict[str, str]
) -> str:
    """Return the query as the engine is to answer it: nearly always as it is."""
    if not _needs_tokens(text):
        return text
    from mistral_kg.sparql import guard, rewrite
    from mistral_kg.sparql.tokens import tokens

    def ask(query: str) -> Any:
        return store.query(query, prefixes=known, base_iri=base)

    found = tokens(text)
    guard.refuse_service(found, name)
    Store().query(text, prefixes=known, base_iri=base)  # only what can be read is rewritten
    guard.refuse_foreign_graphs(found, ask, name)
    return rewrite.rewrite(text, ask, name)


def may_deviate(text: str) -> bool:
    """Tell, without the lexer, whether a query may have a form that the engine answers wrongly."""
    return (
        "|" in text
        or "*" in text
        or "ORDER" in text.upper()
        or any(not part[:1].isalnum() and part[:1] != "_" for part in text.split("?")[1:])
    )


def _needs_tokens(text: str) -> bool:
    """Tell, without the lexer and at next to no cost, whether a query may have to be looked into.

    It may say so of a word in a comment or a string, and never overlooks one in the query.
    """
    upper = text.upper()
    # What ends in a letter before it is a longer word, such as prov:wasDerivedFrom.
    return (
        "SERVICE" in upper
        or "GROUP_CONCAT" in upper
        or any(
            not part[-1:].isalpha() or part.endswith(("ASK", "CONSTRUCT"))
            for part in upper.split("FROM")[:-1]
        )
        or any(map(_counts_expression, upper.split("COUNT")[1:]))
        or any(map(_may_see_graph, _after_each(upper, "GRAPH")))
    )


def _after_each(text: str, word: str) -> Iterator[str]:
    """Give what follows each place of a word, but where it is a variable or a name."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if text[start - 1 : start] not in {"?", "$", ":"}:
            yield text[end:]
        start = text.find(word, end)


def _counts_expression(rest: str) -> bool:
    """Tell whether what follows COUNT is a call with more than a variable or a star in it."""
    rest = rest.lstrip()
    inside = rest[1:].partition(")")[0].strip().removeprefix("DISTINCT").strip()
    counted = "all" if inside == "*" else inside.lstrip("?$").replace("_", "")
    return rest[:1] in {"(", "#"} and not counted.isalnum()


def _may_see_graph(rest: str) -> bool:
    """Tell whether what follows GRAPH may be a variable and a group that must not see it."""
    variable, _, body = rest.partition("{")
    if "#" in variable:
        return True  # a comment may hold a bracket or a variable
    if "?" not in variable and "$" not in variable:
        return False
    depth = 1
    for end, char in enumerate(body):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            body = body[:end]
        if depth == 0 or char in "\"'#":  # which may have a bracket in them
            break
    own = variable.replace("$", "?").rpartition("?")[2].strip()
    return any(word in body for word in (*_SEEN_IN_GRAPH, f"?{own}", f"${own}"))


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
    if isinstance(error, UnicodeEncodeError):
        return QueryError(f"{name}: the text is not UTF-8")
    import re

    found = re.search(r"does not contains? variable \?(\S+) in its SELECT projection", str(error))
    if found and found[1] in bindings:
        from mistral_kg.sparql import syntax

        reason = (
            f"?{found[1]} cannot be bound, as it is not one of the query's columns; "
            f"name ?{found[1]} in its SELECT"
        )
        offset = syntax.columns(text)
        if offset is not None:
            return QueryError(syntax.shown(name, text, offset, reason))
        error = QueryError(reason)
    return QueryError(f"{name}: {error}")
