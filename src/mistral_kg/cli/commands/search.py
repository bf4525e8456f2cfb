"""Find entities by name."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus
from mistral_kg.serialize import results

EXAMPLES = "example:\n  mistral-kg search ਮਾਈਕਰੋਸਾਫਟ"


OPTIONS = [
    shared.option("words", metavar="WORDS", nargs="+", help="what it may be called"),
    shared.limit(20, "show the N best"),
    shared.LANG,
    *shared.ASKED,
    *shared.output(results.ROW_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write the entities that the words fit, the best first."""
    graph = shared.graph(arguments)
    words = " ".join(arguments.words)
    found = graph.search(words, lang=arguments.lang)
    if not found:
        from mistral_kg.explore.search import like

        hint = like(graph.described(), words) or "`mistral-kg query entities` lists what there is"
        return console.write_nothing(arguments, found, f"nothing is called {words!r}; {hint}")
    shown = found.cells()[: arguments.limit or None]
    console.write_rows(arguments, list(found.columns), shown)
    if len(shown) < len(found):
        console.say(f"{len(found) - len(shown)} more fit; --limit N shows more, --limit 0 all")
    return ExitStatus.DONE
