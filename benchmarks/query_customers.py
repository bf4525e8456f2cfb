"""Time `mistral-kg query customers` beside three peers, each as a whole process, in turn.

The peers load the shipped graph from one file, as `mistral-kg export --format trig` writes it, and
ask the same query: a bare script on pyoxigraph, the native `oxigraph` command (load, then query)
and a script on rdflib. Our command loads the files of the project and materialises them itself.
All four print CSV into a pipe. One round runs each once, in an order that turns; the ratio is that
of the same round, so a drift of the machine's speed cancels out.

Run it with `python benchmarks/query_customers.py`; it needs `pip install oxigraph`.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import mistral_kg
from mistral_kg.sparql import named

OURS = "mistral-kg query customers"

PYOXIGRAPH = """
import sys
from pyoxigraph import QueryResultsFormat, Store
store = Store()
store.bulk_load(path=sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    result = store.query(file.read())
sys.stdout.buffer.write(result.serialize(format=QueryResultsFormat.CSV))
"""

RDFLIB = """
import sys
from rdflib import Dataset
dataset = Dataset()
dataset.parse(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    result = dataset.query(file.read())
sys.stdout.buffer.write(result.serialize(format="csv"))
"""


def commands(folder: Path) -> dict[str, list[str]]:
    """Write what the peers read into the folder and return the four commands by name."""
    data, query, store = folder / "graph.trig", folder / "customers.rq", folder / "store"
    data.write_bytes(mistral_kg.load().export("trig"))
    query.write_text(named.find("customers").text, encoding="utf-8")
    for name, script in (("bare.py", PYOXIGRAPH), ("rdf.py", RDFLIB)):
        (folder / name).write_text(script, encoding="utf-8")
    native = f"{_script('oxigraph')} load --location {store} --file {data} && " + (
        f"{_script('oxigraph')} query --location {store} --query-file {query} "
        f"--results-format csv; status=$?; rm -rf {store}; exit $status"
    )
    files = [str(data), str(query)]
    return {
        OURS: [_script("mistral-kg"), "query", "customers"],
        "script on pyoxigraph": [sys.executable, str(folder / "bare.py"), *files],
        "oxigraph load, oxigraph query": ["/bin/sh", "-c", native],
        "script on rdflib": [sys.executable, str(folder / "rdf.py"), *files],
    }


def _script(name: str) -> str:
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed: pip install {name}")
    return found


def run(command: list[str]) -> tuple[float, list[str]]:
    """Run the command and return its time in ms and its rows, sorted."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True)
    elapsed = (time.perf_counter() - started) * 1000
    return elapsed, sorted(done.stdout.decode().split())


def main() -> None:
    """Measure and print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="counted rounds, after one")
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        all_commands = commands(Path(folder))
        expected = run(all_commands[OURS])[1]
        for name, command in all_commands.items():
            if run(command)[1] != expected:
                raise SystemExit(f"{name} gives another answer")
        names = list(all_commands)
        for turn in range(rounds):
            for name in names[turn % 4 :] + names[: turn % 4]:
                times.setdefault(name, []).append(run(all_commands[name])[0])
    cpus = os.cpu_count()
    python = platform.python_version()
    print(f"{platform.machine()}, {cpus} cores, {platform.system()}, Python {python}")
    print(f"\n| whole process | median ms | min | times ours, median of {rounds} pairs |")
    print("|---|---:|---:|---:|")
    for name, found in times.items():
        ratio = statistics.median(a / b for a, b in zip(found, times[OURS], strict=True))
        print(f"| {name} | {statistics.median(found):.0f} | {min(found):.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
