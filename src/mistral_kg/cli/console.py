"""What the command shows a person and writes: the streams, an output file, a bar of progress."""

from __future__ import annotations

import os
import sys

from mistral_kg.errors import ExitStatus, MistralKGError, OutputError, SourceWarning
from mistral_kg.serialize import results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO, Self, TextIO

    from mistral_kg.cli.quick import Arguments
    from mistral_kg.explore.path import Paths
    from mistral_kg.explore.show import Profile
    from mistral_kg.explore.why import Evidence
    from mistral_kg.rdf.files import RdfFile
    from mistral_kg.terminal.cells import Output, Screen
    from mistral_kg.terminal.tables import Rows


def guarded(work: Callable[[], int], debug: bool) -> int:
    """Do the work and return its exit status; show an expected failure in one line."""
    try:
        return work()
    except BrokenPipeError:
        # Whoever reads has enough; nothing more can or need be said.
        drop_output()
        return ExitStatus.DONE
    except MemoryError:
        raise
    except Exception as error:
        expected = isinstance(error, MistralKGError)
        if debug or not expected:
            import traceback

            tell(traceback.format_exc())
        if expected:
            say(str(error))
        return ExitStatus.BAD_USE


def say(words: str) -> None:
    """Tell the person something that is no result, if there is a place for it."""
    tell(f"mistral-kg: {words}\n")


def tell(lines: str) -> None:
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
        return  # nobody can be told


def show_warnings() -> None:
    """Show the library's warnings as the command shows all that it says."""
    import warnings

    warnings.simplefilter("default", SourceWarning)  # whatever the environment says
    warnings.showwarning = lambda message, *_, **__: say(str(message))


def drop_output() -> None:
    """Throw away what is left to write, so that Python does not fail on it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def speak_utf8() -> None:
    """Write UTF-8: in some locales Python chooses ASCII or Latin-1, which have no Gurmukhi."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def restart_in_utf8() -> None:
    """Start this process again in Python's UTF-8 mode, where the locale has another encoding.

    Words of the command and names of files are then UTF-8, as they are elsewhere. The mode cannot
    be entered later: https://docs.python.org/3/library/os.html#python-utf-8-mode
    """
    if os.name != "posix" or sys.getfilesystemencoding() == "utf-8" or sys.flags.utf8_mode:
        return
    words = _words_of_process()
    python = os.fsencode(sys.executable)
    os.execv(python, [python, b"-X", b"utf8", *words[1:]])  # noqa: S606


def _words_of_process() -> list[bytes]:
    """Return the words by which this process was started, byte by byte.

    Not every encoding of a locale gives back the bytes of what it has decoded.
    """
    try:
        with open("/proc/self/cmdline", "rb") as file:  # noqa: PTH123
            return file.read().split(b"\0")[:-1]
    except OSError:  # not on Linux
        return [os.fsencode(word) for word in sys.orig_argv]


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
    arguments: Arguments, columns: list[str], rows: list[list[str]], chosen: str | None = None
) -> int:
    """Write rows in a format, where none is chosen that of `row_format`."""
    chosen = chosen or row_format(arguments)
    emit(results.write_rows(columns, rows, chosen, width(arguments)), arguments.output)
    return ExitStatus.DONE


def write_page(arguments: Arguments, found: Profile | Evidence | Paths) -> int:
    """Write what reads as a page in a terminal, and as rows elsewhere."""
    chosen = format_of(arguments, results.PAGE_FORMATS)
    if chosen is None and sys.stdout.isatty() and not arguments.output:
        chosen = "text"
    if chosen != "text":
        return write_rows(arguments, list(found.columns), found.cells(), chosen)
    emit((found.page(width(arguments)) + "\n").encode(), arguments.output)
    return ExitStatus.DONE


def write_nothing(arguments: Arguments, found: Rows, words: str, chosen: str | None = None) -> int:
    """Say that there is nothing, and write an empty result if a file or format is asked for."""
    chosen = chosen or arguments.format
    if (chosen or arguments.output) and chosen in (None, *results.ROW_FORMATS):
        write_rows(arguments, list(found.columns), [], chosen)
    say(words)
    return ExitStatus.NOTHING


def emit(data: bytes, output: str | None) -> None:
    """Write the data to a file, whole or not at all, or to standard output.

    Raises OutputError where that cannot be; BrokenPipeError when nobody reads.
    """
    with Opened(output) as file:
        file.write(data)


class Opened:
    """The file of an output, written whole or not at all, or standard output, in a `with`.

    Where it is a terminal, whatever the format, nothing that steers a terminal gets there.
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
                if not self._whole:
                    sys.stdout.flush()
            except OSError as failure:
                error = failure
        if self._whole:
            self._whole.__exit__(kind, error, trace)
            return
        if isinstance(error, BrokenPipeError):
            raise error
        if isinstance(error, OSError) and not isinstance(error, MistralKGError):
            drop_output()
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"standard output: {reason}; give -o FILE elsewhere") from None


class Progress:
    """A bar on standard error that shows how much is done, where that is a terminal."""

    terminal: TextIO | None = None
    """Standard error as it was before a worker took it for its messages, if a terminal."""

    def __init__(self, total: int, unit: str, scale: int = 1000) -> None:
        from tqdm import tqdm

        file = self.terminal or sys.stderr
        self._bar = tqdm(
            total=total,
            unit=unit,
            unit_scale=True,
            unit_divisor=scale,
            file=file,
            disable=file is None or not file.isatty(),
            leave=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, done: int, total: int) -> None:
        """Move the bar to how many of how many are done."""
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def watching(self, file: RdfFile, stream: BinaryIO) -> BinaryIO:
        """Return the stream of a file's bytes as one that moves the bar as it is read."""
        from tqdm.utils import CallbackIOWrapper

        from mistral_kg.terminal.cells import visible

        self._bar.set_description(visible(os.path.basename(file.name)))  # noqa: PTH119
        wrapped: Any = CallbackIOWrapper(self._bar.update, stream, "read")
        found: BinaryIO = wrapped
        return found
