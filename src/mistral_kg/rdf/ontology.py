"""The shipped vocabulary, which is added to data that use its terms and do not bring it."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from mistral_kg.rdf.dataset import parse_files, shipped_folder, shipped_vocabulary
from mistral_kg.vocabulary import INFERENCE, MKG, RULES, TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Quad

    from mistral_kg.vocabulary import Node

DECLARED = Triple(
    NamedNode(MKG.rstrip("#")), TYPE, NamedNode("http://www.w3.org/2002/07/owl#Ontology")
)
"""What data say that bring the vocabulary themselves."""


def vocabulary_for(occurs: Callable[[Node], bool], *, brought: bool) -> list[Quad]:
    """Return the shipped vocabulary if its terms occur in data that have not `brought` it.

    That of inference is a part by itself, which data without inferences do not need.
    """
    inference = inference_terms() if occurs(INFERENCE) and not occurs(RULES) else []
    if brought:
        return inference
    quads = list(parse_files([shipped_vocabulary()]))
    terms = {quad.subject for quad in quads if str(quad.subject).startswith(f"<{MKG}")}
    return [*quads, *inference] if any(map(occurs, terms)) else inference


def inference_terms() -> list[Quad]:
    """Return the vocabulary of inference."""
    return list(parse_files([f"{shipped_folder('ontology')}/inference.ttl"]))


def vocabulary_of(quads: Iterable[Quad]) -> list[Quad]:
    """Return the shipped vocabulary if the quads use its terms and do not bring it themselves."""
    used: set[Node] = set()
    brought = False
    for quad in quads:
        used |= {quad.subject, quad.predicate, quad.object}
        brought = brought or quad.triple == DECLARED
    return vocabulary_for(used.__contains__, brought=brought)


def labels_of(quads: Iterable[Quad]) -> list[Quad]:
    """Return what the vocabulary of `vocabulary_of` says in words: labels and the like."""
    return [quad for quad in vocabulary_of(quads) if isinstance(quad.object, Literal)]
