"""An empty answer: why it may be empty, on standard error, and nothing that was not looked up."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import mistral_kg
from mistral_kg.sparql.explain.why_empty import why_empty
from mistral_kg.vocabulary import PREFIXES
from tests.conftest import Run

ID = PREFIXES["id"]
EMPTY = {
    "property-misspelt": (
        "SELECT ?s { ?s mkg:partnerof ?o }",
        "mkg:partnerof occurs nowhere in the data; did you mean mkg:partnerOf?",
    ),
    "entity-misspelt": (
        "SELECT ?o { id:open-ai mkg:backedBy ?o }",
        "id:open-ai occurs nowhere in the data; did you mean id:openai?",
    ),
    "class-misspelt": (
        "SELECT ?s { ?s a mkg:Fundinground }",
        "mkg:Fundinground occurs nowhere in the data; did you mean mkg:FundingRound?",
    ),
    "nothing-like-it": (
        "SELECT ?s { ?s mkg:xyzzy ?o }",
        "mkg:xyzzy occurs nowhere in the data",
    ),
    "prefixed-name-in-brackets": (
        "SELECT ?s { ?s <rdfs:label> ?l }",
        "<rdfs:label> occurs nowhere in the data; did you mean rdfs:label, without angle brackets?",
    ),
    "other-scheme": (
        "SELECT ?s { ?s <http://schema.org/about> ?o }",
        "<http://schema.org/about> occurs nowhere in the data; did you mean schema:about?",
    ),
    "names-are-labels": (
        "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?s { ?s foaf:name ?l }",
        "foaf:name occurs nowhere in the data; names are in rdfs:label",
    ),
    "language-missing": (
        'SELECT ?s { ?s rdfs:label "Mistral AI" }',
        '"Mistral AI" occurs nowhere in the data, but "Mistral AI"@en does: write @en after it',
    ),
    "language-missing-in-filter": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(?l = "Axa") }',
        '"Axa" occurs nowhere in the data, but "Axa"@en does: '
        "write @en after it, or compare STR(?…)",
    ),
    "language-missing-in-values": (
        'SELECT ?s { VALUES ?l { "ਐਕਸਾ" } ?s rdfs:label ?l }',
        '"ਐਕਸਾ" occurs nowhere in the data, but "ਐਕਸਾ"@pa does: '
        "write @pa after it, or compare STR(?…)",
    ),
    "language-wrong": (
        'SELECT ?s { ?s rdfs:label "Axa"@fr }',
        '"Axa"@fr occurs nowhere in the data, but "Axa"@en does: write @en',
    ),
    "language-that-none-has": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(LANG(?l) = "fr") }',
        'no text of the data has the language "fr"; they have en and pa',
    ),
    "case": (
        'SELECT ?s { ?s rdfs:label "mistral  ai" }',
        '"mistral ai" occurs nowhere in the data, but "Mistral AI"@en does: write it like that',
    ),
    "nukta": (
        'SELECT ?s { ?s rdfs:label "ਐਮਾਜਾਨ"@pa }',
        '"ਐਮਾਜਾਨ"@pa occurs nowhere in the data, but "ਐਮਾਜ਼ਾਨ"@pa does: write it like that',
    ),
    "text-compared": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(STR(?l) IN ("axa")) }',
        'no text of the data is "axa", but "Axa"@en does: write it like that',
    ),
    "year-as-text": (
        'SELECT ?s { ?s mkg:date "2024" }',
        '"2024" occurs nowhere in the data, but "2024"^^xsd:gYear does: '
        "write its type, ^^xsd:gYear",
    ),
    "year-as-number": (
        "SELECT ?s { ?s mkg:date ?d FILTER(?d = 2024) }",
        '2024 occurs nowhere in the data, but "2024"^^xsd:gYear does: write its type, ^^xsd:gYear',
    ),
    "number-as-text": (
        'SELECT ?s { ?s mkg:amount "640000000" }',
        '"640000000" occurs nowhere in the data, but 640000000 does: write its type, ^^xsd:integer',
    ),
    "date-as-subtraction": (
        "SELECT ?s { ?s mkg:date ?d FILTER(?d > 2024-01-01) }",
        '2024-01-01 is read as a subtraction: write "2024-01-01"^^xsd:date',
    ),
    "only-claimed": (
        "SELECT ?o { id:fluidstack-supercomputer mkg:largestIn ?o }",
        "no sentence states it, but S64 reports (claimed): The supercomputer that Fluidstack is "
        "building is Europe's largest; ask GRAPH ?claim { … }, or "
        "`query claims-about --bind about=id:fluidstack-supercomputer`",
    ),
    "only-claimed-in-a-join": (
        "SELECT ?n { ?deal mkg:investee id:openai ; mkg:amount ?n }",
        "no sentence states it, but S12 reports (possible): SoftBank may invest another 40 billion "
        "dollars in OpenAI; ask GRAPH ?claim { … }, or "
        "`query claims-about --bind about=id:openai`",
    ),
    "only-claimed-behind-a-filter": (
        "SELECT ?s { ?s mkg:amount ?n FILTER(?n > 39000000000) }",
        "nothing that is stated answers this, but what is claimed does: "
        "put GRAPH ?claim { … } around a triple, or see `query claims`",
    ),
    "variable-misspelt": (
        'SELECT ?s { ?s rdfs:label ?label FILTER(?labl = "Axa"@en) }',
        "?labl is in a condition only, so it has no value; did you mean ?label?",
    ),
    "aggregate-in-filter": (
        "SELECT ?s { ?s mkg:backedBy ?o FILTER(COUNT(?o) > 1) } GROUP BY ?s",
        "COUNT has no value in FILTER: write HAVING (COUNT(…) …) after the pattern",
    ),
    "tag-in-capitals": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(LANG(?l) = "EN") }',
        'no text of the data has the language "EN"; they have en and pa: write "en"',
    ),
    "range-that-none-has": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), "fr")) }',
        'no text of the data has the language "fr"; they have en and pa',
    ),
    "language-of-a-property": (
        'SELECT ?s { ?s skos:definition ?l FILTER(LANG(?l) = "pa") }',
        'no text of skos:definition has the language "pa"; they have en',
    ),
    "contains-heeds-case": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "mistral ai")) }',
        'CONTAINS(?l, "mistral ai") is not true of "Mistral AI"@en: '
        'write CONTAINS(LCASE(?l), "mistral ai")',
    ),
    "starts-behind-optional": (
        'SELECT ?s { ?s a mkg:Company OPTIONAL { ?s rdfs:label ?l } FILTER(STRSTARTS(?l, "axa")) }',
        'STRSTARTS(?l, "axa") is not true of "Axa"@en: write STRSTARTS(LCASE(?l), "axa")',
    ),
    "ends-of-a-path": (
        'SELECT ?s { ?s ^rdfs:label|rdfs:label ?l FILTER(STRENDS(STR(?l), "AXA")) }',
        'STRENDS(STR(?l), "AXA") is not true of "Axa"@en: write STRENDS(LCASE(STR(?l)), "axa")',
    ),
    "regex-heeds-case": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(REGEX(?l, "^axa$")) }',
        'REGEX(?l, "^axa$") is not true of "Axa"@en: write REGEX(?l, "^axa$", "i")',
    ),
    "capital-after-lcase": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "Axa")) }',
        'CONTAINS(LCASE(?l), "Axa") is not true of "Axa"@en: write CONTAINS(LCASE(?l), "axa")',
    ),
    "small-after-ucase": (
        'ASK { ?s rdfs:label ?l FILTER(UCASE(STR(?l)) = "axa") }',
        'UCASE(STR(?l)) = "axa" is not true of "Axa"@en: write UCASE(STR(?l)) = "AXA"',
    ),
    "lcase-keeps-the-language": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(LCASE(?l) = "axa") }',
        'LCASE(?l) = "axa" is not true of "Axa"@en: write LCASE(STR(?l)) = "axa"',
    ),
    "language-of-the-part": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "Axa"@fr)) }',
        'CONTAINS(?l, "Axa"@fr) is not true of "Axa"@en: write CONTAINS(?l, "Axa")',
    ),
    "number-is-no-text": (
        'SELECT ?s { ?s mkg:amount ?n FILTER(CONTAINS(?n, "640")) }',
        'CONTAINS(?n, "640") is not true of 640000000: write CONTAINS(STR(?n), "640")',
    ),
    "nukta-of-a-part": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "ਐਮਾਜਾਨ")) }',
        'CONTAINS(?l, "ਐਮਾਜਾਨ") is not true of "ਐਮਾਜ਼ਾਨ"@pa, which differs by Unicode form, '
        "accents or signs: write it as there",
    ),
    "unicode-form-of-a-part": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "ਐਮਾ\u0a5bਾਨ")) }',
        'CONTAINS(?l, "ਐਮਾ\u0a5bਾਨ") is not true of "ਐਮਾਜ਼ਾਨ"@pa, which differs by Unicode form, '
        "accents or signs: write it as there",
    ),
    "unicode-form-alone": (
        'SELECT ?s { ?s rdfs:label "ਐਮਾ\u0a5bਾਨ"@pa }',
        '"ਐਮਾ\u0a5bਾਨ"@pa occurs nowhere in the data, but "ਐਮਾਜ਼ਾਨ"@pa does: '
        "write it like that; they differ in invisible characters or Unicode form",
    ),
    "what-cannot-be-seen": (
        'SELECT ?s { ?s rdfs:label "Ax\u200da"@en }',
        '"Ax\u200da"@en occurs nowhere in the data, but "Axa"@en does: write it like that; '
        "they differ in invisible characters or Unicode form",
    ),
    "every-alternative": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(?l = "Axa"@fr || CONTAINS(?l, "axa")) }',
        '"Axa"@fr occurs nowhere in the data, but "Axa"@en does: write @en',
    ),
    "number-as-typed": (
        "SELECT ?s { ?s mkg:amount 1e3 }",
        "1e3 occurs nowhere in the data",
    ),
    "described": (
        "DESCRIBE id:open-ai",
        "id:open-ai occurs nowhere in the data; did you mean id:openai?",
    ),
    "turned-round": (
        "SELECT ?o { id:microsoft mkg:backedBy ?o }",
        "the triple is there the other way round: ?… mkg:backedBy id:microsoft",
    ),
}
SOUND = [
    "SELECT ?s { ?s ?p ?o FILTER(false) }",
    "ASK { id:openai mkg:backedBy id:google }",
    'SELECT ?s { ?s rdfs:label ?l FILTER(?l = "Axa"@en && ?s = id:mars) }',
    "SELECT ?s { ?s mkg:backedBy ?o FILTER NOT EXISTS { ?s a ?t } }",
    'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "xyzzy")) }',
    "SELECT ?s { ?s a mkg:Company , mkg:Passage }",
    "SELECT ?s { ?s ?p ?o } LIMIT 0",
    'SELECT ?s { ?s rdfs:label ?l FILTER(LANG(?l) = "") }',
    # What the parser makes of brackets and of `a` is not in the query.
    "SELECT ?s { ?s rdfs:label ?l FILTER(?l IN ()) }",
    "SELECT ?s { ?s rdfs:label () }",
    "SELECT ?s { ?s rdfs:label ( ?a ?b ) }",
    # What is proposed would be there already.
    'SELECT ?s { ?s rdfs:label ?l FILTER(?l IN ("Axa", "Axa"@en) && false) }',
    'SELECT ?s { ?s rdfs:label ?l FILTER((?l = "axa" || ?l = "Axa"@en) && false) }',
    'SELECT ?s { VALUES ?l { "Axa" "Axa"@en } ?s rdfs:label ?l FILTER(false) }',
    "SELECT ?s { GRAPH ?g { id:fluidstack-supercomputer mkg:largestIn ?o } FILTER(false) }",
    "SELECT ?s { ?s mkg:backedBy id:microsoft . id:microsoft mkg:backedBy ?b }",
    # A condition that holds for some text, or on what is computed.
    'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "Axa") && ?s = id:mars) }',
    'SELECT ?s { ?s rdfs:label ?l FILTER(REGEX(?l, "(") || false) }',
    'SELECT ?n { ?s mkg:amount ?x BIND(STR(?x) AS ?n) FILTER(?n = "axa") }',
    "SELECT (COUNT(?x) AS ?n) { ?s mkg:amount ?x } GROUP BY ?s HAVING(?n = 500)",
]


@pytest.fixture(scope="module")
def store(graph: mistral_kg.KnowledgeGraph) -> Store:
    """Return the store of the shipped graph."""
    return graph.store


@pytest.mark.parametrize("case", EMPTY)
def test_an_empty_answer_says_what_it_may_be(store: Store, case: str) -> None:
    """The first line says why the answer is empty."""
    query, expected = EMPTY[case]
    hints = why_empty(store, query, PREFIXES)
    assert hints[:1] == [expected]
    assert not any("\n" in hint for hint in hints)


@pytest.mark.parametrize("query", SOUND)
def test_a_sound_reason_gets_no_hint(store: Store, query: str) -> None:
    """An answer that is empty by right is left without a word."""
    assert why_empty(store, query, PREFIXES) == []


def test_at_most_three_hints_in_the_order_of_the_query(store: Store) -> None:
    """However much is wrong, three lines are said."""
    query = "SELECT ?s { ?s mkg:foo ?o VALUES ?s { id:ciscoo id:axaa id:marss id:metaa } }"
    assert why_empty(store, query, PREFIXES) == [
        "mkg:foo occurs nowhere in the data",
        "id:ciscoo occurs nowhere in the data; did you mean id:cisco?",
        "id:axaa occurs nowhere in the data; did you mean id:axa?",
    ]


def test_what_is_optional_is_no_reason(store: Store) -> None:
    """A constant in an OPTIONAL or a MINUS is not what made the answer empty."""
    query = """SELECT ?s { ?s a mkg:Company FILTER(false)
      OPTIONAL { ?s mkg:nowhere ?x } MINUS { ?s mkg:never ?y } }"""
    assert why_empty(store, query, PREFIXES) == []


def test_one_side_of_a_union_is_no_reason_alone(store: Store) -> None:
    """A constant that occurs nowhere is told only where no side of a UNION can do without it."""
    one = "SELECT ?s { { ?s a mkg:Company FILTER(false) } UNION { ?s mkg:nowhere ?o } }"
    both = "SELECT ?s { { ?s mkg:never ?o } UNION { ?s mkg:nowhere ?o } }"
    assert why_empty(store, one, PREFIXES) == []
    assert why_empty(store, both, PREFIXES) == [
        "mkg:never occurs nowhere in the data",
        "mkg:nowhere occurs nowhere in the data",
    ]


def test_bound_values_are_part_of_what_was_asked(store: Store) -> None:
    """With a bound variable a claim about that very entity is told."""
    query = "SELECT ?deal ?who { ?deal mkg:investee ?who }"
    hints = why_empty(store, query, PREFIXES, {"who": NamedNode(f"{ID}openai")})
    (hint,) = hints
    assert hint.startswith("no sentence states it, but S12 reports (possible): SoftBank may invest")


def test_a_bound_text_is_part_of_what_was_asked(graph: mistral_kg.KnowledgeGraph) -> None:
    """What is bound is compared with the data as if it stood in the query."""
    assert graph.why_empty("SELECT ?s ?l { ?s rdfs:label ?l }", {"l": '"axa"'}) == [
        '"axa" occurs nowhere in the data, but "Axa"@en does: write it like that'
    ]
    query = "SELECT * { ?s rdfs:label ?l . ?x rdfs:label ?y FILTER(CONTAINS(?l, ?y)) }"
    assert graph.why_empty(query, {"y": '"axa"'})[-1].startswith('"axa" occurs nowhere')
    assert graph.why_empty("passages", {"sentence": "S99"}) == ['"S99" occurs nowhere in the data']


def test_regions_of_a_language_are_matched_by_a_range(tmp_path: Path) -> None:
    """A tag that is only the start of those there are is corrected by LANGMATCHES."""
    (tmp_path / "own.ttl").write_text(
        '@prefix e: <http://e.org/> . e:a e:name "Colour"@en-GB .', encoding="utf-8"
    )
    own = mistral_kg.load(tmp_path / "own.ttl")
    query = 'SELECT ?s { ?s ?p ?l FILTER(LANG(?l) = "en") }'
    assert own.why_empty(query) == [
        'no text of the data has the language "en"; they have en-gb: '
        'write LANGMATCHES(LANG(?…), "en")'
    ]
    matched = 'SELECT ?s { ?s ?p ?l FILTER(LANGMATCHES(LANG(?l), "EN") && ?s = ?l) }'
    assert own.why_empty(matched) == []


def test_a_label_in_place_of_a_thing_names_the_thing(store: Store) -> None:
    """A text where the property has things is answered by the thing that has this label."""
    query = 'SELECT ?x { ?x mkg:backedBy "Microsoft" }'
    assert why_empty(store, query, PREFIXES) == [
        'no object of mkg:backedBy is "Microsoft"; write id:microsoft'
    ]


def test_a_limit_of_none_needs_no_reason(store: Store) -> None:
    """LIMIT 0 asks for no row."""
    query = "SELECT ?x { id:fluidstack-supercomputer mkg:largestIn ?x } LIMIT 0"
    assert why_empty(store, query, PREFIXES) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "?s mkg:nowhere ?o LATERAL { ?s ?p ?x }",
        "?s mkg:nowhere ( 1 2 )",
        "<< ?s mkg:nowhere ?o >> ?p ?x",
    ],
)
def test_a_form_that_is_not_read_gets_no_hint(store: Store, pattern: str) -> None:
    """What is beyond the reader costs a hint and nothing else."""
    assert why_empty(store, f"SELECT ?s {{ {pattern} }}", PREFIXES) == []


def test_a_deep_query_costs_no_more_than_its_hint(store: Store) -> None:
    """A query with as many brackets as are allowed ends in a hint or in none."""
    query = f"SELECT ?s {'{' * 299} ?s mkg:nowhere ?o {'}' * 299}"
    assert why_empty(store, query, PREFIXES) in ([], [NOWHERE])


NOWHERE = "mkg:nowhere occurs nowhere in the data"


@pytest.mark.parametrize(
    "pattern",
    [
        "?s rdfs:label/^mkg:nowhere ?o",
        "?s a mkg:Company ; (mkg:nowhere+|mkg:nowhere)/mkg:nowhere ?o",
        "[ mkg:backedBy [ rdfs:label ?l ; mkg:nowhere ?x ] ]",
        "?s rdfs:label ?l , ?m ;; mkg:nowhere ?o .",
        "GRAPH ?g { ?s a ?t } GRAPH mkg:nowhere { ?s ?p ?o }",
        "{ SELECT (EXISTS { ?a ?b ?c } AS ?e) ?s { ?s mkg:nowhere ?o } GROUP BY ?s LIMIT 3 }",
        "?s a ?t FILTER(?t IN (mkg:nowhere))",
        "?s a ?t FILTER((mkg:nowhere = ?t) && (?s != ?t))",
        "{ ?s mkg:nowhere ?o } UNION { ?s mkg:nowhere ?o } UNION { ?x mkg:nowhere ?y }",
        "?s a ?t VALUES (?u ?t) { (UNDEF mkg:nowhere) (1 mkg:nowhere) }",
    ],
)
def test_a_need_is_read_in_every_form(store: Store, pattern: str) -> None:
    """Paths, blank nodes, graphs, subqueries, conditions and rows name what has to be there."""
    assert NOWHERE in why_empty(store, f"SELECT * {{ {pattern} }}", PREFIXES)


@pytest.mark.parametrize(
    "pattern",
    [
        "?s rdfs:label|mkg:nowhere ?o",
        "?s mkg:nowhere*/mkg:backedBy? ?o",
        "?s !mkg:nowhere ?o",
        "?s a ?t FILTER NOT EXISTS { ?s mkg:nowhere ?o }",
        "?s a ?t FILTER(!(?t = mkg:nowhere))",
        "?s a ?t FILTER(?t = mkg:nowhere || ?s = ?t)",
        "?s a ?t FILTER(?t NOT IN (mkg:nowhere))",
        "?s a ?t BIND(mkg:nowhere AS ?n)",
        "?s a ?t VALUES ?t { UNDEF mkg:nowhere }",
        "?s a ?t FILTER(?s = id:axa) # mkg:nowhere",
    ],
)
def test_what_a_query_can_do_without_is_no_reason(store: Store, pattern: str) -> None:
    """Alternatives, what must be absent, and what is computed need not be in the data."""
    hints = why_empty(store, f"SELECT * {{ {pattern}\n}}", PREFIXES)
    assert not any("nowhere" in hint for hint in hints)


def test_a_reason_is_given_without_a_second_library() -> None:
    """An empty answer takes little longer than one with rows: nothing big is imported for it."""
    code = """import sys, mistral_kg
