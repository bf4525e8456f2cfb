"""Find the shortest ways from one entity to another."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised

EXAMPLES = "example:\n  mistral-kg path OpenAI Macron"

OPTIONS = [
    options.option("start A", options.ENTITY),
    options.option("end B", "another entity"),
    options.switch("--claims", "go over claims too, not only facts"),
    options.limit(10, "give at most N paths"),
    *options.PAGE,
]


@supervised
def run(arguments: options.Namespace) -> int | None:
    """Write the paths, or say that there is none."""
    start, end, claims = arguments.start, arguments.end, arguments.claims
    found = options.load_graph(arguments).path(
        start, end, claims=claims, limit=arguments.limit, lang=arguments.lang
    )
    if not found:
        over = "facts or claims" if claims else "facts"
        hint = "; --claims gives one over claims" if found.needs_claims else ""
        message = f"no path over {over} from {start!r} to {end!r}{hint}"
        return console.write_nothing(arguments, found, message)
    console.write_page(arguments, found)
    if found.is_cut:
        more = f"there are more paths as short; --limit N gives more than {found.number}"
        console.print_message(more)
    return None
