"""What all tests share: the shipped graph, and a way to run the command."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import mistral_kg
from mistral_kg.rdf.dataset import materialise
from tests.support import servers

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SOURCE = Path(mistral_kg.__file__).parent.parent

PREFIXES = """
PREFIX mkg: <https://w3id.org/mistral-kg/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <https://example.org/>
"""


def graph_of(trig: str) -> mistral_kg.KnowledgeGraph:
    """Return a graph of other data than the shipped ones; the text needs no prefixes of its own."""
    graph = mistral_kg.KnowledgeGraph()
    graph._quads = materialise(parse(PREFIXES + trig, RdfFormat.TRIG))
    return graph


@pytest.fixture(scope="session")
def graph() -> mistral_kg.KnowledgeGraph:
    """Return the shipped graph, loaded once."""
    return mistral_kg.load()


STATED = "https://example.org/stated"
"""The name of the default graph in a server that has none of its own."""


@pytest.fixture(scope="session")
def oxigraph(
    tmp_path_factory: pytest.TempPathFactory, graph: mistral_kg.KnowledgeGraph
) -> Iterator[str]:
    """Return the address of an Oxigraph server with the shipped graph pushed to it."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        graph.push(f"{address}/update")
        yield f"{address}/query"


@pytest.fixture(scope="session")
def union(
    tmp_path_factory: pytest.TempPathFactory, graph: mistral_kg.KnowledgeGraph
) -> Iterator[str]:
    """Return the address of an Oxigraph server whose default graph shows all graphs."""
    with servers.oxigraph(tmp_path_factory.mktemp("union"), "--union-default-graph") as address:
        graph.push(f"{address}/update", default_graph=STATED)
        yield f"{address}/query?default-graph-uri={STATED}"


@pytest.fixture(scope="session")
def virtuoso(
    tmp_path_factory: pytest.TempPathFactory, graph: mistral_kg.KnowledgeGraph
) -> Iterator[str]:
    """Return the address of a Virtuoso server with the shipped graph pushed to it."""
    with (
        servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as address,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("MISTRAL_KG_USER", "dba")
        patch.setenv("MISTRAL_KG_PASSWORD", "dba")
        graph.push(f"{address}/sparql-auth", default_graph=STATED)
        patch.undo()
        yield f"{address}/sparql?default-graph-uri={STATED}"


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Return an environment in which the command is found, free of the user's settings."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return kept | {"PYTHONPATH": str(SOURCE)}


def take_interrupts() -> None:
    """Let SIGINT end this process, also where whoever runs the tests ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Return a function that runs the command in an empty folder, as a person does."""

    def run_command(
        *words: str, stdin: str | bytes = b"", **extra: str
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-m", "mistral_kg", *words],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment | extra,
            check=False,
            timeout=120,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run_command
