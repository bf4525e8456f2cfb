"""Find names in a text as whole words, in Gurmukhi and Latin script.

A word is a run of letters, marks and digits, so that a form never matches inside another word.
Words are compared in NFC without nukta and joiners; a capital letter in a form has to be one in
the text. A word of the text may carry an ending of case or number that the form has not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

_JOINERS = "\u200c\u200d"
_IGNORED = str.maketrans("", "", f"\u0a3c{_JOINERS}")  # the nukta too

# What a base form ends in, and what an inflected word has there. Punjabi: oblique, plural, ablative
# and vocative (Bhatia, Punjabi: a cognitive-descriptive grammar, chapter 2). English: plural.
_ENDINGS = {
    "ਾ": ("ਿਆਂ", "ਿਓਂ", "ੇ", "ਾਂ"),
    "ਆ": ("ਏ",),
    "": ("ਾਂ", "ਆਂ", "ਵਾਂ", "ੋਂ", "ਓਂ", "s", "es"),
}
_SHORTEST = 2  # characters of a base form: less is no word

# Quotation marks and hyphens inside a name change nothing; any other mark between words parts them.
_BETWEEN = re.compile(rf"[\s\"'“”‘’«»\[\]\u2010\u2011{_JOINERS}-]+")


@lru_cache(maxsize=10_000)
def _bases(key: str) -> frozenset[str]:
    found = {key, key.lower()}
    for base_ending, endings in _ENDINGS.items():
        for ending in endings:
            stem = key.removesuffix(ending)
            if stem != key and len(stem) >= _SHORTEST:
                found |= {stem + base_ending, (stem + base_ending).lower()}
    return frozenset(found)


class Word(NamedTuple):
    """A word: its place in code points, its key to compare, and the marks before it."""

    start: int
    end: int
    key: str
    gap: str

    def bases(self) -> frozenset[str]:
        """Return the keys of the forms that this word may be an instance of."""
        return _bases(self.key)


class Occurrence(NamedTuple):
    """Where one of the forms of something is in a text, in code points, end exclusive."""

    start: int
    end: int
    what: Any
    form: str

    def inside(self, other: Occurrence) -> bool:
        """Tell whether this is a part of the other, and not all of it."""
        within = other.start <= self.start and self.end <= other.end
        return within and (self.start, self.end) != (other.start, other.end)


def words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    found = []
    start, last = -1, 0
    for place, char in enumerate([*text, " "]):
        if unicodedata.category(char)[0] in "LMN" or char in _JOINERS:
            start = place if start < 0 else start
        elif start >= 0:
            key = unicodedata.normalize("NFC", text[start:place]).translate(_IGNORED)
            if key:  # a joiner of an emoji, or a nukta alone, is no word
                found.append(Word(start, place, key, _BETWEEN.sub("", text[last:start])))
                last = place
            start = -1
    return found


class Forms:
    """The surface forms of many things, ready to be found in a text."""

    def __init__(self, forms: Mapping[Any, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[Any, str, list[Word]]]] = {}
        for what, texts in forms.items():
            for text in texts:
                if tokens := words(text):
                    self._by_first.setdefault(tokens[0].key, []).append((what, text, tokens))

    def find(self, text: str) -> list[Occurrence]:
        """Return every occurrence in the text, those inside others too, in order of place."""
        tokens = words(text)
        bases = [token.bases() for token in tokens]
        found = []
        for place, token in enumerate(tokens):
            for base in bases[place]:
                for what, form, wanted in self._by_first.get(base, ()):
                    last = place + len(wanted) - 1
                    if last < len(tokens) and all(
                        wanted[step].key in bases[place + step]
                        and wanted[step].gap == tokens[place + step].gap
                        for step in range(1, len(wanted))
                    ):
                        found.append(Occurrence(token.start, tokens[last].end, what, form))
        return sorted(set(found), key=lambda one: (one.start, -one.end, str(one.what), one.form))
