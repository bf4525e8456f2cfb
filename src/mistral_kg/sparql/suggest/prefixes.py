"""Find slips in the declarations of prefixes, and prefixes that nothing declares."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mistral_kg.sparql.suggest.names import IRI
from mistral_kg.sparql.suggest.query import Edit, Slip, inserted
from mistral_kg.sparql.tokens import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mistral_kg.sparql.tokens import Token


def prefix_line(query: Query) -> Iterator[Slip]:
    """Find a PREFIX line as Turtle has it, without its colon or without angle brackets."""
    for index, token in enumerate(query.tokens):
        if not (token.is_word("PREFIX") or token.text.lower() == "@prefix"):
            continue
        edits = []
        starts: list[tuple[int, str]] = []
        if token.kind == "tag":
            edits.append(Edit(token.start, token.end, "PREFIX"))
            starts.append((token.start, "a prefix is declared without @ and dot: write PREFIX"))
        name, iri = query.token(index + 1), query.token(index + 2)
        if name.kind == "word":
            edits.append(inserted(name.end, ":"))
            starts.append((name.end, f"a prefix is declared with a colon: write {name.text}:"))
            if iri.text in {"=", ":"}:
                edits.append(Edit(iri.start, iri.end, ""))
                iri = query.token(index + 3)
        bare = IRI.match(query.text, iri.start)
        if bare:
            edits.append(Edit(bare.start(), bare.end(), f"<{bare[0]}>"))
            starts.append((bare.start(), f"an IRI stands in angle brackets: write <{bare[0]}>"))
        after = re.compile(r"\s*([.;,])").match(query.text, bare.end() if bare else iri.end)
        if after and (iri.kind == "iri" or bare):
            edits.append(Edit(after.start(1), after.end(1), ""))
            starts.append(
                (after.start(1), "a SPARQL PREFIX line ends without a dot: remove the dot")
            )
        if edits:
            yield Slip(*starts[0], tuple(edits))


def undeclared(query: Query) -> Iterator[Slip]:
    """Find a prefix that nothing declares."""
    known = dict.fromkeys(query.prefixes)
    for index in query.words("PREFIX"):
        known[query.token(index + 1).text.partition(":")[0]] = None
    seen = set()
    for token in query.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind != "name" or prefix in known or prefix in seen or prefix == "_":
            continue
        if IRI.match(query.text, token.start):
            continue
        seen.add(prefix)
        used = [
            one for one in query.tokens if one.kind == "name" and one.text.startswith(f"{prefix}:")
        ]
        yield _declared(query, prefix, known, used)


def _declared(query: Query, prefix: str, known: dict[str, None], used: list[Token]) -> Slip:
    from rdflib.namespace import _NAMESPACE_PREFIXES_CORE, _NAMESPACE_PREFIXES_RDFLIB

    told = f"the prefix {prefix}: is not declared"
    usual = {**_NAMESPACE_PREFIXES_RDFLIB, **_NAMESPACE_PREFIXES_CORE}
    if prefix in usual:
        line = f"PREFIX {prefix}: <{usual[prefix]}>"
        return Slip(used[0].start, f"{told}; begin with {line}", (inserted(0, f"{line}\n"),))
    near = get_close_matches(prefix.lower(), known, n=1, cutoff=0.6)
    if near:
        edits = [Edit(one.start, one.start + len(prefix), near[0]) for one in used]
        return Slip(used[0].start, f"{told}; did you mean {near[0]}:?", tuple(edits))
    line = f"PREFIX {prefix}: <urn:x>\n"
    mend = f"declare it with PREFIX {prefix}: <…>"
    return Slip(used[0].start, f"{told}; {mend}", (inserted(0, line),), sure=False)
