"""Verifying a graph against its article: a made-up one, so that nothing hangs on one article.

Where MISTRAL_KG_ARTICLE names the file of the shipped graph's article, that is verified too.
"""

import os
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

import mistral_kg
from mistral_kg.check.article import verify as verification
from mistral_kg.check.article.dataset import Dataset
from mistral_kg.check.article.report import Report
from mistral_kg.rdf.dataset import materialise
from mistral_kg.text import figures, wording
from mistral_kg.text.article import hash_of
from mistral_kg.vocabulary import (
    ABOUT,
    ADDRESSEE,
    ALT_LABEL,
    AMOUNT,
    ATTRIBUTED_TO,
    COUNT,
    DERIVED_FROM,
    END,
    FACTOR,
    IDENTIFIER,
    LABEL,
    MKG,
    MONTHS,
    MONTHS_AT_MOST,
    NAMES,
    NOTE,
    PART_OF,
    PASSAGE,
    PREFIXES,
    QUALIFIER,
    QUOTES,
    REASON,
    REFERS_TO,
    RELATIVE_TIME,
    SAID_AT,
    SHA256,
    START,
    TYPE,
)
from tests.mutations import UNDECIDABLE, caught, mutants

MADE_UP = Path(__file__).parent.parent / "made_up"
TEXT = (MADE_UP / "article.txt").read_text(encoding="utf-8")
MADE = "https://example.org/made-up/"


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    """Return the made-up article's graph with the vocabulary."""
    return mistral_kg.load([MADE_UP / "article.trig", MADE_UP / "entities.ttl"]).with_vocabulary


def verify(quads: list[Quad], path: Path, text: str | bytes) -> Report:
    """Return what the text says to the graph."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return verification.verify(quads, str(path))


def node(name: str) -> NamedNode:
    """Return a node of the made-up article."""
    return NamedNode(MADE + name)


def said(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    """Return a description in the default graph."""
    return Quad(node(subject), predicate, value, DefaultGraph())


def with_passage(words: str) -> tuple[str, list[Quad]]:
    """Return the made-up article with a passage S08 at its end, and the passage's description."""
    start, end = len(TEXT), len(TEXT) + len(words)
    return f"{TEXT}{words}\n", [
        said("s08", TYPE, PASSAGE),
        said("s08", IDENTIFIER, Literal("S08")),
        said("s08", START, Literal(start)),
        said("s08", END, Literal(end)),
        said("s08", SHA256, Literal(hash_of(words))),
        said("s08", PART_OF, node("article")),
    ]


def faults(report: Report) -> list[tuple[str, str, str]]:
    """Return where, of which kind and what is wrong."""
    return [(item.sentence, item.kind, item.what) for item in report.faults]


def test_everything_of_the_made_up_article_is_supported(quads: list[Quad]) -> None:
    """Each fact and claim is supported by name or reference, and nothing is unused."""
    report = verification.verify(quads, str(MADE_UP / "article.txt"))
    assert faults(report) == []
    assert report.counts("fact") == {"by name": 14, "by reference": 5, "not supported": 0}
    assert report.counts("claim") == {"by name": 1, "by reference": 1, "not supported": 0}
    assert {(item.sentence, item.what) for item in report.references} == {
        ("S03", f"<{MADE}nilgiri>"),
        ("S04", f"<{MADE}nilgiri>"),
        ("S04", f"<{MADE}move>"),
        ("S07", f"<{MADE}nilgiri>"),
    }


def test_every_decidable_lie_is_caught(quads: list[Quad]) -> None:
    """Of each kind of lie that a text can decide each is caught; the others are listed by name."""
    text = Dataset(quads).passages.read(str(MADE_UP / "article.txt"))
    number: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for mutant in mutants(quads):
        number[mutant.kind] += 1
        found[mutant.kind] += caught(mutant, text)
    missed = {kind for kind in number if found[kind] < number[kind]}
    assert UNDECIDABLE - missed == {
        "a claim left out",
        "degree: one of another sentence",
        "sentence: a fact moved to the next",
        "words: a value of another sentence",
    }
    assert missed <= UNDECIDABLE
    assert len(number) == 30


