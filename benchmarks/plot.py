"""Draw how time and memory grow with the data: one panel a measure, both axes logarithmic."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
from figures import FAILED, GIVEN_UP, Figure
from matplotlib.figure import Figure as Drawing
from runners import BARE, NATIVE, OURS, RDFLIB

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

# Told apart by eyes that see no red or no green too (Okabe and Ito), and by their marks.
STYLES = {
    OURS: ("#0072b2", "o", 2.2),
    BARE: ("#d55e00", "s", 1.2),
    NATIVE: ("#007a5a", "^", 1.2),
    RDFLIB: ("#7a4b8f", "D", 1.2),
}
GAP = 0.085  # of a panel's height, between the names at the ends of lines


class Panel(NamedTuple):
    """What one panel shows."""

    title: str
    source: str
    measure: str
    memory: bool = False


class End(NamedTuple):
    """Where a line ends, and whether what was measured there lies beyond, as it was given up."""

    runner: str
    quads: int
    value: float
    beyond: bool


PANELS = (
    *(Panel("File: load", "file", "nothing"), Panel("File: load, join", "file", "join")),
    *(
        Panel("File: load, provenance", "file", "provenance"),
        Panel("File: load, path", "file", "path"),
    ),
    *(Panel("Store: open", "store", "nothing"), Panel("Store: join", "store", "join")),
    *(Panel("Store: provenance", "store", "provenance"), Panel("Store: path", "store", "path")),
    Panel("Store: make", "store", "make"),
    Panel("Peak memory, file: load, join", "file", "join", memory=True),
    Panel("Peak memory, store: join", "store", "join", memory=True),
    Panel("Peak memory, store: make", "store", "make", memory=True),
)


def plot(figures: list[Figure], path: Path) -> None:
    """Write the drawing as SVG, the same in every byte for the same figures."""
    with mpl.rc_context(
        {
            "svg.hashsalt": "growth",
            "svg.fonttype": "none",  # text stays text
            "font.family": "sans-serif",
            "font.size": 8,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 9,
        }
    ):
        drawing = Drawing(figsize=(12, 8.4), facecolor="white", layout="constrained")
        alike: dict[str, Axes] = {}  # panels of one kind have one scale
        drawn = []
        for number, panel in enumerate(PANELS):
            kind = "MB" if panel.memory else f"seconds {panel.source} {panel.measure == 'make'}"
            axes = drawing.add_subplot(3, 4, number + 1, sharey=alike.get(kind))
            alike.setdefault(kind, axes)
            drawn.append((axes, _draw(axes, panel, figures)))
        for axes, ends in drawn:
            _name(axes, ends)
        drawing.savefig(path, metadata={"Date": None, "Creator": None})


def _draw(axes: Axes, panel: Panel, figures: list[Figure]) -> list[End]:
    axes.set_title(panel.title)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.margins(y=0.12)
    axes.grid(visible=True, color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    ends: list[End] = []
    found: set[int] = set()
    for runner, (color, mark, width) in STYLES.items():
        if points := _points(panel, figures, runner):
            quads, values, beyond = zip(*points, strict=True)
            axes.plot(quads, values, color=color, marker=mark, markersize=4, linewidth=width)
            found.update(quads)
            ends.append(End(runner, quads[-1], values[-1], beyond[-1]))
    sizes = _ticks(sorted(found))
    axes.set_xticks(sizes, [_short(size) for size in sizes])
    axes.set_xlabel("quads")
    axes.set_ylabel("MB" if panel.memory else "seconds")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    return ends


def _ticks(sizes: list[int]) -> list[int]:
    """Return the sizes, which rise, without those that have no room for their number."""
    kept = sizes[-1:]
    for size in reversed(sizes):
        if math.log(kept[0] / size) > 0.2 * math.log(sizes[-1] / sizes[0]):
            kept.insert(0, size)
    return kept


def _short(quads: int) -> str:
    """Return a number as the tick of an axis has room for: 1.5 k, 101 k, 1 M."""
    for unit, name in ((1_000_000, " M"), (1000, " k")):
        if quads >= unit:
            return f"{quads / unit:.{1 if quads < 10 * unit else 0}f}".removesuffix(".0") + name
    return str(quads)


def _points(panel: Panel, figures: list[Figure], runner: str) -> list[tuple[int, float, bool]]:
    """Return the sizes with the median time or the greatest peak, and whether it was given up."""
    sought = (panel.source, panel.measure, runner)
    sizes: dict[int, list[Figure]] = {}
    for one in figures:
        if one[1:4] == sought and one.outcome != FAILED:
            sizes.setdefault(one.quads, []).append(one)
    return [
        (
            quads,
            max(one.megabytes for one in found)
            if panel.memory
            else statistics.median(one.seconds for one in found),
            any(one.outcome == GIVEN_UP for one in found),
        )
        for quads, found in sorted(sizes.items())
    ]


def _name(axes: Axes, ends: list[End]) -> None:
    """Write the name of each line at its end, none over another."""
    if not ends:
        return
    left, right = axes.dataLim.intervalx
    span = max(right / left, 10)
    axes.set_xlim(left / span**0.06, right * span**0.55)  # room for the names
    bottom, top = (math.log(limit) for limit in axes.get_ylim())
    ends.sort(key=lambda end: end.value)
    heights = [(math.log(end.value) - bottom) / (top - bottom) for end in ends]
    for end, height in zip(ends, _apart(heights), strict=True):
        axes.annotate(
            f"{end.runner}: more" if end.beyond else end.runner,
            (end.quads, height),
            xycoords=axes.get_xaxis_transform(),
            xytext=(6, 0),
            textcoords="offset points",
            verticalalignment="center",
            color=STYLES[end.runner][0],
            fontweight="bold" if end.runner == OURS else "normal",
        )


def _apart(heights: list[float]) -> list[float]:
    """Return the heights, which rise, moved as little as keeps a gap between any two."""
    groups: list[list[float]] = []
    for height in heights:
        group = [height]
        # A group stands around the middle of what is in it; groups that would touch become one.
        while groups and _middle(group) - _middle(groups[-1]) < GAP * len(groups[-1] + group) / 2:
            group = groups.pop() + group
        groups.append(group)
    return [
        _middle(group) + GAP * (place - (len(group) - 1) / 2)
        for group in groups
        for place in range(len(group))
    ]


def _middle(group: list[float]) -> float:
    return sum(group) / len(group)
