"""Ask data a named query or SPARQL text, with terms bound, and explain the answer."""

from __future__ import annotations

from mistral_kg.errors import QueryError
from mistral_kg.sparql import named
from mistral_kg.sparql import run as sparql

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
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
    lang: str = "en",
    allow_service: Collection[str] = (),
    timeout: float | None = 60,
) -> sparql.Result:
    """Return the engine's own result of a named query or SPARQL text.

    `bindings` is what `--bind` takes, `name` what errors call the query, `lang` the language of a
    named query's labels. SERVICE may ask the hosts of `allow_service`, in `timeout` seconds.

    Raises QueryError or EntityError; EndpointError where a host or the endpoint fails.
    """
    if named.is_name(what):
        return _run_named(data, named.find(what.strip()), bindings or {}, lang)
    if lang != "en":
        raise QueryError(f"{name}: a language is for named queries; choose it in the SPARQL text")
    if allow_service and "SERVICE" in what.upper():
        what = _inlined(data, what, allow_service, name, timeout)
    if not bindings:
        return _run(data, what, {}, name)
    _refuse_unknown(what, bindings, name)
    result = _run(data, what, terms := _terms(data, what, bindings), name)
    _refuse_unsought(data, what, terms, name)
    return result


def _inlined(
    data: Data, what: str, hosts: Collection[str], name: str, timeout: float | None
) -> str:
    """Return the query with the rows of its SERVICE clauses in their place."""
    from mistral_kg.sources import service
    from mistral_kg.sparql import syntax

    syntax.refuse_too_deep(what, name)
    return service.inline(
        what,
        hosts,
        prefixes=dict(data.prefixes),
        base=data.source.base,
        ask=lambda query: _ask(data, query),
        name=name,
        timeout=timeout,
    )


def _run_named(
    data: Data, query: named.NamedQuery, bindings: Mapping[str, Any], lang: str
) -> sparql.Result:
    query.check(bindings)  # so that no variable has to be checked one by one
    terms = _terms(data, query.name, bindings, query)
    asked = data.with_inferences() if query.infer else data
    return _run(asked, query.in_language(lang), terms, query.name)


def why_empty(
    data: Data,
    what: str,
    bindings: Mapping[str, Any] | None = None,
    *,
    lang: str = "en",
    again: bool = True,
) -> list[str]:
    """Return at most three lines that say why a query found nothing, none for a sound reason.

    The rest is as in `run`; `again` tells that the query was quick and may be asked once more.
    """
    from mistral_kg.sparql.explain import why_empty

    query = named.find(what.strip()) if named.is_name(what) else None
    asked = data.with_inferences() if query and query.infer else data
    return why_empty.why_empty(
        asked.engine,
        query.in_language(lang) if query else what,
        data.prefixes,
        _terms(data, what, bindings, query),
        base=data.source.base,
        local=data.is_local,
        again=again,
    )


def warnings(data: Data, what: str) -> list[str]:
    """Return a line for each form in a query that the engine answers otherwise than SPARQL.

    Only what makes a difference over these data is named, and nothing of a named query, which
    has no such form, nor of an endpoint, whose engine is another.
    """
    # Parts of the query are run, and none of them may leave the dataset.
    if named.is_name(what) or not data.is_local or "SERVICE" in what.upper():
        return []
    if not sparql.may_deviate(what):
        return []
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
        local=data.is_local,
        prefixes=data.prefixes,
    )


def _ask(data: Data, query: str) -> Any:
    """Return what the engine answers to a query of our own making."""
    return data.engine.query(query, prefixes=dict(data.prefixes), base_iri=data.source.base)


def _terms(
    data: Data,
    what: str,
    bindings: Mapping[str, Any] | None,
    query: named.NamedQuery | None = None,
) -> dict[str, Term]:
    """Return the terms that are bound in SPARQL text, or in the named query that it names."""
    if not bindings:
        return {}
    from mistral_kg.explore.resolve import term

    plain = query.plain if query else ()
    item = "exactMatch" in (query.text if query else what)
    prefixes = prefixes_of(data, what)
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


def _refuse_unsought(data: Data, text: str, terms: Mapping[str, Term], name: str) -> None:
    """Raise QueryError for a variable that the query does not seek.

    Where a variable is only in an OPTIONAL or in an expression, the engine fills the column with
    what is bound, and the row would report what is not so.
    """
    local, prefixes = data.is_local, data.prefixes
    for variable in terms:
        bound = {**terms, variable: sparql.NOTHING}
        if sparql.fills_in(data.engine, text, bound, local=local, prefixes=prefixes):
            raise QueryError(
                f"{name}: ?{variable} would be filled in, not sought, as no pattern outside an "
                f"OPTIONAL needs it; move ?{variable} into one"
            )
