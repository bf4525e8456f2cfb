"""Ask one address over HTTP: the one policy for all that leaves this machine.

http and https alone, through urllib3 and no proxy; certificates are verified (`SSL_CERT_FILE` says
whom to trust); redirects are followed on the same host, port and scheme; one deadline for the
whole answer; a cap on its size; credentials for the given host alone. Each failure is an
EndpointError of one line, which shows no secret.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
from contextlib import suppress
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, Retry, connection_from_url
from urllib3.exceptions import HostChangedError, HTTPError, ResponseError
from urllib3.util import Url, parse_url

from mistral_kg.errors import EndpointError
from mistral_kg.sources.answer import Deadline, Response
from mistral_kg.sources.credentials import VARIABLES, Credentials
from mistral_kg.terminal.cells import visible
from mistral_kg.vocabulary import OURS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT = 60.0
"""Seconds for one request from its start to the last byte of its answer."""

FORM = "application/x-www-form-urlencoded"

_SHOWN = 200
_READ = 1 << 14
_RETRIES = Retry(None, connect=0, read=0, status=0, other=0, redirect=5)

_HINTS = {
    401: f"the credentials in {VARIABLES} are missing or wrong",
    403: f"it needs other rights than those of {VARIABLES}",
    404: "is this the address of the query service?",
    405: "is this the address of the query service?",
    429: "too many requests; try again later",
}
_CAUSES = (
    (
        ssl.SSLCertVerificationError,
        "the certificate is not trusted ({0.verify_message}); "
        "if it is your own, put its authority's file into SSL_CERT_FILE",
        False,
    ),
    (ssl.SSLError, "no secure connection to {1} ({0.reason}); does it support https?", False),
    (socket.gaierror, "the name {1} is not found; check the address", False),
    (
        ConnectionRefusedError,
        "nothing answers at {1} (connection refused); is the server running?",
        True,
    ),
    (ConnectionError, "the connection was closed before an answer came; try again", True),
    (HTTPException, "what answers at {1} does not use HTTP; check the address", False),
    (ResponseError, "more than 5 redirects; give the last address", False),
    (BaseException, "no answer from {1} ({0}); check the address and the network", True),
)
"""Why no answer came, in words, and whether one may come later; the first that fits counts."""


class Client:
    """What asks one address.

    Raises EndpointError for an address that cannot be used, or credentials that cannot be sent.
    `use_credentials` False is for addresses that the user has not given as a source.
    """

    def __init__(
        self, address: str, *, timeout: float | None = TIMEOUT, use_credentials: bool = True
    ) -> None:
        self._url = _parse(address)
        self.where = self._url._replace(query=None).url
        """The address as messages show it: without its query, which may hold a key."""
        self._timeout = timeout
        self._credentials = Credentials(self._url, self.where, use=use_credentials)

    def post(self, data: bytes, content_type: str, accept: str) -> Response:
        """Return the answer to a POST; raise EndpointError for every other outcome."""
        deadline = Deadline(self._timeout, self.where)
        headers = {
            "User-Agent": f"mistral-kg/{_release()} (SPARQL client; +{OURS})",
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "Content-Type": content_type,
        }
        while True:  # a server that asks for Digest has to be asked again
            shown = self._credentials.header(self._url.request_uri, data)
            answer = self._answer(data, {**headers, **shown}, deadline)
            challenges = answer.reply.headers.getlist("WWW-Authenticate")
            if 200 <= answer.reply.status < 300:
                return answer
            if answer.reply.status != 401 or not self._credentials.take_challenge(challenges):
                raise self._refusal(answer)
            answer.close()

    def failed(self, words: str, response: Response) -> EndpointError:
        """Return the error of an answer that cannot be used, with its first line."""
        return EndpointError(f"{self.where}: {words}{self._first_line(response)}")

    def clean(self, text: str) -> str:
        """Return words of the server as one short line without secrets or control characters."""
        return " ".join(visible(" ".join(self._credentials.clean(text).split())).split())[:_SHOWN]

    def _answer(self, data: bytes, headers: Mapping[str, str], deadline: Deadline) -> Response:
        """Return the answer to one request as soon as its headers are there.

        A thread asks, as neither looking up a name nor reading a line of a header has a deadline.
        """
        outcome: SimpleQueue[BaseHTTPResponse | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                pool = connection_from_url(self._url.url, timeout=deadline.left())
                found = pool.urlopen(
                    "POST",
                    self._url.request_uri,
                    data,
                    headers,
                    _RETRIES,
                    preload_content=False,
                    decode_content=False,
                )
                outcome.put(found)
            except Exception as error:
                outcome.put(error)

        Thread(target=ask, daemon=True).start()
        try:
            found = outcome.get(timeout=deadline.left())
        except Empty:
            raise deadline.passed from None
        if isinstance(found, Exception):
            deadline.left()
            raise self._explain(found) from None
        return Response(found, self.where, deadline)

    def _explain(self, error: BaseException) -> EndpointError:
        """Return the error of a request without an answer."""
        if isinstance(error, HostChangedError):
            to = self.clean((error.url or "").partition("?")[0])
            return EndpointError(
                f"{self.where}: redirects to {to}, which is refused; "
                "give that address yourself if you trust it"
            )
        while isinstance(error, HTTPError) and (inner := error.__cause__ or error.__context__):
            error = inner
        _, words, transient = next(cause for cause in _CAUSES if isinstance(error, cause[0]))
        words = self.clean(words.format(error, self._url.netloc))
        return EndpointError(f"{self.where}: {words}", transient=transient)

    def _refusal(self, answer: Response) -> EndpointError:
        """Return the error of an answer whose status is none of success."""
        status = answer.reply.status
        pause = None
        with suppress(HTTPError, ValueError, OverflowError):  # neither a number nor a date
            pause = Retry().get_retry_after(answer.reply)
        reason = self.clean(f"{status} {answer.reply.reason or ''}")
        hint = f"; {_HINTS[status]}" if status in _HINTS else ""
        wait = f"; it asks to wait {pause:g} s" if pause is not None else ""
        return EndpointError(
            f"{self.where}: answered {reason}{self._first_line(answer)}{hint}{wait}",
            status=status,
            transient=status in {408, 429, 502, 503, 504},
            pause=pause,
        )

    def _first_line(self, answer: Response) -> str:
        """Return the first line of a body, after a colon; of a web page its title; else nothing."""
        try:
            with io.BufferedReader(answer) as body:
                text = body.read(_READ).decode("utf-8", "replace")
        except EndpointError:
            return ""
        if "html" in answer.content_type or text.lstrip()[:1] == "<":
            title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
            text = " ".join(title[1].split()) if title else ""
        # Cleaned as a whole first, since a secret may go over a line's end.
        lines = self._credentials.clean(text).splitlines()
        line = self.clean(next((line for line in lines if line.strip()), ""))
        return f": {line}" if line else ""


def _parse(address: str) -> Url:
    """Return the parts of an address that can be asked; raise EndpointError for any other."""
    if any(char <= " " or "\x7f" <= char <= "\xa0" for char in address):
        raise EndpointError("the address has a space or control character in it; percent-encode it")
    given = repr(address.partition("?")[0]) if "@" not in address else "what is given"
    if "@" in re.split("[/?#]", address.partition("://")[2], maxsplit=1)[0]:
        raise EndpointError(
            f"credentials in an address are refused, as addresses are shown; set {VARIABLES}"
        )
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        name = f"[{host}]" if ":" in host else host
        url = Url(parts.scheme, None, name, parts.port, parts.path or "/", parts.query or None)
        found = parse_url(url.url)  # which percent-encodes what has to be
    except ValueError:  # of which UnicodeError and LocationParseError are two
        raise EndpointError(f"{given} is not an address") from None
    if found.scheme not in {"http", "https"} or not host:
        raise EndpointError(
            f"{given} is not the address of a service; give one such as https://example.org/sparql"
        )
    return found


def _release() -> str:
    try:
        return version("mistral-kg")
    except PackageNotFoundError:
        return "0"
