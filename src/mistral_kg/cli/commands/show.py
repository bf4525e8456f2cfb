"""Show all about one entity."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.serialize import results

EXAMPLES = 'example:\n  mistral-kg show "Mistral AI"'


OPTIONS = [
    shared.option("entity", metavar="ENTITY", help=shared.ENTITY),
    shared.LANG,
    *shared.ASKED,
    *shared.output(results.PAGE_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write the page of the entity."""
    found = shared.graph(arguments).show(arguments.entity, lang=arguments.lang)
    return console.write_page(arguments, found)
