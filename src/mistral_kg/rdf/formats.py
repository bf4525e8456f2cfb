"""The RDF formats: what people and the engines call each, and its suffixes."""

from __future__ import annotations

from pyoxigraph import RdfFormat


class Format:
    """A format; `engine` and `rdflib` are what these call it.

    A graph too large to lay out is written by the engine, if it `is_streamed`: the engine's other
    writers fail on some terms.
    """

    # A named tuple would cost every command the import of collections, at 2 ms.
    def __init__(self, engine: RdfFormat, rdflib: str, *suffixes: str) -> None:
        self.engine = engine
        self.rdflib = rdflib
        self.suffixes = suffixes
        self.named_graphs = engine.supports_datasets
        self.is_streamed = engine not in (RdfFormat.JSON_LD, RdfFormat.RDF_XML)


FORMATS = {
    "turtle": Format(RdfFormat.TURTLE, "turtle", ".ttl"),
    "trig": Format(RdfFormat.TRIG, "trig", ".trig"),
    "nquads": Format(RdfFormat.N_QUADS, "nquads", ".nq"),
    "ntriples": Format(RdfFormat.N_TRIPLES, "nt", ".nt"),
    "jsonld": Format(RdfFormat.JSON_LD, "json-ld", ".jsonld", ".json"),
    "rdfxml": Format(RdfFormat.RDF_XML, "xml", ".rdf", ".xml"),
}
"""The formats by the names that a person types."""

BY_SUFFIX = {suffix: known.engine for known in FORMATS.values() for suffix in known.suffixes}
"""What the engine calls the formats by the suffixes of files, which `.gz` may follow."""
