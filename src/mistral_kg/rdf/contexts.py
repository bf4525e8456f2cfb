"""Put the contexts that a JSON-LD document names into it, as nothing is fetched from the web.

A file beside the document is read, and schema.org's context is brought along; any other address is
refused. See https://www.w3.org/TR/json-ld11/#the-context.
"""

from __future__ import annotations

import json
import os
import re

from mistral_kg.errors import SourceError
from mistral_kg.rdf.dataset import read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_CONTEXT = re.compile(r'"@context"\s*:\s*')  # no string has it, as its quotes would be escaped
_SCHEMA_ORG = re.compile(r"https?://(www\.)?schema\.org(/(docs/jsonldcontext\.json(ld)?)?)?")
_BUNDLED = f"{os.path.dirname(__file__)}/schemaorg.jsonld"  # noqa: PTH120
_DECODER = json.JSONDecoder()


def inlined(text: str, name: str) -> str:
    """Return the document with each context that it names by a reference written into it.

    `name` is the path of its file; without a folder it is the current one. Lines keep their
    numbers. Raises SourceError, with line and column, for a context that cannot be had.
    """
    folder = os.path.dirname(name)  # noqa: PTH120

    def resolve_reference(value: Any, start: int, written: str) -> str:
        context = _Resolver(f"{name}{place(text, start)}").resolve(value, folder)
        if context == value:
            return written
        lines = written.split("\n")
        padding = "\n" * (len(lines) - 1) + " " * (len(lines[-1]) if len(lines) > 1 else 0)
        return json.dumps(context) + padding

    found = _replaced(text, resolve_reference)
    if found != text:
        _read_json(text, name)  # whose errors have the places of what was written
    return found


def without(text: str) -> str:
    """Return the document with spaces in place of its contexts: all else keeps its offset."""
    return _replaced(text, lambda _value, _start, written: " " * len(written))


def place(text: str, offset: int) -> str:
    """Return where an offset is, as `:line:column`."""
    start = text.rfind("\n", 0, offset) + 1
    return f":{text.count(chr(10), 0, offset) + 1}:{offset - start + 1}"


def _replaced(text: str, change: Callable[[Any, int, str], str]) -> str:
    """Return the document with each context changed: its value, offset and text give the new."""
    parts: list[str] = []
    end = 0
    for match in _CONTEXT.finditer(text):
        start = match.end()
        if start < end:
            continue  # the context of a term, which is a part of the one before
        try:
            value, after = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            break  # what is no JSON is left to the parser
        parts += [text[end:start], change(value, start, text[start:after])]
        end = after
    return "".join([*parts, text[end:]])


class _Resolver:
    """Reads the contexts that one context refers to; `where` is its place."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._within: list[str] = []

    def resolve(self, value: Any, folder: str) -> Any:
        """Return a context without references; those to files are relative to the folder."""
        if isinstance(value, str):
            return self._read(value, folder)
        if isinstance(value, list):
            parts = [self.resolve(one, folder) for one in value]
            return [one for part in parts for one in (part if isinstance(part, list) else [part])]
        if not isinstance(value, dict):
            return value
        if "@import" in value:
            imported = self._read(str(value["@import"]), folder)
            own = {term: known for term, known in value.items() if term != "@import"}
            return self.resolve({**imported, **own}, folder) if isinstance(imported, dict) else own
        return {
            term: {**known, "@context": self.resolve(known["@context"], folder)}
            if isinstance(known, dict) and "@context" in known
            else known
            for term, known in value.items()
        }

    def _read(self, reference: str, folder: str) -> Any:
        if _SCHEMA_ORG.fullmatch(reference):
            return _read_json(read_text(_BUNDLED), _BUNDLED)["@context"]
        path = os.path.join(folder, reference)  # noqa: PTH118
        root = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", reference):
            reason = (
                "a web address, and nothing is fetched; write the context in its place, or save "
                "it beside the data and give the name of that file"
            )
        elif not os.path.realpath(path).startswith(root):
            reason = "a file outside the folder of the data; copy it beside the data"
        elif path in self._within:
            reason = "a file that refers to itself; write the context in it"
        elif not os.path.isfile(path):  # noqa: PTH113
            reason = f"a file, and there is no {path}; put the context there"
        else:
            found = _read_json(read_text(path), path)
            if isinstance(found, dict) and "@context" in found:
                self._within.append(path)
                context = self.resolve(found["@context"], os.path.dirname(path))  # noqa: PTH120
                self._within.pop()
                return context
            reason = 'a file without "@context"; add it'
        raise SourceError(f"{self._where}: its @context {json.dumps(reference)} is {reason}")


def _read_json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{name}:{error.lineno}:{error.colno}: {error.msg}; correct it (read as JSON)"
        ) from None
    except RecursionError:
        raise SourceError(f"{name}: nested too deeply; write it flatter") from None
