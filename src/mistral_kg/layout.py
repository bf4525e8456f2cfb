"""Find a place for every node of a network and for its name: seeded, alike at every run.

networkx has layouts, but they need numpy, which nothing else here does.
"""

from __future__ import annotations

import math
import random
import textwrap
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

_LINE_LENGTH, _LINES = 18, 3  # of a name in the picture; the panel shows all of it
_CHARACTER, _LINE = 7.2, 14.0  # width and height of what page.js writes, and a little more
_GAP = 7.0  # kept free around a node and its name
_ROOM = 1.7  # area of the picture over the area that nodes and names cover
_WIDE = 1.45  # width over height, as on a common screen beside the panel
_HEIGHT = 600.0  # of a small picture, so that its lines are long enough to tell apart
_EVENNESS = 0.8  # 0 leaves crowds as they are, 1 puts every node at an even step
_GROWTH = 0.00002  # of the whole, more in each turn of pushing boxes apart
_TOUCH = 0.01  # boxes that overlap by less touch
_NAMED = 800  # with more nodes names have no room of their own: few can be seen at once
_TURNS = 20  # of the descent; more change nothing that can be seen
_TERMS = 40_000  # about so many paths at most; all of them below 200 nodes


@dataclass
class Place:
    """A node with its name below it, in a box around (x, y) while the layout is sought.

    Where names have no room of their own the box is that of the node.
    """

    lines: list[str]
    size: float
    has_room: bool = True
    x: float = 0
    y: float = 0

    def __post_init__(self) -> None:
        name = max(map(_cells, self.lines)) * _CHARACTER if self.has_room else 0
        self.width = max(2 * self.size, name) + 2 * _GAP
        lines = len(self.lines) if self.has_room else 0
        self.height = 2 * self.size + lines * _LINE + _GAP


def places(network: networkx.MultiDiGraph) -> dict[str, Place]:
    """Return a place for each node: the best connected near the middle, room for every name."""
    if not network:
        return {}
    degrees = dict(network.degree())
    found = {
        key: Place(
            _lines(label),
            size=round(7 + 2.2 * math.sqrt(degrees[key]), 1),
            has_room=len(network) <= _NAMED,
        )
        for key, label in network.nodes(data="label")
    }
    area = _ROOM * sum(place.width * place.height for place in found.values())
    height = max(math.sqrt(area / _WIDE), _HEIGHT)
    middle = list(found).index(max(degrees, key=lambda key: degrees[key]))
    across, down = (_spread(values, middle) for values in _paths_as_distances(network))
    for place, x, y in zip(found.values(), across, down, strict=True):
        place.x, place.y = x * height * _WIDE / 2, y * height / 2
    _separate(list(found.values()))
    for place in found.values():
        place.y += place.size - (place.height - _GAP) / 2 - _GAP / 2
    return found


def _cells(text: str) -> int:
    """Return how many characters a text is wide: marks stand above or below others."""
    return sum(not unicodedata.category(char).startswith("M") for char in text)


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
    (https://arxiv.org/abs/1710.04626). In a large
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


def _separate(places: list[Place]) -> None:
    """Push apart boxes that overlap, until none does."""
    growth = 1.0
    wide = sorted(place.width for place in places)[len(places) // 2]
    high = sorted(place.height for place in places)[len(places) // 2]
    while _push_all_apart(places, wide, high):
        # Each turn gives more room than the last, so that it ends.
        growth += _GROWTH
        for place in places:
            place.x *= growth
            place.y *= growth


def _push_all_apart(places: list[Place], wide: float, high: float) -> bool:
    """Push apart the boxes that overlap, and tell whether any did.

    Boxes that overlap lie in one cell of a grid, whose cells are as wide and high as most boxes.
    """
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        left, right = place.x - place.width / 2, place.x + place.width / 2
        top, bottom = place.y - place.height / 2, place.y + place.height / 2
        for column in range(int(left // wide), int(right // wide) + 1):
            for row in range(int(top // high), int(bottom // high) + 1):
                cells[column, row].append(place)
    overlap = False
    for here in cells.values():
        for index, one in enumerate(here):
            for other in here[index + 1 :]:
                overlap |= _push_apart(one, other)
    return overlap


def _push_apart(one: Place, other: Place) -> bool:
    """Move two boxes the shorter way apart and return True, if they overlap."""
    dx, dy = other.x - one.x, other.y - one.y
    over_x = (one.width + other.width) / 2 - abs(dx)
    over_y = (one.height + other.height) / 2 - abs(dy)
    if over_x <= _TOUCH or over_y <= _TOUCH:
        return False
    if over_x < over_y:
        one.x -= math.copysign(over_x / 2, dx)
        other.x += math.copysign(over_x / 2, dx)
    else:
        one.y -= math.copysign(over_y / 2, dy)
        other.y += math.copysign(over_y / 2, dy)
    return True
