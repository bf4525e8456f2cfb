"""Count what is in the graph."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.serialize import results

OPTIONS = [*options.ASKED, *options.output(results.ROW_FORMATS)]


@supervised
def run(arguments: options.Namespace) -> None:
    """Write the counts."""
    rows = [[count.what, str(count.number)] for count in options.load_graph(arguments).stats()]
    console.write_rows(arguments, ["what", "number"], rows)
