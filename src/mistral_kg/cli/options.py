"""The options of several subcommands: how each is defined, and what its value means.

argparse is not imported here, as a plain query does without.
"""

from __future__ import annotations

import os
import sys

from mistral_kg.cli import console
from mistral_kg.cli.quick import TIMEOUT
from mistral_kg.errors import QueryError, SourceError
from mistral_kg.serialize import results
from mistral_kg.sources import source
from mistral_kg.terminal import captions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace as Namespace
    from collections.abc import Sequence
    from typing import Any

    from mistral_kg.cli.quick import Arguments as Arguments
    from mistral_kg.knowledge_graph import KnowledgeGraph

    Option = tuple[list[str], dict[str, Any]]

ENTITY = (
    "a label in either script, a CURIE, an IRI or its end, such as mistral-ai, or a Wikidata item"
)

_MAX_SECONDS = 10_000_000
"""The most seconds of a limit, which every system's timer can count."""


def option(usage: str, help: str, **settings: Any) -> Option:
    """Return an option or argument as `argparse` takes it, of a usage like `-o --output FILE`.

    Words in capitals are how the help calls its values.
    """
    names = [word for word in usage.split() if not word.isupper()]
    values = [word for word in usage.split() if word.isupper()]
    if values:
        settings["metavar"] = values[0] if len(values) == 1 else tuple(values)
    return names, {**settings, "help": help}


def switch(name: str, help: str) -> Option:
    """Return an option without a value."""
    return option(name, help, action="store_true")


def output(formats: tuple[str, ...]) -> list[Option]:
    """Return the options for the format and the file of what a subcommand writes."""
    whole = "write to FILE, whole or not at all; its suffix decides the format"
    return [
        option("-f --format FORMAT", f"one of {', '.join(formats)}", choices=formats),
        option("-o --output FILE", whole),
    ]


def limit(default: int, what: str) -> Option:
    """Return the option for the number of results that are written."""
    return option("--limit N", f"{what} (default: {default}; 0: all)", type=count, default=default)


def base(whose: str) -> Option:
    """Return the option for the base of relative IRIs."""
    return option("--base IRI", f"resolve relative IRIs against this: those {whose}")


def count(text: str) -> int:
    """Return the number that is given to an option."""
    if not (text.isascii() and text.isdecimal()):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is not a number of 0 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _MAX_SECONDS:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(
            f"{text!r} is not a number of seconds up to {_MAX_SECONDS:,}; 0 is no limit"
        )
    return seconds


def time_limit(default: float) -> Option:
    """Return the option that ends a subcommand after a time."""
    shown = f"(default: {default:g}; 0: no limit)"
    return option(
        "-t --timeout SECONDS",
        f"end the command with exit code 124 if it takes longer {shown}",
        type=_seconds,
        default=default,
    )


LANG = option(
    "--lang",
    "the language of labels, phrases, gists (summaries of sentences) and notes: en or pa",
    choices=captions.LANGUAGES,
    default="en",
)

BIND = option(
    "-b --bind NAME=VALUE",
    "bind a parameter or variable of the query; may be given several times",
    action="append",
    default=[],
)

SOURCE = [
    option(
        "-s --source SOURCE",
        "ask this in place of the shipped graph: a file (.ttl .trig .nq .nt .jsonld .json "
        ".rdf .xml, also with .gz), a folder of files, - for standard input, a store on disk "
        "or the address of a SPARQL endpoint; files and folders may be given several times, to "
        "merge (default: what MISTRAL_KG_SOURCE names)",
        action="append",
    ),
    base("of files that name no base, and of the query"),
]

ASKED = [*SOURCE, time_limit(TIMEOUT)]
"""The options of a subcommand that answers a question, and soon."""

PAGE = [LANG, *ASKED, *output(results.PAGE_FORMATS)]
"""The options of a subcommand that shows a page about entities."""

WHOLE = [*SOURCE, time_limit(0)]
"""The options of a subcommand that works on all data, however long it takes."""


def sources(arguments: Arguments) -> Sequence[str]:
    """Return the sources that are given, else what the environment names."""
    return arguments.source or source.default()


def load_graph(arguments: Arguments) -> KnowledgeGraph:
    """Return the graph of the source, with the inferred facts if they are asked for."""
    from mistral_kg.knowledge_graph import load

    given = sources(arguments)
    if given:
        console.show_warnings()
    try:
        graph = load(
            given or None,
            union=not arguments.no_union,
            timeout=arguments.timeout or None,
            base=arguments.base,
        )
    except SourceError as error:
        if arguments.source:
            raise
        raise SourceError(f"{error} ({source.DEFAULT} of the environment names it)") from None
    return graph.with_inferences() if arguments.infer else graph


def read_query(arguments: Arguments, what: str) -> tuple[str, str]:
    """Return the query's text or name, and how errors call it.

    Standard input is read here, before the time of `--timeout` runs. Raises QueryError where it
    is the source too, and where the output would take the query's place.
    """
    if what == "-":
        if "-" in sources(arguments):
            raise QueryError("standard input can be the query or the source, not both; give a file")
        return _read_standard_input(), "standard input"
    is_path = os.sep in what and not set(what) & set(" {}<>\n")
    if not is_path and not what.endswith((".rq", ".sparql")):
        return what, "query"
    from mistral_kg.rdf.dataset import read_text

    text, output = read_text(what), arguments.output
    if output and os.path.realpath(output) == os.path.realpath(what):
        raise QueryError(f"{what}: the answer would overwrite the query; give another --output")
    return text, what


def _read_standard_input() -> str:
    if sys.stdin is None:
        raise QueryError("standard input is closed; give the query as text or as a .rq file")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"standard input: not UTF-8 (byte {error.start + 1})") from None


def parse_bindings(pairs: list[str]) -> dict[str, str]:
    """Return the value of each parameter; raise QueryError for a pair that is none."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        name = name.removeprefix("?").removeprefix("$")
        if not name or not value:
            raise QueryError(f"--bind {pair!r} is not NAME=VALUE, such as company=OpenAI")
        if name in values:
            raise QueryError(f"--bind {name} is given twice; a parameter has one value")
        values[name] = value
    return values


def resolve_output(arguments: Arguments, default: str | None) -> None:
    """Set the file that is written, None for standard output; `default` is its name without -o.

    Raises QueryError for an empty name; SourceError for the name of any file with a control
    character, which no message could show, and where the result would take the place of a file
    that it comes from.
    """
    if arguments.output == "":
        raise QueryError("--output needs the name of a file")
    if arguments.output is None and default:
        arguments.output = f"{default}.{arguments.format or 'html'}"
    elif arguments.output == "-":
        arguments.output = None
    inputs = [*sources(arguments), *filter(None, [arguments.article])]
    for path in [*inputs, arguments.output or ""]:
        if any(char < " " or "\x7f" <= char <= "\x9f" for char in path):
            raise SourceError(f"{path!a}: a file's name with a control character; rename the file")
    if arguments.output:
        _refuse_overwriting(arguments.output, inputs)


def _refuse_overwriting(output: str, inputs: Sequence[str]) -> None:
    target = os.path.realpath(output)
    for path in inputs:
        given = os.path.realpath(path)
        inside = target.startswith(given + os.sep) and os.path.exists(target)  # noqa: PTH110
        if target == given or inside:
            raise SourceError(
                f"{path}: {output if inside else 'it'} would be overwritten by the "
                "result; give another --output"
            )
