"""Load files into a store on disk."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus

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
    shared.option(
        "files",
        metavar="FILE",
        nargs="*",
        help="a file, a folder of files or -, as for --source (default: the shipped graph)",
    ),
    shared.base("of files that name no base"),
    shared.time_limit(0),
    shared.option(
        "--store", metavar="DIR", required=True, help="the folder of the store, made or extended"
    ),
]


def run(arguments: shared.Namespace) -> int:
    """Load all files, or nothing; say what the store holds."""
    from mistral_kg.sources import loading

    try:
        return supervised(_load)(arguments)
    finally:
        loading.sweep(arguments.store)


def _load(arguments: shared.Namespace) -> int:
    from mistral_kg.knowledge_graph import load
    from mistral_kg.sources import loading

    console.show_warnings()
    given = loading.inputs(arguments.files, arguments.base)
    with console.Progress(sum(file.status.st_size for file in given), "B", scale=1024) as progress:
        loading.load_into(arguments.store, given, progress.watching)
    quads = len(load(arguments.store).store)
    shown = arguments.store if arguments.store[0] != "-" else f"./{arguments.store}"
    console.say(
        f"{shown} holds {quads:,} quad{'' if quads == 1 else 's'}; ask it with --source {shown}"
    )
    return ExitStatus.DONE
