"""List the named queries, or show one."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.errors import ExitStatus, QueryError
from mistral_kg.serialize import results
from mistral_kg.sparql import named

OPTIONS = [
    shared.option("name", metavar="NAME", nargs="?", help="the named query to show"),
    *shared.output(results.ROW_FORMATS),
]


def run(arguments: shared.Namespace) -> int:
    """Write the list, or the text of the query."""
    if arguments.name is not None:
        if arguments.format:
            raise QueryError("--format is for the list of queries; leave it out to show one query")
        console.emit(named.find(arguments.name).text.encode(), arguments.output)
        return ExitStatus.DONE
    rows = [
        [query.name, query.answers, ", ".join(one.name for one in query.parameters)]
        for query in named.all_queries()
    ]
    return console.write_rows(arguments, ["name", "answers", "parameters"], rows)
