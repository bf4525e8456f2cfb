"""Read files into quads or a store, and say in one line what is wrong with one: where, and why."""

from __future__ import annotations

from io import BytesIO

from pyoxigraph import RdfFormat, parse

from mistral_kg.errors import SourceError, one_line
from mistral_kg.rdf.dataset import materialise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from pyoxigraph import Quad, Store

    from mistral_kg.rdf.files import RdfFile

_BASES = {
    RdfFormat.TURTLE: "@base",
    RdfFormat.TRIG: "@base",
    RdfFormat.RDF_XML: "xml:base",
}
_STEP = 64


def read(files: Sequence[RdfFile], *, apart: bool = False) -> list[Quad]:
    """Return the quads of the files as one dataset, with passages and claims in their graphs.

    These are restored from statements and reifiers (see `reification`), and the facts of passages
    are in the default graph too. The vocabulary is not added. Blank nodes of several files, or
    with `apart` of any, get names of their own.

    Raises SourceError, with line and column where there are, when a file is empty, not UTF-8 or
    not in its format.
    """
    from mistral_kg.rdf.reification import restore

    apart = apart or len(files) > 1
    quads: list[Quad] = []
    for file in files:
        with _explaining(file), file.open() as stream:
            reader = parse(stream, file.format, base_iri=file.base, rename_blank_nodes=apart)
            found = list(reader)
        if not found:
            raise _empty(file)
        quads += found
    return materialise(restore(quads))


def fill(store: Store, file: RdfFile, watch: Callable[[BinaryIO], BinaryIO] | None = None) -> None:
    """Add what the file holds to the store, unchanged; `watch` is that of `RdfFile.open`.

    Where it raises, the store may have a part of the file. Raises SourceError as `read` does.
    """
    with _explaining(file):
        with file.open() as stream:
            if next(iter(parse(stream, file.format, base_iri=file.base)), None) is None:
                raise _empty(file)
        stream = file.open(watch)
        try:  # a watched stream may be no context manager
            store.bulk_load(stream, file.format, base_iri=file.base)
        finally:
            stream.close()


def _empty(file: RdfFile) -> SourceError:
    return SourceError(f"{file.name}: holds no triple; give a file with RDF data")


class _explaining:  # noqa: N801  a context manager; contextlib would cost start-up time
    """Raise an error of the engine as a SourceError that says where it is and what to do."""

    def __init__(self, file: RdfFile) -> None:
        self._file = file

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        known = (SyntaxError, ValueError, RuntimeError, OSError, EOFError)
        if isinstance(error, known) and not isinstance(error, SourceError):
            raise SourceError(f"{self._file.name}{_explanation(self._file, error)}") from None


def _explanation(file: RdfFile, error: Exception) -> str:
    """Return where a fault is, as far as that is known, what it is, and how to put it right."""
    import re
    import zlib

    if isinstance(error, EOFError | zlib.error) or "gzip" in str(error).lower():
        return ": is no whole gzip file; pack it again, or give it unpacked"
    if "No space left" in str(error):
        return ": the disk is full; free some space, or choose another folder"
    place = _not_utf8(file)
    if place is not None:
        return f": not UTF-8 (byte {place}); save the file as UTF-8"
    if not isinstance(error, SyntaxError):
        return f": {one_line(error)}; correct it, and check its suffix"
    message = error.msg or str(error)
    reason = one_line(re.sub(r"Parser error (?:at|between) line .*?: ", "", message, count=1))
    where = f":{error.lineno}:{error.offset}" if error.lineno else _place_in_xml(file, reason)
    if "No scheme found" in reason and file.base is None and file.format in _BASES:
        return (
            f"{where}: a relative IRI, and the file names no base; "
            f"give --base IRI, or add {_BASES[file.format]} to it"
        )
    return f"{where}: {reason}; correct it ({file.format_known_by} {file.format.name})"


def _not_utf8(file: RdfFile) -> int | None:
    """Return the number of the first byte, from 1, that is not UTF-8; None where all is."""
    before = 0
    with file.unpacked() as stream:
        for line in stream:
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return before + error.start + 1
            before += len(line)
    return None


def _place_in_xml(file: RdfFile, reason: str) -> str:
    """Return where the engine stops in XML, whose errors have no place; empty for other formats.

    It is the place of what the reason quotes, if that is before.
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
    """Return how many bytes the engine has read when it stops; byte by byte from `slow` on."""

    class Steps(BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            left = slow - self.tell()
            return super().read(min(_STEP, left) if left > 0 else 1)

    steps = Steps(data)
    try:
        for _ in parse(steps, file.format, base_iri=file.base):
            pass
    except SyntaxError:
        pass
    return steps.tell()
