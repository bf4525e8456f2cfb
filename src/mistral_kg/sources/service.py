"""Answer the SERVICE clauses of a query before it is run, from hosts that the user allows.

The engine never reaches the network: each clause is asked by our own client, and its rows are
written in its place as VALUES, which has the same meaning
(https://www.w3.org/TR/sparql11-federated-query/#values).
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from mistral_kg.errors import EndpointError, QueryError, one_line
from mistral_kg.sources.answer import Deadline
from mistral_kg.sources.client import TIMEOUT
from mistral_kg.sources.endpoint import Endpoint
from mistral_kg.sparql import guard
from mistral_kg.sparql.rewrite import lower_booleans
from mistral_kg.sparql.suggest.find import explain
from mistral_kg.sparql.syntax import prologue, refusal
from mistral_kg.sparql.tokens import brackets, replace_spans, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from mistral_kg.sparql.tokens import Token
    from mistral_kg.vocabulary import Term

MOST_ROWS = 10_000
"""Rows of one clause, which are all in the text of the query."""


class _Clause(NamedTuple):
    """A SERVICE clause, its place in the text, and whether it is SILENT, so that it may fail."""

    start: int
    end: int
    address: str
    pattern: str
    silent: bool


def inline(
    text: str,
    hosts: Collection[str],
    *,
    prefixes: dict[str, str],
    base: str | None,
    ask: Callable[[str], Any],
    name: str = "query",
    timeout: float | None = TIMEOUT,
) -> str:
    """Return the query with the rows of each SERVICE clause in its place.

    `hosts` are names, each with or without a port. No credentials are sent. What is returned has
    no SERVICE; its rows are terms that the engine has written. `ask` returns what the dataset
    answers to a query, by which a FROM of a foreign graph is found. `base` resolves relative IRIs.
    `timeout` is for all clauses together.

    Raises QueryError before anything is sent for another host, a variable in place of an address,
    a clause within a clause, and whatever else a query must not have; later for rows that cannot be
    written; EndpointError when a host fails and its clause is not SILENT.
    """
    text = lower_booleans(text) or text
    found = tokens(text)
    declared = (f"BASE <{base}> " if base else "") + prologue(found)
    clauses = _clauses(text, found, declared, prefixes, name)
    for clause in clauses:
        _refuse_host(clause, hosts, name)
    skeleton = replace_spans(text, [(clause.start, clause.end, " {} ") for clause in clauses])
    guard.refuse_service(tokens(skeleton), name)
    reason = refusal(text, prefixes, base)
    if reason is not None:
        raise explain(text, reason, name, prefixes, base)
    guard.refuse_foreign_graphs(found, ask, name)
    deadline = Deadline(timeout, f"{name}: SERVICE")
    rows = []
    for clause in clauses:
        answer = _ask_host(clause, declared, prefixes, deadline, name)
        rows.append((clause.start, clause.end, f" {answer} "))
    return replace_spans(text, rows)


def _clauses(
    text: str, found: list[Token], declared: str, prefixes: dict[str, str], name: str
) -> list[_Clause]:
    """Return the clauses in their order; `declared` is the prologue of the query."""
    clauses: list[_Clause] = []
    closing = brackets(found)
    for place, token in enumerate(found):
        if not token.is_word("SERVICE"):
            continue
        if clauses and token.start < clauses[-1].end:
            raise QueryError(f"{name}: a SERVICE within a SERVICE is refused; ask them one by one")
        silent = place + 1 < len(found) and found[place + 1].is_word("SILENT")
        target, opening = (*found[place + 1 + silent : place + 3 + silent], token, token)[:2]
        if target.kind not in {"iri", "name"} or opening.text != "{":
            raise QueryError(
                f"{name}: SERVICE needs the address itself, in angle brackets, "
                "and then its pattern; a variable could lead anywhere"
            )
        closed = closing.get(place + 2 + silent)
        if closed is None:
            raise QueryError(f"{name}: the pattern of SERVICE is not closed; add a }}")
        address = _address(target, declared, prefixes, name)
        pattern = text[opening.end : found[closed].start]
        clauses.append(_Clause(token.start, found[closed].end, address, pattern, silent))
    return clauses


def _address(target: Token, declared: str, prefixes: dict[str, str], name: str) -> str:
    """Return the address that a clause names, as the engine resolves it in the query."""
    asked = f"{declared} SELECT ({target.text} AS ?address) {{}}"
    try:
        rows: Any = Store().query(asked, prefixes=prefixes)
    except SyntaxError:
        raise QueryError(
            f"{name}: the address {target.text} of SERVICE cannot be read; declare its prefix"
        ) from None
    return str(next(rows)[0].value)


def _refuse_host(clause: _Clause, hosts: Collection[str], name: str) -> None:
    parts = urlsplit(clause.address)
    try:
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in {"http", "https"} or not host:
        raise QueryError(f"{name}: SERVICE <{clause.address}> is no web address; correct it")
    written = f"[{host}]" if ":" in host else host
    port = port or (443 if parts.scheme == "https" else 80)
    if not {written, f"{written}:{port}"} & {host.lower() for host in hosts}:
        raise QueryError(
            f"{name}: SERVICE at {written} is refused, as that host is not allowed; "
            f"allow it with --allow-service {written}"
        )


def _ask_host(
    clause: _Clause, declared: str, prefixes: dict[str, str], deadline: Deadline, name: str
) -> str:
    """Return the rows of a clause as VALUES; of a SILENT one that fails, one empty solution."""
    try:
        there = Endpoint(clause.address, timeout=deadline.left(), use_credentials=False)
        result = there.query(f"{declared} SELECT * {{{clause.pattern}\n}}", prefixes=prefixes)
        if not isinstance(result, QuerySolutions):
            raise EndpointError(f"{there.where}: answered SERVICE with something else than rows")
        return _values(result, there, name)
    except (EndpointError, SyntaxError) as error:
        if clause.silent:
            return "{}"
        if isinstance(error, EndpointError):
            raise
        where = clause.address.partition("?")[0]
        raise EndpointError(
            f"{where}: cannot read the pattern of SERVICE; {one_line(error.msg)}"
        ) from None


def _values(result: QuerySolutions, there: Endpoint, name: str) -> str:
    names = " ".join(map(str, result.variables))
    rows: list[str] = []
    for row in there.read_rows(result):
        if len(rows) == MOST_ROWS:
            raise QueryError(
                f"{name}: SERVICE at {there.where} gives more than {MOST_ROWS:,} rows; "
                "narrow its pattern"
            )
        rows.append(f"({' '.join(_write_term(term, there.where, name) for term in row)})")
    return f"VALUES ({names}) {{ {' '.join(rows)} }}"


def _write_term(term: Term | None, where: str, name: str) -> str:
    """Return a term as the engine writes it, after it has been checked as if it were new."""
    if term is None:
        return "UNDEF"
    if isinstance(term, NamedNode):
        return str(NamedNode(term.value))
    if isinstance(term, Literal):
        if term.language:
            return str(Literal(term.value, language=term.language))
        return str(Literal(term.value, datatype=NamedNode(term.datatype.value)))
    raise QueryError(
        f"{name}: SERVICE at {where} gives a blank node, which has no name here; "
        "have its pattern give IRIs and literals only, in a { SELECT … }"
    )
