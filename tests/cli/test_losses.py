"""What a file says that becomes no triple is said with its place, in every format."""

import json
import warnings
from pathlib import Path

import pytest

import mistral_kg
from tests.conftest import Run

ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?p ?o"
NAME = '"@context": {"name": "http://e/name"}'
LOST_KEY = "is not in the @context and is ignored"

REFUSED = {
    "id with a space": ('{"@id": "a b", "http://e/p": 1}', ':1:9: "a b" is no IRI'),
    "id without a scheme": (
        '{"@id": "noscheme", "http://e/p": 1}',
        ':1:9: "noscheme" is a relative',
    ),
    "id of a graph": ('{"@id": "a b", "@graph": [{"http://e/p": 1}]}', ':1:9: "a b"'),
    "id in a value": ('{"http://e/p": 1,\n"http://e/q": {"@id": "rel"}}', ':2:23: "rel"'),
    "id in a list": ('{"http://e/p": {"@list": [{"@id": "a b"}]}}', ':1:35: "a b"'),
    "id of a coerced value": (
        '{"@context": {"p": {"@id": "http://e/p", "@type": "@id"}}, "p": "rel"}',
        ':1:65: "rel" is a relative IRI',
    ),
    "id in a reverse property": (
        '{"@context": {"p": {"@reverse": "http://e/p"}}, "p": {"@id": "rel"}}',
        ':1:62: "rel"',
    ),
    "id under a base": (
        '{"@context": {"@base": "http://b/x/"}, "@id": "../a b", "http://e/p": 1}',
        ':1:47: "http://b/a b" is no IRI',
    ),
    "type": ('{"@id": "http://e/a", "@type": "Person"}', ':1:32: "Person" is not in the @context'),
    "type with a space": ('{"@type": "http://e/Per son"}', ':1:11: "http://e/Per son" is no IRI'),
    "datatype": ('{"http://e/p": {"@value": "1", "@type": "in t"}}', ':1:41: "in t" is no IRI'),
    "language": (
        '{"http://e/p": {"@value": "x", "@language": "bad tag"}}',
        ':1:45: "bad tag" is no language tag',
    ),
    "key with a space": (
        '{"@context": {"@vocab": "http://e/"}, "na me": 1}',
        ':1:39: "http://e/na me" is no IRI',
    ),
}

LEFT_OUT = {
    "key": (
        f'{{{NAME}, "name": "x",\n "other": "y"}}',
        f':2:2: the key "other" {LOST_KEY}; map it',
    ),
    "key with nodes below": (
        f'{{{NAME}, "name": "x", "foo": {{"@id": "1", "name": "in"}}}}',
        f':1:54: the key "foo" {LOST_KEY}',
    ),
    "key with a space, without a vocabulary": (
        f'{{{NAME}, "name": "x", "my key": 1}}',
        f':1:54: the key "my key" {LOST_KEY}',
    ),
    "key that is often there": (
        f'[{{{NAME}, "name": "x", "k": 1}}, {{"k": 2}}]',
        f':1:55: the key "k" {LOST_KEY} 2 times',
    ),
    "key where the context is taken away": (
        f'{{{NAME}, "http://e/g": {{"@context": null, "name": "x"}}}}',
        f':1:74: the key "name" {LOST_KEY}',
    ),
    "key of a context without an IRI": (
        '{"@context": {"p": {"@id": "rel"}}, "http://e/p": 1, "p": 3}',
        f'the key "rel" {LOST_KEY}',
    ),
    "blank node as a key": ('{"http://e/p": 1, "_:p": 1}', f':1:19: the key "_:p" {LOST_KEY}'),
    "keyword that is none": ('{"http://e/p": 1, "@foo": 1}', ':1:19: "@foo" is no keyword'),
    "direction": (
        '{"http://e/p": {"@value": "x", "@direction": "rtl"}}',
        ':1:32: "@direction" without "@language" has no form',
    ),
    "text without a node": ('["free", {"http://e/p": 1}]', ':1:2: "free" belongs to no node'),
    "text in a graph": (
        '{"@graph": ["free", {"http://e/p": 1}]}',
        ':1:13: "free" belongs to no node',
    ),
    "number in a graph called otherwise": (
        '{"@context": {"g": "@graph"}, "g": [17, {"http://e/p": 1}]}',
        ':1:37: "17"',
    ),
}

WHOLE = {
    "key that is ignored on purpose": f'{{{NAME[:-1]}, "x": null}}, "name": "a", "x": "y"}}',
    "null": f'{{{NAME}, "name": ["a", null]}}',
    "JSON as a value": '{"http://e/p": {"@type": "@json", "@value": {"k": ["a b"]}}}',
    "text that looks like a keyword": json.dumps({"http://e/p": '"@foo": 1, "@context": "u:x"'}),
    "graphs by name": '{"@id": "http://e/g", "@graph": [{"http://e/p": {"@id": "_:b"}}]}',
    "container of graphs": (
        '{"@context": {"p": {"@id": "http://e/p", "@container": "@graph"}}, '
        '"p": {"http://e/q": "x"}}'
    ),
    "index": f'{{{NAME}, "name": "x", "@index": "one"}}',
    "unicode": '{"@id": "http://e/ਅ", "http://e/p": "ਅ"}',
}