@pytest.mark.skipif(
    not os.environ.get("MISTRAL_KG_ARTICLE"), reason="MISTRAL_KG_ARTICLE names no article's file"
)
def test_shipped_graph_is_supported_in_its_article(graph: mistral_kg.KnowledgeGraph) -> None:
    """The shipped graph says no more and no less than its article."""
    report = graph.verify(os.environ["MISTRAL_KG_ARTICLE"])
    assert faults(report) == []
    assert sum(report.counts("fact").values()) == 273
    assert sum(report.counts("claim").values()) == 84


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("\ufeff" + TEXT, "byte-order mark"),
        (TEXT.replace("\n", "\r\n"), "line breaks of another system"),
        (TEXT.replace("\n", "\r"), "line breaks of another system"),
        (TEXT + "\n\n", "other line breaks"),
        (TEXT.rstrip("\n"), "other line breaks"),
        (unicodedata.normalize("NFD", TEXT), "another Unicode form"),
        ("\ufeff" + unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n"), "Unicode form"),
    ],
)
def test_what_an_editor_does_is_named(
    quads: list[Quad], tmp_path: Path, text: str, note: str
) -> None:
    """A mark, line ends or Unicode form are undone and named, and shift nothing."""
    report = verify(quads, tmp_path / "a.txt", text)
    assert report
    assert any(note in one for one in report.notes)
    assert sum("ends with" in one for one in report.notes) <= 1


def test_a_changed_letter_is_found_in_its_passage(quads: list[Quad], tmp_path: Path) -> None:
    """One letter changed makes the text and one passage wrong, and no other passage."""
    report = verify(quads, tmp_path / "a.txt", TEXT.replace("rival", "rivet"))
    wrong = [item for item in report.faults if item.kind in {"text", "passage"}]
    assert [item.sentence for item in wrong] == ["", "S05"]
    assert {item.sentence for item in report.faults} == {"", "S05"}
    facts = [item for item in report.faults if item.kind == "fact"]
    assert facts
    assert all("the text of its passage" in item.why for item in facts)


def test_an_inserted_letter_shifts_what_comes_after(quads: list[Quad], tmp_path: Path) -> None:
    """Passages after an insertion are found where they stand now, and their facts are checked."""
    report = verify(quads, tmp_path / "a.txt", TEXT.replace("ਸੀਡ", "ਸੀਡਡ"))
    shifted = {item.sentence for item in report.faults if "1 code point later" in item.why}
    assert shifted == {"S04", "S05", "S06", "S07"}
    assert {item.sentence for item in report.faults if item.kind == "fact"} == {"S03"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"Another text altogether.\n" * 50, "another text"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        ("naïve café".encode("latin-1"), "not UTF-8"),
    ],
)
def test_what_is_no_such_article_is_refused(
    quads: list[Quad], tmp_path: Path, data: bytes, message: str
) -> None:
    """Another text, an empty file and another encoding are refused in one line."""
    with pytest.raises(mistral_kg.SourceError, match=message) as caught_error:
        verify(quads, tmp_path / "a.txt", data)
    assert "\n" not in str(caught_error.value)


def test_a_graph_without_passages_is_refused(tmp_path: Path) -> None:
    """Data that describe no passage cannot be verified."""
    (tmp_path / "d.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    with pytest.raises(mistral_kg.SourceError, match="no passages"):
        mistral_kg.load(tmp_path / "d.ttl").verify(str(MADE_UP / "article.txt"))


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        (START, TEXT.index("ਅਮਰ") - 40, "overlaps S03"),
        (END, 99999, "outside the text"),
        (START, -5, "contain no text"),
        (END, 0, "contain no text"),
    ],
)
def test_passages_that_cannot_stand_so_are_named(
    quads: list[Quad], tmp_path: Path, predicate: NamedNode, value: int, message: str
) -> None:
    """Passages that overlap or lie outside the text are wrong, and say why."""
    about = {(node("s04"), predicate)}
    changed = [quad for quad in quads if (quad.subject, quad.predicate) not in about]
    changed.append(said("s04", predicate, Literal(value)))
    report = verify(changed, tmp_path / "a.txt", TEXT)
    assert any(message in item.why for item in report.faults if item.kind == "passage")


def test_a_name_inside_another_is_not_there(quads: list[Quad], tmp_path: Path) -> None:
    """France is not named by San Francisco, nor Orange by Orange Harbour."""
    for name in ("france", "orange"):
        report = verify([*quads, said("s05", NAMES, node(name))], tmp_path / "a.txt", TEXT)
        assert ("S05", "name", f"<{MADE}{name}>") in faults(report)


