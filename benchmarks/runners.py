"""Who is measured: how each answers a query from a file and from a store, as commands."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Commands = list[list[str]]

OURS, BARE, NATIVE, RDFLIB = "mistral-kg", "pyoxigraph", "oxigraph", "rdflib"

PRINT = """
with open(sys.argv[2], encoding="utf-8") as file:
    result = store.query(file.read())
sys.stdout.buffer.write(result.serialize(format=QueryResultsFormat.CSV))
"""
SCRIPTS = {
    # What pip makes of the entry point.
    "ours.py": """
import sys
from mistral_kg.cli.main import main
sys.exit(main())
""",
    "bare_file.py": """
import sys
from pyoxigraph import QueryResultsFormat, Store
store = Store()
store.bulk_load(path=sys.argv[1])
"""
    + PRINT,
    "bare_store.py": """
import sys
from pyoxigraph import QueryResultsFormat, Store
store = Store.read_only(sys.argv[1])
"""
    + PRINT,
    "bare_load.py": """
import sys
from pyoxigraph import Store
store = Store(sys.argv[2])
store.bulk_load(path=sys.argv[1])
store.flush()
""",
    "rdf.py": """
import sys
from rdflib import Dataset
dataset = Dataset()
dataset.parse(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    result = dataset.query(file.read())
sys.stdout.buffer.write(result.serialize(format="csv"))
""",
}


class Runner(NamedTuple):
    """The commands of one who is measured; the last of each prints the answer as CSV.

    `from_file` takes a file, a query and the path of a store for the while; `make` a file and a
    store; `from_store` a store and a query. rdflib has no store of its own on disk.
    """

    from_file: Callable[[Path, Path, Path], Commands]
    make: Callable[[Path, Path], Commands] | None = None
    from_store: Callable[[Path, Path], Commands] | None = None


def runners(folder: Path) -> dict[str, Runner]:
    """Return all who are measured by name, with their scripts written into the folder.

    Raises SystemExit where a command is not installed.
    """
    for name, text in SCRIPTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    native = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which(
        "oxigraph"
    )
    if native is None:
        raise SystemExit("oxigraph is not installed: pip install oxigraph")

    def script(name: str, *words: Path | str) -> Commands:
        return [[sys.executable, str(folder / name), *map(str, words)]]

    def load(file: Path, store: Path) -> Commands:
        return [[native, "load", "--location", str(store), "--file", str(file)]]

    def ask(store: Path, query: Path) -> Commands:
        words = ["--location", str(store), "--query-file", str(query), "--results-format", "csv"]
        return [[native, "query", *words]]

    def our_query(source: Path, query: Path) -> Commands:
        return script("ours.py", "query", query, "--source", source, "--format", "csv")

    return {
        OURS: Runner(
            lambda file, query, _: our_query(file, query),
            lambda file, store: script("ours.py", "load", file, "--store", store),
            our_query,
        ),
        BARE: Runner(
            lambda file, query, _: script("bare_file.py", file, query),
            lambda file, store: script("bare_load.py", file, store),
            lambda store, query: script("bare_store.py", store, query),
        ),
        NATIVE: Runner(
            lambda file, query, store: [*load(file, store), *ask(store, query)], load, ask
        ),
        RDFLIB: Runner(lambda file, query, _: script("rdf.py", file, query)),
    }
