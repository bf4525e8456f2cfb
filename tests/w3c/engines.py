"""Run the W3C tests through our query path, and through engines alone to compare.

`python -m tests.w3c.engines [ours|pyoxigraph|rdflib …]` prints what fails and the counts.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
)

from mistral_kg.errors import QueryError
from mistral_kg.sparql import run
from tests.w3c import compare as w3c_compare
from tests.w3c import suite as w3c

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = w3c.Rows | bool | list[Triple]


def of_pyoxigraph(test: w3c.Test, quads: list[Quad]) -> Answer:
    """Return what pyoxigraph answers with nothing around it."""
    if test.kind != "answer":
        # Other errors: the text was read, and what it asks for cannot be had.
        with suppress(RuntimeError, OSError):
            Store().query(test.text, base_iri=test.base)
        return True
    store = Store()
    store.extend(quads)
    return _read(store.query(test.text, base_iri=test.base))


def ours(test: w3c.Test, quads: list[Quad]) -> Answer:
    """Return what our query path answers."""
    if test.kind != "answer":
        try:
            run.run(Store(), test.text, base=test.base)
        except QueryError as error:
            # What is wrong with a text has a place; what cannot be had has none.
            if re.match(r"query:\d+:\d+: ", str(error)):
                raise
        return True
    return _read(answered(test, quads))


def answered(test: w3c.Test, quads: list[Quad]) -> run.Result:
    """Return the result of our query path, as the command has it."""
    store = Store()
    store.extend(quads)
    return run.run(store, test.text, base=test.base)


def of_rdflib(test: w3c.Test, quads: list[Quad]) -> Answer:
    """Return what rdflib answers with nothing around it."""
    import rdflib
    from pyoxigraph import RdfFormat, parse, serialize

    rdflib.NORMALIZE_LITERALS = False  # its own rewriting of literals
    nquads = serialize(quads, format=RdfFormat.N_QUADS) or b""
    graph = rdflib.Dataset()
    graph.parse(data=nquads.decode(), format="nquads")
    if test.kind != "answer":
        from rdflib.plugins.sparql import prepareQuery

        prepareQuery(test.text, base=test.base)
        return True
    result = graph.query(test.text, base=test.base)
    if result.type == "ASK":
        return bool(result.askAnswer)
    if result.type in {"CONSTRUCT", "DESCRIBE"}:
        assert result.graph is not None
        text = result.graph.serialize(format="nt")
        return [quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)]
    data = result.serialize(format="json") or b""
    return w3c.read_rows(data, QueryResultsFormat.JSON)


def _read(result: run.Result) -> Answer:
    if isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        return w3c.Rows(columns, tuple(tuple(solution) for solution in result))
    return bool(result) if isinstance(result, QueryBoolean) else list(result)


ENGINES: dict[str, Callable[[w3c.Test, list[Quad]], Answer]] = {
    "ours": ours,
    "pyoxigraph": of_pyoxigraph,
    "rdflib": of_rdflib,
}


def failure(test: w3c.Test, engine: Callable[[w3c.Test, list[Quad]], Answer]) -> str:
    """Return in what the engine fails the test, "" where it passes."""
    quads = w3c.dataset(test) if test.kind == "answer" else []
    try:
        found = engine(test, quads)
    except Exception as error:
        return "" if test.kind == "refuse" else f"{type(error).__name__}: {error}"
    if test.kind != "answer":
        return "is accepted" if test.kind == "refuse" else ""
    if test.result is None or test.result.suffix == ".csv":
        return ""
    wanted = w3c.expected(test)
    if isinstance(found, w3c.Rows) and isinstance(wanted, w3c.Rows):
        return w3c_compare.difference(found, wanted, lax=test.lax)
    if isinstance(found, bool) or isinstance(wanted, bool):
        return "" if found == wanted else f"{found}, expected {wanted}"
    if isinstance(found, w3c.Rows) or isinstance(wanted, w3c.Rows):
        return "another kind of answer"
    return "" if w3c_compare.isomorphic(found, wanted) else f"{found}, expected {wanted}"


def main(names: list[str]) -> None:
    """Print what fails in each engine, and how many tests it passes."""
    place = w3c.folder()
    assert place, "no W3C tests here: set MISTRAL_KG_W3C_TESTS"
    tests = w3c.tests(place)
    for name in names or list(ENGINES):
        failures = {test.id: why for test in tests if (why := failure(test, ENGINES[name]))}
        print(f"{name}: {len(tests) - len(failures)} of {len(tests)} pass")
        for test_id, why in failures.items():
            print(f"  {test_id}: {' '.join(why.split())[:300]}")


if __name__ == "__main__":
    main(sys.argv[1:])