def test_the_nukta_may_be_left_out(quads: list[Quad], tmp_path: Path) -> None:
    """A label without the dot below still names what the text spells with it."""
    plain = [
        Quad(q.subject, q.predicate, Literal("ਗੁਲਜਾਰ ਬੈਂਕ", language="pa"), q.graph_name)
        if q.object == Literal("ਗੁਲਜ਼ਾਰ ਬੈਂਕ", language="pa")
        else q
        for q in quads
    ]
    assert plain != quads
    assert verify(plain, tmp_path / "a.txt", TEXT)


def test_a_quoted_speaker_is_declared(quads: list[Quad], tmp_path: Path) -> None:
    """Who is quoted has to be named or referred to, and is then used by the quotation."""
    report = verify([*quads, said("s05", QUOTES, node("gill"))], tmp_path / "a.txt", TEXT)
    assert faults(report) == [("S05", "name", f"<{MADE}gill>")]
    silent = [quad for quad in quads if node("s04-move") not in (quad.subject, quad.graph_name)]
    unused = ("S04", "entity", f"<{MADE}gill>")
    assert unused not in faults(verify(silent, tmp_path / "a.txt", TEXT))
    unquoted = [quad for quad in silent if quad.predicate != QUOTES]
    assert unused in faults(verify(unquoted, tmp_path / "a.txt", TEXT))


@pytest.mark.parametrize("predicate", [ADDRESSEE, SAID_AT, ABOUT])
def test_what_describes_a_claim_is_supported(
    quads: list[Quad], tmp_path: Path, predicate: NamedNode
) -> None:
    """To whom, where and about whom a claim is made has to stand in its passage."""
    report = verify(
        [*quads, said("s06-purchase", predicate, node("gulzar"))], tmp_path / "a.txt", TEXT
    )
    assert faults(report) == [("S06", "claim", f"<{MADE}s06-purchase>")]


def test_a_passage_is_called_by_its_number(quads: list[Quad], tmp_path: Path) -> None:
    """An identifier that is not the number's is a fault, and the right one is named."""
    changed = [
        said("s05", IDENTIFIER, Literal("S55"))
        if (quad.subject, quad.predicate) == (node("s05"), IDENTIFIER)
        else quad
        for quad in quads
    ]
    (fault,) = verify(changed, tmp_path / "a.txt", TEXT).faults
    assert (fault.sentence, fault.kind) == ("S55", "passage")
    assert "call it S05" in fault.why


def test_a_figure_of_a_name_or_an_article_is_used(quads: list[Quad], tmp_path: Path) -> None:
    """A figure inside a name that is used, and a word that may be "a", are not reported."""
    without = [quad for quad in quads if quad.predicate.value != MKG + "quantityAsStated"]
    assert ("S05", "figure", "12") in faults(verify(without, tmp_path / "a.txt", TEXT))
    longer = said("clerks", ALT_LABEL, Literal("a few dozen clerks", language="en"))
    assert ("S05", "figure", "12") not in faults(
        verify([*without, longer], tmp_path / "a.txt", TEXT)
    )
    text, more = with_passage("ਇੱਕ ਬੈਂਕ ਹੈ।")
    assert verify([*quads, *more], tmp_path / "a.txt", text).of("S08")[1:] == []
    text, more = with_passage("2 ਬੈਂਕ ਹਨ।")
    report = verify([*quads, *more], tmp_path / "a.txt", text)
    assert ("S08", "figure", "2") in faults(report)


def test_what_nothing_uses_is_not_used(quads: list[Quad], tmp_path: Path) -> None:
    """A known name and a figure that nothing uses are reported, unless a text has their words."""
    start = {quad for quad in quads if quad.subject == node("start") and quad.predicate != LABEL}
    fewer = [quad for quad in quads if quad not in start and quad.subject != node("s02")]
    kept = [quad for quad in quads if quad.subject == node("s02") and quad.object != node("start")]
    left = [*fewer, *kept]
    unused = {("S02", "figure", "month 3 of the calendar"), ("S02", "figure", "2,021")}
    unused.add(("S02", "entity", f"<{MADE}start>"))
    assert unused <= set(faults(verify(left, tmp_path / "a.txt", TEXT)))
    text = Literal("ਨੀਲਗਿਰੀ ਏਆਈ ਦੀ ਸ਼ੁਰੂਆਤ, ਮਾਰਚ 2021", language="pa")
    fact = Quad(node("engineers"), NamedNode(MKG + "describedAs"), text, node("s02"))
    assert verify(materialise([*left, fact]), tmp_path / "a.txt", TEXT)


