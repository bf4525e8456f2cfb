"""Write the graph in an RDF format."""

from __future__ import annotations

from mistral_kg.cli import console, options
from mistral_kg.cli.worker import supervised
from mistral_kg.errors import QueryError
from mistral_kg.serialize import results

EXAMPLES = """\
examples:
  mistral-kg export -o mistral-ai.ttl
  mistral-kg export --evidence -o mistral-ai-evidence.ttl
  mistral-kg export --rdf12 -o mistral-ai-rdf12.ttl
  mistral-kg export --source mistral-ai-evidence.ttl -o mistral-ai.trig

trig, nquads and jsonld keep the named graphs: the sentence of each fact, and the claims. The
other formats have none; --evidence keeps both there for every RDF tool, and --rdf12 for those
that read RDF 1.2. --source reads named graphs back from either. A claim's triple is never
asserted. The vocabulary is exported only where the files of --source hold it."""

OPTIONS = [
    options.switch(
        "--evidence",
        "keep sentences and claims in turtle, ntriples and rdfxml: an rdf:Statement for each "
        "of their triples, whose prov:wasDerivedFrom is the passage or claim",
    ),
    options.switch(
        "--rdf12",
        "keep them in turtle with the syntax of RDF 1.2: each triple is "
        "linked to its passage or claim by rdf:reifies",
    ),
    options.switch(
        "--infer",
        "also write the inferred facts (see `infer`), in graphs of their own; without "
        "named graphs it needs --evidence or --rdf12",
    ),
    *options.WHOLE,
    *options.output(results.GRAPH_FORMATS),
]


@supervised
def run(arguments: options.Namespace) -> None:
    """Write the graph, and say what the format leaves out."""
    from mistral_kg.serialize import export

    chosen = console.format_of(arguments, results.GRAPH_FORMATS) or "turtle"
    kept = arguments.evidence or arguments.rdf12
    if arguments.infer and not kept and not export.FORMATS[chosen].named_graphs:
        raise QueryError(
            f"{chosen} would mix inferred with stated facts; add --evidence, or give "
            "--format trig, nquads or jsonld"
        )
    graph = options.load_graph(arguments)
    data = graph.export(chosen, evidence=arguments.evidence, rdf12=arguments.rdf12)
    missing = export.left_out(graph.quads, chosen, evidence=kept)
    if arguments.evidence and export.FORMATS[chosen].named_graphs:
        console.print_message(
            f"{chosen} keeps the evidence in its named graphs anyway; --evidence changes nothing"
        )
    if missing:
        console.print_message(missing)
    console.write_output(data, arguments.output)
