"""Read a dataset from files of any RDF format: what `--source` names.

Several files are merged, and their blank nodes kept apart. Relative IRIs are resolved against the
file's own address, as RFC 3986 has it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from mistral_kg.dataset import materialise, plain, read_text, shipped_folder
from mistral_kg.errors import SourceError
from mistral_kg.reification import restore
from mistral_kg.vocabulary import MKG, TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}
"""The formats of files by their suffixes."""

_VOCABULARY = NamedNode(MKG.rstrip("#"))
_ONTOLOGY = NamedNode("http://www.w3.org/2002/07/owl#Ontology")
_PLACE = re.compile(r"Parser error (?:at|between) line .*?: ", re.DOTALL)


def read(paths: Sequence[str]) -> list[Quad]:
    """Return the quads of the files as one dataset, with passages and claims in their graphs.

    These are restored from statements and reifiers (see `reification`), and the facts of passages
    stand in the default graph too. The vocabulary is not added.

    Raises SourceError, with line and column where there are, when a file is missing, a folder,
    empty, not UTF-8, of an unknown suffix or not in the format that its suffix stands for.
    """
    quads: list[Quad] = []
    for path in paths:
        found = list(_parse(path, apart=len(paths) > 1))
        if not found:
            raise SourceError(f"{path}: holds no triple; give a file with RDF data")
        quads += found
    return materialise(restore(quads))


def vocabulary_for(quads: Iterable[Quad]) -> list[Quad]:
    """Return the shipped vocabulary if the quads use its terms and do not bring it themselves."""
    used = False
    for quad in quads:
        if (quad.subject, quad.predicate, quad.object) == (_VOCABULARY, TYPE, _ONTOLOGY):
            return []
        used = used or any(
            isinstance(term, NamedNode) and term.value.startswith(MKG) for term in quad
        )
    return list(_parse(f"{shipped_folder('ontology')}/mistral-kg.ttl")) if used else []


def labels_for(quads: Iterable[Quad]) -> list[Quad]:
    """Return what the vocabulary of `vocabulary_for` says in words: labels and the like."""
    return [quad for quad in vocabulary_for(quads) if isinstance(quad.object, Literal)]


def open_store(quads: Sequence[Quad]) -> Store:
    """Return an in-memory store of the quads, whose default graph is what plain patterns ask."""
    store = Store()
    store.extend(quads)
    store.extend(plain(quads))
    return store


def _parse(path: str, *, apart: bool = False) -> Iterator[Quad]:
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122  as elsewhere
    text = read_text(path)  # first, since a missing file is the graver fault
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise SourceError(f"{path}: its suffix stands for no format; name it with one of {known}")
    if not text.strip():
        raise SourceError(f"{path}: is empty; give a file with RDF data")
    base = Path(path).absolute().as_uri()
    try:
        yield from parse(text, FORMATS[suffix], base_iri=base, rename_blank_nodes=apart)
    except SyntaxError as error:
        raise SourceError(_explained(path, FORMATS[suffix], error)) from None
    except (ValueError, RuntimeError, OSError) as error:
        raise SourceError(
            f"{path}: {_one_line(str(error))}; mend it, and check its suffix"
        ) from None


def _explained(path: str, format: RdfFormat, error: SyntaxError) -> str:
    message = error.msg or str(error)
    if "LoadDocumentCallback" in message:
        return (
            f"{path}: its @context is at an address on the web, and nothing is read from there; "
            "write the context into the file"
        )
    place = f":{error.lineno}:{error.offset}" if error.lineno else ""
    reason = _one_line(_PLACE.sub("", message, count=1))
    return f"{path}{place}: {reason}; mend it (its suffix says that it is {format.name})"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
