"""Check a dataset: SHACL shapes, vocabulary style, check queries, literals, named queries."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from mistral_kg.check import literals
from mistral_kg.check.finding import Finding
from mistral_kg.check.shacl import check_shapes, merged, shapes_of
from mistral_kg.errors import QueryError, SourceError
from mistral_kg.rdf.dataset import read_text, shipped_folder
from mistral_kg.rdf.datatypes import is_ill_typed
from mistral_kg.rdf.names import curie, short
from mistral_kg.sparql import named, run
from mistral_kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from mistral_kg.check.literals import Places
    from mistral_kg.sparql.run import Queryable

LANGUAGES = frozenset({"en", "pa"})

# Rules that a part of the data breaks though nothing is wrong with it.
_OF_THE_WHOLE = frozenset({"shape-target", "term-used"})


def check(
    quads: Iterable[Quad],
    store: Queryable,
    *,
    whole: bool = True,
    places: Places = literals.nowhere,
    prefixes: Mapping[str, str] = PREFIXES,
) -> list[Finding]:
    """Return the faults of a dataset, the vocabulary and the queries, and what is not checked.

    `whole` says that the vocabulary and the shapes are for this dataset alone, so that a term or
    a shape that it has no use for is a fault too. `places` finds literals in the source's files;
    `prefixes` shorten the names of nodes. An empty list means that all is well.
    """
    quads = list(quads)
    data = merged(quads)
    ontology = shipped_folder("ontology")
    found = [
        *check_shapes(data, shapes_of(f"{ontology}/shapes.ttl"), prefixes),
        *check_shapes(data, shapes_of(f"{ontology}/style.ttl"), prefixes),
        *check_terms(quads, prefixes),
        *literals.check_values(quads, places, prefixes),
        *literals.unchecked(quads, prefixes),
        *check_queries(store, prefixes=prefixes),
        *check_named_queries(store),
    ]
    return found if whole else [one for one in found if one.rule not in _OF_THE_WHOLE]


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
        for fix in filter(None, map(_fault, (quad.subject, quad.object))):
            found.add(Finding("violation", "plain-terms", where, fix))
        # A store holds only the canonical form, so the quad as written is not in it.
        kept = rewritten.quads_for_pattern(quad.subject, quad.predicate, None, quad.graph_name)
        as_kept = {str(one.object) for one in kept}
        figure = isinstance(quad.object, Literal) and not is_ill_typed(quad.object)
        if figure and str(quad.object) not in as_kept:
            fix = f"{quad.object} is not in canonical form: engines rewrite it"
            found.add(Finding("violation", "canonical-literals", where, fix))
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
    `?where` and `?fix`.
    """
    folder = folder or f"{shipped_folder('queries')}/checks"
    files = sorted(Path(folder).glob("*.rq"))
    if not files:
        raise SourceError(f"{folder}: no check query (*.rq) is there, so nothing is checked")
    found = []
    for file in files:
        result = run.run(store, read_text(str(file)), name=file.stem)
        columns = {one.value for one in getattr(result, "variables", [])}
        if not isinstance(result, QuerySolutions) or columns != {"where", "fix"}:
            raise QueryError(f"{file}: a check is a SELECT of ?where and ?fix")
        for row in result:
            where, fix = row["where"], row["fix"]
            if where is None or not isinstance(fix, Literal):
                raise QueryError(f"{file}: a row has nothing in ?where or no text in ?fix")
            found.append(Finding("violation", file.stem, short(where, prefixes), fix.value))
    return found


def check_named_queries(store: Queryable) -> list[Finding]:
    """Return the named queries that do not run, or whose header is not true of them."""
    found = []
    for name in named.names():
        try:
            query = named.find(name)
            result = run.run(store, query.text, name=name)
            fixes = [*_untrue(query, result), *_unsought(query, store)]
        except (QueryError, SourceError) as error:
            found.append(Finding("violation", "named-query", name, str(error).split("\n")[0]))
            continue
        found += [Finding("violation", "named-query", name, fix) for fix in fixes]
    return found


def _unsought(query: named.NamedQuery, store: Queryable) -> Iterator[str]:
    """Yield a fault for each parameter that stands only in an OPTIONAL.

    The engine would fill such a column with the bound value, true or not, in place of seeking it.
    """
    for parameter in query.parameters:
        name = parameter.name
        columns = dict(query.columns)
        if name in columns and run.fills_in(store, query.text, {name: run.NOTHING}):
            yield f"the parameter {name} is filled in, not sought: move it out of OPTIONAL"


def _untrue(query: named.NamedQuery, result: run.Result) -> Iterator[str]:
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
