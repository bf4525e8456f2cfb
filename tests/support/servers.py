"""Servers that tests ask: real ones of two makes, and one that misbehaves on purpose."""

import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

VIRTUOSO_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = .
ServerThreads = 5
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not start: {process.args!r}")


@contextmanager
def _running(words: list[str], folder: Path, port: int, seconds: float) -> Iterator[None]:
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process, seconds)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """Run an Oxigraph server with a fresh store, and yield its address."""
    port = free_port()
    beside = Path(sys.executable).with_name("oxigraph")
    command = str(beside) if beside.exists() else "oxigraph"
    words = [command, "serve", "--location", "store", "--bind", f"127.0.0.1:{port}", *options]
    with _running(words, folder, port, 20):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run a Virtuoso server with a fresh database, and yield its address; skip without one."""
    command = shutil.which("virtuoso-t")
    if command is None:
        pytest.skip("needs virtuoso-t, of the Debian package virtuoso-opensource")
    web = free_port()
    settings = VIRTUOSO_SETTINGS.format(sql=free_port(), web=web)
    (folder / "virtuoso.ini").write_text(settings)
    with _running([command, "+foreground", "+configfile", "virtuoso.ini"], folder, web, 60):
        yield f"http://127.0.0.1:{web}"


class Handler(BaseHTTPRequestHandler):
    """What a script of `scripted` is given for a request: its parts, and ways to answer."""

    protocol_version = "HTTP/1.1"
    body: bytes = b""

    def answer(self, status: int, body: bytes | str = b"", **headers: str) -> None:
        """Send a whole answer; an underscore in a header's name stands for a hyphen."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        usual = {"Content_Length": str(len(data)), "Connection": "close"}
        for name, value in (usual | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def rows(self, body: bytes | str, **headers: str) -> None:
        """Send a good answer that says that it holds rows in JSON."""
        self.answer(200, body, Content_Type="application/sparql-results+json", **headers)

    def forward(self, address: str) -> None:
        """Send the answer that another server gives to the request."""
        there = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
        kept = {key: self.headers[key] for key in ("Content-Type", "Accept")}
        there.request("POST", self.path, body=self.body, headers=kept)
        found = there.getresponse()
        data = found.read()
        self.answer(found.status, data, Content_Type=found.getheader("Content-Type") or "")

    def do_POST(self) -> None:
        """Take a request and run the script."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append(self)  # type: ignore[attr-defined]
        self.close_connection = True
        try:
            self.server.script(self)  # type: ignore[attr-defined]
        except OSError:
            return  # the client has gone

    do_GET = do_POST  # noqa: N815  as the standard library calls it

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def scripted(
    script: Callable[[Handler], None], wrap: Callable[[socket.socket], socket.socket] | None = None
) -> Iterator[tuple[str, list[Handler]]]:
    """Run a server that does what the script says; yield its address and what it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    requests: list[Handler] = []
    server.script, server.requests = script, requests  # type: ignore[attr-defined]
    if wrap:
        server.socket = wrap(server.socket)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", requests
    finally:
        server.shutdown()
        server.server_close()
