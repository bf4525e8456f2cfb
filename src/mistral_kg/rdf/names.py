"""How long names become short ones: IRIs by prefixes, and terms in messages."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from mistral_kg.vocabulary import PREFIXES, Node, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_VOCABULARIES = tuple(ns for prefix, ns in PREFIXES.items() if prefix not in {"id", "art", "wd"})


def shown(thing: object) -> str:
    """Return the thing as a message shows it: not more of it than fits."""
    text = str(thing)
    return text if len(text) <= 200 else f"{text[:200]}…"


# PN_CHARS_U and PN_CHARS of https://www.w3.org/TR/turtle/#grammar-production-PN_CHARS, which
# https://www.w3.org/TR/sparql11-query/#rPN_CHARS and https://www.w3.org/TR/xml-names/#NT-NCName
# allow too. A name that would need an escape is written as a whole IRI: parsers disagree about
# escapes.
_BASE = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffc"
)
_MORE = r"0-9\-\u00b7\u0300-\u036f\u203f\u2040"
START = rf"{_BASE}\ufffd\U00010000-\U000effff"
CHARS = START + _MORE
# Without the last characters of START, which the engine's reader of SPARQL refuses.
# One class of characters: each takes 2 ms to compile.
_LOCAL = rf"(?:(?![.\-\u00b7\u0300-\u036f\u203f\u2040])[{_BASE}{_MORE}.]+(?<!\.))?"


def is_local(text: str) -> bool:
    """Tell whether a text can be the local part of a name without an escape."""
    # Names are of ASCII as a rule, and the expression takes some milliseconds to compile.
    if text.isascii() and text.replace("_", "a").replace("-", "").isalnum():
        return text[0] != "-"
    import re

    return re.fullmatch(_LOCAL, text) is not None


def curie(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return an IRI as SPARQL can read it: with a prefix where one fits, else in angle brackets."""
    return Names(prefixes).short(iri) or f"<{iri}>"


def end_of(iri: str) -> str:
    """Return what is after the last `#`, `/` or `:` that does not end the IRI."""
    return iri.rstrip("#/:").replace("#", "/").replace(":", "/").rpartition("/")[2]


def is_term(entity: Node) -> bool:
    """Tell whether an IRI is a term of a vocabulary that our prefixes know, and no entity."""
    return isinstance(entity, NamedNode) and entity.value.startswith(_VOCABULARIES)


def short(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term as people read it: a CURIE where a prefix fits, a literal without its type."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return curie(term.value, prefixes)
    return term.value if isinstance(term, Literal) else str(term)


RENAMED = {"id": "entity"}
"""What our JSON-LD calls a prefix that has the name of one of its aliases there."""


class Names:
    """Shortens IRIs by prefixes, and knows which of them it has used.

    `is_fit` tells which local parts can be written.
    """

    def __init__(
        self, prefixes: Mapping[str, str], is_fit: Callable[[str], bool] = is_local
    ) -> None:
        self.prefixes = prefixes
        self._is_fit = is_fit
        self._used: set[str] = set()

    def short(self, iri: str) -> str | None:
        """Return the IRI by its prefix, None where none fits without an escape.

        The longest namespace wins, and of equal ones the first declared.
        """
        found: str | None = None
        longest = -1
        for prefix, space in self.prefixes.items():
            if len(space) > longest and iri.startswith(space) and self._is_fit(iri[len(space) :]):
                found, longest = prefix, len(space)
        if found is None:
            return None
        self._used.add(found)
        return f"{found}:{iri[longest:]}"

    def used(self) -> dict[str, str]:
        """Return the prefixes that were used, with their namespaces, in the given order."""
        return {prefix: iri for prefix, iri in self.prefixes.items() if prefix in self._used}
