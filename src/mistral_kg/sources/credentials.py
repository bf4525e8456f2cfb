"""Who asks: credentials from the environment, for one host, shown to nobody.

`MISTRAL_KG_TOKEN` is sent as a bearer token (RFC 6750), `MISTRAL_KG_USER` and `MISTRAL_KG_PASSWORD`
as Basic (RFC 7617), or as Digest (RFC 7616) where the server asks for that.
"""

from __future__ import annotations

import base64
import html
import os
import re
from contextlib import suppress
from functools import partial
from urllib.parse import parse_qsl
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from mistral_kg.errors import EndpointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from urllib3.util import Url

USER, PASSWORD, TOKEN = "MISTRAL_KG_USER", "MISTRAL_KG_PASSWORD", "MISTRAL_KG_TOKEN"
VARIABLES = f"{USER} and {PASSWORD}, or {TOKEN}"

# Parameters of the SPARQL protocol, whose values are no secrets.
_OPEN = {"default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"}
_SECRET = 4  # characters: what is shorter occurs in every other line
_HIDDEN = "***"
_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|\[::1\]")


class Credentials:
    """What the environment holds for the address; `use` False is for hosts that get nothing.

    Raises EndpointError when they are incomplete, or would go over the network unencrypted.
    """

    def __init__(self, address: Url, where: str, *, use: bool = True) -> None:
        self._where = where
        names = (USER, PASSWORD, TOKEN)
        self._user, self._password, self._token = (
            os.environ.get(name, "") if use else "" for name in names
        )
        self._digest: Callable[[Request], str | None] | None = None
        self._is_silent = False
        self._open = [
            value
            for key, value in parse_qsl(address.query or "")
            if key not in _OPEN and len(value) >= _SECRET
        ]
        if not (self._user or self._password or self._token):
            return
        if self._token and self._user:
            raise EndpointError(f"{where}: {USER} and {TOKEN} are both set; unset one")
        if not self._token and not (self._user and self._password):
            raise EndpointError(f"{where}: {USER} and {PASSWORD} go together; set both or none")
        if any(not char.isprintable() for char in self._token + self._user + self._password):
            raise EndpointError(f"{where}: {VARIABLES} has a control character; set it again")
        if not self._token.isascii():
            raise EndpointError(f"{where}: {TOKEN} has characters outside ASCII; set it again")
        if address.scheme != "https" and not _LOOPBACK.fullmatch(address.host or ""):
            raise EndpointError(
                f"{where}: credentials are never sent over plain http; "
                f"give the address with https, or unset {VARIABLES}"
            )

    def header(self, target: str, body: bytes) -> dict[str, str]:
        """Return the header that shows who asks; `target` is the path with its query."""
        if self._token:
            return {"Authorization": f"Bearer {self._token}"}
        if self._digest:
            request = Request(f"http://server{target}", data=body)
            with suppress(OSError, ValueError):
                if answer := self._digest(request):
                    return {"Authorization": f"Digest {answer}"}
            raise EndpointError(f"{self._where}: asks for a kind of Digest that is not supported")
        if not self._user or self._is_silent:
            return {}
        return {"Authorization": f"Basic {self._basic()}"}

    def take_challenge(self, challenges: list[str]) -> bool:
        """Tell whether to ask again after a 401, since the next header is another one."""
        if not self._user or self._token:
            return False
        wanted = [one.strip() for one in challenges if one.strip().lower().startswith("digest ")]
        if not wanted:
            # Virtuoso names the scheme that it wants only where no credentials came.
            was_silent, self._is_silent = self._is_silent, not challenges
            return self._is_silent and not was_silent
        # A nonce may have run out; but an answer to a fresh one is no better the second time.
        is_news = self._digest is None or 'stale="true"' in wanted[0].lower().replace(" ", "")
        self._digest = _digest(self._user, self._password, wanted[0][len("digest ") :])
        return is_news

    def clean(self, text: str) -> str:
        """Return the text with every secret in it hidden, however it is written."""
        secrets = [self._basic()] if self._user else []
        secrets += filter(None, (self._password, self._token, *self._open))
        for secret in sorted(secrets, key=len, reverse=True):
            text = re.sub("".join(map(_spellings, secret)), _HIDDEN, text)
        return text

    def _basic(self) -> str:
        return base64.b64encode(f"{self._user}:{self._password}".encode()).decode()


def _digest(user: str, password: str, challenge: str) -> Callable[[Request], str | None]:
    """Return what answers a challenge with what follows `Digest`, and counts how often it does."""
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, "http://server/", user, password)
    given = parse_keqv_list([part for part in parse_http_list(challenge) if "=" in part])
    return partial(AbstractDigestAuthHandler(known).get_authorization, chal=given)


def _spellings(char: str) -> str:
    """Return a pattern of the ways to write a character in text, an address, HTML or JSON."""
    if char.isascii() and char.isalnum():
        return char
    percent = "".join(f"%{byte:02x}" for byte in char.encode())
    utf16 = char.encode("utf-16-be").hex()
    units = [utf16[place : place + 4] for place in range(0, len(utf16), 4)]
    ways = [percent, f"&#{ord(char)};", f"&#x{ord(char):x};", "".join(rf"\u{one}" for one in units)]
    ways += [html.escape(char), f"\\{char}", *([r"+"] if char == " " else [])]
    return f"(?:{'|'.join(f'(?i:{re.escape(way)})' for way in [*ways, char])})"
