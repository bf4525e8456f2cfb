"""Write a result to a file: whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat

from mistral_kg.errors import OutputError

_REMEDIES = {
    errno.ENOENT: "the folder does not exist; create it first",
    errno.ENOTDIR: "a part of the path is a file; give a path that goes through folders",
    errno.EISDIR: "is a folder; give the path of a file",
    errno.EACCES: "not writable; change its permissions or choose another path",
    errno.EPERM: "not writable; change its permissions or choose another path",
    errno.EROFS: "on a read-only file system; choose another path",
    errno.ENOSPC: "the disk is full; free some space or choose another path",
    errno.EDQUOT: "your disk quota is used up; free some space or choose another path",
}


def write_whole(path: str, data: bytes) -> None:
    """Write the data to the path; a reader, or a failure, finds the old file or the new one whole.

    A link stays and its target is replaced; devices and pipes are written to directly.
    Raises OutputError, which says how to mend it; BrokenPipeError when nobody reads the pipe.
    """
    try:
        if _is_stream(path):
            # Appending, since /dev/stdout may stand for a file that others write to as well.
            with open(path, "ab") as stream:  # noqa: PTH123  importing pathlib costs start-up time
                stream.write(data)
        else:
            _replace(os.path.realpath(path), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        remedy = _REMEDIES.get(error.errno or 0, f"{reason}; choose another path")
        raise OutputError(f"{path}: {remedy}") from error


def _is_stream(path: str) -> bool:
    """Tell whether the path is a device, a pipe or a name of an open file, such as /dev/stdout."""
    if os.path.basename(path) == "":  # noqa: PTH119
        raise IsADirectoryError(errno.EISDIR, "is a folder", path)
    if os.path.abspath(path).startswith(("/dev/fd/", "/dev/std", "/proc/")):  # noqa: PTH100
        return True
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder", path)
    return not stat.S_ISREG(mode)


def _replace(target: str, data: bytes) -> None:
    mode = _mode_if_writable(target)
    temporary = f"{os.path.dirname(target)}/.mistral-kg-{os.urandom(6).hex()}.tmp"  # noqa: PTH120
    try:
        with open(temporary, "xb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)  # noqa: PTH101
        os.replace(temporary, target)  # noqa: PTH105
    except BaseException:  # Ctrl-C too leaves nothing behind
        if os.path.exists(temporary):  # noqa: PTH110
            os.unlink(temporary)  # noqa: PTH108
        raise


def _mode_if_writable(path: str) -> int | None:
    """Return the mode of the file, or None if there is none; raise OSError if it is protected."""
    try:
        # Replacing asks the folder only, so a write-protected file has to be asked here.
        with open(path, "r+b") as file:  # noqa: PTH123
            return stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return None
