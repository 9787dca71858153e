"""A hall with many counters, and processes that work in it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from queue_server.store.schema import CounterRow, SkillRow, StaffRow
from queue_server.store.unit import Unit

HAND = Path(__file__).parent / "hand.py"
HANDS = 8


@pytest.fixture
def busy_hall(hall: Any) -> Any:
    """The hall with eight more counters, each with its clerk, each serving both lines; `hall.hands` are the clerks."""
    with Unit(hall.store) as unit:
        one = unit.session.get_one(CounterRow, 1)
        clerks = []
        for number in range(11, 11 + HANDS):
            counter = CounterRow(centre_id=one.centre_id, hall_id=one.hall_id, number=number, names=one.names)
            clerk = StaffRow(
                centre_id=one.centre_id, login=f"hand{number}", name="Cán bộ", password_hash="-", roles='["clerk"]'
            )
            unit.session.add(counter)
            unit.session.add(clerk)
            unit.session.flush()
            unit.session.add_all([SkillRow(counter_id=counter.id, line_id=line, rank=1) for line in (1, 2)])
            clerks.append(clerk.id)
    for number, clerk in enumerate(clerks):
        hall.sits(clerk, 11 + number)
    return hall, clerks


@dataclass(slots=True)
class Working:
    """A process at work, and the file into which it says what was acknowledged."""

    process: subprocess.Popen[bytes]
    said: Path

    def works(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """As a power cut of this process alone: SIGKILL."""
        self.process.kill()

    def ends(self) -> int:
        return self.process.wait()

    def answers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.said.read_bytes().splitlines()]


@pytest.fixture
def hands(busy_hall: Any, tmp_path: Path) -> Iterator[Callable[..., list[Working]]]:
    """Start processes: `hands("serve", 8, tickets=100)`; `same=True` makes all of them one caller."""
    hall, clerks = busy_hall
    started: list[Working] = []

    def start(work: str, count: int, *, same: bool = False, **facts: Any) -> list[Working]:
        for number in range(count):
            order = {
                "url": hall.store.url.render_as_string(hide_password=False), "work": work, "centre": hall.centre_id,
                "name": "hand" if same else f"hand{number}", "clerk": clerks[0 if same else number], "facts": facts,
            }  # fmt: skip
            said = tmp_path / f"hand{number}.jsonl"
            with said.open("wb") as output:
                process = subprocess.Popen([sys.executable, str(HAND), json.dumps(order)], stdout=output)
            started.append(Working(process, said))
        return started

    yield start
    for working in started:
        working.kill()
        working.ends()
