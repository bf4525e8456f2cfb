"""The packages import one way, and no module is too long to read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mistral_kg

ROOT = Path(mistral_kg.__file__).parent
LAYERS = (
    {"errors", "vocabulary"},
    {"terminal"},
    {"rdf"},
    {"text", "sparql"},
    {"sources"},
    {"explore", "serialize"},
    {"check", "page"},
    {"knowledge_graph"},
    {"cli"},
)
"""The lowest first: a module imports modules of its own package and of lower layers."""

MODULES = {
    ".".join(("mistral_kg", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in ROOT.rglob("*.py")
}


def imports(path: Path) -> Iterator[str]:
    """Give the modules of this package that a file imports, lazily and for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for name in node.names:
                full = f"{node.module}.{name.name}"
                yield full if full in MODULES else node.module


def layer(module: str) -> int:
    """Return the number of the layer of a module."""
    package = module.split(".")[1]
    return next(number for number, names in enumerate(LAYERS) if package in names)


INNER = sorted(name for name in MODULES if name not in {"mistral_kg", "mistral_kg.__main__"})


@pytest.mark.parametrize("module", INNER)
def test_a_module_imports_its_own_package_and_lower_layers(module: str) -> None:
    """No import goes up, or across two packages of one layer."""
    own = module.split(".")[1]
    wrong = {
        other
        for other in imports(MODULES[module])
        if other.split(".")[1:2] != [own]
        and (other == "mistral_kg" or layer(other) >= layer(module))
    }
    assert wrong == set()


def test_no_two_modules_import_each_other() -> None:
    """Two modules that need each other are one."""
    known = {module: set(imports(path)) for module, path in MODULES.items()}
    assert [
        (one, other) for one in known for other in known[one] if one in known.get(other, ())
    ] == []


def test_top_level_has_few_entries() -> None:
    """What stands beside the package's `__init__` is seen at a glance."""
    entries = {path.name for path in ROOT.iterdir() if not path.name.startswith("__pyc")}
    assert len(entries - {"ontology", "graph", "queries"}) <= 16


def test_each_package_says_what_it_is_for() -> None:
    """The docstring of a package says what it is for, and what may change in it."""
    for path in ROOT.rglob("__init__.py"):
        if path.parent != ROOT:
            purpose, _, rules = (ast.get_docstring(ast.parse(path.read_text())) or "").partition(
                "\n"
            )
            assert purpose, path
            assert "may " in rules, path


@pytest.mark.parametrize("module", INNER)
def test_files_and_functions_are_short(module: str) -> None:
    """A file has at most 300 lines, a function at most 40."""
    text = MODULES[module].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name
