"""A terminal in which the command runs, as a person has it."""

import os
import pty
import subprocess
import sys
from pathlib import Path


def run_in_terminal(
    environment: dict[str, str], folder: Path, *words: str, columns: int = 80, stdin: bytes = b""
) -> tuple[int, str]:
    """Run the command with output and errors on a terminal; return its status and what shows."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mistral_kg", *words],
        stdin=subprocess.PIPE,
        stdout=follower,
        stderr=follower,
        cwd=folder,
        env=environment | {"COLUMNS": str(columns)},
    )
    os.close(follower)
    assert process.stdin is not None
    process.stdin.write(stdin)
    process.stdin.close()
    shown = b""
    while chunk := _read(leader):
        shown += chunk
    os.close(leader)
    return process.wait(60), shown.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux: the other end is closed
        return b""
