"""Write the graph as an interactive page, or for other programs."""

from __future__ import annotations

import os

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus, QueryError
from mistral_kg.serialize import results

DESCRIPTION = """\
Write the graph as an interactive page: one HTML file that needs no network. Without -o it is
mistral-ai.html in this folder. --query and --around show a part of the graph; given both, the
query comes first."""

EXAMPLES = """\
examples:
  mistral-kg view -o mistral-ai.html --open
  mistral-kg view --around Microsoft --depth 2 -o microsoft.html
  mistral-kg view --query backers --bind company=OpenAI -o backers.html
  mistral-kg view --query 'CONSTRUCT WHERE { ?a mkg:customerOf ?b }' -o customers.html
  mistral-kg view --facts-only -o mistral-ai.gexf

A SELECT shows the entities in its cells and all relations between them; a CONSTRUCT or
DESCRIBE its triples, with their sentences and claims; a triple that is not in the graph is
shown as a fact without a sentence.

graphml is read by networkx, yEd and Cytoscape, gexf by Gephi. Both have the labels, types,
relations, sentences and claims of the edges; figures and passages are only on the page."""

OPTIONS = [
    options.option(
        "--query WHAT",
        "show what this gives: a named query, a .rq file, - or SPARQL, as for `query`",
    ),
    options.BIND,
    options.option("--around ENTITY", f"show what is near it: {options.ENTITY}"),
    options.option(
        "--depth N",
        "how many steps from that entity (default: 1; 0: the entity alone)",
        type=options.count,
    ),
    options.switch("--facts-only", "leave the claims out"),
    *options.ASKED,
    *options.output(results.NETWORK_FORMATS),
    options.switch("--open", "open the page in the browser"),
]


FILE = "mistral-ai"
"""The file that is written without -o, less the suffix of its format."""


def run(arguments: options.Namespace) -> int:
    """Write the network, and open it if that is asked for."""
    chosen = _format(arguments)
    if arguments.bind and arguments.query is None:
        raise QueryError("--bind goes with --query, whose parameters it binds")
    if arguments.depth is not None and arguments.around is None:
        raise QueryError("--depth counts steps from an entity; add --around ENTITY")
    query, name = None, "query"
    if arguments.query is not None:
        query, name = options.read_query(arguments, arguments.query)
    status = supervised(lambda _: _draw(arguments, chosen, query, name))(arguments)
    if arguments.open and status == ExitStatus.DONE:
        import webbrowser
        from pathlib import Path

        webbrowser.open(Path(arguments.output).resolve().as_uri())
    return status


def _format(arguments: options.Namespace) -> str:
    chosen: str | None = arguments.format
    if arguments.output and os.path.splitext(arguments.output)[1]:  # noqa: PTH122
        chosen = console.format_of(arguments, results.NETWORK_FORMATS)
    if arguments.open and (chosen not in {None, "html"} or not arguments.output):
        raise QueryError("--open shows a page that is a file; leave it out, or give -o FILE.html")
    return chosen or "html"  # also for a device, which has no suffix


def _draw(arguments: options.Namespace, chosen: str, query: str | None, name: str) -> int | None:
    from mistral_kg.page import exchange

    found = options.load_graph(arguments).network(
        query,
        bindings=options.parse_bindings(arguments.bind),
        around=arguments.around,
        depth=arguments.depth,
        facts_only=arguments.facts_only,
        name=name,
    )
    if not found:
        console.print_message(f"nothing to show: {_why_nothing(arguments)}")
        return ExitStatus.NOTHING
    data = exchange.write(found, chosen)
    missing = exchange.left_out(found, chosen)
    if missing:
        console.print_message(missing)
    console.write_output(data, arguments.output)
    if arguments.output:
        console.print_message(f"wrote {arguments.output}")
    return None


def _why_nothing(arguments: options.Namespace) -> str:
    if arguments.around and arguments.query:
        return f"what the query gives has no {arguments.around!r} in it"
    if arguments.around:
        return f"{arguments.around!r} is no node; name an entity, not a class, relation or link"
    if arguments.query:
        return "the query gives no entity in a cell, and no triple between two entities"
    return f"no fact {'' if arguments.facts_only else 'or claim '}connects two entities"
