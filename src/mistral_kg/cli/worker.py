"""Do work in a process of its own that can be ended: the engine yields to nothing.

A running query cannot be interrupted from Python, and some queries end the whole process, as the
engine's sorting panics or its stack or the memory runs out. So a child, forked before there is
anything to copy, does the work and writes the result, while this process waits, ends it when its
time is up or Ctrl-C is pressed, and says in one line what became of it. A fork costs about a
millisecond. Where the system has no fork, the work is done in this process, and the limit holds
for each request to an endpoint alone.
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
    from typing import Any, NoReturn

SHARE_OF_MEMORY = 0.8
"""How much of the machine's memory the work may take; a lower `ulimit -d` holds as well."""

_ENDING = (_signal.SIGINT, _signal.SIGTERM)

_SORTING = "total order"
_NO_MEMORY = ("memory allocation", "MemoryError", "Cannot allocate memory")


def supervised(work: Callable[[Any], int]) -> Callable[[Any], int]:
    """Return a function that does the work in a child, which `--timeout` and Ctrl-C end.

    The work gets the words of the command and returns its exit status. Of a child that does not
    come to its own end, an unfinished output is deleted, and one line says why.
    """

    def run(arguments: Any) -> int:
        def task() -> int:
            return console.guarded(lambda: work(arguments), arguments.debug)

        if not hasattr(os, "fork"):
            return task()
        status, heard = _waited(task, arguments.timeout, arguments.output)
        if os.WIFEXITED(status):
            console.tell(heard)
            return os.WEXITSTATUS(status)
        if os.WTERMSIG(status) == _signal.SIGALRM:
            console.say(
                f"this took longer than {arguments.timeout:g} s and was ended; "
                "ask for less, or give it more with --timeout (0: no limit)"
            )
            return ExitStatus.TIMEOUT
        console.say(_became(os.WTERMSIG(status), heard))
        return ExitStatus.BAD_USE

    return run


def _waited(work: Callable[[], int], seconds: float, output: str | None) -> tuple[int, str]:
    """Return how the work ended in a child, as of `waitpid`, and what it said.

    A child whose time is up ends by SIGALRM. Raises SystemExit when this process is to end.
    """
    errors, their_errors = os.pipe()
    alive, our_life = os.pipe()
    _signal.pthread_sigmask(_signal.SIG_BLOCK, _ENDING)  # until it is clear who takes them
    child = os.fork()
    if child == 0:
        os.close(errors)
        os.close(our_life)
        _do(work, seconds, their_errors, alive)
    os.close(their_errors)
    os.close(alive)
    heard = None
    before = [(one, _signal.getsignal(one)) for one in _ENDING]
    try:
        for one, handler in before:
            if handler != _signal.SIG_IGN:
                _signal.signal(one, _end_by_signal)
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, _ENDING)
        heard = _read_all(errors)
    finally:
        _signal.pthread_sigmask(_signal.SIG_BLOCK, _ENDING)
        if heard is None:
            os.kill(child, _signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        os.close(errors)
        os.close(our_life)
        if not os.WIFEXITED(status):
            _tidy(child, output)
        for one, handler in before:
            _signal.signal(one, handler)
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, _ENDING)
    return status, heard


def _tidy(child: int, output: str | None) -> None:
    """Remove what an ended child left: an unfinished file, and a bar of progress on its line."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
    if output:
        from mistral_kg.terminal.files import sweep

        sweep(output, child)


def _do(work: Callable[[], int], seconds: float, errors: int, alive: int) -> NoReturn:
    """Do the work in the child and end it, without what Python does at the end of a process."""
    import _thread

    status: int = ExitStatus.BAD_USE
    try:
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # the parent is interrupted, and ends us
        _signal.signal(_signal.SIGTERM, _signal.SIG_DFL)
        _signal.signal(_signal.SIGALRM, _signal.SIG_DFL)
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, (*_ENDING, _signal.SIGALRM))
        _signal.setitimer(_signal.ITIMER_REAL, seconds)
        if os.isatty(2):
            console.Progress.terminal = os.fdopen(os.dup(2), "w")
        os.dup2(errors, 2)
        os.close(errors)
        _thread.start_new_thread(_end_with, (alive,))
        _bound_memory()
        status = work()
        sys.stdout.flush()
    except BrokenPipeError:
        status = ExitStatus.DONE
    except MemoryError:
        os.write(2, _NO_MEMORY[0].encode())
        os.kill(os.getpid(), _signal.SIGABRT)
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


def _read_all(pipe: int) -> str:
    """Return what comes until the child closes the pipe."""
    heard = b""
    while part := os.read(pipe, 1 << 16):
        heard += part
    return heard.decode(errors="replace")


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
        return "this needs more memory than there is for it; ask for less, or add a LIMIT"
    if number == _signal.SIGSEGV:
        return "the query is nested too deep for the engine; make it simpler"
    if number == _signal.SIGKILL:
        return "this was ended from outside, perhaps for want of memory; ask for less"
    message = " ".join(heard.split())[:200]
    return f"the engine failed (signal {number}); {message or 'change the query'}"