def both_ways(run: Run, tmp_path: Path, name: str, text: str, *words: str) -> list[tuple[str, ...]]:
    """Return output, messages and exit code over a file and over standard input."""
    (tmp_path / name).write_text(text)
    found: list[tuple[str, ...]] = []
    for source, stdin in ((name, ""), ("-", text)):
        done = run("query", ALL, "-s", source, *words, stdin=stdin)
        told = done.stderr.replace("standard input", name).replace(
            "it looks like", "its suffix says that it is"
        )
        found.append((done.stdout, told, str(done.returncode)))
    return found


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_meant_as_an_iri_and_is_none_is_refused(
    run: Run, tmp_path: Path, text: str, message: str
) -> None:
    """One line has the place of what JSON-LD would drop with its relations; nothing is read."""
    for output, told, status in both_ways(run, tmp_path, "a.jsonld", text):
        assert (output, status) == ("", "2")
        assert f"a.jsonld{message}" in told
        assert len(told.splitlines()) == 1
    assert run("load", "a.jsonld", "--store", "s").returncode == 2
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(("text", "message"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_is_said(run: Run, tmp_path: Path, text: str, message: str) -> None:
    """The rest is read, and one line has the place of what is not."""
    for output, told, status in both_ways(run, tmp_path, "a.jsonld", text):
        assert status == "0"
        assert len(output.splitlines()) > 1
        assert message in told
        assert len(told.splitlines()) == 1
    assert message in run("load", "a.jsonld", "--store", "s").stderr
    with pytest.warns(mistral_kg.SourceWarning) as caught:
        assert mistral_kg.load(tmp_path / "a.jsonld").quads
    assert message in str(caught[0].message)


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_what_is_whole_needs_no_word(tmp_path: Path, text: str) -> None:
    """A file of which nothing is lost is read without a warning."""
    (tmp_path / "a.jsonld").write_text(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert mistral_kg.load(tmp_path / "a.jsonld").quads


def test_of_many_keys_some_are_named(run: Run, tmp_path: Path) -> None:
    """A file with a hundred such keys does not fill the screen."""
    (tmp_path / "a.jsonld").write_text(
        json.dumps({"http://e/p": 1} | {f"k{n}": 1 for n in range(100)})
    )
    told = run("query", ALL, "-s", "a.jsonld").stderr.splitlines()
    assert len(told) == 21
    assert "80 more keys" in told[-1]


XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/rel"><e:p>rel</e:p></rdf:Description>
<rdf:Description
   rdf:about="ABOUT">PROPERTY</rdf:Description>
</rdf:RDF>"""


@pytest.mark.parametrize(
    ("about", "element", "message"),
    [
        ("rel", "<e:p>x</e:p>", ":4:15: a relative IRI, and the file names no base; give --base"),
        ("a b", "<e:p>x</e:p>", ":4:16: error while parsing IRI 'a b'"),
        ("http://e/a", '\n  <e:p rdf:resource="rel"/>', ":5:22: a relative IRI"),
        ("http://e/a", "\n <e:p>x</e:q>", ":5:8: ill-formed document"),
    ],
)
def test_xml_that_is_refused_has_a_place(
    run: Run, tmp_path: Path, about: str, element: str, message: str
) -> None:
    """The line and column are those of what is wrong, also where its element ends later."""
    text = XML.replace("ABOUT", about).replace("PROPERTY", element)
    for output, told, status in both_ways(run, tmp_path, "a.rdf", text):
        assert (output, status) == ("", "2")
        assert f"a.rdf{message}" in told


@pytest.mark.parametrize(
    ("element", "message"),
    [
        (
            '<e:p rdf:parseType="Foo">x</e:p>',
            'parseType="Foo" has no meaning here, and this property',
        ),
        ('<e:p rdf:about="http://e/k">x</e:p>', 'about="http://e/k" has no meaning here'),
        ('<e:p rdf:type="http://e/T"/>', 'type="http://e/T" has no meaning here'),
        (
            '<e:p rdf:resource="http://e/r" rdf:datatype="http://e/d"/>',
            'datatype="http://e/d" has',
        ),
        ('<e:p xml:foo="x">x</e:p>', 'foo="x" has no meaning here'),
        ('<e:p><e:T rdf:bagID="x"/></e:p>', 'bagID="x" has no meaning here'),
    ],
)
def test_xml_attributes_that_say_nothing_are_told(
    run: Run, tmp_path: Path, element: str, message: str
) -> None:
    """An attribute that becomes no triple is left out with a word and its line."""
    text = XML.replace("ABOUT", "http://e/a").replace("PROPERTY", f"\n{element}")
    for _, told, status in both_ways(run, tmp_path, "a.rdf", text):
        assert status == "0"
        assert "a.rdf:5:" in told
        assert message in told
        assert len(told.splitlines()) == 1


def test_xml_that_is_whole_needs_no_word(run: Run, tmp_path: Path) -> None:
    """Every form of a property that becomes triples is read without a warning."""
    element = (
        '<e:p rdf:parseType="Resource"><e:q rdf:parseType="Literal"><b about="x"/></e:q></e:p>'
        '<e:p rdf:parseType="Collection"><e:T rdf:about="http://e/t" e:p="1"/></e:p>'
        '<e:p rdf:datatype="http://e/d" xml:lang="en">x</e:p><e:p rdf:nodeID="b" e:q="1"/>'
    )
    (tmp_path / "a.rdf").write_text(XML.replace("ABOUT", "http://e/a").replace("PROPERTY", element))
    done = run("query", ALL, "-s", "a.rdf")
    assert (done.stderr, done.returncode) == ("", 0)


SCHEMA_ORG = [
    "https://schema.org",
    "http://schema.org/",
    "https://schema.org/docs/jsonldcontext.jsonld",
]


@pytest.mark.parametrize("address", SCHEMA_ORG)
def test_schema_org_needs_no_network(run: Run, tmp_path: Path, address: str) -> None:
    """Its context has types of values, names for @id and @type, and terms for all else."""
    text = json.dumps(
        {
            "@context": [address, {"other": "http://e/other"}],
            "type": "Person",
            "id": "http://e/a",
            "name": "x",
            "url": "http://e/u",
            "birthDate": "2000-01-01",
            "other": 1,
        }
    )
    (tmp_path / "a.jsonld").write_text(text)
    done = run(
        "query", "SELECT ?p ?o { <http://e/a> ?p ?o } ORDER BY ?p", "-s", "a.jsonld", "-f", "tsv"
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[1:] == [
        "<http://e/other>\t1",
        '<http://schema.org/birthDate>\t"2000-01-01"^^<http://schema.org/Date>',
        '<http://schema.org/name>\t"x"',
        "<http://schema.org/url>\t<http://e/u>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>\t<http://schema.org/Person>",
    ]


def test_places_are_those_of_what_was_written(run: Run, tmp_path: Path) -> None:
    """A context that is put in moves nothing: neither a loss nor a slip on the same line."""
    text = '{"@context": "https://schema.org", "@id": "a b", "name": "x"}'
    for _, told, _ in both_ways(run, tmp_path, "a.jsonld", text):
        assert 'a.jsonld:1:43: "a b"' in told
    for _, told, _ in both_ways(run, tmp_path, "a.jsonld", text[:-1] + ",}"):
        assert "a.jsonld:1:6" in told


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (
            "https://example.org/c",
            '"https://example.org/c" is a web address, and nothing is fetched',
        ),
        ("missing.jsonld", '"missing.jsonld" is a file, and there is no missing.jsonld'),
        ("../c.jsonld", '"../c.jsonld" is a file outside the folder'),
        ("/etc/passwd", '"/etc/passwd" is a file outside the folder'),
        ("loop.jsonld", '"loop.jsonld" is a file that refers to itself'),
        ("empty.jsonld", '"empty.jsonld" is a file without "@context"'),
    ],
)
def test_context_that_cannot_be_had_is_named(
    run: Run, tmp_path: Path, reference: str, message: str
) -> None:
    """One line names the context, where it is named, and what to do."""
    (tmp_path / "loop.jsonld").write_text('{"@context": "loop.jsonld"}')
    (tmp_path / "empty.jsonld").write_text("{}")
    text = f'{{\n"@context": ["{reference}"], "name": "x"}}'
    for output, told, status in both_ways(run, tmp_path, "a.jsonld", text):
        assert (output, status) == ("", "2")
        assert f"a.jsonld:2:13: its @context {message}" in told
        assert len(told.splitlines()) == 1


def test_context_beside_the_data_is_read(run: Run, tmp_path: Path) -> None:
    """A file is found from the folder of the data, and may refer to another."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "c.jsonld").write_text('{"@context": ["d.jsonld", {"q": "http://e/q"}]}')
    (folder / "d.jsonld").write_text('{"@context": {"p": "http://e/p"}}')
    (folder / "a.json").write_text('{"@context": "c.jsonld", "p": 1, "q": 2}')
    done = run("query", "SELECT ?p { ?s ?p ?o } ORDER BY ?p", "-s", "data/a.json")
    assert (done.stdout, done.stderr) == ("p\r\nhttp://e/p\r\nhttp://e/q\r\n", "")
