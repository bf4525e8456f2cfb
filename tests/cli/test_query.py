"""`mistral-kg query`: what goes in, what comes out, and what is refused."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from wcwidth import wcswidth

from mistral_kg.serialize import results
from tests.conftest import Run, take_interrupts

BACKERS = "SELECT ?company ?backer WHERE { ?company mkg:backedBy ?backer } ORDER BY ?backer"
ID = "https://w3id.org/mistral-kg/id/"


def test_named_query_prints_csv_into_a_pipe(run: Run) -> None:
    """In a pipe the answer is CSV as the W3C has it, and nothing else."""
    done = run("query", "backers", "--bind", "company=OpenAI")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"company,backer,name,sentence\r\n{ID}openai,{ID}microsoft,Microsoft,S14\r\n"
    )


def test_query_from_file_stdin_and_text_agree(run: Run, tmp_path: Path) -> None:
    """A .rq file, standard input and an argument give the same answer, byte-order mark or not."""
    (tmp_path / "backers.rq").write_text(BACKERS, encoding="utf-8-sig")
    answers = {
        run("query", BACKERS).stdout,
        run("query", "backers.rq").stdout,
        run("query", "-", stdin=BACKERS).stdout,
        run("query", "-", stdin=b"\xef\xbb\xbf" + BACKERS.encode()).stdout,
    }
    assert len(answers) == 1
    assert answers.pop().count("\r\n") == 4


@pytest.mark.parametrize(
    "value",
    ["Mistral AI", "mistral ai", "ਮਿਸਟਰਲ", "ਮਿਸਟਰਲ ਏਆਈ", "id:mistral-ai", f"<{ID}mistral-ai>"],
)
def test_bind_takes_a_label_a_curie_or_an_iri(run: Run, value: str) -> None:
    """A parameter is bound by a label in either script, a CURIE or an IRI."""
    done = run("query", "customers", "--bind", f"company={value}")
    assert done.returncode == 0
    assert [line[-3:] for line in done.stdout.splitlines()] == ["nce", "S27", "S27", "S27"]


def test_bind_forgives_a_nukta(run: Run) -> None:
    """A label is found with the nukta that it lacks, and without one that it has."""
    with_nukta = run("query", "mentions", "--bind", "entity=ਮਿਸਟਰਲ ਦਾ ਪੈਰਿਸ ਦਫ਼ਤਰ")
    without = run("query", "mentions", "--bind", "entity=ਮਿਸਟਰਲ ਦਾ ਪੈਰਿਸ ਦਫਤਰ")
    assert with_nukta.stdout == without.stdout
    assert "S31" in without.stdout


def test_bound_value_is_a_term_and_no_text(run: Run) -> None:
    """What is bound cannot change the query, whatever characters it has."""
    query = 'SELECT ?x WHERE { VALUES ?x { "a" "b" } }'
    assert run("query", query, "--bind", 'x="a"').stdout == "x\r\na\r\n"
    assert run("query", query, "--bind", 'x="a" } UNION { VALUES ?x { "b" }').stdout == ""
    assert run("query", query, "--bind", 'x="\\" } #"').stdout == "x\r\n"


def test_bind_takes_typed_and_tagged_literals(run: Run) -> None:
    """A quoted literal may carry a language tag or a datatype."""
    tagged = run("query", "SELECT ?s ?l WHERE { ?s rdfs:label ?l }", "--bind", 'l="Axa"@en')
    assert f"{ID}axa,Axa" in tagged.stdout
    year = run("query", "SELECT ?s ?d WHERE { ?s mkg:date ?d }", "--bind", 'd="2024"^^xsd:gYear')
    assert f"{ID}microsoft-partnership,2024" in year.stdout


def test_own_prefix_wins(run: Run) -> None:
    """A prefix that the query declares is used in place of ours."""
    done = run("query", "PREFIX mkg: <http://example.org/> ASK { ?s mkg:backedBy ?o }")
    assert done.stdout == "false\n"


def test_star_lists_columns_in_the_order_of_the_query(run: Run) -> None:
    """`SELECT *` has its columns in the order in which the variables stand in the query."""
    query = 'SELECT * { ?z mkg:backedBy ?b # ?first\n GRAPH ?a { ?z ?ਨਾਂ ?b } FILTER("?no" != "") }'
    assert run("query", query).stdout.split("\r\n")[0] == "z,b,a,ਨਾਂ"


@pytest.mark.parametrize("format", results.ROW_FORMATS)
def test_select_and_ask_in_every_format(run: Run, format: str) -> None:
    """SELECT and ASK come in every format of rows."""
    assert "backer" in run("query", BACKERS, "--format", format).stdout
    assert "true" in run("query", "ASK {}", "--format", format).stdout


@pytest.mark.parametrize("format", results.GRAPH_FORMATS)
def test_construct_in_every_format(run: Run, format: str) -> None:
    """CONSTRUCT comes in every RDF format, and is the same graph in each."""
    query = "CONSTRUCT { ?b mkg:backs ?c } WHERE { ?c mkg:backedBy ?b }"
    done = run("query", query, "--format", format)
    readers = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=done.stdout, format=readers.get(format, format))
    assert len(list(graph.triples((None, None, None)))) == 3


def test_suffix_of_the_output_decides_the_format(run: Run, tmp_path: Path) -> None:
    """The suffix of the output file decides the format, and stdout stays empty."""
    for name, start in {"a.tsv": "?company", "a.md": "| company", "a.json": '{"head"'}.items():
        assert run("query", BACKERS, "-o", name).stdout == ""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_markdown_escapes_what_would_break_a_row(run: Run) -> None:
    """A bar or a line end in a cell does not break a Markdown table."""
    done = run("query", 'SELECT ("a|b\\nc" AS ?x) {}', "--format", "markdown")
    assert done.stdout.split("\n")[2] == "| a\\|b<br>c |"


@pytest.mark.parametrize("cell", ["ਪੰਜਾਬੀ", "ਮੇਂਸ਼", "漢字", "👩‍👩‍👧", "🇫🇷", "é"])
def test_table_lines_up_in_every_script(run: Run, cell: str) -> None:
    """Every line of a table is as wide as every other, in terminal cells."""
    done = run("query", f'SELECT ?x {{ VALUES ?x {{ "{cell}" "plain" }} }}', "--format", "table")
    assert len({wcswidth(line) for line in done.stdout.splitlines()}) == 1


def test_table_in_a_pipe_is_never_cut(run: Run) -> None:
    """A long cell stands whole in a table that is piped."""
    long = "ਸ਼ਬਦ " * 200
    done = run("query", f'SELECT ("{long}" AS ?x) {{}}', "--format", "table", COLUMNS="40")
    assert long.strip() in done.stdout


def test_terminal_gets_a_table_that_fits(environment: dict[str, str]) -> None:
    """On a terminal the answer is a table no wider than the terminal."""
    leader, follower = pty.openpty()
    words = [sys.executable, "-m", "mistral_kg", "query", "claims", "--bind", "modality=denied"]
    with subprocess.Popen(words, stdout=follower, env=environment | {"COLUMNS": "100"}) as process:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
        assert process.wait(60) == 0
    lines = shown.decode().splitlines()
    assert lines[0].startswith("┌")
    assert max(map(wcswidth, lines)) <= 100


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux: the other end is closed
        return b""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["backrs"], ["'backrs'", "did you mean backers?"]),
        (["missing.rq"], ["missing.rq: no such file"]),
        (["folder.rq"], ["folder.rq: is a directory"]),
        (["latin.rq"], ["latin.rq: not UTF-8"]),
        (["facts-of"], ["'entity' is not bound", "add entity=…, with --bind"]),
        (["backers", "--bind", "who=OpenAI"], ["no parameter 'who'", "company, backer"]),
        ([BACKERS, "--bind", "x=OpenAI"], ["no variable ?x"]),
        (["backers", "--bind", "company"], ["NAME=VALUE"]),
        (["backers", "--bind", "company=OpenIA"], ["no entity is called 'OpenIA'", "'OpenAI'"]),
        (["backers", "--bind", 'company="x"^^nope:y'], ["datatype"]),
        (["SELECT count(*) { ?s ?p ?o }"], ["query:1:8:", "(count(*) AS ?count)", "\n         ^"]),
        (["SELECT * { ?s foaf:name ?o }"], ["query:1:15:", "prefix foaf: is not declared"]),
        (["PREFIX e: <http://e/> . ASK {}"], ["query:1:23:", "remove the dot"]),
        (["SELECT * { ?s ?p ?o"], ["query:1:10:", "not closed"]),
        (["SELECT ?s { ?s ?p ?o } }"], ["query:1:24:", "closes nothing"]),
        (["SELECT ?s\nWHERE { ?s ?p ?o\n FILTR(?o > 2) }"], ["query:3:", "\n   FILTR"]),
        (["ASK {}", "--format", "turtle"], ["--format turtle does not fit an ASK"]),
        (["CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"], ["does not fit a CONSTRUCT"]),
        (["ASK {}", "--format", "excel"], ["invalid choice: 'excel'"]),
        (["ASK {}", "-o", "answer.xyz"], ["answer.xyz", "--format"]),
        (["ASK {}", "-o", "no/answer.csv"], ["no/answer.csv"]),
        (["SELCT ?s { ?s ?p ?o }"], ["query:1:1:", "\n  ^"]),
        (["SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s"], ["query:1:11:", "?o is neither grouped"]),
        (["ASK " + "{" * 3000 + "}" * 3000], ["too deep"]),
        ([""], ["the query is empty"]),
        (["# nothing"], ["the query is empty"]),
        (["CUSTOMERS"], ["did you mean customers"]),
        (["./missing"], ["./missing: no such file"]),
        (["../../etc/nothing"], ["no such file"]),
        (["backers", "--bind", "company=id:nope"], ["no entity is called 'id:nope'"]),
        (["backers", "--bind", "company=Meta", "--bind", "company=Axa"], ["given twice"]),
        (
            ["SELECT ?s ?o { ?s ?p 1 OPTIONAL { ?s mkg:gist ?o } }", "--bind", "o=Axa"],
            ["?o would be filled in, not sought"],
        ),
        (['SELECT ("\\u0007" AS ?x) {}', "--format", "xml"], ["XML cannot carry"]),
        (["customers", "-o", "x.xlsx"], ["'.xlsx' is of no format", "csv"]),
        (["customers", "-o", "x.ttl"], ["'.ttl' is of no format", "csv"]),
        (["customers", "-o", ""], ["--output needs the name of a file"]),
        (["own.rq", "-o", "own.rq", "--format", "csv"], ["would overwrite the query"]),
    ],
    ids=lambda value: str(value[0])[:30] if isinstance(value, list) else None,
)
def test_bad_input_gets_one_clear_line(
    run: Run, tmp_path: Path, words: list[str], expected: list[str]
) -> None:
    """Bad input gets a message that names it and the fix, status 2 and no traceback."""
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "own.rq").write_text("ASK {}", encoding="utf-8")
    (tmp_path / "latin.rq").write_bytes('ASK { ?s ?p "é" }'.encode("latin-1"))
    done = run("query", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mistral-kg: ")
    assert "Traceback" not in done.stderr
    assert all(part in done.stderr for part in expected), done.stderr


def test_failed_write_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    """An output file that exists survives a query that fails."""
    old = tmp_path / "old.csv"
    old.write_text("precious")
    assert run("query", "SELECT nonsense", "-o", "old.csv").returncode == 2
    assert run("query", "CONSTRUCT WHERE { ?s ?p ?o }", "-o", "old.csv").returncode == 2
    assert old.read_text() == "precious"


def test_closed_pipe_is_silent(environment: dict[str, str]) -> None:
    """A reader that has enough causes no message."""
    words = (
        f"'{sys.executable}' -m mistral_kg query 'SELECT * {{ ?s ?p ?o . ?a ?b ?c }} LIMIT 90000'"
    )
    done = subprocess.run(
        ["/bin/sh", "-c", f"{words} | head -n 1"],
        capture_output=True,
        env=environment,
        check=True,
        timeout=120,
    )
    assert done.stdout.decode().strip() == "s,p,o,a,b,c"
    assert done.stderr == b""


def test_interrupt_has_its_own_status(environment: dict[str, str]) -> None:
    """An interrupted command says nothing and ends with status 130."""
    words = [sys.executable, "-m", "mistral_kg", "query", "-"]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=take_interrupts,
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)  # it waits for its input by then
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


INTERRUPTING = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize(
    ("words", "module"),
    [
        (["query", "customers"], "mistral_kg.cli.console"),
        (["query", "customers"], "pyoxigraph"),
        (["query", "customers"], "mistral_kg.knowledge_graph"),
        (["stats"], "argparse"),
        (["stats"], "mistral_kg.cli.worker"),
        (["load", "--store", "new"], "shutil"),
    ],
)
def test_interrupt_at_start_up_shows_no_traceback(
    environment: dict[str, str], tmp_path: Path, words: list[str], module: str
) -> None:
    """Ctrl-C while the command imports what it needs ends it with status 130 and no words."""
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING)
    path = f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "mistral_kg", *words],
        capture_output=True,
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": path, "INTERRUPT_AT": module},
        preexec_fn=take_interrupts,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_interrupt_that_is_ignored_stays_so(environment: dict[str, str], tmp_path: Path) -> None:
    """A shell that runs the command in the background has it ignore Ctrl-C."""
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING)
    path = f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "mistral_kg", "stats"],
        capture_output=True,
        env=environment | {"PYTHONPATH": path, "INTERRUPT_AT": "argparse"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        check=False,
    )
    assert done.returncode == 0
    assert b"passages,67" in done.stdout


def test_interrupt_ends_a_query_that_the_engine_is_busy_with(environment: dict[str, str]) -> None:
    """Ctrl-C ends a query at once, though the engine does not yield."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    words = [sys.executable, "-m", "mistral_kg", "query", query]
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, env=environment, preexec_fn=take_interrupts
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("redirection", "expected"),
    [
        (">/dev/full", "standard output: no space left on device"),
        (">&-", "standard output is closed"),
        ("2>&-", ""),
        ("<&-", ""),
    ],
)
def test_closed_or_full_streams_cause_no_traceback(
    environment: dict[str, str], redirection: str, expected: str
) -> None:
    """A stream that is closed or full gets one line at the most, and the result stays apart."""
    words = f"'{sys.executable}' -m mistral_kg query customers {redirection}"
    done = subprocess.run(
        ["/bin/sh", "-c", words], capture_output=True, env=environment, check=False
    )
    assert done.returncode == (2 if expected else 0)
    assert expected in done.stderr.decode()
    assert done.stderr.count(b"\n") == bool(expected)


