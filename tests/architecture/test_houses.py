"""The houses stand as they were drawn: who may import whom, how large a module may grow, what a wheel holds."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSES = ("queue_server", "kiosk", "display", "hardware")
LONGEST = 400
SOURCES = sorted(
    path
    for house in (*HOUSES, "tests", "tools")
    for path in (ROOT / house).rglob("*")
    if path.suffix in {".py", ".js", ".mjs", ".css"} and "vendor" not in path.parts and "versions" not in path.parts
)


def named(path):
    return str(path.relative_to(ROOT))


def test_the_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_module_is_longer_than_four_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_nothing_is_mocked():
    mocks = {"mock", "unittest.mock", "pytest_mock"}
    guilty = [named(path) for path in SOURCES if path.suffix == ".py" and mocks & imports(path)]
    assert guilty == []


def imports(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_every_module_says_what_it_is_for():
    silent = [
        named(path) for path in SOURCES if path.suffix == ".py" and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_the_wheel_holds_our_four_packages_with_their_files_and_nothing_else(tmp_path):
    """Built offline by hatchling itself."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {*HOUSES, "motcua"}
    for needed in (
        "queue_server/web/strings/vi.json",
        "queue_server/store/migrations/versions/0001_the_first_schema.py",
        "queue_server/store/migrations/env.py",
        "kiosk/assets/shared/api.js",
        "display/templates/board.html",
    ):
        assert needed in names
