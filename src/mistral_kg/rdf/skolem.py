"""Give blank nodes IRIs, the same for the same data: RDF 1.1, section 3.5.

See https://www.w3.org/TR/rdf11-concepts/#section-skolemization.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mistral_kg.vocabulary import Node

GENID = "https://w3id.org/.well-known/genid/mistral-kg-"


def skolemised(quads: Iterable[Quad]) -> tuple[list[Quad], int]:
    """Return the quads with an IRI in place of each blank node, and how many there were.

    A name is made of what the data say of all blank nodes and of the node's place among them
    (RDFC-1.0), so that two datasets never share one by accident.
    """
    whole = list(quads)
    blank = {quad for quad in whole if _has_blank(quad)}
    if not blank:
        return whole, 0
    from hashlib import sha256

    from mistral_kg.rdf.order import renamed

    named = renamed(blank)
    digest = sha256("\n".join(sorted(map(str, named))).encode()).hexdigest()[:16]
    nodes: set[str] = set()

    def replaced(term: Node) -> Node:
        if isinstance(term, BlankNode):
            nodes.add(term.value)
            return NamedNode(f"{GENID}{digest}-{term.value}")
        if isinstance(term, Triple):
            return Triple(*map(replaced, term))  # type: ignore[arg-type]
        return term

    kept = [quad for quad in whole if quad not in blank]
    found = sorted(map(str, named))
    order = {str(quad): quad for quad in named}
    return [*kept, *(Quad(*map(replaced, order[one])) for one in found)], len(nodes)  # type: ignore[arg-type]


def _has_blank(terms: Iterable[Node]) -> bool:
    return any(
        isinstance(term, BlankNode) or (isinstance(term, Triple) and _has_blank(term))
        for term in terms
    )
