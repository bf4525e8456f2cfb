"""Find entities by name."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.serialize import results

EXAMPLES = "example:\n  mistral-kg search ਮਾਈਕਰੋਸਾਫਟ"

OPTIONS = [
    options.option("words WORDS", "what it may be called", nargs="+"),
    options.limit(20, "show the N best"),
    options.LANG,
    *options.ASKED,
    *options.output(results.ROW_FORMATS),
]


@supervised
def run(arguments: options.Namespace) -> int | None:
    """Write the entities that the words fit, the best first."""
    graph = options.load_graph(arguments)
    words = " ".join(arguments.words)
    found = graph.search(words, lang=arguments.lang)
    if not found:
        from mistral_kg.explore.search import like

        hint = like(graph.described(), words) or "`mistral-kg query entities` lists what there is"
        return console.write_nothing(arguments, found, f"nothing is called {words!r}; {hint}")
    shown = found.cells()[: arguments.limit or None]
    console.write_rows(arguments, found.columns, shown)
    if len(shown) < len(found):
        more = len(found) - len(shown)
        console.print_message(f"{more} more fit; --limit N shows more, --limit 0 all")
    return None
