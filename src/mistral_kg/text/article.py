"""Read the text of an article that somebody holds, as its passages count it.

The text is compared with its hash. What an editor or a download does to a file without changing a
word (a byte-order mark, line ends, a last line end, a Unicode form) is undone and named, since
each of them would shift every offset after it.
"""

from __future__ import annotations

import codecs
import unicodedata
from hashlib import sha256

from mistral_kg.errors import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class Article:
    """An article's text in Unicode code points, and what was undone to get it.

    `is_the_one` tells whether the text has the hash that was asked for; None, if none was.
    """

    __slots__ = ("is_the_one", "notes", "path", "text")

    def __init__(self, path: str, text: str, notes: list[str], is_the_one: bool | None) -> None:
        self.path = path
        self.text = text
        self.notes = notes
        self.is_the_one = is_the_one


_ALWAYS: list[tuple[str, Callable[[str], str]]] = [
    (
        "starts with a byte-order mark: offsets count from after it",
        lambda t: t.removeprefix("\ufeff"),
    ),
    (
        "has line breaks of another system (CR): each is counted as one line feed",
        lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
    ),
]
# Only where the hash then proves that this is the text.
_IF_PROVEN: list[tuple[str, Callable[[str], str]]] = [
    (
        "ends with other line breaks than the article: they are removed or added",
        lambda text: text.rstrip("\n") + "\n",
    ),
    ("ends with more line breaks than the article: they are removed", lambda t: t.rstrip("\n")),
    ("is in another Unicode form: read in NFC", lambda t: unicodedata.normalize("NFC", t)),
    ("is in another Unicode form: read in NFD", lambda t: unicodedata.normalize("NFD", t)),
]


_LARGEST = 20_000_000  # bytes


def hash_of(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes in hexadecimal, as `mkg:sha256` has it."""
    return sha256(text.encode()).hexdigest()


def read(path: str, expected: Collection[str] = ()) -> Article:
    """Return the article in a UTF-8 file, read so that it has an expected hash if it can have one.

    Raises SourceError when the file is missing, is a folder, is empty or is not UTF-8.
    """
    text = _decoded(path)
    if not text.strip("\ufeff\r\n\t "):
        raise SourceError(f"{path}: the file is empty; give the file that has the article's text")
    notes: list[str] = []
    if hash_of(text) in expected:
        return Article(path, text, notes, True)
    for note, undo in _ALWAYS:
        if undo(text) != text:
            text = undo(text)
            notes.append(note)
    if not expected:
        return Article(path, text, notes, None)
    for candidate, more in [(text, []), *_variants(text)]:
        if hash_of(candidate) in expected:
            return Article(path, candidate, notes + more, True)
    return Article(path, text, notes, False)


def _variants(text: str) -> list[tuple[str, list[str]]]:
    """Return the text with one thing undone, and with two, and what that was."""
    once = [(new, [note]) for note, new in _undone(text)]
    twice = [(newer, [*notes, note]) for new, notes in once for note, newer in _undone(new)]
    return once + twice


def _undone(text: str) -> list[tuple[str, str]]:
    """Return what can be undone, each with its note; what would change nothing is left out."""
    return [(note, new) for note, undo in _IF_PROVEN if (new := undo(text)) != text]


def _decoded(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  importing pathlib costs start-up time
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "cannot be read").lower()
        raise SourceError(f"{path}: {reason}; give the file that has the article's text") from None
    if len(data) > _LARGEST:
        raise SourceError(f"{path}: is larger than any article ({_LARGEST:,} bytes)")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        raise SourceError(f"{path}: is UTF-16 or no text; save the article as UTF-8")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1}"
        raise SourceError(f"{path}: not UTF-8 ({place}); save the article as UTF-8") from None
