"""The words of time and quantity in English and Punjabi: what a text literal says in the other.

A dataset says in English "a few dozen" or "this year" where its article says so in Punjabi. Each
entry below is one meaning in both; a translation is supported when the article has each meaning.
Figures and units of time are read by `figures`.
"""

from __future__ import annotations

from enum import Enum
from functools import cache, lru_cache

from mistral_kg.text.wording import Forms, words

_MEANINGS = """
now, at present = ਹੁਣ, ਹੁਣੇ, ਫਿਲਹਾਲ, ਮੌਜੂਦਾ
to date, so far = ਅੱਜ ਤੱਕ, ਹੁਣ ਤੱਕ
today = ਅੱਜ; yesterday, tomorrow = ਕੱਲ੍ਹ, ਕੱਲ; evening = ਸ਼ਾਮ
ago, before, earlier = ਪਹਿਲਾਂ, ਪਹਿਲੇ; after, since = ਬਾਅਦ, ਤੋਂ ਬਾਅਦ
past, last, previous = ਪਿਛਲਾ, ਪਿਛਲੀ; next = ਅਗਲਾ, ਅਗਲੀ; this = ਇਸ, ਇਹ; for = ਲਈ
during, within = ਦੌਰਾਨ, ਵਿੱਚ, ਅੰਦਰ; end = ਅੰਤ, ਅਖੀਰ
for years = ਸਾਲਾਂ ਦਾ, ਸਾਲਾਂ ਦੀ, ਸਾਲਾਂ ਦੇ, ਸਾਲਾਂ ਤੋਂ
for months = ਮਹੀਨਿਆਂ ਦਾ, ਮਹੀਨਿਆਂ ਦੀ, ਮਹੀਨਿਆਂ ਦੇ, ਮਹੀਨਿਆਂ ਤੋਂ
start, beginning, early, earlier = ਸ਼ੁਰੂ, ਸ਼ੁਰੂਆਤ; recent, recently, latest = ਤਾਜ਼ਾ, ਹਾਲ ਹੀ
start-up = ਸਟਾਰਟਅੱਪ; some time, some day = ਕਿਸੇ ਸਮੇਂ, ਕਿਸੇ ਦਿਨ
new, newly = ਨਵਾਂ, ਨਵੀਂ, ਨਵੇਂ; former = ਸਾਬਕਾ
established, founded, set up = ਸਥਾਪਿਤ, ਸਥਾਪਤ
came out, released, release = ਰਿਲੀਜ਼, ਜਾਰੀ
hour = ਘੰਟਾ; day = ਦਿਨ; week = ਹਫ਼ਤਾ; month = ਮਹੀਨਾ; quarter = ਤਿਮਾਹੀ; year = ਸਾਲ; decade = ਦਹਾਕਾ
few, a few, some = ਕੁਝ; several = ਕਈ
many = ਬਹੁਤ ਸਾਰੇ, ਬਹੁਤ ਸਾਰੀਆਂ, ਅਨੇਕ
most, mainly, mostly = ਜ਼ਿਆਦਾਤਰ, ਮੁੱਖ ਤੌਰ ‘ਤੇ; most = ਸਭ ਤੋਂ; about = ਬਾਰੇ
all = ਸਾਰੇ, ਸਾਰੀਆਂ, ਪੂਰਾ, ਪੂਰੀ; third = ਤੀਜਾ, ਤੀਜੀ, ਤੀਜੇ, ਤਿਹਾਈ
half = ਅੱਧਾ, ਅੱਧੀ, ਅੱਧੇ; less, fewer, under = ਘੱਟ
more, over, at least = ਵੱਧ, ਵਧੇਰੇ, ਜ਼ਿਆਦਾ, ਘੱਟੋ-ਘੱਟ
about, nearly, almost = ਲਗਭਗ, ਕਰੀਬ; multi = ਮਲਟੀ, ਬਹੁ
"""
_EMPTY = frozenset(word.key for word in words("a an the of in on at than by to from and or is was"))
# Words that only say how others belong together: a text has to have them, and none says a time.
_BINDING = _EMPTY | frozenset(
    word.key for word in words("for over within during under about after before since")
)


class Version(Enum):
    """What a literal is to a text: in its own words, a translation of these, or the only one."""

    OWN = "own"
    TRANSLATION = "translation"
    ONLY = "only"


def has_meaning(literal: str) -> bool:
    """Tell whether any word of a literal has a meaning of its own."""
    return any(word.key.lower() not in _BINDING for word in words(literal))


@cache
def _forms() -> Forms:
    entries = _MEANINGS.strip().replace("\n", "; ").split("; ")
    return Forms({entry: entry.replace(" = ", ", ").split(", ") for entry in entries})


@lru_cache(maxsize=100)
def _said(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the meanings that a text has, and the forms of its words."""
    present = frozenset(base for word in words(text) for base in word.bases())
    return frozenset(one.what for one in _forms().find(text)), present


def unsupported(literal: str, text: str, version: Version) -> list[str]:
    """Return the words of the literal that the text does not support.

    It has the text's own words in one of their forms. Of a translation only the words of time and
    quantity are known, and one of their meaning has to be there; of an only version, any word.
    """
    there, present = _said(text)
    meant = _forms().find(literal)
    missing = []
    for word in words(literal):
        meanings = {one.what for one in meant if one.start <= word.start and word.end <= one.end}
        is_supported = bool(word.bases() & present)
        if version is not Version.OWN:
            is_free = version is Version.TRANSLATION and not meanings
            is_supported |= is_free or word.key.lower() in _EMPTY or bool(meanings & there)
        if not is_supported:
            missing.append(literal[word.start : word.end])
    return missing
