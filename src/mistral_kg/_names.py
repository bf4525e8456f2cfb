"""How long names become short ones: IRIs by prefixes, and terms in messages."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def shown(thing: object) -> str:
    """Return the thing as a message shows it: not more of it than fits."""
    text = str(thing)
    return text if len(text) <= 200 else f"{text[:200]}…"


# PN_CHARS_U and PN_CHARS of https://www.w3.org/TR/turtle/#grammar-production-PN_CHARS, which
# https://www.w3.org/TR/xml-names/#NT-NCName allows too. A name that would need an escape is
# written as a whole IRI: parsers disagree about escapes.
START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
CHARS = rf"{START}0-9\-\u00b7\u0300-\u036f\u203f\u2040"
LOCAL = re.compile(rf"(?:[{START}0-9](?:[{CHARS}.]*[{CHARS}])?)?")


RENAMED = {"id": "entity"}
"""What our JSON-LD calls a prefix that has the name of one of its aliases there."""


class Names:
    """Shortens IRIs by prefixes, and knows which of them it has used."""

    def __init__(self, prefixes: Mapping[str, str], local: re.Pattern[str]) -> None:
        self.prefixes = prefixes
        # The longest namespace wins, and of equal ones the first declared: never a hash order.
        self._longest_first = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._local = local
        self._used: set[str] = set()

    def short(self, iri: str) -> str | None:
        """Return the IRI by its prefix, None where no prefix fits."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and self._local.fullmatch(iri, len(namespace)):
                self._used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return None

    def used(self) -> dict[str, str]:
        """Return the prefixes that were used, with their namespaces, in the given order."""
        return {prefix: iri for prefix, iri in self.prefixes.items() if prefix in self._used}
