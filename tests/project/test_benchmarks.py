"""The benchmark of growth: its data have the shape of the shipped ones, and it runs to its end."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, parse

import mistral_kg
from mistral_kg.rdf.dataset import materialise
from mistral_kg.vocabulary import ARTICLE, ID, MKG, MODALITY, NAMES, TYPE, Node
from tests.conftest import SOURCE, Run

BENCHMARKS = SOURCE.parent / "benchmarks"
ARTICLES = 20

Script = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Script:
    """Return a function that runs a script of the benchmarks."""
    folder = tmp_path_factory.mktemp("anywhere")

    def run_script(name: str, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(BENCHMARKS / name), *map(str, words)],
            capture_output=True,
            check=False,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(SOURCE)},
            encoding="utf-8",
            timeout=120,
        )

    return run_script


@pytest.fixture(scope="module")
def one(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of one made-up article."""
    path = tmp_path_factory.mktemp("one") / "one.nq"
    assert script("articles.py", "1", "-o", path).returncode == 0
    return path


@pytest.fixture(scope="module")
def many(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of several made-up articles."""
    path = tmp_path_factory.mktemp("many") / "many.nq"
    assert script("articles.py", str(ARTICLES), "-o", path).returncode == 0
    return path


@pytest.fixture(scope="module")
def quads(many: Path) -> list[Quad]:
    """Return the quads of several made-up articles."""
    return list(parse(path=many))


@pytest.fixture(scope="module")
def shipped() -> list[Quad]:
    """Return the quads of the shipped graph that are not the vocabulary's."""
    return [quad for quad in mistral_kg.load().quads if iri(quad.subject).startswith((ID, ARTICLE))]


def iri(term: Node) -> str:
    """Return the IRI of a term, nothing for another term."""
    return term.value if isinstance(term, NamedNode) else ""


def test_articles_are_the_same_bytes_every_time(
    script: Script, one: Path, many: Path, tmp_path: Path
) -> None:
    """A seed always gives the same bytes, another one others; a small dataset begins a large."""
    script("articles.py", "1", "-o", tmp_path / "again.nq")
    script("articles.py", "1", "--seed", "2", "-o", tmp_path / "other.nq")
    assert (tmp_path / "again.nq").read_bytes() == one.read_bytes()
    assert (tmp_path / "other.nq").read_bytes() != one.read_bytes()
    assert many.read_bytes().startswith(one.read_bytes())


def test_articles_have_their_size_and_each_quad_once(quads: list[Quad]) -> None:
    """There are about 1,500 quads an article, and none comes twice."""
    assert len(quads) == pytest.approx(1500 * ARTICLES, rel=0.02)
    assert len(set(quads)) == len(quads)


def test_articles_are_materialised(quads: list[Quad]) -> None:
    """All that a passage states stands in the default graph, and what a claim says does not."""
    assert set(materialise(quads)) == set(quads)
    default = sum(quad.graph_name == DefaultGraph() for quad in quads)
    assert len(quads) * 0.8 < default < len(quads) * 0.95


def test_articles_have_the_terms_of_the_shipped_graph(
    quads: list[Quad], shipped: list[Quad]
) -> None:
    """Made-up articles use all classes, relations and modalities of the shipped one, no others."""

    def terms(of: list[Quad]) -> set[str]:
        predicates = {quad.predicate.value for quad in of}
        return predicates | {
            quad.object.value
            for quad in of
            if isinstance(quad.object, NamedNode)
            and (quad.predicate in {TYPE, MODALITY} or quad.object.value.startswith(MKG))
        }

    assert terms(quads) == terms(shipped)


def test_articles_have_the_proportions_of_the_shipped_graph(
    quads: list[Quad], shipped: list[Quad]
) -> None:
    """What is often in the shipped graph is about as often in made-up articles."""

    def shares(of: list[Quad]) -> dict[tuple[str, bool], float]:
        counted = Counter((quad.predicate.value, quad.graph_name == DefaultGraph()) for quad in of)
        return {what: number / len(of) for what, number in counted.items()}

    made = shares(quads)
    for what, share in shares(shipped).items():
        if share > 0.01:
            assert made[what] == pytest.approx(share, rel=0.35), what


def test_articles_share_things_with_one_another(quads: list[Quad]) -> None:
    """Some companies occur in several articles, and chains of backers pass from one to another."""
    named: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == NAMES and "/Company/" in iri(quad.object):
            named.setdefault(iri(quad.object), set()).add(iri(quad.subject).partition("#")[0])
    assert max(map(len, named.values())) > 3
    backing = [quad for quad in quads if quad.predicate.value == f"{MKG}backedBy"]
    backed = {quad.subject for quad in backing}
    assert any(quad.object in backed for quad in backing)


def test_articles_hold_no_text_of_the_shipped_graph(quads: list[Quad], shipped: list[Quad]) -> None:
    """No label, gist or note is one of the shipped graph."""

    def texts(of: list[Quad]) -> set[str]:
        return {q.object.value for q in of if isinstance(q.object, Literal) and q.object.language}

    assert not texts(quads) & texts(shipped)


def test_an_article_passes_the_check(run: Run, one: Path) -> None:
    """A made-up article has no fault that `mistral-kg check` finds, and is counted."""
    done = run("check", "--source", str(one))
    assert done.returncode == 0, done.stdout
    counts = run("stats", "--source", str(one)).stdout
    for what in ("passages", "facts", "claims claimed", "claims opined"):
        assert f"\n{what}," in counts


@pytest.fixture(scope="module")
def results(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the results of a run over one article."""
    pytest.importorskip("matplotlib")
    folder = tmp_path_factory.mktemp("results")
    (folder / "README.md").write_bytes((BENCHMARKS / "README.md").read_bytes())
    done = script("growth.py", "--sizes", "1", "--rounds", "1", "--into", folder)
    assert done.returncode == 0, done.stderr
    (folder / "stderr.txt").write_text(done.stderr, encoding="utf-8")
    return folder


def test_growth_measures_all(results: Path) -> None:
    """A run measures each of the four from the file, and from a store all but rdflib."""
    about, header, *lines = (results / "growth.csv").read_text(encoding="utf-8").splitlines()
    assert about.startswith("# ")
    rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    assert {row["outcome"] for row in rows} == {"done"}
    seen = Counter((row["source"], row["runner"]) for row in rows)
    assert seen.pop(("file", "rdflib")) == 5
    for runner in ("mistral-kg", "pyoxigraph", "oxigraph"):
        assert seen.pop(("file", runner)) == 5
        assert seen.pop(("store", runner)) == 5
    assert not seen
    for row in rows:
        assert float(row["seconds"]) > 0
        assert float(row["megabytes"]) > 5
        assert (int(row["rows"]) > 0) == (row["measure"] != "make")


def test_growth_draws_a_plot(results: Path) -> None:
    """The plot is well-formed SVG with a panel a measure and the name of each line."""
    drawing = (results / "growth.svg").read_text(encoding="utf-8")
    assert len(drawing) < 200_000
    words = Counter(text.strip() for text in ET.fromstring(drawing).itertext())  # noqa: S314  ours
    assert words["Store: path"] == words["File: load, path"] == 1
    assert words["mistral-kg"] == 12
    assert words["rdflib"] == 5


def test_growth_writes_the_tables(results: Path) -> None:
    """The tables with the targets stand in the README, between the marks."""
    text = (results / "README.md").read_text(encoding="utf-8")
    before, _, after = text.partition("<!-- The figures")
    assert before == (BENCHMARKS / "README.md").read_text(encoding="utf-8").partition("<!--")[0]
    assert "| a query of a store, times native oxigraph | at most 1.3 |" in after
    assert "| store: provenance |" in after


def test_growth_draws_again_what_was_measured(script: Script, results: Path) -> None:
    """Plot and tables made again from the figures are the same in every byte."""
    before = [(results / name).read_bytes() for name in ("growth.svg", "README.md")]
    assert script("growth.py", "--plot-only", "--into", results).returncode == 0
    assert before == [(results / name).read_bytes() for name in ("growth.svg", "README.md")]


def test_growth_gives_up_what_takes_too_long(script: Script, tmp_path: Path) -> None:
    """What takes longer than the patience is ended, once, and noted as such."""
    pytest.importorskip("matplotlib")
    words = ("--sizes", "1", "--rounds", "2", "--give-up", "0.0005", "--into", tmp_path)
    done = script("growth.py", *words)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "growth.csv").read_text(encoding="utf-8").splitlines()[2:]
    given_up = [line for line in lines if line.endswith(",given up")]
    assert len([line for line in given_up if ",file," in line]) == 20
