"""The W3C tests of SPARQL 1.0 and 1.1 queries, through our own way of a query."""

import re
import tomllib
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from pyoxigraph import QueryResultsFormat, parse_query_results

from tests.w3c import engines as w3c_engines
from tests.w3c import formats as w3c_formats
from tests.w3c import suite as w3c

FOLDER = w3c.folder()
TESTS = w3c.tests(FOLDER) if FOLDER else []
KNOWN = tomllib.loads(Path(__file__).with_name("known_failures.toml").read_text("utf-8"))
ABSENT = pytest.param(
    None,
    id="absent",
    marks=pytest.mark.skip(reason="no W3C tests here; name their folder in MISTRAL_KG_W3C_TESTS"),
)


def cases(kind: str) -> list[ParameterSet]:
    """Return the tests of a kind as cases; one that is known to fail has to fail."""
    return [_case(test) for test in TESTS if test.kind == kind] or [ABSENT]


def _case(test: w3c.Test) -> ParameterSet:
    failing = [pytest.mark.xfail(strict=True, reason=KNOWN[test.id])] if test.id in KNOWN else []
    return pytest.param(test, id=test.id, marks=failing)


def with_rows(*suffixes: str) -> list[ParameterSet]:
    """Return the tests whose answers are rows, of those whose files have one of the suffixes."""
    found = [test for test in TESTS if test.kind == "answer" and _has_rows(test, suffixes)]
    return [pytest.param(test, id=test.id) for test in found] or [ABSENT]


def _has_rows(test: w3c.Test, suffixes: tuple[str, ...]) -> bool:
    if suffixes and test.result and test.result.suffix not in suffixes:
        return False
    form = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", test.text, re.IGNORECASE)
    return bool(form and form[1].upper() == "SELECT")


def written(test: w3c.Test, format: str) -> bytes:
    """Return our answer to a test as the command writes it."""
    return w3c_formats.written(w3c_engines.answered(test, w3c.dataset(test)), format)


@pytest.mark.parametrize("test", cases("answer"))
def test_a_query_has_the_answer_that_w3c_expects(test: w3c.Test) -> None:
    """A query over data is answered as its W3C test says."""
    assert w3c_engines.failure(test, w3c_engines.ours) == ""


@pytest.mark.parametrize("test", cases("accept"))
def test_a_right_query_is_read(test: w3c.Test) -> None:
    """A query that W3C calls right is read."""
    assert w3c_engines.failure(test, w3c_engines.ours) == ""


@pytest.mark.parametrize("test", cases("refuse"))
def test_a_wrong_query_is_refused(test: w3c.Test) -> None:
    """A query that W3C calls wrong is refused."""
    assert w3c_engines.failure(test, w3c_engines.ours) == ""


@pytest.mark.parametrize("test", with_rows())
def test_rows_come_back_from_every_format(test: w3c.Test) -> None:
    """Rows written as JSON, XML, TSV and CSV are the same rows to readers of another make."""
    answer = written(test, "json")
    rows = w3c_formats.from_json(answer)
    for form in ("json", "xml", "tsv"):
        again = parse_query_results(answer, QueryResultsFormat.JSON)
        assert w3c_formats.READERS[form](w3c_formats.written(again, form)) == rows
    again = parse_query_results(answer, QueryResultsFormat.JSON)
    assert w3c_formats.from_csv(w3c_formats.written(again, "csv")) == w3c_formats.words(rows)


@pytest.mark.parametrize("test", with_rows(".csv", ".tsv"))
def test_csv_and_tsv_are_the_lines_of_w3c(test: w3c.Test) -> None:
    """CSV and TSV are W3C's files, byte for byte in each line.

    Lines may come in any order, as the queries do not order them, and blank nodes have labels of
    their own. W3C's CSV files end their lines in LF, where the recommendation says CRLF. Two files
    have a number that is not in the canonical form, which a store gives.
    """
    assert test.result
    found = written(test, test.result.suffix[1:])
    end = b"\r\n" if test.result.suffix == ".csv" else b"\n"
    xsd = b"http://www.w3.org/2001/XMLSchema#"
    wanted = test.result.read_bytes().replace(b'"-3"^^<%snegativeInteger>' % xsd, b"-3")
    wanted = wanted.replace(b"\t1.0e6\n", b'\t"1000000"^^<%sdouble>\n' % xsd)
    wanted = wanted.replace(b",1.0E6\n", b",1000000\n")
    assert found.endswith(end)
    lines, expected = found.split(end), wanted.split(b"\n")
    assert lines[0] == expected[0]
    label = re.compile(rb"_:\w+")
    assert sorted(label.sub(b"_:x", line) for line in lines) == sorted(
        label.sub(b"_:x", line) for line in expected
    )


@pytest.mark.skipif(not TESTS, reason="no W3C tests here")
def test_every_known_failure_is_a_test() -> None:
    """The list of known failures names tests that there are."""
    assert set(KNOWN) <= {test.id for test in TESTS}
