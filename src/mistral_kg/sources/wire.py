"""One connection and the body that comes over it, under a deadline and a size cap.

The standard library's timeouts begin anew with every byte; here each wait gets what is left of the
whole. So a server that drips ends with the deadline too.
"""

from __future__ import annotations

import gzip
import http.client
import io
import socket
import ssl
import threading
import time
import zlib

from mistral_kg.errors import EndpointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from _typeshed import WriteableBuffer

_PIECE = 1 << 16


class Deadline:
    """The moment at which all is over; `seconds` None or 0 is never."""

    def __init__(self, seconds: float | None, where: str) -> None:
        self._seconds = seconds or None
        self._end = time.monotonic() + seconds if seconds else None
        self._where = where

    def left(self) -> float | None:
        """Return the seconds left, None for any number; raise EndpointError when none is."""
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> EndpointError:
        """Return the error of a deadline that has passed."""
        return EndpointError(
            f"{self._where}: no whole answer within {self._seconds:g} s; "
            "ask for less, or give more time with --timeout"
        )


class _Reader(io.RawIOBase):
    """The receiving end of a socket, as `http.client` reads it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into a buffer and return how many bytes; raise EndpointError."""
        self._sock.settimeout(self._deadline.left())
        try:
            return self._sock.recv_into(buffer)
        except TimeoutError:
            raise self._deadline.passed() from None

    def close(self) -> None:
        """Close the connection."""
        if not self.closed:
            self._sock.close()
        super().close()


class _Wire:
    """What `http.client` asks of a socket, and nothing more."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self._reader: _Reader | None = None

    def sendall(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self._sock.settimeout(self._deadline.left())
            try:
                view = view[self._sock.send(view[:_PIECE]) :]
            except TimeoutError:
                raise self._deadline.passed() from None

    def makefile(self, *_: object) -> io.BufferedReader:
        self._reader = _Reader(self._sock, self._deadline)
        return io.BufferedReader(self._reader, _PIECE)

    def close(self) -> None:
        # The reader outlives the connection, as the body is read after it.
        if self._reader is None:
            self._sock.close()


class Connection(http.client.HTTPConnection):
    """A connection for one request, to a host whose certificate is verified where it is https."""

    def __init__(self, host: str, port: int, deadline: Deadline, *, secure: bool) -> None:
        # The name to verify and to look up is the bare one; in the Host header http.client
        # brackets an IPv6 address by itself.
        super().__init__(host, port)
        self.default_port = 443 if secure else 80
        self._deadline = deadline
        self._secure = secure

    def connect(self) -> None:
        """Connect to the first address of the host that answers."""
        addresses = _addresses(self.host, self.port, self._deadline)
        for place, (family, kind, protocol, _, address) in enumerate(addresses):
            sock = socket.socket(family, kind, protocol)
            try:
                left = self._deadline.left()
                # One address that swallows everything must not take the time of the others.
                sock.settimeout(left and left / (len(addresses) - place))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._secure:
                    sock.settimeout(self._deadline.left())
                    sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)
                self.sock = _Wire(sock, self._deadline)
            except BaseException as error:
                sock.close()
                is_last = place == len(addresses) - 1
                if isinstance(error, TimeoutError) and is_last:
                    raise self._deadline.passed() from None
                if not isinstance(error, OSError) or isinstance(error, ssl.SSLError) or is_last:
                    raise
            else:
                return


def _addresses(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Return the addresses of a host; in a thread, as looking up cannot be given a time."""
    found: list[Any] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if not found:
        raise deadline.passed()
    if isinstance(found[0], UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "not a name")
    if isinstance(found[0], OSError):
        raise found[0]
    return list(found[0])


class Body(io.RawIOBase):
    """The body of an answer as a readable stream, unzipped; it is never silently short.

    Reading raises EndpointError past the deadline or the cap, and for a body that is cut short.
    """

    def __init__(
        self, response: http.client.HTTPResponse, where: str, limit: int, deadline: Deadline
    ) -> None:
        self._response = response
        self._where = where
        self._limit = limit
        self._deadline = deadline
        self._count = 0
        self._plain: io.BufferedIOBase = response
        coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if coding in {"gzip", "x-gzip"}:
            self._plain = gzip.GzipFile(fileobj=response, mode="rb")
        elif coding != "identity":
            raise EndpointError(f"{where}: the answer is encoded in a way that nobody asked for")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into a buffer and return how many bytes; raise EndpointError."""
        view = memoryview(buffer)
        data = self._next(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the connection."""
        if not self.closed:
            self._response.close()
        super().close()

    def _next(self, size: int) -> bytes:
        try:
            self._deadline.left()
            data = self._plain.read1(size)
        except EndpointError:
            raise
        except (http.client.HTTPException, EOFError, ConnectionError, ssl.SSLError):
            raise self._cut_short() from None
        except (OSError, zlib.error) as error:
            raise EndpointError(f"{self._where}: the answer cannot be unzipped; {error}") from None
        if not data and self._response.length:
            raise self._cut_short()
        self._count += len(data)
        if self._count > self._limit:
            raise EndpointError(
                f"{self._where}: the answer is larger than {self._limit:,} bytes; "
                "ask for less, for example with LIMIT"
            )
        return data

    def _cut_short(self) -> EndpointError:
        return EndpointError(
            f"{self._where}: the answer is cut short after {self._count:,} bytes, "
            "as the connection ended too early; ask again",
            transient=True,
        )
