"""A news article as a knowledge graph in which every fact and claim names its sentence."""

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def __getattr__(name: str) -> object:
    """Import what the package offers when it is used: the command first takes care of Ctrl-C."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mistral_kg import errors, knowledge_graph

    found: object = getattr(knowledge_graph if hasattr(knowledge_graph, name) else errors, name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
