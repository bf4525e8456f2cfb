"""What `check` says of literals, of RDF 1.2 and of all that it cannot judge."""

import csv
import gzip
import json
from pathlib import Path

import pytest

import mistral_kg
from tests.conftest import PREFIXES, Run

WELL_TYPED = {
    "integer": "1 +1 -0 007 99999999999999999999",
    "decimal": "1 .5 1. -0.12345678901234567890123 123456789012345678901234567890.5",
    "double": "1 1e3 .5E-7 INF -INF +INF NaN 1e999",
    "float": "1e400",
    "boolean": "true false 1 0",
    "date": "2024-02-29 2000-02-29 -0044-03-15 12023-01-01 0000-01-01 2023-01-01Z 2023-01-01+14:00",
    "dateTime": "2023-01-01T24:00:00 2023-01-01T00:00:00.123456789012345678901-05:30",
    "dateTimeStamp": "2023-01-01T00:00:00Z",
    "time": "24:00:00 12:00:00Z 23:59:59.999",
    "gYear": "2021 -0001 12345 2021Z",
    "gYearMonth": "2021-12",
    "gMonth": "--05 --12Z",
    "gMonthDay": "--02-29",
    "gDay": "---31",
    "duration": "P1Y2M3DT4H5M6.7S -P1D PT1S",
    "yearMonthDuration": "P1Y -P1Y2M",
    "dayTimeDuration": "P1D PT1M",
    "hexBinary": "0aFF",
    "base64Binary": "YQ== YWI= YWJj",
    "byte": "127 -128",
    "unsignedByte": "255",
    "long": "-9223372036854775808",
    "unsignedLong": "18446744073709551615",
    "positiveInteger": "1",
    "language": "en-GB",
    "NCName": "a.b-c ਪੰਜਾਬੀ",
    "anyURI": "http://a/b",
}
ILL_TYPED = {
    "integer": "abc 1.0 1_000 １ 0x1",
    "decimal": "1e3 . 1_0 INF",
    "double": "nan inf Infinity 1_0 1e 0x1p3",
    "float": "nan",
    "boolean": "True yes 2",
    "date": "2023-02-30 2023-02-29 1900-02-29 2023-2-3 23-01-01 2023-13-01 20230101",
    "dateTime": "2023-01-01 2023-01-01T25:00:00 2023-01-01T24:00:01 2023-02-29T00:00:00",
    "dateTimeStamp": "2023-01-01T00:00:00",
    "time": "25:00:00 12:00 12:00:00+15:00",
    "gYear": "21 02021 2021-01",
    "gYearMonth": "2021-13 2021-1",
    "gMonth": "--13 05 --05--",
    "gMonthDay": "--02-30",
    "gDay": "---32",
    "duration": "P PT 1D P1H P-1D P1S P1DT",
    "yearMonthDuration": "P1D",
    "dayTimeDuration": "P1Y",
    "hexBinary": "0 zz",
    "base64Binary": "Y YQ= YR==",
    "byte": "128 x",
    "unsignedByte": "256 -1",
    "long": "9223372036854775808",
    "unsignedLong": "-1",
    "positiveInteger": "0",
    "negativeInteger": "0",
    "language": "en_GB",
    "NCName": "a:b",
}


def data_of(forms: dict[str, str]) -> tuple[str, int]:
    """Return Turtle of all the lexical forms, one a line, and their number."""
    lines = [f':a :p "{one}"^^xsd:{name} .' for name in forms for one in forms[name].split(" ")]
    return PREFIXES.lstrip() + "\n".join(lines), len(lines)


def findings(output: str) -> list[dict[str, str]]:
    """Return the rows of a report in CSV."""
    return list(csv.DictReader(output.splitlines()))


def test_values_of_every_datatype_are_known(run: Run) -> None:
    """A value that XML Schema allows is no fault, however large, early or exact."""
    done = run("check", "--source", "-", "--format", "csv", stdin=data_of(WELL_TYPED)[0])
    rules = {one["rule"] for one in findings(done.stdout)}
    assert rules <= {"canonical-literals"}  # engines rewrite 007, and that is another fault
    assert "Traceback" not in done.stderr


