"""Ask the graph: a named query, a file or SPARQL text."""

from __future__ import annotations

import sys
import time

from mistral_kg.cli import console, options
from mistral_kg.cli.quick import TIMEOUT
from mistral_kg.cli.worker import supervised
from mistral_kg.serialize import results
from mistral_kg.sparql import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mistral_kg.knowledge_graph import KnowledgeGraph
    from mistral_kg.sparql.run import Result

DESCRIPTION = """\
Ask the graph. WHAT is a named query, a .rq file, - for standard input, or SPARQL text.
The prefixes of the project are declared (mkg, id, art, schema, prov, skos and others), and
those of the source's files; a PREFIX in the query overrides them. A pattern without GRAPH asks
for the facts that the article states; GRAPH ?passage also gives the sentence. Claims, which
the article only reports, are in named graphs of their own, each with a mkg:modality (such as
planned or denied). On a terminal the answer is a table, in a pipe CSV."""

EXAMPLES = """\
examples:
  mistral-kg query customers
  mistral-kg query backers --bind company=OpenAI
  mistral-kg query mentions --bind entity=ਫਰਾਂਸ --bind how=named
  mistral-kg query partners --lang pa
  mistral-kg query 'SELECT ?s ?o WHERE { ?s mkg:backedBy ?o }' --format markdown

--bind takes NAME=VALUE, where VALUE is an entity's label in either script, a CURIE
(id:mistral-ai), an IRI or its end, a Wikidata item (Q2283), or a literal in double
quotes ("S27", "2024"^^xsd:gYear).

tsv keeps datatypes and languages; csv, as the W3C defines it, does not.

--source asks files of your own. If they have no mkg:Passage, a pattern without GRAPH asks the
union of all their graphs except claims. The vocabulary of this project is included if they
use its terms."""

QUICK = 1.0
"""Seconds within which a query is answered that may be asked once more, to explain its answer."""


def _host(text: str) -> str:
    if "/" in text or "@" in text or not text:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is no host, such as query.wikidata.org")
    return text


OPTIONS = [
    options.option("what WHAT", "a named query, a .rq file, - or SPARQL"),
    options.BIND,
    options.LANG,
    *options.ASKED,
    options.switch(
        "--infer",
        "ask for inferred facts too (see `infer`): a pattern without GRAPH finds them; each "
        "is in the named graph of a mkg:Inference, which gives its rule and sentences",
    ),
    options.switch(
        "--no-union", "ask only the default graph of files, also if they have no mkg:Passage"
    ),
    options.option(
        "--allow-service HOST",
        "let SERVICE ask this host, such as query.wikidata.org or localhost:7878; may be "
        "given several times",
        action="append",
        type=_host,
        default=[],
    ),
    options.option(
        "--limit N",
        "write at most N rows or triples, and report if there are more "
        f"(default: {results.LONG_TABLE} in a table, else all; 0: all)",
        type=options.count,
    ),
    *options.output(results.QUERY_FORMATS),
]


def run(arguments: options.Arguments) -> int | None:
    """Write the answer; where there is none, say why."""
    what, name = options.read_query(arguments, arguments.what)
    bindings = options.parse_bindings(arguments.bind)

    def answer(_: options.Arguments) -> None:
        start = time.monotonic()
        graph = options.load_graph(arguments)
        result = graph.run(
            what,
            bindings,
            name=name,
            lang=arguments.lang,
            allow_service=arguments.allow_service,
            timeout=arguments.timeout or None,
        )
        is_empty = _write(arguments, graph, what, result)
        again = time.monotonic() - start < QUICK
        for warning in graph.warnings(what) if again else ():
            console.print_message(f"warning: {warning}")
        for hint in (
            graph.why_empty(what, bindings, lang=arguments.lang, again=again) if is_empty else ()
        ):
            console.print_message(f"nothing found: {hint}")

    if not _is_quick(arguments):
        return supervised(answer)(arguments)
    answer(arguments)
    return None


def _is_quick(arguments: options.Arguments) -> bool:
    """Tell whether the query is one of ours over the shipped graph, which hurts nobody.

    It is spared the process of its own, which would take a tenth of its time.
    """
    return (
        arguments.timeout == TIMEOUT
        and not arguments.output
        and not options.sources(arguments)
        and named.exists(arguments.what)
    )


def _write(arguments: options.Arguments, graph: KnowledgeGraph, what: str, result: Result) -> bool:
    """Write the result, and tell whether it is empty."""
    chosen = console.format_of(arguments, results.fitting(result))
    if chosen is None and sys.stdout.isatty() and not results.is_graph(result):
        chosen = "table"
    with console.OutputFile(arguments.output) as output:
        is_empty, is_cut = results.write(
            result,
            output,
            chosen,
            graph.prefixes_of(what),
            width=console.width(arguments),
            limit=arguments.limit,
        )
    if is_cut:
        console.print_message(
            "the answer has more rows than are shown; --limit N gives N, --limit 0 all"
        )
    return is_empty
