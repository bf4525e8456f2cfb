"""What a line of text does in a terminal: how wide it is, and what in it would steer the screen."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
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


_NONE = dict.fromkeys(
    map(ord, "\u0a01\u0a02\u0a3c\u0a41\u0a42\u0a47\u0a48\u0a4b\u0a4c\u0a70\u0a71")
)
_ONE = dict.fromkeys(
    code
    for first, last in (
        *((0xA0, 0xAC), (0xAE, 0x2FF), (0x2010, 0x2027), (0x20AC, 0x20AC), (0x2192, 0x2192)),
        *((0xA05, 0xA39), (0xA3E, 0xA40), (0xA66, 0xA6F), (0xFFFD, 0xFFFD)),
    )
    for code in range(first, last + 1)
)
"""What beside ASCII takes no cell or one: Latin, dashes, quotes, arrows, Gurmukhi but the virama.

Such text is measured without wcwidth, whose import takes longer than most commands.
"""


def cells(text: str) -> int:
    """Return how many cells of a terminal a line takes, in every script."""
    spacing = text if text.isascii() else text.translate(_NONE)
    if spacing.isascii() or spacing.translate(_ONE).isascii():
        return len(spacing)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)  # of text with controls it is -1


def clusters(text: str) -> Iterable[str]:
    """Return the grapheme clusters of a text, inside which no line may end."""
    if text.isascii():
        return text
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def visible(text: str) -> str:
    """Return a line with what could steer a terminal as U+FFFD."""
    return text.translate(_IN_A_LINE)


def on_screen(text: str) -> str:
    """Return lines with what could steer a terminal as U+FFFD; tabs and line ends stay."""
    text = text.translate(_ON_SCREEN)
    # No null is left in the text, so that one can mark the line end of CSV.
    return text.replace("\r\n", "\0").replace("\r", "\ufffd").replace("\0", "\r\n")


class Screen:
    """A terminal to which bytes of UTF-8 are written, part by part, as `on_screen` shows them."""

    def __init__(self, output: Output) -> None:
        from codecs import getincrementaldecoder
        from io import IncrementalNewlineDecoder

        self._output = output
        decoder = getincrementaldecoder("utf-8-sig")("replace")
        # It keeps a CR at the end of a part for the next, where its LF may be.
        self._decode = IncrementalNewlineDecoder(decoder, translate=False).decode

    def write(self, data: bytes, /) -> int:
        """Write a part and return its length; what may go on in the next waits for it."""
        self._output.write(on_screen(self._decode(data)).encode())
        return len(data)

    def flush(self) -> None:
        """Hand on what was written."""
        self._output.flush()

    def close(self) -> None:
        """Write what waited, which nothing follows."""
        self._output.write(on_screen(self._decode(b"", True)).encode())
        self._output.flush()
