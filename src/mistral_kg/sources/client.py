"""Ask one address over HTTP: the one policy for all that leaves this machine.

http and https alone; certificates verified (`SSL_CERT_FILE` says whom to trust); a redirect is
followed on the same host and never from https to http; one deadline over looking up, connecting,
sending and the whole body; a cap on the body's size; credentials for the given host alone. Each
failure is an EndpointError of one line, in which no secret stands.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from urllib.parse import urljoin

from mistral_kg.errors import EndpointError
from mistral_kg.sources import address as addresses
from mistral_kg.sources.credentials import VARIABLES, Credentials
from mistral_kg.sources.wire import Body, Connection, Deadline
from mistral_kg.terminal.cells import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

TIMEOUT = 60.0
"""Seconds for one request from its start to the last byte of its answer."""

LIMIT = 1 << 30
"""Bytes of one answer, unzipped."""

_REDIRECTS = {301, 302, 303, 307, 308}
_HOPS = 5
_SHOWN = 200
_READ = 1 << 14
_PIECE = 1 << 16

_HINTS = {
    401: f"the credentials in {VARIABLES} are missing or wrong",
    403: f"it needs other rights than those of {VARIABLES}",
    404: "is this the address of the query service?",
    405: "is this the address of the query service?",
    429: "too many requests; try again later",
}


class Response:
    """An answer with a good status: its headers, and its body to be read as a stream."""

    def __init__(self, response: http.client.HTTPResponse, body: Body) -> None:
        self.headers = response.headers
        self.content_type = response.headers.get_content_type() if "Content-Type" in self else ""
        """The media type in lower case without parameters, empty where there is none."""
        self.body = io.BufferedReader(body, _PIECE)

    def __contains__(self, header: str) -> bool:
        return header in self.headers


class Client:
    """What asks one address.

    Raises EndpointError for an address that cannot be used, or credentials that cannot be sent.
    `use_credentials` False is for addresses that the user has not given as a source.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float | None = TIMEOUT,
        limit_bytes: int = LIMIT,
        use_credentials: bool = True,
    ) -> None:
        self._address = addresses.parsed(address)
        self.where = addresses.shown(self._address)
        """The address as messages show it: without its query, which may hold a key."""
        self._timeout = timeout
        self._limit = limit_bytes
        self._credentials = Credentials(self._address, self.where, use=use_credentials)

    def post(self, data: bytes, content_type: str, accept: str) -> Response:
        """Return the answer to a POST; raise EndpointError for every other outcome."""
        deadline = Deadline(self._timeout, self.where)
        headers = {
            "User-Agent": _user_agent(),
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "Content-Type": content_type,
            "Connection": "close",
        }
        address, method, body = self._address, "POST", data or None
        for _ in range(_HOPS + 1):
            response = self._asked(address, method, body, headers, deadline)
            if response.status not in _REDIRECTS:
                return self._good(response, deadline)
            address = self._redirected(address, response)
            if response.status == 303:
                method, body = "GET", None
                headers.pop("Content-Type", None)
        raise EndpointError(f"{self.where}: more than {_HOPS} redirects; give the last address")

    def failed(self, words: str, response: Response) -> EndpointError:
        """Return the error of an answer that cannot be used, with its first line."""
        said = self._first_line(response)
        return EndpointError(f"{self.where}: {words}{said}")

    def clean(self, text: str) -> str:
        """Return words of the server as one short line without secrets or control characters."""
        return " ".join(visible(" ".join(self._credentials.clean(text).split())).split())[:_SHOWN]

    def _asked(
        self,
        address: SplitResult,
        method: str,
        body: bytes | None,
        headers: Mapping[str, str],
        deadline: Deadline,
    ) -> http.client.HTTPResponse:
        """Return the answer to one request, given again where the server asks for Digest."""
        target = addresses.target(address)
        while True:
            shown = self._credentials.header(method, target, body)
            response = self._sent(address, method, body, {**headers, **shown}, deadline)
            challenges = response.headers.get_all("WWW-Authenticate") or []
            if response.status != 401 or not self._credentials.take_challenge(challenges):
                return response
            response.close()

    def _sent(
        self,
        address: SplitResult,
        method: str,
        body: bytes | None,
        headers: Mapping[str, str],
        deadline: Deadline,
    ) -> http.client.HTTPResponse:
        secure = address.scheme == "https"
        port = addresses.port_of(address)
        connection = Connection(address.hostname or "", port, deadline, secure=secure)
        try:
            connection.request(method, addresses.target(address), body=body, headers=headers)
            return connection.getresponse()
        except EndpointError:
            connection.close()
            raise
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            words, transient = _unanswered(error, address.netloc)
            raise EndpointError(
                f"{self.where}: {self._credentials.clean(words)}", transient=transient
            ) from None

    def _good(self, response: http.client.HTTPResponse, deadline: Deadline) -> Response:
        """Return the answer if its status is good, else raise what it says."""
        answer = Response(response, Body(response, self.where, self._limit, deadline))
        if 200 <= response.status < 300:
            return answer
        said = self._first_line(answer)
        status, pause = response.status, _pause(response.headers.get("Retry-After"))
        wait = f"; it asks to wait {pause:g} s" if pause is not None else ""
        hint = f"; {_HINTS[status]}" if status in _HINTS else ""
        reason = self.clean(f"{status} {response.reason or ''}")
        raise EndpointError(
            f"{self.where}: answered {reason}{said}{hint}{wait}",
            status=status,
            transient=status in {408, 429, 502, 503, 504},
            pause=pause,
        )

    def _first_line(self, response: Response) -> str:
        """Return the first line of a body, after a colon; of a web page its title; else nothing."""
        try:
            with response.body as body:
                text = body.read(_READ).decode("utf-8", "replace")
        except EndpointError:
            return ""
        if "html" in response.content_type or text.lstrip()[:1] == "<":
            import re

            title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
            text = " ".join(title[1].split()) if title else ""
        # Cleaned as a whole first, since a secret may go over a line's end.
        lines = self._credentials.clean(text).splitlines()
        line = self.clean(next((line for line in lines if line.strip()), ""))
        return f": {line}" if line else ""

    def _redirected(self, address: SplitResult, response: http.client.HTTPResponse) -> SplitResult:
        location = response.headers.get("Location", "")
        response.close()
        try:
            found = addresses.parsed(urljoin(address.geturl(), location)) if location else None
        except (EndpointError, ValueError):
            found = None
        if found and addresses.may_follow(address, found):
            return found
        to = self.clean(addresses.shown(found)) if found else "no address that can be used"
        raise EndpointError(
            f"{self.where}: sends on to {to}, which is refused; "
            "give that address yourself if you trust it"
        )


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    from mistral_kg.vocabulary import OURS

    try:
        number = version("mistral-kg")
    except PackageNotFoundError:
        number = "0"
    return f"mistral-kg/{number} (SPARQL client; +{OURS})"


def _unanswered(error: Exception, host: str) -> tuple[str, bool]:
    """Return why no answer came, and whether one may come later."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate is not trusted ({error.verify_message}); if it is your own, "
            "put its authority's file into SSL_CERT_FILE"
        ), False
    if isinstance(error, ssl.SSLError):
        return f"no secure connection to {host} ({error.reason}); does it speak https?", False
    if isinstance(error, socket.gaierror):
        return f"the name {host} is not found; check the address", False
    if isinstance(error, ConnectionRefusedError):
        return f"nothing answers at {host} (connection refused); is the server running?", True
    if isinstance(error, ConnectionError | http.client.RemoteDisconnected):
        return "the connection was closed before an answer came; try again", True
    if isinstance(error, http.client.HTTPException):
        return f"what answers at {host} does not speak HTTP; check the address", False
    reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
    return f"no answer from {host} ({reason}); check the address and the network", True


def _pause(value: str | None) -> float | None:
    """Return the seconds that a Retry-After asks to wait: a number, or a date (RFC 9110)."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
