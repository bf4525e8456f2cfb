"""Load files into a store on disk: all of them, or nothing.

The files are loaded into a store beside the old one, which starts as a copy of that (its files are
linked, not copied) and takes its place at the end in one step. So whoever kills the process, or
reads the store meanwhile, finds it as it was.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from pyoxigraph import Store

from mistral_kg.errors import MistralKGError, OutputError, one_line
from mistral_kg.rdf import dataset, files, prefixes, reading, store
from mistral_kg.sources.source import check_base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    Watch = Callable[[files.RdfFile, BinaryIO], BinaryIO]

_INFIX = ".loading-"


def inputs(words: Sequence[str], base: str | None) -> Sequence[files.RdfFile]:
    """Return the files that the words name, without any the shipped ones.

    Raises SourceError for what is missing, and for a base that is no absolute IRI.
    """
    if base is not None:
        check_base(base)
    return files.inputs(words or dataset.shipped_files(), base)


def load_into(path: str, given: Sequence[files.RdfFile], watch: Watch | None = None) -> None:
    """Add the files to the store in a folder, which is made where there is none.

    The default graph is completed, and the vocabulary added where it is used and missing, as
    `mistral_kg.rdf.store` does for files. `watch` may wrap the stream of each file's bytes.

    Raises SourceError for a file that cannot be read, OutputError where there can be no store.
    """
    if not path:
        raise OutputError("--store is empty; give the path of a folder")
    try:
        target = Path(path).resolve()
        here = Path.cwd()
    except OSError:
        raise OutputError(f"{path}: the current folder is gone; change to another") from None
    if here == target or target in here.parents:
        raise OutputError(
            f"{path}: you are in this folder, and its place is taken by another; "
            "name it from the folder above"
        )
    _refuse_what_is_no_store(path, target)
    before = _open_locked(path, target) if files.is_store(str(target)) else None
    _sweep(target)
    beside = target.with_name(f".{target.name}{_INFIX}{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)  # numbers of processes come again
    try:
        _fill(before, beside, given, watch)
        declared = (prefixes.declared(one) for one in given)
        prefixes.keep(str(beside), prefixes.merged(prefixes.kept(str(target)), *declared))
        replaces = before is not None
        del before  # closing it tidies its folder, which must not be the new one by then
        _put_in_place(beside, target, replaces=replaces)
    except OSError as error:
        if isinstance(error, MistralKGError):
            raise
        raise OutputError(f"{path}: {_reason(error)}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _reason(error: OSError) -> str:
    """Return in words why there can be no store, and what to do; the engine gives no numbers."""
    message = str(error)
    if error.errno == errno.ENOTEMPTY:
        return "another program has made it meanwhile; load again to add to it"
    if "Permission denied" in message:
        return "its folder is not writable; change its permissions or choose another"
    if "No space left" in message:
        return "the disk is full; free some space or choose another folder"
    return f"cannot be written ({one_line(error).lower()}); choose another folder"


def _refuse_what_is_no_store(path: str, target: Path) -> None:
    if target.is_dir() and any(target.iterdir()) and not files.is_store(str(target)):
        raise OutputError(f"{path}: a folder with other files in it; give a new one, or a store")
    if target.exists() and not target.is_dir():
        raise OutputError(f"{path}: a file; give the path of a folder")
    if not target.parent.is_dir():
        raise OutputError(f"{path}: its parent folder does not exist; create it first")


def _open_locked(path: str, target: Path) -> Store:
    try:
        return Store(str(target))
    except OSError as error:
        if "lock" in str(error).lower():
            raise OutputError(
                f"{path}: another program has the store open for writing; wait until it ends"
            ) from None
        raise OutputError(f"{path}: {_reason(error)}") from None


def _fill(
    before: Store | None, beside: Path, given: Sequence[files.RdfFile], watch: Watch | None
) -> None:
    after = _copy(before, beside)
    for file in given:
        reading.fill(after, file, partial(watch, file) if watch else None)
    if store.has_statements(after):
        del after
        shutil.rmtree(beside)
        after = _copy(before, beside)
        after.bulk_extend(reading.read(given, apart=True))
    store.complete(after)
    if before is None:
        after.optimize()  # a fifth faster to ask; of a store that grows, too dear each time
    after.flush()


def _copy(before: Store | None, beside: Path) -> Store:
    if before is not None:
        before.backup(str(beside))
    return Store(str(beside))


def _put_in_place(beside: Path, target: Path, *, replaces: bool) -> None:
    """Make the folder `beside` the target; what was there is then `beside`."""
    if not replaces:
        beside.rename(target)  # where there is an empty folder, it takes its place
    elif not _exchange(beside, target):
        old = beside.with_name(f"{beside.name}-old")
        target.rename(old)
        beside.rename(target)
        old.rename(beside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, by renameat2(2) of Linux; tell whether that is done."""
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h
    with suppress(AttributeError, OSError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
    return False


def sweep(path: str) -> None:
    """Delete what loads that were killed have left beside the store in a folder."""
    with suppress(OSError):  # the current folder may be gone
        _sweep(Path(path).resolve())


def _sweep(target: Path) -> None:
    for left in target.parent.glob(f".{glob.escape(target.name)}{_INFIX}*"):
        # The engine's copy of a store has .tmp behind its name until it is complete.
        process = left.name.rpartition(_INFIX)[2].removesuffix(".tmp")
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        # Of a load whose command was killed, something may stay until the system clears it away.
        return b") Z " not in Path(f"/proc/{process}/stat").read_bytes()
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's, or not on Linux
