"""Answer the SERVICE clauses of a query beforehand, from hosts that the user allows.

The engine never reaches the network: each clause is asked by our own client, and its rows are
written in its place as VALUES, which has the same meaning
(https://www.w3.org/TR/sparql11-federated-query/#values).
"""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, QuerySolutions

from mistral_kg import _guard, _syntax
from mistral_kg.endpoint import Endpoint
from mistral_kg.errors import EndpointError, QueryError
from mistral_kg.web import TIMEOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from mistral_kg.vocabulary import Term

MOST_ROWS = 10_000
"""Rows of one clause, which all stand in the text of the query."""

_CLAUSE = re.compile(r"(?<![?$:\w.-])SERVICE(?![\w:.-])(?:\s*(SILENT)(?![\w:.-]))?", re.IGNORECASE)
_FORM = re.compile(r"(?<![?$:\w.-])(?:SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])", re.IGNORECASE)
_IRI = re.compile(r"\s*<([^<>\s]*)>\s*(?=\{)")
_CURIE = re.compile(r"\s*([\w.-]*):([\w.-]*)\s*(?=\{)")
_DECLARED = r"PREFIX\s+{}:\s*<([^<>]*)>"


class _Clause:
    """A SERVICE clause: where it stands, whom it asks what, and whether it may fail."""

    def __init__(self, start: int, end: int, address: str, pattern: str, *, silent: bool) -> None:
        self.start = start
        self.end = end
        self.address = address
        self.pattern = pattern
        self.silent = silent


def inline(
    text: str,
    hosts: Collection[str],
    *,
    prefixes: dict[str, str],
    graphs: set[str],
    name: str = "query",
    timeout: float | None = TIMEOUT,
) -> str:
    """Return the query with the rows of each SERVICE clause in its place.

    `hosts` are names, each with or without a port. No credentials are sent. What is returned has
    been seen to have no SERVICE, and no FROM of a graph that is not in `graphs`; its rows are terms
    that the engine has written. `timeout` is for all clauses together.

    Raises QueryError before anything is sent for another host, a variable in place of an address,
    a clause within a clause, and whatever else a query must not have; later for rows that cannot be
    written; EndpointError when a host fails and its clause is not SILENT.
    """
    if "\\u" in text.lower():
        # The engine reads these escapes before all else, and would read another query.
        raise QueryError(f"{name}: write the characters themselves in place of \\u escapes here")
    clauses = _clauses(text, prefixes, name)
    for clause in clauses:
        _refuse_host(clause, hosts, name)
    skeleton = text
    for clause in reversed(clauses):
        skeleton = f"{skeleton[: clause.start]} {{}} {skeleton[clause.end :]}"
    # The text itself for the sake of its errors, and what is left of it for the sake of safety.
    _guard.refuse(text, prefixes, graphs, name, allow_service=True)
    _guard.refuse(skeleton, prefixes, graphs, name)
    end = time.monotonic() + timeout if timeout else None
    prologue = _prologue(text)
    answered = text
    for clause in reversed(clauses):
        left = max(end - time.monotonic(), 0.001) if end else None
        rows = _answered(clause, prologue, prefixes, left, name)
        answered = f"{answered[: clause.start]} {rows} {answered[clause.end :]}"
    return answered


def _clauses(text: str, prefixes: dict[str, str], name: str) -> list[_Clause]:
    """Return the clauses in their order; what is no clause is left to the guard."""
    clean = _syntax.blank(text)
    found: list[_Clause] = []
    for match in _CLAUSE.finditer(text):
        if clean[match.start()] == " ":
            continue  # in a string, a comment or an address
        if found and match.start() < found[-1].end:
            raise QueryError(f"{name}: a SERVICE within a SERVICE is refused; ask them one by one")
        target = _IRI.match(text, match.end()) or _CURIE.match(text, match.end())
        if not target:
            raise QueryError(
                f"{name}: SERVICE needs the address itself, in angle brackets, "
                "and then its pattern; a variable could lead anywhere"
            )
        address = target[1] if target.re is _IRI else _expanded(target, text, prefixes, name)
        end = _closing(clean, target.end(), name)
        pattern = text[target.end() + 1 : end - 1]
        found.append(_Clause(match.start(), end, address, pattern, silent=bool(match[1])))
    return found


def _expanded(target: re.Match[str], text: str, prefixes: dict[str, str], name: str) -> str:
    own = re.findall(_DECLARED.format(re.escape(target[1])), text, re.IGNORECASE)
    namespace = own[-1] if own else prefixes.get(target[1])
    if namespace is None:
        raise QueryError(f"{name}: the prefix {target[1]}: is not declared; declare it with PREFIX")
    return str(namespace + target[2])


def _closing(clean: str, start: int, name: str) -> int:
    """Return the offset after the bracket that closes the one at `start`."""
    depth = 0
    for offset in range(start, len(clean)):
        depth += {"{": 1, "}": -1}.get(clean[offset], 0)
        if depth == 0:
            return offset + 1
    raise QueryError(f"{name}: the pattern of SERVICE is not closed; add a }}")


def _refuse_host(clause: _Clause, hosts: Collection[str], name: str) -> None:
    parts = urlsplit(clause.address)
    try:
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in {"http", "https"} or not host:
        raise QueryError(f"{name}: SERVICE <{clause.address}> is no address on the web; mend it")
    written = f"[{host}]" if ":" in host else host
    port = port or (443 if parts.scheme == "https" else 80)
    if not {written, f"{written}:{port}"} & {host.lower() for host in hosts}:
        raise QueryError(
            f"{name}: SERVICE at {written} is refused, as that host is not allowed; "
            f"allow it with --allow-service {written}"
        )


def _prologue(text: str) -> str:
    """Return the query's own declarations, on one line and without comments."""
    clean = _syntax.blank(text)
    form = _FORM.search(clean)
    head = text[: form.start()] if form else ""
    declared = re.finditer(
        r"(?<![\w?$:])(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>]*>", head, re.IGNORECASE
    )
    return " ".join(one[0] for one in declared if clean[one.start()] != " ")


def _answered(
    clause: _Clause, prologue: str, prefixes: dict[str, str], timeout: float | None, name: str
) -> str:
    """Return the rows of a clause as VALUES; of a SILENT one that fails, one empty solution."""
    try:
        there = Endpoint(clause.address, timeout=timeout, use_credentials=False)
        asked = f"{prologue} SELECT * {{{clause.pattern}\n}}"
        try:
            result = there.query(asked, prefixes=prefixes)
        except SyntaxError as error:
            reason = " ".join(str(error.msg).split())[:200]
            raise EndpointError(
                f"{there.where}: cannot read the pattern of SERVICE; {reason}"
            ) from None
        if not isinstance(result, QuerySolutions):
            raise EndpointError(f"{there.where}: answered SERVICE with something else than rows")
        return _values(result, there, name)
    except EndpointError:
        if clause.silent:
            return "{}"
        raise


def _values(result: QuerySolutions, there: Endpoint, name: str) -> str:
    names = " ".join(map(str, result.variables))
    rows: list[str] = []
    try:
        for row in result:
            if len(rows) == MOST_ROWS:
                raise QueryError(
                    f"{name}: SERVICE at {there.where} gives more than {MOST_ROWS:,} rows; "
                    "narrow its pattern"
                )
            rows.append(f"({' '.join(_written(term, there.where, name) for term in row)})")
    except SyntaxError as error:
        raise there.unreadable(error) from None
    return f"VALUES ({names}) {{ {' '.join(rows)} }}"


def _written(term: Term | None, where: str, name: str) -> str:
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
