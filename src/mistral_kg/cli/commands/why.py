"""Show the sentences that support facts and claims."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus

EXAMPLES = """\
examples:
  mistral-kg why "Mistral AI" Microsoft
  mistral-kg why --fact OpenAI "is backed by" Microsoft"""

OPTIONS = [
    options.option("entities ENTITY", f"one or two: {options.ENTITY}", nargs="*"),
    options.option(
        "--fact S P O",
        "one triple: an entity, a relation by label or CURIE, an entity or literal",
        nargs=3,
    ),
    options.option("--article FILE", "the article's text, to show the wording of the sentences"),
    *options.PAGE,
]

_NOTHING = {
    1: "there is no fact or claim about {!r}",
    2: "no sentence connects {!r} and {!r}",
    3: "no sentence states or reports {!r} {!r} {!r}",
}


@supervised
def run(arguments: options.Namespace) -> int | None:
    """Write the sentences, or say that there are none."""
    fact, entities = arguments.fact, arguments.entities
    found = options.load_graph(arguments).why(
        *entities,
        fact=tuple(fact) if fact else None,
        article=arguments.article,
        lang=arguments.lang,
    )
    for note in found.notes:
        console.print_message(note)
    if not found:
        asked = fact or entities
        return console.write_nothing(arguments, found, _NOTHING[len(asked)].format(*asked))
    console.write_page(arguments, found)
    if fact and not found.is_stated:
        console.print_message("no sentence states this as a fact; the claims shown report it")
        return ExitStatus.NOTHING
    return None
