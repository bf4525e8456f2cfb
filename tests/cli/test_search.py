"""Search: entities by what they are called, in either script, by a part or with a slip."""

import json
import unicodedata

import pytest

import mistral_kg
from tests.conftest import Run, graph_of


def first(graph: mistral_kg.KnowledgeGraph, words: str) -> str:
    """Return the best that the words find, without its prefix."""
    return str(graph.search(words)[0].entity).removeprefix("id:")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Mistral AI", "mistral-ai"),
        ("mistral", "mistral-ai"),
        ("ਮਿਸਟਰਲ", "mistral-ai"),
        ("ਮਾਈਕਰੋਸਾਫਟ", "microsoft"),
        (unicodedata.normalize("NFD", "ਐਮਾਜ਼ਾਨ"), "amazon"),
        ("ਐਮਾਜਾਨ", "amazon"),
        ("ਐਮਾ\u0a5bਾਨ", "amazon"),
        ("ਮੇਂਸ", "mensch"),
        ("anthr", "anthropic"),
        ("deep mind", "google-deepmind"),
        ("mensh", "mensch"),
        ("opnai", "openai"),
        ("Mircosoft", "microsoft"),
        ("Cédric", "cedric-o"),
        ('"Mistral"', "mistral-ai"),
        ("[Meta]", "meta"),
        ("Metas AI", "meta-ai-lab"),
        ("(Axa)!", "axa"),
        ("  axa  ", "axa"),
    ],
)
def test_best_is_what_is_meant(graph: mistral_kg.KnowledgeGraph, words: str, found: str) -> None:
    """Script, case, nukta, Unicode form, accents, quotes, parts and slips do not matter."""
    assert first(graph, words) == found


def test_row_says_what_fitted(run: Run) -> None:
    """A row has the CURIE, the label, the form that fitted, the type and the passages' number."""
    done = run("search", "ਮਾਈਕ੍ਰੋਸਾਫਟ")
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "entity,label,matched,type,mentions",
        "id:microsoft,Microsoft,ਮਾਈਕ੍ਰੋਸਾਫਟ,company,3",
    ]


def test_order_is_exact_word_prefix_inside() -> None:
    """An exact name comes first, then a whole word, a prefix, what is inside; then mentions."""
    graph = graph_of("""
    :inside rdfs:label "Transart" . :prefix rdfs:label "Artist" . :word rdfs:label "Modern art" .
    :exact rdfs:label "Art" . :often rdfs:label "Old art" . :s1 a mkg:Passage ; mkg:names :often .
    mkg:art rdfs:label "Art" .
    """)
    found = [one.entity for one in graph.search("art")]
    assert found == [
        *(f"<https://example.org/{one}>" for one in ("exact", "often", "word", "prefix", "inside")),
        "mkg:art",
    ]


def test_slips_count_only_where_nothing_else_fits(graph: mistral_kg.KnowledgeGraph) -> None:
    """Who types a name that there is gets no names that merely look like it."""
    assert [one.entity for one in graph.search("Mars")] == ["id:mars"]


def test_language_of_labels_and_types(run: Run) -> None:
    """With --lang pa labels and types are Punjabi."""
    assert run("search", "Axa", "--lang", "pa").stdout.splitlines()[1] == "id:axa,ਐਕਸਾ,Axa,ਕੰਪਨੀ,2"


def test_words_may_be_several(run: Run) -> None:
    """Words need no quotes around them."""
    assert "id:google-deepmind" in run("search", "google", "deepmind").stdout


def test_nothing_found_names_the_nearest(run: Run) -> None:
    """Without a match stdout is empty, stderr names the nearest labels, and the status is 1."""
    done = run("search", "Anthropology")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "Anthropic" in done.stderr


@pytest.mark.parametrize("words", ["...", "🚀", '"', "[]", "qqqqqq"])
def test_nothing_found_is_one_line(run: Run, words: str) -> None:
    """Whatever the words are, nothing found is one line and status 1."""
    done = run("search", words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_nothing_found_is_an_empty_result_for_machines(run: Run) -> None:
    """A format that is asked for gets a result without rows."""
    done = run("search", "qqqqqq", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["results"]["bindings"] == []


@pytest.mark.parametrize("words", ["", "  "])
def test_no_words_are_refused(run: Run, words: str) -> None:
    """An empty search is wrong use."""
    done = run("search", words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_labels_of_signs_are_found() -> None:
    """A label that is an emoji or punctuation is found by itself."""
    graph = graph_of(':rocket rdfs:label "🚀" . :bang rdfs:label "!!!" . :n rdfs:label "a\\nb" .')
    assert [len(graph.search(words)) for words in ("🚀", "!!!", "a b")] == [1, 1, 1]
