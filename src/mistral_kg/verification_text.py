"""Show a verification to a person, and hand it to a machine."""

from __future__ import annotations

from mistral_kg.results import write_rows
from mistral_kg.tables import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mistral_kg.report import Item, Report

COLUMNS = ["sentence", "kind", "what", "result", "why"]
_KINDS = (("fact", "facts"), ("claim", "claims"))


def written(
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
        return f"{report_json(report, items)}\n".encode()
    if format != "table":
        return write_rows(COLUMNS, _rows(items), format, width)
    if sentence is None:
        return f"{report_text(report, width, quote=quote)}\n".encode()
    words = f"{report.quote(sentence)}\n\n" if quote else ""
    return f"{words}{items_text(items, width)}\n".encode()


def report_text(report: Report, width: int | None = None, *, quote: bool = False) -> str:
    """Return the report as a person reads it: counts, declared references, faults.

    `quote` adds the words of the passages that have a fault.
    """
    counts = [
        [name, *(str(number) for number in report.counts(kind).values())] for kind, name in _KINDS
    ]
    blocks = [*(f"{report.path} {note}" for note in report.notes)]
    blocks += [table(["", *report.counts("fact")], counts, width=width)]
    if report.references:
        rows: dict[str, list[str]] = {}
        for item in report.references:
            rows.setdefault(item.sentence, []).append(item.what)
        listed = [[sentence, ", ".join(found)] for sentence, found in rows.items()]
        head = ["sentence", "refers to without a name"]
        blocks.append(table(head, listed, width=width))
    if report.faults:
        blocks.append(items_text(report.faults, width))
    if quote:
        faulty = dict.fromkeys(name for item in report.faults for name in item.sentences)
        blocks += [f"{name}: {report.quote(name)}" for name in faulty]
    return "\n\n".join(blocks)


def items_text(items: Iterable[Item], width: int | None = None) -> str:
    """Return items as a table."""
    return table(COLUMNS, _rows(items), width=width)


def report_json(report: Report, items: Iterable[Item]) -> str:
    """Return the report as one JSON object: article, notes, counts, ok, and those items."""
    import json

    return json.dumps(
        {
            "article": report.path,
            "ok": bool(report),
            "notes": report.notes,
            "counts": {name: report.counts(kind) for kind, name in _KINDS},
            "items": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(items)],
        },
        ensure_ascii=False,
        indent=2,
    )


def _rows(items: Iterable[Item]) -> list[list[str]]:
    return [[item.sentence, *item[1:]] for item in items]
