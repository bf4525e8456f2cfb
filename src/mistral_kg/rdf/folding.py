"""Fold a text to what tells names apart; the page does the same in JavaScript (`words.js`).

Left aside are Unicode forms and full width (NFKD), case, accents and the nuktas of Indic scripts,
apostrophes, and what cannot be seen: joiners, direction marks, soft hyphens, variation selectors.
A digit of any script is that of ASCII; dashes and all other punctuation part words.
"""

from __future__ import annotations

import unicodedata

# Before NFKD, which makes a space and a mark of some of them.
_APOSTROPHES = dict.fromkeys(
    (
        *(0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201A, 0x201B, 0x2032, 0x2035, 0xFF07, 0xFF40),
        *(0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2BE, 0x2BF, 0x2C8, 0x2CA, 0x2CB, 0x374, 0xA78B, 0xA78C),
        *(0x384, 0x1FBD, 0x1FBF, 0x1FEF, 0x1FFD, 0x1FFE, 0x55A, 0x5F3, 0x7F4, 0x7F5),
    ),
    "",
)
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | _APOSTROPHES

_LEFT_ASIDE = frozenset(
    (
        *range(0x300, 0x370),  # accents
        *(*range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x2100)),
        *range(0xFE20, 0xFE30),
        *(0x93C, 0x9BC, 0xA3C, 0xABC, 0xB3C, 0xCBC),  # nuktas
        *range(0xFE00, 0xFE10),  # variation selectors
    )
)


def fold(text: str) -> str:
    """Return the text as names are compared; of punctuation alone nothing is left aside."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).upper().split()) or text.strip()
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).translate(_KEPT)
    # Twice, as a capital may have no other small letter, and a small one two capitals: ẞ, ß, SS.
    return " ".join(plain.lower().upper().split()) or text.strip()


class _Kept(dict[int, str]):
    """What is kept of a character after NFKD, found when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if kind == "Nd":
            kept = str(unicodedata.decimal(char))
        elif kind == "Cf" or code in _LEFT_ASIDE:
            kept = ""
        else:
            kept = char if kind[0] in "LMN" or kind == "So" else " "
        self[code] = kept
        return kept


_KEPT = _Kept()
