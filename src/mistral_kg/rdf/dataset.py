"""Find and read a dataset, with its default graph materialised.

Every triple of a passage graph is also in the default graph; a triple that is in a
claim graph only never does. So any SPARQL 1.1 engine gives the same answers with no option.
"""

from __future__ import annotations

import os

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, Store, parse

from mistral_kg.errors import SourceError
from mistral_kg.rdf.formats import BY_SUFFIX
from mistral_kg.vocabulary import (
    CLAIM,
    DESCRIBING,
    HAS_PART,
    INFERENCE,
    PART_OF,
    PASSAGE,
    PREFIXES,
    STATEMENT,
    TYPE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from mistral_kg.vocabulary import Node, Term

_APART = (CLAIM, INFERENCE)
_IS_PASSAGE = f"?graph a <{PASSAGE.value}>"
_IS_NOT_APART = f"""FILTER NOT EXISTS {{
    {{ ?graph a ?kind }} UNION {{ GRAPH ?any {{ ?graph a ?kind }} }}
    FILTER(?kind IN ({", ".join(f"<{kind.value}>" for kind in _APART)}))
}}"""
# To leave out the triples that are there already keeps the transaction small.
_MATERIALISE = """INSERT { ?s ?p ?o }
WHERE { ?stated GRAPH ?graph { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"""


def shipped_folder(name: str) -> str:
    """Return the path of `ontology`, `graph` or `queries`: inside a wheel, or beside a checkout."""
    # Importing pathlib costs start-up time.
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120
    inside = f"{package}/{name}"
    beside = os.path.normpath(f"{package}/../../{name}")
    return inside if os.path.isdir(inside) else beside  # noqa: PTH112


def shipped_files() -> list[str]:
    """Return the paths of the files that make up the shipped dataset, vocabulary first."""
    graph = shipped_folder("graph")
    names = sorted(name for name in os.listdir(graph) if name.endswith((".ttl", ".trig")))  # noqa: PTH208
    vocabulary = f"{shipped_folder('ontology')}/mistral-kg.ttl"
    return [vocabulary, *(f"{graph}/{name}" for name in names)]


def read_text(path: str) -> str:
    """Return the text of a UTF-8 file, without a byte-order mark if it starts with one.

    Raises SourceError when the file is missing, is a folder or is not UTF-8.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
            return file.read()
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8"
        ) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "cannot be read").lower()
        raise SourceError(f"{path}: {reason}; give the path of a readable file") from None


def described(quads: Iterable[Quad], kind: NamedNode) -> set[Term]:
    """Return the passages or the claims (`kind`): what the default graph gives that type."""
    return {
        quad.subject
        for quad in quads
        if quad.predicate == TYPE and quad.object == kind and quad.graph_name == DefaultGraph()
    }


# What describes things and data, and is no news: labels, types, titles, versions, origins.
_DESCRIBING = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos", "dcterms", "prov"))
_PARTS = (PART_OF, HAS_PART)  # of a passage they describe it, of anything else they are news


def unplaced(quads: Iterable[Quad], passages: Set[Node], claims: Set[Node]) -> list[Quad]:
    """Return the quads of facts that are in none of the passages and claims.

    What describes a passage, a claim, a statement, an article (what a passage is part of) or a term
    of a vocabulary is no fact. In a dataset without passages there are none.
    """
    from mistral_kg.rdf.names import is_term

    if not passages:
        return []
    quads = list(quads)
    news = {
        predicate
        for predicate in {quad.predicate for quad in quads}
        if predicate in _PARTS
        or not (predicate in DESCRIBING or predicate.value.startswith(_DESCRIBING))
    }
    facts = [quad for quad in quads if quad.predicate in news]
    placed = {quad.triple for quad in facts if quad.graph_name in passages}
    evident = passages | claims | described(quads, STATEMENT)
    articles = {q.object for q in facts if q.predicate == PART_OF and q.subject in passages}
    return [
        quad
        for quad in facts
        if quad.subject not in evident
        and quad.subject not in articles
        and quad.graph_name not in evident
        and quad.triple not in placed
        and not is_term(quad.subject)
    ]


def without_inferences(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads but for what follows from others: inferences, and what describes them."""
    quads = list(quads)
    inferences = {q.subject for q in quads if q.predicate == TYPE and q.object == INFERENCE}
    if not inferences:
        return quads
    return [q for q in quads if not inferences & {q.subject, q.graph_name}]


def asked(quads: Iterable[Quad], *, union: bool = True) -> list[Quad]:
    """Return, in the default graph, the triples that a pattern without GRAPH matches.

    They are those of the default graph and of the passages that it describes. Where it describes
    none, and with `union`, they are those of every graph that is no claim or inference: an answer
    does not depend on the graph in which somebody put a triple.
    """
    unique = dict.fromkeys(quads)
    stated: Set[Node] = described(unique, PASSAGE)
    if not stated and union:
        apart = {q.subject for q in unique if q.predicate == TYPE and q.object in _APART}
        stated = {quad.graph_name for quad in unique} - apart
    found = [quad for quad in unique if quad.graph_name == DefaultGraph()]
    found += [Quad(q.subject, q.predicate, q.object) for q in unique if q.graph_name in stated]
    return list(dict.fromkeys(found))


def materialise(quads: Iterable[Quad], *, union: bool = False) -> list[Quad]:
    """Return the quads, each once, with what `asked` returns in the default graph too."""
    unique = dict.fromkeys(quads)
    return list(dict.fromkeys([*unique, *asked(unique, union=union)]))


def materialise_store(store: Store, *, union: bool = False) -> None:
    """Do what `materialise` does in a store: by one update, as the engine copies faster."""
    found = store.query(f"ASK {{ ?passage a <{PASSAGE.value}> }}")
    passages = isinstance(found, QueryBoolean) and bool(found)
    if passages or (union and any(True for _ in store.named_graphs())):
        store.update(_MATERIALISE.replace("?stated", _IS_PASSAGE if passages else _IS_NOT_APART))


def read() -> list[Quad]:
    """Return the quads of the shipped files, materialised.

    Literals stay as written: nothing passes through a store.
    """
    return materialise(parse_files(shipped_files()))


def parse_files(paths: Iterable[str]) -> Iterator[Quad]:
    """Yield the quads of shipped files; raise SourceError, with line and column, for a fault."""
    for path in paths:
        suffix = os.path.splitext(path)[1]  # noqa: PTH122
        try:
            yield from parse(read_text(path), BY_SUFFIX[suffix])
        except SyntaxError as error:
            reason = (error.msg or "").partition(": ")[2] or error.msg
            raise SourceError(f"{path}:{error.lineno}:{error.offset}: {reason}") from None


def open_store() -> Store:
    """Return an in-memory store that holds the shipped dataset, materialised.

    Raises SourceError, with line and column, for a file that is not in its format.
    """
    store = Store()
    for path in shipped_files():
        try:
            store.load(path=path)
        except (SyntaxError, OSError):
            # This way reads what starts with a byte-order mark, and says where it cannot.
            store.extend(parse_files([path]))
    materialise_store(store)
    return store
