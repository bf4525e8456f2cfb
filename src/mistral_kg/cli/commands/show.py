"""Show all about one entity."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised

EXAMPLES = 'example:\n  mistral-kg show "Mistral AI"'

OPTIONS = [
    options.option("entity ENTITY", options.ENTITY),
    *options.PAGE,
]


@supervised
def run(arguments: options.Namespace) -> None:
    """Write the page of the entity."""
    found = options.load_graph(arguments).show(arguments.entity, lang=arguments.lang)
    console.write_page(arguments, found)
