"""Read the text of an article that somebody holds, as its passages count it.

The text is compared with its hash. What an editor or a download does to a file without changing a
word (a byte-order mark, line ends, a last line end, a Unicode form) is undone and named, since
each of them would shift every offset after it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from mistral_kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Steps = list[tuple[str, Callable[[str], str]]]
    """What is noted of a file, and how it is undone."""


class Article(NamedTuple):
    """An article's text in Unicode code points, and what was undone to get it.

    `is_expected` tells whether the text has the hash that was asked for; None, if none was.
    """

    path: str
    text: str
    notes: list[str]
    is_expected: bool | None


_ALWAYS: Steps = [
    (
        "starts with a byte-order mark: offsets count from after it",
        lambda t: t.removeprefix("\ufeff"),
    ),
    (
        "has line breaks of another system (CR): each is counted as one line feed",
        lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
    ),
]
_END = "ends with other line breaks than the article: they are removed or added"
# Only where the hash then proves that this is the text.
_IF_PROVEN: Steps = [
    (_END, lambda text: text.rstrip("\n") + "\n"),
    (_END, lambda text: text.rstrip("\n")),
    ("is in another Unicode form: read in NFC", lambda text: normalize("NFC", text)),
    ("is in another Unicode form: read in NFD", lambda text: normalize("NFD", text)),
]
_LARGEST = 20_000_000  # bytes


def hash_of(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes in hexadecimal, as `mkg:sha256` has it."""
    return sha256(text.encode()).hexdigest()


def read(path: str, expected: Collection[str] = ()) -> Article:
    """Return the article in a UTF-8 file, read so that it has an expected hash if it can have one.

    Raises SourceError when the file is missing, is a folder, is empty or is not UTF-8.
    """
    text = _decode(path)
    if not text.strip("\ufeff\r\n\t "):
        raise SourceError(f"{path}: the file is empty; give the file that has the article's text")
    if hash_of(text) in expected:
        return Article(path, text, [], True)
    notes = []
    for note, undo in _ALWAYS:
        if undo(text) != text:
            text = undo(text)
            notes.append(note)
    variants = {text: notes}
    for note, undo in _IF_PROVEN if expected else ():
        for variant, undone in list(variants.items()):
            variants.setdefault(undo(variant), [*undone, note])
    for variant, undone in variants.items():
        if hash_of(variant) in expected:
            return Article(path, variant, undone, True)
    return Article(path, text, notes, False if expected else None)


def _decode(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  importing pathlib costs start-up time
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "cannot be read").lower()
        raise SourceError(f"{path}: {reason}; give the file that has the article's text") from None
    if len(data) > _LARGEST:
        raise SourceError(f"{path}: is larger than any article ({_LARGEST:,} bytes)")
    if b"\0" in data:
        raise SourceError(f"{path}: is UTF-16 or no text; save the article as UTF-8")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path}: not UTF-8 (byte {error.start + 1}); save the article as UTF-8"
        ) from None
