"""An installed wheel works away from the checkout."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import SOURCE


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a fresh environment in which a wheel, built now, is installed."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(SOURCE.parent)], check=True, capture_output=True)
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    library = environment / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")]
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *install], check=True, capture_output=True)
    # The dependencies are those of this environment; the package itself is only the wheel's.
    here = sysconfig.get_path("purelib")
    (library / "dependencies.pth").write_text(f"import sys; sys.path.append({here!r})\n")
    return environment


def run(installed: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command in a folder without the checkout, and without its settings."""
    return subprocess.run(
        [str(installed / "bin" / "mistral-kg"), *words],
        cwd=installed,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_package_is_the_wheel(installed: Path) -> None:
    """What runs is the installed package, with its data inside."""
    code = "import mistral_kg, sys; sys.stdout.write(mistral_kg.__file__)"
    python = str(installed / "bin" / "python")
    done = subprocess.run(
        [python, "-c", code],
        cwd=installed,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    assert Path(done.stdout.decode()).is_relative_to(installed)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["query", "customers"], "id/axa,Axa,They are examples"),
        (["queries"], "backers,Which companies back a company?"),
        (["stats"], "passages,67"),
        (["export", "--format", "trig"], "art:s27 {"),
        (["--version"], "mistral-kg 0."),
    ],
    ids=["query", "queries", "stats", "export", "version"],
)
def test_installed_command_answers(installed: Path, words: list[str], expected: str) -> None:
    """The installed command answers, lists, counts and exports."""
    done = run(installed, *words)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout


def test_installed_command_checks(installed: Path) -> None:
    """The installed command checks its own data and finds no fault."""
    done = run(installed, "check")
    assert (done.returncode, done.stdout) == (0, "")


def test_installed_command_views(installed: Path) -> None:
    """The installed command writes the page, and nothing but the page."""
    before = set(installed.iterdir())
    assert run(installed, "view", "-o", "page.html").returncode == 0
    assert set(installed.iterdir()) - before == {installed / "page.html"}
    assert "ਮਿਸਟਰਲ" in (installed / "page.html").read_text(encoding="utf-8")
