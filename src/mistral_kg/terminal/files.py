"""Write a result to a file: whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat

from mistral_kg.errors import MistralKGError, OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_PROTECTED = "not writable; change its permissions or choose another path"
_REMEDIES = {
    errno.ENOENT: "the folder does not exist; create it first",
    errno.ENOTDIR: "a part of the path is a file; give a path that goes through folders",
    errno.EISDIR: "is a folder; give the path of a file",
    errno.EACCES: _PROTECTED,
    errno.EPERM: _PROTECTED,
    errno.EROFS: "on a read-only file system; choose another path",
    errno.ENOSPC: "the disk is full; free some space or choose another path",
    errno.EDQUOT: "your disk quota is used up; free some space or choose another path",
}


class Whole:
    """A file that is written whole or not at all, to be used in a `with`.

    A reader, or a failure, finds the old file or the new one whole. A link stays and its target is
    replaced; devices and pipes are written to directly.

    Raises OutputError, which says how to fix it; BrokenPipeError when nobody reads the pipe.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._temporary: str | None = None

    def __enter__(self) -> BinaryIO:
        try:
            if _is_stream(self._path):
                # Appending, as /dev/stdout may stand for a file that others write to as well.
                self._file: BinaryIO = open(self._path, "ab")  # noqa: PTH123
                return self._file
            self._target = os.path.realpath(self._path)
            self._mode = _mode_if_writable(self._target)
            folder = os.path.dirname(self._target)  # noqa: PTH120
            temporary = f"{folder}/{_prefix_of(os.getpid())}{os.urandom(6).hex()}.tmp"
            self._file = open(temporary, "xb")  # noqa: PTH123
            self._temporary = temporary
            return self._file
        except OSError as error:
            raise _output_error(self._path, error) from error

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        try:
            if error is None:
                self._finish()
            elif isinstance(error, OSError) and not isinstance(error, MistralKGError):
                raise error
        except OSError as failure:
            raise _output_error(self._path, failure) from failure
        finally:  # Ctrl-C too leaves nothing behind
            self._drop()

    def _finish(self) -> None:
        if self._temporary is None:
            self._file.close()
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if self._mode is not None:
            os.chmod(self._temporary, self._mode)  # noqa: PTH101
        os.replace(self._temporary, self._target)  # noqa: PTH105

    def _drop(self) -> None:
        try:  # noqa: SIM105  contextlib costs start-up time
            self._file.close()
        except OSError:
            pass  # what is not written any more is not wanted either
        if self._temporary and os.path.exists(self._temporary):  # noqa: PTH110  not replaced
            os.unlink(self._temporary)  # noqa: PTH108


def sweep(path: str, process: int) -> None:
    """Delete what a process that was ended left of an unfinished file beside the path."""
    folder = os.path.dirname(os.path.realpath(path))  # noqa: PTH120
    if not os.path.isdir(folder):  # noqa: PTH112
        return
    for name in os.listdir(folder):  # noqa: PTH208
        if name.startswith(_prefix_of(process)):
            os.unlink(f"{folder}/{name}")  # noqa: PTH108


def _prefix_of(process: int) -> str:
    return f".mistral-kg-{process}-"


def _output_error(path: str, error: OSError) -> OSError:
    if isinstance(error, BrokenPipeError):
        return error
    reason = (error.strerror or str(error)).lower()
    return OutputError(
        f"{path}: {_REMEDIES.get(error.errno or 0, f'{reason}; choose another path')}"
    )


def _is_stream(path: str) -> bool:
    """Tell whether the path is a device, a pipe or a name of an open file, such as /dev/stdout."""
    if os.path.basename(path) == "" or os.path.isdir(path):  # noqa: PTH112, PTH119
        raise IsADirectoryError(errno.EISDIR, "is a folder", path)
    if os.path.abspath(path).startswith(("/dev/fd/", "/dev/std", "/proc/")):  # noqa: PTH100
        return True
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except FileNotFoundError:
        return False


def _mode_if_writable(path: str) -> int | None:
    """Return the mode of the file, or None if there is none; raise OSError if it is protected."""
    try:
        # Replacing asks the folder only, so a write-protected file has to be asked here.
        with open(path, "r+b") as file:  # noqa: PTH123
            return stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return None
