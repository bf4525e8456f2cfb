"""The subcommands: one module each, with its help, its options and the function that runs it.

A module has `OPTIONS`, what argparse takes of them, and `run(arguments)`, which returns the exit
status; `DESCRIPTION` and `EXAMPLES` may extend the line of help that stands here. It is imported
when its word is typed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMANDS = {
    "query": "ask the graph: a named query, a .rq file, - or SPARQL text",
    "search": "find entities by name, in either script, by a part of it or with a slip",
    "show": "show all about one entity: names, facts, claims, and the sentences of each",
    "why": "show the sentences behind what is said of an entity, what ties two, or one fact",
    "path": "find the shortest ways from one entity to another",
    "queries": "list the named queries, or show one",
    "export": "write the graph as Turtle or another RDF format",
    "infer": "tell what follows from the facts, by which rule and from which sentences",
    "load": "load files into a store on disk, which answers without loading again",
    "push": "send the graph to a SPARQL endpoint, and see that all of it is there",
    "check": "check shapes, vocabulary, check queries and named queries; 1 on faults",
    "verify": "hold the graph against the article's text: 1 when something is not grounded",
    "stats": "count what is in the graph",
    "view": "write the graph, or a part of it, as an interactive page, for Gephi or networkx",
}
"""Each subcommand with its line of help, in the order in which they are listed."""


def module(name: str) -> Any:
    """Return the module of a subcommand."""
    return __import__(f"{__name__}.{name}", fromlist=["run"])
