"""What a verification found: an item for each thing checked, and the report in each format.

A report prints offsets; it gives the text of a passage only to who asks for it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mistral_kg.check.article.grounding import BY_NAME, BY_REFERENCE, NOT_SUPPORTED
from mistral_kg.errors import QueryError
from mistral_kg.serialize.results import write_rows
from mistral_kg.terminal.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mistral_kg.text.article import Article
    from mistral_kg.text.passages import Placed

AS_DESCRIBED = "as described"
WRONG = "wrong"
NOT_USED = "not used"
COLUMNS = ["sentence", "kind", "what", "result", "why"]
_KINDS = (("fact", "facts"), ("claim", "claims"))


class Item(NamedTuple):
    """One thing that was checked: where, of which kind, what it is, the result and the reason.

    `sentences` has the identifiers of its passages: of a claim there may be several, of the text
    as a whole there is none. Kinds are text, passage, name, reference, fact, claim, remark (on what
    its passage does not state) and, where a passage has what nothing uses, entity and figure.
    """

    sentences: tuple[str, ...]
    kind: str
    what: str
    result: str
    why: str

    @property
    def sentence(self) -> str:
        """The identifiers in one word or, of several passages, in several."""
        return " ".join(self.sentences)

    @property
    def is_good(self) -> bool:
        """Tell whether there is nothing to fix."""
        return self.result not in {WRONG, NOT_SUPPORTED, NOT_USED}


class Report:
    """What a verification found: `notes` on the file, and an `Item` for each thing checked."""

    def __init__(self, article: Article, items: list[Item], placed: Iterable[Placed]) -> None:
        self.path = article.path
        self.notes = article.notes
        self.items = items
        self._text = article.text
        self._placed = {one.passage.sentence: one for one in placed}

    def __bool__(self) -> bool:
        """Tell whether everything is supported and every name and figure is used."""
        return not self.faults

    @property
    def faults(self) -> list[Item]:
        """The items that are wrong, not supported or not used."""
        return [item for item in self.items if not item.is_good]

    @property
    def references(self) -> list[Item]:
        """What is declared as referred to without a name."""
        return [item for item in self.items if item.kind == "reference"]

    def counts(self, kind: str) -> dict[str, int]:
        """Return how many facts or claims (`kind`) are supported in which way."""
        found = Counter(item.result for item in self.items if item.kind == kind)
        return {result: found[result] for result in (BY_NAME, BY_REFERENCE, NOT_SUPPORTED)}

    def quote(self, sentence: str) -> str:
        """Return the words of a passage, or those that the text has in its place.

        Raises QueryError when the dataset has no such passage.
        """
        if sentence not in self._placed:
            raise QueryError(f"no passage is called {sentence!r}; give one such as S01")
        passage, start, text, _ = self._placed[sentence]
        return self._text[start : start + passage.length] if text is None else text

    def __str__(self) -> str:
        return _table(self)

    __repr__ = __str__

    def of(self, sentence: str) -> list[Item]:
        """Return the items of one passage, such as "S12".

        Raises QueryError when the dataset has no such passage.
        """
        self.quote(sentence)
        return [item for item in self.items if sentence in item.sentences]


def write(
    report: Report,
    format: str,
    *,
    sentence: str | None = None,
    quote: bool = False,
    width: int | None = None,
) -> bytes:
    """Return the report in a format of rows, of one passage (`sentence`) or as a whole.

    A table of the whole shows counts and faults; `quote` adds the words of passages to a table.

    Raises QueryError when the dataset has no such passage.
    """
    items = report.items if sentence is None else report.of(sentence)
    if format == "json":
        text = _json(report, items)
    elif format != "table":
        return write_rows(COLUMNS, _rows(items), format, width)
    elif sentence is None:
        text = _table(report, width, quote=quote)
    else:
        words = f"{report.quote(sentence)}\n\n" if quote else ""
        text = words + table(COLUMNS, _rows(items), width=width)
    return f"{text}\n".encode()


def _table(report: Report, width: int | None = None, *, quote: bool = False) -> str:
    """Return the report as a person reads it: counts, references, faults, the words of these."""
    counts = [[name, *map(str, report.counts(kind).values())] for kind, name in _KINDS]
    blocks = [f"{report.path} {note}" for note in report.notes]
    blocks.append(table(["", *report.counts("fact")], counts, width=width))
    if report.references:
        rows: dict[str, list[str]] = {}
        for item in report.references:
            rows.setdefault(item.sentence, []).append(item.what)
        listed = [[sentence, ", ".join(found)] for sentence, found in rows.items()]
        blocks.append(table(["sentence", "refers to without a name"], listed, width=width))
    if report.faults:
        blocks.append(table(COLUMNS, _rows(report.faults), width=width))
    if quote:
        faulty = dict.fromkeys(name for item in report.faults for name in item.sentences)
        blocks += [f"{name}: {report.quote(name)}" for name in faulty]
    return "\n\n".join(blocks)


def _json(report: Report, items: Iterable[Item]) -> str:
    found = {
        "article": report.path,
        "ok": bool(report),
        "notes": report.notes,
        "counts": {name: report.counts(kind) for kind, name in _KINDS},
        "items": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(items)],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _rows(items: Iterable[Item]) -> list[list[str]]:
    return [[item.sentence, *item[1:]] for item in items]
