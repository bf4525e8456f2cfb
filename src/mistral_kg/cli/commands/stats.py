"""Count what is in the graph."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.serialize import results

OPTIONS = [
    *shared.ASKED,
    *shared.output(results.ROW_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write the counts."""
    rows = [[count.what, str(count.number)] for count in shared.graph(arguments).stats()]
    return console.write_rows(arguments, ["what", "number"], rows)
