"""Check the data by shapes, vocabulary and queries."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus
from mistral_kg.serialize import results

OPTIONS = [
    *shared.WHOLE,
    *shared.output(results.ROW_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write a row for each finding; FAULTS where one is a fault."""
    chosen = console.row_format(arguments)
    findings = shared.graph(arguments).check()
    if findings or arguments.format or arguments.output:
        rows = [list(one) for one in findings]
        console.write_rows(arguments, ["severity", "rule", "where", "fix"], rows, chosen)
    if any(one.is_fault for one in findings):
        return ExitStatus.FAULTS
    console.say(f"no faults found{' in what can be checked' if findings else ''}")
    return ExitStatus.DONE