def test_a_reference_to_what_is_named_is_wrong(quads: list[Quad], tmp_path: Path) -> None:
    """What a passage names may not be declared as referred to without a name."""
    report = verify([*quads, said("s05", REFERS_TO, node("nilgiri"))], tmp_path / "a.txt", TEXT)
    assert faults(report) == [("S05", "reference", f"<{MADE}nilgiri>")]


def test_a_claim_needs_a_speaker_and_a_passage(quads: list[Quad], tmp_path: Path) -> None:
    """A claim that nobody makes, or that no passage reports, is not supported."""
    for word, why in (("wasAttributedTo", "a speaker"), ("wasDerivedFrom", "a passage")):
        fewer = [
            quad
            for quad in quads
            if not (quad.subject == node("s06-purchase") and word in quad.predicate.value)
        ]
        report = verify(fewer, tmp_path / "a.txt", TEXT)
        item = next(item for item in report.faults if item.kind == "claim")
        assert why in item.why


def test_a_claim_is_of_its_own_article(quads: list[Quad], tmp_path: Path) -> None:
    """The article itself may be who claims, and no other article."""
    for speaker, count in (("article", 0), ("other-article", 1)):
        other = [
            said("other-s01", TYPE, PASSAGE),
            said("other-s01", PART_OF, node("other-article")),
        ]
        changed = [
            said("s06-purchase", ATTRIBUTED_TO, node(speaker))
            if (quad.subject, quad.predicate) == (node("s06-purchase"), ATTRIBUTED_TO)
            else quad
            for quad in [*quads, *other]
        ]
        report = verify(changed, tmp_path / "a.txt", TEXT)
        assert len([item for item in report.faults if item.kind == "claim"]) == count


def test_a_claim_may_rest_on_two_passages(quads: list[Quad], tmp_path: Path) -> None:
    """What one of the passages of a claim supports is supported."""
    more = [
        *quads,
        said("s06-purchase", DERIVED_FROM, node("s05")),
        Quad(
            node("clerks"), NamedNode(MKG + "pursues"), node("san-francisco"), node("s06-purchase")
        ),
    ]
    assert verify(more, tmp_path / "a.txt", TEXT)


def test_each_article_is_held_against_its_own_text(quads: list[Quad], tmp_path: Path) -> None:
    """Of two articles in one graph the one is verified whose text is given."""
    both = [*mistral_kg.load().quads, *quads]
    report = verify(both, tmp_path / "a.txt", TEXT)
    # What the other article knows may be named here too, such as customers.
    assert [item for item in report.faults if item.kind != "entity"] == []
    assert {item.sentence for item in report.items} >= {"S01", "S07"}


def test_a_report_keeps_no_text(quads: list[Quad]) -> None:
    """Nothing in the items is longer than a surface form of the graph that stands in the text."""
    report = verification.verify(quads, str(MADE_UP / "article.txt"))
    shown = " ".join(" ".join([item.sentence, *item[1:]]) for item in report.items)
    windows = {TEXT[place : place + 25] for place in range(len(TEXT) - 25)}
    labels = " ".join(
        quad.object.value
        for quad in quads
        if quad.predicate in {LABEL, ALT_LABEL} and isinstance(quad.object, Literal)
    )
    assert not [one for one in windows if one in shown and one not in labels]
    assert report.quote("S06").startswith("Its head")
    with pytest.raises(mistral_kg.QueryError, match="no passage is called"):
        report.of("S99")


def test_a_false_hash_is_a_fault(quads: list[Quad], tmp_path: Path) -> None:
    """A passage with a false hash is wrong even where its offsets are right."""
    changed = [
        said("s01", SHA256, Literal("0" * 64))
        if (quad.subject, quad.predicate) == (node("s01"), SHA256)
        else quad
        for quad in quads
    ]
    report = verify(materialise(changed), tmp_path / "a.txt", TEXT)
    assert ("S01", "passage") in {one[:2] for one in faults(report)}


def test_a_fact_outside_the_passages_is_not_supported(quads: list[Quad], tmp_path: Path) -> None:
    """What the default graph or a stray graph adds, and no passage states, is not supported."""
    one, two = NamedNode(f"{MADE}nilgiri"), NamedNode(f"{MADE}nobody")
    extra = Quad(one, NamedNode(MKG + "backedBy"), two, DefaultGraph())
    for graph in (DefaultGraph(), NamedNode("https://example.org/stray")):
        added = Quad(extra.subject, extra.predicate, extra.object, graph)
        report = verify([*quads, added], tmp_path / "a.txt", TEXT)
        assert [item[1::2] for item in report.faults] == [("fact", "not supported")]


