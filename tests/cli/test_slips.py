"""A query that cannot be read: the place, the slip, and the correction, which has to be right."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import mistral_kg
from tests.conftest import Run

# A good query, the slip that breaks it, and a part of what is then told.
SLIPS = {
    "prefix-misspelt": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s { ?s mgk:backedBy ?o }",
        "the prefix mgk: is not declared; did you mean mkg:?",
    ),
    "prefix-undeclared": (
        "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?s { ?s a foaf:Person }",
        "SELECT ?s { ?s a foaf:Person }",
        "begin with PREFIX foaf: <http://xmlns.com/foaf/0.1/>",
    ),
    "prefix-with-dot": (
        "PREFIX e: <http://e/> SELECT ?s { ?s a e:T }",
        "PREFIX e: <http://e/> . SELECT ?s { ?s a e:T }",
        "remove the dot",
    ),
    "prefix-of-turtle": (
        "PREFIX e: <http://e/> SELECT ?s { ?s a e:T }",
        "@prefix e: <http://e/> . SELECT ?s { ?s a e:T }",
        "without @ and dot: write PREFIX",
    ),
    "prefix-without-colon": (
        "PREFIX e: <http://e/> SELECT ?s { ?s a e:T }",
        "PREFIX e <http://e/> SELECT ?s { ?s a e:T }",
        "write e:",
    ),
    "prefix-without-brackets": (
        "PREFIX e: <http://e/> SELECT ?s { ?s a e:T }",
        "PREFIX e: http://e/ SELECT ?s { ?s a e:T }",
        "write <http://e/>",
    ),
    "iri-without-brackets": (
        "SELECT ?s { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }",
        "SELECT ?s { ?s http://www.w3.org/2000/01/rdf-schema#label ?l }",
        "write <http://www.w3.org/2000/01/rdf-schema#label>",
    ),
    "dot-for-colon": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s { ?s mkg.backedBy ?o }",
        "write mkg:backedBy",
    ),
    "apostrophe-in-name": (
        "SELECT ?s { id:l\\'oreal ?p ?s }",
        "SELECT ?s { id:l'oreal ?p ?s }",
        "write id:l\\'oreal",
    ),
    "brackets-in-name": (
        "SELECT ?s { id:mars\\(planet\\) ?p ?s }",
        "SELECT ?s { id:mars(planet) ?p ?s }",
        "write id:mars\\(planet\\)",
    ),
    "question-mark": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s { s mkg:backedBy ?o }",
        "write ?s",
    ),
    "hyphen-in-variable": (
        "SELECT ?the_one { ?the_one mkg:backedBy ?o }",
        "SELECT ?the-one { ?the-one mkg:backedBy ?o }",
        "write ?the_one",
    ),
    "aggregate-bare": (
        "SELECT (count(*) AS ?count) { ?s mkg:backedBy ?o }",
        "SELECT count(*) { ?s mkg:backedBy ?o }",
        "write (count(*) AS ?count)",
    ),
    "aggregate-without-brackets": (
        "SELECT ?s (COUNT(?o) AS ?n) { ?s mkg:backedBy ?o } GROUP BY ?s",
        "SELECT ?s COUNT(?o) AS ?n { ?s mkg:backedBy ?o } GROUP BY ?s",
        "write (COUNT(?o) AS ?n)",
    ),
    "aggregate-without-as": (
        "SELECT (COUNT(?o) AS ?n) { ?s mkg:backedBy ?o }",
        "SELECT (COUNT(?o) ?n) { ?s mkg:backedBy ?o }",
        "write (COUNT(?o) AS ?n)",
    ),
    "count-distinct": (
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s mkg:backedBy ?o }",
        "SELECT (COUNT DISTINCT ?s AS ?n) { ?s mkg:backedBy ?o }",
        "write COUNT(DISTINCT ?s)",
    ),
    "separator": (
        'SELECT (GROUP_CONCAT(?o; SEPARATOR=", ") AS ?all) { id:openai mkg:backedBy ?o }',
        'SELECT (GROUP_CONCAT(?o, ", ") AS ?all) { id:openai mkg:backedBy ?o }',
        'write ; SEPARATOR=", "',
    ),
    "commas-in-select": (
        "SELECT ?s ?o { ?s mkg:backedBy ?o }",
        "SELECT ?s, ?o { ?s mkg:backedBy ?o }",
        "remove the comma",
    ),
    "distinct-with-brackets": (
        "SELECT DISTINCT ?s { ?s mkg:backedBy ?o }",
        "SELECT DISTINCT(?s) { ?s mkg:backedBy ?o }",
        "a column has no brackets",
    ),
    "no-columns": (
        "SELECT * { ?s mkg:backedBy ?o }",
        "SELECT { ?s mkg:backedBy ?o }",
        "write * for all",
    ),
    "not-grouped": (
        "SELECT ?s ?o { ?s mkg:backedBy ?o } GROUP BY ?s ?o",
        "SELECT ?s ?o { ?s mkg:backedBy ?o } GROUP BY ?s",
        "?o is neither grouped nor an aggregate",
    ),
    "no-group-by": (
        "SELECT ?s (COUNT(?o) AS ?n) { ?s mkg:backedBy ?o } GROUP BY ?s",
        "SELECT ?s (COUNT(?o) AS ?n) { ?s mkg:backedBy ?o }",
        "add GROUP BY ?s",
    ),
    "star-with-group-by": (
        "SELECT ?s { ?s mkg:backedBy ?o } GROUP BY ?s",
        "SELECT * { ?s mkg:backedBy ?o } GROUP BY ?s",
        "write SELECT ?s",
    ),
    "named-twice": (
        "SELECT (STR(?s) AS ?s2) { ?s mkg:backedBy ?o }",
        "SELECT (STR(?s) AS ?s) { ?s mkg:backedBy ?o }",
        "?s has a value already: choose another name, such as ?s2",
    ),
    "bind-twice": (
        "SELECT ?s { ?s mkg:backedBy ?o BIND(?o AS ?s2) }",
        "SELECT ?s { ?s mkg:backedBy ?o BIND(?o AS ?s) }",
        "?s has a value already",
    ),
    "and-or-not": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1 && ?n < 99 || !BOUND(?n)) }",
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1 AND ?n < 99 or NOT BOUND(?n)) }",
        "AND is written &&",
    ),
    "double-equals": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n = 1) }",
        "SELECT ?s { ?s mkg:count ?n FILTER(?n == 1) }",
        "== is written =",
    ),
    "not-equal": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n != 1) }",
        "SELECT ?s { ?s mkg:count ?n FILTER(?n <> 1) }",
        "<> is written !=",
    ),
    "like": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(STR(?l), "AI")) }',
        'SELECT ?s { ?s rdfs:label ?l FILTER(?l LIKE "%AI%") }',
        'write CONTAINS(STR(?l), "AI")',
    ),
    "between": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n >= 1 && ?n <= 9) }",
        "SELECT ?s { ?s mkg:count ?n FILTER(?n BETWEEN 1 AND 9) }",
        "write ?n >= 1 && ?n <= 9",
    ),
    "is-null": (
        "SELECT ?s { ?s mkg:gist ?g FILTER(BOUND(?g)) }",
        "SELECT ?s { ?s mkg:gist ?g FILTER(?g IS NOT NULL) }",
        "write BOUND(?g)",
    ),
    "function-of-sql": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(LCASE(STR(?l)) = "axa") }',
        'SELECT ?s { ?s rdfs:label ?l FILTER(LOWER(STR(?l)) = "axa") }',
        "SPARQL has no LOWER: write LCASE(…)",
    ),
    "filter-without-brackets": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1) }",
        "SELECT ?s { ?s mkg:count ?n FILTER ?n > 1 }",
        "write FILTER(?n > 1)",
    ),
    "filter-missing": (
        "SELECT ?s { ?s mkg:backedBy ?o FILTER NOT EXISTS { ?s mkg:backs ?o } }",
        "SELECT ?s { ?s mkg:backedBy ?o NOT EXISTS { ?s mkg:backs ?o } }",
        "write FILTER NOT EXISTS { … }",
    ),
    "filter-word-missing": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1) }",
        "SELECT ?s { ?s mkg:count ?n (?n > 1) }",
        "write FILTER(…)",
    ),
    "regex-flag": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(REGEX(?l, "axa", "i")) }',
        'SELECT ?s { ?s rdfs:label ?l FILTER(REGEX(?l, "axa", i)) }',
        'write "i"',
    ),
    "language-bare": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(LANG(?l) = "pa") }',
        "SELECT ?s { ?s rdfs:label ?l FILTER(LANG(?l) = pa) }",
        'write "pa"',
    ),
    "list-in-braces": (
        "SELECT ?s { ?s mkg:backedBy ?o FILTER(?o IN (id:google, id:amazon)) }",
        "SELECT ?s { ?s mkg:backedBy ?o FILTER(?o IN {id:google, id:amazon}) }",
        "write IN (…, …)",
    ),
    "bracket-missing": (
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(STR(?l), "AI")) }',
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(STR(?l), "AI") }',
        "this ( is not closed: add a )",
    ),
    "bracket-too-many": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1) }",
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1)) }",
        "this ) closes nothing: remove it",
    ),
    "dot-missing": (
        "SELECT ?s { ?s mkg:backedBy ?o . ?o rdfs:label ?l }",
        "SELECT ?s { ?s mkg:backedBy ?o ?o rdfs:label ?l }",
        "two triples need a dot between them: write one before ?o",
    ),
    "semicolon-missing": (
        "SELECT ?s { ?s mkg:backedBy ?o ; rdfs:label ?l }",
        "SELECT ?s { ?s mkg:backedBy ?o rdfs:label ?l }",
        "write ; rdfs:label",
    ),
    "semicolon-for-dot": (
        "SELECT ?s { ?s mkg:backedBy ?o . ?o rdfs:label ?l }",
        "SELECT ?s { ?s mkg:backedBy ?o ; ?o rdfs:label ?l }",
        "write . before a new triple",
    ),
    "comma-for-semicolon": (
        "SELECT ?s { ?s mkg:backedBy ?o ; rdfs:label ?l }",
        "SELECT ?s { ?s mkg:backedBy ?o , rdfs:label ?l }",
        "write ; before a further property",
    ),
    "comma-at-the-end": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s { ?s mkg:backedBy ?o , }",
        "this , is one too many",
    ),
    "optional-without-braces": (
        "SELECT ?s { ?s mkg:backedBy ?o OPTIONAL { ?o mkg:count ?n } }",
        "SELECT ?s { ?s mkg:backedBy ?o OPTIONAL ?o mkg:count ?n }",
        "write OPTIONAL { … }",
    ),
    "optional-in-brackets": (
        "SELECT ?s { ?s mkg:backedBy ?o OPTIONAL { ?o mkg:count ?n } }",
        "SELECT ?s { ?s mkg:backedBy ?o OPTIONAL ( ?o mkg:count ?n ) }",
        "write OPTIONAL { … }",
    ),
    "union-without-braces": (
        "SELECT ?s { { ?s mkg:backedBy ?o } UNION { ?s mkg:partnerOf ?o } }",
        "SELECT ?s { ?s mkg:backedBy ?o UNION ?s mkg:partnerOf ?o }",
        "write { … } UNION { … }",
    ),
    "values-in-brackets": (
        "SELECT ?s { VALUES ?o { id:google id:amazon } ?s mkg:backedBy ?o }",
        "SELECT ?s { VALUES ?o (id:google, id:amazon) ?s mkg:backedBy ?o }",
        "write VALUES ?o { … … }",
    ),
    "bind-without-as": (
        "SELECT ?s ?n { ?s mkg:backedBy ?o BIND(STR(?o) AS ?n) }",
        "SELECT ?s ?n { ?s mkg:backedBy ?o BIND(STR(?o) ?n) }",
        "write BIND(STR(?o) AS ?n)",
    ),
    "where-without-braces": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } LIMIT 9",
        "SELECT ?s WHERE ?s mkg:backedBy ?o LIMIT 9",
        "write WHERE { … }",
    ),
    "brace-missing": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } LIMIT 9",
        "SELECT ?s WHERE { ?s mkg:backedBy ?o LIMIT 9",
        "this { is not closed: add a }",
    ),
    "brace-too-many": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o }",
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } }",
        "closes nothing",
    ),
    "limit-inside": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } LIMIT 9",
        "SELECT ?s WHERE { ?s mkg:backedBy ?o LIMIT 9 }",
        "LIMIT comes after the pattern",
    ),
    "two-clauses-inside": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } ORDER BY ?s LIMIT 9",
        "SELECT ?s WHERE { ?s mkg:backedBy ?o ORDER BY ?s LIMIT 9 }",
        "ORDER comes after the pattern",
    ),
    "three-clauses-out-of-order": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } ORDER BY ?s LIMIT 9 OFFSET 1",
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } LIMIT 9 OFFSET 1 ORDER BY ?s",
        "ORDER comes before LIMIT",
    ),
    "type-as-a-word": (
        "SELECT ?s { ?s a mkg:Company }",
        "SELECT ?s { ?s type mkg:Company }",
        "write ?s a mkg:Company",
    ),
    "limit-before-order": (
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } ORDER BY ?s LIMIT 9",
        "SELECT ?s WHERE { ?s mkg:backedBy ?o } LIMIT 9 ORDER BY ?s",
        "ORDER comes before LIMIT",
    ),
    "desc-without-brackets": (
        "SELECT ?s ?o WHERE { ?s mkg:backedBy ?o } ORDER BY DESC(?o)",
        "SELECT ?s ?o WHERE { ?s mkg:backedBy ?o } ORDER BY DESC ?o",
        "write DESC(?o)",
    ),
    "desc-behind": (
        "SELECT ?s ?o WHERE { ?s mkg:backedBy ?o } ORDER BY DESC(?o)",
        "SELECT ?s ?o WHERE { ?s mkg:backedBy ?o } ORDER BY ?o DESC",
        "write DESC(?o)",
    ),
    "commas-in-order": (
        "SELECT ?s ?o WHERE { ?s mkg:backedBy ?o } ORDER BY ?s ?o",
        "SELECT ?s ?o WHERE { ?s mkg:backedBy ?o } ORDER BY ?s, ?o",
        "ORDER BY has no commas",
    ),
    "having-without-brackets": (
        "SELECT ?s { ?s mkg:backedBy ?o } GROUP BY ?s HAVING (COUNT(?o) > 1)",
        "SELECT ?s { ?s mkg:backedBy ?o } GROUP BY ?s HAVING COUNT(?o) > 1",
        "write HAVING (COUNT(?o) > 1)",
    ),
    "limit-of-mysql": (
        "SELECT ?s { ?s mkg:backedBy ?o } OFFSET 1 LIMIT 2",
        "SELECT ?s { ?s mkg:backedBy ?o } LIMIT 1, 2",
        "write OFFSET 1 LIMIT 2",
    ),
    "semicolon-behind": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s { ?s mkg:backedBy ?o };",
        "remove the ;",
    ),
    "misspelt": (
        "SELECT ?s { ?s mkg:count ?n FILTER(?n > 1) } LIMIT 9",
        "SELECT ?s { ?s mkg:count ?n FILTR(?n > 1) } LIMI 9",
        "did you mean FILTER?",
    ),
    "curly-quotes": (
        'SELECT ?s { ?s rdfs:label "Axa"@en }',
        "SELECT ?s { ?s rdfs:label “Axa”@en }",
        "is not read by SPARQL",
    ),
    "no-break-space": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s\u00a0{ ?s mkg:backedBy\u00a0?o }",
        "U+00A0, a no-break space",
    ),
    "zero-width-space": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s { ?s\u200b mkg:backedBy ?o }",
        "U+200B, a zero width space",
    ),
    "full-width": (
        "SELECT ?s { ?s mkg:backedBy ?o }",
        "SELECT ?s ｛ ?s mkg:backedBy ?o ｝",
        "write {",
    ),
    "danda": (
        "SELECT ?s { ?s mkg:backedBy ?o . ?o rdfs:label ?l }",
        "SELECT ?s { ?s mkg:backedBy ?o । ?o rdfs:label ?l }",
        "write .",
    ),
    "punjabi-digits": (
        "SELECT ?s { ?s mkg:backedBy ?o } LIMIT 10",
        "SELECT ?s { ?s mkg:backedBy ?o } LIMIT ੧੦",
        "write 1",
    ),
    "quote-inside": (
        "SELECT ?s { ?s rdfs:label 'L\\'Oréal' }",
        "SELECT ?s { ?s rdfs:label 'L'Oréal' }",
        "write \\'",
    ),
    "quote-open": (
        'SELECT ?s { ?s rdfs:label "Axa" }',
        'SELECT ?s { ?s rdfs:label "Axa }',
        "the text is not closed",
    ),
    "quotes-doubled": (
        'SELECT ?s { ?s rdfs:label "Axa"@en }',
        'SELECT ?s { ?s rdfs:label ""Axa""@en }',
        'write "Axa"',
    ),
    "datatype": (
        'SELECT ?s { ?s mkg:date "2024"^^xsd:gYear }',
        'SELECT ?s { ?s mkg:date "2024"^xsd:gYear }',
        'write "2024"^^xsd:gYear',
    ),
    "construct-where": (
        "CONSTRUCT { ?s mkg:count ?n } WHERE { ?s mkg:count ?n FILTER(?n > 1) }",
        "CONSTRUCT WHERE { ?s mkg:count ?n FILTER(?n > 1) }",
        "CONSTRUCT WHERE takes triples only",
    ),
    "construct-without-braces": (
        "CONSTRUCT { ?s mkg:count ?n } WHERE { ?s mkg:count ?n }",
        "CONSTRUCT ?s mkg:count ?n WHERE { ?s mkg:count ?n }",
        "write CONSTRUCT { … } WHERE { … }",
    ),
}
KEYWORDS = "SELECT|WHERE|FILTER|OPTIONAL|UNION|VALUES|BIND|GROUP|ORDER|LIMIT|COUNT|HAVING|PREFIX"
AT_THE_END = {"semicolon-behind", "brace-too-many", "brace-missing"}
BARE = ("gurmukhi", "question-mark")
VARIANTS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "crlf": lambda text: text.replace("{ ", "{\r\n\t"),
    "comments": lambda text: text.replace("{ ", "{ # it's { a \"comment ( .\n") + " # ; }",
    "lower-case": lambda text: re.sub(rf"\b({KEYWORDS})\b", lambda m: m[0].lower(), text),
    "gurmukhi": lambda text: text.replace("?s", "?ਕੰਪਨੀ"),
    "subquery": lambda text: re.sub(
        r"^((?:@?prefix .*?)?)(SELECT.*)$", r"\1SELECT * { { \2 } }", text, flags=re.I
    ),
}


def answer(graph: mistral_kg.KnowledgeGraph, query: str) -> list[tuple[object, ...]]:
    """Return the rows or triples of a query without the names of its columns, sorted."""
    return sorted((tuple(row) for row in graph.query(query)), key=str)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("slip", SLIPS)
def test_slip_is_named_and_its_fix_is_the_query_that_was_meant(
    graph: mistral_kg.KnowledgeGraph, slip: str, variant: str
) -> None:
    """A slip is told in words; the suggestion is a query with the answer of the good one."""
    good, bad, told = SLIPS[slip]
    change = VARIANTS[variant]
    if (variant == "subquery" and slip in AT_THE_END) or (variant, slip) == BARE:
        pytest.skip("the variant makes another slip of it")
    with pytest.raises(mistral_kg.QueryError) as caught:
        graph.query(change(bad))
    said = str(caught.value).lower()
    assert change(told).lower() in said or told.lower() in said
    assert caught.value.suggestion is not None
    assert answer(graph, caught.value.suggestion) == answer(graph, change(good))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?s { ?s a Company }", "write ?Company for a variable, mkg:Company for a name"),
        ("SELECT ?s { ?s nope:x ?o }", "declare it with PREFIX nope: <…>"),
        ("SELECT ?s { ?s ?p }", "the object is missing"),
        ("SELECT ?s { ?s a ?t . ?s }", "the property is missing"),
        ("SELECT ?s { ?s 'label' ?o }", "a property is a variable, a name or an IRI"),
        ("SELECT ?s { ?s ?p ?o } LIMIT", "such as LIMIT 10"),
        ("SELECT ?s ?p ?o", "the pattern is missing"),
        ("SHOW TABLES", "starts with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("who is it?", "`mistral-kg search WORDS`"),
        ("SELECT ?s { ?s ?p ?o FILTER(?s.name = 'x') }", "a triple asks for a property"),
        ("CONSTRUCT { ?s ?p ?o FILTER(?o > 1) } { ?s ?p ?o }", "write FILTER after WHERE"),
        ("SELECT ?s { ?s ?p 'x'^^xsd:string^^ }", "cannot be read from here on"),
    ],
)
def test_what_is_not_sure_is_told_without_a_suggestion(
    graph: mistral_kg.KnowledgeGraph, query: str, told: str
) -> None:
    """Where several things may be meant, the error says so and carries no query."""
    with pytest.raises(mistral_kg.QueryError, match=re.escape(told)) as caught:
        graph.query(query)
    assert caught.value.suggestion is None


@pytest.mark.parametrize(
    ("query", "line", "under"),
    [
        ("SELECT ?s, ?o { ?s ?p ?o }", 1, ", ?o { ?s"),
        ("SELECT ?s {\r\n  ?s ?p ?o\r\n  FILTER ?o > 1\r\n}", 3, "?o > 1"),
        ("SELECT ?s { ?s rdfs:label ?l . ?s mkg:x ?o FILTER(?l == 1) }", 1, "== 1"),
        ('SELECT ?s { ?s rdfs:label "ਮਿਸਟਰਲ ਏਆਈ"@pa ?s ?p ?o }', 1, "?s ?p"),
        ('SELECT ?s { ?s rdfs:label "漢字"@en ?s ?p ?o }', 1, "?s ?p"),
        ("SELECT ?ਨਾਂ, ?o { ?ਨਾਂ ?p ?o }", 1, ", ?o"),
    ],
)
def test_caret_stands_under_the_slip(run: Run, query: str, line: int, under: str) -> None:
    """The caret stands under the slip in terminal cells, in every script and at any line end."""
    from wcwidth import wcswidth

    done = run("query", query)
    assert (done.returncode, done.stdout) == (2, "")
    said, shown, caret = done.stderr.rstrip("\n").split("\n")
    assert said.startswith(f"mistral-kg: query:{line}:")
    before = shown[: shown.index(under)]
    assert len(caret) == wcswidth(before) + 1
    assert caret.strip() == "^"


def test_several_slips_are_fixed_together(graph: mistral_kg.KnowledgeGraph) -> None:
    """The first slip is named, and the suggestion corrects them all."""
    bad = (
        "SELECT ?s, count(?o) WHERE { ?s mkg:backedBy ?o FILTER ?o != “x” } "
        "GROUP BY ?s LIMIT 5 ORDER BY ?s"
    )
    with pytest.raises(mistral_kg.QueryError, match="query:1:") as caught:
        graph.query(bad)
    assert caught.value.suggestion is not None
    assert len(graph.query(caught.value.suggestion)) == 2


def test_a_broken_named_query_is_never_worse_for_its_suggestion() -> None:
    """Whatever token is taken out of a named query, a suggestion is read by the engine."""
    from mistral_kg.sparql.suggest import find
    from mistral_kg.sparql.tokens import Query
    from mistral_kg.vocabulary import PREFIXES

    queries = {one.name: one.text for one in mistral_kg.load().queries()}
    fixed = 0
    for name in ("backers", "claims-about", "evidence", "staff"):
        good = queries[name]
        for token in Query(good, PREFIXES).tokens:
            found = find.find(good[: token.start] + good[token.end :], PREFIXES)
            if found and found.corrected:
                fixed += 1
                assert find.find(found.corrected, PREFIXES) is None
    assert fixed > 50


def test_a_slip_in_a_file_names_the_file(run: Run, tmp_path: Path) -> None:
    """An error in a file names file, line and column."""
    (tmp_path / "own.rq").write_text("SELECT ?s\nWHERE { ?s ?p ?o }\nLIMIT 1 ORDER BY ?s\n")
    done = run("query", "own.rq")
    assert done.stderr.startswith("mistral-kg: own.rq:3:1: ORDER comes before LIMIT")
