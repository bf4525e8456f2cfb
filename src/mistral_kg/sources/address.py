"""The address of a service: which can be asked, how it is shown, and where it may lead."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from mistral_kg.errors import EndpointError
from mistral_kg.sources.credentials import VARIABLES


def parsed(address: str) -> SplitResult:
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
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # of which UnicodeError is one
        raise EndpointError(f"{given} is no address") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise EndpointError(
            f"{given} is no address of a service; give one such as https://example.org/sparql"
        )
    name = f"[{host}]" if ":" in host else host
    return SplitResult(
        parts.scheme,
        name if port is None else f"{name}:{port}",
        quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"),
        quote(parts.query, safe="/%:@!$&'()*+,;=~?"),
        "",
    )


def may_follow(address: SplitResult, found: SplitResult) -> bool:
    """Tell whether a redirect stays with the server, or goes up from http to https on its host."""
    if found.hostname != address.hostname:
        return False
    if (address.scheme, found.scheme) == ("http", "https"):
        return True
    return address.scheme == found.scheme and port_of(address) == port_of(found)


def shown(address: SplitResult) -> str:
    """Return the address as messages show it: without its query, which may hold a key."""
    return f"{address.scheme}://{address.netloc}{address.path}"


def target(address: SplitResult) -> str:
    """Return the path with its query, as a request has it."""
    return f"{address.path}?{address.query}" if address.query else address.path


def port_of(address: SplitResult) -> int:
    """Return the port, that of the scheme where none is given."""
    return address.port or (443 if address.scheme == "https" else 80)
