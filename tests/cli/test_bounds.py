"""Queries that cannot hurt: limits in time, rows and memory, and results that stream."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mistral_kg.cli.commands import COMMANDS
from tests.conftest import Run, take_interrupts
from tests.support.servers import Handler, scripted

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MILLION = "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
GREEDY = "SELECT (GROUP_CONCAT(?x) AS ?n) { ?a ?b ?c . ?d ?e ?f . BIND(STR(?a) AS ?x) }"
PROCESS = [sys.executable, "-m", "mistral_kg", "query"]


@pytest.mark.parametrize("words", [["query", ENDLESS], ["view", "--query", ENDLESS]])
def test_timeout_ends_a_running_query(run: Run, tmp_path: Path, words: list[str]) -> None:
    """A query that takes too long is ended, says so in one line, and exits with 124."""
    started = time.monotonic()
    done = run(*words, "--timeout", "1", "-o", "out.html" if words[0] == "view" else "out.csv")
    assert done.returncode == 124
    assert time.monotonic() - started < 5
    assert "longer than 1 s" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


WORDS = {
    "query": ["ASK {}"],
    "search": ["Axa"],
    "show": ["Axa"],
    "why": ["Axa"],
    "path": ["Axa", "Cisco"],
    "push": ["http://127.0.0.1:9/update"],
    "verify": ["article.txt"],
}
"""What the subcommands need beside the source."""


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "queries"])
def test_timeout_ends_every_subcommand(
    environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    """Whatever a subcommand waits for, its time ends it; here for an input without an end."""
    words = ["-", "--store", "new"] if name == "load" else [*WORDS.get(name, ()), "--source", "-"]
    with subprocess.Popen(
        [*PROCESS[:-1], name, *words, "--timeout", "0.5"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    ) as process:
        assert process.wait(timeout=20) == 124
        assert process.stdout is not None
        assert process.stdout.read() == b""
        assert process.stderr is not None
        assert process.stderr.read().startswith(b"mistral-kg: this took longer than 0.5 s")
    assert list(tmp_path.iterdir()) == []


def test_timeout_is_for_all_requests_to_an_endpoint(run: Run) -> None:
    """An endpoint that takes less than the time for each request is ended with the whole."""

    def slow(request: Handler) -> None:
        time.sleep(0.4)
        request.rows("g\n")

    with scripted(slow) as (address, _):
        done = run("query", "ASK {}", "--source", address, "--timeout", "0.2")
    assert done.returncode == 124
    assert "longer than 0.2 s" in done.stderr


def test_timeout_keeps_the_old_file(run: Run, tmp_path: Path) -> None:
    """A query that is ended while it writes leaves the old file, and no other beside it."""
    (tmp_path / "out.csv").write_text("old")
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", endless, "-t", "1", "-o", "out.csv")
    assert done.returncode == 124
    assert (tmp_path / "out.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("to", ["group", "process"])
def test_ctrl_c_ends_a_query_within_a_second(environment: dict[str, str], to: str) -> None:
    """Ctrl-C, to the command alone or to all in the terminal, ends even a query of the engine."""
    process = subprocess.Popen(
        [*PROCESS, ENDLESS],
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=take_interrupts,
    )
    time.sleep(1)
    started = time.monotonic()
    if to == "group":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert time.monotonic() - started < 1
    assert (process.returncode, errors) == (130, b"")
    assert not _of_session(process.pid)


@pytest.mark.parametrize("ended", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_nothing_runs_on_when_the_command_is_killed(
    environment: dict[str, str], ended: signal.Signals
) -> None:
    """Whatever ends the command ends the query as well."""
    process = subprocess.Popen([*PROCESS, ENDLESS], env=environment, start_new_session=True)
    time.sleep(1)
    assert len(_of_session(process.pid)) == 2
    process.send_signal(ended)
    process.wait(timeout=10)
    time.sleep(0.3)
    assert not _of_session(process.pid)


def _of_session(session: int) -> list[str]:
    """Return the processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after[3]) == session and after[0] != "Z":
            found.append(path.parent.name)
    return found


