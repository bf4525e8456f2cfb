"""The options of several subcommands: how each is defined, and what its value means.

argparse is not imported here, as a plain query does without.
"""

from __future__ import annotations

import os
import sys

from mistral_kg.cli import console
from mistral_kg.cli.quick import TIMEOUT
from mistral_kg.errors import QueryError, SourceError
from mistral_kg.sources import source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace as Namespace
    from collections.abc import Sequence
    from typing import Any

    from mistral_kg.cli.quick import Arguments as Arguments
    from mistral_kg.knowledge_graph import KnowledgeGraph

    Option = tuple[tuple[str, ...], dict[str, Any]]

ENTITY = (
    "a label in either script, a CURIE, an IRI or its end, such as mistral-ai, or a Wikidata item"
)

_MOST_SECONDS = 10_000_000
"""The most seconds of a limit, which every system's timer can count."""


def option(*words: str, **settings: Any) -> Option:
    """Return an option or argument, as `argparse` takes it."""
    return words, settings


def output(formats: tuple[str, ...]) -> list[Option]:
    """Return the options for the format and the file of what a subcommand writes."""
    listed = f"one of {', '.join(formats)}"
    return [
        option("-f", "--format", choices=formats, metavar="FORMAT", help=listed),
        option(
            "-o",
            "--output",
            metavar="FILE",
            help="write to FILE, whole or not at all; its suffix decides the format",
        ),
    ]


def limit(default: int, what: str) -> Option:
    """Return the option for the number of results that are written."""
    shown = f"{what} (default: {default}; 0: all)"
    return option("--limit", type=count, default=default, metavar="N", help=shown)


def base(whose: str) -> Option:
    """Return the option for the base of relative IRIs."""
    return option(
        "--base", metavar="IRI", help=f"resolve relative IRIs against this: those {whose}"
    )


def count(words: str) -> int:
    """Return the number that the words of an option are."""
    if not (words.isascii() and words.isdecimal()):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{words!r} is not a number of 0 or more")
    return int(words)


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _MOST_SECONDS:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(
            f"{words!r} is not a number of seconds up to {_MOST_SECONDS:,}; 0 is no limit"
        )
    return seconds


LANG = option(
    "--lang",
    choices=("en", "pa"),
    default="en",
    help="the language of labels, en or pa; gists (summaries of sentences) are in English only",
)


def time_limit(seconds: float) -> Option:
    """Return the option that ends a subcommand after a time, `seconds` where nothing is given."""
    return option(
        "-t",
        "--timeout",
        type=_seconds,
        default=seconds,
        metavar="SECONDS",
        help="end the command with exit code 124 if it takes longer "
        f"(default: {seconds:g}; 0: no limit)",
    )


SOURCE = [
    option(
        "-s",
        "--source",
        action="append",
        metavar="SOURCE",
        help="ask this in place of the shipped graph: a file (.ttl .trig .nq .nt .jsonld .json "
        ".rdf .xml, also with .gz), a folder of files, - for standard input, a store on disk "
        "or the address of a SPARQL endpoint; files and folders may be given several times, to "
        "merge (default: what MISTRAL_KG_SOURCE names)",
    ),
    base("of files that name no base, and of the query"),
]
"""The options of a source."""

ASKED = [*SOURCE, time_limit(TIMEOUT)]
"""The options of a subcommand that answers a question, and soon."""

WHOLE = [*SOURCE, time_limit(0)]
"""The options of a subcommand that works on all data, however long it takes."""

BIND = option(
    "-b",
    "--bind",
    action="append",
    default=[],
    metavar="NAME=VALUE",
    help="bind a parameter or variable of the query; may be given several times",
)


def sources(arguments: Arguments) -> Sequence[str]:
    """Return the words of the source: those of the command, else those of the environment."""
    return arguments.source or source.default()


def graph(arguments: Arguments) -> KnowledgeGraph:
    """Return the graph of the source that is asked for, with what follows if that is too."""
    from mistral_kg.knowledge_graph import load

    words = sources(arguments)
    if words:
        console.show_warnings()
    try:
        found = load(
            words or None,
            union=not arguments.no_union,
            timeout=arguments.timeout or None,
            base=arguments.base,
        )
    except SourceError as error:
        if arguments.source:
            raise
        raise SourceError(f"{error} ({source.DEFAULT} of the environment names it)") from None
    return found.with_inferences() if arguments.infer else found


def question(arguments: Arguments, what: str) -> tuple[str, str]:
    """Return the query's text or name, and how errors call it.

    Standard input is read here, before the time of `--timeout` runs. Raises QueryError where it
    is the source too, and where the output would take the query's place.
    """
    if what == "-":
        if "-" in sources(arguments):
            raise QueryError("standard input can be the query or the source, not both; give a file")
        return _standard_input(), "standard input"
    is_path = os.sep in what and not set(what) & set(" {}<>\n")
    if not is_path and not what.endswith((".rq", ".sparql")):
        return what, "query"
    from mistral_kg.rdf.dataset import read_text

    text, output = read_text(what), arguments.output
    if output and os.path.realpath(output) == os.path.realpath(what):
        raise QueryError(f"{what}: the answer would overwrite the query; give another --output")
    return text, what


def _standard_input() -> str:
    if sys.stdin is None:
        raise QueryError("standard input is closed; give the query as text or as a .rq file")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"standard input: not UTF-8 (byte {error.start + 1})") from None


def bindings(pairs: list[str]) -> dict[str, str]:
    """Return the value of each parameter; raise QueryError for a pair that is none."""
    found: dict[str, str] = {}
    for words in pairs:
        name, equals, value = words.partition("=")
        name = name.removeprefix("?").removeprefix("$")
        if not equals or not name or not value:
            raise QueryError(f"--bind {words!r} is not NAME=VALUE, such as company=OpenAI")
        if name in found:
            raise QueryError(f"--bind {name} is given twice; a parameter has one value")
        found[name] = value
    return found


def settle_output(arguments: Arguments, file: str | None) -> None:
    """Set the file that is written, None for standard output; without -o it may be `file`.

    Raises QueryError for an empty name; SourceError for the name of any file with a control
    character, which no message could show, and where the result would take the place of a file
    that it comes from.
    """
    if arguments.output == "":
        raise QueryError("--output needs the name of a file")
    if arguments.output is None and file:
        arguments.output = f"{file}.{arguments.format or 'html'}"
    elif arguments.output == "-":
        arguments.output = None
    inputs = [*sources(arguments), *filter(None, [arguments.article])]
    for path in [*inputs, arguments.output or ""]:
        if any(char < " " or "\x7f" <= char <= "\x9f" for char in path):
            raise SourceError(f"{path!a}: a file's name with a control character; rename the file")
    if arguments.output:
        _refuse_overwriting(arguments.output, inputs)


def _refuse_overwriting(shown: str, inputs: Sequence[str]) -> None:
    output = os.path.realpath(shown)
    for path in inputs:
        given = os.path.realpath(path)
        inside = output.startswith(given + os.sep) and os.path.exists(output)  # noqa: PTH110
        if output == given or inside:
            raise SourceError(
                f"{path}: {shown if inside else 'it'} would be overwritten by the "
                "result; give another --output"
            )
