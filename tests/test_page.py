"""The page: self-contained, harmless and alike at every build; in a real browser it works."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import networkx
import pytest
from pyoxigraph import RdfFormat, parse

from mistral_kg import network, page
from mistral_kg.dataset import materialise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")  # Debian's
INJECTIONS = (
    "</script><script>window.hurt = 1</script>",
    '<img src=x onerror="window.hurt = 1">',
    "{{ 7 * 7 }} & <!-- ' \"",
    "line\u2028and\u2029paragraph",
)

# Parallel edges, ways back, loops and claims between two things.
SMALL = """
PREFIX mkg: <https://w3id.org/mistral-kg/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://example.org/>
mkg:planned rdfs:label "planned"@en .
mkg:denied rdfs:label "denied"@en .
:Company rdfs:label "company"@en .
:hasCustomer rdfs:label "has customer"@en .
:mistral a :Company ; rdfs:label "Mistral AI"@en , "ਮਿਸਟਰਲ"@pa .
:axa a :Company ; rdfs:label "Axa"@en , "ਐਕਸਾ"@pa .
:mensch rdfs:label "Arthur Mensch"@en .
:s3 a mkg:Passage ; mkg:number 3 .
:s27 a mkg:Passage ; mkg:number 27 .
:s27 { :mistral :hasCustomer :axa ; :knows :axa ; :knows :mistral ; :likes :mistral .
       :axa :knows :mistral ; :pays :mistral . }
:s3 { :mistral :hasCustomer :axa . :axa :near :paris . :paris :near :axa }
:plan a mkg:Claim ; prov:wasDerivedFrom :s3 ; mkg:modality mkg:planned ;
    prov:wasAttributedTo :mensch ; mkg:gist "They plan it"@en .
:denial a mkg:Claim ; prov:wasDerivedFrom :s27 ; mkg:modality mkg:denied .
:plan { :mistral :hasCustomer :axa }
:denial { :axa :pays :mistral }
"""


def small() -> networkx.MultiDiGraph:
    """Return the network of the small dataset."""
    return network.build(materialise(parse(SMALL, RdfFormat.TRIG)))


def article(things: int = 250, lines: int = 360) -> networkx.MultiDiGraph:
    """Return a made-up network of the size and the shape of a real article's."""
    chance = random.Random(1)  # noqa: S311
    made = networkx.MultiDiGraph()
    for index in range(things):
        made.add_node(
            f"https://example.org/{index:03}",
            label=" ".join(
                [*["Thing", "with", "some", "words"][: chance.randint(1, 4)], str(index)]
            ),
            label_pa=f"ਚੀਜ਼ {index}",
            type=f"type {chance.randint(0, 30)}",
            type_iri="",
        )
    nodes = list(made)
    for index in range(lines):
        claim = index % 3 == 0
        made.add_edge(
            nodes[0] if index % 4 == 0 else chance.choice(nodes),
            nodes[index % things],
            key=f"https://example.org/relation {index}",
            relation="is tied to",
            relation_iri="https://example.org/relation",
            kind="claim" if claim else "fact",
            sentences=[f"S{index % 67 + 1:02}"],
            **(
                {"modality_label": "claimed", "speaker": "Somebody", "gist": "In short"}
                if claim
                else {}
            ),
        )
    return made


def named(*labels: str) -> networkx.MultiDiGraph:
    """Return a network in which every text is one of the labels."""
    made = networkx.MultiDiGraph()
    for label in labels:
        made.add_node(label, label=label, label_pa=label, type=label, type_iri=label)
        edge = {"relation": label, "modality_label": label, "speaker": label, "gist": label}
        made.add_edge(label, labels[0], kind="claim", sentences=["S01"], **edge)
    return made


class Parsed(HTMLParser):
    """The attributes and the scripts and styles of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": [], "h1": []}
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """Note that the text ends."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Note the text of a script, a style or a heading."""
        if self._inside in self.texts:
            self.texts[self._inside][-1] += data

    @property
    def data(self) -> dict[str, Any]:
        """What the page draws."""
        data: dict[str, Any] = json.loads(self.texts["script"][0])
        return data


