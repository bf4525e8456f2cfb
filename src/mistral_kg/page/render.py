"""Write a network as one self-contained interactive page; nothing else here knows pyvis.

The page requests nothing and carries its layout: it opens at rest, and alike at every build.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from mistral_kg.page import details, layout
from mistral_kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from typing import Any

    import networkx

    Edge = tuple[str, str, str]
    _Type = dict[str, Any]

_FILES = Path(__file__).parent / "files"
_SCRIPTS = ("words", "graph", "picture", "panel", "reader", "turtle", "share", "page")  # in order
_LIMIT = 2000  # with more nodes the picture opens with the best connected alone
_SHOWN = 1000  # so many

# Ten colours in six shapes tell sixty types apart.
_COLOURS = (
    *("#4e79a7", "#59a14f", "#b07aa1", "#edc948", "#76b7b2"),
    *("#9c755f", "#ff9da7", "#8cd17d", "#6b6ecf", "#bab0ac"),
)
_SHAPES = ("dot", "square", "triangle", "diamond", "star", "triangleDown")


def render(network: networkx.MultiDiGraph, *, title: str) -> str:
    """Return one HTML page that shows a network of `network.build` and needs no other file.

    In Punjabi its title is the network's `title_pa`, where it has one.
    """
    from pyvis.network import Network

    drawing = Network(directed=True, heading=title)
    types = _types(network)
    ids = {key: index for index, key in enumerate(network)}
    # As pyvis keeps them: added one by one, it looks each up among all, which takes minutes.
    drawing.nodes = _nodes(network, types)
    drawing.edges = _edges(network, ids)
    drawing.set_template_dir(str(_FILES), "page.html")
    environment = drawing.templateEnv
    environment.autoescape = True
    environment.policies["json.dumps_function"] = _dump
    content = {
        "title": title,
        "title_pa": network.graph.get("title_pa", ""),
        "name": "-".join(title.split(":")[0].lower().split()),
        "types": list(types.values()),
        "prefixes": network.graph.get("prefixes", PREFIXES),
        "described": details.build_table(network),
        "phrases": details.find_phrases(network),
        "limit": _LIMIT,
        "shown": _SHOWN,
        "passages": [_replace_keys(one, "names", ids) for one in network.graph.get("passages", ())],
        "claims": [_replace_keys(one, "about", ids) for one in network.graph.get("claims", ())],
    }
    environment.globals.update(_read_code(), content=content)
    return str(drawing.generate_html())


def _nodes(network: networkx.MultiDiGraph, types: dict[str, _Type]) -> list[dict[str, Any]]:
    places = layout.places(network)
    order = {kind: index for index, kind in enumerate(types)}
    return [
        {
            "x": round(places[key].x),
            "y": round(places[key].y),
            "size": places[key].size,
            "iri": key,
            "name": node["label"],
            "name_pa": node.get("label_pa", ""),
            "names": node.get("names", []),
            "items": node.get("items", []),
            "figures": node.get("figures", []),
            "type": order[_kind(node)],
            "id": index,
            "label": "\n".join(places[key].lines),
        }
        for index, (key, node) in enumerate(network.nodes(data=True))
    ]


def _kind(node: dict[str, Any]) -> str:
    """Return what tells the type of a node from others."""
    return str(node.get("type_iri") or node.get("type", ""))


def _edges(network: networkx.MultiDiGraph, ids: dict[str, int]) -> list[dict[str, Any]]:
    bends = _bends(network)
    return [
        {**data, **bends[source, target, key], "from": ids[source], "to": ids[target]}
        for source, target, key, data in network.edges(keys=True, data=True)
    ]


def _replace_keys(what: dict[str, Any], name: str, ids: dict[str, int]) -> dict[str, Any]:
    """Return a passage or a claim with the numbers of nodes in the place of their keys."""
    return {**what, name: [ids[key] for key in what[name] if key in ids]}


def _dump(value: object, **_: object) -> str:
    """Return JSON; Jinja's filter then escapes the characters that mean something in HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")


def _read_code() -> dict[str, Any]:
    """Return the page's scripts and styles, and the policy that allows them and no request."""
    import pyvis

    library = max((Path(pyvis.__file__).parent / "lib").glob("vis-*"))
    scripts = _read_texts(
        library / "vis-network.min.js", *(_FILES / f"{name}.js" for name in _SCRIPTS)
    )
    styles = _read_texts(library / "vis-network.css", _FILES / "page.css")
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hash_sources(scripts)}; style-src {_hash_sources(styles)}"
    )
    return {"scripts": scripts, "styles": styles, "policy": policy}


def _read_texts(*paths: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def _hash_sources(texts: list[str]) -> str:
    """Return the sources as https://www.w3.org/TR/CSP3/#grammardef-hash-source names them."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)


def _types(network: networkx.MultiDiGraph) -> dict[str, _Type]:
    """Return the types of the nodes with their colour and shape, the commonest type first."""
    counts = Counter(map(_kind, network.nodes.values()))
    examples = {_kind(node): node for node in network.nodes.values()}
    return {
        kind: {
            "iri": examples[kind].get("type_iri", ""),
            "type": examples[kind].get("type", ""),
            "type_pa": examples[kind].get("type_pa", ""),
            "count": counts[kind],
            "color": _COLOURS[index % len(_COLOURS)],
            "shape": _SHAPES[index // len(_COLOURS) % len(_SHAPES)],
        }
        for index, kind in enumerate(sorted(counts, key=lambda kind: (-counts[kind], kind)))
    }


def _bends(network: networkx.MultiDiGraph) -> dict[Edge, dict[str, Any]]:
    """Return for each edge a bend that no other edge between the same two nodes has."""
    between: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in network.edges(keys=True):
        between[tuple(sorted(edge[:2]))].append(edge)
    return {
        edge: _bend(edge, index, len(edges))
        for edges in between.values()
        for index, edge in enumerate(edges)
    }


def _bend(edge: Edge, index: int, count: int) -> dict[str, Any]:
    if edge[0] == edge[1]:
        return {"selfReference": {"size": 18 + 4 * index, "angle": math.pi * (1 / 4 + index / 3)}}
    steps = index - (count - 1) / 2
    if not steps:
        return {"smooth": False}
    # The way back is clockwise on the other side of the line.
    clockwise = (steps > 0) == (edge[0] < edge[1])
    roundness = round(abs(steps) * min(0.25, 1.8 / (count - 1)), 3)
    return {"smooth": {"type": "curvedCW" if clockwise else "curvedCCW", "roundness": roundness}}
