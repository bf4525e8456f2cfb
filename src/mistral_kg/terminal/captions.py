"""The few words that pages of statements have of their own, in both languages."""

from __future__ import annotations

from mistral_kg.errors import QueryError

LANGUAGES = ("en", "pa")

_WORDS = {
    "title": (
        "Mistral AI: an article as a knowledge graph",
        "ਮਿਸਟਰਲ ਏਆਈ: ਇੱਕ ਲੇਖ, ਗਿਆਨ ਦੇ ਗ੍ਰਾਫ਼ ਵਜੋਂ",
    ),
    "around {}": ("around {}", "{} ਦੁਆਲੇ"),
    "facts only": ("facts only", "ਸਿਰਫ਼ ਤੱਥ"),
    "stated": ("stated", "ਦੱਸਿਆ ਗਿਆ"),
    "Also called": ("Also called", "ਹੋਰ ਨਾਂ"),
    "Same as": ("Same as", "ਇਹੀ ਹੈ"),
    "Figures": ("Figures", "ਅੰਕੜੇ"),
    "Facts": ("Facts", "ਤੱਥ"),
    "Claims": ("Claims about it", "ਇਸ ਬਾਰੇ ਦਾਅਵੇ"),
    "Says": ("What it says", "ਇਸ ਦੇ ਕਥਨ"),
    "Hears": ("Claims addressed to it", "ਇਸ ਨੂੰ ਦੱਸੀਆਂ ਗੱਲਾਂ"),
    "Named in": ("Named in", "ਨਾਂ ਆਇਆ"),
    "Referred to in": ("Referred to in", "ਨਾਂ ਲਏ ਬਿਨਾਂ ਜ਼ਿਕਰ"),
    "because: {}": ("because: {}", "ਕਾਰਨ: {}"),
    "note: {}": ("note: {}", "ਟਿੱਪਣੀ: {}"),
    "to {}": ("to {}", "{} ਨੂੰ"),
    "{} to {}": ("{} to {}", "{} ਨੇ {} ਨੂੰ"),
    "No facts or claims.": (
        "No facts or claims.",
        "ਕੋਈ ਤੱਥ ਜਾਂ ਦਾਅਵਾ ਨਹੀਂ।",
    ),
    "relation": ("relation", "ਸੰਬੰਧ"),
    "class": ("class", "ਵਰਗ"),
    "term": ("term", "ਸ਼ਬਦ"),
}

_MONTHS = (
    "January February March April May June July August September October November December",
    "ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
)


def check(language: str) -> None:
    """Raise QueryError for a language that the words do not have."""
    if language not in LANGUAGES:
        raise QueryError(f"no language {language!r}; choose one of {', '.join(LANGUAGES)}")


def word(text: str, language: str) -> str:
    """Return one of the words in a language."""
    return _WORDS[text][LANGUAGES.index(language)]


def month(number: int, language: str) -> str:
    """Return the name of a month, counted from 1, in a language."""
    return _MONTHS[LANGUAGES.index(language)].split()[number - 1]