def test_nothing_is_fetched() -> None:
    """No attribute and no style names a resource outside the page."""
    parsed = Parsed(page.render(small(), title="Mistral"))
    for tag, attributes in parsed.tags:
        for name in ("src", "srcset", "href", "action", "poster", "background", "style"):
            assert attributes.get(name) in (None, "data:,"), (tag, name)
    for style in parsed.texts["style"]:
        assert "@import" not in style
        assert all(url.startswith("data:") for url in re.findall(r"""url\(["']?([^"')]*)""", style))


def test_policy_allows_the_own_code_and_no_request() -> None:
    """The policy forbids everything but the scripts and styles that are on the page."""
    parsed = Parsed(page.render(small(), title="Mistral"))
    policy = next(
        attributes["content"] or ""
        for tag, attributes in parsed.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    directives = {name: rest for name, *rest in (part.split() for part in policy.split(";"))}
    assert directives == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "img-src": ["data:"],
        "script-src": [source(text) for text in parsed.texts["script"][1:]],
        "style-src": [source(text) for text in parsed.texts["style"]],
    }
    assert not any(name.startswith("on") for _, attributes in parsed.tags for name in attributes)


def source(text: str) -> str:
    """Return the hash by which a policy allows a text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_page_has_the_network() -> None:
    """The nodes and the edges of the page are those of the network, with all they know."""
    made = small()
    data = Parsed(page.render(made, title="Mistral")).data
    iris = [node["iri"] for node in data["nodes"]]
    assert iris == list(made)
    for node in data["nodes"]:
        expected = made.nodes[node["iri"]]
        assert (node["name"], node["name_pa"]) == (expected["label"], expected["label_pa"])
    assert len(data["edges"]) == made.number_of_edges() == 10
    for edge, (start, end, expected) in zip(data["edges"], made.edges(data=True), strict=True):
        assert (iris[edge["from"]], iris[edge["to"]]) == (start, end)
        assert expected.items() <= edge.items()


def test_edges_between_the_same_two_nodes_differ_in_bend() -> None:
    """No two edges between the same two nodes lie on each other."""
    drawn = Counter(
        (
            *sorted((edge["from"], edge["to"])),
            json.dumps(edge.get("selfReference") or side(edge), sort_keys=True),
        )
        for edge in Parsed(page.render(small(), title="Mistral")).data["edges"]
    )
    assert max(drawn.values()) == 1


def side(edge: dict[str, Any]) -> float:
    """Return how far to one side of the line between its two nodes an edge bends."""
    if not edge["smooth"]:
        return 0
    same_way = (edge["smooth"]["type"] == "curvedCW") == (edge["from"] < edge["to"])
    bend: float = edge["smooth"]["roundness"]
    return bend if same_way else -bend


def test_gurmukhi_stands_as_it_is() -> None:
    """Punjabi is on the page in letters, not in codes."""
    assert "ਮਿਸਟਰਲ" in page.render(small(), title="Mistral")


def test_texts_are_data_only() -> None:
    """Markup and odd line ends in a text change nothing but the data."""
    html = page.render(named(*INJECTIONS), title=INJECTIONS[0])
    parsed = Parsed(html)
    plain = Parsed(page.render(named(*"abcd"), title="e"))
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert not set("<>&\u2028\u2029") & set(parsed.texts["script"][0])
    assert not set("\u2028\u2029") & set(html)
    assert [node["name"] for node in parsed.data["nodes"]] == list(INJECTIONS)
    assert parsed.texts["title"] == parsed.texts["h1"] == [INJECTIONS[0]]


def test_the_network_is_left_as_it_was() -> None:
    """Rendering changes nothing in the network that it is given."""
    made, same = small(), small()
    page.render(made, title="Mistral")
    assert list(made.nodes(data=True)) == list(same.nodes(data=True))
    assert list(made.edges(keys=True, data=True)) == list(same.edges(keys=True, data=True))


@pytest.mark.parametrize("things", [0, 1, 2], ids=["none", "one", "two"])
def test_few_nodes(things: int) -> None:
    """A network of no, one or two nodes without an edge makes a page."""
    assert len(Parsed(page.render(named(*"ab"[:things]), title="")).data["nodes"]) == things


def test_same_page_at_every_run(tmp_path: Path) -> None:
    """The page is the same in every byte for any hash seed and locale, without numpy or a file."""
    script = f"""
