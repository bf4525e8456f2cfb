"""Send the graph to a SPARQL endpoint."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised

DESCRIPTION = """\
Send the graph to the update service of a SPARQL 1.1 endpoint, and see that all of it is there.
The same command after an interruption goes on where it was. Blank nodes become IRIs. Credentials
come from MISTRAL_KG_USER and MISTRAL_KG_PASSWORD, or MISTRAL_KG_TOKEN."""

EXAMPLES = """\
examples:
  mistral-kg push http://localhost:7878/update
  mistral-kg push http://localhost:3030/news/update --source articles/
  mistral-kg push http://localhost:8890/sparql-auth --default-graph https://example.org/stated
  mistral-kg query customers --source http://localhost:7878/query"""

OPTIONS = [
    options.option("address URL", "the address of the update service"),
    options.option(
        "--query-address URL",
        "the address of the query service, where it does not follow from the other",
    ),
    options.option(
        "--default-graph IRI",
        "send the default graph into a graph of this name, for servers that show the union "
        "of all graphs as their default one",
    ),
    *options.WHOLE,
]


@supervised
def run(arguments: options.Namespace) -> None:
    """Send the graph, and say what is there."""
    graph = options.load_graph(arguments)
    with console.progress(0, " quads") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        pushed = graph.push(
            arguments.address,
            query_address=arguments.query_address,
            default_graph=arguments.default_graph,
            timeout=arguments.timeout or None,
            progress=show,
        )
    for line in pushed.words():
        console.print_message(line)
