"""Find the shortest ways from one entity to another."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus
from mistral_kg.serialize import results

EXAMPLES = "example:\n  mistral-kg path OpenAI Macron"


OPTIONS = [
    shared.option("start", metavar="A", help=shared.ENTITY),
    shared.option("end", metavar="B", help="another entity"),
    shared.option("--claims", action="store_true", help="go over claims too, not only facts"),
    shared.limit(10, "give at most N paths"),
    shared.LANG,
    *shared.ASKED,
    *shared.output(results.PAGE_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write the paths, or say that there is none."""
    found = shared.graph(arguments).path(
        arguments.start,
        arguments.end,
        claims=arguments.claims,
        limit=arguments.limit,
        lang=arguments.lang,
    )
    if not found:
        over = "facts or claims" if arguments.claims else "facts"
        hint = "; --claims gives one over claims" if found.needs_claims else ""
        what = f"no path over {over} from {arguments.start!r} to {arguments.end!r}{hint}"
        return console.write_nothing(arguments, found, what)
    console.write_page(arguments, found)
    if found.is_cut:
        console.say(f"there are more paths as short; --limit N gives more than {found.number}")
    return ExitStatus.DONE
