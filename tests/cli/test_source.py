"""`--source` of every local kind: files, folders, standard input, stores on disk."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Store

import mistral_kg
from mistral_kg.rdf.dataset import shipped_folder
from tests.conftest import Run, take_interrupts

WITH_NAMED_GRAPHS = """
<urn:a> <urn:p> <urn:b> <urn:g> .
<urn:a> <urn:p> <urn:c> <urn:g2> .
<urn:claim> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<https://w3id.org/mistral-kg/ontology#Claim> <urn:g> .
<urn:a> <urn:p> <urn:claimed> <urn:claim> .
"""
ASKED = "SELECT ?o { <urn:a> <urn:p> ?o } ORDER BY ?o"


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the shipped graph as a source of each local kind."""
    folder = tmp_path_factory.mktemp("kinds")
    graph = mistral_kg.load()
    suffixes = {"trig": "trig", "nquads": "nq", "jsonld": "jsonld"}
    found = {}
    for name, suffix in suffixes.items():
        path = folder / f"{name}.{suffix}"
        path.write_bytes(graph.export(name))
        found[name] = [str(path)]
    evidence = folder / "evidence.ttl"
    evidence.write_bytes(graph.export("turtle", evidence=True))
    found["evidence"] = [str(evidence)]
    for name, suffix in (("ntriples", "nt"), ("rdfxml", "rdf")):
        path = folder / f"evidence.{suffix}"
        path.write_bytes(graph.export(name, evidence=True))
        found[name] = [str(path)]
    zipped = folder / "zipped.nq.gz"
    zipped.write_bytes(gzip.compress(graph.export("nquads")))
    found["gzip"] = [str(zipped)]
    files = folder / "files"
    shutil.copytree(Path(shipped_folder("graph")), files)
    shutil.copy(f"{shipped_folder('ontology')}/mistral-kg.ttl", files)
    found["folder"] = [str(files)]
    found["files"] = sorted(map(str, files.iterdir()))
    mistral_kg.load(zipped, store=folder / "store")
    found["store"] = [str(folder / "store")]
    mistral_kg.load(evidence, store=folder / "evidence.store")
    found["store of statements"] = [str(folder / "evidence.store")]
    mistral_kg.load(store=folder / "shipped.store")
    found["store of the shipped files"] = [str(folder / "shipped.store")]
    return found