@pytest.mark.parametrize(
    ("lie", "number"),
    [
        # The seed round is part of the company, which makes no article of the company.
        ("made:nilgiri mkg:backedBy made:nobody . made:seed dcterms:isPartOf made:nilgiri .", 2),
        ("made:nilgiri dcterms:hasPart made:nobody .", 1),
        ("made:article { made:nilgiri mkg:backedBy made:nobody }", 1),
        ("wd:Q1 mkg:backedBy wd:Q2 .", 1),
    ],
)
def test_no_way_to_hide_a_fact(quads: list[Quad], tmp_path: Path, lie: str, number: int) -> None:
    """Neither a part of a thing, nor the article's graph, nor an item of Wikidata hides a fact."""
    prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
    added = parse(f"{prefixes} PREFIX made: <{MADE}> {lie}", RdfFormat.TRIG)
    report = verify([*quads, *added], tmp_path / "a.txt", TEXT)
    assert [item[1::2] for item in report.faults] == [("fact", "not supported")] * number


def test_text_outside_the_passages_is_not_used(quads: list[Quad], tmp_path: Path) -> None:
    """A paragraph that no passage has is named by its place."""
    report = verify(quads, tmp_path / "a.txt", TEXT + "One more.\n")
    assert faults(report)[1:] == [("", "text", f"{len(TEXT)} to {len(TEXT) + 8}")]
    without = [quad for quad in quads if node("s07") not in (quad.subject, quad.graph_name)]
    assert ("", "text") in {one[:2] for one in faults(verify(without, tmp_path / "a.txt", TEXT))}


def test_paragraphs_that_changed_places_leave_no_gap(quads: list[Quad], tmp_path: Path) -> None:
    """Where paragraphs are exchanged no text is said to be in no passage."""
    first, second, third = TEXT.rstrip("\n").split("\n\n")
    report = verify(quads, tmp_path / "a.txt", f"{first}\n\n{third}\n\n{second}\n")
    assert {item.kind for item in report.faults} == {"text", "passage"}
    assert [item.result for item in report.faults if item.kind == "text"] == ["wrong"]


@pytest.mark.parametrize("predicate", [SHA256, START, END, PART_OF])
def test_of_two_values_none_is_taken_silently(
    quads: list[Quad], tmp_path: Path, predicate: NamedNode
) -> None:
    """A second hash, offset or article of a passage is a fault, in whatever order the data are."""
    second = node("other") if predicate == PART_OF else Literal("0")
    for changed in (
        [*quads, said("s01", predicate, second)],
        [said("s01", predicate, second), *quads],
    ):
        report = verify(changed, tmp_path / "a.txt", TEXT)
        why = next(item.why for item in report.items if item.kind == "passage")
        assert "has several values of" in why


def test_what_is_no_word_is_no_figure() -> None:
    """An emoji with a joiner, and a dot below alone, hold no word."""
    assert figures.figures("👩\u200d💻 \u0a3c") == []
    assert [word.key for word in wording.words("a \u200c b")] == ["a", "b"]
    assert wording.Forms({"it": ["a b"]}).find("a \u200c b")


def test_a_text_moved_far_is_found(quads: list[Quad], tmp_path: Path) -> None:
    """Passages are found wherever an edit moved them."""
    longer = "Some preface. " * 60
    report = verify(quads, tmp_path / "a.txt", longer + TEXT)
    assert {item.kind for item in report.faults} == {"text", "passage"}
    assert f"is {len(longer)} code points later" in report.of("S07")[0].why


def test_a_passage_of_no_article_is_a_fault(quads: list[Quad], tmp_path: Path) -> None:
    """A passage that lacks its article is checked all the same, and named."""
    left = [quad for quad in quads if (quad.subject, quad.predicate) != (node("s02"), PART_OF)]
    (fault,) = verify(left, tmp_path / "a.txt", TEXT).faults
    assert (fault.sentence, fault.kind) == ("S02", "passage")
    assert "dcterms:isPartOf" in fault.why


def test_words_that_say_nothing_are_not_supported(quads: list[Quad], tmp_path: Path) -> None:
    """An empty time is not supported by any text."""
    time = RELATIVE_TIME
    for words in ("", "the", "!!!", "for", "within", "over within"):
        fact = Quad(NamedNode(f"{MADE}nilgiri"), time, Literal(words, language="en"), node("s01"))
        report = verify(materialise([*quads, fact]), tmp_path / "a.txt", TEXT)
        assert [one.kind for one in report.faults] == ["fact"]


