"""List the named queries, or show one."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.errors import QueryError
from mistral_kg.serialize import results
from mistral_kg.sparql import named

OPTIONS = [
    options.option("name NAME", "the named query to show", nargs="?"),
    *options.output(results.ROW_FORMATS),
]


def run(arguments: options.Namespace) -> None:
    """Write the list, or the text of the query."""
    if arguments.name is None:
        rows = [
            [query.name, query.answers, ", ".join(one.name for one in query.parameters)]
            for query in named.all_queries()
        ]
        console.write_rows(arguments, ["name", "answers", "parameters"], rows)
    elif arguments.format:
        raise QueryError("--format is for the list of queries; leave it out to show one query")
    else:
        console.write_output(named.find(arguments.name).text.encode(), arguments.output)