print(mistral_kg.load().why_empty(sys.argv[1])[0])
print([n for n in ("rdflib", "pyparsing", "mistral_kg.sparql.suggest") if n in sys.modules])"""
    query = "SELECT ?s { id:openai mkg:backedByy ?s . ?s rdfs:label ?l FILTER(LANG(?l) = 'en') }"
    done = subprocess.run(
        [sys.executable, "-c", code, query], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == [
        "mkg:backedByy occurs nowhere in the data; did you mean mkg:backedBy?",
        "[]",
    ]


def test_a_large_store_is_answered_in_a_moment() -> None:
    """With many quads the work stays bounded, and still finds what is like a constant."""
    predicate, label = (
        NamedNode(f"{PREFIXES['mkg']}mentions"),
        NamedNode(f"{PREFIXES['rdfs']}label"),
    )
    store = Store()
    store.bulk_extend(
        Quad(NamedNode(f"{ID}n{i}"), predicate, NamedNode(f"{ID}n{i * 7 % 100_000}"))
        for i in range(150_000)
    )
    store.bulk_extend(
        Quad(NamedNode(f"{ID}n{i}"), label, Literal(f"Name {i}", language="en"))
        for i in range(50_000)
    )
    why_empty(store, "SELECT * { ?s ?p ?o }", PREFIXES)  # the parser is imported
    start = time.perf_counter()
    hints = why_empty(
        store, 'SELECT ?s { ?s mkg:mention ?o ; rdfs:label "Name 777" , "nome 1" }', PREFIXES
    )
    assert time.perf_counter() - start < 3  # a second, on a machine that does nothing else
    assert hints[0] == "mkg:mention occurs nowhere in the data; did you mean mkg:mentions?"
    assert hints[1].startswith('"Name 777" occurs nowhere in the data, but "Name 777"@en does')


def test_a_source_of_others_gets_hints_of_its_own_names(tmp_path: Path) -> None:
    """Near names come from the data that were asked, with the prefixes of the query."""
    (tmp_path / "own.ttl").write_text(
        '@prefix e: <http://example.org/> . e:anna e:knows e:bert ; e:name "Anna"@de .',
        encoding="utf-8",
    )
    own = mistral_kg.load(tmp_path / "own.ttl")
    query = 'PREFIX e: <http://example.org/> SELECT ?s { ?s e:know e:bert ; e:name "Anna" }'
    assert why_empty(own.store, query, PREFIXES) == [
        "e:know occurs nowhere in the data; did you mean e:knows?",
        '"Anna" occurs nowhere in the data, but "Anna"@de does: write @de after it',
    ]


@pytest.mark.parametrize(
    ("query", "stdout"),
    [
        ("SELECT ?s { ?s mkg:partnerof ?o }", "s\r\n"),
        ("ASK { ?s mkg:partnerof ?o }", "false\n"),
        ("CONSTRUCT WHERE { ?s mkg:partnerof ?o }", ""),
    ],
)
def test_the_command_says_so_on_standard_error(run: Run, query: str, stdout: str) -> None:
    """The result stays what it is, the status is 0, and each reason is a line for people."""
    done = run("query", query)
    assert (done.returncode, done.stdout) == (0, stdout)
    assert done.stderr == (
        "mistral-kg: nothing found: mkg:partnerof occurs nowhere in the data; "
        "did you mean mkg:partnerOf?\n"
    )


def test_an_answer_with_rows_gets_no_hint(run: Run) -> None:
    """Nothing is said where something was found, or where nothing is right."""
    for words in (["customers"], ["customers", "--bind", "company=OpenAI"], ["ASK {}"]):
        done = run("query", *words)
        assert (done.returncode, done.stderr) == (0, "")


def test_an_empty_answer_into_a_file_says_why_too(run: Run, tmp_path: Path) -> None:
    """A file is written whole, in every format, and the reason is said."""
    for name in ("a.csv", "a.json", "a.xml", "a.md", "a.tsv"):
        done = run("query", 'SELECT ?s { ?s rdfs:label "Axa" }', "-o", name)
        assert (done.returncode, done.stdout) == (0, "")
        assert '"Axa"@en' in done.stderr
        assert (tmp_path / name).read_text(encoding="utf-8")


def test_a_named_query_with_a_bound_entity_tells_its_claim(
    graph: mistral_kg.KnowledgeGraph,
) -> None:
    """Where nothing is stated of an entity and a claim has it, the claim is told."""
    query = "SELECT ?deal ?who { ?deal mkg:investee ?who }"
    told = graph.why_empty(query, {"who": "OpenAI"})
    assert "S12 reports (possible): SoftBank may invest" in told[0]
    assert graph.why_empty("customers", {"company": "OpenAI"}) == []
    (hint,) = graph.why_empty("backers", {"company": "Mistral AI"})
    assert hint.startswith("no sentence states it, but S14 reports (denied): Mistral AI has no")
    assert hint.endswith("or `query claims-about --bind about=id:mistral-ai`")
    # The claims about the backers of others are no answer.
    assert graph.why_empty("backers", {"company": "Meta"}) == []


def test_a_graph_that_has_to_be_a_passage_is_no_claim(store: Store) -> None:
    """Of a graph that the query itself makes a passage, a claim with the triple is told."""
    query = "SELECT ?g { GRAPH ?g { id:mistral-ai mkg:backedBy ?o } ?g a mkg:Passage }"
    (hint,) = why_empty(store, query, PREFIXES)
    assert hint.startswith("no sentence states it, but S14 reports (denied): Mistral AI has no")


class Endpoint:
    """What an endpoint offers here: queries, which are counted, and nothing else."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.requests = 0

    def query(self, query: str, **options: Any) -> Any:
        """Answer a query."""
        self.requests += 1
        return self.store.query(query, **options)

    def quads_for_pattern(self, *_: Any) -> Any:
        """Fail: an endpoint has no index that is looked up for nothing."""
        raise AssertionError("a lookup in an endpoint is a query")

    def named_graphs(self) -> Any:
        """Fail likewise."""
        raise AssertionError("not asked for")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s mkg:partnerof ?o }", "mkg:partnerof occurs nowhere in the data"),
        (EMPTY["language-missing"][0], EMPTY["language-missing"][1]),
        (EMPTY["only-claimed"][0], EMPTY["only-claimed"][1]),
        (EMPTY["variable-misspelt"][0], EMPTY["variable-misspelt"][1]),
        (EMPTY["turned-round"][0], EMPTY["turned-round"][1]),
    ],
)
def test_an_endpoint_is_asked_a_few_small_things(store: Store, query: str, expected: str) -> None:
    """At an endpoint each lookup is a small request, of which there are at most a dozen."""
    endpoint = Endpoint(store)
    assert why_empty(endpoint, query, PREFIXES, local=False)[:1] == [expected]
    assert endpoint.requests <= 12


def test_an_endpoint_that_stops_answering_costs_the_hint_alone(store: Store) -> None:
    """An error of the endpoint while a reason is sought is no error of the query."""

    class Failing(Endpoint):
        def query(self, query: str, **options: Any) -> Any:
            raise mistral_kg.MistralKGError("no answer")

    query = "SELECT ?s { ?s mkg:partnerof ?o FILTER(?x = 1) }"
    assert why_empty(Failing(store), query, PREFIXES, local=False) == [
        "?x is in a condition only, so it has no value"
    ]
