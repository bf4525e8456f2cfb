"""Read the words of a plain query without argparse, whose import takes longer than the answer."""

from __future__ import annotations

from mistral_kg.serialize.results import QUERY_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


TIMEOUT = 60.0
"""Seconds that a query may take where nobody says otherwise."""


class PlainQuery:
    """The words after `query`: what to ask, with none but the long options of a query.

    The fields are those of the parser of `arguments`, which reads whatever else there is.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.bind: list[str] = []
        self.source: list[str] = []
        self.no_union = False
        self.timeout = TIMEOUT
        self.limit: int | None = None
        self.format: str | None = None
        self.output: str | None = None
        self.debug = False

    @classmethod
    def read(cls, argv: list[str]) -> Self | None:
        """Return the words of the command as a plain query, None when argparse has to read them."""
        if argv[:1] != ["query"] or len(argv) % 2 or argv[1].startswith("-"):
            return None
        plain = cls(argv[1])
        for option, value in zip(argv[2::2], argv[3::2], strict=True):
            if not value or value.startswith("-"):
                return None
            if option == "--bind":
                plain.bind.append(value)
            elif option == "--source":
                plain.source.append(value)
            elif option == "--format" and value in QUERY_FORMATS:
                plain.format = value
            elif option == "--output":
                plain.output = value
            else:
                return None
        return plain
