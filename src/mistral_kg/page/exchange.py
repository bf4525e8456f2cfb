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
    from collections.abc import Mapping, Sequence
    from typing import Any

# Whatever https://www.w3.org/TR/xml/#charsets leaves out.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(network: networkx.MultiDiGraph, format: str) -> bytes:
    """Return the network as `html`, `graphml` or `gexf`, byte for byte alike each time.

    GraphML and GEXF carry texts and numbers: lists are joined to one text, figures with their
    sentences; `labels`, `types` and `notes` have whatever else describes a node or a claim. What
    they leave out `left_out` says. They are read back, and have as many nodes and edges as the
    network. Raises ExportError when they have not, and when XML cannot carry a character.
    """
    if format == "html":
        from mistral_kg.page import render

        return render.render(network, title=network.graph.get("title", "Network")).encode()
    flat = _flatten(network)
    _refuse_what_xml_lacks(flat, format)
    try:
        data, back = _write_and_read(flat, format)
    except Exception as error:  # whatever networkx meets in attributes that are not ours
        reason = one_line(error)
        raise ExportError(f"{format}: networkx cannot write and read it ({reason})") from error
    sizes = [f"{len(one)} nodes and {one.number_of_edges()} edges" for one in (network, back)]
    if sizes[0] != sizes[1]:
        raise ExportError(f"{format}: {sizes[0]} are read back as {sizes[1]}; write html")
    return data


def _write_and_read(
    network: networkx.MultiDiGraph, format: str
) -> tuple[bytes, networkx.MultiDiGraph]:
    file = io.BytesIO()
    if format == "graphml":
        # Not write_graphml, whose bytes depend on whether lxml is installed.
        networkx.write_graphml_xml(network, file)
        # A reader of XML turns a bare carriage return into a line feed.
        data = file.getvalue().replace(b"\r", b"&#13;") + b"\n"
        return data, networkx.parse_graphml(data.decode(), force_multigraph=True)
    networkx.write_gexf(network, file)
    # The day of writing would make each day's file another.
    data = re.sub(rb' lastmodifieddate="[^"]*"', b"", file.getvalue(), count=1) + b"\n"
    return data, networkx.read_gexf(io.BytesIO(data))


def left_out(network: networkx.MultiDiGraph, format: str) -> str | None:
    """Return one sentence on what the format leaves out of the network, or None if nothing."""
    parts = []
    if format != "html":
        on_edges = {claim for *_, claim in network.edges(data="claim")}
        claims = [one for one in network.graph.get("claims", ()) if one["claim"] not in on_edges]
        passages = network.graph.get("passages", ())
        if passages:
            parts.append(f"{_count(passages, 'passage')} (with gist, place and names)")
        if claims:
            parts.append(f"{_count(claims, 'claim')} (without an edge)")
    more = "; html keeps these" if parts else ""
    untied = network.graph.get("untied", ())
    if untied:
        parts.append(f"{_count(untied, 'thing')} without an edge")
    return f"{format} leaves out {' and '.join(parts)}{more}" if parts else None


def _count(found: Sequence[object], word: str) -> str:
    return f"{len(found):,} {word}{'' if len(found) == 1 else 's'}"


def _flatten(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Return the network with texts and numbers alone, in a fixed order.

    Edges are numbered, as the keys of ours repeat, and Gephi takes edges of one id for one.
    """
    flat = networkx.MultiDiGraph()
    words = details.describe_in_words(network)
    if network.graph.get("title"):
        flat.graph["name"] = network.graph["title"]
    for node, data in sorted(network.nodes(data=True), key=lambda one: str(one[0])):
        flat.add_node(str(node), **_texts_and_numbers(data | words.get(node, {})))
    edges = sorted(network.edges(keys=True, data=True), key=lambda one: [*map(str, one[:3])])
    for number, (source, target, _, data) in enumerate(edges, 1):
        values = {"label": data.get("relation")} | data | words.get(data.get("claim"), {})
        values |= details.put_in_phrases(network, source, target, data.get("relation_iri"))
        labels = words.get(data.get("relation_iri"), {}).get("labels", [])
        values = _texts_and_numbers(values | {"relation_labels": labels})
        flat.add_edge(str(source), str(target), key=f"e{number}", **values)
    return flat


def _texts_and_numbers(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return those attributes that the formats can carry, each list of texts as one text."""
    found = {}
    for name, value in data.items():
        if name == "figures":
            value = [_describe_figure(figure) for figure in value]
        if value and isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            # Sentences have no spaces in them, other names may have.
            value = (" " if name == "sentences" else "; ").join(value)
        if isinstance(value, str | int | float):
            found[name] = value
    return found


def _describe_figure(figure: Mapping[str, Any]) -> str:
    """Return a figure in words, such as 'Series C: amount 1,700,000,000 [S05]'."""
    of = f"{figure['of']}: " if figure["of"] else ""
    remarks = "".join(
        f"; {name}: {figure[name]}" for name in ("qualifier", "reason", "note") if name in figure
    )
    claimed = f" ({figure.get('modality_label') or 'claim'})" if figure["kind"] == "claim" else ""
    where = f" [{' '.join(figure['sentences'])}]" if figure["sentences"] else ""
    return f"{of}{figure['relation']} {figure['value']}{claimed}{where}{remarks}"


def _refuse_what_xml_lacks(network: networkx.MultiDiGraph, format: str) -> None:
    """Raise ExportError for a character that networkx would replace without a word."""
    texts = [("the title", network.graph.get("name", ""))]
    for node, data in network.nodes(data=True):
        texts.append(("a node's name", node))
        texts += [(f"the {name} of {node}", value) for name, value in data.items()]
    for source, target, data in network.edges(data=True):
        texts += [(f"the {name} of {source} → {target}", value) for name, value in data.items()]
    for where, text in texts:
        if found := _NO_XML.search(str(text)):
            raise ExportError(
                f"{format}: XML cannot carry the character U+{ord(found[0]):04X} in "
                f"{visible(where)}; take it out of the data, or write html"
            )
