"""Turn the engine's word on a query that it cannot read into one that helps a person."""

from __future__ import annotations

import re

from mistral_kg.errors import QueryError
from mistral_kg.sparql import syntax
from mistral_kg.sparql.suggest import find
from mistral_kg.sparql.suggest.mistake import FORMS
from mistral_kg.sparql.tokens import tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


def explain(
    text: str, message: str, name: str, prefixes: Mapping[str, str], base: str | None = None
) -> QueryError:
    """Return the error that shows the place and the correction; `name` says whose text it is."""
    found_tokens = tokens(text)
    if not found_tokens:
        return QueryError(f"{name}: the query is empty; ask for example SELECT * {{ ?s ?p ?o }}")
    first = next((one for one in found_tokens if one.word in {*FORMS, *_UPDATES}), found_tokens[0])
    begins = first is found_tokens[0] or found_tokens[0].is_word("PREFIX", "BASE")
    if begins and first.word in _UPDATES:
        return QueryError(
            f"{name}: this is an update, and the graph is read-only; "
            "ask SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    found = find.find(text, prefixes, base)
    place = _PLACE.search(message)
    stop = syntax.position(text, int(place[1]), int(place[2])) if place else 0
    reason = (found and found.message) or _unread(message)
    error = QueryError(syntax.shown(name, text, found.start if found else stop, reason))
    error.suggestion = found.corrected if found else None
    return error


def _unread(message: str) -> str:
    """Return why the engine stopped, without its classes of characters."""
    found = _PLACE.search(message)
    if not found:
        return f"the query cannot be read; {message}"
    reason = "the query cannot be read from here on"
    if "expected" not in found[3]:
        return f"{reason}; {found[3]}"
    listed = found[3].partition("expected ")[2].removeprefix("one of ").split(", ")
    signs = [word for word in listed if re.fullmatch(r'"[^"]+"', word)]
    return f"{reason}; expected {' or '.join(signs)}" if 0 < len(signs) <= 3 else reason
