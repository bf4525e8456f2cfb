"""Find a place for every node of a network and for its name: seeded, alike at every run.

networkx has layouts, but they need numpy, which nothing else here does.
"""

from __future__ import annotations

import math
import random
import re
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import networkx

from mistral_kg.terminal.cells import cells, clusters

_LINE_LENGTH, _LINES = 18, 3  # of a name in the picture; the panel shows all of it
_PIECE = re.compile(r"\s?\S+?(?:(?<=[^\s\d-]-)(?=[^\s\d-])|(?=\s)|$)")  # a word, or up to a hyphen
_CELL, _LINE = 7.2, 14.0  # width and height of what page.js writes, and a little more
_GAP = 7.0  # kept free around a node and its name
_ROOM = 1.7  # area of the picture over the area that nodes and names cover
_WIDE = 1.45  # width over height, as on a common screen beside the panel
_HEIGHT = 600.0  # of a small picture, so that its lines are long enough to tell apart
_EVENNESS = 0.9  # 0 leaves crowds as they are, 1 puts every node at an even step
_TURNS = 20  # of the descent; more change nothing that can be seen
_TERMS = 40_000  # about so many paths at most; all of them below 200 nodes
_STARTS = 20  # of paths at least, in however large a network
_NAMED = 2_500  # nodes; in more, few of the names are seen at once and may lie on others
_PUSHES = 400  # of all boxes, at most
_TOUCH = 1e-6  # an overlap that only the arithmetic makes


@dataclass
class Place:
    """A node with its name below it, in a box around (x, y) while the layout is sought."""

    lines: list[str]
    size: float
    x: float = 0
    y: float = 0

    def __post_init__(self) -> None:
        name = max(map(cells, self.lines)) * _CELL
        self.width = max(2 * self.size, name) + 2 * _GAP
        self.height = 2 * self.size + len(self.lines) * _LINE + _GAP


def places(network: networkx.MultiDiGraph) -> dict[str, Place]:
    """Return a place for each node: the best connected in the middle, room for every name.

    Parts that are not connected are side by side.
    """
    if not network:
        return {}
    found = {
        key: Place(_break_lines(label), size=round(7 + 2.2 * math.sqrt(network.degree(key)), 1))
        for key, label in network.nodes(data="label")
    }
    area = sum(box.width * box.height for box in found.values())
    room = max(_ROOM, _WIDE * _HEIGHT**2 / area)
    graph = networkx.Graph(network)
    best = sorted(graph, key=lambda key: -graph.degree(key))
    graph = networkx.relabel_nodes(graph, {key: rank for rank, key in enumerate(best)})
    groups = []
    for nodes in sorted(map(sorted, networkx.connected_components(graph))):
        group = [found[best[node]] for node in nodes]
        _arrange(group, _embed(graph, nodes), room)
        groups.append(_Group(group))
    _place_side_by_side(groups)
    for box in found.values():
        box.y += box.size - box.height / 2
    return found


