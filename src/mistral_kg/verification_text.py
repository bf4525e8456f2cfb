"""Show a verification to a person, and hand it to a machine."""

from __future__ import annotations

from mistral_kg.results import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mistral_kg.verification import Item, Report

COLUMNS = ["sentence", "kind", "what", "result", "why"]
_KINDS = (("fact", "facts"), ("claim", "claims"))


def report_text(
    report: Report, width: int | None = None, quotes: dict[str, str] | None = None
) -> str:
    """Return the report as a person reads it: counts, declared references, faults.

    `quotes` has the words of passages by their names: those with a fault are shown.
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
        for sentence in dict.fromkeys(item.sentence for item in report.faults):
            if quotes and sentence in quotes:
                blocks.append(f"{sentence}: {quotes[sentence]}")
    return "\n\n".join(blocks)


def items_text(items: Iterable[Item], width: int | None = None) -> str:
    """Return items as a table."""
    return table(COLUMNS, [list(item) for item in items], width=width)


def report_json(report: Report, items: Iterable[Item]) -> str:
    """Return the report as one JSON object: article, notes, counts, ok, and those items."""
    import json

    return json.dumps(
        {
            "article": report.path,
            "ok": bool(report),
            "notes": report.notes,
            "counts": {name: report.counts(kind) for kind, name in _KINDS},
            "items": [item._asdict() for item in items],
        },
        ensure_ascii=False,
        indent=2,
    )
