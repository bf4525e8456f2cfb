"""Lies about an article: a dataset changed in one place, in every way that matters.

`python -m tests.mutations ARTICLE [FILE…]` prints how many of each kind `verify` catches, for the
shipped graph or that of the files; of a shipped graph also how many of the others change an answer
that is stored.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Quad, Store

from mistral_kg import load
from mistral_kg.check.article.dataset import Dataset
from mistral_kg.check.article.verify import compare
from mistral_kg.explore.resolve import term
from mistral_kg.rdf import dataset
from mistral_kg.serialize import results
from mistral_kg.sparql import named, run
from mistral_kg.vocabulary import CLAIM, PASSAGE, PREFIXES, Node
from tests.support.changes import changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mistral_kg.text import article

UNDECIDABLE = {
    "sentence: a fact moved to the next",
    "direction: subject and object exchanged",
    "relation: another property",
    "object: another entity of the sentence",
    "modality: a claim stated as fact",
    "modality: another one",
    "words: a value of another sentence",
    "degree: one of another sentence",
    "a fact left out",
    "a claim left out",
}
"""Kinds that the text cannot decide, or not always."""


class Mutant(NamedTuple):
    """A dataset with one change, and its kind."""

    kind: str
    quads: list[Quad]


def mutants(quads: Iterable[Quad]) -> Iterator[Mutant]:
    """Yield each lie, the default graph in step with the graphs of the passages."""
    whole = list(quads)
    passages: set[Node] = set(dataset.described(whole, PASSAGE))
    claims: set[Node] = set(dataset.described(whole, CLAIM))
    stated = {quad.triple for quad in whole if quad.graph_name in passages}
    plain = [
        quad for quad in whole if not (quad.graph_name == DefaultGraph() and quad.triple in stated)
    ]
    for kind, old, new in changes(plain, passages, claims):
        changed = dataset.materialise(
            [quad for quad in plain if quad not in old] + [quad for quad in new if quad]
        )
        yield Mutant(kind, changed)


def caught(mutant: Mutant, text: article.Article) -> bool:
    """Tell whether verifying finds the lie."""
    return not compare(Dataset(mutant.quads), text)


def answers(quads: Iterable[Quad]) -> dict[str, bytes]:
    """Return the answer of each named query to the dataset, as its stored answer has it."""
    from tests.sparql.test_queries import REQUIRED

    store = Store()
    store.extend(quads)
    found = {}
    for query in named.all_queries():
        bound = {name: term(store, label) for name, label in REQUIRED.get(query.name, {}).items()}
        result = run.run(store, query.text, bindings=bound, name=query.name)
        written = io.BytesIO()
        results.write(result, written, "csv", PREFIXES)
        found[query.name] = written.getvalue()
    return found


def main() -> None:
    """Print the table in Markdown."""
    path, *files = sys.argv[1:]
    graph = load(files) if files else load()
    quads = graph.with_vocabulary
    text = Dataset(quads).passages.read(path)
    before = answers(quads) if not files else {}
    table: dict[str, list[int]] = {}
    for mutant in mutants(quads):
        row = table.setdefault(mutant.kind, [0, 0, 0])
        row[0] += 1
        found = caught(mutant, text)
        row[1] += found
        row[2] += found or (not files and answers(mutant.quads) != before)
    print("| what is changed | lies | caught by `verify` | or by stored answers |")
    print("|---|---:|---:|---:|")
    for kind, (number, verified, either) in sorted(table.items()):
        print(f"| {kind} | {number} | {verified / number:.0%} | {either / number:.0%} |")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
