"""The arguments of the command, parsed by argparse: those of the subcommand that is typed."""

from __future__ import annotations

import argparse

from mistral_kg.cli import commands
from mistral_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser that raises its errors, so that they are shown in one place and one line."""

    def error(self, message: str) -> NoReturn:
        """Raise QueryError with the message and the help to ask for."""
        raise QueryError(f"{message}; see {self.prog} --help")


def parser(command: str | None = None) -> Parser:
    """Return the parser of one subcommand, or of none, which lists them all."""
    top = Parser(
        prog="mistral-kg",
        description="A news article as a knowledge graph: every fact and claim names its sentence.",
        epilog="exit codes: 0 done, 1 faults or nothing found, 2 bad input or use, "
        "124 out of time, 130 interrupted",
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    # The values of options that a subcommand does not have.
    top.set_defaults(source=None, base=None, infer=False, no_union=False, timeout=0)
    top.set_defaults(format=None, output=None, article=None)
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name, line in commands.COMMANDS.items():
        if command is None:
            subparsers.add_parser(name, help=line)
        elif name == command:
            module = commands.module(name)
            added = subparsers.add_parser(
                name,
                help=line,
                description=getattr(module, "DESCRIPTION", f"{line[0].upper()}{line[1:]}."),
                epilog=getattr(module, "EXAMPLES", None),
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            for flags, settings in module.OPTIONS:
                added.add_argument(*flags, **settings)
    return top


def parse(argv: list[str]) -> argparse.Namespace:
    """Return the arguments of the command by name; raise QueryError for a wrong one."""
    typed = next((argument for argument in argv if argument in commands.COMMANDS), None)
    return parser(typed).parse_args(argv)
