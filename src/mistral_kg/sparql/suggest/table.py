"""Mistakes that are a pattern of tokens, a message and a replacement; `match.py` explains them."""

from __future__ import annotations

from mistral_kg.sparql.suggest.match import Row
from mistral_kg.sparql.suggest.mistake import AGGREGATES

_COUNTS = "|".join(AGGREGATES)
_DOT = "two triples need a dot between them: write one before {1}"
_BRACES = "{0} takes a group in braces: write {0} {{ … }}"
_WHERE = "a pattern is in braces: write {0} {{ … }}"
_CONDITION = "a condition needs FILTER: write FILTER(…)"
_DECLARED = "a prefix has a colon: write {1}:"

CERTAIN = (
    Row(
        "@prefix name iri .",
        "SPARQL has prefixes without @ and dot: write PREFIX",
        "PREFIX {1} {2}",
    ),
    Row("@prefix", "SPARQL has prefixes without @ and dot: write PREFIX", "PREFIX"),
    Row("PREFIX name iri .|;|,", "a PREFIX line has no dot: remove the dot", "PREFIX {1} {2}"),
    Row("PREFIX word iri", _DECLARED, "PREFIX {1}: {2}"),
    Row("PREFIX word name", _DECLARED, "PREFIX {1}: {2}"),
    Row("PREFIX word =|: iri", _DECLARED, "PREFIX {1}: {3}"),
    Row("SELECT {|WHERE", "the columns are missing: name them, or write * for all", "SELECT * {1}"),
    Row(
        "DISTINCT|REDUCED {|WHERE",
        "the columns are missing: name them, or write * for all",
        "{0} * {1}",
    ),
    Row("SELECT ALL", "SELECT gives all rows: remove ALL", "SELECT"),
    *(
        Row(f"{other} (", f"SPARQL calls {{0}} {own}", f"{own}(", "functions")
        for own, others in {
            "LCASE": "LOWER",
            "UCASE": "UPPER",
            "STRLEN": "LEN|LENGTH",
            "SUBSTR": "SUBSTRING",
            "STRSTARTS": "STARTSWITH|STARTS_WITH",
            "STRENDS": "ENDSWITH|ENDS_WITH",
            "CONTAINS": "INCLUDES",
            "LANG": "LANGUAGE",
            "LANGMATCHES": "LANG_MATCHES",
            "BOUND": "ISBOUND",
            "AVG": "AVERAGE",
            "REGEX": "MATCHES",
            "GROUP_CONCAT": "GROUPCONCAT|STRING_AGG",
        }.items()
        for other in [others]
    ),
)
"""Mistakes that are so whatever else is wrong with the query."""

