"""Keep what is measured as CSV, and put it into words: tables and targets in Markdown."""

from __future__ import annotations

import csv
import statistics
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

from runners import BARE, NATIVE, OURS, RDFLIB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DONE, GIVEN_UP, FAILED = "done", "given up", "failed"

BEGIN = "<!-- The figures: growth.py writes what stands from here -->"
END = "<!-- to here. -->"

RUNNERS = (OURS, BARE, NATIVE, RDFLIB)
ASKED = ("join", "provenance", "path")
ROWS = {  # what a row of a table is called, by source and measure
    ("file", "nothing"): "file: load",
    ("file", "join"): "file: load, join",
    ("file", "provenance"): "file: load, provenance",
    ("file", "path"): "file: load, path",
    ("store", "make"): "make a store of the file",
    ("store", "nothing"): "store: open",
    ("store", "join"): "store: join",
    ("store", "provenance"): "store: provenance",
    ("store", "path"): "store: path",
}


class Figure(NamedTuple):
    """One run: of how many quads, from what, what was asked, who ran, and what came of it."""

    quads: int
    source: str
    measure: str
    runner: str
    round: int
    seconds: float = 0
    megabytes: float = 0
    rows: int = 0
    outcome: str = DONE


class Figures:
    """A CSV file of figures, whose first line, a comment, is about the machine."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._rows = csv.writer(file, lineterminator="\n")

    @classmethod
    @contextmanager
    def create(cls, path: Path, about: str) -> Iterator[Figures]:
        """Begin a file in place of the one that was there."""
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"# {about}\n")
            figures = cls(file)
            figures._rows.writerow(Figure._fields)
            yield figures

    def add(self, figure: Figure) -> None:
        """Write one figure, at once, so that none is lost when a run is broken off."""
        shown = figure._replace(
            seconds=round(figure.seconds, 4), megabytes=round(figure.megabytes, 1)
        )
        self._rows.writerow(shown)
        self._file.flush()

    @staticmethod
    def read(path: Path) -> tuple[str, list[Figure]]:
        """Return what is said about the machine, and the figures."""
        with path.open(encoding="utf-8", newline="") as file:
            about = file.readline().removeprefix("#").strip()
            found = [
                Figure(
                    int(row["quads"]),
                    row["source"],
                    row["measure"],
                    row["runner"],
                    int(row["round"]),
                    float(row["seconds"]),
                    float(row["megabytes"]),
                    int(row["rows"]),
                    row["outcome"],
                )
                for row in csv.DictReader(file)
            ]
        return about, found


def select(
    figures: list[Figure], quads: int, source: str, measure: str, runner: str
) -> list[Figure]:
    """Return the figures of one thing that was measured."""
    sought = (quads, source, measure, runner)
    return [one for one in figures if one[:4] == sought]


def ratio(
    figures: list[Figure], quads: int, source: str, measure: str, pair: tuple[str, str]
) -> float | None:
    """Return how many times the second's time the first one takes: the median over the rounds.

    None where a round has not both. What was given up counts with the time that it had.
    """
    times: list[dict[int, float]] = [
        {
            one.round: one.seconds
            for one in select(figures, quads, source, measure, runner)
            if one.outcome != FAILED
        }
        for runner in pair
    ]
    both = times[0].keys() & times[1].keys()
    return statistics.median(times[0][turn] / times[1][turn] for turn in both) if both else None


def tables(about: str, figures: list[Figure]) -> str:
    """Return the machine, the targets and a table a size, in Markdown."""
    sizes = sorted({one.quads for one in figures})
    parts = [f"Measured on: {about}.", "![Time and memory by the number of quads](growth.svg)"]
    parts += [_targets(figures, sizes[-1]), *(_table(figures, size) for size in sizes)]
    return "\n\n".join(parts)


def _targets(figures: list[Figure], quads: int) -> str:
    """Return the targets with what is measured at the largest size: the worst of the queries."""
    rows = [
        ("a query from a file, times bare pyoxigraph", "file", (OURS, BARE), 1.15),
        ("a query from a file, rdflib times ours", "file", (RDFLIB, OURS), 12),
        ("a query of a store, times native oxigraph", "store", (OURS, NATIVE), 1.3),
    ]
    lines = [
        f"| at {quads:,} quads | target | {' | '.join(ASKED)} | met |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for what, source, pair, target in rows:
        found = [ratio(figures, quads, source, measure, pair) for measure in ASKED]
        at_least = pair[0] == RDFLIB
        known = [one for one in found if one is not None]
        fine = all(one >= target if at_least else one <= target for one in known)
        met = "not measured" if len(known) < len(found) else "yes" if fine else "no"
        goal = f"{'at least' if at_least else 'at most'} {target}"
        shown = " | ".join("–" if one is None else f"{one:.2f}" for one in found)
        lines.append(f"| {what} | {goal} | {shown} | {met} |")
    return "\n".join(lines)


def _table(figures: list[Figure], quads: int) -> str:
    """Return the table of one size: median seconds, and the greatest peak in MB."""
    rounds = max(one.round for one in figures if one.quads == quads) + 1
    size = "1 quad: the start" if quads == 1 else f"{quads:,} quads"
    size += f", {rounds} round{'s' * (rounds > 1)}"
    lines = [f"| {size} | {' | '.join(RUNNERS)} | rows |", "|---|" + "---:|" * (len(RUNNERS) + 1)]
    for (source, measure), name in ROWS.items():
        cells = [select(figures, quads, source, measure, runner) for runner in RUNNERS]
        if any(cells):
            rows = max(one.rows for cell in cells for one in cell)
            shown = " | ".join(map(_cell, cells))
            lines.append(f"| {name} | {shown} | {f'{rows:,}' if rows else ''} |")
    return "\n".join(lines)


def _cell(figures: list[Figure]) -> str:
    if not figures:
        return "–"
    outcomes = {one.outcome for one in figures}
    if FAILED in outcomes:
        return "failed"
    seconds = statistics.median(one.seconds for one in figures)
    peak = max(one.megabytes for one in figures)
    time = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    return f"more than {time}" if GIVEN_UP in outcomes else f"{time}, {peak:,.0f} MB"


def insert(path: Path, text: str) -> None:
    """Put the text between its two marks in a file; where there are no marks, leave it be."""
    if not path.is_file():
        return
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
