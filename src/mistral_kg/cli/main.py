"""The entry of the command: parse the arguments, and run the subcommand that they name.

What it needs is imported once Ctrl-C is taken care of, as that takes most of the time.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mistral_kg.cli.quick import Arguments


def main(argv: list[str] | None = None) -> int:
    """Run the command with these arguments (default: the process's); return its exit status."""
    if argv is None:
        _exit_on_interrupt()
        # Integers of data may have more than Python's 4,300 digits; --timeout bounds the time.
        sys.set_int_max_str_digits(0)
    from mistral_kg.cli import console

    if argv is None:
        console.restart_in_utf8()
        argv = sys.argv[1:]
    console.set_utf8()
    debug = "--debug" in argv
    rest = [argument for argument in argv if argument != "--debug"]
    return console.run_guarded(lambda: _run(rest, debug), debug)


def _exit_on_interrupt() -> None:
    """Let Ctrl-C end the process at once from here on: in an import it would show a traceback.

    Where it is ignored, as by a shell that runs the command in the background, it stays so.
    """
    # The built-in half of `signal`, whose other half imports enum, at 6 ms.
    import _signal  # type: ignore[import-not-found]

    if _signal.getsignal(_signal.SIGINT) != _signal.SIG_IGN:
        _signal.signal(_signal.SIGINT, lambda number, _: os._exit(128 + number))


def _run(argv: list[str], debug: bool) -> int | None:
    from mistral_kg.cli import commands, options
    from mistral_kg.cli.quick import PlainQuery
    from mistral_kg.errors import ExitStatus, OutputError

    if sys.stdout is None:
        raise OutputError("standard output is closed; give -o FILE, or leave it open")
    _refuse_bytes(argv)
    arguments: Arguments | None = PlainQuery.parse(argv)
    if arguments is None:
        from mistral_kg.cli.parser import parse, parser

        arguments = parse(argv)
        if arguments.version:
            _print_version()
            return ExitStatus.DONE
        if arguments.command is None:
            parser().print_help(sys.stderr)
            return ExitStatus.BAD_USE
    arguments.debug = debug
    module = commands.module(arguments.command)
    options.resolve_output(arguments, getattr(module, "FILE", None))
    status: int | None = module.run(arguments)
    return status


def _refuse_bytes(argv: list[str]) -> None:
    for argument in argv:
        if any("\udc80" <= char <= "\udcff" for char in argument):
            from mistral_kg.errors import QueryError

            raise QueryError(f"{argument!a}: not UTF-8; give it in UTF-8")


def _print_version() -> None:
    from importlib.metadata import PackageNotFoundError, version

    from mistral_kg.cli import console

    try:
        shown = f"mistral-kg {version('mistral-kg')}\n"
    except PackageNotFoundError:
        shown = "mistral-kg, run from its source and not installed\n"
    console.write_output(shown.encode(), None)
