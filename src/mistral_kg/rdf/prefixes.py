"""The prefixes that read and shorten names: those of a query, of its source, and ours.

A query's own come first, then those of the source, then ours. A prefix has one meaning: what a
prefix of the same name hides is written by another one, or whole.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, parse

from mistral_kg.rdf.names import CHARS, RENAMED, START
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mistral_kg.rdf.files import RdfFile

_KEPT = "prefixes.ttl"
"""The file with the prefixes of a store, in its folder; the engine lets it be."""

_FORMATS: dict[RdfFormat, Sequence[RdfFormat]] = {
    RdfFormat.N_QUADS: (),
    RdfFormat.N_TRIPLES: (),
    # The first reads no more than it needs, but finds only a context that comes first.
    RdfFormat.JSON_LD: (RdfFormat.STREAMING_JSON_LD, RdfFormat.JSON_LD),
}

_LONGEST = 200
"""Characters of a prefix that the lexer of queries reads."""


def of_files(files: Iterable[RdfFile]) -> dict[str, str]:
    """Return the prefixes of the files, of two alike that of the first file, and ours.

    They are those before the first triple of a file. What is wrong with a file is not
    raised here, but where it is read.
    """
    return merged(*map(declared, files), PREFIXES)


def of_store(path: str) -> dict[str, str]:
    """Return the prefixes of the files that were loaded into the store in a folder, and ours."""
    return merged(kept(path), PREFIXES)


def merged(*tables: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes of several tables; the first that has one gives its meaning."""
    found: dict[str, str] = {}
    for table in tables:
        for prefix, namespace in table.items():
            found.setdefault(prefix, namespace)
    return found


def declared(file: RdfFile) -> dict[str, str]:
    """Return the prefixes before the first triple of a file."""
    for syntax in _FORMATS.get(file.format, (file.format,)):
        try:
            with file.open(report=False) as stream:
                reader = parse(stream, syntax, base_iri=file.base)
                next(reader, None)
        except Exception:  # noqa: S112  what is wrong with the file is raised where it is read
            continue
        if table := reader.prefixes:
            ours = {
                prefix: PREFIXES[prefix]
                for prefix, name in RENAMED.items()
                if table.get(name) == PREFIXES[prefix] and prefix not in table
            }
            return merged(ours, usable(table))
    return {}


def keep(folder: str, table: Mapping[str, str]) -> None:
    """Write the prefixes into the folder of a store."""
    lines = (f"@prefix {prefix}: {NamedNode(iri)} .\n" for prefix, iri in table.items())
    with open(f"{folder}/{_KEPT}", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.writelines(lines)


def kept(folder: str) -> dict[str, str]:
    """Return the prefixes that `keep` wrote; none where there is no such file."""
    try:
        reader = parse(path=f"{folder}/{_KEPT}")
        next(reader, None)
    except (OSError, SyntaxError):
        return {}
    return usable(reader.prefixes)


def usable(table: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that can be written in Turtle and SPARQL, by name, the empty one last."""
    return {
        prefix: namespace
        for prefix, namespace in sorted(table.items(), key=lambda one: (not one[0], one))
        if _is_usable(prefix, namespace)
    }


def _is_usable(prefix: str, namespace: str) -> bool:
    """Tell whether this is a PN_PREFIX of Turtle and SPARQL, or the empty prefix, of an IRI.

    XML and JSON-LD allow more, such as `_`, which would make a blank node of a name.
    """
    if len(prefix) > _LONGEST or prefix.startswith("_"):
        return False
    try:
        NamedNode(namespace)
    except ValueError:
        return False
    if prefix.isascii() and (prefix.isalnum() or not prefix):
        return not prefix[:1].isdigit()
    import re

    return re.fullmatch(rf"[{START}](?:[{CHARS}.]*[{CHARS}])?", prefix) is not None