LIKELY = (
    Row('"" ~… ~""', "a text has one quotation mark at each end: write {new}", '"{1}"'),
    Row("'' ~… ~''", "a text has one quotation mark at each end: write {new}", "'{1}'"),
    # columns
    Row("SELECT … DISTINCT", "write DISTINCT directly after SELECT", "SELECT DISTINCT {1}"),
    Row(
        "SELECT|DISTINCT|REDUCED (…)", "a column has no brackets: write {1.inner}", "{0} {1.inner} "
    ),
    Row(
        f"{_COUNTS} DISTINCT variable|*",
        "DISTINCT is inside the brackets: write {new}",
        "{0}(DISTINCT {2})",
    ),
    Row(
        f"{_COUNTS} DISTINCT (…)",
        "DISTINCT is inside the brackets: write {new}",
        "{0}(DISTINCT {2.inner})",
    ),
    Row(
        "GROUP_CONCAT ( … ,|;|= string )",
        "a separator has a name: write ; SEPARATOR={4}",
        "{0}({2}; SEPARATOR={4})",
    ),
    Row("SEPARATOR string", "write {new}", "SEPARATOR={1}"),
    Row("FROM {|WHERE", "FROM takes the IRI of a graph: remove it to query all of the data", "{1}"),
    # names
    Row("prefix ~. ~word", "a prefix has a colon: write {new}", "{0}:{2}"),
    Row("space: word", "a name has no space: write {new}", "{0}{1}"),
    Row("variable ~- ~word", "a variable has no hyphen: write {new}", "{0}_{2}", "hyphens"),
    Row(
        "variable ~. ~word",
        "a triple asks for a property: write {0} …:{2} ?{2} . and here ?{2}",
        "?{2}",
        sure=False,
    ),
    Row("?|$ word", "a variable has no space: write {new}", "?{1}"),
    Row("string ^ name|iri", "a datatype has two signs before it: write {new}", "{0}^^{2}"),
    Row(
        "variable ~tag",
        "a variable takes no language: write {new}",
        '{0} FILTER(LANG({0}) = "{1.tail}")',
    ),
    # words
    Row("/ ~/", "a comment starts with #", "#"),
    Row("- ~-", "a comment starts with #", "#"),
    Row("word|term !same", "{0} is written twice: remove one", "{0}"),
    # expressions
    Row("AND", "{0} is written &&", "&&", "operators"),
    Row("OR", "{0} is written ||", "||", "operators"),
    Row("NOT ¬EXISTS|IN|NULL", "{0} is written !", "!", "operators"),
    Row("= ~= ~=", "=== is written =", "=", "operators"),
    Row("= ~= ¬=", "== is written =", "=", "operators"),
    Row("= ~>", "=> is written >=", ">=", "operators"),
    Row("= ~<", "=< is written <=", "<=", "operators"),
    Row("<>", "<> is written !=", "!=", "operators"),
    Row("!= ~=", "!== is written !=", "!=", "operators"),
    Row(
        "operand BETWEEN term AND term",
        "SPARQL has no BETWEEN: write {new}",
        "{0} >= {2} && {0} <= {4}",
    ),
    Row("operand IS NULL", "SPARQL has no IS NULL: write {new}", "!BOUND({0})"),
    Row("operand IS NOT NULL", "SPARQL has no IS NOT NULL: write {new}", "BOUND({0})"),
    Row("IN {…}", "a list is in round brackets: write IN (…, …)", "IN ({1.inner})"),
    Row("IN […]", "a list is in round brackets: write IN (…, …)", "IN ({1.inner})"),
    Row("REGEX ( … , / … /", 'a regular expression is a text: write "{5}"', '{0}({2}, "{5}"'),
    Row("IF … THEN … ELSE … END", "write IF(condition, then, else)", "IF({1}, {3}, {5})"),
    Row("IF … THEN … ELSE … AS|)", "write IF(condition, then, else)", "IF({1}, {3}, {5}) {6}"),
    Row("}|.|;|{|term NOT EXISTS", "write FILTER {1} {2} {{ … }}", "{0} FILTER {1} {2}"),
    Row("}|.|;|{|term EXISTS", "write FILTER {1} {{ … }}", "{0} FILTER {1}"),
    Row("word ( … !term", "two arguments need a comma: write one before {3}", "{0}({2}, {3}"),
    # what follows the pattern
    Row("LIMIT|OFFSET =|: number", "write {new}", "{0} {2}"),
    Row("LIMIT|OFFSET ( number )", "write {new}", "{0} {2}"),
    Row("LIMIT number , number", "write {new}", "OFFSET {1} LIMIT {3}"),
    Row("number ~, ~number ~, ~number", "a number has no separators: write {new}", "{0}{2}{4}"),
    Row("number ~, ~number", "a number has no separators: write {new}", "{0}{2}"),
    Row(";|. end", "a query has no sign at its end: remove the {0}", ""),
    Row("ORDER|GROUP variable|(", "write {0} BY {1}", "{0} BY {1}"),
    Row("DESC|ASC variable", "{0} needs brackets: write {new}", "{0}({1})"),
    Row("variable DESC|ASC", "{1} comes first, with brackets: write {new}", "{1}({0})"),
    Row("(…) DESC|ASC", "{1} comes first: write {new}", "{1}{0}"),
    Row("BY all", "an expression needs brackets here: write ({1})", "BY ({1})"),
    Row("HAVING all", "HAVING needs brackets: write HAVING ({1})", "HAVING ({1})"),
    Row("FILTER ¬NOT|EXISTS step", "a comparison needs brackets: write FILTER({1})", "FILTER({1})"),
    Row(
        "FILTER ¬NOT|EXISTS any any any",
        "a comparison needs brackets: write FILTER({1} {2} {3})",
        "FILTER({1} {2} {3})",
    ),
    Row(
        "FILTER ¬NOT|EXISTS any any any (…)",
        "a comparison needs brackets: write FILTER({1} {2} {3}{4})",
        "FILTER({1} {2} {3}{4})",
    ),
    Row("BIND … AS variable", "BIND needs brackets: write {new}", "BIND({1} AS {3})"),
    Row("BIND ( … variable )", "a name needs AS before it: write {new}", "BIND({2} AS {3})"),
    Row("BIND ( variable AS … )", "the name comes last: write {new}", "BIND({4} AS {2})"),
    # groups
    Row("} OR {", "UNION joins groups: write }} UNION {{", "}} UNION {{"),
    Row(
        "{ triples UNION triples }",
        "each side of UNION is in braces: write {{ … }} UNION {{ … }}",
        "{{ {{ {1} }} UNION {{ {3} }} }}",
    ),
    Row(
        "{…} UNION triples",
        "each side of UNION is in braces: write {{ … }} UNION {{ … }}",
        "{0} UNION {{ {2} }}",
    ),
    Row("} WHERE|AND {", "a query has one pattern: write a dot for }} {1} {{", "."),
    Row("} WHERE|AND {", "a query has one pattern: remove {1}", "}} {{"),
    Row("AND term", "a dot joins two triples: write it for {0}", ". {1}"),
    Row("GRAPH {", "GRAPH takes a name or a variable: write {new} … }}", "GRAPH ?graph {{"),
    Row("OPTIONAL|MINUS|EXISTS (…)", _BRACES, "{0} {{ {1.inner} }}"),
    Row("GRAPH term (…)", _BRACES, "GRAPH {1} {{ {2.inner} }}"),
    Row("OPTIONAL|MINUS|EXISTS ¬{ step", _BRACES, "{0} {{ {1} }}"),
    Row("OPTIONAL|MINUS|EXISTS term term term", _BRACES, "{0} {{ {1} {2} {3} }}"),
    Row("GRAPH term ¬{ step", _BRACES, "GRAPH {1} {{ {2} }}"),
    Row(
        "CONSTRUCT WHERE { triples ¬}",
        "CONSTRUCT WHERE takes triples only: write CONSTRUCT {{ {3} }} WHERE {{ … }}",
        "CONSTRUCT {{ {3} }} WHERE {{ {3}",
    ),
    Row(
        "CONSTRUCT {…} end",
        "WHERE is missing: write CONSTRUCT WHERE {{ … }} for what matches, "
        "or CONSTRUCT {{ … }} WHERE {{ … }}",
        "CONSTRUCT WHERE {1}",
        sure=False,
    ),
    Row(
        "CONSTRUCT { triples FILTER|OPTIONAL|BIND|GRAPH|MINUS|VALUES … }",
        "the template of CONSTRUCT takes triples only: write {3} after WHERE",
        "CONSTRUCT {{ {2} }}",
        sure=False,
    ),
    Row(
        "CONSTRUCT ¬{ … WHERE",
        "the new triples are in braces: write CONSTRUCT {{ … }} WHERE {{ … }}",
        "CONSTRUCT {{ {1} }} WHERE",
    ),
    Row("WHERE (…)", _WHERE, "WHERE {{ {1.inner} }}"),
    Row("WHERE […]", _WHERE, "WHERE {{ {1.inner} }}"),
    Row("WHERE|ASK ¬{|WHERE all }", _WHERE, "{0} {{ {1} }}"),
    Row("WHERE|ASK ¬{|WHERE all", _WHERE, "{0} {{ {1} }}"),
    # triples
    Row("term|tag|)|]|+|*|? !term|[|(|^", _DOT, "{0} . {1}"),
    Row(
        "term|tag|)|]|+|*|? !term|^",
        "a further property needs a semicolon: write ; {1}",
        "{0} ; {1}",
    ),
    Row("term|tag term !any", _DOT, "{0} . {1} {2}"),
    Row("term|tag term any !any", _DOT, "{0} . {1} {2} {3}"),
    Row(",|;|. .|,|;|}|)|word", "this {0} is one too many: remove it", "{1}", near=True),
    Row(",|. term", "write ; before a further property of the same subject", "; {1}", near=True),
    Row(",|; term", "write . before a new triple", ". {1}", near=True),
    Row("!(…)", _CONDITION, "FILTER{0}"),
    Row("!IF (…)", _CONDITION, "FILTER{1}"),
    Row("!word (…)", _CONDITION, "FILTER({0}{1})"),
)
"""Mistakes that are named only where correcting them, and others, makes a query that is read."""
