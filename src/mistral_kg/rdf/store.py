"""A store of the engine: filled from files or quads in memory, or kept on disk.

A pattern without GRAPH asks the default graph, so that is completed: with the facts of passages
and, where the data describe no passage, with the union of all graphs that are no claims. So the
answers depend neither on the graph in which somebody put a triple, nor on where the data are kept.
The shipped vocabulary is added to data that use its terms and do not bring it.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QueryBoolean, Store, Triple

from mistral_kg.errors import SourceError, one_line
from mistral_kg.rdf import dataset
from mistral_kg.vocabulary import DERIVED_FROM, INFERENCE, MKG, OWL, RDF, RULES, TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Quad

    from mistral_kg.rdf.files import RdfFile
    from mistral_kg.vocabulary import Node

_DECLARED = Triple(NamedNode(MKG.rstrip("#")), TYPE, NamedNode(OWL + "Ontology"))
"""What is in data that bring the vocabulary themselves."""

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
    store.extend(dataset.materialise(quads, union=union))
    return store


def of_files(files: Sequence[RdfFile], *, union: bool = True) -> Store:
    """Return an in-memory store of the files, as `of_quads` of what `reading.read` reads.

    Raises SourceError as that does.
    """
    from mistral_kg.rdf.reading import fill, read

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

    The engine cannot restore such graphs; `reading.read` can.
    """
    found = store.query(_HAS_STATEMENTS)
    return isinstance(found, QueryBoolean) and bool(found)


def complete(store: Store, *, union: bool = True) -> None:
    """Complete the default graph of a store, and add the vocabulary if it lacks it."""

    def has(*pattern: Node | None) -> bool:
        found = store.quads_for_pattern(*pattern, None)  # type: ignore[arg-type, call-arg]
        return any(True for _ in found)

    def occurs(term: Node) -> bool:
        return has(None, term, None) or has(None, None, term) or has(term, None, None)

    dataset.materialise_store(store, union=union)
    store.extend(_vocabulary_for(occurs, brought=has(*_DECLARED)))


def vocabulary_of(quads: Iterable[Quad]) -> list[Quad]:
    """Return the shipped vocabulary if the quads use its terms and do not bring it themselves."""
    used: set[Node] = set()
    brought = False
    for quad in quads:
        used |= {quad.subject, quad.predicate, quad.object}
        brought = brought or quad.triple == _DECLARED
    return _vocabulary_for(used.__contains__, brought=brought)


def labels_of(quads: Iterable[Quad]) -> list[Quad]:
    """Return what the vocabulary of `vocabulary_of` has in words: labels and the like."""
    return [quad for quad in vocabulary_of(quads) if isinstance(quad.object, Literal)]


def inference_terms() -> list[Quad]:
    """Return the vocabulary of inference."""
    return _shipped("inference")


def _shipped(name: str) -> list[Quad]:
    return list(dataset.parse_files([f"{dataset.shipped_folder('ontology')}/{name}.ttl"]))


def _vocabulary_for(occurs: Callable[[Node], bool], *, brought: bool) -> list[Quad]:
    """Return the vocabulary, and that of inference, which data without inferences do not need."""
    inference = inference_terms() if occurs(INFERENCE) and not occurs(RULES) else []
    if brought:
        return inference
    quads = _shipped("mistral-kg")
    terms = {quad.subject for quad in quads if str(quad.subject).startswith(f"<{MKG}")}
    return [*quads, *inference] if any(map(occurs, terms)) else inference
