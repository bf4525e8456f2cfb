"""What the command shows a person and writes: the streams, an output file, a bar of progress."""

from __future__ import annotations

import os
import sys

from mistral_kg.errors import ExitStatus, MistralKGError, OutputError, SourceWarning
from mistral_kg.serialize import results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Never, TextIO

    from tqdm import tqdm

    from mistral_kg.cli.quick import Arguments
    from mistral_kg.explore.path import Paths
    from mistral_kg.explore.show import Profile
    from mistral_kg.explore.why import Evidence
    from mistral_kg.terminal.cells import Output, Screen
    from mistral_kg.terminal.tables import Rows

terminal: TextIO | None = None
"""Standard error as it was before a worker took it for its messages, if a terminal."""


def run_guarded(work: Callable[[], int | None], debug: bool) -> int:
    """Do the work and return its exit status; show an expected failure in one line."""
    try:
        return work() or ExitStatus.DONE
    except BrokenPipeError:
        # The reader has enough; nothing more has to be written.
        drop_output()
        return ExitStatus.DONE
    except MemoryError:
        raise
    except Exception as error:
        expected = isinstance(error, MistralKGError)
        if debug or not expected:
            import traceback

            write_error(traceback.format_exc())
        if expected:
            print_message(str(error))
        return ExitStatus.BAD_USE


def print_message(message: str) -> None:
    """Show the person something that is no result, if standard error is open."""
    write_error(f"mistral-kg: {message}\n")


def write_error(lines: str) -> None:
    """Write lines to standard error, if it is open; a terminal gets none that steer it."""
    if sys.stderr is None:
        return
    if sys.stderr.isatty():
        from mistral_kg.terminal.cells import on_screen

        lines = on_screen(lines)
    try:
        sys.stderr.write(lines)
        sys.stderr.flush()
    except OSError:
        return  # nobody can read it


def show_warnings() -> None:
    """Show the library's warnings as the command's own messages."""
    import warnings

    warnings.simplefilter("default", SourceWarning)  # regardless of the environment
    warnings.showwarning = lambda warning, *_, **__: print_message(str(warning))


def drop_output() -> None:
    """Throw away what is left to write, so that Python does not fail on it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def set_utf8() -> None:
    """Write UTF-8: in some locales Python chooses ASCII or Latin-1, which have no Gurmukhi."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def restart_in_utf8() -> None:
    """Start this process again in Python's UTF-8 mode, where the locale has another encoding.

    Arguments and names of files are then UTF-8, as they are elsewhere. The mode cannot
    be entered later: https://docs.python.org/3/library/os.html#python-utf-8-mode
    """
    # The arguments byte by byte: not every encoding gives back the bytes of what it has decoded.
    # Systems without this file have UTF-8 for names in every locale.
    path = "/proc/self/cmdline"
    if sys.getfilesystemencoding() == "utf-8" or not os.path.exists(path):  # noqa: PTH110
        return
    with open(path, "rb") as file:  # noqa: PTH123
        arguments = file.read().split(b"\0")[1:-1]
    python = os.fsencode(sys.executable)
    os.execv(python, [python, b"-X", b"utf8", *arguments])  # noqa: S606


def width(arguments: Arguments) -> int | None:
    """Return the terminal's width, None where the output is no terminal."""
    if arguments.output or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def format_of(arguments: Arguments, formats: tuple[str, ...]) -> str | None:
    """Return the format that is asked for or of the output's suffix."""
    if arguments.format is None and arguments.output:
        return results.format_of(arguments.output, formats)
    return arguments.format


def row_format(arguments: Arguments) -> str:
    """Return the format of rows: the one asked for, else what the output can show.

    Raises QueryError for an output whose suffix has none: ask before any long work.
    """
    chosen = format_of(arguments, results.ROW_FORMATS)
    return chosen or ("table" if sys.stdout.isatty() else "csv")


def write_rows(
    arguments: Arguments,
    columns: Iterable[str],
    rows: list[list[str]],
    chosen: str | None = None,
) -> None:
    """Write rows in a format, where none is chosen that of `row_format`."""
    chosen = chosen or row_format(arguments)
    data = results.write_rows(list(columns), rows, chosen, width(arguments))
    write_output(data, arguments.output)


def write_page(arguments: Arguments, found: Profile | Evidence | Paths) -> None:
    """Write what reads as a page in a terminal, and as rows elsewhere."""
    chosen = format_of(arguments, results.PAGE_FORMATS)
    if chosen is None and sys.stdout.isatty() and not arguments.output:
        chosen = "text"
    if chosen == "text":
        write_output((found.page(width(arguments)) + "\n").encode(), arguments.output)
    else:
        write_rows(arguments, found.columns, found.cells(), chosen)


def write_nothing(
    arguments: Arguments, found: Rows, message: str, chosen: str | None = None
) -> int:
    """Print that there is nothing, and write an empty result if a file or format is asked for."""
    chosen = chosen or arguments.format
    if (chosen or arguments.output) and chosen in (None, *results.ROW_FORMATS):
        write_rows(arguments, found.columns, [], chosen)
    print_message(message)
    return ExitStatus.NOTHING


def write_output(data: bytes, output: str | None) -> None:
    """Write the data to a file, whole or not at all, or to standard output.

    Raises OutputError where that cannot be; BrokenPipeError when nobody reads.
    """
    with OutputFile(output) as file:
        file.write(data)


class OutputFile:
    """The file of an output, written whole or not at all, or standard output, in a `with`.

    Where it is a terminal, no format writes what steers a terminal.
    """

    def __init__(self, output: str | None) -> None:
        self._whole = None
        self._screen: Screen | None = None
        if output:
            from mistral_kg.terminal.files import Whole

            self._whole = Whole(output)

    def __enter__(self) -> Output:
        output = self._whole.__enter__() if self._whole else sys.stdout.buffer
        if not output.isatty():
            return output
        from mistral_kg.terminal.cells import Screen

        self._screen = Screen(output)
        return self._screen

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            try:
                if self._screen:
                    self._screen.close()
                sys.stdout.flush()
            except OSError as failure:
                error = failure
        if self._whole:
            self._whole.__exit__(kind, error, trace)
        elif isinstance(error, BrokenPipeError):
            raise error
        elif isinstance(error, OSError) and not isinstance(error, MistralKGError):
            drop_output()
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"standard output: {reason}; give -o FILE elsewhere") from None


def progress(total: int, unit: str, scale: int = 1000) -> tqdm[Never]:
    """Return a bar on standard error that shows how much is done, where that is a terminal."""
    from tqdm import tqdm

    file = terminal or sys.stderr
    return tqdm(
        total=total,
        unit=unit,
        unit_scale=True,
        unit_divisor=scale,
        file=file,
        disable=file is None or not file.isatty(),
        leave=False,
    )
