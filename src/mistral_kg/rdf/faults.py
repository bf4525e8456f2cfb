"""Say in one line what the engine finds wrong with a file: where, and how to put it right."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from mistral_kg.errors import SourceError, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, Protocol

    class RdfFile(Protocol):
        """A file with RDF, as `files.RdfFile` describes it."""

        name: str
        format: RdfFormat

        @property
        def base(self) -> str | None:
            """The address against which relative IRIs are resolved."""

        @property
        def told_by(self) -> str:
            """What says which format it is."""

        def unpacked(self) -> BinaryIO:
            """Return its bytes as a stream."""


_BASES = {
    RdfFormat.TURTLE: "@base",
    RdfFormat.TRIG: "@base",
    RdfFormat.RDF_XML: "xml:base",
}
_STEP = 64


class explaining:  # noqa: N801  a context manager; contextlib would cost start-up time
    """Raise what the engine says of a file as a SourceError that says where and what to do."""

    def __init__(self, file: RdfFile) -> None:
        self._file = file

    def __enter__(self) -> None:
        """Do nothing before."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        known = (SyntaxError, ValueError, RuntimeError, OSError, EOFError)
        if isinstance(error, known) and not isinstance(error, SourceError):
            raise _explained(self._file, error) from None


def _explained(file: RdfFile, error: Exception) -> SourceError:
    import re
    import zlib

    if isinstance(error, EOFError | zlib.error) or "gzip" in str(error).lower():
        return SourceError(
            f"{file.name}: is no whole gzip file; pack it again, or give it unpacked"
        )
    if "No space left" in str(error):
        return SourceError(
            f"{file.name}: the disk is full; free some space, or choose another folder"
        )
    place = _not_utf8(file)
    if place is not None:
        return SourceError(f"{file.name}: not UTF-8 (byte {place}); save the file as UTF-8")
    if not isinstance(error, SyntaxError):
        return SourceError(f"{file.name}: {one_line(error)}; correct it, and check its suffix")
    message = error.msg or str(error)
    reason = one_line(re.sub(r"Parser error (?:at|between) line .*?: ", "", message, count=1))
    where = f":{error.lineno}:{error.offset}" if error.lineno else _searched(file, reason)
    if "No scheme found" in reason and file.base is None and file.format in _BASES:
        return SourceError(
            f"{file.name}{where}: a relative IRI, and the file names no base; "
            f"give --base IRI, or add {_BASES[file.format]} to it"
        )
    return SourceError(
        f"{file.name}{where}: {reason}; correct it ({file.told_by} {file.format.name})"
    )


class _Steps:
    """A stream that is read in small steps, and byte by byte from an offset on."""

    def __init__(self, data: bytes, slow: int) -> None:
        self._data = data
        self._slow = slow
        self.end = 0

    def read(self, _size: int = -1) -> bytes:
        start = self.end
        self.end += 1 if start >= self._slow else min(_STEP, self._slow - start)
        return self._data[start : self.end]


def _searched(file: RdfFile, reason: str) -> str:
    """Return where the engine stops in XML, whose errors have no place; empty for other formats.

    It is that of what the reason quotes, if that stands before.
    """
    if file.format != RdfFormat.RDF_XML:
        return ""
    import re

    with file.unpacked() as stream:
        data = stream.read()
    end = _end(file, data, len(data))
    end = _end(file, data, max(end - 2 * _STEP, 0))
    quoted = re.findall(r"['`](.+?)['`]", reason)
    found = data.rfind(quoted[-1].encode(), 0, end) if quoted else -1
    before = data[: found if found >= 0 else max(end - 1, 0)]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return f":{before.count(10) + 1}:{column}"


def _end(file: RdfFile, data: bytes, slow: int) -> int:
    """Return how many bytes the engine has read when it stops."""
    steps = _Steps(data, slow)
    try:
        for _ in parse(steps, file.format, base_iri=file.base):  # type: ignore[arg-type]
            pass
    except SyntaxError:
        pass
    return min(steps.end, len(data))


def _not_utf8(file: RdfFile) -> int | None:
    """Return the number of the first byte, from 1, that is not UTF-8; None where all is."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    before = 0
    with file.unpacked() as stream:
        while True:
            chunk = stream.read(1 << 20)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return before - held + error.start + 1
            if not chunk:
                return None
            before += len(chunk)
