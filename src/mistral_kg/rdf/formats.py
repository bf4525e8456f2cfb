"""The RDF formats: what people and the engines call each, and its suffixes."""

from __future__ import annotations

from pyoxigraph import RdfFormat


class Format:
    """A format by the name that a person types; `engine` and `rdflib` are what these call it.

    A graph too large to lay out is written by the engine, if it `is_streamed`: the engine's other
    writers fail on some terms.
    """

    # A named tuple would cost every command the import of collections, at 2 ms.
    def __init__(
        self,
        name: str,
        engine: RdfFormat,
        suffixes: tuple[str, ...],
        named_graphs: bool,
        is_streamed: bool,
        rdflib: str,
    ) -> None:
        self.name = name
        self.engine = engine
        self.suffixes = suffixes
        self.named_graphs = named_graphs
        self.is_streamed = is_streamed
        self.rdflib = rdflib


FORMATS: dict[str, Format] = {
    row[0]: Format(*row)
    for row in (
        ("turtle", RdfFormat.TURTLE, (".ttl",), False, True, "turtle"),
        ("trig", RdfFormat.TRIG, (".trig",), True, True, "trig"),
        ("nquads", RdfFormat.N_QUADS, (".nq",), True, True, "nquads"),
        ("ntriples", RdfFormat.N_TRIPLES, (".nt",), False, True, "nt"),
        ("jsonld", RdfFormat.JSON_LD, (".jsonld", ".json"), True, False, "json-ld"),
        ("rdfxml", RdfFormat.RDF_XML, (".rdf", ".xml"), False, False, "xml"),
    )
}
"""The formats by name."""

BY_SUFFIX = {suffix: known for known in FORMATS.values() for suffix in known.suffixes}
"""The formats by the suffixes of files, which `.gz` may follow."""