import sys
sys.modules["numpy"] = None
sys.path[:] = {sys.path!r}
from pyoxigraph import RdfFormat, parse
from mistral_kg import network, page
from mistral_kg.dataset import materialise
quads = materialise(parse({SMALL!a}, RdfFormat.TRIG))
sys.stdout.buffer.write(page.render(network.build(quads), title="Mistral").encode())
"""
    pages = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": str(seed), "HOME": str(tmp_path), **locale},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout
        for seed, locale in enumerate(
            (
                {},
                {"LC_ALL": "C.UTF-8"},
                {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            )
        )
    }
    assert pages == {page.render(small(), title="Mistral").encode()}
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
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
    """A page in a browser, with whatever it asked for or complained about."""

    def __init__(self, browser: Browser, path: Path, made: networkx.MultiDiGraph) -> None:
        path.write_text(page.render(made, title="Mistral"), encoding="utf-8")
        self.page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        self.until("written.length > 0")

    def until(self, condition: str) -> None:
        """Wait for the condition; Playwright's own way needs `eval`, which the policy forbids."""
        self.page.evaluate(
            f"""new Promise((done) => {{
                const look = () => ({condition} ? done() : requestAnimationFrame(look));
                look();
            }})"""
        )

    def click(self, point: str) -> None:
        """Click the canvas at the point, in the picture's coordinates, that the script gives."""
        at = self.page.evaluate(f"picture.canvasToDOM({point})")
        self.page.locator("#picture").click(position=at)

    @property
    def panel(self) -> str:
        """The text of the panel."""
        return self.page.inner_text("#panel")


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open the page of the small network."""
    opened = Opened(browser, tmp_path / "page.html", small())
    yield opened
    assert opened.complaints == []
    assert opened.requests == [(tmp_path / "page.html").as_uri()]


def test_browser_draws_every_edge(opened: Opened) -> None:
    """The browser draws as many edges as the network has, and every node."""
    drawn = "Object.values(picture.body.edges).filter((edge) => edge.connected).length"
    assert opened.page.evaluate(drawn) == small().number_of_edges()
    assert opened.page.evaluate("picture.body.nodeIndices.length") == len(small())


def test_browser_shows_a_node(opened: Opened) -> None:
    """A click on a node shows its names in both scripts, its facts and claims, their sentences."""
    opened.click("picture.getPositions()[data.nodes.find((node) => node.name === 'Mistral AI').id]")
    assert opened.panel.startswith("Mistral AI\n\nਮਿਸਟਰਲ\n\ncompany")
    assert "has customer Axa S03 S27" in opened.panel
    assert "Facts (6)" in opened.panel
    assert "Claims (2)" in opened.panel
    assert "planned said by Arthur Mensch" in opened.panel
    assert opened.page.locator("#panel [lang=pa]").all_inner_texts() == ["ਮਿਸਟਰਲ"]


def test_browser_shows_every_edge(opened: Opened) -> None:
    """A click on the middle of any edge, a parallel one or a loop too, shows that edge."""
    for index, (_, _, edge) in enumerate(small().edges(data=True)):
        opened.page.evaluate("choose()")
        opened.click(f"along(data.edges[{index}])[0]")
        assert opened.page.evaluate("picture.getSelectedEdges()") == [index]
        assert opened.panel.startswith(edge["relation"])
        assert edge.get("modality_label", "fact") in opened.panel
        assert opened.panel.endswith(" ".join(edge["sentences"]))


def test_browser_writes_sentences_on_the_edges_of_a_node(opened: Opened) -> None:
    """The edges of a chosen node say on themselves what they are and which sentence says so."""
    opened.page.evaluate("choose({ node: data.nodes.find((node) => node.name === 'paris').id })")
    # The words are drawn with the next frame; until then those of before are there.
    opened.until(
        """written.filter((words) => words.edge !== undefined)
            .map((words) => worded.text(data.edges[words.edge]))
            .join(", ") === "near · S03, near · S03\""""
    )


