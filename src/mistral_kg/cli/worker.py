"""Do work in a process of its own that can be ended: the engine yields to nothing.

A running query cannot be interrupted from Python, and some queries end the whole process, as the
engine's sorting panics or its stack or the memory runs out. So a child, forked before there is
anything to copy, does the work and writes the result, while this process waits, ends it when its
time is up or Ctrl-C is pressed, and reports in one line how it ended. A fork costs about a
millisecond. Where the system has no fork, the work is done in this process, and the limit holds
for each request to an endpoint alone.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` itself imports enum
import os
import sys

from mistral_kg.cli import console
from mistral_kg.errors import ExitStatus, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

SHARE_OF_MEMORY = 0.8
"""How much of the machine's memory the work may take; a lower `ulimit -d` holds as well."""

_ENDING = (_signal.SIGINT, _signal.SIGTERM)

_NO_MEMORY = ("memory allocation", "MemoryError", "Cannot allocate memory")


def supervised(work: Callable[[Any], int | None]) -> Callable[[Any], int]:
    """Return a function that does the work in a child, which `--timeout` and Ctrl-C end.

    The work gets the command's arguments and returns its exit status. Where the child is ended or
    crashes, an unfinished output is deleted, and one line gives the reason.
    """

    def run(arguments: Any) -> int:
        def task() -> int:
            return console.run_guarded(lambda: work(arguments), arguments.debug)

        if not hasattr(os, "fork"):
            return task()
        status, errors = _run_in_child(task, arguments.timeout, arguments.output)
        if os.WIFEXITED(status):
            console.write_error(errors)
            return os.WEXITSTATUS(status)
        if os.WTERMSIG(status) == _signal.SIGALRM:
            console.print_message(
                f"this took longer than {arguments.timeout:g} s and was ended; "
                "ask for less, or give it more with --timeout (0: no limit)"
            )
            return ExitStatus.TIMEOUT
        console.print_message(_reason(os.WTERMSIG(status), errors))
        return ExitStatus.BAD_USE

    return run


def _run_in_child(work: Callable[[], int], seconds: float, output: str | None) -> tuple[int, str]:
    """Return how the work ended in a child, as of `waitpid`, and what it wrote to standard error.

    A child whose time is up ends by SIGALRM. Raises SystemExit when this process is to end.
    """
    read_errors, write_errors = os.pipe()
    child_end, parent_end = os.pipe()  # closed where the parent has ended
    _signal.pthread_sigmask(_signal.SIG_BLOCK, _ENDING)  # until it is clear who takes them
    child = os.fork()
    if child == 0:
        os.close(read_errors)
        os.close(parent_end)
        _run_child(work, seconds, write_errors, child_end)
    os.close(write_errors)
    os.close(child_end)
    errors = None
    before = [(one, _signal.getsignal(one)) for one in _ENDING]
    try:
        for one, handler in before:
            if handler != _signal.SIG_IGN:
                _signal.signal(one, lambda number, _: sys.exit(128 + number))
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, _ENDING)
        with os.fdopen(read_errors, "rb") as pipe:
            errors = pipe.read().decode(errors="replace")
    finally:
        _signal.pthread_sigmask(_signal.SIG_BLOCK, _ENDING)
        if errors is None:
            os.kill(child, _signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        os.close(parent_end)
        if not os.WIFEXITED(status):
            _clean_up(child, output)
        for one, handler in before:
            _signal.signal(one, handler)
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, _ENDING)
    return status, errors


def _clean_up(child: int, output: str | None) -> None:
    """Remove what an ended child left: an unfinished file, and a bar of progress on its line."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
    if output:
        from mistral_kg.terminal.files import sweep

        sweep(output, child)


def _run_child(work: Callable[[], int], seconds: float, errors: int, parent: int) -> NoReturn:
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
            console.terminal = os.fdopen(os.dup(2), "w")
        os.dup2(errors, 2)
        os.close(errors)
        _thread.start_new_thread(_exit_with_parent, (parent,))
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


def _exit_with_parent(parent: int) -> None:
    os.read(parent, 1)  # nothing is written: it returns when the parent has ended, however
    os._exit(ExitStatus.INTERRUPTED)


def _bound_memory() -> None:
    import resource

    most = int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * SHARE_OF_MEMORY)
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [most, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))


def _reason(number: int, errors: str) -> str:
    """Return why the engine ended the child."""
    if "total order" in errors:
        return (
            "the engine cannot sort what ORDER BY compares here, as it is of several kinds "
            "(IRIs, numbers, dates, text); order by STR(…) of it"
        )
    if any(text in errors for text in _NO_MEMORY):
        return "this needs more memory than there is for it; ask for less, or add a LIMIT"
    if number == _signal.SIGSEGV:
        return "the query is nested too deep for the engine; make it simpler"
    if number == _signal.SIGKILL:
        return "this was ended from outside, perhaps for want of memory; ask for less"
    return f"the engine failed (signal {number}); {one_line(errors) or 'change the query'}"
