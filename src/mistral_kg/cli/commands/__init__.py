"""The subcommands: one module each, with its help, its options and the function that runs it.

A module has `OPTIONS`, what argparse takes of them, and `run(arguments)`, which returns the exit
status; `DESCRIPTION` and `EXAMPLES` may extend the line of help given here. It is imported
when its word is typed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMANDS = {
    "query": "ask the graph: a named query, a .rq file, - or SPARQL text",
    "search": "find entities by name, in either script, also by a part of it or misspelt",
    "show": "show all about one entity: names, facts, claims, and the sentences of each",
    "why": "show the sentences that support what is known of one entity, of two, or one fact",
    "path": "find the shortest ways from one entity to another",
    "queries": "list the named queries, or show one",
    "export": "write the graph as Turtle or another RDF format",
    "infer": "infer facts that are not stated, each with its rule and sentences",
    "load": "load files into a store on disk, which answers without loading again",
    "push": "send the graph to a SPARQL endpoint, and check that all of it arrived",
    "check": "check shapes, vocabulary, check queries and named queries; 1 on faults",
    "verify": "compare the graph with the article's text; 1 on faults",
    "stats": "count what is in the graph",
    "view": "write the graph, or a part of it, as an interactive page, for Gephi or networkx",
}
"""Each subcommand with its line of help, in the order in which they are listed."""


def module(name: str) -> Any:
    """Return the module of a subcommand."""
    return __import__(f"{__name__}.{name}", fromlist=["run"])
