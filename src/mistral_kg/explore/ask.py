"""Ask data a named query or SPARQL text, with terms bound, and say what there is to know of it."""

from __future__ import annotations

from mistral_kg.errors import QueryError
from mistral_kg.sparql import named
from mistral_kg.sparql import run as sparql

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping
    from typing import Any

    from mistral_kg.explore.data import Data
    from mistral_kg.vocabulary import Term


def prefixes_of(data: Data, what: str) -> Mapping[str, str]:
    """Return the prefixes that SPARQL text declares, then those that need no declaration."""
    if named.is_name(what) or "PREFIX" not in what.upper():
        return data.prefixes
    from mistral_kg.sparql import syntax

    return syntax.prefixes_of(what, data.prefixes, data.source.base)


def run(
    data: Data,
    what: str,
    bindings: Mapping[str, Any] | None = None,
    *,
    name: str = "query",
    allow_service: Collection[str] = (),
    timeout: float | None = 60,
) -> sparql.Result:
    """Return the engine's own result of a named query or SPARQL text.

    `bindings` maps variables to what `--bind` takes: an entity or a quoted literal. Errors call the
    query `name`. `allow_service` names the hosts that SERVICE may ask, which get `timeout` in
    seconds together.

    Raises QueryError or EntityError; EndpointError where a host or the endpoint fails.
    """
    bindings = bindings or {}
    if named.is_name(what):
        query = named.find(what.strip())
        query.check(bindings)  # which spares asking whether each is sought
        terms = _terms(data, bindings, query.text, data.prefixes, query.plain)
        asked = data.with_inferences() if query.infer else data
        return _run(asked, query.text, terms, query.name)
    if allow_service and "SERVICE" in what.upper():
        what = _inlined(data, what, allow_service, timeout, name)
    if not bindings:
        return _run(data, what, {}, name)
    _refuse_unknown(what, bindings, name)
    terms = _terms(data, bindings, what, prefixes_of(data, what))
    result = _run(data, what, terms, name)
    _refuse_filled_in(data, what, terms, name)
    return result


def why_empty(
    data: Data, what: str, bindings: Mapping[str, Any] | None = None, *, again: bool = True
) -> list[str]:
    """Return at most three lines that say why a query found nothing, none for a sound reason.

    The rest is as in `run`; `again` tells that the query was quick and may be asked once more.
    """
    from mistral_kg.sparql.explain import why_empty

    query = named.find(what.strip()) if named.is_name(what) else None
    text = query.text if query else what
    asked = data.with_inferences() if query and query.infer else data
    return why_empty.why_empty(
        asked.engine,
        text,
        data.prefixes,
        _terms(data, bindings, text, prefixes_of(data, what), query.plain if query else ()),
        base=data.source.base,
        local=data.source.local,
        again=again,
    )


def warnings(data: Data, what: str) -> list[str]:
    """Return a line for each form in a query that the engine answers otherwise than SPARQL.

    Only what makes a difference over these data is named, and nothing of a named query, which
    has no such form, nor of an endpoint, whose engine is another.
    """
    if named.is_name(what) or not data.source.local or not sparql.may_deviate(what):
        return []
    if "SERVICE" in what.upper():
        return []  # parts of the query are asked, and none of them may leave the dataset
    from mistral_kg.sparql.deviations import deviations

    try:
        return list(dict.fromkeys(deviations(what, lambda query: _ask(data, query))))
    except sparql.FAILURES:
        return []  # the answer is there, and no reason to doubt it was found


def _run(data: Data, text: str, terms: Mapping[str, Term], name: str) -> sparql.Result:
    return sparql.run(
        data.engine,
        text,
        bindings=terms,
        name=name,
        base=data.source.base,
        local=data.source.local,
        prefixes=data.prefixes,
    )


def _ask(data: Data, query: str) -> Any:
    """Return what the engine answers to a query of our own making."""
    return data.engine.query(query, prefixes=dict(data.prefixes), base_iri=data.source.base)


def _inlined(
    data: Data, text: str, hosts: Collection[str], timeout: float | None, name: str
) -> str:
    """Return the query with the rows of its SERVICE clauses in their place."""
    from mistral_kg.sources import service
    from mistral_kg.sparql import syntax

    syntax.refuse_too_deep(text, name)
    return service.inline(
        text,
        hosts,
        prefixes=dict(data.prefixes),
        base=data.source.base,
        ask=lambda query: _ask(data, query),
        name=name,
        timeout=timeout,
    )


def _terms(
    data: Data,
    bindings: Mapping[str, Any] | None,
    query: str,
    prefixes: Mapping[str, str],
    plain: Container[str] = (),
) -> dict[str, Term]:
    """Return the terms that are bound; `plain` are the parameters whose value is text."""
    if not bindings:
        return {}
    from mistral_kg.explore.resolve import term

    item = "exactMatch" in query
    return {
        one: term(data.engine, value, plain=one in plain, item=item, prefixes=prefixes)
        for one, value in bindings.items()
    }


def _refuse_unknown(text: str, bindings: Mapping[str, Any], name: str) -> None:
    from mistral_kg.sparql import syntax

    known = syntax.variables(text)
    for variable in bindings:
        if variable not in known:
            listed = ", ".join(f"?{one}" for one in sorted(known)) or "none"
            raise QueryError(f"{name}: no variable ?{variable} to bind; its variables: {listed}")


def _refuse_filled_in(data: Data, text: str, terms: Mapping[str, Term], name: str) -> None:
    """Raise QueryError for a variable that the query does not seek.

    Where a variable stands only in an OPTIONAL or in an expression, the engine fills the column
    with what is bound, and the row would say what is not so.
    """
    for variable in terms:
        sought, local = {**terms, variable: sparql.NOTHING}, data.source.local
        if sparql.fills_in(data.engine, text, sought, local=local, prefixes=data.prefixes):
            raise QueryError(
                f"{name}: ?{variable} would be filled in, not sought, as no pattern outside an "
                f"OPTIONAL needs it; move ?{variable} into one"
            )
