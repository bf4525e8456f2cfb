"""Find where literals are in files of RDF, which the engine's parser does not report."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from mistral_kg.rdf.files import RdfFile

    Found = Iterator[tuple[int, str, str | None]]
    """Offsets of literals, their lexical forms, and the end of their datatype's IRI if written."""

_TURTLE = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\#[^\n]*|\\.
    |(?P<text>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    (?:\s*\^\^\s*(?P<type><[^>]*>|[^\s;,.)\]}>]+))?""",
    re.VERBOSE | re.DOTALL,
)
_JSON = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?', re.DOTALL)
_XML = re.compile(r"""datatype\s*=\s*["']([^"']*)["'][^>]*>([^<]*)<""")


def places(files: Iterable[RdfFile], literals: Set[Literal]) -> dict[Literal, list[str]]:
    """Return where the literals are in the files, as FILE:LINE:COLUMN, counted from 1.

    A literal that is written in another way than its lexical form, as a number of JSON, is
    not found.
    """
    by_value: dict[str, list[Literal]] = {}
    for literal in literals:
        by_value.setdefault(literal.value, []).append(literal)
    scans = {RdfFormat.JSON_LD: _scan_json, RdfFormat.RDF_XML: _scan_xml}
    found: dict[Literal, list[str]] = {}
    for file in files:
        with file.open() as stream:
            text = stream.read().decode(errors="replace")
        line, before = 1, 0
        for offset, value, end in scans.get(file.format, _scan_turtle)(text):
            for literal in by_value.get(value, ()):
                if end is None or literal.datatype.value.endswith(end):
                    line, before = line + text.count("\n", before, offset), offset
                    column = offset - text.rfind("\n", 0, offset)
                    found.setdefault(literal, []).append(f"{file.name}:{line}:{column}")
    return found


def _scan_turtle(text: str) -> Found:
    for match in _TURTLE.finditer(text):
        if match["type"]:
            (quad,) = parse(f"<x:s> <x:p> {match['text']} .", RdfFormat.TURTLE)
            value = quad.object.value if isinstance(quad.object, Literal) else ""
            yield match.start("text"), value, match["type"].strip("<>").rpartition(":")[2]


def _scan_json(text: str) -> Found:
    # The datatype may be in a context; so any such string is taken that is no key.
    for match in _JSON.finditer(text):
        if not match[2]:
            yield match.start(), json.loads(match[1], strict=False), None


def _scan_xml(text: str) -> Found:
    for match in _XML.finditer(text):
        end = re.split(r"[#/;]", match[1])[-1]
        yield match.start(2), html.unescape(match[2]), end
