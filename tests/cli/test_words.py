"""The other words of the command: queries, export, check, stats and view."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import to_isomorphic

import mistral_kg
from mistral_kg.check.finding import Finding
from mistral_kg.cli.main import main
from mistral_kg.rdf.formats import FORMATS
from mistral_kg.serialize import results
from mistral_kg.sparql import named
from tests.conftest import Run


def test_queries_lists_each_with_what_it_answers(run: Run) -> None:
    """Every named query is listed with the question that it answers and its parameters."""
    done = run("queries", "--format", "json")
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == named.names()
    assert all(row["answers"]["value"].endswith(("?", ")")) for row in rows)


def test_queries_shows_one(run: Run, tmp_path: Path) -> None:
    """One query is shown as it stands, so that it can be copied, changed and run."""
    (tmp_path / "mine.rq").write_text(run("queries", "customers").stdout, encoding="utf-8")
    assert run("query", "mine.rq").stdout == run("query", "customers").stdout


@pytest.mark.parametrize("format", FORMATS)
def test_export_is_the_graph(
    run: Run,
    format: str,
    graph: mistral_kg.KnowledgeGraph,
) -> None:
    """Each format holds the dataset, or its default graph, and says what it leaves out."""
    done = run("export", "--format", format)
    assert done.returncode == 0
    target = rdflib.Dataset()
    target.parse(data=done.stdout, format=FORMATS[format].rdflib)
    whole = graph.dataset()
    if FORMATS[format].named_graphs:
        assert done.stderr == ""
        assert len(list(target.quads())) == len(list(whole.quads()))
    else:
        assert "81 claim graphs" in done.stderr
        assert to_isomorphic(target.default_graph) == to_isomorphic(whole.default_graph)


def test_export_is_alike_at_every_run(run: Run) -> None:
    """The bytes are the same at every hash seed and in every locale."""
    answers = {
        run("export", PYTHONHASHSEED=seed, LC_ALL=locale).stdout
        for seed, locale in [("0", "C"), ("1", "C.UTF-8"), ("2", "C")]
    }
    assert len(answers) == 1


def test_turtle_reads_well(run: Run) -> None:
    """Turtle declares our prefixes in order, and each subject starts with its type."""
    text = run("export").stdout
    prefixes = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes[:3] == ["mkg:", "id:", "art:"]
    assert "sh:" not in prefixes
    assert "\nid:axa a mkg:Company ;\n" in text
    assert "ns1:" not in text


def test_claim_is_never_exported_as_a_fact(run: Run) -> None:
    """What is only possible, such as SoftBank's investment, is no triple of the Turtle."""
    assert "mkg:investor id:softbank" not in run("export").stdout
    assert "mkg:investor id:softbank" in run("export", "--format", "trig").stdout


def test_export_keeps_the_old_file_when_it_cannot_write(run: Run, tmp_path: Path) -> None:
    """A suffix that means no format is refused before the file is touched."""
    (tmp_path / "old.xyz").write_text("precious")
    done = run("export", "-o", "old.xyz")
    assert done.returncode == 2
    assert "--format" in done.stderr
    assert (tmp_path / "old.xyz").read_text() == "precious"


def test_check_is_quiet_when_all_is_well(run: Run) -> None:
    """Without a fault nothing is printed on stdout, and the status is 0."""
    done = run("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "mistral-kg: no faults found\n"


def test_check_prints_a_line_for_each_fault(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A fault is one line that says how grave, which rule, where and how to fix; status 1."""
    fault = Finding("violation", "currency", "id:round", "Give exactly one mkg:currency.")
    monkeypatch.setattr(mistral_kg.KnowledgeGraph, "check", lambda _: [fault])
    assert main(["check"]) == 1
    shown = capfd.readouterr()
    assert shown.out.splitlines()[1] == ",".join(fault)
    assert shown.err == ""


@pytest.mark.parametrize("fails", [lambda: 1 / 0, lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_check_that_crashes_finds_no_faults(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[], object]
) -> None:
    """A check that cannot come to its end has another status than one that found faults."""
    monkeypatch.setattr(mistral_kg.KnowledgeGraph, "check", lambda _: fails())
    monkeypatch.setattr(mistral_kg.KnowledgeGraph, "verify", lambda *_: fails())
    assert main(["check"]) == 2
    assert main(["verify", "article.txt"]) == 2


def test_check_writes_an_empty_report_when_asked(run: Run, tmp_path: Path) -> None:
    """A report that is asked for is written without faults too, in place of an old one."""
    (tmp_path / "report.csv").write_text("old fault")
    assert run("check", "-o", "report.csv").returncode == 0
    assert (tmp_path / "report.csv").read_text().strip() == "severity,rule,where,fix"
    assert json.loads(run("check", "--format", "json").stdout)["results"]["bindings"] == []


def test_formats_of_rows_and_graphs_are_those_of_the_writers() -> None:
    """What the command offers is what the export can write."""
    assert set(results.GRAPH_FORMATS) == set(FORMATS)
    for name, known in FORMATS.items():
        for suffix in known.suffixes:
            assert results.format_of(f"x{suffix}", results.GRAPH_FORMATS) == name


def test_stats_counts(run: Run) -> None:
    """The counts are those of the data: 67 passages, and claims that add up."""
    counts: dict[str, int] = {}
    for line in run("stats").stdout.strip().splitlines()[1:]:
        what, _, number = line.rpartition(",")
        counts[what] = int(number)
    assert counts["passages"] == 67
    kinds = ("claimed", "denied", "opined", "planned", "possible", "questioned", "undisclosed")
    assert counts["claims"] == sum(counts[f"claims {kind}"] for kind in kinds)


def test_view_writes_one_page(run: Run, tmp_path: Path) -> None:
    """The page is written where asked, and nothing else is."""
    done = run("view", "-o", "page.html")
    assert (done.returncode, done.stdout) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_view_refuses_a_folder(run: Run, tmp_path: Path) -> None:
    """A folder in place of a file is refused in one line."""
    done = run("view", "-o", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert str(tmp_path) in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["export", "--format", "csv"],
        ["export", "-o", "x.csv"],
        ["stats", "-o", "x.ttl"],
        ["queries", "-o", "x.nt"],
        ["queries", "backrs"],
        ["queries", "backers", "--format", "json"],
        ["check", "extra"],
        ["check", "-o", "x.zip"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_use_has_status_2(run: Run, words: list[str]) -> None:
    """Wrong use has status 2 and no traceback."""
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
