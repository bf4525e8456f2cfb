"""Load files into a store on disk."""

from __future__ import annotations

import os

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

    from mistral_kg.rdf.files import RdfFile

DESCRIPTION = """\
Make a store on disk of files, or add them to one: all of them, or nothing. The facts of passages
are added to its default graph and, where it describes no passage, the triples of all graphs but
claims; and our vocabulary where the data use it and lack it. A query over it then answers as over
the files. The store is that of pyoxigraph, and `oxigraph` opens it as well."""

EXAMPLES = """\
example:
  mistral-kg load articles/ --store news.store
  mistral-kg query customers --source news.store"""

OPTIONS = [
    options.option(
        "files FILE",
        "a file, a folder of files or -, as for --source (default: the shipped graph)",
        nargs="*",
    ),
    options.base("of files that name no base"),
    options.time_limit(0),
    options.option("--store DIR", "the folder of the store, made or extended", required=True),
]


def run(arguments: options.Namespace) -> int:
    """Load all files, or nothing; say what the store holds."""
    from mistral_kg.sources import loading

    try:
        return supervised(_load)(arguments)
    finally:
        loading.sweep(arguments.store)


def _load(arguments: options.Namespace) -> None:
    from tqdm.utils import CallbackIOWrapper

    from mistral_kg.knowledge_graph import load
    from mistral_kg.sources import loading
    from mistral_kg.terminal.cells import visible

    def watch(file: RdfFile, stream: BinaryIO) -> Any:
        bar.set_description(visible(os.path.basename(file.name)))  # noqa: PTH119
        return CallbackIOWrapper(bar.update, stream, "read")

    console.show_warnings()
    given = loading.inputs(arguments.files, arguments.base)
    with console.progress(sum(file.status.st_size for file in given), "B", scale=1024) as bar:
        loading.load_into(arguments.store, given, watch)
    quads = len(load(arguments.store).store)
    shown = arguments.store if arguments.store[0] != "-" else f"./{arguments.store}"
    console.print_message(
        f"{shown} holds {quads:,} quad{'' if quads == 1 else 's'}; ask it with --source {shown}"
    )
