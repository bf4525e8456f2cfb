"""What the command shows a person and writes: the streams, an output file, a bar of progress."""

from __future__ import annotations

import os
import sys

from mistral_kg.errors import MistralKGError, OutputError, SourceWarning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any, BinaryIO, Self

    from mistral_kg.cli.quick import PlainQuery
    from mistral_kg.rdf.files import RdfFile
    from mistral_kg.terminal.cells import Output, Screen


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


def width(arguments: Namespace | PlainQuery) -> int | None:
    """Return the terminal's width, None where the output is no terminal."""
    if arguments.output or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


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

    def __init__(self, total: int, unit: str, scale: int = 1000) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            total=total,
            unit=unit,
            unit_scale=True,
            unit_divisor=scale,
            file=sys.stderr,
            disable=sys.stderr is None or not sys.stderr.isatty(),
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
