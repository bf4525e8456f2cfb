"""The formats of results, byte for byte as the recommendations of the W3C have them."""

import csv
import io
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, Store

from mistral_kg.errors import QueryError
from mistral_kg.serialize import results, spreadsheet
from mistral_kg.sparql import run
from mistral_kg.vocabulary import PREFIXES

EDGES = r"""SELECT ?a ?b WHERE { VALUES (?a ?b) {
  (<https://example.org/a,b> "two, words")
  ("a \"quote\"" "line\nfeed")
  ("tab\there" "return\rhere")
  ("" UNDEF)
  ("à"@fr "x"^^<https://example.org/t>)
  (7 true)
  (" led" "back\\slash")
} }"""


def written(query: str, format: str) -> bytes:
    """Return what the command writes of a query over no data."""
    output = io.BytesIO()
    results.write(run.run(Store(), query), output, format, PREFIXES)
    return output.getvalue()


def test_csv_is_of_rfc_4180() -> None:
    """CSV has raw values, quotes where they are needed, and lines that end in CRLF."""
    assert written(EDGES, "csv") == (
        b"a,b\r\n"
        b'"https://example.org/a,b","two, words"\r\n'
        b'"a ""quote""","line\nfeed"\r\n'
        b'tab\there,"return\rhere"\r\n'
        b",\r\n"
        b"\xc3\xa0,x\r\n"
        b"7,true\r\n"
        b" led,back\\slash\r\n"
    )


TERMS = [
    None,
    *map(Literal, ["", "a", "b, c", "<d>", "\\", 'e"', "f\ng", "@h", "^i"]),
    Literal("<j>", language="en"),
    Literal("k", datatype=NamedNode("https://example.org/t,u")),
    *map(NamedNode, ["https://example.org/l", "https://example.org/m,n"]),
]


@pytest.mark.parametrize("plain", [True, False])
def test_long_csv_is_the_same_in_every_part(plain: bool) -> None:
    """Rows come out the same among thousands as alone, plain ones and those with quotes."""
    rows = [[one, other] for one in TERMS for other in TERMS]
    if plain:
        rows = [row for row in rows if not any(sign in f"{row[0]}{row[1]}" for sign in ",\\")]
        assert rows
    alone = b"".join(csv_of([row]) for row in rows)
    assert csv_of(rows * 100) == alone * 100


def csv_of(rows: list[list[Literal | NamedNode | None]]) -> bytes:
    """Return the lines of the rows as CSV."""
    output = io.BytesIO()
    results.write(results.solutions(["a", "b"], rows), output, "csv", {})
    return output.getvalue().removeprefix(b"a,b\r\n")


def test_tsv_has_terms_as_in_turtle() -> None:
    """TSV has variables with their sign, terms as in Turtle, no raw line end, and lines of LF."""
    assert written(EDGES, "tsv") == (
        b"?a\t?b\n"
        b'<https://example.org/a,b>\t"two, words"\n'
        b'"a \\"quote\\""\t"line\\nfeed"\n'
        b'"tab\\there"\t"return\\rhere"\n'
        b'""\t\n'
        b'"\xc3\xa0"@fr\t"x"^^<https://example.org/t>\n'
        b"7\ttrue\n"
        b'" led"\t"back\\\\slash"\n'
    )


def test_json_tells_an_empty_string_from_an_unbound_variable() -> None:
    """JSON lacks the name of what is unbound."""
    assert written('SELECT ?a ?b { VALUES (?a ?b) { ("" UNDEF) } }', "json") == (
        b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"literal","value":""}}]}}'
    )


def test_xml_arrives_as_it_was_sent() -> None:
    """A reader of XML finds each character again, a carriage return as well."""
    root = ElementTree.fromstring(written(EDGES, "xml"))  # noqa: S314  our own
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"
    texts = [cell.text or "" for cell in root.iter() if cell.tag.endswith(("literal", "uri"))]
    assert "return\rhere" in texts
    assert {"line\nfeed", "tab\there", " led", "", "à"} <= set(texts)


