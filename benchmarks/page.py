"""Time the page of made-up networks beside what plain pyvis writes for the same ones, in Chromium.

Writing is timed in this process. A browser of its own, without a network, then opens the page: the
picture is seen when it is drawn and no loading bar hides it, and at rest when its simulation has
ended too; ours has none. The frames are the drawings while the mouse drags the picture, for two
seconds. What takes too long is given up.

Run it with `python benchmarks/page.py`, or with other sizes: `python benchmarks/page.py 60 500`.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import networkx
from playwright.sync_api import TimeoutError as GivenUp
from playwright.sync_api import sync_playwright
from pyvis.network import Network

from mistral_kg.page import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"  # Debian's
PATIENCE = 90  # seconds until a picture is given up
DRAG = 2  # seconds

# Notes on the page's root the seconds since navigation until its picture is seen, and until it is
# at rest too. A drawing is asked for, as the first may be over.
WATCH = """(name) => {
    const { dataset } = document.documentElement;
    const idle = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
    const drawn = (network, note) => {
        network.once("afterDrawing", () => idle(() => {
            dataset[note] = performance.now() / 1000;
            look();
        }));
        network.redraw();
    };
    const look = () => {
        const found = name !== "picture" ? window.network : typeof picture === "object" && picture;
        const network = found?.physics && found; // an element bears the name until the script runs
        const hidden = document.getElementById("loadingBar")?.style.opacity ?? "0";
        const moving = network?.physics.physicsEnabled && !network.physics.stabilized;
        if (network && hidden === "0" && !dataset.seen) drawn(network, "seen");
        else if (dataset.seen && !moving && !dataset.rest) drawn(network, "rest");
        else if (!dataset.rest) setTimeout(look, 5);
    };
    look();
}"""


class Measured(NamedTuple):
    """What is measured of one page."""

    write: float
    megabytes: float
    seen: float
    rest: float
    frames: float


def made_up(things: int) -> networkx.MultiDiGraph:
    """Return a network of the shape of a real article's: a hub, a long tail, some small parts."""
    chance = random.Random(things)  # noqa: S311
    words = ["open", "model", "weights", "of", "the", "chief", "executive", "European", "round"]
    made = networkx.MultiDiGraph()
    nodes = [f"https://example.org/{index:05}" for index in range(things)]
    for index, node in enumerate(nodes):
        label = " ".join([*chance.choices(words, k=chance.randint(1, 4)), str(index)])
        kind = f"type {min(int(chance.expovariate(0.1)), 30)}"
        kinds = {"type": kind, "type_pa": kind, "type_iri": ""}
        made.add_node(node, label=label, label_pa=f"ਚੀਜ਼ {index}", names=[], figures=[], **kinds)
    ends = [0]  # once for each line of a thing, so that a choice of them prefers the connected
    together = things - things // 17
    lines = []
    for index in range(1, things):
        if index >= together:
            lines += [(index, index - 1)] if (index - together) % 3 else []
            continue
        for _ in range(1 + (chance.random() < 0.4)):
            other = chance.choice(
                [0, chance.choice(ends), chance.choice(ends), chance.randrange(index)]
            )
            ends += (index, other)
            lines.append((index, other))
    for number, (one, other) in enumerate(lines):
        made.add_edge(
            nodes[one],
            nodes[other],
            key=f"https://example.org/relation {number}",
            relation="is tied to",
            relation_pa="ਨਾਲ ਜੁੜਿਆ",
            relation_iri="",
            kind="fact",
            sentences=[f"S{chance.randint(1, 67):02}"],
        )
    made.graph.update(passages=[], claims=[])
    return made


def ours(network: networkx.MultiDiGraph) -> str:
    """Return our page."""
    return render.render(network, title="Made up")


