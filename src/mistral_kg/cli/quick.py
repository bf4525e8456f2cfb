"""Parse a plain query without argparse, whose import takes longer than the answer."""

from __future__ import annotations

from mistral_kg.serialize.results import QUERY_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

TIMEOUT = 60.0
"""Seconds that a command may take without `--timeout`."""


class PlainQuery:
    """The arguments of a `query` that has only long options.

    The fields are those of argparse's namespace.
    """

    command, lang = "query", "en"
    infer = no_union = debug = False
    timeout = TIMEOUT
    base = article = None
    limit: int | None = None
    format: str | None = None
    output: str | None = None
    allow_service = ()

    def __init__(self, what: str) -> None:
        self.what = what
        self.bind: list[str] = []
        self.source: list[str] = []

    @classmethod
    def parse(cls, argv: list[str]) -> PlainQuery | None:
        """Return the arguments of a plain query, None when argparse has to parse them."""
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


if TYPE_CHECKING:
    Arguments = Namespace | PlainQuery