@pytest.mark.parametrize("code", ["000B", "0000", "001F", "FFFE", "FFFF"])
def test_xml_refuses_what_it_cannot_carry(code: str) -> None:
    """A character that XML has no form for is refused in a line that names its row and variable."""
    query = f'SELECT ?a ?b {{ VALUES (?a ?b) {{ ("x" "y") ("z" "\\u{code}") }} }}'
    with pytest.raises(QueryError, match=rf"character U\+{code} of \?b in row 2; use json or tsv"):
        written(query, "xml")


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", b"a,b\r\n"),
        ("tsv", b"?a\t?b\n"),
        ("json", b'{"head":{"vars":["a","b"]},"results":{"bindings":[]}}'),
        (
            "xml",
            b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
            b'<variable name="a"/><variable name="b"/></head><results></results></sparql>',
        ),
        ("spreadsheet", b'\xef\xbb\xbf"a","b"\r\n'),
    ],
)
def test_no_rows_leave_the_header(format: str, expected: bytes) -> None:
    """An answer without rows names its columns in every format."""
    assert written("SELECT ?a ?b { FILTER(false) }", format) == expected


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("json", b'{"head":{},"boolean":true}'),
        (
            "xml",
            b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            b"<head></head><boolean>true</boolean></sparql>",
        ),
    ],
)
def test_an_ask_is_a_boolean(format: str, expected: bytes) -> None:
    """What an ASK answers stands in JSON and XML as the recommendations say."""
    assert written("ASK {}", format) == expected


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_rows_without_columns_are_counted(format: str) -> None:
    """Two rows without columns stay two rows."""
    data = written("SELECT * { VALUES () { () () } }", format)
    assert data.count({"json": b"{}", "xml": b"<result>", "tsv": b"\n"}[format]) == 2 + (
        format == "tsv"
    )


def test_a_blank_node_is_one_in_all_rows() -> None:
    """Blank nodes have one label throughout an answer."""
    query = "SELECT ?a ?b { BIND(BNODE() AS ?a) VALUES ?n { 1 2 } BIND(?a AS ?b) }"
    lines = written(query, "tsv").decode().split("\n")[1:3]
    assert all(line.startswith("_:") for line in lines)
    assert all(line.split("\t")[0] == line.split("\t")[1] for line in lines)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("plain", "plain"),
        ("ਮਿਸਤਰਾਲ", "ਮਿਸਤਰਾਲ"),
        ("-5", "-5"),
        ("+3.2e1", "+3.2e1"),
        (".5", ".5"),
        ("=1+1", "'=1+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"),
        ("--1", "'--1"),
        ("+", "'+"),
        ("＝1+1", "'＝1+1"),
        ("﹢1+1", "'﹢1+1"),
        ("  =1", "'  =1"),
        ("\u200b=1", "'\u200b=1"),
        ("\ufeff@x", "'\ufeff@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\0=x", "'\0=x"),
        ("a;=1+1", "a;'=1+1"),
        ("a\n-1+1", "a\n'-1+1"),
        ("a - b", "a - b"),
        ("e=mc2", "e=mc2"),
        ("", ""),
    ],
)
def test_no_cell_of_a_spreadsheet_runs(cell: str, shown: str) -> None:
    """What a spreadsheet would run has an apostrophe before it; numbers and words have none."""
    assert spreadsheet.defuse(cell) == shown


def test_a_spreadsheet_reads_the_cells() -> None:
    """CSV for a spreadsheet starts with a mark of UTF-8, and quotes hold each cell together."""
    query = r"""SELECT ?who ?said { VALUES (?who ?said) {
      (<https://w3id.org/mistral-kg/id/axa> "=HYPERLINK(\"https://example.org/\", \"a, b\")")
      ("ਮਿਸਤਰਾਲ"@pa "two\nlines; and more") (-5 UNDEF) } }"""
    data = written(query, "spreadsheet")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 4
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["who", "said"],
        ["id:axa", '\'=HYPERLINK("https://example.org/", "a, b")'],
        ["ਮਿਸਤਰਾਲ", "two\nlines; and more"],
        ["-5", ""],
    ]


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_rows_of_words_are_written_as_rows_of_literals(format: str) -> None:
    """What is written without the engine has the bytes that the engine writes."""
    cells = [
        "",
        "a",
        "b, c",
        "<d>&'",
        'e"f',
        "g\nh",
        "i\rj",
        "k\tl",
        "\\m",
        "ਮਿਸਟਰਲ",
        " <<( x )>> ",
    ]
    if format != "xml":
        cells += ["\x00", "\x08\x0b\x0c", "\x7f\u2028"]
    rows = [[one, other] for one in cells for other in cells]
    output = io.BytesIO()
    terms = results.solutions(["a", "b"], [list(map(Literal, row)) for row in rows])
    results.write(terms, output, format, {})
    assert results.write_rows(["a", "b"], rows, format) == output.getvalue()