def theirs(network: networkx.MultiDiGraph) -> str:
    """Return what pyvis makes of the network as it comes."""
    drawing = Network(directed=True, cdn_resources="in_line")
    for node, label in network.nodes(data="label"):
        drawing.add_node(node, label=label)
    for start, end, relation in network.edges(data="relation"):
        drawing.add_edge(start, end, title=relation)
    return str(drawing.generate_html())


PAGES: dict[str, tuple[Callable[[networkx.MultiDiGraph], str], str]] = {
    "mistral-kg": (ours, "picture"),
    "pyvis": (theirs, "network"),
}


def measure(name: str, network: networkx.MultiDiGraph, browser: Browser, path: Path) -> Measured:
    """Write one page, open it and drag its picture."""
    write, variable = PAGES[name]
    started = time.perf_counter()
    path.write_text(write(network), encoding="utf-8")
    written = time.perf_counter() - started
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    shown = context.new_page()
    shown.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    begun = time.perf_counter()
    shown.goto(path.as_uri(), wait_until="commit")
    shown.evaluate(WATCH, variable)
    seen, rest = noted(shown, "seen", begun), noted(shown, "rest", begun)
    frames = math.nan if math.isinf(seen) else drag(shown, variable)
    return Measured(written, path.stat().st_size / 1e6, seen, rest, frames)


def noted(shown: Page, note: str, begun: float) -> float:
    """Return the seconds that the page notes, infinite after so many since its navigation began."""
    left = max(PATIENCE - (time.perf_counter() - begun), 0.001)  # 0 would be without an end
    try:
        root = shown.wait_for_selector(f"html[data-{note}]", state="attached", timeout=1000 * left)
    except GivenUp:
        return math.inf
    return float((root and root.get_attribute(f"data-{note}")) or math.inf)


def drag(shown: Page, variable: str) -> float:
    """Return how often a second the picture is drawn while the mouse drags it about."""
    count = "window.drawings = 0; const count = () => { drawings += 1; };"
    shown.evaluate(f"() => {{ {count} {variable}.on('afterDrawing', count); }}")
    canvas = shown.locator("canvas").first.bounding_box()
    assert canvas  # noqa: S101
    x, y = canvas["x"] + 10, canvas["y"] + 10  # a corner, where there is no node
    shown.mouse.move(x, y)
    shown.mouse.down()
    begun = time.perf_counter()
    while (passed := time.perf_counter() - begun) < DRAG:
        turn = passed * math.pi
        shown.mouse.move(x + 150 * (1 - math.cos(turn)), y + 150 * math.sin(turn) ** 2)
    frames: float = shown.evaluate("drawings") / (time.perf_counter() - begun)
    shown.mouse.up()
    return frames


def seconds(number: float) -> str:
    """Return what stands in the table for a time, however long."""
    return f">{PATIENCE}" if math.isinf(number) else f"{number:.1f}"


def main() -> None:
    """Measure and print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[60, 500, 2000, 10_000])
    sizes = parser.parse_args().sizes
    cpus, python = os.cpu_count(), platform.python_version()
    print(f"{platform.machine()}, {cpus} cores, {platform.system()}, Python {python}")
    print("\n| nodes | edges | page | write s | MB | seen s | at rest s | frames/s in a drag |")
    print("|---:|---:|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for size in sizes:
            network = made_up(size)
            found: dict[str, list[Measured]] = {name: [] for name in PAGES}
            for _ in range(3 if size <= 100 else 1):
                for name, runs in found.items():
                    browser = playwright.chromium.launch(
                        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
                    )
                    runs.append(measure(name, network, browser, Path(folder) / "page.html"))
                    browser.close()
            for name, runs in found.items():
                write, megabytes, seen, rest, frames = map(
                    statistics.median, zip(*runs, strict=True)
                )
                print(
                    f"| {size} | {network.number_of_edges()} | {name} | {write:.2f} "
                    f"| {megabytes:.1f} | {seconds(seen)} | {seconds(rest)} "
                    f"| {'–' if math.isnan(frames) else f'{frames:.1f}'} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
