"""Mistakes that are a pattern of tokens, a replacement and a message; `match.py` explains them.

A message is above the rows that it is for. A line in square brackets says of the rows below:
`certain`, that they are so whatever else is wrong; `together`, that all are corrected at once
first, and then one by one; `unsure`, that several things may be meant; `near`, that they count
only near to where the engine stops reading; `hint`, that they say what is missing where nobody but
the author of the query knows what was meant.
"""

from __future__ import annotations

import re

from mistral_kg.sparql.suggest.match import Row
from mistral_kg.sparql.suggest.mistake import FORMS, MODIFIERS, STARTS
from mistral_kg.sparql.tokens import AGGREGATES

_TABLE = r"""
[certain]
SPARQL has prefixes without @ and dot: write PREFIX
    @prefix name iri .                      -> PREFIX {1} {2}
    @prefix                                 -> PREFIX
a PREFIX line has no dot: remove the dot
    PREFIX name iri .|;|,                   -> PREFIX {1} {2}
a prefix has a colon: write {1}:
    PREFIX word iri|name                    -> PREFIX {1}: {2}
    PREFIX word =|: iri                     -> PREFIX {1}: {3}
the columns are missing: name them, or write * for all
    SELECT {|WHERE                          -> SELECT * {1}
    DISTINCT|REDUCED {|WHERE                -> {0} * {1}
[certain together]
SPARQL has no {0}: write {new}…)
    LOWER (                                 -> LCASE(
    UPPER (                                 -> UCASE(
    LEN|LENGTH (                            -> STRLEN(
    STARTSWITH|STARTS_WITH (                -> STRSTARTS(
    ENDSWITH|ENDS_WITH (                    -> STRENDS(
    GROUPCONCAT|STRING_AGG (                -> GROUP_CONCAT(
name the result in brackets: write ({1}{2} AS ?{1})
    SELECT|DISTINCT|variable|) AGGREGATE (…) ¬AS        -> {0} ({1}{2} AS ?{1})
name the result in brackets: write ({1}{2} AS {4})
    SELECT|DISTINCT|variable|) word (…) AS variable     -> {0} ({1}{2} AS {4})
name the result in brackets: write ({1} AS {3})
    SELECT|DISTINCT|variable|) variable AS variable     -> {0} ({1} AS {3})
[]
{1} has a value already: choose another name, such as {1}2
    AS variable                             -> AS {1}2
a text has one quotation mark at each end: write {new}
    "" ~… ~""                               -> "{1}"
a column has no brackets: write {1.inner}
    SELECT|DISTINCT|REDUCED (…)             -> {0} {1.inner} {}
a name needs AS before it: write ({2} AS {3})
    SELECT|DISTINCT|variable|) ( … variable )   -> {0} ({2} AS {3})
name the result in brackets: write ({2} AS ?value)
    SELECT|DISTINCT|variable|) ( … )        -> {0} ({2} AS ?value)
SELECT * does not go with GROUP BY: write SELECT {5}
    SELECT * … GROUP BY all                 -> SELECT {5} {2} GROUP BY {5}
DISTINCT is inside the brackets: write {new}
    AGGREGATE DISTINCT variable|*           -> {0}(DISTINCT {2})
    AGGREGATE DISTINCT (…)                  -> {0}(DISTINCT {2.inner})
a separator has a name: write ; SEPARATOR={4}
    GROUP_CONCAT ( … ,|;|= string )         -> {0}({2}; SEPARATOR={4})
a prefix has a colon: write {new}
    prefix ~. ~word                         -> {0}:{2}
SPARQL writes the property for a type as a: write {new}
    term TYPE|IS|ISA term                   -> {0} a {2}
a name has no space: write {new}
    space: word                             -> {0}{1}
a {1} inside a name needs a backslash: write {new}
    name ~( ~word ~)                        -> {0}\({2}\)
    name ~'|(|/|&|,|*|+|;|=|$|?|@|# ~word|number -> {0}\{1}{2}
a datatype has two signs before it: write {new}
    string ^ name|iri                       -> {0}^^{2}
SPARQL has no BETWEEN: write {new}
    operand BETWEEN term AND term           -> {0} >= {2} && {0} <= {4}
SPARQL has no NULL: write {new}
    operand IS NULL                         -> !BOUND({0})
    operand IS NOT NULL                     -> BOUND({0})
SPARQL has no {1} between two things: write {new}
    operand CONTAINS string                 -> CONTAINS(STR({0}), {2})
    operand REGEX string                    -> REGEX(STR({0}), {2})
    operand LIKE|ILIKE %string%             -> CONTAINS(STR({0}), {2.like})
    operand LIKE|ILIKE string%              -> STRSTARTS(STR({0}), {2.like})
    operand LIKE|ILIKE %string              -> STRENDS(STR({0}), {2.like})
a list is in round brackets: write IN (…, …)
    IN {…}|[…]                              -> IN ({1.inner})
two arguments need a comma: write one before {3}
    word ( … !term                          -> {0}({2}, {3}
write FILTER {1} {2} {{ … }}
    }|.|;|{|term NOT EXISTS                 -> {0} FILTER {1} {2}
write FILTER {1} {{ … }}
    }|.|;|{|term EXISTS                     -> {0} FILTER {1}
{2} comes before {0}: write {new}
    LIMIT|OFFSET all ORDER|GROUP|HAVING all -> {2} {3} {0} {1}
    HAVING all GROUP all                    -> {2} {3} {0} {1}
    ORDER all GROUP|HAVING all              -> {2} {3} {0} {1}
{4} comes before {0}: write {new}
    LIMIT|OFFSET all LIMIT|OFFSET all ORDER|GROUP|HAVING all -> {4} {5} {0} {1} {2} {3}
{0} comes after the pattern: write {new}
    GROUP|HAVING|ORDER|LIMIT|OFFSET rest }  -> }} {0} {1}
write {new}
    LIMIT number , number                   -> OFFSET {1} LIMIT {3}
    ORDER|GROUP variable|(                  -> {0} BY {1}
    DESC|ASC variable                       -> {0}({1})
    variable DESC|ASC                       -> {1}({0})
a query has no sign at its end: remove the {0}
    ;|. end                                 -> {}
this needs brackets: write {new}
    BY all                                  -> BY ({1})
    HAVING all                              -> HAVING ({1})
    FILTER ¬NOT|EXISTS step                 -> FILTER({1})
    FILTER ¬NOT|EXISTS any any any          -> FILTER({1} {2} {3})
    FILTER ¬NOT|EXISTS any any any (…)      -> FILTER({1} {2} {3}{4})
    BIND … AS variable                      -> BIND({1} AS {3})
a name needs AS before it: write {new}
    BIND ( … variable )                     -> BIND({2} AS {3})
VALUES has braces and no commas: write VALUES {1} {{ … … }}
    VALUES variable (…)|[…]|{…}             -> VALUES {1} {{ {2.plain} }}
several variables are in brackets, without commas: write {new}
    VALUES variable variable                -> VALUES ({1} {2})
    VALUES (…)                              -> VALUES ({1.plain})
UNION joins groups: write }} UNION {{
    } OR {                                  -> }} UNION {{
each side of UNION is in braces: write {{ … }} UNION {{ … }}
    { triples UNION triples }               -> {{ {{ {1} }} UNION {{ {3} }} }}
    {…} UNION triples                       -> {0} UNION {{ {2} }}
a query has one pattern: remove {1}
    } WHERE|AND {                           -> .
a dot joins two triples: write it for {0}
    AND term                                -> . {1}
GRAPH takes a name or a variable: write {new} … }}
    GRAPH {                                 -> GRAPH ?graph {{
{0} takes a group in braces: write {0} {{ … }}
    OPTIONAL|MINUS|EXISTS (…)               -> {0} {{ {1.inner} }}
    OPTIONAL|MINUS|EXISTS ¬{ step           -> {0} {{ {1} }}
    OPTIONAL|MINUS|EXISTS ¬{ step }         -> {0} {{ {1} }}
    OPTIONAL|MINUS|EXISTS term term term    -> {0} {{ {1} {2} {3} }}
    GRAPH term (…)                          -> GRAPH {1} {{ {2.inner} }}
    GRAPH term ¬{ step                      -> GRAPH {1} {{ {2} }}
CONSTRUCT WHERE takes triples only: write CONSTRUCT {{ {3} }} WHERE {{ … }}
    CONSTRUCT WHERE { triples ¬}            -> CONSTRUCT {{ {3} }} WHERE {{ {3}
the new triples are in braces: write CONSTRUCT {{ … }} WHERE {{ … }}
    CONSTRUCT ¬{ … WHERE                    -> CONSTRUCT {{ {1} }} WHERE
a pattern is in braces: write {0} {{ … }}
    WHERE (…)|[…]                           -> WHERE {{ {1.inner} }}
    WHERE|ASK ¬{|WHERE all }                -> {0} {{ {1} }}
    WHERE|ASK ¬{|WHERE all                  -> {0} {{ {1} }}
two triples need a dot between them: write one before {1}
    term|tag|)|]|+|*|? !term|[|(|^          -> {0} . {1}
    term|tag term !any                      -> {0} . {1} {2}
    term|tag term any !any                  -> {0} . {1} {2} {3}
a further property needs a semicolon: write ; {1}
    term|tag|)|]|+|*|? !term|^              -> {0} ; {1}
a condition needs FILTER: write FILTER(…)
    !(…)                                    -> FILTER{0}
    !IF (…)                                 -> FILTER{1}
    !word (…)                               -> FILTER({0}{1})
[together]
a variable has no hyphen: write {new}
    variable ~- ~word                       -> {0}_{2}
{0} is written {new}
    AND                                     -> &&
    OR                                      -> ||
    NOT ¬EXISTS|IN|NULL                     -> !
    <>                                      -> !=
{0}{1} is written {new}
    = ~= ¬=                                 -> =
    = ~>                                    -> >=
    = ~<                                    -> <=
    != ~=                                   -> !=
{0}{1}{2} is written {new}
    = ~= ~=                                 -> =
[unsure]
angle brackets are for a whole IRI: write <https://…{0.inner}>, a name, or give --base IRI
    relative                                -> <urn:x:{0.inner}>
rows are limited at the end: write LIMIT {2} there
    SELECT TOP number                       -> SELECT
a triple asks for a property: write {0} …:{2} ?{2} . and here ?{2}
    variable ~. ~word                       -> ?{2}
WHERE is missing: write CONSTRUCT WHERE {{ … }}, or CONSTRUCT {{ … }} WHERE {{ … }}
    CONSTRUCT {…} end                       -> CONSTRUCT WHERE {1}
the template of CONSTRUCT takes triples only: write {3} after WHERE
    CONSTRUCT { triples FILTER|OPTIONAL|BIND|GRAPH|MINUS|VALUES … } -> CONSTRUCT {{ {2} }}
[near]
this {0} is one too many: remove it
    ,|;|. .|,|;|}|)                         -> {1}
    ,|; word                                -> {1}
write ; before a further property of the same subject
    ,|. term                                -> ; {1}
write . before a new triple
    ,|; term                                -> . {1}
[hint]
a second query starts here: ask one query at a time
    !; FORM
    ¬{ any !FORM
FROM takes the IRI of a graph: to query all of the data, write SELECT * {{ ?s ?p ?o }}
    FROM ¬NAMED word
{0} takes a whole number, such as {0} 10
    LIMIT|OFFSET ¬number
the pattern is missing: write {0} … {{ … }}
    FORM triples end|MODIFIER
a property is a variable, a name or an IRI, and {2} is a text
    {|. term !string
a triple has a subject, a property and an object: the property is missing
    {|. term !}|.|;|,|START|MODIFIER
a triple has a subject, a property and an object: the object is missing
    {|. term term !}|.|;|,|START|MODIFIER
    ; term !}|.|;|,|START|MODIFIER
write {0} as a name (`mistral-kg search {0}` finds it), as a variable with ?, or as a text with "…"
    !unknown ¬(
the query ends here and is not complete
    !end
"""
_WORDS = {"AGGREGATE": AGGREGATES, "FORM": FORMS, "MODIFIER": MODIFIERS, "START": STARTS}


def _rows() -> list[Row]:
    rows, message, flags = [], "", ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("    "):
            pattern, _, new = line.partition("->")
            for name, words in _WORDS.items():
                pattern = re.sub(rf"\b{name}\b", "|".join(words), pattern)
            rows.append(Row(pattern.split(), message, new.strip().replace("{}", ""), flags))
        elif line.startswith("["):
            flags = line
        else:
            message = line
    return rows


_ROWS = _rows()
HINTS = [row for row in _ROWS if "hint" in row.flags]
CERTAIN = [row for row in _ROWS if "certain" in row.flags]
LIKELY = [row for row in _ROWS if row not in (*HINTS, *CERTAIN)]
