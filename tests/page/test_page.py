"""The page as a file: what it holds, what it may do, and that it is the same at every run."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mistral_kg.page import render
from tests.support.networks import INJECTIONS, SMALL, named, small


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
    parsed = Parsed(render.render(small(), title="Mistral"))
    for tag, attributes in parsed.tags:
        for name in ("src", "srcset", "href", "action", "poster", "background", "style"):
            assert attributes.get(name) in (None, "data:,", "#lines"), (tag, name)
    for style in parsed.texts["style"]:
        assert "@import" not in style
        assert all(url.startswith("data:") for url in re.findall(r"""url\(["']?([^"')]*)""", style))


def test_policy_allows_the_own_code_and_no_request() -> None:
    """The policy forbids everything but the scripts and styles that are on the page."""
    parsed = Parsed(render.render(small(), title="Mistral"))
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
    data = Parsed(render.render(made, title="Mistral")).data
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
        for edge in Parsed(render.render(small(), title="Mistral")).data["edges"]
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
    assert "ਮਿਸਟਰਲ" in render.render(small(), title="Mistral")


def test_texts_are_data_only() -> None:
    """Markup and odd line ends in a text change nothing but the data."""
    html = render.render(named(*INJECTIONS), title=INJECTIONS[0])
    parsed = Parsed(html)
    plain = Parsed(render.render(named(*"abcd"), title="e"))
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert not set("<>&\u2028\u2029") & set(parsed.texts["script"][0])
    assert not set("\u2028\u2029") & set(html)
    assert [node["name"] for node in parsed.data["nodes"]] == list(INJECTIONS)
    assert parsed.texts["title"] == parsed.texts["h1"] == [INJECTIONS[0]]


def test_the_network_is_left_as_it_was() -> None:
    """Rendering changes nothing in the network that it is given."""
    made, same = small(), small()
    render.render(made, title="Mistral")
    assert list(made.nodes(data=True)) == list(same.nodes(data=True))
    assert list(made.edges(keys=True, data=True)) == list(same.edges(keys=True, data=True))


@pytest.mark.parametrize("things", [0, 1, 2], ids=["none", "one", "two"])
def test_few_nodes(things: int) -> None:
    """A network of no, one or two nodes without an edge makes a page."""
    assert len(Parsed(render.render(named(*"ab"[:things]), title="")).data["nodes"]) == things


def test_same_page_at_every_run(tmp_path: Path) -> None:
    """The page is the same in every byte for any hash seed and locale, without numpy or a file."""
    script = f"""
import sys
sys.modules["numpy"] = None
sys.path[:] = {sys.path!r}
from pyoxigraph import RdfFormat, parse
from mistral_kg.page import network, render
from mistral_kg.rdf.dataset import materialise
quads = materialise(parse({SMALL!a}, RdfFormat.TRIG))
sys.stdout.buffer.write(render.render(network.build(quads), title="Mistral").encode())
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
    assert pages == {render.render(small(), title="Mistral").encode()}
    assert list(tmp_path.iterdir()) == []