def test_ill_typed_literals_are_found(run: Run, tmp_path: Path) -> None:
    """Every form that is none of its datatype is reported in its line, and nothing is logged."""
    data, number = data_of(ILL_TYPED)
    (tmp_path / "ill.ttl").write_text(data, encoding="utf-8")
    done = run("check", "--source", "ill.ttl")
    assert (done.returncode, done.stderr) == (1, "")
    found = [one for one in findings(done.stdout) if one["rule"] == "literal-value"]
    first = len(PREFIXES.lstrip().splitlines()) + 1
    places = [f"ill.ttl:{line}:7" for line in range(first, first + number)]
    assert [one["where"] for one in found] == places
    assert len(found) == len(findings(done.stdout))


TRIG = """PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
# "2023-02-30"^^xsd:date in a comment, and a # inside: <http://e/#"2023-02-30">
:a :p '''2023-02-30''' , "it's", "2023-02-30"^^xsd:string ; :q '''a
b"'''^^xsd:integer , ""^^xsd:byte, "\\u0061" ^^ xsd:date .
:ਪ :n "ਪੰਜਾਬੀ", "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .
:s :t <<( :a :b "2023-02-31"^^xsd:date )>> .
"""
JSON = """{"@context": {"d": {"@id": "http://e/d", "@type": "http://www.w3.org/2001/XMLSchema#date"}},
 "@id": "http://e/a",
 "d": "2023-02-30"}"""
XML = """<!DOCTYPE rdf:RDF [<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/a"><e:q>a&amp;b</e:q>
<e:d rdf:datatype="&xsd;integer">a&amp;b</e:d></rdf:Description></rdf:RDF>"""
NQUADS = """<http://e/a> <http://e/p> "2023-02-30" .
<http://e/a> <http://e/p> "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> <http://e/g> ."""


@pytest.mark.parametrize(
    ("name", "data", "places"),
    [
        ("x.trig", TRIG, ["3:64", "4:22", "4:36", "5:17", "6:17"]),
        ("x.trig.gz", TRIG, ["3:64", "4:22", "4:36", "5:17", "6:17"]),
        ("x.jsonld", JSON, ["3:7"]),
        ("x.rdf", XML, ["4:34"]),
        ("x.nq", NQUADS, ["2:27"]),
    ],
)
def test_position_is_told_in_every_format(
    run: Run, tmp_path: Path, name: str, data: str, places: list[str]
) -> None:
    """An ill-typed literal is found where it stands, whatever is quoted or looks like it."""
    packed = gzip.compress(data.encode()) if name.endswith(".gz") else data.encode()
    (tmp_path / name).write_bytes(packed)
    found = findings(run("check", "--source", name).stdout)
    where = [one["where"] for one in found if one["rule"] == "literal-value"]
    assert where == [f"{name}:{place}" for place in places]


def test_position_without_a_file(run: Run, tmp_path: Path) -> None:
    """Standard input has positions too; in a store the subject is named."""
    done = run("check", "--source", "-", stdin=NQUADS)
    assert findings(done.stdout)[0]["where"] == "standard input:2:27"
    (tmp_path / "x.nq").write_text(NQUADS)
    run("load", "x.nq", "--store", "x.store")
    done = run("check", "--source", "x.store")
    assert findings(done.stdout)[0]["where"] == "<http://e/a>"


