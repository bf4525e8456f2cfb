"""The layout: nothing lies on anything else, the best connected is in the middle, always alike."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING

import networkx
import pytest

from mistral_kg.page.layout import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import mistral_kg
    from mistral_kg.page.layout import Place

LABELS = {
    "long": "word " * 200,
    "one long word": "x" * 1000,
    "empty": "",
    "blank": " \n ",
    "Gurmukhi": "ਫਰਾਂਸ ਵਿੱਚ ਏਆਈ ਨੂੰ ਅੱਗੇ ਵਧਾਉਣਾ",
    "right to left": "مرحبا بالعالم العربي الكبير",
    "emoji": "🚀" * 40,
    "control": "a\x00\x1b\u202eb",
}


def named(graph: networkx.Graph) -> networkx.MultiDiGraph:
    """Return the graph as a network in which every node has a name."""
    made = networkx.MultiDiGraph(graph)
    for node in made:
        made.nodes[node]["label"] = f"Thing number {node}"
    return made


def article(things: int) -> networkx.MultiDiGraph:
    """Return a made-up network with a hub, parallel lines, loops and some small components."""
    chance = random.Random(things)  # noqa: S311
    made = networkx.MultiDiGraph()
    for node in range(things):
        if node % 20 == 1:
            made.add_node(node)
        elif node % 20 == 2:
            made.add_edge(node, node - 1)
        else:
            made.add_edge(node, 0 if node % 4 == 0 else chance.randrange(node) // 20 * 20)
        if node % 9 == 0:
            made.add_edge(0, node)
    return named(made)


NETWORKS = {
    "none": networkx.empty_graph(0),
    "one": networkx.empty_graph(1),
    "two": networkx.empty_graph(2),
    "pair": networkx.path_graph(2),
    "loop": networkx.MultiDiGraph([(0, 0)]),
    "no edges": networkx.empty_graph(1000),
    "path": networkx.path_graph(400),
    "star": networkx.star_graph(400),
    "complete": networkx.complete_graph(60),
    "stars": networkx.disjoint_union_all([networkx.star_graph(9)] * 20),
    **{f"article of {things}": article(things) for things in (60, 257, 700)},
}


def boxes(found: Iterable[Place], *, names: bool = True) -> Iterator[tuple[float, ...]]:
    """Give left, right, top and bottom of each node, with its name below it or without."""
    for place in found:
        half = place.width / 2 if names else place.size
        top = place.y - place.size
        bottom = top + (place.height if names else 2 * place.size)
        yield place.x - half, place.x + half, top, bottom


def overlaps(found: Iterable[tuple[float, ...]]) -> int:
    """Return how many pairs of boxes overlap by more than a rounding."""
    rest = sorted(found)
    count = 0
    for index, (_, right, top, bottom) in enumerate(rest):
        for left, _, other_top, other_bottom in rest[index + 1 :]:
            if left > right - 0.01:
                break
            count += other_top < bottom - 0.01 and top < other_bottom - 0.01
    return count


@pytest.mark.parametrize("name", NETWORKS)
def test_no_name_lies_on_another(name: str) -> None:
    """No node with its name covers another in any shape of network."""
    network = named(NETWORKS[name])
    found = places(network)
    assert list(found) == list(network)
    assert overlaps(boxes(found.values())) == 0


def test_no_name_of_the_shipped_graph_lies_on_another(graph: mistral_kg.KnowledgeGraph) -> None:
    """No node with its name covers another in the shipped graph."""
    assert overlaps(boxes(places(graph.network()).values())) == 0


def test_no_node_of_a_large_network_lies_on_another() -> None:
    """A network too large for all its names still has every node apart."""
    found = places(named(networkx.star_graph(3000))).values()
    assert overlaps(boxes(found, names=False)) == 0


@pytest.mark.parametrize("name", ["star", "article of 60", "article of 257", "article of 700"])
def test_the_best_connected_is_in_the_middle(name: str) -> None:
    """The best connected node is near the middle of the picture, both ways."""
    network = named(NETWORKS[name])
    found = places(network)
    best = found[max(network, key=network.degree)]
    for axis in "xy":
        values = [getattr(place, axis) for place in found.values()]
        share = (getattr(best, axis) - min(values)) / (max(values) - min(values))
        assert 0.35 < share < 0.65


def test_the_picture_is_no_larger_than_it_has_to_be() -> None:
    """Names cover a good part of the picture, which is about as wide as a screen."""
    for name in ("article of 257", "article of 700", "no edges", "stars"):
        found = list(boxes(places(named(NETWORKS[name])).values()))
        lefts, rights, tops, bottoms = zip(*found, strict=True)
        width, height = max(rights) - min(lefts), max(bottoms) - min(tops)
        covered = sum((right - left) * (bottom - top) for left, right, top, bottom in found)
        assert covered > 0.12 * width * height, name
        assert 1 < width / height < 2, name


def test_what_is_not_connected_stands_side_by_side() -> None:
    """The boxes around any two components do not overlap."""
    network = named(networkx.disjoint_union_all([networkx.star_graph(n) for n in (40, 9, 3, 1, 0)]))
    found = places(network)
    around = [
        (min(lefts), max(rights), min(tops), max(bottoms))
        for nodes in networkx.connected_components(networkx.Graph(network))
        for lefts, rights, tops, bottoms in [
            zip(*boxes(found[node] for node in nodes), strict=True)
        ]
    ]
    assert len(around) == 5
    assert overlaps(around) == 0


def test_names_are_cut_by_the_width_that_is_seen() -> None:
    """A name has at most three lines of 18 cells, a mark of Gurmukhi takes no cell of its own."""
    network = networkx.MultiDiGraph()
    network.add_nodes_from((name, {"label": label}) for name, label in LABELS.items())
    found = places(network)
    assert overlaps(boxes(found.values())) == 0
    lines = {name: place.lines for name, place in found.items()}
    assert all(1 <= len(one) <= 3 for one in lines.values())
    assert lines["empty"] == lines["blank"] == [""]
    assert lines["one long word"] == ["x" * 18, "x" * 18, f"{'x' * 16} …"]
    assert lines["long"][2].endswith(" …")
    assert lines["emoji"][0] == "🚀" * 9  # each is two cells wide
    assert lines["Gurmukhi"] == ["ਫਰਾਂਸ ਵਿੱਚ ਏਆਈ", "ਨੂੰ ਅੱਗੇ ਵਧਾਉਣਾ"]
    assert found["emoji"].width > found["Gurmukhi"].width


def test_nodes_of_one_place_come_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what is drawn to a single point comes apart, and in so many turns as are allowed."""
    from mistral_kg.page import layout

    piled = [layout.Place(["name"], size=9.2) for _ in range(200)]
    layout._separate(piled)
    assert not any(layout._push_apart(one, other) for one, other in combinations(piled, 2))

    monkeypatch.setattr(layout, "_PUSHES", 1)
    stopped = [layout.Place(["name"], size=9.2) for _ in range(200)]
    layout._separate(stopped)
    assert any(layout._push_apart(one, other) for one, other in combinations(stopped, 2))


def test_same_places_at_every_run(tmp_path: Path) -> None:
    """The places are the same to the last digit for any hash seed, whatever the keys are."""
    script = f"""
import sys
sys.path[:] = {sys.path!r}
import networkx
from mistral_kg.page.layout import places
made = networkx.MultiDiGraph()
for index in range(300):
    made.add_edge(f"thing {{index}}", f"thing {{index * index % 17}}")
made.add_edge("aside", "aside too")
for key in made:
    made.nodes[key]["label"] = key
print(places(made))
"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout
        for seed in "012"
    }
    assert len(runs) == 1
    assert runs != {b""}
