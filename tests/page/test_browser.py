"""The page in a real browser, used as a person uses it: search, click, read, switch, share."""

import csv
import io
import os
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import networkx
import pytest
from pyoxigraph import NamedNode

import mistral_kg
from mistral_kg.page import render
from mistral_kg.rdf.folding import fold
from tests.conftest import PREFIXES, graph_of
from tests.support.networks import INJECTIONS, named, small

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")  # Debian's
SVG = "{http://www.w3.org/2000/svg}"
SIZES = [(1440, 900), (1024, 768), (390, 844)]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Start a real Chromium; without one the tests are skipped, but not where CI runs them."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    if not CHROMIUM.exists():
        missing(f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-core")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


def missing(reason: str) -> NoReturn:
    """Skip the test for this reason, or fail where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Opened:
    """A page in a browser without a network, with whatever it asked for or complained about."""

    def __init__(
        self,
        browser: "Browser",
        path: Path,
        state: str = "",
        size: tuple[int, int] = SIZES[0],
        **options: str,
    ) -> None:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, offline=True, **options)  # type: ignore[arg-type]
        self.page: Page = context.new_page()
        self.path = path
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri() + (f"#{state}" if state else ""))
        self.rest()

    def rest(self) -> None:
        """Wait until what was asked for is drawn."""
        self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def close(self) -> None:
        """Close it, and hold that nothing was asked of a network and nothing went wrong."""
        self.page.context.close()
        assert self.complaints == []
        assert {url for url in self.requests if not url.startswith(("data:", "blob:"))} == {
            url for url in self.requests if url.startswith(self.path.as_uri())
        }

    def search(self, words: str) -> None:
        """Type a name and take the first that is found."""
        self.page.get_by_role("combobox").fill(words)
        self.page.keyboard.press("Enter")
        self.rest()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.rest()

    def share(self, name: str) -> bytes:
        """Return the file that the page gives under this name."""
        if not self.page.get_by_role("button", name=name).is_visible():
            self.page.locator("#share summary").click()
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=name).click()
        self.page.locator("#share summary").click()
        return Path(waiting.value.path()).read_bytes()

    def drawing(self) -> "Drawing":
        """Return the drawing in the window."""
        box = self.page.locator("#picture").bounding_box()
        assert box
        return Drawing(self.share("Drawing (SVG)").decode(), box["x"], box["y"])

    @property
    def panel(self) -> str:
        """The text of the panel, in one line."""
        return " ".join(self.page.inner_text("#panel").split())


class Drawing:
    """The page's own drawing of what is in the window, with the places on the screen."""

    def __init__(self, svg: str, left: float, top: float) -> None:
        self.root = ET.fromstring(svg)  # noqa: S314  we made it
        x, y, width, _ = map(float, self.root.attrib["viewBox"].split())
        self.scale = float(self.root.attrib["width"]) / width
        self._origin = (left - x * self.scale, top - y * self.scale)

    def _on_screen(self, x: float, y: float) -> tuple[float, float]:
        return self._origin[0] + x * self.scale, self._origin[1] + y * self.scale

    def dots(self) -> dict[str, tuple[float, float]]:
        """Return the middle of each dot by the name of what it is."""
        found = {}
        for made in self.root.iter():
            title = made.find(f"{SVG}title")
            if title is None or made is self.root:
                continue
            if "cx" in made.attrib:
                place = float(made.attrib["cx"]), float(made.attrib["cy"])
            else:
                points = _points(made)
                place = (
                    sum(x for x, _ in points) / len(points),
                    sum(y for _, y in points) / len(points),
                )
            found[title.text or ""] = self._on_screen(*place)
        return found

    def lines(self) -> list[tuple[float, float]]:
        """Return a point in the middle of each line, of a loop the one farthest up."""
        found = [_points(made) for made in self.root.iter(f"{SVG}polyline")]
        places = [points[len(points) // 2] for points in found]
        for made in self.root.iter(f"{SVG}circle"):
            if made.attrib.get("fill") == "none":
                radius = float(made.attrib["r"])
                places.append((float(made.attrib["cx"]), float(made.attrib["cy"]) - radius))
        return [self._on_screen(*place) for place in places]

    def words(self) -> list[tuple[str, float, float, float]]:
        """Return each line of words with its middle and height, as drawn."""
        return [
            (
                made.text or "",
                *self._on_screen(float(made.attrib["x"]), float(made.attrib["y"])),
                float(made.attrib["font-size"]) * self.scale,
            )
            for made in self.root.iter(f"{SVG}text")
            if made.attrib["fill"] != "none"
        ]


def _points(made: ET.Element) -> list[tuple[float, float]]:
    pairs = [pair.split(",") for pair in made.attrib["points"].split()]
    return [(float(x), float(y)) for x, y in pairs]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of the shipped graph."""
    path = tmp_path_factory.mktemp("article") / "page.html"
    path.write_text(mistral_kg.load().view(), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: "Browser", article: Path) -> Iterator[Opened]:
    """Open the page of the shipped graph."""
    opened = Opened(browser, article)
    yield opened
    opened.close()


@pytest.fixture
def little(browser: "Browser", tmp_path: Path) -> Iterator[Opened]:
    """Open the page of the small network."""
    (tmp_path / "page.html").write_text(render.render(small(), title="Small"), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html")
    yield opened
    opened.close()


def test_every_edge_can_be_told_and_clicked(little: Opened) -> None:
    """A click on the middle of any line, parallel, back or a loop, shows that line and no other."""
    shown = []
    number = len(little.drawing().lines())
    assert number == small().number_of_edges()
    for index in range(number):
        little.press("Whole picture")
        little.page.mouse.click(*little.drawing().lines()[index])
        little.rest()
        kind = "claim" if little.page.locator("#panel .kind.claim").count() else "fact"
        start, relation, end = little.page.inner_text("#panel h2").split(" → ")
        shown.append((start.strip(), relation, end.strip(), kind))
    names = dict(small().nodes(data="label"))
    edges = small().edges(data=True)
    assert Counter((one, rel, other) for one, rel, other, _ in shown) == Counter(
        (names[start], edge["relation"], names[end]) for start, end, edge in edges
    )


def test_every_fact_and_claim_is_on_the_page(opened: Opened) -> None:
    """The table has a row for each fact and claim between entities, in the order of the article."""
    graph = mistral_kg.load().network()
    opened.press("Table")
    while opened.page.get_by_role("button", name="Show more").count():
        opened.press("Show more")
    rows = opened.page.locator("#lines tbody tr").all_inner_texts()
    assert len(rows) == graph.number_of_edges()
    assert sum("fact\t" in row for row in rows) == sum(
        kind == "fact" for *_, kind in graph.edges(data="kind")
    )
    first = [first_sentence(row) for row in rows]
    assert first == sorted(first)


def first_sentence(row: str) -> int:
    """Return the number of the first sentence of a row of the table."""
    return int(re.findall(r"S(\d+)", row.rpartition("\t")[2])[0])


@pytest.mark.parametrize("words", ["ਮਾਈਕ੍ਰੋਸਾਫਟ", "Microsoft", "micro", "ਮਾਈਕ"])
def test_search_click_read_follow(opened: Opened, words: str) -> None:
    """Search in either script, read the facts with their sentences, follow one to its sentence."""
    opened.search(words)
    assert opened.panel.startswith("Microsoft ਮਾਈਕ੍ਰੋਸਾਫਟ company")
    assert "Facts (4) Microsoft backs OpenAI S14 Microsoft offers Azure S18" in opened.panel
    opened.press("S14")
    assert opened.panel.startswith("Sentence S14 Microsoft backs OpenAI, Google and")
    assert "characters 1874 to 2169" in opened.panel
    assert "OpenAI is backed by Microsoft" in opened.panel
    assert "possible S14 said by " in opened.panel
    opened.page.go_back()
    opened.rest()
    assert opened.panel.startswith("Microsoft")


@pytest.mark.parametrize("words", ["ਐਮਾਜਾਨ", "ਐਮਾਜ਼ਾਨ", "AMAZON"])
def test_search_forgives_nukta_and_case(opened: Opened, words: str) -> None:
    """A name is found without its nukta and in any case of letters."""
    opened.search(words)
    assert opened.panel.startswith("Amazon")


@pytest.mark.parametrize("words", ["ＡＭＡＺＯＮ", "Ama\u00adzon", "Q3884", "wd:Q3884"])
def test_search_folds_and_takes_items(opened: Opened, words: str) -> None:
    """Full width and what cannot be seen are forgiven; a Wikidata item names its entity."""
    opened.search(words)
    assert "Amazon" in opened.panel


def test_page_and_command_fold_alike(opened: Opened) -> None:
    """Every character that Unicode has a use for is folded by the page as by the command."""

    def is_known(text: str) -> bool:
        return not {"Cn", "Co", "Cs"} & {unicodedata.category(char) for char in text}

    texts = [f"a {char}b" for char in map(chr, range(0x110000)) if is_known(char)]
    found = opened.page.evaluate("(texts) => texts.map(fold)", texts)
    # The browser may know capitals of a later Unicode.
    others = [one for text, one in zip(texts, found, strict=True) if one != fold(text)]
    assert [one for one in others if is_known(one)] == []


def test_search_says_when_nothing_fits(opened: Opened) -> None:
    """What nothing is called leaves the page as it is, and is told."""
    opened.search("nothing of this name")
    assert opened.page.get_by_text("Nothing has this name.").is_visible()
    assert opened.panel.startswith("What the sentences say")


def test_figures_are_in_the_panel(opened: Opened) -> None:
    """Amounts are read in the panel of the company and are no dots of their own."""
    opened.search("OpenAI")
    assert "the amount of OpenAI's funding is 18,000,000,000 S12" in opened.panel
    assert not [name for name in opened.drawing().dots() if "000" in name]


def test_a_statement_is_a_phrase_that_begins_with_the_thing(opened: Opened) -> None:
    """The phrase or its inverse, in the language that is chosen; the ends and words are buttons."""
    opened.search("Microsoft")
    fact = opened.page.locator("#panel li", has_text="backs").first
    assert fact.locator("strong").inner_text() == "Microsoft"
    assert fact.locator("button").all_inner_texts() == ["backs", "OpenAI", "S14"]
    assert "is backed by" not in opened.panel
    opened.press("ਪੰਜਾਬੀ")
    assert "ਮਾਈਕ੍ਰੋਸਾਫਟ ਦਾ ਸਮਰਥਨ ਓਪਨਏਆਈ ਨੂੰ ਹੈ S14" in opened.panel
    opened.press("ਓਪਨਏਆਈ")
    assert "ਓਪਨਏਆਈ ਨੂੰ ਮਾਈਕ੍ਰੋਸਾਫਟ ਦਾ ਸਮਰਥਨ ਹੈ S14" in opened.panel
    opened.press("English")
    assert "OpenAI is backed by Microsoft S14" in opened.panel


def test_doubt_is_told_in_the_language(opened: Opened) -> None:
    """What qualifies a fact and what is doubtful about it stand with it, in one language."""
    opened.search("Mistral AI's seed round")
    assert "is the largest in Europe S08 “in history” " in opened.panel
    assert "S08 note: The wording has the company come into stealth mode" in opened.panel
    opened.press("ਪੰਜਾਬੀ")
    assert "S08 ਟਿੱਪਣੀ: ਸ਼ਬਦਾਂ ਮੁਤਾਬਕ" in opened.panel
    assert "wording" not in opened.panel
    gists = opened.page.locator("#passages button").all_inner_texts()
    assert all(re.search("[\u0a00-\u0a7f]", gist) for gist in gists)


def test_a_value_is_shown_once_a_language(opened: Opened) -> None:
    """What a sentence says in words is shown in the chosen language alone."""
    opened.search("Microsoft")
    english, punjabi = "technology giant", "ਤਕਨੀਕੀ ਦਿੱਗਜਾਂ"
    figures = opened.page.locator("#panel li strong").all_inner_texts()
    assert (figures.count(english), figures.count(punjabi)) == (1, 0)
    opened.press("ਪੰਜਾਬੀ")
    figures = opened.page.locator("#panel li strong").all_inner_texts()
    assert (figures.count(english), figures.count(punjabi)) == (0, 1)


def test_turtle_has_what_is_said_of_facts(opened: Opened, tmp_path: Path) -> None:
    """The statement nodes of the chosen facts and figures are there, and no others."""
    opened.search("Mistral AI's seed round")
    (tmp_path / "part.ttl").write_bytes(opened.share("Data (Turtle)"))
    part = mistral_kg.load(tmp_path / "part.ttl")
    asked = "SELECT ?qualifier ?note { ?s a rdf:Statement ; rdf:subject %s . "
    asked += "OPTIONAL { ?s mkg:qualifier ?qualifier } OPTIONAL { ?s skos:note ?note } }"
    assert "in history" in str(list(part.query(asked % "id:mistral-seed-round")))
    notes = str(list(part.query(asked % "id:mistral-stealth")))
    assert "stealth mode" in notes
    assert "From when the months count" in notes
    assert not list(part.query(asked % "id:openai"))


def test_click_on_a_dot_and_on_nothing(opened: Opened) -> None:
    """A click on a dot shows the thing; one beside everything shows the whole again."""
    opened.page.mouse.click(*opened.drawing().dots()["Mensch"])
    opened.rest()
    assert opened.panel.startswith("Mensch ਮੇਂਸ਼ person")
    assert "Claims (" in opened.panel
    box = opened.page.locator("#picture").bounding_box()
    assert box
    opened.page.mouse.click(box["x"] + box["width"] - 5, box["y"] + 5)
    opened.rest()
    assert opened.panel.startswith("What the sentences say")


def test_a_line_tells_what_else_its_sentence_says(opened: Opened) -> None:
    """A line's panel has who says it, how, in short what, and all else of the sentence."""
    opened.search("SoftBank")
    opened.press("makes")
    assert opened.panel.startswith("SoftBank makes SoftBank's possible further investment")
    assert "possible said by " in opened.panel
    assert "SoftBank may invest another 40 billion dollars in OpenAI" in opened.panel
    assert "“potentially, another” note: That OpenAI is the recipient" in opened.panel
    assert "Sentence S12" in opened.panel
    assert "OpenAI's funding went to OpenAI" in opened.panel


def test_reader_lists_the_passages_and_lights_them(opened: Opened) -> None:
    """The reader has every passage in order; a choice lights what the passage states."""
    items = opened.page.locator("#passages button")
    assert items.count() == 67
    assert [one[:3] for one in items.all_inner_texts()][:3] == ["S01", "S02", "S03"]
    opened.page.get_by_role("button", name=re.compile("^S27 ")).click()
    opened.rest()
    assert opened.page.locator("[aria-current]").inner_text().startswith("S27")
    opened.press("Table")
    rows = opened.page.locator("#lines tbody tr").all_inner_texts()
    assert len(rows) > 5
    assert all("S27" in row for row in rows)
    faint = [
        made.find(f"{SVG}title").text  # type: ignore[union-attr]
        for made in opened.drawing().root.iter()
        if made.attrib.get("opacity") not in (None, "1")
    ]
    assert "Axa" not in faint
    assert "OpenAI" in faint


def test_scrubbing_tells_the_story(opened: Opened) -> None:
    """The slider goes through the sentences: what has been said by then is in colour."""
    opened.page.locator("#story").focus()
    opened.page.keyboard.press("Home")
    for _ in range(13):
        opened.page.keyboard.press("ArrowRight")
    opened.rest()
    assert "Sentence S14" in opened.panel
    opened.press("Table")
    sentences = [
        first_sentence(row) for row in opened.page.locator("#lines tbody tr").all_inner_texts()
    ]
    assert max(sentences) == 14
    assert "story=S14" in opened.page.url


def test_legend_filters(opened: Opened) -> None:
    """Types, relations and kinds of lines are filtered by the legend, and facts alone shown."""
    assert "Axa" in opened.drawing().dots()
    opened.page.get_by_role("button", name=re.compile("^company ")).click()
    opened.rest()
    assert "Axa" not in opened.drawing().dots()
    opened.press("Clear filters")
    assert "Axa" in opened.drawing().dots()
    opened.press("Facts only")
    opened.press("Table")
    assert not opened.page.locator("#lines .kind.claim").count()
    opened.press("Facts only")
    assert opened.page.locator("#lines .kind.claim").count()
    opened.page.get_by_text("Relations").click()
    opened.page.get_by_role("button", name=re.compile("^is about ")).click()
    opened.rest()
    about = "https://schema.org/about"
    left = [iri for *_, iri in mistral_kg.load().network().edges(data="relation_iri")]
    assert opened.page.inner_text("caption").startswith(f"{len(left) - left.count(about)} of ")


def test_neighbourhood_has_one_to_three_steps(opened: Opened) -> None:
    """Around a thing one, two or three steps are shown, each more than the last, then all."""
    opened.search("Axa")
    number = []
    for name in ("1 step", "2 steps", "3 steps", "all"):
        opened.press(name)
        number.append(len(opened.drawing().dots()))
    graph = networkx.Graph(mistral_kg.load().network())
    axa = "https://w3id.org/mistral-kg/id/axa"
    assert number == [
        len(networkx.single_source_shortest_path_length(graph, axa, cutoff=depth))
        for depth in (1, 2, 3)
    ] + [len(graph)]


def test_shortest_path_with_its_sentences(opened: Opened) -> None:
    """Between two chosen things the shortest path is lit, each step with its sentence."""
    opened.search("OpenAI")
    opened.press("Path from here …")
    assert "Now choose where the path ends." in opened.panel
    opened.search("Macron")
    assert opened.panel.startswith("From OpenAI to Emmanuel Macron")
    assert "OpenAI is a rival of Mistral AI S11" in opened.panel
    assert "Emmanuel Macron praises Mistral AI S40 “often”" in opened.panel


def test_switch_of_language(opened: Opened) -> None:
    """Names, types, relations and the page's own words are in Punjabi after one press, and back."""
    opened.search("OpenAI")
    opened.press("ਪੰਜਾਬੀ")
    assert opened.page.locator("html").get_attribute("lang") == "pa"
    assert opened.panel.startswith("ਓਪਨਏਆਈ OpenAI ਕੰਪਨੀ")
    assert opened.page.locator("h1").inner_text().startswith("ਮਿਸਟਰਲ ਏਆਈ")
    assert opened.page.get_by_role("button", name="ਸਿਰਫ਼ ਤੱਥ").is_visible()
    assert "ਓਪਨਏਆਈ" in [text for text, *_ in opened_words(opened, "ਰੇਖਾ-ਚਿੱਤਰ (SVG)")]
    assert opened.page.locator("#panel p:has-text('OpenAI')").first.get_attribute("lang") == "en"
    opened.press("English")
    assert opened.page.locator("html").get_attribute("lang") == "en"
    assert opened.panel.startswith("OpenAI ਓਪਨਏਆਈ company")


def opened_words(opened: Opened, name: str) -> list[tuple[str, float, float, float]]:
    """Return the words of the drawing, whatever the page calls it now."""
    return Drawing(opened.share(name).decode(), 0, 0).words()


@pytest.mark.parametrize(
    "state",
    [
        "node=id:microsoft&depth=2&lang=pa",
        "sentence=S14&table=yes",
        "path=id:openai id:macron",
        "story=S20&facts=only",
        "line=id:openai mkg:backedBy id:microsoft",
        "node=id:axa&without-lines=mkg:claimed",
    ],
)
def test_a_link_opens_on_the_same_state(browser: "Browser", article: Path, state: str) -> None:
    """What the address says is shown when it is opened anew."""
    one = Opened(browser, article, state)
    url, panel = one.page.url, one.panel
    other = Opened(browser, article, url.partition("#")[2])
    assert other.panel == panel
    assert not panel.startswith("What the sentences say")
    other.page.reload()
    other.rest()
    assert other.panel == panel
    one.close()
    other.close()


def test_an_address_of_nothing_is_the_whole(browser: "Browser", article: Path) -> None:
    """An address that names nothing of the page opens it as a whole."""
    opened = Opened(browser, article, "node=id:nobody&sentence=S99&depth=9&path=a&line=x")
    assert opened.panel.startswith("What the sentences say")
    opened.close()


def test_table_as_csv(opened: Opened) -> None:
    """The table leaves as CSV with the sentences, for the selection alone."""
    opened.search("Microsoft")
    text = opened.share("Table (CSV)").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = {"From": "OpenAI", "To": "Microsoft", "Statement": "OpenAI is backed by Microsoft"}
    row = next(row for row in rows if row["From"] == "OpenAI")
    assert {**wanted, "Qualifier": "", "Sentences": "S14"}.items() <= row.items()
    row = next(row for row in rows if row["Kind"] == "questioned")
    assert row["Note"] == "The five are given as examples."
    assert all("Microsoft" in (row["From"], row["To"]) for row in rows)


def test_turtle_of_the_selection_is_a_source(opened: Opened, tmp_path: Path) -> None:
    """The data of a selection answer `why` with the same sentences and claims as the whole."""
    opened.search("Microsoft")
    (tmp_path / "part.ttl").write_bytes(opened.share("Data (Turtle)"))
    part = mistral_kg.load(tmp_path / "part.ttl")
    whole = mistral_kg.load().network()
    (reason,) = (one for one in part.why("OpenAI", "Microsoft") if one.modality == "stated")
    assert (reason.sentence, reason.relation) == ("S14", "mkg:backedBy")
    microsoft = "https://w3id.org/mistral-kg/id/microsoft"
    edges = [*whole.in_edges(microsoft, keys=True), *whole.out_edges(microsoft, keys=True)]
    assert set(part.network().edges(keys=True)) == set(edges)
    assert {claim["speaker"] for claim in part.network().graph["claims"]} == {
        edge["speaker"]
        for source, target, edge in whole.edges(data=True)
        if edge["kind"] == "claim" and microsoft in (source, target)
    }


@pytest.mark.parametrize("name", ["Microsoft", "Mistral AI", "Mistral AI's Series B"])
def test_turtle_of_the_selection_has_all_that_is_said(
    opened: Opened, tmp_path: Path, name: str
) -> None:
    """The page of a thing and the sentences behind it read alike over part and whole."""
    opened.search(name)
    (tmp_path / "part.ttl").write_bytes(opened.share("Data (Turtle)"))
    part, whole = mistral_kg.load(tmp_path / "part.ttl"), mistral_kg.load()
    for lang in ("en", "pa"):
        assert part.show(name, lang=lang).page() == whole.show(name, lang=lang).page()
    assert part.why(name).page() == whole.why(name).page()


RICH = """
PREFIX id: <https://example.org/other#>
PREFIX sentence: <https://example.org/sentence/>
mkg:planned rdfs:label "planned"@en .
:Company rdfs:label "company"@en , "firm"@en ; rdfs:subClassOf :Thing . :Thing rdfs:label "thing" .
:knows rdfs:label "knows"@en , "ਜਾਣਦਾ"@pa , "kennt"@de . :speaker rdfs:label "Speaker"@en .
id:a a :Company , :Startup ; rdfs:label "A"@en , "Alpha \\"1\\"\\\\"@en , "ਏ"@pa , "Ah"@de ;
    skos:altLabel "the A"@en , "la A"@fr ; skos:definition "the first letter\\nof all"@en ;
    skos:exactMatch <https://elsewhere.example/a> .
id:b rdfs:label "B"@en . :round rdfs:label "Round"@en . id:c rdfs:label "C"@en .
:article schema:name "An article" ; mkg:sha256 "00" .
sentence:s1 a mkg:Passage ; dcterms:identifier "S01" ; mkg:gist "in short"@en , "kurz"@de ;
    oa:start 3 ; oa:end 9 ; mkg:names id:a ; dcterms:isPartOf :article .
sentence:s2 a mkg:Passage ; dcterms:identifier "S02" ; mkg:names id:a , id:c .
_:s3 a mkg:Passage ; dcterms:identifier "S03" .
sentence:s1 { id:a :knows id:b ; mkg:amount 1.50 . :round :of id:a ; :currency "USD" }
sentence:s2 { id:c :knows id:b ; mkg:amount 7 }
_:s3 { id:b :knows id:a ; :since "2023-02-01"^^xsd:date }
:plan a mkg:Claim ; prov:wasDerivedFrom sentence:s1 ; mkg:modality mkg:planned ;
    prov:wasAttributedTo :speaker ; mkg:relativeTime "soon"@en .
:plan { id:a :sells id:b ; mkg:count 7 }
:lonely a mkg:Claim ; prov:wasDerivedFrom sentence:s2 ; schema:about id:a ; mkg:gist "So"@en .
_:told a mkg:Claim ; prov:wasDerivedFrom sentence:s2 ; mkg:gist "Told"@en .
_:told { id:b :buys id:a }
"""


def test_turtle_of_rich_data_leaves_nothing_out(browser: "Browser", tmp_path: Path) -> None:
    """Labels, types, names, figures, claims and blank sentences of other data are read back."""
    (tmp_path / "rich.trig").write_text(PREFIXES + RICH)
    whole = mistral_kg.load(tmp_path / "rich.trig")
    (tmp_path / "rich.html").write_text(whole.view())
    opened = Opened(browser, tmp_path / "rich.html")
    (tmp_path / "all.ttl").write_bytes(opened.share("Data (Turtle)"))
    opened.search("A")
    turtle = opened.share("Data (Turtle)")
    opened.close()
    (tmp_path / "part.ttl").write_bytes(turtle)
    assert b"id:a " in turtle
    assert b"@prefix id: <https://example.org/other#> ." in turtle
    for file in ("all.ttl", "part.ttl"):
        part = mistral_kg.load(tmp_path / file)
        for name in ("id:a", ":round"):
            assert part.show(name).page() == whole.show(name).page()
            assert part.why(name).page() == whole.why(name).page()
        described = {quad.triple for quad in whole.described().about(A) if quad.object != B}
        assert described - {quad.triple for quad in part.described().about(A)} == set()
    stated = "ASK { GRAPH ?s { id:a mkg:amount 1.50 } ?s dcterms:identifier 'S01' }"
    assert part.query(stated)
    assert not part.query("ASK { id:a mkg:count 7 }")
    assert part.query("ASK { GRAPH ?claim { id:a mkg:count 7 } ?claim a mkg:Claim }")
    assert not part.query("ASK { id:c mkg:amount ?amount }")
    assert mistral_kg.load(tmp_path / "all.ttl").query("ASK { id:c mkg:amount 7 }")


A, B = NamedNode("https://example.org/other#a"), NamedNode("https://example.org/other#b")


def test_turtle_says_that_graphs_are_left_out(browser: "Browser", tmp_path: Path) -> None:
    """Which of several graphs a triple stands in has no place in Turtle, and the file says so."""
    (tmp_path / "graphs.trig").write_text(PREFIXES + ":g { :a :b :c } :h { :a :d 1 }")
    page_of = mistral_kg.load(tmp_path / "graphs.trig").view()
    (tmp_path / "graphs.html").write_text(page_of)
    opened = Opened(browser, tmp_path / "graphs.html")
    turtle = opened.share("Data (Turtle)").decode()
    opened.close()
    assert turtle.startswith("# Turtle leaves out in which of 2 other named graphs")
    (tmp_path / "part.ttl").write_text(turtle)
    assert mistral_kg.load(tmp_path / "part.ttl").query("ASK { :a :b :c ; :d 1 }")


def test_picture_has_twice_the_pixels(opened: Opened) -> None:
    """The PNG has twice as many pixels each way as the picture has on the screen."""
    data = opened.share("Picture (PNG)")
    assert data.startswith(b"\x89PNG")
    box = opened.page.locator("#picture").bounding_box()
    assert box
    size = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert size == (2 * round(box["width"]), 2 * round(box["height"]))


@pytest.mark.parametrize("size", SIZES, ids=["1440", "1024", "390"])
@pytest.mark.parametrize("language", ["en", "pa"])
def test_opens_at_rest_and_legible(
    browser: "Browser", article: Path, size: tuple[int, int], language: str
) -> None:
    """At rest at once, words cover no words, and the centre of the story is where the eye falls."""
    opened = Opened(browser, article, f"lang={language}", size)
    name = {"en": "Drawing (SVG)", "pa": "ਰੇਖਾ-ਚਿੱਤਰ (SVG)"}[language]
    box = opened.page.locator("#picture").bounding_box()
    assert box
    one, other = (Drawing(opened.share(name).decode(), box["x"], box["y"]) for _ in "12")
    assert one.dots() == other.dots()
    x, y = one.dots()[{"en": "Mistral AI", "pa": "ਮਿਸਟਰਲ ਏਆਈ"}[language]]
    assert 0.3 < (x - box["x"]) / box["width"] < 0.7
    assert 0.2 < (y - box["y"]) / box["height"] < 0.7
    words = one.words()
    assert len(words) > 25
    biggest = max(words, key=lambda word: word[3])
    assert biggest[0] == {"en": "Mistral AI", "pa": "ਮਿਸਟਰਲ ਏਆਈ"}[language]
    for index, (_, x1, y1, height) in enumerate(words):
        for _, x2, y2, its in words[index + 1 :]:
            assert abs(y1 - y2) > 0.4 * min(height, its) or abs(x1 - x2) > min(height, its)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state",
    [
        "",
        "node=id:mistral-ai&depth=1",
        "sentence=S14&table=yes&lang=pa",
        "line=id:openai mkg:backedBy id:microsoft",
        "path=id:openai id:macron",
        "without-types=mkg:Company&facts=only",
    ],
)
def test_no_barrier_for_anybody(browser: "Browser", article: Path, scheme: str, state: str) -> None:
    """axe-core finds nothing serious or critical in any state, in light and dark."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    opened = Opened(browser, article, state, color_scheme=scheme)
    found = Axe().run(opened.page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["target"]) for one in grave] == []
    opened.close()


def test_all_of_it_by_keyboard(opened: Opened) -> None:
    """Without a mouse: search, read a sentence, zoom and move, and close what is chosen."""
    press = opened.page.keyboard.press
    opened.page.get_by_role("combobox").focus()
    opened.page.keyboard.type("mistral")
    press("ArrowDown")
    press("Enter")
    opened.rest()
    assert not opened.panel.startswith("Mistral AI ")
    assert "Mistral" in opened.page.inner_text("#panel h2")
    opened.page.locator("#picture").focus()
    before = opened.drawing().dots()["Mistral AI"]
    opened.page.locator("#picture").focus()
    press("ArrowRight")
    opened.rest()
    after = opened.drawing().dots()["Mistral AI"]
    assert after[0] == pytest.approx(before[0] - 60, abs=1)
    opened.page.locator("#passages button").nth(4).focus()
    press("Enter")
    opened.rest()
    assert opened.panel.startswith("Sentence S05")
    press("Escape")
    opened.rest()
    assert opened.panel.startswith("What the sentences say")
    opened.page.locator("#skip").focus()
    press("Enter")
    opened.rest()
    assert opened.page.evaluate("document.activeElement.id") == "lines"


def test_all_lines_of_a_claim_are_told(opened: Opened) -> None:
    """A claim about several things is shown with each of its lines."""
    opened.search("AI-model start-ups")
    for name in ("Anthropic", "Google", "Meta", "OpenAI"):
        assert f"AI-model start-ups can compete with {name}" in opened.panel


def test_a_claimed_figure_is_no_fact(browser: "Browser", tmp_path: Path) -> None:
    """A figure that is only claimed says so, also where no modality is given."""
    graph = graph_of(
        ":s2 a mkg:Passage ; mkg:number 2 . :s2 { :a :knows :b } "
        ":c a mkg:Claim ; prov:wasDerivedFrom :s2 . :c { :a :revenue 42 }"
    )
    (tmp_path / "page.html").write_text(graph.view(), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html", "node=https://example.org/a")
    assert "a → revenue → 42 claim S02" in opened.panel
    opened.press("S02")
    assert "revenue" not in opened.panel.partition("It reports")[0]
    opened.close()


def test_a_filter_that_hides_the_chosen_says_so(opened: Opened) -> None:
    """What a filter hides of the chosen is told, with the way to clear it."""
    opened.search("Mensch")
    opened.press("Facts only")
    assert opened.panel.startswith("A filter hides some of it in the picture.")
    opened.page.locator("#panel").get_by_role("button", name="Clear filters").press("Enter")
    opened.rest()
    assert opened.panel.startswith("Mensch")


def test_focus_stays_where_it_was(opened: Opened) -> None:
    """What is made anew gives the focus back; it never falls to the page's start."""
    opened.press("Table")
    opened.page.locator("#lines tbody button").first.press("Enter")
    opened.rest()
    assert opened.page.evaluate("document.activeElement !== document.body")
    opened.search("Axa")
    opened.page.get_by_role("button", name="2 steps").press("Enter")
    opened.rest()
    assert opened.page.evaluate("document.activeElement.textContent") == "2"


def test_back_leads_before_the_story(opened: Opened) -> None:
    """The way through the story is one step of the history."""
    opened.search("OpenAI")
    opened.page.locator("#story").focus()
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
    opened.rest()
    assert opened.panel.startswith("Move through the sentences")
    opened.page.go_back()
    opened.rest()
    assert opened.panel.startswith("OpenAI")


def test_movement_is_a_switch(opened: Opened) -> None:
    """The dots move only when asked to, and stand where they stood when it is switched off."""
    before = opened.drawing().dots()
    opened.press("Movement")
    opened.page.wait_for_timeout(600)
    assert opened.drawing().dots() != before
    opened.press("Movement")
    opened.press("Whole picture")
    after = opened.drawing().dots()
    assert all(after[name] == pytest.approx(place, abs=1) for name, place in before.items())


def test_prints(browser: "Browser", article: Path) -> None:
    """On paper there are the picture and the panel, on few pages."""
    opened = Opened(browser, article, "node=id:openai&depth=1")
    opened.page.emulate_media(media="print")
    data = opened.page.pdf(format="A4")
    assert data.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page[^s]", data))
    assert 1 <= pages <= 4
    opened.page.context.close()


def test_a_notebook_shows_the_page_in_a_sandbox(browser: "Browser", tmp_path: Path) -> None:
    """The network of a notebook shows the page in a frame that may touch nothing around it."""
    shown = mistral_kg.load().network(around="Microsoft")._repr_html_()
    assert shown
    (tmp_path / "notebook.html").write_text(f"<h1>Notebook</h1>{shown}", encoding="utf-8")
    opened = Opened(browser, tmp_path / "notebook.html")
    frame = opened.page.frame_locator("iframe")
    frame.get_by_role("combobox").fill("microsoft")
    frame.get_by_role("combobox").press("Enter")
    assert frame.locator("#panel h2").inner_text() == "Microsoft"
    opened.close()


def test_texts_are_text_everywhere(browser: "Browser", tmp_path: Path) -> None:
    """A text with markup runs nothing and adds no element, in no place and no file."""
    path = tmp_path / "page.html"
    path.write_text(render.render(named(*INJECTIONS), title=INJECTIONS[0]), encoding="utf-8")
    opened = Opened(browser, path)
    opened.press("Table")
    for label in INJECTIONS:
        opened.search(label)
        shown = opened.page.locator("#panel h2").evaluate("made => made.textContent")
        assert shown == label
        assert opened.page.locator("#lines").evaluate(
            "(made, label) => made.textContent.includes(label)", label
        )
    drawing = opened.drawing()
    assert len(drawing.dots()) == len(INJECTIONS)
    assert opened.page.evaluate("window.hurt") is None
    assert opened.page.locator("body img:not(#print), body a:not(#skip)").count() == 0
    opened.close()


@pytest.mark.parametrize("labels", ["", "a"], ids=["nothing", "one thing"])
def test_a_network_of_next_to_nothing(browser: "Browser", tmp_path: Path, labels: str) -> None:
    """A network of nothing, or of one thing, is a page that says so and complains of nothing."""
    made = named(*labels) if labels else networkx.MultiDiGraph()
    (tmp_path / "page.html").write_text(render.render(made, title="Little"), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html")
    assert f"{len(labels)} thing" in opened.panel
    opened.close()


def test_a_large_network_says_what_it_leaves_out(browser: "Browser", tmp_path: Path) -> None:
    """Of very many things the best connected are drawn; the others come in when chosen."""
    made = networkx.MultiDiGraph()
    for index in range(2500):
        made.add_node(f"https://example.org/{index}", label=f"Thing {index}")
        edge = {"relation": "near", "relation_iri": "https://example.org/near", "kind": "fact"}
        made.add_edge(
            f"https://example.org/{index}",
            f"https://example.org/{index // 2}",
            sentences=[],
            **edge,
        )
    (tmp_path / "page.html").write_text(render.render(made, title="Large"), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html")
    assert "1500 of 2500 things are left out" in opened.panel
    assert len(opened.drawing().dots()) == 1000
    opened.search("Thing 2499")
    assert opened.panel.startswith("Thing 2499")
    assert "Thing 2499" in opened.drawing().dots()
    opened.press("Whole picture")
    opened.press("Show all")
    assert len(opened.drawing().dots()) == 2500
    opened.close()