def test_another_time_is_not_supported(quads: list[Quad], tmp_path: Path) -> None:
    """Words of time that the text has not are no time of it, and those that it has are."""
    text, eighth = with_passage("ਉਹ ਕੱਲ੍ਹ ਸ਼ਾਮ ਬੋਲਿਆ।")
    eighth.append(said("s08", REFERS_TO, node("gill")))
    for words, number in (("tomorrow evening", 0), ("evening hours", 1), ("for decades", 1)):
        fact = Quad(node("gill"), RELATIVE_TIME, Literal(words, language="en"), node("s08"))
        report = verify(materialise([*quads, *eighth, fact]), tmp_path / "a.txt", text)
        assert len([one for one in report.faults if one.kind == "fact"]) == number


@pytest.mark.parametrize("value", ["sNaN", "NaN", "INF", "many"])
def test_what_is_no_number_is_not_supported(quads: list[Quad], tmp_path: Path, value: str) -> None:
    """A number without a value is not supported by any figure."""
    double = Literal(value, datatype=NamedNode(PREFIXES["xsd"] + "double"))
    fact = Quad(node("nilgiri"), COUNT, double, node("s02"))
    report = verify(materialise([*quads, fact]), tmp_path / "a.txt", TEXT)
    assert [one.kind for one in report.faults] == ["fact"]


ABOUT_GILL = "ਅਮਰ ਗਿੱਲ 20 ਸਾਲਾਂ ਤੋਂ ਛੋਟੇ ਬੈਂਕਾਂ ਦਾ ਮਿੱਤਰ ਹੈ।"


@pytest.mark.parametrize(
    ("own", "translation", "why"),
    [
        ("ਛੋਟਾ ਬੈਂਕ; ਮਿੱਤਰ", "a friend of small banks", ""),
        ("“20 ਸਾਲ”, ਮਿੱਤਰ", "twenty years", ""),
        ("ਵੱਡੇ ਬੈਂਕ", "small banks", "the word 'ਵੱਡੇ'"),
        ("ਛੋਟ ਬੈਂਕ", "small banks", "the word 'ਛੋਟ'"),
        ("30 ਸਾਲ, ਮਿੱਤਰ", "a friend", "the figure 30 year"),
        ("ਮਿੱਤਰ", "a friend for 30 years", "the figure 30 year"),
        ("ਮਿੱਤਰ", "a friend for thirty years", "the figure 30 year"),
        ("ਮਿੱਤਰ", "a friend now", "the word 'now'"),
        (None, "a friend", "the word 'friend'"),
        (None, "20 years", ""),
    ],
)
def test_a_value_has_the_words_of_its_sentence(
    quads: list[Quad], tmp_path: Path, own: str | None, translation: str, why: str
) -> None:
    """The text in the article's language has its words; its translation only figures and times.

    Both are one fact, shown in the article's language.
    """
    text, eighth = with_passage(ABOUT_GILL)
    eighth.append(said("s08", NAMES, node("gill")))
    values = [Literal(translation, language="en"), Literal(own or translation, language="pa")]
    for value in values if own else values[:1]:
        eighth.append(Quad(node("gill"), NamedNode(MKG + "describedAs"), value, node("s08")))
    report = verify(materialise([*quads, *eighth]), tmp_path / "a.txt", text)
    (fact,) = [item for item in report.of("S08") if item.kind == "fact"]
    assert (own or translation) in fact.what
    assert (fact.result == "not supported") == bool(why)
    assert why in fact.why
    assert report.counts("fact")["by name"] == 15 - bool(why)


@pytest.mark.parametrize(
    ("subject", "predicate", "kind"),
    [
        ("s07-gulzar-customerOf-nilgiri", QUALIFIER, "fact"),
        ("s07-gulzar-customerOf-nilgiri", REASON, "fact"),
        ("s04-move", QUALIFIER, "claim"),
        ("s04-move", REASON, "claim"),
        ("s04-move", RELATIVE_TIME, "claim"),
    ],
)
def test_degree_and_reason_are_part_of_what_they_are_about(
    quads: list[Quad], tmp_path: Path, subject: str, predicate: NamedNode, kind: str
) -> None:
    """What is said beside a fact or claim has to stand in its passage, in the same way."""
    there = "ਗਾਹਕ" if kind == "fact" else "ਅਸੀਂ"
    for words, number in ((there, 0), ("ਇੰਜੀਨੀਅਰ", 1)):
        more = [
            said(subject, predicate, Literal(words, language="pa")),
            said(subject, predicate, Literal("our own rendering", language="en")),
        ]
        report = verify([*quads, *more], tmp_path / "a.txt", TEXT)
        assert [one[:2] for one in faults(report)] == [(subject[:3].upper(), kind)] * number


