"""Check a dataset: SHACL shapes, vocabulary style, check queries, literals, named queries.

The shapes see all graphs as one, claims included, and the vocabulary with them.
"""

from __future__ import annotations

import unicodedata
from collections import namedtuple
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from mistral_kg import queries, sparql
from mistral_kg.dataset import read_text, shipped_folder
from mistral_kg.errors import QueryError, SourceError
from mistral_kg.labels import curie
from mistral_kg.vocabulary import MKG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib
    from pyoxigraph import Quad

    from mistral_kg.sparql import Queryable

LANGUAGES = frozenset({"en", "pa"})

# Rules that a part of the data breaks though nothing is wrong with it.
_OF_THE_WHOLE = frozenset({"shape-target", "term-used"})


class Finding(namedtuple("Finding", "severity rule where mend")):
    """A fault: how grave, which rule, which node or file, and how to mend it."""

    __slots__ = ()
    severity: str
    rule: str
    where: str
    mend: str


def check(
    quads: Iterable[Quad],
    store: Queryable,
    *,
    whole: bool = True,
    prefixes: Mapping[str, str] = PREFIXES,
) -> list[Finding]:
    """Return the faults of a dataset, the vocabulary and the queries; none means all is well.

    `whole` says that the vocabulary and the shapes are for this dataset alone, so that a term or
    a shape that it has no use for is a fault too. `prefixes` shorten the names of nodes.
    """
    quads = list(quads)
    data = merged(quads)
    ontology = shipped_folder("ontology")
    found = [
        *check_shapes(data, shapes_of(f"{ontology}/shapes.ttl"), prefixes),
        *check_shapes(data, shapes_of(f"{ontology}/style.ttl"), prefixes),
        *check_terms(quads, prefixes),
        *check_queries(store, prefixes=prefixes),
        *check_named_queries(store),
    ]
    return found if whole else [one for one in found if one.rule not in _OF_THE_WHOLE]


