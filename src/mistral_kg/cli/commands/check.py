"""Check the data by shapes, vocabulary and queries."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus
from mistral_kg.serialize import results

OPTIONS = [*options.WHOLE, *options.output(results.ROW_FORMATS)]


@supervised
def run(arguments: options.Namespace) -> int | None:
    """Write a row for each finding; FAULTS where one is a fault."""
    chosen = console.row_format(arguments)
    findings = options.load_graph(arguments).check()
    if findings or arguments.format or arguments.output:
        rows = [list(finding) for finding in findings]
        console.write_rows(arguments, ["severity", "rule", "where", "fix"], rows, chosen)
    if any(finding.is_fault for finding in findings):
        return ExitStatus.FAULTS
    console.print_message(f"no faults found{' in what can be checked' if findings else ''}")
    return None
