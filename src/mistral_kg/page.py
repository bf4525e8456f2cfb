"""Write a network as one self-contained interactive page; nothing else here knows pyvis.

The page requests nothing and carries its layout: it opens at rest, and alike at every build.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import textwrap
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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

_LINE_LENGTH, _LINES = 18, 3  # of a name in the picture; the panel shows all of it
_CHARACTER, _LINE = 7.2, 14.0  # width and height of what page.js writes, and a little more
_GAP = 7.0  # kept free around a node and its name
_ROOM = 1.7  # area of the picture over the area that nodes and names cover
_WIDE = 1.45  # width over height, as on a common screen beside the panel
_HEIGHT = 600.0  # of a small picture, so that its lines are long enough to tell apart
_EVENNESS = 0.8  # 0 leaves crowds as they are, 1 puts every node at an even step
_TURNS = 20  # of the descent; more change nothing that can be seen
_TERMS = 40_000  # about so many paths at most; all of them below 200 nodes


def render(network: networkx.MultiDiGraph, *, title: str) -> str:
    """Return one HTML page that shows a network of `network.build` and needs no other file."""
    from pyvis.network import Network

    drawing = Network(directed=True, heading=title)
    looks = _looks(network)
    places = _places(network)
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


@dataclass
class _Place:
    """A node with its name below it, in a box around (x, y) while the layout is sought."""

    lines: list[str]
    size: float
    x: float = 0
    y: float = 0

    def __post_init__(self) -> None:
        name = max(map(len, self.lines)) * _CHARACTER
        self.width = max(2 * self.size, name) + 2 * _GAP
        self.height = 2 * self.size + len(self.lines) * _LINE + _GAP


def _places(network: networkx.MultiDiGraph) -> dict[str, _Place]:
    """Return a place for each node: the best connected near the middle, room for every name."""
    if not network:
        return {}
    degrees = dict(network.degree())
    places = {
        key: _Place(_lines(label), size=round(7 + 2.2 * math.sqrt(degrees[key]), 1))
        for key, label in network.nodes(data="label")
    }
    area = _ROOM * sum(place.width * place.height for place in places.values())
    height = max(math.sqrt(area / _WIDE), _HEIGHT)
    middle = list(places).index(max(degrees, key=lambda key: degrees[key]))
    across, down = (_spread(values, middle) for values in _paths_as_distances(network))
    for place, x, y in zip(places.values(), across, down, strict=True):
        place.x, place.y = x * height * _WIDE / 2, y * height / 2
    _separate(list(places.values()))
    for place in places.values():
        place.y += place.size - place.height / 2
    return places


def _lines(label: str) -> list[str]:
    """Return the label in as few lines as can be, and these as even as can be."""
    lines = textwrap.wrap(label, _LINE_LENGTH, max_lines=_LINES, placeholder=" …") or [label]
    for length in range(len(label) // len(lines), _LINE_LENGTH):
        even = textwrap.wrap(label, max(length, 1), break_long_words=False)
        if len(even) == len(lines):
            return even
    return lines


def _paths_as_distances(network: networkx.MultiDiGraph) -> tuple[list[float], list[float]]:
    """Return for each node x and y that make distances as near as can be to lengths of paths.

    Stochastic gradient descent on stress, after Zheng, Pawar and Goodman
    (https://arxiv.org/abs/1710.04626). networkx has layouts, but they need numpy. In a large
    network the paths from some nodes stand for all.
    """
    import networkx

    graph = networkx.convert_node_labels_to_integers(networkx.Graph(network))
    best = sorted(graph, key=lambda node: (-graph.degree(node), node))
    terms = [(one, other, 1) for one, other in graph.edges if one != other]
    starts: set[int] = set()
    for start in best[:: len(best) ** 2 // _TERMS + 1]:
        starts.add(start)
        lengths = networkx.single_source_shortest_path_length(graph, start)
        apart = max(lengths.values()) + 1
        terms += ((start, node, lengths.get(node, apart)) for node in best if node not in starts)

    chance = random.Random(0)  # noqa: S311  a picture is no secret
    x, y = ([chance.random() for _ in best] for _ in "xy")
    longest = max((length for *_, length in terms), default=1)
    for turn in range(_TURNS):
        rate = longest**2 * (0.1 / longest**2) ** (turn / (_TURNS - 1))
        chance.shuffle(terms)
        for one, other, length in terms:
            dx, dy = x[one] - x[other], y[one] - y[other]
            distance = math.hypot(dx, dy) or 1e-9
            step = min(rate / length**2, 1) * (length / distance - 1) / 2
            x[one] += dx * step
            y[one] += dy * step
            x[other] -= dx * step
            y[other] -= dy * step
    return x, y


def _spread(values: list[float], middle: int) -> list[float]:
    """Return the values moved to -1 to 1, towards even steps, and the one named middle to 0."""
    order = sorted(range(len(values)), key=values.__getitem__)
    low, high = min(values), max(values)
    spread = [0.0] * len(values)
    for step, index in enumerate(order):
        share = (values[index] - low) / (high - low or 1)
        spread[index] = (1 - _EVENNESS) * share + _EVENNESS * step / len(values)
    before, after = spread[middle] or 1, 1 - spread[middle]
    return [(at - before) / (before if at < before else after) for at in spread]


def _separate(places: list[_Place]) -> None:
    """Push apart boxes that overlap, until none does."""
    widest = max((place.width for place in places), default=0)
    highest = max((place.height for place in places), default=0)
    overlap, growth = True, 1.0
    while overlap:
        overlap = False
        places.sort(key=lambda place: place.x)
        for index, one in enumerate(places):
            for other in places[index + 1 :]:
                if other.x - one.x >= widest:
                    break
                if abs(other.y - one.y) < highest:
                    overlap |= _push_apart(one, other)
        growth += 0.00002  # each turn gives more room than the last, so that it ends
        for place in places:
            place.x *= growth
            place.y *= growth


def _push_apart(one: _Place, other: _Place) -> bool:
    """Move two boxes the shorter way apart and return True, if they overlap."""
    dx, dy = other.x - one.x, other.y - one.y
    over_x = (one.width + other.width) / 2 - abs(dx)
    over_y = (one.height + other.height) / 2 - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return False
    if over_x < over_y:
        one.x -= math.copysign(over_x / 2, dx)
        other.x += math.copysign(over_x / 2, dx)
    else:
        one.y -= math.copysign(over_y / 2, dy)
        other.y += math.copysign(over_y / 2, dy)
    return True