@pytest.mark.parametrize(
    ("term", "what"),
    [
        ('"hi"@en--ltr', "direction tag"),
        ("<<( :s :p <<( :s :p 1 )>> )>>", "triple term"),
        ('"POINT(0 0)"^^:wkt', ":wkt"),
        ('"5"^^xsd:Integer', "xsd:Integer"),
    ],
)
def test_what_cannot_be_checked_is_reported(run: Run, term: str, what: str) -> None:
    """It is a warning that says what and where, no fault, and the rest is checked."""
    data = f"{PREFIXES} :a :p {term} . "
    done = run("check", "--source", "-", stdin=data)
    assert (done.returncode, done.stderr) == (
        0,
        "mistral-kg: no faults found in what can be checked\n",
    )
    (found,) = findings(done.stdout)
    assert (found["severity"], found["rule"]) == ("warning", "not-checked")
    assert found["where"] == ":a"
    assert what in found["fix"]
    done = run("check", "--source", "-", stdin=f'{data} :b a mkg:Growth ; :p "x"^^xsd:date .')
    assert done.returncode == 1
    assert {"growth-of", "literal-value", "not-checked"} <= {
        one["rule"] for one in findings(done.stdout)
    }


def test_shapes_see_a_text_with_a_direction(run: Run) -> None:
    """A label with a direction is a label to the shapes."""
    data = (
        ':a a schema:NewsArticle ; rdfs:label "A"@en--ltr, "ਏ"@pa--ltr . '
        ':b a schema:NewsArticle ; rdfs:label "B"@pa--ltr .'
    )
    found = findings(run("check", "-s", "-", stdin=PREFIXES + data).stdout)
    labels = [one["where"] for one in found if one["rule"] == "label-english"]
    assert labels == [":b"]


ILL = '<http://e/a> <http://e/p> "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .'


@pytest.mark.parametrize(
    "words",
    [
        ["query", 'SELECT * { ?s <http://e/nothing> "abc"^^xsd:integer }', "--source", "-"],
        ["query", 'SELECT * FROM <http://e/g> { ?s ?p "2021-13"^^xsd:gYearMonth }', "-s", "-"],
        ["query", 'INSERT DATA { <http://e/a> <http://e/b> "abc"^^xsd:integer }', "-s", "-"],
        ["export", "--source", "-", "--format", "jsonld"],
        ["infer", "--source", "-"],
        ["stats", "--source", "-"],
        ["check", "--source", "-", "--format", "json"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_no_log_of_a_library_is_shown(run: Run, words: list[str]) -> None:
    """Ill-typed literals, in data and in queries, make no library talk to the user."""
    done = run(*words, stdin=ILL)
    assert len(done.stderr.splitlines()) <= 5
    assert "Traceback" not in done.stderr
    assert "convert" not in done.stderr
    assert all(line.startswith(("mistral-kg: ", "  ")) for line in done.stderr.splitlines())


def test_logs_of_others_go_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The API says nothing on stderr either, and leaves the loggers as they were."""
    import logging

    (tmp_path / "ill.nq").write_text(ILL)
    before = {name: logging.getLogger(name).level for name in ("rdflib", "pyshacl")}
    graph = mistral_kg.load(tmp_path / "ill.nq")
    assert [one.rule for one in graph.check()] == ["literal-value"]
    assert len(list(graph.dataset().quads())) == 1
    assert capfd.readouterr().err == ""
    assert {name: logging.getLogger(name).level for name in before} == before
    logging.getLogger("rdflib.term").warning("heard")
    assert "heard" in caplog.text


def test_report_in_json_has_the_warnings(run: Run) -> None:
    """A machine finds what was not checked in the report."""
    done = run("check", "-s", "-", "-f", "json", stdin='<http://e/a> <http://e/p> "x"@en--rtl .')
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert row["severity"]["value"] == "warning"


def test_a_graph_without_a_name_is_one_fault(run: Run, tmp_path: Path) -> None:
    """A graph named by a blank node is reported, and all else is still checked."""
    data = tmp_path / "data.nq"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    data.write_text(
        f'<urn:a> <urn:p> "v" _:g .\n<urn:a> <urn:p> "zz"^^<{integer}> .\n', encoding="utf-8"
    )
    done = run("check", "--source", str(data), "--format", "csv")
    assert done.returncode == 1
    assert {"literal-value", "graph-described"} <= {
        line.split(",")[1] for line in done.stdout.splitlines()
    }
