"""Measure how time and memory grow with the data: our command beside three peers, in turn.

The data are made up by `articles.py`. Each of `mistral-kg query`, a bare script on pyoxigraph, the
native `oxigraph` command and a script on rdflib is a whole process; from a file `oxigraph` is two,
as it queries only a store. Measured are, from a file and from a store on disk:

- a query that asks nothing of the data, which is the load of the file or the opening of the store
  (and the start, from a file with one quad);
- the three queries in `queries/`: a join with OPTIONAL, provenance by GRAPH, a path;
- the making of the store.

One round runs each once, in an order that turns, so that a ratio within a round is free of the
machine's drift. Every answer is held against the first one to its query; another one ends the run.
What takes long is run once, and what takes too long is given up.

Run it with `python benchmarks/growth.py`; it needs `pip install 'mistral-kg[bench]'`. The figures
go to growth.csv, the plot to growth.svg and the tables into README.md, beside this file or in the
folder of `--into`. `--plot-only` makes plot and tables from the figures that are there.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import articles
import measured
from figures import DONE, FAILED, GIVEN_UP, Figure, Figures, insert, tables
from runners import Runner, runners

if TYPE_CHECKING:
    from runners import Commands

HERE = Path(__file__).parent
NOTHING = "nothing"
QUERIES = (NOTHING, "join", "provenance", "path")
ONCE = 30  # seconds, beyond which a run is not repeated
ONE_QUAD = "<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n"


class Growth:
    """One run of the benchmark, with what it has seen so far."""

    def __init__(self, folder: Path, figures: Figures, patience: float) -> None:
        self._folder, self._figures, self._patience = folder, figures, patience
        self._runners = runners(folder)
        self._answers: dict[tuple[int, str], list[str]] = {}
        self._not_again: set[tuple[int, str, str, str]] = set()

    def start(self, rounds: int) -> None:
        """Measure the start of all: their answer from a file with one quad."""
        file = self._folder / "one.nq"
        file.write_text(ONE_QUAD, encoding="utf-8")
        for turn in range(rounds):
            self._from_file(turn, 1, file, NOTHING)

    def grow(self, quads: int, file: Path, rounds: int) -> None:
        """Measure all from one file, and from the stores that they make of it."""
        for turn in range(rounds):
            for query in QUERIES:
                self._from_file(turn, quads, file, query)
            for name, runner in self._in(turn):
                if runner.make:
                    commands = runner.make(file, self._store(name))
                    figure = Figure(quads, "store", "make", name, turn)
                    self._measure(figure, commands, anew=self._store(name))
            for query in QUERIES:
                for name, runner in self._in(turn):
                    if runner.from_store:
                        commands = runner.from_store(self._store(name), _query(query))
                        self._measure(Figure(quads, "store", query, name, turn), commands)

    def _from_file(self, turn: int, quads: int, file: Path, query: str) -> None:
        store = self._store("while")
        for name, runner in self._in(turn):
            commands = runner.from_file(file, _query(query), store)
            self._measure(Figure(quads, "file", query, name, turn), commands, anew=store)

    def _in(self, turn: int) -> list[tuple[str, Runner]]:
        every = list(self._runners.items())
        return every[turn % len(every) :] + every[: turn % len(every)]

    def _store(self, name: str) -> Path:
        return self._folder / f"{name}.store"

    def _measure(self, figure: Figure, commands: Commands, *, anew: Path | None = None) -> None:
        """Run the commands and write their figure, unless they have proved to be too slow.

        What is to be made anew is removed before.
        """
        what = (figure.quads, figure.source, figure.measure, figure.runner)
        if what in self._not_again:
            return
        if anew is not None:
            shutil.rmtree(anew, ignore_errors=True)
        output = self._folder / "answer.csv"
        seconds, peak, status = _run(commands, self._patience, output)
        outcome = DONE if not status else GIVEN_UP if seconds >= self._patience else FAILED
        rows = self._compared(figure, output) if outcome == DONE and figure.measure != "make" else 0
        if outcome == FAILED:
            said = output.with_suffix(".csv.err").read_text(encoding="utf-8").strip()
            last = said.splitlines()[-1:] or ["nothing"]
            print(f"{' '.join(what[1:])}: exit status {status}: {last[0]}", file=sys.stderr)
        if outcome != DONE or seconds > ONCE:
            self._not_again.add(what)
        done = figure._replace(seconds=seconds, megabytes=peak / 1e6, rows=rows, outcome=outcome)
        self._figures.add(done)

    def _compared(self, figure: Figure, output: Path) -> int:
        """Return the number of rows of an answer, which has to be the one that others gave."""
        rows = sorted(output.read_text(encoding="utf-8").splitlines()[1:])
        first = self._answers.setdefault((figure.quads, figure.measure), rows)
        if rows != first:
            raise SystemExit(
                f"{figure.runner} gives another answer to {figure.measure} from a {figure.source}: "
                f"{len(rows)} rows, not the same {len(first)}"
            )
        return len(rows)


def _run(commands: Commands, patience: float, output: Path) -> tuple[float, int, int]:
    """Return the seconds, peak bytes and exit status of commands that run one after the other."""
    words = [word for command in commands for word in (measured.THEN, *command)]
    measuring = [sys.executable, "-I", "-S", measured.__file__, str(patience), str(output), *words]
    # A setting of the user's must not change what is measured.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MISTRAL_KG_")}
    done = subprocess.run(measuring, capture_output=True, check=True, text=True, env=kept)
    seconds, peak, status = done.stdout.split()
    return float(seconds), int(peak), int(status)


def _query(name: str) -> Path:
    return HERE / "queries" / f"{name}.rq"


def machine() -> str:
    """Return one line on what everything runs on."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        models = []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    used = [f"{name} {version(name)}" for name in ("pyoxigraph", "oxigraph", "rdflib")]
    return ", ".join(
        [
            models[0] if models else platform.machine(),
            f"{os.cpu_count()} cores",
            f"{memory:.0f} GB",
            platform.system(),
            f"Python {platform.python_version()}",
            *used,
        ]
    )


def measure(sizes: list[int], rounds: int | None, patience: float, path: Path) -> None:
    """Measure all sizes, the smallest first, and write each figure as it comes."""
    with tempfile.TemporaryDirectory() as name, Figures.create(path, machine()) as figures:
        growth = Growth(Path(name), figures, patience)
        growth.start(rounds or _rounds(0))
        for size in sorted(sizes):
            file = Path(name) / f"{size}.nq"
            quads = articles.write(file, size)
            print(f"{size} articles, {quads:,} quads", file=sys.stderr, flush=True)
            growth.grow(quads, file, rounds or _rounds(size))
            file.unlink()


def _rounds(size: int) -> int:
    """Return how often the little data of a size, whose figures vary more, are measured."""
    return 15 if size < 10 else 7 if size < 100 else 3


def main() -> None:
    """Measure, then write the plot and the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 67, 667], help="articles")
    parser.add_argument("--rounds", type=int, help="of every size; else 15, 7 and 3, by the size")
    parser.add_argument("--give-up", type=float, default=600, help="seconds of patience with a run")
    parser.add_argument("--into", type=Path, default=HERE, help="the folder of the results")
    parser.add_argument("--plot-only", action="store_true", help="measure nothing")
    given = parser.parse_args()
    path = given.into / "growth.csv"
    if not given.plot_only:
        measure(given.sizes, given.rounds, given.give_up, path)
    from plot import plot  # after the measuring, since it takes a while

    about, found = Figures.read(path)
    plot(found, given.into / "growth.svg")
    insert(given.into / "README.md", tables(about, found))


if __name__ == "__main__":
    main()
