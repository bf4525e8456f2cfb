"""What a line of text does in a terminal: how wide it is, and what in it would steer the screen."""

from __future__ import annotations

import unicodedata

_VISIBLE = dict.fromkeys([*range(32), *range(127, 160)], "\ufffd") | {9: " "}


def cells(text: str) -> int:
    """Return how many cells of a terminal a line takes, as its characters' categories tell."""
    if text.isascii():
        return len(text)
    spacing = (char for char in text if unicodedata.category(char) not in {"Mn", "Me", "Cf"})
    return sum(2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1 for char in spacing)


def visible(text: str) -> str:
    """Return the text with control characters, which could steer a terminal, as U+FFFD."""
    return text.translate(_VISIBLE)
