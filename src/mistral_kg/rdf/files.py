"""Read files of any RDF format: Turtle, TriG, N-Quads, N-Triples, JSON-LD, RDF/XML, also gzipped.

Several files are merged, and their blank nodes kept apart. Relative IRIs are resolved against the
base that the file or the user names, and refused where there is none: never against the address of
a folder, which would differ from place to place. All but JSON-LD is read as a stream, never whole.
"""

from __future__ import annotations

import os
import stat
import sys
from io import BytesIO

from pyoxigraph import RdfFormat, parse

from mistral_kg.errors import SourceError
from mistral_kg.rdf.formats import BY_SUFFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, BinaryIO

_OFTEN_NO_RDF = {".json", ".xml"}
"""Suffixes that are taken for RDF only where the file is named, not found in a folder."""

_MARK = b"\xef\xbb\xbf"


def is_store(path: str) -> bool:
    """Tell whether the path is the folder of a store on disk."""
    return os.path.isfile(f"{path}/CURRENT")  # noqa: PTH113  which names the manifest in use


class RdfFile:
    """A file with RDF, that can be opened again and again; `name` is how errors call it.

    `base` resolves relative IRIs where the file names none. Raises SourceError when the file cannot
    be read or its suffix is of no known format.
    """

    format_known_by = "its suffix says that it is"
    """How its format is known."""
    _reported = False
    _document: str | None = None
    """JSON-LD with its contexts in it, which is read more than once."""

    def __init__(self, path: str, base: str | None = None) -> None:
        self.name = path
        self.base = base
        if _is_pipe(path):
            raise SourceError(
                f"{path}: a pipe, which can be read once only; "
                "let it be standard input, and give - in its place"
            )
        self.zipped = path.lower().endswith(".gz")
        suffix = os.path.splitext(path[:-3] if self.zipped else path)[1].lower()  # noqa: PTH122
        self._raw().close()  # first, since a missing file is the graver fault
        if suffix not in BY_SUFFIX:
            known = ", ".join(BY_SUFFIX)
            raise SourceError(
                f"{path}: its suffix is of no known format; rename it with one of {known}, also .gz"
            )
        self.format = BY_SUFFIX[suffix]

    def open(
        self, watch: Callable[[BinaryIO], BinaryIO] | None = None, *, report: bool = True
    ) -> BinaryIO:
        """Return as a stream what a parser reads: its text, of JSON-LD with the contexts in it.

        `watch` may wrap the stream of the bytes on disk, to see how far it is read. With
        `report`, what becomes no triple is reported the first time.

        Raises SourceError, and what reading raises, where JSON-LD cannot be read.
        """
        report = report and not self._reported
        if self.format == RdfFormat.RDF_XML and report:
            from mistral_kg.rdf import xml_losses

            with self.unpacked() as stream:
                xml_losses.report(stream, self.name)
            self._reported = True
        stream = self.unpacked(watch)
        if self.format != RdfFormat.JSON_LD:
            return stream
        from mistral_kg.rdf import contexts, jsonld_losses

        if self._document is None or report:
            text = stream.read().decode()
            stream.close()
            self._document = contexts.inlined(text, self.name)
            if report:
                jsonld_losses.report(text, self._document, self.name, self.base)
                self._reported = True
        return BytesIO(self._document.encode())

    def unpacked(self, watch: Callable[[BinaryIO], BinaryIO] | None = None) -> BinaryIO:
        """Return its bytes as a stream, unpacked, after a byte-order mark if there is one."""
        stream: Any = self._raw()
        if self.zipped:
            import gzip

            stream = gzip.GzipFile(fileobj=watch(stream) if watch else stream)
        try:
            if stream.peek(3)[:3] == _MARK:
                stream.read(3)
        except (OSError, EOFError):
            pass  # it is raised when the stream is read
        found: BinaryIO = watch(stream) if watch and not self.zipped else stream
        return found

    @property
    def status(self) -> os.stat_result:
        """What the system knows of it: how many bytes it has on disk, and which file it is."""
        with self._raw() as raw:
            return os.fstat(raw.fileno())

    def _raw(self) -> BinaryIO:
        try:
            return open(self.name, "rb")  # noqa: PTH123
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "cannot be read").lower()
            raise SourceError(f"{self.name}: {reason}; give the path of a readable file") from None