def merged(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return all quads as one rdflib graph, whatever graph they stand in."""
    import rdflib

    graph = rdflib.Graph()
    lines = {f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads}
    graph.parse(data="\n".join(sorted(lines)), format="nt")
    return graph


def shapes_of(path: str) -> rdflib.Graph:
    """Return the shapes of a Turtle file.

    Raises SourceError when the file cannot be read as Turtle.
    """
    import rdflib

    try:
        return rdflib.Graph().parse(data=read_text(path), format="turtle")
    except rdflib.exceptions.ParserError as error:
        raise SourceError(f"{path}: {error}") from None
    except SyntaxError as error:
        raise SourceError(f"{path}: {' '.join(str(error).split())[:200]}") from None


def check_shapes(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return what the data break of the shapes, and the faults of the shapes themselves.

    A shape whose targets match nothing and a term that SHACL does not know are faults: either
    would let any data pass.
    """
    return [
        *_unknown_terms(shapes),
        *_undefined_terms(data, shapes, prefixes),
        *_idle_shapes(data, shapes, prefixes),
        *_violations(data, shapes, prefixes),
    ]


def _violations(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    import pyshacl
    from rdflib import RDF, SH, URIRef

    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        shape = str(report.value(result, SH.sourceShape))
        message = str(report.value(result, SH.resultMessage))
        value = report.value(result, SH.value)
        said = f" (found {curie(value, prefixes)})" if isinstance(value, URIRef) else ""
        focus = str(report.value(result, SH.focusNode))
        found.add(Finding(severity, _local(shape), curie(focus, prefixes), message + said))
    yield from sorted(found)


def _unknown_terms(shapes: rdflib.Graph) -> Iterator[Finding]:
    from difflib import get_close_matches

    from rdflib import SH, URIRef

    used = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    known = [str(term).rpartition("#")[2] for term in dir(SH)]
    for term in sorted(node for node in used if node.startswith(str(SH)) and node not in SH):
        name = _local(term)
        near = get_close_matches(name, known, n=1)
        hint = f"; write sh:{near[0]}" if near else ""
        mend = f"SHACL has no term sh:{name}, so it has no effect{hint}"
        yield Finding("violation", "shacl-term", f"sh:{name}", mend)


def _idle_shapes(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a fault for each shape that no node of the data ever meets."""
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import SH, URIRef

    known = ShapesGraph(shapes).shapes
    active = {shape.node for shape in known if not shape.deactivated}
    reached = {shape.node for shape in known if shape.focus_nodes(data)} & active
    for shape in set(reached):
        reached.update(part for part in shapes.objects(shape, SH.property) if part in active)
    named = {shape.node for shape in known if isinstance(shape.node, URIRef)}
    for node in sorted(named - reached):
        mend = "it meets no node of the data, so it checks nothing: correct its target"
        yield Finding("violation", "shape-target", curie(node, prefixes), mend)


def _undefined_terms(
    data: rdflib.Graph, shapes: rdflib.Graph, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a fault for each term of our vocabulary that a shape names and nothing defines."""
    from rdflib import RDFS, URIRef

    defined = set(data.subjects(RDFS.isDefinedBy))
    used = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    for term in sorted(used - defined if defined else ()):
        if term.startswith(MKG):
            mend = "the vocabulary has no such term, so the shape checks nothing by it"
            yield Finding("violation", "shape-term", curie(term, prefixes), mend)


def check_terms(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> list[Finding]:
    """Return the terms that engines would rewrite or read differently.

    Blank nodes, languages other than ours, text that is not in NFC, figures that are not in
    canonical form (as a store of pyoxigraph writes them).
    """
    quads = list(quads)
    rewritten = Store()
    rewritten.extend(quads)
    found = set()
    for quad in quads:
        where = curie(quad.subject.value, prefixes) if isinstance(quad.subject, NamedNode) else "_:"
        for mend in filter(None, map(_fault, (quad.subject, quad.object))):
            found.add(Finding("violation", "plain-terms", where, mend))
        # A store holds only the canonical form, so the quad as written is not in it.
        kept = rewritten.quads_for_pattern(quad.subject, quad.predicate, None, quad.graph_name)
        as_kept = {str(one.object) for one in kept}
        if isinstance(quad.object, Literal) and str(quad.object) not in as_kept:
            mend = f"{quad.object} is not in canonical form: engines rewrite it"
            found.add(Finding("violation", "canonical-literals", where, mend))
    return sorted(found)


def _fault(term: object) -> str | None:
    if isinstance(term, BlankNode):
        return "a blank node has another name in every engine: give it an IRI"
    if isinstance(term, Literal):
        if term.language and term.language not in LANGUAGES:
            return f"the language tag of {term} is none of {', '.join(sorted(LANGUAGES))}"
        if not unicodedata.is_normalized("NFC", term.value):
            return f"{term} is not in Unicode form NFC: normalise it"
    return None


def check_queries(
    store: Queryable, folder: str | None = None, prefixes: Mapping[str, str] = PREFIXES
) -> list[Finding]:
    """Return the rows of the check queries: each is a fault, and names the rule that it breaks.

    Raises SourceError when the folder has no check query, QueryError when one does not give
    `?where` and `?mend`.
    """
    folder = folder or f"{shipped_folder('queries')}/checks"
    files = sorted(Path(folder).glob("*.rq"))
    if not files:
        raise SourceError(f"{folder}: no check query (*.rq) is there, so nothing is checked")
    found = []
    for file in files:
        result = sparql.run(store, read_text(str(file)), name=file.stem)
        columns = {one.value for one in getattr(result, "variables", [])}
        if not isinstance(result, QuerySolutions) or columns != {"where", "mend"}:
            raise QueryError(f"{file}: a check is a SELECT of ?where and ?mend")
        for row in result:
            where, mend = row["where"], row["mend"]
            if not isinstance(where, NamedNode) or not isinstance(mend, Literal):
                raise QueryError(f"{file}: a row has no IRI in ?where or no text in ?mend")
            found.append(Finding("violation", file.stem, curie(where.value, prefixes), mend.value))
    return found


def check_named_queries(store: Queryable) -> list[Finding]:
    """Return the named queries that do not run, or whose header is not true of them."""
    found = []
    for name in queries.names():
        try:
            query = queries.find(name)
            result = sparql.run(store, query.text, name=name)
            mends = [*_untrue(query, result), *_unsought(query, store)]
        except (QueryError, SourceError) as error:
            found.append(Finding("violation", "named-query", name, str(error).split("\n")[0]))
            continue
        found += [Finding("violation", "named-query", name, mend) for mend in mends]
    return found


def _unsought(query: queries.NamedQuery, store: Queryable) -> Iterator[str]:
    """Yield a fault for each parameter that stands only in an OPTIONAL.

    The engine would fill such a column with the bound value, true or not, in place of seeking it.
    """
    for parameter in query.parameters:
        name = parameter.name
        columns = dict(query.columns)
        if name in columns and sparql.fills_in(store, query.text, {name: sparql.NOTHING}):
            yield f"the parameter {name} is filled in, not sought: move it out of OPTIONAL"


def _untrue(query: queries.NamedQuery, result: sparql.Result) -> Iterator[str]:
    if not query.title or not query.answers:
        yield "the header lacks its title or what it answers"
    if not isinstance(result, QuerySolutions):
        return
    columns = [variable.value for variable in result.variables]
    listed = [name for name, _ in query.columns]
    if columns != listed:
        yield f"the header lists the columns {listed}, the query has {columns}"
    for parameter in query.parameters:
        if parameter.name not in columns:
            yield f"the parameter {parameter.name} is no column, so it cannot be bound"


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
