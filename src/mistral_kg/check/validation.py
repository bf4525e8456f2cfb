"""Check a dataset: SHACL shapes, vocabulary style, terms, check queries, named queries."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions
from rdflib import RDF, SH

from mistral_kg.check import terms
from mistral_kg.check.finding import Finding
from mistral_kg.errors import QueryError, SourceError
from mistral_kg.rdf.dataset import read_text, shipped_folder
from mistral_kg.rdf.names import curie, short
from mistral_kg.rdf.quiet import quiet
from mistral_kg.sparql import named, run
from mistral_kg.vocabulary import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pyoxigraph import Quad

    from mistral_kg.sparql.run import Queryable
    from mistral_kg.vocabulary import Node


def check(
    quads: list[Quad],
    store: Queryable,
    *,
    whole: bool,
    places: terms.Places,
    prefixes: Mapping[str, str],
) -> list[Finding]:
    """Return the faults of a dataset, the vocabulary and the queries, and what is not checked.

    `whole` says that the vocabulary is for this dataset alone, so that a term that it has no use
    for is a fault too. `places` finds literals in the source's files; `prefixes` shorten the names
    of nodes. An empty list means that all is well.
    """
    data = merge(quads)
    found = [
        *check_shapes(data, read_shapes("shapes.ttl"), prefixes),
        *check_shapes(data, read_shapes("style.ttl"), prefixes),
        *terms.check_terms(quads, prefixes),
        *terms.check_values(quads, places, prefixes),
        *terms.find_unchecked(quads, prefixes),
        *check_queries(store, prefixes),
        *check_named_queries(store),
    ]
    return found if whole else [one for one in found if one.rule != "term-used"]


def merge(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return all quads as one rdflib graph, whatever graph they are in.

    rdflib has no RDF 1.2: a text goes without its direction, and for a triple term there is a
    blank node, so that the shapes still count it as a value.
    """
    graph = rdflib.Graph()
    with quiet():
        for triple in dict.fromkeys(quad.triple for quad in quads):
            graph.add(tuple(map(_rdflib_term, triple)))
    return graph


def _rdflib_term(term: Node) -> Any:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        # As in rdflib's own parsers, a plain string has no datatype.
        is_plain = term.language or term.datatype.value == f"{XSD}string"
        datatype = None if is_plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    return rdflib.BNode(f"triple-{sha256(str(term).encode()).hexdigest()}")


def read_shapes(name: str) -> rdflib.Graph:
    """Return the shapes in a file of the shipped ontology."""
    text = read_text(f"{shipped_folder('ontology')}/{name}")
    return rdflib.Graph().parse(data=text, format="turtle")


def check_shapes(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return what the data break of the shapes."""
    with quiet():
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        rule = str(report.value(result, SH.sourceShape)).rpartition("#")[2]
        focus = curie(str(report.value(result, SH.focusNode)), prefixes)
        fix = str(report.value(result, SH.resultMessage))
        value = report.value(result, SH.value)
        if isinstance(value, rdflib.URIRef):
            fix += f" (found {curie(value, prefixes)})"
        found.add(Finding(severity, rule, focus, fix))
    return sorted(found)


def check_queries(store: Queryable, prefixes: Mapping[str, str] = PREFIXES) -> list[Finding]:
    """Return the rows of the check queries: each is a fault, and names the rule that it breaks.

    Raises QueryError when one does not give `?where` and `?fix`.
    """
    found = []
    for file in sorted(Path(shipped_folder("queries"), "checks").glob("*.rq")):
        result = run.run(store, read_text(str(file)), name=file.stem)
        columns = {one.value for one in getattr(result, "variables", [])}
        if not isinstance(result, QuerySolutions) or columns != {"where", "fix"}:
            raise QueryError(f"{file}: a check is a SELECT of ?where and ?fix")
        for row in result:
            where, fix = (short(row[name], prefixes) for name in ("where", "fix"))
            found.append(Finding("violation", file.stem, where, fix))
    return found


def check_named_queries(store: Queryable) -> list[Finding]:
    """Return the named queries that do not run over these data."""
    found = []
    for name in named.names():
        try:
            run.run(store, named.find(name).text, name=name)
        except (QueryError, SourceError) as error:
            found.append(Finding("violation", "named-query", name, str(error).split("\n")[0]))
    return found