class StandardInput(RdfFile):
    """What comes by standard input, kept in an unnamed file as it can be read once only."""

    format_known_by = "it looks like"

    def __init__(self, base: str | None = None) -> None:
        import shutil
        import tempfile

        if sys.stdin is None:
            raise SourceError("standard input is closed; give a file, or leave it open")
        self.name = "standard input"
        self.base = base
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115  it lasts as long as this
        try:
            shutil.copyfileobj(sys.stdin.buffer, self._kept)
        except OSError as error:
            raise SourceError(f"standard input: {(error.strerror or str(error)).lower()}") from None
        self._kept.seek(0)
        self.zipped = self._kept.read(2) == b"\x1f\x8b"
        with self.unpacked() as stream:
            self.format = _guess(stream.read(1 << 16))

    def _raw(self) -> BinaryIO:
        copy = os.fdopen(os.dup(self._kept.fileno()), "rb")
        copy.seek(0)
        return copy


def _is_pipe(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _guess(start: bytes) -> RdfFormat:
    """Return the format that bytes look like."""
    text = start.lstrip()
    if text[:1] in {b"{", b"["} and b'"' in text[:100]:
        return RdfFormat.JSON_LD
    if text.startswith((b"<?xml", b"<!--", b"<rdf:", b"<RDF")):
        return RdfFormat.RDF_XML
    try:
        list(parse(text.rpartition(b"\n")[0] or text, RdfFormat.N_QUADS))  # the end may be cut
    except SyntaxError:
        return RdfFormat.TRIG  # of which Turtle and N-Triples are a part
    return RdfFormat.N_QUADS


def inputs(words: Sequence[str], base: str | None = None) -> list[RdfFile]:
    """Return the files that the words name: a file, a folder with all in it, `-` standard input.

    Of a folder, files with a suffix of RDF are taken, those of folders in it too, sorted;
    `.json` and `.xml` are not, as most such files are no RDF. A file that several words name is
    taken once. `base` resolves the relative IRIs of files that name none.

    Raises SourceError for what cannot be read, and for a folder without such files.
    """
    found: dict[tuple[int, int], RdfFile] = {}
    if words.count("-") > 1:
        raise SourceError("standard input can be read once only; give - once")
    for word in words:
        for file in _files_of(word, base):
            found.setdefault((file.status.st_dev, file.status.st_ino), file)
    return list(found.values())


def _files_of(word: str, base: str | None) -> list[RdfFile]:
    if word == "-":
        return [StandardInput(base)]
    if is_store(word):
        raise SourceError(f"{word}: a store, which is a source by itself; give files")
    if "://" in word:
        raise SourceError(f"{word}: an address, and no file; give the path of a file")
    paths = _paths_in(word) if os.path.isdir(word) else [word]  # noqa: PTH112
    return [RdfFile(path, base) for path in paths]


def _paths_in(folder: str) -> list[str]:
    known = (suffix for suffix in BY_SUFFIX if suffix not in _OFTEN_NO_RDF)
    suffixes = tuple(suffix + zipped for suffix in known for zipped in ("", ".gz"))
    paths = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [
            f"{where.rstrip(os.sep)}{os.sep}{name}"
            for name in names
            if name.lower().endswith(suffixes) and not name.startswith(".")
        ]
    if not paths:
        raise SourceError(
            f"{folder}: a folder with no RDF file in it; give one with files such as .ttl or .nq, "
            "or a store that `mistral-kg load` made"
        )
    return sorted(paths)