def test_browser_hints_at_sentences(opened: Opened) -> None:
    """The pointer over an edge brings up its sentences."""
    index = [gist for *_, gist in small().edges(data="gist")].index("They plan it")
    at = opened.page.evaluate(f"picture.canvasToDOM(along(data.edges[{index}])[0])")
    opened.page.locator("#picture").hover(position=at)
    hint = opened.page.locator(".vis-tooltip")
    hint.wait_for(state="visible")
    assert hint.inner_text() == "Mistral AI → Axa\nplanned: has customer · S03"


@pytest.mark.parametrize("words", ["mistral", "MISTRAL a", "ਮਿਸਟਰਲ", "ਮਿਸ਼ਟਰਲ"])
def test_browser_finds_a_name(opened: Opened, words: str) -> None:
    """A part of a name in either script, with or without nukta, finds the thing."""
    opened.page.fill("#words", words)
    opened.page.press("#words", "Enter")
    assert opened.panel.startswith("Mistral AI\n")


def test_browser_lists_every_edge(opened: Opened) -> None:
    """The list has a row for each edge, in the order of the article."""
    opened.page.click("#list")
    rows = opened.page.locator("#table tbody tr").all_inner_texts()
    assert len(rows) == small().number_of_edges()
    sentences = [row.split("\t")[-1].split()[0] for row in rows]
    assert sentences == sorted(sentences)


def test_browser_takes_texts_as_text(browser: Browser, tmp_path: Path) -> None:
    """A text with markup runs nothing and adds no element, wherever it is shown."""
    opened = Opened(browser, tmp_path / "page.html", named(*INJECTIONS))
    opened.page.click("#list")
    for index, label in enumerate(INJECTIONS):
        for kind in ("node", "edge"):
            opened.page.evaluate(f"choose({{ {kind}: {index} }})")
            assert opened.page.locator("#panel h2").evaluate("made => made.textContent") == label
    assert opened.page.evaluate("window.hurt") is None
    assert opened.page.locator("img").count() == 0
    assert opened.complaints == []


def test_browser_shows_an_article_legibly(browser: Browser, tmp_path: Path) -> None:
    """At rest the best connected thing is near the middle, and no words cover others or a node."""
    opened = Opened(browser, tmp_path / "page.html", article())
    middle = opened.page.evaluate(
        """(() => {
            const { x, y } = picture.canvasToDOM(picture.getPositions()[ranked[0].id]);
            return [x / at("picture").clientWidth, y / at("picture").clientHeight];
        })()"""
    )
    assert all(0.3 < share < 0.7 for share in middle)
    covered = opened.page.evaluate(
        """written.flatMap((one, index) => [
            ...written.slice(index + 1),
            ...data.nodes.map(({ x, y, size }) => around(x, y, 2 * size, 2 * size)),
        ].filter((other) => !apart(one, other)))"""
    )
    assert covered == []
    names = opened.page.evaluate(
        "written.filter(({ node }) => node !== undefined).map(({ node }) => node)"
    )
    assert opened.page.evaluate("ranked[0].id") in names
    assert len(names) >= 0.4 * len(article())
    assert opened.complaints == []


def test_browser_shows_an_empty_network(browser: Browser, tmp_path: Path) -> None:
    """A network of nothing is a page that says so and complains of nothing."""
    path = tmp_path / "page.html"
    path.write_text(page.render(networkx.MultiDiGraph(), title="Nothing"), encoding="utf-8")
    shown = browser.new_page()
    complaints: list[str] = []
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.goto(path.as_uri())
    assert "0 things, 0 lines of fact, 0 lines of claim" in shown.inner_text("#panel")
    assert complaints == []
