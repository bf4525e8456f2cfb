"""The answer to a request: its headers, and its body as a stream that is never silently short.

urllib3 limits the time of each read and not of all, and takes a gzip stream that is cut short for a
whole one. So the deadline is checked and gzip is decoded here.
"""

from __future__ import annotations

import io
import time
import zlib

from urllib3.exceptions import HTTPError, ReadTimeoutError

from mistral_kg.errors import EndpointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer
    from urllib3 import BaseHTTPResponse

LIMIT = 1 << 30
"""Bytes of one answer, unzipped."""

_GZIP = 16 + zlib.MAX_WBITS


class Deadline:
    """The moment at which a request has to be answered; `seconds` None or 0 is never."""

    def __init__(self, seconds: float | None, where: str) -> None:
        self._end = time.monotonic() + seconds if seconds else None
        self.passed = EndpointError(
            f"{where}: no whole answer within {seconds or 0:g} s; "
            "ask for less, or give more time with --timeout"
        )
        """The error to raise when it has passed."""

    def left(self) -> float | None:
        """Return the seconds left, None for any number; raise EndpointError when none is."""
        left = self._end and self._end - time.monotonic()
        if left is not None and left <= 0:
            raise self.passed
        return left


class _Unzipped:
    """The bytes of a gzip stream, unzipped as they come; `read` gives those of the stream."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._zlib = zlib.decompressobj(_GZIP)
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return some bytes, none at the end; raise EOFError when the stream is cut short."""
        while sent := self._rest or self._read(size):
            if self._zlib.eof:  # another stream follows
                self._zlib = zlib.decompressobj(_GZIP)
            data = self._zlib.decompress(sent, size)
            self._rest = self._zlib.unconsumed_tail or self._zlib.unused_data
            if data:
                return data
        if not self._zlib.eof:
            raise EOFError
        return b""


class Response(io.RawIOBase):
    """An answer, and its body as a stream of bytes, unzipped.

    Reading raises EndpointError past the deadline or the cap, and for a body that is cut short.
    """

    def __init__(self, reply: BaseHTTPResponse, where: str, deadline: Deadline) -> None:
        self.reply = reply
        """The answer as urllib3 has it."""
        self.content_type = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        """The media type in lower case without parameters, empty where there is none."""
        self._where = where
        self._count = 0
        self._deadline = deadline
        coding = reply.headers.get("Content-Encoding", "identity").strip().lower()
        if coding not in {"gzip", "x-gzip", "identity"}:
            raise EndpointError(f"{where}: the answer has an encoding that was not asked for")
        self._read = self._sent if coding == "identity" else _Unzipped(self._sent).read

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into a buffer and return how many bytes; raise EndpointError."""
        view = memoryview(buffer)
        try:
            data = self._read(len(view))
        except (HTTPError, EOFError):
            raise EndpointError(
                f"{self._where}: the answer is cut short after {self._count:,} bytes, "
                "as the connection ended too early; ask again",
                transient=True,
            ) from None
        except zlib.error as error:
            raise EndpointError(f"{self._where}: the answer cannot be unzipped; {error}") from None
        self._count += len(data)
        if self._count > LIMIT:
            raise EndpointError(
                f"{self._where}: the answer is larger than {LIMIT:,} bytes; "
                "ask for less, for example with LIMIT"
            )
        view[: len(data)] = data
        return len(data)

    def _sent(self, size: int) -> bytes:
        self._deadline.left()
        try:
            return self.reply.read1(size)
        except ReadTimeoutError:
            raise self._deadline.passed from None

    def close(self) -> None:
        """Close the connection."""
        self.reply.close()
        super().close()