def test_a_note_is_ours(quads: list[Quad], tmp_path: Path) -> None:
    """A note of doubt is in no words of the article, and is not compared."""
    for subject in ("s04-move", "s07-gulzar-customerOf-nilgiri"):
        note = said(subject, NOTE, Literal("nowhere 99", language="en"))
        assert verify([*quads, note], tmp_path / "a.txt", TEXT)


@pytest.mark.parametrize("graph", ["s05", "nowhere"])
def test_a_remark_is_on_a_fact_of_its_passage(
    quads: list[Quad], tmp_path: Path, graph: str
) -> None:
    """A degree or note of what its passage does not state is wrong, and says so."""
    its = node("s07-gulzar-customerOf-nilgiri")
    moved = [
        said(its.value.removeprefix(MADE), DERIVED_FROM, node(graph))
        if (quad.subject, quad.predicate) == (its, DERIVED_FROM)
        else quad
        for quad in quads
    ]
    (fault,) = verify(moved, tmp_path / "a.txt", TEXT).faults
    assert (fault.kind, fault.what, fault.result) == ("remark", f"<{its.value}>", "wrong")
    assert fault.sentence == ("S05" if graph == "s05" else "")
    assert "does not state this triple: correct rdf:subject" in fault.why


def test_a_number_has_its_unit(quads: list[Quad], tmp_path: Path) -> None:
    """A year is no count of people, a sum of money no count, a count no months and no factor."""
    entity = NamedNode(f"{MADE}nilgiri")
    amount = next(quad for quad in quads if quad.predicate == AMOUNT)
    year = Literal("0003", datatype=NamedNode(PREFIXES["xsd"] + "gYear"))
    lies = [
        Quad(entity, COUNT, amount.object, amount.graph_name),
        Quad(entity, NamedNode(MKG + "date"), year, node("s02")),
        *(Quad(entity, unit, Literal(3), node("s02")) for unit in (MONTHS, MONTHS_AT_MOST, FACTOR)),
    ]
    for lie in lies:
        report = verify(materialise([*quads, lie]), tmp_path / "a.txt", TEXT)
        assert "fact" in {one.kind for one in report.faults}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$1.5 million", [("1500000.0", "USD")]),
        ("$113 ਮਿਲੀਅਨ ਦੇ", [("113000000", "USD")]),
        ("੨੦੦ ਲੋਕ", [("200", "")]),
        ("1,250 staff", [("1250", "")]),
        ("12,34,567 ਰੁਪਏ", [("1234567", "INR")]),
        ("four or five months", [("4", "month"), ("5", "month")]),
        ("ਚਾਰ ਜਾਂ ਪੰਜ ਮਹੀਨਿਆਂ ਲਈ", [("4", "month"), ("5", "month")]),
        ("in March 2024", [("3", "--month"), ("2024", "")]),
        ("it may march on", []),
        ("ਦੋ ਸਾਲ", [("2", "year")]),
        ("twenty five euros", [("25", "EUR")]),
        ("ਹਜ਼ਾਰਾਂ", [("1000", "")]),
        ("40%", [("40", "percent")]),
        ("$1.5bn", [("1500000000", "USD")]),
        ("€45m", [("45000000", "EUR")]),
        ("CA$5 million", [("5000000", "CAD")]),
        ("5 million US dollars", [("5000000", "USD")]),
        ("EUR 5 million", [("5000000", "EUR")]),
        ("Rs 5 crore", [("50000000", "INR")]),
        ("10 000 000 euros", [("10000000", "EUR")]),
        ("in 2024 300 people", [("2024", ""), ("300", "")]),
        ("3½ million", [("3500000", "")]),
        ("two and a half million", [("2500000", "")]),
        ("half a million", [("500000", "")]),
        ("one hundred and five million", [("105000000", "")]),
        ("two thousand and twenty five", [("2025", "")]),
        ("ਡੇਢ ਮਿਲੀਅਨ ਡਾਲਰ", [("1500000", "USD")]),
        ("ਸਾਢੇ ਤਿੰਨ ਮਿਲੀਅਨ", [("3500000", "")]),
        ("ਇੱਕ ਲੱਖ ਵੀਹ ਹਜ਼ਾਰ", [("120000", "")]),
        ("on 2024-05-12", [("2024", ""), ("5", "--month"), ("12", "")]),
        ("fell to -5", [("-5", "")]),
        ("5-10 people", [("5", ""), ("10", "")]),
        ("in 2024 $113 million was raised", [("2024", ""), ("113000000", "USD")]),
        ("In 2024 EUR 5 million", [("2024", ""), ("5000000", "EUR")]),
        ("in 2024 Rs 5 crore", [("2024", ""), ("50000000", "INR")]),
        ("$3 million in 2023 and $5", [("3000000", "USD"), ("2023", ""), ("5", "USD")]),
        ("ਸਾਲ 2023 ਅਤੇ $5", [("2023", ""), ("5", "USD")]),
        ("5 € a day", [("5", "EUR")]),
        ("ਜੀਪੀਟੀ-4", [("4", "")]),
        ("5%-10%", [("5", "percent"), ("10", "percent")]),
        ("-$5 million", [("-5000000", "USD")]),
        ("(-5)", [("-5", "")]),
        ("chapters 5,10 and 15", [("15", "")]),
        ("3,75", []),
        ("1,5 million", []),
        ("1,250.5", [("1250.5", "")]),
        ("€1.2–1.5 billion", [("1200000000", "EUR"), ("1500000000", "EUR")]),
        ("$5-10 million", [("5000000", "USD"), ("10000000", "USD")]),
        ("€5-10m", [("5000000", "EUR"), ("10000000", "EUR")]),
        ("$500,000–1 million", [("500000", "USD"), ("1000000", "USD")]),
        ("5 to 10 million dollars", [("5000000", "USD"), ("10000000", "USD")]),
        ("2021-2022", [("2021", ""), ("2022", "")]),
        ("5G, 1.5x and $7zz", []),
        ("Mixtral 8x7B", []),
        ("", []),
    ],
)
def test_figures_are_read(text: str, found: list[tuple[str, str]]) -> None:
    """Numbers, amounts, periods and months are read in both scripts, in digits and in words."""
    read = [(one.value, one.unit) for one in figures.figures(text)]
    assert read == [(Decimal(value), unit) for value, unit in found]


