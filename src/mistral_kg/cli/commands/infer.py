"""Infer facts that are not stated."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.serialize import results

DESCRIPTION = """\
Infer facts that no passage states, from the stated facts and the vocabulary. The
rules are those of RDFS and OWL 2 RL for domains, ranges, wider relations and classes, and for
symmetric, inverse and transitive relations; `mkg:prp-symp` and the like are their names there.
The rule shown is that of the last step, the sentences are those of all steps; there is no
sentence where the descriptions of entities alone are enough. Of several ways the shortest is
shown.

Nothing is inferred from claims, nor from the descriptions of passages, claims and articles.
Inferred facts are kept apart from stated ones: only this command, the query `inferred`, and
`query` and `export` with --infer show them."""

EXAMPLES = """\
examples:
  mistral-kg infer Microsoft
  mistral-kg infer -o what-follows.trig
  mistral-kg query --infer 'SELECT ?who { ?who mkg:partnerOf id:mistral-ai }'
  mistral-kg export --infer -o mistral-ai.trig

As RDF each triple is in the graph of a mkg:Inference, which has mkg:rule and, for each
sentence, mkg:inferredFrom; turtle, ntriples and rdfxml have an rdf:Statement instead."""

OPTIONS = [
    options.option("entity ENTITY", f"only facts about it: {options.ENTITY}", nargs="?"),
    *options.ASKED,
    *options.output(results.QUERY_FORMATS),
]


@supervised
def run(arguments: options.Namespace) -> int | None:
    """Write what follows, as rows or as RDF."""
    from mistral_kg.serialize import export

    chosen = console.format_of(arguments, results.QUERY_FORMATS)
    graph = options.load_graph(arguments)
    found = graph.infer(arguments.entity)
    if not found:
        of = "" if arguments.entity is None else f" of {arguments.entity!r}"
        return console.write_nothing(arguments, found, f"nothing can be inferred{of}", chosen)
    if chosen in export.FORMATS:
        apart = not export.FORMATS[chosen].named_graphs  # as statements, where there are none
        data = export.export(found.quads(), chosen, prefixes=graph.prefixes, evidence=apart)
        console.write_output(data, arguments.output)
    else:
        console.write_rows(arguments, found.columns, found.cells(), chosen)
    return None
