"""Show the sentences that support facts and claims."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus
from mistral_kg.serialize import results

EXAMPLES = """\
examples:
  mistral-kg why "Mistral AI" Microsoft
  mistral-kg why --fact OpenAI "is backed by" Microsoft"""

_NOTHING = {
    1: "there is no fact or claim about {!r}",
    2: "no sentence connects {!r} and {!r}",
    3: "no sentence states or reports {!r} {!r} {!r}",
}


OPTIONS = [
    shared.option("entities", metavar="ENTITY", nargs="*", help=f"one or two: {shared.ENTITY}"),
    shared.option(
        "--fact",
        nargs=3,
        metavar=("S", "P", "O"),
        help="one triple: an entity, a relation by label or CURIE, an entity or literal",
    ),
    shared.option(
        "--article",
        metavar="FILE",
        help="the article's text, to show the wording of the sentences",
    ),
    shared.LANG,
    *shared.ASKED,
    *shared.output(results.PAGE_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write the sentences, or say that there are none."""
    fact, entities = arguments.fact, arguments.entities
    found = shared.graph(arguments).why(
        *entities,
        fact=tuple(fact) if fact else None,
        article=arguments.article,
        lang=arguments.lang,
    )
    for note in found.notes:
        console.say(note)
    if not found:
        asked = fact or entities
        return console.write_nothing(arguments, found, _NOTHING[len(asked)].format(*asked))
    console.write_page(arguments, found)
    if fact and not found.is_stated:
        console.say("no sentence states this as a fact; the claims shown report it")
        return ExitStatus.NOTHING
    return ExitStatus.DONE
