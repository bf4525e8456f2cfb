"""A news article as a knowledge graph in which every fact and claim names its sentence."""

from mistral_kg.errors import (
    EndpointError,
    EntityError,
    ExportError,
    MistralKGError,
    OutputError,
    QueryError,
    SourceError,
    SourceWarning,
)
from mistral_kg.knowledge_graph import KnowledgeGraph, load

__all__ = [
    "EndpointError",
    "EntityError",
    "ExportError",
    "KnowledgeGraph",
    "MistralKGError",
    "OutputError",
    "QueryError",
    "SourceError",
    "SourceWarning",
    "load",
]