def test_no_columns_make_a_table_too(run: Run) -> None:
    """An answer without columns is counted in place of drawn."""
    assert run("query", "SELECT * {}", "--format", "table").stdout == "1 row without columns\n"


def test_control_characters_do_not_steer_the_terminal(run: Run) -> None:
    """Escape sequences in an answer are shown as replacement characters in a table."""
    done = run("query", 'SELECT ("\\u001B[31mred" AS ?x) {}', "--format", "table")
    assert "\x1b" not in done.stdout
    assert "\ufffd[31mred" in done.stdout


@pytest.mark.parametrize("words", [["query", "customers"], ["stats"]])
def test_a_file_name_is_printable(run: Run, tmp_path: Path, words: list[str]) -> None:
    """A control character in a file's name is refused by any word, a space or joiner is not."""
    long = "--output" if words[0] == "query" else "-o"
    done = run(*words, long, "c\td.csv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not list(tmp_path.iterdir())
    for name in ("c\u00a0d.csv", "c\u200dd.csv"):
        assert run(*words, long, name).returncode == 0
        assert (tmp_path / name).exists()


def test_c_locale_and_hash_seeds_change_nothing(run: Run) -> None:
    """The answer is the same under LC_ALL=C and under several hash seeds."""
    words = (
        "query",
        "SELECT * { ?c mkg:backedBy ?b GRAPH ?g { ?c ?p ?b } } ORDER BY ?b",
        "-f",
        "table",
    )
    answers = {
        run(*words, PYTHONHASHSEED=seed, LC_ALL=locale).stdout
        for seed in ("0", "1", "4242")
        for locale in ("C", "C.UTF-8")
    }
    assert len(answers) == 1


def test_query_imports_no_heavy_library(environment: dict[str, str]) -> None:
    """Answering a query imports no rdflib, networkx, pyvis, pyshacl or rich."""
    program = (
        "import sys; from mistral_kg.cli.main import main;"
        "main(['query', 'customers', '--bind', 'company=ਮਿਸਟਰਲ']);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, check=True
    )
    modules = done.stderr.decode().split()
    commands = [name for name in modules if name.startswith("mistral_kg.cli.commands.")]
    assert commands == ["mistral_kg.cli.commands.query"]
    imported = {name.partition(".")[0] for name in modules}
    assert "S27" in done.stdout.decode()
    assert "pyoxigraph" in imported
    heavy = {"rdflib", "networkx", "pyvis", "pyshacl", "rich", "argparse", "typing", "urllib3"}
    assert not imported & heavy