KINDS = [
    *["trig", "nquads", "jsonld", "evidence", "ntriples", "rdfxml", "gzip", "folder", "files"],
    *["store", "store of statements", "store of the shipped files"],
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_answers_alike(
    kinds: dict[str, list[str]], kind: str, graph: mistral_kg.KnowledgeGraph
) -> None:
    """Every named query, and every other word, gives the same over each kind of source."""
    other = mistral_kg.load(kinds[kind])
    from tests.sparql.test_queries import REQUIRED

    for query in graph.queries():
        bound = REQUIRED.get(query.name, {})
        ours, theirs = graph.query(query.name, **bound), other.query(query.name, **bound)
        assert list(theirs) == list(ours), query.name
    assert str(other.show("Microsoft")) == str(graph.show("Microsoft"))
    assert str(other.why("OpenAI", "Microsoft")) == str(graph.why("OpenAI", "Microsoft"))
    assert str(other.path("OpenAI", "Macron")) == str(graph.path("OpenAI", "Macron"))
    assert str(other.search("ਐਮਾਜਾਨ")) == str(graph.search("ਐਮਾਜਾਨ"))
    assert other.stats() == graph.stats()
    assert other.export("nquads") == graph.export("nquads")


def test_command_reads_every_kind(run: Run, kinds: dict[str, list[str]]) -> None:
    """The command gives the same bytes over each kind of source, also named by the environment."""
    expected = run("query", "backers").stdout
    for words in kinds.values():
        options = [option for word in words for option in ("--source", word)]
        done = run("query", "backers", *options)
        assert (done.stdout, done.stderr, done.returncode) == (expected, "", 0)
        if len(words) == 1:
            done = run("query", "backers", MISTRAL_KG_SOURCE=words[0])
            assert (done.stdout, done.stderr) == (expected, "")


@pytest.mark.parametrize("kind", ["trig", "nquads", "jsonld", "evidence", "ntriples", "gzip"])
def test_standard_input_needs_no_suffix(run: Run, kinds: dict[str, list[str]], kind: str) -> None:
    """What comes by standard input is told by its bytes."""
    data = Path(kinds[kind][0]).read_bytes()
    assert run("query", "backers", "-s", "-", stdin=data).stdout == run("query", "backers").stdout


def test_environment_gives_way_to_the_option(run: Run, tmp_path: Path) -> None:
    """The option wins over the environment, and an empty variable is as good as none."""
    (tmp_path / "a.nt").write_text("<urn:a> <urn:p> <urn:here> .\n")
    assert "urn:here" in run("query", ASKED, MISTRAL_KG_SOURCE="a.nt").stdout
    done = run("query", ASKED, "-s", "a.nt", MISTRAL_KG_SOURCE="missing.nt")
    assert "urn:here" in done.stdout
    assert run("query", "customers", MISTRAL_KG_SOURCE="").returncode == 0
    done = run("stats", MISTRAL_KG_SOURCE="missing.nt")
    assert done.returncode == 2
    assert "missing.nt" in done.stderr
    assert "MISTRAL_KG_SOURCE" in done.stderr


def test_a_plain_pattern_asks_all_but_claims(run: Run, tmp_path: Path) -> None:
    """Data of others are asked as one, from files and from a store; --no-union asks them as is."""
    (tmp_path / "a.nq").write_text(WITH_NAMED_GRAPHS)
    expected = "o\r\nurn:b\r\nurn:c\r\n"
    assert run("query", ASKED, "-s", "a.nq").stdout == expected
    assert run("query", ASKED, "-s", "a.nq", "--no-union").stdout == "o\r\n"
    assert run("load", "a.nq", "--store", "s").returncode == 0
    assert run("query", ASKED, "-s", "s").stdout == expected


def test_blank_nodes_of_files_are_kept_apart(run: Run, tmp_path: Path) -> None:
    """Blank nodes of two files are two, though they are called alike."""
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text("_:x <urn:p> <urn:b> .\n")
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> <urn:b> }"
    assert run("query", count, "-s", "a.nt", "-s", "b.nt").stdout == "n\r\n2\r\n"
    run("load", "a.nt", "b.nt", "--store", "s")
    assert run("query", count, "-s", "s").stdout == "n\r\n2\r\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-s", "nothing-here"], "no such file"),
        (["-s", "empty-folder"], "no RDF file in it"),
        (["-s", ""], "empty"),
        (["-s", "cut.nq.gz"], "no whole gzip file"),
        (["-s", "not.nq.gz"], "no whole gzip file"),
        (["-s", "store", "-s", "a.nq"], "a source by itself"),
        (["-s", "broken-store"], "cannot be opened as a store"),
        (["-s", "-", "-s", "-"], "once"),
        (["-s", "latin.nt"], "latin.nt: not UTF-8 (byte 21)"),
        (["-s", "bad.nq"], "bad.nq:2:"),
        (["-s", "a.nq", "-o", "a.nq"], "would be overwritten"),
        (["-s", "folder", "-o", "folder/a.csv"], "would be overwritten"),
        (["--timeout", "-1"], "seconds"),
        (["--timeout", "soon"], "seconds"),
        (["--timeout", "1e300"], "seconds"),
        (["-s", "pipe.ttl"], "let it be standard input"),
        (["-s", "ftp://example.org/a.ttl"], "an address, and no file"),
        (["--limit", "-1"], "number"),
    ],
)
def test_bad_source_is_one_line(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    """What cannot be asked is told in one line, and nothing is changed."""
    (tmp_path / "a.nq").write_text(WITH_NAMED_GRAPHS)
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.nq").write_text(WITH_NAMED_GRAPHS)
    (tmp_path / "folder" / "a.csv").write_text("mine")
    packed = gzip.compress(WITH_NAMED_GRAPHS.encode() * 999)
    (tmp_path / "cut.nq.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "not.nq.gz").write_text(WITH_NAMED_GRAPHS)
    (tmp_path / "latin.nt").write_bytes(b'<urn:a> <urn:p> "caf\xe9" .\n')
    (tmp_path / "bad.nq").write_text("<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> .\n")
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "broken-store").mkdir()
    (tmp_path / "broken-store" / "CURRENT").write_text("MANIFEST-1\n")
    run("load", "a.nq", "--store", "store")
    before = {path: path.read_bytes() for path in tmp_path.glob("*.nq")}
    done = run("query", ASKED, *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in tmp_path.glob("*.nq")} == before
    assert (tmp_path / "folder" / "a.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a.nq", "--store", "a.nq"], "a file"),
        (["a.nq", "--store", "folder"], "other files in it"),
        (["a.nq", "--store", "missing/store"], "create it first"),
        (["a.nq", "--store", ""], "empty"),
        (["a.nq"], "--store"),
        (["bad.nq", "--store", "store"], "bad.nq:2:"),
        (["bad.nq", "--store", "new"], "bad.nq:2:"),
        (["missing.nq", "--store", "store"], "no such file"),
        (["store", "--store", "new"], "a store, which is a source by itself"),
        (["http://127.0.0.1:9/", "--store", "new"], "an address, and no file"),
        (["a.nq", "--store", "."], "you are in this folder"),
    ],
)
def test_failed_load_leaves_all_as_it_was(
    run: Run, tmp_path: Path, words: list[str], message: str
) -> None:
    """A load that fails changes no store, makes none, and leaves nothing beside it."""
    (tmp_path / "a.nq").write_text(WITH_NAMED_GRAPHS)
    (tmp_path / "bad.nq").write_text("<urn:x> <urn:p> <urn:b> .\n<urn:a> <urn:p> .\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").write_text("mine")
    run("load", "a.nq", "--store", "store")
    names = sorted(path.name for path in tmp_path.iterdir())
    done = run("load", *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert run("query", ASKED, "-s", "store").stdout == "o\r\nurn:b\r\nurn:c\r\n"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that takes some seconds to load."""
    path = tmp_path_factory.mktemp("large") / "large.nq"
    with path.open("w") as file:
        for number in range(300_000):
            file.write(f'<urn:s{number}> <urn:p{number % 50}> "{number}" <urn:g{number % 99}> .\n')
    return path


@pytest.mark.parametrize("ended", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("after", [0.3, 0.9, 1.5])
def test_interrupted_load_leaves_the_store_as_it_was(
    environment: dict[str, str], tmp_path: Path, large: Path, ended: signal.Signals, after: float
) -> None:
    """A load that is killed or interrupted on the way leaves the old store; the next one sweeps."""
    (tmp_path / "a.nq").write_text(WITH_NAMED_GRAPHS)
    command = [sys.executable, "-m", "mistral_kg", "load", "--store", "store"]
    subprocess.run([*command, "a.nq"], cwd=tmp_path, env=environment, check=True)
    before = set(Store.read_only(str(tmp_path / "store")))
    process = subprocess.Popen(
        [*command, large], cwd=tmp_path, env=environment, preexec_fn=take_interrupts
    )
    time.sleep(after)
    process.send_signal(ended)
    process.wait(timeout=60)
    assert process.returncode in {-signal.SIGKILL, 130}
    assert set(Store.read_only(str(tmp_path / "store"))) == before
    subprocess.run([*command, "a.nq"], cwd=tmp_path, env=environment, check=True)
    assert set(Store.read_only(str(tmp_path / "store"))) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nq", "store"]


def test_store_in_use_is_told(run: Run, tmp_path: Path) -> None:
    """A store that another program has open for writing is left alone; reading it goes on."""
    (tmp_path / "a.nq").write_text(WITH_NAMED_GRAPHS)
    run("load", "a.nq", "--store", "store")
    held = Store(str(tmp_path / "store"))
    done = run("load", "a.nq", "--store", "store")
    assert done.returncode == 2
    assert "another program has the store open" in done.stderr
    assert run("query", ASKED, "-s", "store").returncode == 0
    assert len(held) > 0


def test_store_of_our_terms_gets_the_vocabulary(run: Run, tmp_path: Path) -> None:
    """Data that use our terms are asked with our labels, from a store as from a file."""
    (tmp_path / "a.ttl").write_text(
        "<urn:a> <https://w3id.org/mistral-kg/ontology#backedBy> <urn:b> ."
    )
    run("load", "a.ttl", "--store", "s")
    asked = "SELECT ?label { ?s ?p <urn:b> . ?p rdfs:label ?label FILTER(lang(?label) = 'en') }"
    for source in ("a.ttl", "s"):
        done = run("query", asked, "-s", source, "-f", "json")
        rows = json.loads(done.stdout)["results"]["bindings"]
        assert [row["label"]["value"] for row in rows] == ["is backed by"]
