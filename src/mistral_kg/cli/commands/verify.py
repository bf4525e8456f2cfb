"""Hold the graph against the article's text."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus, QueryError
from mistral_kg.serialize import results

DESCRIPTION = """\
Hold the graph against the text of its article: each passage by offsets and hash; each fact and
claim by its entities, figures, words of time and speaker; and each name and figure of the text by
whether the graph uses it. An entity is grounded by name, where one of its forms stands in the
passage as a whole word, or through a reference that the passage declares. The text is not kept.

What no check on the text can tell is left to `check` and to stored answers: which way round a
relation goes, which relation it is, to which entity of a sentence a figure belongs, and whether
the article states or only reports it."""

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
    """Write the report; FAULTS where something is not grounded."""
    from mistral_kg.check.article import report as reports

    if arguments.quote and arguments.output:
        raise QueryError("--quote shows the article's words on the terminal; leave out --output")
    chosen = console.row_format(arguments)
    if arguments.quote and chosen != "table":
        raise QueryError("--quote goes with --format table only")
    report = shared.graph(arguments).verify(arguments.article)
    data = reports.written(
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
        else "all is grounded, and nothing is overlooked"
    )
    return ExitStatus.FAULTS if faults else ExitStatus.DONE
