"""What is proved of the house itself: who imports whom, how files are named, and nothing far."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.measures.engine.registry import all_measures
from dashboard.settings import ROOT

BESIDE_PYTHON = Path(sys.executable).parent
VENDORED = ROOT / "assets" / "vendor"

NO_NAMES = {"utils.py", "helpers.py", "constants.py"}
"""Names that say nothing of what is inside."""

# In pieces, so that this file names none of them.
FAR_HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("cloudflare", "com"),
        ("cdn", "plot", "ly"),
        ("cdn", "skypack", "dev"),
        ("esm", "sh"),
        ("bootstrapcdn", "com"),
        ("code", "jquery", "com"),
        ("googleapis", "com"),
        ("gstatic", "com"),
        ("googletagmanager", "com"),
        ("use", "fontawesome", "com"),
        ("use", "typekit", "net"),
        ("aspnetcdn", "com"),
        ("tile", "openstreetmap", "org"),
        ("api", "mapbox", "com"),
    )
]

NEW_MEASURE = '''
"""A measure that was not there before."""

from dataclasses import replace

from dashboard.measures.nominal_strength import MEASURE as NOMINAL

MEASURE = replace(NOMINAL, id="dropped_in", title="Dropped in")
'''

FIND_MEASURES = """
from dashboard import measures
from dashboard.measures.engine.registry import all_measures
print(measures.__file__)
print(*all_measures())
"""


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def passes(*command: str | Path) -> None:
    done = run(*command)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def kept_files() -> list[Path]:
    """The files that git keeps, or would if asked to: those that it is not told to ignore."""
    done = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    assert done.returncode == 0, done.stderr
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def modules() -> list[Path]:
    """Every module of ours but the tests."""
    return sorted([*(ROOT / "dashboard").rglob("*.py"), *ROOT.glob("*.py")])


def found_in(house: Path) -> list[str]:
    """The measures that a fresh process finds in a copy of the house."""
    done = run(sys.executable, "-c", FIND_MEASURES, cwd=house)
    assert done.returncode == 0, done.stderr
    where, names = done.stdout.splitlines()
    assert Path(where).is_relative_to(house)
    return names.split()


# Who imports whom.


def test_every_room_imports_only_what_it_may() -> None:
    passes(BESIDE_PYTHON / "lint-imports", "--no-cache")


def test_an_import_from_the_wrong_side_is_found(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "dashboard", tmp_path / "dashboard")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    months = tmp_path / "dashboard" / "schema" / "months.py"
    months.write_text(f"{months.read_text(encoding='utf-8')}\nimport dashboard.store\n")
    done = run(BESIDE_PYTHON / "lint-imports", "--no-cache", cwd=tmp_path)
    assert done.returncode != 0
    assert "dashboard.schema.months -> dashboard.store" in done.stdout


def test_the_contracts_have_no_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


# Words and names.


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_in_its_first_line_what_it_owns(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, "has no docstring"
    first = said.splitlines()[0]
    assert re.search(r"[.:;]$", first), f"does not end its first line: {first}"


def test_no_file_has_a_name_that_says_nothing() -> None:
    kept = kept_files()
    assert ROOT / "pyproject.toml" in kept
    assert [str(path) for path in kept if path.name in NO_NAMES] == []


# Style and types.


def test_ruff_finds_nothing() -> None:
    passes(BESIDE_PYTHON / "ruff", "check", "--no-cache", ".")


def test_everything_is_formatted() -> None:
    passes(BESIDE_PYTHON / "ruff", "format", "--no-cache", "--check", ".")


def test_types_hold(tmp_path: Path) -> None:
    passes(BESIDE_PYTHON / "mypy", "--cache-dir", tmp_path)


# Nothing from far.


def test_no_file_names_a_host_that_serves_scripts_fonts_or_maps() -> None:
    far = re.compile("|".join(map(re.escape, FAR_HOSTS)).encode(), re.IGNORECASE)
    assert far.search(b"https://" + FAR_HOSTS[0].encode())
    named = [
        f"{path.relative_to(ROOT)}: {found.group().decode()}"
        for path in kept_files()
        # plotly.js names the place of maps, which no chart here has; it is kept as it came.
        if path.parent != VENDORED and (found := far.search(path.read_bytes()))
    ]
    assert named == []


# What others made and this repository carries.


def test_plotly_js_is_the_file_that_its_note_says_and_of_the_version_that_plotly_has() -> None:
    note = (VENDORED / "plotly-cartesian.txt").read_text(encoding="utf-8")
    said = dict(re.split(r": +", line, maxsplit=1) for line in note.splitlines())
    content = (VENDORED / said["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == said["sha256"]
    assert f"* plotly.js (cartesian - minified) v{said['version']}\n".encode() in content[:200]
    assert said["version"] == get_plotlyjs_version()
    # Nothing else lies there unsaid.
    assert {path.name for path in VENDORED.iterdir()} == {said["file"], "plotly-cartesian.txt"}


# A measure is one file.


def test_a_new_measure_is_found_where_its_file_is_dropped_in(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "dashboard", tmp_path / "dashboard")
    known = sorted(all_measures())
    assert found_in(tmp_path) == known
    dropped = tmp_path / "dashboard" / "measures" / "dropped_in.py"
    dropped.write_text(NEW_MEASURE, encoding="utf-8")
    assert found_in(tmp_path) == sorted([*known, "dropped_in"])


def test_two_measures_of_one_id_are_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "dashboard", tmp_path / "dashboard")
    twice = tmp_path / "dashboard" / "measures" / "another.py"
    twice.write_text(NEW_MEASURE.replace("dropped_in", "nominal_strength"), encoding="utf-8")
    done = run(sys.executable, "-c", FIND_MEASURES, cwd=tmp_path)
    assert done.returncode != 0
    assert "two measures have the id 'nominal_strength'" in done.stderr
