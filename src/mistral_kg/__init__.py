"""A news article as a knowledge graph in which every fact and claim names its sentence."""

from mistral_kg.errors import (
    EntityError,
    ExportError,
    MistralKGError,
    OutputError,
    QueryError,
    SourceError,
)
from mistral_kg.knowledge_graph import KnowledgeGraph, load

__all__ = [
    "EntityError",
    "ExportError",
    "KnowledgeGraph",
    "MistralKGError",
    "OutputError",
    "QueryError",
    "SourceError",
    "load",
]