def test_memory_is_bounded(environment: dict[str, str]) -> None:
    """A query that would take all memory is ended in one line, by the limit that the shell sets."""
    command = f'ulimit -d 400000; exec "{sys.executable}" -m mistral_kg query "$0"'
    done = subprocess.run(
        ["bash", "-c", command, GREEDY], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"needs more memory" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_sort_that_fails_is_one_line(run: Run) -> None:
    """Where the engine would abort the process, the person reads what to do."""
    done = run("query", "SELECT DISTINCT ?o { ?s ?p ?o FILTER isLiteral(?o) } ORDER BY ?o")
    if done.returncode:  # a later engine may sort it
        assert done.returncode == 2
        assert "ORDER BY" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_deep_query_is_one_line(run: Run) -> None:
    """A query that exhausts the engine's stack is refused, whatever it is made of."""
    for text in ("ASK { " + "?s ?p ?o OPTIONAL { " * 250 + "}" * 250 + " }",):
        done = run("query", text)
        assert done.returncode in {0, 2}
        assert len(done.stderr.splitlines()) <= 3
        assert "panicked" not in done.stderr


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_a_million_rows_stream_in_constant_memory(
    environment: dict[str, str], tmp_path: Path, format: str
) -> None:
    """A large answer takes no more memory than a small one."""
    peaks = []
    for limit in (1000, 1_000_000):
        program = (
            "import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        query = MILLION.replace("1000000", str(limit))
        done = subprocess.run(
            [sys.executable, "-c", program, *PROCESS, query, "--format", format],
            env=environment,
            capture_output=True,
            check=True,
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.2


def test_large_graphs_stream(run: Run, tmp_path: Path) -> None:
    """A CONSTRUCT of many triples is written as it comes, and is whole."""
    query = "CONSTRUCT { ?a ?e ?f } { ?a mkg:names ?c . ?d ?e ?f . FILTER isLiteral(?f) }"
    done = run("query", query, "-o", "out.nt")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.nt").read_text().splitlines()
    assert len(lines) > 100_000
    assert all(line.endswith(" .") for line in lines)


def test_limit_says_that_it_cut(run: Run) -> None:
    """A limit gives so many rows in each format, and says where there are more."""
    for name in ("csv", "tsv", "json", "xml", "table", "markdown"):
        done = run("query", "passages", "--limit", "2", "-f", name)
        assert done.returncode == 0
        assert "more rows" in done.stderr
        assert len(re.findall("S0[0-9]", done.stdout)) == 2
    done = run("query", "customers", "--limit", "3")
    assert done.stderr == ""
    assert done.stdout == run("query", "customers").stdout
    done = run("query", "customers", "--limit", "0")
    assert done.stdout == run("query", "customers").stdout
    done = run("query", "CONSTRUCT WHERE { ?s mkg:names ?o }", "--limit", "5", "-f", "ntriples")
    assert len(done.stdout.splitlines()) == 5
    assert "more rows" in done.stderr


def test_limit_changes_no_term(run: Run) -> None:
    """What stands in a row is the same with a limit and without."""
    query = (
        'SELECT * { VALUES (?a ?b) { ("a\\tb\\n\\"c\\\\" UNDEF) ("ਪੰਜਾਬੀ"@pa <urn:x>) '
        '("" 1.50) (true "2"^^xsd:gYear) (UNDEF UNDEF) } }'
    )
    for name in ("csv", "tsv", "json", "xml"):
        done = run("query", query, "--limit", "9", "-f", name)
        assert done.stdout == run("query", query, "-f", name).stdout


def test_a_reader_that_has_enough_is_no_error(environment: dict[str, str]) -> None:
    """When whoever reads closes the pipe, the query ends quietly and at once."""
    process = subprocess.Popen(
        [*PROCESS, "SELECT * { ?a ?b ?c . ?d ?e ?f }"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"a,b,c,d,e,f\r\n"
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    assert (process.wait(timeout=10), errors) == (0, b"")


def test_answer_in_json_is_whole_or_plainly_not(run: Run) -> None:
    """An answer that is cut short by the time does not look whole."""
    done = run("query", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "-t", "1", "-f", "json")
    assert done.returncode == 124
    with pytest.raises(ValueError, match=r"."):
        json.loads(done.stdout)
