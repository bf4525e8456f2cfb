"""Do work in a process of its own that can be ended: the engine yields to nothing.

A running query cannot be interrupted from Python, and some queries end the whole process, as the
engine's sorting panics or its stack or the memory runs out. So a child, forked before there is
anything to copy, does the work and writes the result, while this process waits, ends it when its
time is up or Ctrl-C is pressed, and says in one line what became of it. A fork costs about a
millisecond. Where the system has no fork, the work is done in this process, without these limits.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` itself imports enum
import os
import sys

from mistral_kg.cli import console
from mistral_kg.errors import ExitStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

SHARE_OF_MEMORY = 0.8
"""How much of the machine's memory the work may take; a lower `ulimit -d` holds as well."""

_SORTING = "total order"
_NO_MEMORY = ("memory allocation", "MemoryError", "Cannot allocate memory")


def supervised(
    work: Callable[[], int],
    seconds: float | None,
    *,
    say: Callable[[str], None],
    clean: Callable[[int], None],
) -> int:
    """Return the exit status of the work, done in a child that has so many seconds, None: any.

    The work writes to standard output and has shown its errors when it returns. Where the child
    does not come to its own end, `clean` is given its number, to delete what it left, and `say`
    the line that tells why.

    Raises KeyboardInterrupt when interrupted; the child is then ended.
    """
    if not hasattr(os, "fork"):
        return work()
    errors, their_errors = os.pipe()
    alive, our_life = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(errors)
        os.close(our_life)
        _do(work, their_errors, alive)
    os.close(their_errors)
    os.close(alive)
    try:
        before = _signal.signal(_signal.SIGTERM, _end_by_signal)
        try:
            heard, in_time = _listen(errors, seconds)
        finally:
            _signal.signal(_signal.SIGTERM, before)
    except BaseException:
        os.kill(child, _signal.SIGKILL)
        os.waitpid(child, 0)
        clean(child)
        raise
    finally:
        os.close(errors)
    if not in_time:
        os.kill(child, _signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    os.close(our_life)
    if os.WIFEXITED(status):
        console.tell(heard.decode(errors="replace"))
        return os.WEXITSTATUS(status)
    clean(child)
    if not in_time:
        say(
            f"this took longer than {seconds:g} s and was ended; "
            "ask for less, or give it more with --timeout (0: no limit)"
        )
        return ExitStatus.TIMEOUT
    say(_became(os.WTERMSIG(status), heard.decode(errors="replace")))
    return ExitStatus.BAD_USE


def _do(work: Callable[[], int], errors: int, alive: int) -> NoReturn:
    """Do the work in the child and end it, without what Python does at the end of a process."""
    import _thread

    status: int = ExitStatus.BAD_USE
    try:
        os.dup2(errors, 2)
        os.close(errors)
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # the parent is interrupted, and ends us
        _signal.signal(_signal.SIGTERM, _signal.SIG_DFL)
        _thread.start_new_thread(_end_with, (alive,))
        _bound_memory()
        status = work()
        sys.stdout.flush()
    except BrokenPipeError:
        status = ExitStatus.DONE
    except MemoryError:
        os.write(2, _NO_MEMORY[0].encode())
        os.kill(os.getpid(), _signal.SIGABRT)
    except Exception:
        import traceback

        traceback.print_exc()  # a fault of ours, which the end of the process would hide
    finally:
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(status)


def _end_with(alive: int) -> None:
    """End the child when its parent has ended, however that came."""
    os.read(alive, 1)
    os._exit(ExitStatus.INTERRUPTED)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    most = int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * SHARE_OF_MEMORY)
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [most, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))


def _listen(pipe: int, seconds: float | None) -> tuple[bytes, bool]:
    """Return what comes until the child closes the pipe, and whether that was in time."""
    heard = b""
    before = _signal.signal(_signal.SIGALRM, _too_late)
    try:
        _signal.setitimer(_signal.ITIMER_REAL, seconds or 0)
        while part := os.read(pipe, 1 << 16):
            heard += part
    except TimeoutError:
        return heard, False
    finally:
        _signal.setitimer(_signal.ITIMER_REAL, 0)
        _signal.signal(_signal.SIGALRM, before)
    return heard, True


def _too_late(_number: int, _frame: object) -> None:
    raise TimeoutError


def _end_by_signal(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _became(number: int, heard: str) -> str:
    """Return why the engine ended the child."""
    if _SORTING in heard:
        return (
            "the engine cannot sort what ORDER BY compares here, as it is of several kinds "
            "(IRIs, numbers, dates, text); order by STR(…) of it"
        )
    if any(words in heard for words in _NO_MEMORY):
        return "the query needs more memory than there is for it; ask for less, or add a LIMIT"
    if number == _signal.SIGSEGV:
        return "the query is nested too deep for the engine; make it simpler"
    if number == _signal.SIGKILL:
        return "the query was ended from outside, perhaps for want of memory; ask for less"
    told = " ".join(heard.split())[:200]
    return f"the engine failed on the query (signal {number}); {told or 'ask it in another way'}"
