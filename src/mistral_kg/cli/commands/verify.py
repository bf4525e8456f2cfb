"""Compare the graph with the article's text."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus, QueryError
from mistral_kg.serialize import results

DESCRIPTION = """\
Compare the graph with the text of its article: each passage by offsets and hash; each fact and
claim by its entities, figures, words of time and speaker; and each name and figure of the text by
whether the graph uses it. An entity is supported by name if one of its names occurs in the
passage as a whole word, or by reference if the passage lists it in mkg:refersTo (for example for
a pronoun). The text is not stored.

Comparing with the text cannot decide the direction of a relation, which relation it is, to which
entity of a sentence a figure belongs, and whether the article states or only reports something;
`check` and the stored answers of the tests are for these."""

EXAMPLES = """\
examples:
  mistral-kg verify article.txt
  mistral-kg verify article.txt -v S12 --quote"""


OPTIONS = [
    shared.option("article", metavar="ARTICLE", help="the article's text, in UTF-8"),
    shared.option(
        "-v", "--verbose", metavar="SENTENCE", help="show each step for one passage, such as S12"
    ),
    shared.option(
        "--quote",
        action="store_true",
        help="show the article's words on the terminal: of the passage, or of those with a fault",
    ),
    *shared.WHOLE,
    *shared.output(results.ROW_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write the report; FAULTS where something is not supported."""
    from mistral_kg.check.article import report as reports

    if arguments.quote and arguments.output:
        raise QueryError("--quote shows the article's words on the terminal only; remove --output")
    chosen = console.row_format(arguments)
    if arguments.quote and chosen != "table":
        raise QueryError("--quote goes with --format table only")
    report = shared.graph(arguments).verify(arguments.article)
    data = reports.write(
        report,
        chosen,
        sentence=arguments.verbose,
        quote=arguments.quote,
        width=console.width(arguments),
    )
    console.emit(data, arguments.output)
    faults = len(report.faults)
    console.say(
        f"{faults} of {len(report.items)} checks found a fault"
        if faults
        else "everything is supported by the text, and every name and figure of it is used"
    )
    return ExitStatus.FAULTS if faults else ExitStatus.DONE
