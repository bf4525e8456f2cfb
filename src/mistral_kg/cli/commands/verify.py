"""Compare the graph with the article's text."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus, QueryError
from mistral_kg.serialize import results

DESCRIPTION = """\
Compare the graph with the text of its article: each passage by offsets and hash; each fact and
claim by its entities, figures, words and speaker; and each name and figure of the text by whether
the graph uses it. Of a value in several languages the one in the article's language has the words
of the sentence; the others translate it, and only figures and words of time are compared. An
entity is supported by name if one of its names occurs in the passage as a whole word, or by
reference if the passage lists it in mkg:refersTo (for example for a pronoun). The text is not
stored.

Comparing with the text cannot decide the direction of a relation, which relation it is, to which
entity of a sentence a figure belongs, and whether the article states or only reports something;
`check` and the stored answers of the tests are for these."""

EXAMPLES = """\
examples:
  mistral-kg verify article.txt
  mistral-kg verify article.txt -v S12 --quote"""

OPTIONS = [
    options.option("article ARTICLE", "the article's text, in UTF-8"),
    options.option("-v --verbose SENTENCE", "show each step for one passage, such as S12"),
    options.switch(
        "--quote",
        "show the article's words on the terminal: of the passage, or of those with a fault",
    ),
    *options.WHOLE,
    *options.output(results.ROW_FORMATS),
]


@supervised
def run(arguments: options.Namespace) -> int | None:
    """Write the report; FAULTS where something is not supported."""
    from mistral_kg.check.article import report as reports

    if arguments.quote and arguments.output:
        raise QueryError("--quote shows the article's words on the terminal only; remove --output")
    chosen = console.row_format(arguments)
    if arguments.quote and chosen != "table":
        raise QueryError("--quote goes with --format table only")
    report = options.load_graph(arguments).verify(arguments.article)
    data = reports.write(
        report,
        chosen,
        sentence=arguments.verbose,
        quote=arguments.quote,
        width=console.width(arguments),
    )
    console.write_output(data, arguments.output)
    faults = len(report.faults)
    if faults:
        console.print_message(f"{faults} of {len(report.items)} checks found a fault")
        return ExitStatus.FAULTS
    console.print_message(
        "everything is supported by the text, and every name and figure of it is used"
    )
    return None
