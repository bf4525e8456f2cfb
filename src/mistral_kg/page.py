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

from mistral_kg import layout

if TYPE_CHECKING:
    from typing import Any

    import networkx

    Edge = tuple[str, str, str]

_FILES = Path(__file__).parent / "page_files"

# Ten colours in six shapes tell sixty types apart.
_COLOURS = (
    *("#4e79a7", "#59a14f", "#b07aa1", "#edc948", "#76b7b2"),
    *("#9c755f", "#ff9da7", "#8cd17d", "#6b6ecf", "#bab0ac"),
)
_SHAPES = ("dot", "square", "triangle", "diamond", "star", "triangleDown")


def render(network: networkx.MultiDiGraph, *, title: str) -> str:
    """Return one HTML page that shows a network of `network.build` and needs no other file."""
    from pyvis.network import Network

    drawing = Network(directed=True, heading=title)
    looks = _looks(network)
    places = layout.places(network)
    ids = {key: index for index, key in enumerate(network)}
    for key, node in network.nodes(data=True):
        place = places[key]
        drawing.add_node(
            ids[key],
            label="\n".join(place.lines),
            x=round(place.x),
            y=round(place.y),
            size=place.size,
            **looks[node["type"]],
            iri=key,
            name=node["label"],
            name_pa=node["label_pa"],
            type=node["type"],
        )
    bends = _bends(network)
    for *ends, key, edge in network.edges(keys=True, data=True):
        drawing.add_edge(*(ids[end] for end in ends), **edge, **bends[(*ends, key)])

    drawing.set_template_dir(str(_FILES), "page.html")
    environment = drawing.templateEnv
    environment.autoescape = True
    environment.policies["json.dumps_function"] = _dump
    environment.globals.update(_code(), legend=[{"type": kind, **looks[kind]} for kind in looks])
    return str(drawing.generate_html())


def _dump(value: object, **_: object) -> str:
    """Return JSON; Jinja's filter then escapes the characters that mean something in HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")


def _code() -> dict[str, Any]:
    """Return the page's scripts and styles, and the policy that allows them and no request."""
    import pyvis

    carried = max((Path(pyvis.__file__).parent / "lib").glob("vis-*"))
    scripts = _texts(carried / "vis-network.min.js", _FILES / "page.js")
    styles = _texts(carried / "vis-network.css", _FILES / "page.css")
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hashes(scripts)}; style-src {_hashes(styles)}"
    )
    return {"scripts": scripts, "styles": styles, "policy": policy}


def _texts(*paths: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def _hashes(texts: list[str]) -> str:
    """Return the sources as https://www.w3.org/TR/CSP3/#grammardef-hash-source names them."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)


def _looks(network: networkx.MultiDiGraph) -> dict[str, dict[str, str]]:
    """Return the colour and shape of each type, the commonest type first."""
    counts = Counter(kind for _, kind in network.nodes(data="type"))
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))
    return {
        kind: {
            "color": _COLOURS[index % len(_COLOURS)],
            "shape": _SHAPES[index // len(_COLOURS) % len(_SHAPES)],
        }
        for index, kind in enumerate(kinds)
    }


def _bends(network: networkx.MultiDiGraph) -> dict[Edge, dict[str, Any]]:
    """Return for each edge a bend that no other edge between the same two nodes has."""
    between: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in network.edges(keys=True):
        between[tuple(sorted(edge[:2]))].append(edge)
    return {
        edge: _loop(index) if edge[0] == edge[1] else _bend(edge, index, len(edges))
        for edges in between.values()
        for index, edge in enumerate(edges)
    }


def _loop(index: int) -> dict[str, Any]:
    return {"selfReference": {"size": 18 + 4 * index, "angle": math.pi * (1 / 4 + index / 3)}}


def _bend(edge: Edge, index: int, count: int) -> dict[str, Any]:
    steps = index - (count - 1) / 2
    if not steps:
        return {"smooth": False}
    # The way back is clockwise on the other side of the line.
    clockwise = (steps > 0) == (edge[0] < edge[1])
    roundness = round(abs(steps) * min(0.25, 1.8 / (count - 1)), 3)
    return {"smooth": {"type": "curvedCW" if clockwise else "curvedCCW", "roundness": roundness}}
