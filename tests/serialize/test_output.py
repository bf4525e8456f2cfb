"""Writing a file: the new one whole, or the old one untouched and one line that says why."""

import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mistral_kg.errors import OutputError
from mistral_kg.terminal.files import Whole


def write_whole(path: str, data: bytes) -> None:
    """Write the data as the command does."""
    with Whole(path) as file:
        file.write(data)


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """Set the umask that most people have."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def powerless() -> Iterator[Path]:
    """Return a folder that everybody may enter, as a user whom permissions bind; root is none."""
    was = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "old").write_bytes(b"old")
        (Path(folder) / "old").chmod(0o444)
        if was == 0:
            os.seteuid(65534)
        else:
            Path(folder).chmod(0o555)
        try:
            yield Path(folder)
        finally:
            os.seteuid(was)
            Path(folder).chmod(0o755)


def test_a_new_file_is_written(tmp_path: Path) -> None:
    """The file holds the data, and nothing else is in the folder."""
    path = tmp_path / "ਨਵਾਂ file.ttl"
    write_whole(str(path), "ਮਿਸਟਰਲ\n".encode())
    assert path.read_text(encoding="utf-8") == "ਮਿਸਟਰਲ\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_in_the_current_folder_is_written_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path without a folder means the current one."""
    monkeypatch.chdir(tmp_path)
    write_whole("new", b"new")
    assert (tmp_path / "new").read_bytes() == b"new"


@pytest.mark.usefixtures("usual_umask")
@pytest.mark.parametrize(
    ("mode", "expected"), [(None, 0o644), (0o600, 0o600), (0o664, 0o664), (0o755, 0o755)]
)
def test_the_mode_is_kept(tmp_path: Path, mode: int | None, expected: int) -> None:
    """A new file has the mode that the umask gives, an old one keeps its own."""
    path = tmp_path / "file"
    if mode is not None:
        path.write_bytes(b"a longer old text")
        path.chmod(mode)
    write_whole(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == expected


@pytest.mark.parametrize("exists", [True, False], ids=["target", "dangling"])
def test_a_link_stays_a_link(tmp_path: Path, exists: bool) -> None:
    """The target of a link is written, in the target's folder; the link is left as it is."""
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "target"
    if exists:
        target.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to("folder/target")
    write_whole(str(link), b"new")
    assert os.readlink(link) == "folder/target"  # noqa: PTH115
    assert target.read_bytes() == b"new"
    assert list((tmp_path / "folder").iterdir()) == [target]


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, stop: BaseException
) -> None:
    """When writing fails or is interrupted, the old file is whole and alone in its folder."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise stop

    monkeypatch.setattr(os, call, fail)
    with pytest.raises((OutputError, KeyboardInterrupt)) as caught:
        write_whole(str(path), b"new")
    assert isinstance(caught.value, KeyboardInterrupt) or "disk is full" in str(caught.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    """A file that is open while it is replaced is read to its old end."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_whole(str(path), b"new")
        assert reader.read() == b"old"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("none/file", "the folder does not exist; create it first"),
        ("file/file", "a part of the path is a file; give a path that goes through folders"),
        ("folder", "is a folder; give the path of a file"),
        ("new/", "is a folder; give the path of a file"),
        ("", "is a folder; give the path of a file"),
        ("loop", "too many levels of symbolic links; choose another path"),
        ("x" * 300, "file name too long; choose another path"),
    ],
)
def test_a_path_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, words: str
) -> None:
    """One line says what is wrong, with which path, and how to fix it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OutputError) as caught:
        write_whole(path, b"new")
    assert str(caught.value) == f"{path}: {words}"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["new", "old"])
def test_permissions_are_respected(powerless: Path, name: str) -> None:
    """Neither a protected folder nor a protected file in it is written."""
    with pytest.raises(OutputError, match=r"not writable; change its permissions or"):
        write_whole(str(powerless / name), b"new")
    assert [path.name for path in powerless.iterdir()] == ["old"]


def test_a_protected_file_in_an_open_folder_is_respected(powerless: Path) -> None:
    """A file is not replaced only because its folder would allow it."""
    user = os.geteuid()
    os.seteuid(os.getuid())
    powerless.chmod(0o777)
    os.seteuid(user)
    write_whole(str(powerless / "new"), b"new")
    with pytest.raises(OutputError, match="old: not writable"):
        write_whole(str(powerless / "old"), b"new")
    assert (powerless / "old").read_bytes() == b"old"


WRITE = (
    "import sys; from mistral_kg.terminal.files import Whole\n"
    "with Whole(sys.argv[1]) as file: file.write(b'new')"
)


def test_stdout_is_written_directly(environment: dict[str, str], tmp_path: Path) -> None:
    """/dev/stdout is the pipe behind it, or the file, to which it adds."""
    words = [sys.executable, "-c", WRITE, "/dev/stdout"]
    done = subprocess.run(words, env=environment, capture_output=True, check=True)
    assert done.stdout == b"new"
    log = tmp_path / "log"
    log.write_bytes(b"before ")
    with log.open("ab") as stdout:
        subprocess.run(words, env=environment, stdout=stdout, check=True)
    assert log.read_bytes() == b"before new"


def test_a_device_is_written_directly() -> None:
    """A terminal shows the data; nothing is put in the place of the device."""
    # Not /dev/null: a fault that this test is to find would, run by root, replace it by a file.
    ours, theirs = os.openpty()
    path = Path(os.ttyname(theirs))
    write_whole(str(path), b"new")
    assert os.read(ours, 100) == b"new"
    assert path.is_char_device()
    os.close(ours)
    os.close(theirs)


def test_a_fifo_is_written_directly(tmp_path: Path) -> None:
    """Who reads a named pipe gets the data, and the pipe stays."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=write_whole, args=(str(path), b"new"), daemon=True)
    writer.start()
    assert path.read_bytes() == b"new"
    writer.join(timeout=10)
    assert path.is_fifo()


def test_a_pipe_that_nobody_reads_is_told_apart(tmp_path: Path) -> None:
    """A reader that went away is a BrokenPipeError, which the command ends on quietly."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    threading.Timer(0.2, os.close, [reader]).start()
    with pytest.raises(BrokenPipeError):
        write_whole(str(path), b"x" * 10_000_000)
