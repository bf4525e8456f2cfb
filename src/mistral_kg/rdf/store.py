"""A store of the engine: filled from files or quads in memory, or kept on disk.

A plain pattern asks the default graph, so that is completed: with the facts of passages and, where
the data describe no passage, with the union of all graphs that are no claims. So the answers do
not hang on the graph in which somebody put a triple, nor on where the data are kept.
"""

from __future__ import annotations

from pyoxigraph import QueryBoolean, Store

from mistral_kg.errors import SourceError, one_line
from mistral_kg.rdf.dataset import materialise, materialise_store
from mistral_kg.vocabulary import DERIVED_FROM, RDF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from mistral_kg.rdf.files import RdfFile
    from mistral_kg.vocabulary import Node

_HAS_STATEMENTS = f"""ASK {{
    {{ ?statement a <{RDF}Statement> ; <{DERIVED_FROM.value}> ?passage }}
    UNION {{ ?passage <{RDF}reifies> ?triple }}
}}"""


def open_on_disk(path: str) -> Store:
    """Return the store in a folder, to be read only.

    Raises SourceError when the folder has no store or cannot be read.
    """
    try:
        return Store.read_only(path)
    except (OSError, RuntimeError) as error:
        reason = one_line(error)
        raise SourceError(f"{path}: cannot be opened as a store ({reason})") from None


def of_quads(quads: Sequence[Quad], *, union: bool = True) -> Store:
    """Return an in-memory store whose default graph is what patterns without GRAPH ask.

    Without `union` the default graph stays what it is in the quads.
    """
    store = Store()
    store.extend(materialise(quads, union=union))
    return store


def of_files(files: Sequence[RdfFile], *, union: bool = True) -> Store:
    """Return an in-memory store of the files, as `of_quads` of what `files.read` reads.

    Raises SourceError as that does.
    """
    from mistral_kg.rdf.files import fill, read
    from mistral_kg.rdf.ontology import vocabulary_of

    store = Store()
    for file in files:
        fill(store, file)
    if has_statements(store):
        quads = read(files)
        return of_quads([*quads, *vocabulary_of(quads)], union=union)
    complete(store, union=union)
    return store


def has_statements(store: Store) -> bool:
    """Tell whether graphs of passages or claims are written as statements or reifiers.

    The engine cannot restore such graphs; `files.read` can.
    """
    found = store.query(_HAS_STATEMENTS)
    return isinstance(found, QueryBoolean) and bool(found)


def complete(store: Store, *, union: bool = True) -> None:
    """Complete the default graph of a store, and add the vocabulary if it lacks it."""
    materialise_store(store, union=union)
    store.extend(missing_vocabulary(store))


def missing_vocabulary(store: Store) -> Iterable[Quad]:
    """Return the shipped vocabulary if the store uses its terms and does not have it."""
    from mistral_kg.rdf.ontology import DECLARED, vocabulary_for

    def has(*pattern: Node | None) -> bool:
        found = store.quads_for_pattern(*pattern, None)  # type: ignore[arg-type, call-arg]
        return any(True for _ in found)

    def occurs(term: Node) -> bool:
        return has(None, term, None) or has(None, None, term) or has(term, None, None)

    return vocabulary_for(occurs, brought=has(*DECLARED))
