"""The network of data, or of the part that is asked for, with the title that says which."""

from __future__ import annotations

import os

from mistral_kg.errors import QueryError
from mistral_kg.explore import ask
from mistral_kg.explore.resolve import find
from mistral_kg.page import narrowing, network
from mistral_kg.rdf import files
from mistral_kg.rdf.dataset import without_inferences
from mistral_kg.sparql import named
from mistral_kg.terminal import captions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyoxigraph import NamedNode

    from mistral_kg.explore.data import Data
    from mistral_kg.page.network import Network


def build(
    data: Data,
    query: str | None,
    bindings: Mapping[str, Any] | None,
    *,
    around: str | NamedNode | None,
    depth: int | None,
    facts_only: bool,
    name: str,
) -> Network:
    """Return the network, as `KnowledgeGraph.network` does, and raise as it does."""
    if query is None and bindings:
        raise QueryError("bindings need a query to bind them in; give one")
    if around is None and depth is not None:
        raise QueryError("a depth counts steps from an entity; say around which one")
    if depth is not None and depth < 0:
        raise QueryError(f"a depth of {depth} leaves nothing; give 0 or more steps")
    centre = None if around is None else find(data.described(), around)
    # Read before the query runs, so that blank nodes are called alike.
    quads = without_inferences(data.quads)
    result = None if query is None else ask.run(data, query, bindings or {}, name=name)
    if not data.is_shipped:
        # Of the vocabulary what names a relation, and nothing that would be an edge itself.
        quads = [*quads, *files.labels_of(quads)]
    if result is None and centre is None and not facts_only:
        found = network.build(quads)
    else:
        depth = 1 if depth is None else depth
        found = narrowing.build(
            quads, result, around=centre, depth=depth, facts_only=facts_only, name=name
        )
    asked = query.strip() if query and named.is_name(query) else query and os.path.basename(name)  # noqa: PTH119
    found.graph["prefixes"] = data.prefixes
    found.graph["title"] = _title(data, asked, centre, facts_only, "en")
    found.graph["title_pa"] = _title(data, asked, centre, facts_only, "pa")
    return found


def _title(
    data: Data, asked: str | None, around: NamedNode | None, facts_only: bool, lang: str
) -> str:
    """Return the title of a network in a language: whose it is, and which part."""
    parts = [", ".join(map(os.path.basename, data.source.words)) or captions.word("title", lang)]
    if asked is not None:
        parts.append(asked)
    if around is not None:
        label = data.described(lang).label(around)
        parts.append(captions.word("around {}", lang).format(label))
    if facts_only:
        parts.append(captions.word("facts only", lang))
    return " · ".join(parts)
