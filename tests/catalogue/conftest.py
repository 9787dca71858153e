"""Catalogue files and the demonstration centre."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.catalogue import Procedure, Rejected, parse_line, parse_lines
from queue_server.domain.centre_file import CentreFile
from queue_server.domain.centre_reading import read_centre_file

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
NATIONAL = REPOSITORY.parent / "shared" / "data" / "procedures" / "procedures_2026-07.jsonl"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the facts about the national file out, and say so, where the file is not there."""
    if NATIONAL.exists():
        return
    away = [item for item in items if "national" in getattr(item, "fixturenames", ())]
    if away:
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in away]


def pytest_report_header() -> str:
    """Say whether the facts about the national catalogue are tested."""
    known = "is tested" if NATIONAL.exists() else "is absent (../shared/data), its facts are not tested"
    return f"national catalogue: {known}"


@pytest.fixture
def sample_path() -> Path:
    """Thirty records of our own invention that have every peculiarity of the national ones."""
    return HERE / "sample.jsonl"


@pytest.fixture
def sample(sample_path: Path) -> list[Procedure]:
    return procedures_of(sample_path)


@pytest.fixture(scope="session")
def national() -> list[Procedure]:
    return procedures_of(NATIONAL)


@pytest.fixture
def read() -> Callable[..., Procedure | Rejected | None]:
    """Read one record, sound but for what the test changes."""

    def read_one(**changes: Any) -> Procedure | Rejected | None:
        record: dict[str, Any] = {
            "code": "9.000001",
            "name": "Đăng ký thả diều",
            "field": "Văn hóa",
            "level": "Cấp tỉnh",
            "options": [{"channel": "Trực tiếp", "duration": 3.0, "unit": "Ngày làm việc"}],
        }
        record |= changes
        kept = {member: value for member, value in record.items() if value is not ...}
        return parse_line(json.dumps(kept).encode(), number=1)

    return read_one


@pytest.fixture
def demo_text() -> str:
    return (REPOSITORY / "queue_server" / "demo" / "quang_ninh.toml").read_text(encoding="utf-8")


@pytest.fixture
def demo(demo_text: str) -> CentreFile:
    return read_centre_file(demo_text)


def procedures_of(path: Path) -> list[Procedure]:
    with path.open("rb") as file:
        return [each for each in parse_lines(file) if isinstance(each, Procedure)]
