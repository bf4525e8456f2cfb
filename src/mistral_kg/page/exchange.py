"""Write a network for other programs: as the page, as GraphML, or as GEXF for Gephi."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import networkx

from mistral_kg.errors import ExportError, one_line
from mistral_kg.page import details
from mistral_kg.terminal.cells import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from typing import Any

# Whatever https://www.w3.org/TR/xml/#charsets leaves out.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(network: networkx.MultiDiGraph, format: str) -> bytes:
    """Return the network as `html`, `graphml` or `gexf`, byte for byte alike each time.

    GraphML and GEXF carry texts and numbers: lists are joined to one text, figures with their
    sentences; `labels`, `types` and `notes` have whatever else describes a node or a claim. What
    they leave out `left_out` says. They are read back, and have as many nodes and edges as the
    network. Raises ExportError when they have not, when XML cannot carry a character, and for
    another format.
    """
    if format == "html":
        from mistral_kg.page import render

        return render.render(network, title=network.graph.get("title", "Network")).encode()
    if format not in _XML:
        known = ", ".join(("html", *_XML))
        raise ExportError(f"{format}: no such format of a network; use one of {known}")
    writer, reader = _XML[format]
    flat = _flat(network, format)
    try:
        data = writer(flat)
        back = reader(data)
    except Exception as error:  # whatever networkx meets in attributes that are not ours
        reason = one_line(error)
        raise ExportError(f"{format}: networkx cannot write and read it ({reason})") from error
    sizes = [(len(one), one.number_of_edges()) for one in (network, back)]
    if sizes[0] != sizes[1]:
        (nodes, edges), (nodes_back, edges_back) = sizes
        raise ExportError(
            f"{format}: {nodes} nodes and {edges} edges are read back as {nodes_back} and "
            f"{edges_back}; write html"
        )
    return data


def left_out(network: networkx.MultiDiGraph, format: str) -> str | None:
    """Return one sentence on what the format leaves out of the network, or None if nothing."""
    untied = network.graph.get("untied", ())
    if format not in _XML:
        missing = f"{_things(untied)} without an edge"
        return f"{format} leaves out {missing}" if untied else None
    edges = {claim for *_, claim in network.edges(data="claim")}
    claims = [one for one in network.graph.get("claims", ()) if one["claim"] not in edges]
    passages = network.graph.get("passages", ())
    parts = [
        f"{len(found):,} {word if len(found) == 1 else f'{word}s'} ({which})"
        for found, word, which in (
            (passages, "passage", "with gist, place and names"),
            (claims, "claim", "without an edge"),
        )
        if found
    ]
    more = "; html keeps these" if parts else ""
    if untied:
        parts.append(f"{_things(untied)} without an edge")
    data = [one for _, one in network.nodes(data=True)]
    data += [one for *_, one in network.edges(data=True)]
    parts += sorted({f"the attribute {name}" for one in data for name in _uncarried(one)})
    return f"{format} leaves out {' and '.join(parts)}{more}" if parts else None


def _things(found: Sequence[object]) -> str:
    return f"{len(found):,} thing{'' if len(found) == 1 else 's'}"


def _uncarried(data: Mapping[str, object]) -> set[str]:
    """Return the names of the attributes that have a value which is no text and no number."""
    empty: tuple[object, ...] = (None, [], (), {})
    return {
        name
        for name, value in data.items()
        if value not in empty and not isinstance(_joined(name, value), str | int | float)
    }


def _graphml(network: networkx.MultiDiGraph) -> bytes:
    file = io.BytesIO()
    # Not write_graphml, whose bytes depend on whether lxml is installed.
    networkx.write_graphml_xml(network, file)
    # A reader of XML turns a bare carriage return into a line feed.
    return file.getvalue().replace(b"\r", b"&#13;") + b"\n"


def _read_graphml(data: bytes) -> networkx.MultiDiGraph:
    return networkx.parse_graphml(data.decode(), force_multigraph=True)


def _gexf(network: networkx.MultiDiGraph) -> bytes:
    file = io.BytesIO()
    networkx.write_gexf(network, file)
    # The day of writing, which would make each day's file another.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", file.getvalue(), count=1) + b"\n"


def _read_gexf(data: bytes) -> networkx.MultiDiGraph:
    return networkx.read_gexf(io.BytesIO(data))


_XML: dict[str, tuple[Callable[..., bytes], Callable[[bytes], networkx.MultiDiGraph]]] = {
    "graphml": (_graphml, _read_graphml),
    "gexf": (_gexf, _read_gexf),
}


def _flat(network: networkx.MultiDiGraph, format: str) -> networkx.MultiDiGraph:
    """Return the network with texts and numbers alone, in a fixed order.

    Edges are numbered, as the keys of ours repeat, and Gephi takes edges of one id for one.
    """
    flat = networkx.MultiDiGraph()
    words = details.words(network)
    if network.graph.get("title"):
        flat.graph["name"] = _carried(network.graph["title"], "the title", format)
    for node, data in sorted(network.nodes(data=True), key=lambda one: str(one[0])):
        values = _values(data | words.get(node, {}), node, format)
        flat.add_node(_carried(str(node), "a node's name", format), **values)
    edges = sorted(network.edges(keys=True, data=True), key=lambda one: [*map(str, one[:3])])
    for number, (source, target, _, data) in enumerate(edges, 1):
        values = {"label": data.get("relation")} | data | words.get(data.get("claim"), {})
        labels = words.get(data.get("relation_iri"), {}).get("labels", [])
        values |= {"relation_labels": labels}
        values = _values(values, f"{source} → {target}", format)
        flat.add_edge(str(source), str(target), key=f"e{number}", **values)
    return flat


def _values(data: Mapping[str, object], whose: Hashable, format: str) -> dict[str, Any]:
    """Return what the formats can carry of the attributes of a node or an edge."""
    values = {name: _joined(name, value) for name, value in data.items()}
    return {
        name: _carried(value, f"the {name} of {whose}", format)
        for name, value in values.items()
        if isinstance(value, str | int | float)
    }


def _joined(name: str, value: object) -> object:
    """Return a list of texts as one: sentences have no spaces, other names may have them."""
    if value and name == "figures" and isinstance(value, list):
        return "; ".join(map(_figure, value))
    if value and isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return (" " if name == "sentences" else "; ").join(value)
    return value


def _figure(figure: Mapping[str, Any]) -> str:
    """Return a figure in words, such as 'Series C: amount 1,700,000,000 [S05]'."""
    of = f"{figure['of']}: " if figure["of"] else ""
    claimed = f" ({figure.get('modality_label') or 'claim'})" if figure["kind"] == "claim" else ""
    where = f" [{' '.join(figure['sentences'])}]" if figure["sentences"] else ""
    return f"{of}{figure['relation']} {figure['value']}{claimed}{where}"


def _carried(value: Any, where: str, format: str) -> Any:
    """Return the value; raise ExportError for a text with a character that XML cannot carry.

    None is replaced: the file would say something else than the data, and nobody would know.
    """
    found = _NO_XML.search(value) if isinstance(value, str) else None
    if found:
        raise ExportError(
            f"{format}: XML cannot carry the character U+{ord(found[0]):04X} in {visible(where)}; "
            "take it out of the data, or write html"
        )
    return value