def _embed(graph: networkx.Graph, best: list[int]) -> list[complex]:
    """Return for each node a point, so that distances are as near as can be to lengths of paths.

    Stochastic gradient descent on stress, after Zheng, Pawar and Goodman
    (https://arxiv.org/abs/1710.04626). In a large network the paths from some nodes stand for all.
    """
    index = {node: at for at, node in enumerate(best)}
    terms = [(index[one], index[other], 1) for one, other in graph.edges(best) if one != other]
    step = min(len(best) ** 2 // _TERMS, len(best) // _STARTS) + 1
    for start in range(0, len(best), step):
        lengths = networkx.single_source_shortest_path_length(graph, best[start])
        terms += (
            (start, index[node], length)
            for node, length in lengths.items()
            if index[node] > start or index[node] % step
        )

    chance = random.Random(0)  # noqa: S311  a picture is no secret
    points = [complex(chance.random(), chance.random()) for _ in best]
    longest = max((length for *_, length in terms), default=1)
    for turn in range(_TURNS):
        rate = longest**2 * (0.1 / longest**2) ** (turn / (_TURNS - 1))
        shares = [min(rate / (length or 1) ** 2, 1) / 2 for length in range(longest + 1)]
        chance.shuffle(terms)
        for one, other, length in terms:
            between = points[one] - points[other]
            move = between * (shares[length] * (length / (abs(between) or 1e-9) - 1))
            points[one] += move
            points[other] -= move
    return points


def _arrange(boxes: list[Place], points: list[complex], room: float) -> None:
    """Set the boxes about the points and apart, in so many times the area that they cover."""
    across = _stretch([point.real for point in points])
    down = _stretch([point.imag for point in points])
    for box, x, y in zip(boxes, across, down, strict=True):
        box.x, box.y = x, y
    _share(boxes, -1, -1, 2, 2)
    height = math.sqrt(room * sum(box.width * box.height for box in boxes) / _WIDE)
    for box, x, y in zip(boxes, across, down, strict=True):
        box.x = (x + _EVENNESS * (box.x - x)) * height * _WIDE / 2
        box.y = (y + _EVENNESS * (box.y - y)) * height / 2
    # To stretch the picture about the best connected would cram all that is on one side of it.
    best, middle = boxes[0], min(boxes, key=lambda box: math.hypot(box.x, box.y))
    best.x, best.y, middle.x, middle.y = middle.x, middle.y, best.x, best.y
    if len(boxes) > _NAMED:
        for box in boxes:
            box.width = box.height = 2 * (box.size + _GAP)
    _separate(boxes)


def _stretch(values: list[float]) -> list[float]:
    """Return the values moved to -1 to 1."""
    low, high = min(values), max(values)
    return [2 * (value - low) / (high - low or 1) - 1 for value in values]


def _share(boxes: list[Place], left: float, top: float, width: float, height: float) -> None:
    """Share out the rectangle: to each box as much as it needs, beside those that were near."""
    if len(boxes) == 1:
        boxes[0].x, boxes[0].y = left + width / 2, top + height / 2
        return
    flat = sum(box.width for box in boxes) / sum(box.height for box in boxes)
    across = width * _WIDE > flat * height
    boxes = sorted(boxes, key=lambda box: box.x if across else box.y)
    areas = list(accumulate(box.width * box.height for box in boxes))
    half = min(max(bisect(areas, areas[-1] / 2), 1), len(boxes) - 1)
    part = areas[half - 1] / areas[-1]
    if across:
        _share(boxes[:half], left, top, width * part, height)
        _share(boxes[half:], left + width * part, top, width * (1 - part), height)
    else:
        _share(boxes[:half], left, top, width, height * part)
        _share(boxes[half:], left, top + height * part, width, height * (1 - part))


def _separate(boxes: list[Place]) -> None:
    """Push apart boxes that overlap, until none does: only those of one cell of a grid can."""
    wide = sum(box.width for box in boxes) / len(boxes)
    high = sum(box.height for box in boxes) / len(boxes)
    growth = 1.0
    for _ in range(_PUSHES):
        overlap = False
        grid: dict[tuple[int, int], list[Place]] = defaultdict(list)
        for box in boxes:
            left, right = (box.x - box.width / 2) // wide, (box.x + box.width / 2) // wide
            top, bottom = (box.y - box.height / 2) // high, (box.y + box.height / 2) // high
            for column in range(int(left), int(right) + 1):
                for row in range(int(top), int(bottom) + 1):
                    cell = grid[column, row]
                    for other in cell:
                        overlap |= _push_apart(other, box)
                    cell.append(box)
        if not overlap:
            break
        growth += 0.0001  # each turn gives more room than the last, so that it ends
        for box in boxes:
            box.x *= growth
            box.y *= growth


def _push_apart(one: Place, other: Place) -> bool:
    """Move two boxes the shorter way apart, the larger node less; True, if they overlapped."""
    dx, dy = other.x - one.x, other.y - one.y
    over_x = (one.width + other.width) / 2 - abs(dx)
    over_y = (one.height + other.height) / 2 - abs(dy)
    if over_x <= _TOUCH or over_y <= _TOUCH:
        return False
    share = other.size / (one.size + other.size)
    if over_x < over_y:
        move = math.copysign(over_x, dx)
        one.x -= move * share
        other.x += move * (1 - share)
    else:
        move = math.copysign(over_y, dy)
        one.y -= move * share
        other.y += move * (1 - share)
    return True


class _Group:
    """The boxes of a component, and the box around them."""

    def __init__(self, boxes: list[Place]) -> None:
        self.boxes = boxes
        self.left = min(box.x - box.width / 2 for box in boxes)
        self.top = min(box.y - box.height / 2 for box in boxes)
        self.width = max(box.x + box.width / 2 for box in boxes) - self.left
        self.height = max(box.y + box.height / 2 for box in boxes) - self.top


def _place_side_by_side(groups: list[_Group]) -> None:
    """Set the first group in the middle, the others beside it and in rows below and above."""
    area = sum(group.width * group.height for group in groups)
    width = max(groups[0].width, math.sqrt(area * _WIDE))
    rows = [groups[:1]]
    for group in sorted(groups[1:], key=lambda group: -group.height):
        if sum(one.width for one in rows[-1]) + group.width > width:
            rows.append([])
        rows[-1].append(group)
    heights = [max(group.height for group in row) for row in rows]
    top = -sum(heights) / 2
    for row, height in zip(_put_first_in_middle(rows), _put_first_in_middle(heights), strict=True):
        left = -sum(group.width for group in row) / 2
        for group in _put_first_in_middle(row):
            down = top + (height - group.height) / 2 - group.top
            for box in group.boxes:
                box.x += left - group.left
                box.y += down
            left += group.width
        top += height


def _put_first_in_middle(values: list[Any]) -> list[Any]:
    """Return the values set in turn after and before the first."""
    return values[2::2][::-1] + values[:1] + values[1::2]


# The name of a node, in the lines that are written below it.


def _break_lines(label: str) -> list[str]:
    """Return the label in as few lines as can be, and these as even as can be."""
    pieces: list[str] = []  # after which a line may end; in what is longer than a line, any letter
    for piece in _PIECE.findall(" ".join(label.split())):
        pieces += [piece] if cells(piece) <= _LINE_LENGTH else clusters(piece)
    lines = _fill(pieces, _LINE_LENGTH)
    if len(lines) > _LINES:
        pieces = [*pieces[: _LINES * _LINE_LENGTH], " …"]
        while len(lines := _fill(pieces, _LINE_LENGTH)) > _LINES:
            del pieces[-2]
    for length in range(cells("".join(pieces)) // len(lines), _LINE_LENGTH):
        even = _fill(pieces, length)
        if len(even) == len(lines):
            return even
    return lines


def _fill(pieces: list[str], length: int) -> list[str]:
    """Return lines of at most so many cells; a longer piece has a line of its own."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and cells(lines[-1] + piece) > length:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines
