"""What a line of text does in a terminal: how wide it is, and what in it would steer the screen."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Output(Protocol):
        """What bytes are written to."""

        def write(self, data: bytes, /) -> Any:
            """Write the bytes."""

        def flush(self) -> None:
            """Hand on what was written."""


_STEERING = dict.fromkeys(
    [
        *range(0x20),  # controls
        *range(0x7F, 0xA0),
        0x061C,  # what turns the direction of writing, as "bidirectional formatting characters"
        *range(0x200E, 0x2010),
        *range(0x2028, 0x202F),  # and two that end a line
        *range(0x2066, 0x2070),
        0xFEFF,  # the byte-order mark, which shows nothing
        *range(0xFFF9, 0xFFFC),
    ],
    "\ufffd",
)
"""What would steer a terminal or turn its text; joiners, which scripts need, are not among it."""

_IN_A_LINE = _STEERING | {9: " "}
_ON_SCREEN = {char: shown for char, shown in _STEERING.items() if char not in {9, 10, 13}}


def cells(text: str) -> int:
    """Return how many cells of a terminal a line takes, as its characters' categories tell."""
    if text.isascii():
        return len(text)
    spacing = (char for char in text if unicodedata.category(char) not in {"Mn", "Me", "Cf"})
    return sum(2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1 for char in spacing)


def visible(text: str) -> str:
    """Return a line with what could steer a terminal as U+FFFD."""
    return text.translate(_IN_A_LINE)


def on_screen(text: str) -> str:
    """Return lines with what could steer a terminal as U+FFFD; tabs and line ends stay."""
    text = text.translate(_ON_SCREEN)
    # No null is left in the text, so that one can stand for the line end of CSV.
    return text.replace("\r\n", "\0").replace("\r", "\ufffd").replace("\0", "\r\n")


class Screen:
    """A terminal to which bytes of UTF-8 are written, part by part, as `on_screen` shows them."""

    def __init__(self, output: Output) -> None:
        from codecs import getincrementaldecoder

        self._output = output
        self._decode = getincrementaldecoder("utf-8-sig")("replace").decode
        self._rest = ""

    def write(self, data: bytes, /) -> int:
        """Write a part and return its length; what may go on in the next waits for it."""
        text = self._rest + self._decode(data)
        self._rest = "\r" if text.endswith("\r") else ""
        self._output.write(on_screen(text.removesuffix("\r")).encode())
        return len(data)

    def flush(self) -> None:
        """Hand on what was written."""
        self._output.flush()

    def close(self) -> None:
        """Write what waited, which nothing follows."""
        self._output.write(on_screen(self._rest + self._decode(b"", True)).encode())
        self._output.flush()