@pytest.mark.parametrize(
    ("text", "date", "there"),
    [
        ("Founded in 2022, it raised money in March 2023", "2022-03", False),
        ("Founded in 2022, it raised money in March 2023", "2023-03", True),
        ("2022 March 2023", "2022-03", False),
        ("raised $5 in March 2024", "2024-03-05", False),
        ("on March 12, 2024", "2024-03-12", True),
        ("on 12 March of 2024", "2024-03-12", True),
        ("2024-05-12", "2024-05-12", True),
        ("2022 ਦੇ ਮਾਰਚ ਵਿੱਚ", "2022-03", True),
        ("in March and April, after a good 2024", "2024-03", True),
        ("it cost 2024 euros", "2024", False),
        ("it took 2024 months, till March", "2024-03", False),
    ],
)
def test_dates_are_read(text: str, date: str, there: bool) -> None:
    """A month has the year and the day that stand beside it, and no others."""
    assert bool(figures.dates(figures.figures(text), date, text)) == there


@pytest.mark.parametrize(
    ("form", "text", "there"),
    [
        ("ਫਰਾਂਸ", "ਸੈਨ ਫਰਾਂਸਿਸਕੋ ਵਿੱਚ", False),
        ("ਫਰਾਂਸ", "ਫਰਾਂਸ ਵਿੱਚ", True),
        ("ਮਾਡਲ", "ਮਾਡਲਾਂ ਨੂੰ", True),
        ("ਮਹੀਨਾ", "ਮਹੀਨਿਆਂ ਲਈ", True),
        ("ਕੰਪਨੀ", "ਕੰਪਨੀਆਂ ਦੇ", True),
        ("ਪੈਰਿਸ", "ਪੈਰਿਸ-ਅਧਾਰਤ", True),
        ("Meta", "Meta's lab", True),
        ("Meta", "metal", False),
        ("Orange", "an orange", False),
        ("open source", "Open-source code", True),
        ("Google DeepMind", "Google, DeepMind", False),
        ("Le Chat", "“Le Chat”", True),
        ("GPU", "GPUs", True),
        ("ਐਮਾਜਾਨ", "ਐਮਾਜ਼ਾਨ", True),
    ],
)
def test_names_are_whole_words(form: str, text: str, there: bool) -> None:
    """A form is found as a whole word, in any case and number, and never inside another word."""
    assert bool(wording.Forms({"it": [form]}).find(text)) == there
