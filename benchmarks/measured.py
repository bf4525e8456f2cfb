"""Run commands one after the other, and print their time, peak memory and exit status.

It is a process of its own and imports little: what a child is said to have had at its peak is never
less than what its parent has, so the parent has to be smaller than all that is measured.

Its words are a limit in seconds, a file for what the last command prints, and the commands, each
after a `--then`. It prints the seconds of all, the greatest peak in bytes, and the last status,
negative for a signal; what takes longer than the limit is killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

THEN = "--then"


def main() -> None:
    """Run what the command line says."""
    limit, output, *words = sys.argv[1:]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 1, output, flags, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, f"{output}.err", flags, 0o644),
    ]
    running, peak, status = 0, 0, 0

    def give_up(*_: object) -> None:
        if running:  # before the first starts there is nothing to end, and 0 means ourselves
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running, signal.SIGKILL)

    signal.signal(signal.SIGALRM, give_up)
    begun = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, float(limit), 0.1)  # again, if it falls between two
    for command in _commands(words):
        running = os.posix_spawn(command[0], command, os.environ, file_actions=files, setpgroup=0)
        if time.perf_counter() - begun > float(limit):
            give_up()  # the time was up before there was anything to end
        _, code, usage = os.wait4(running, 0)
        peak, status = max(peak, usage.ru_maxrss), os.waitstatus_to_exitcode(code)
        if status:
            break
    seconds = time.perf_counter() - begun
    signal.setitimer(signal.ITIMER_REAL, 0)  # or it would end this process as it exits
    print(seconds, peak * (1 if sys.platform == "darwin" else 1024), status)


def _commands(words: list[str]) -> list[list[str]]:
    commands: list[list[str]] = []
    for word in words:
        if word == THEN:
            commands.append([])
        else:
            commands[-1].append(word)
    return commands


if __name__ == "__main__":
    main()
