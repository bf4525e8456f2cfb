"""Tell what follows from the facts."""

from __future__ import annotations

from mistral_kg.cli import console
from mistral_kg.cli import options as shared
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import ExitStatus
from mistral_kg.serialize import results

DESCRIPTION = """\
Tell what follows from the facts by what the vocabulary declares, and is not stated itself. The
rules are those of RDFS and OWL 2 RL for domains, ranges, wider relations and classes, and for
symmetric, inverse and transitive relations; `mkg:prp-symp` and the like are their names there.
The rule is that of the last step, the sentences those of all steps; without a sentence is what
follows from the descriptions of entities alone. Of several ways the shortest is told.

Nothing follows from claims, nor from what describes passages, claims and articles. What follows
is never mixed with what is stated: only this tells it, the query `inferred`, and `query` and
`export` with --infer."""

EXAMPLES = """\
examples:
  mistral-kg infer Microsoft
  mistral-kg infer -o what-follows.trig
  mistral-kg query --infer 'SELECT ?who { ?who mkg:partnerOf id:mistral-ai }'
  mistral-kg export --infer -o mistral-ai.trig

As RDF each triple stands in the graph of a mkg:Inference, which has mkg:rule and, for each
sentence, mkg:inferredFrom; turtle, ntriples and rdfxml have an rdf:Statement in its place."""


OPTIONS = [
    shared.option(
        "entity", metavar="ENTITY", nargs="?", help=f"what follows about it alone: {shared.ENTITY}"
    ),
    *shared.ASKED,
    *shared.output(results.QUERY_FORMATS),
]


@supervised
def run(arguments: shared.Namespace) -> int:
    """Write what follows, as rows or as RDF."""
    from mistral_kg.serialize import export

    chosen = console.format_of(arguments, results.QUERY_FORMATS)
    graph = shared.graph(arguments)
    found = graph.infer(arguments.entity)
    if not found:
        of = "" if arguments.entity is None else f" of {arguments.entity!r}"
        words = f"nothing follows{of} by what is declared"
        return console.write_nothing(arguments, found, words, chosen)
    if chosen not in export.FORMATS:
        return console.write_rows(arguments, list(found.columns), found.cells(), chosen)
    apart = not export.FORMATS[chosen].named_graphs  # as statements, where there are none
    data = export.export(found.quads(), chosen, prefixes=graph.prefixes, evidence=apart)
    console.emit(data, arguments.output)
    return ExitStatus.DONE
