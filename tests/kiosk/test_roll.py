"""The paper estimate outlives the agent."""

from datetime import UTC, datetime

import pytest

from hardware.device import DeviceState, Health, PaperUse
from kiosk.agent.database import Database
from kiosk.agent.roll import ROLL, RollMemory

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
USED = PaperUse(mm=41_300, low_since=AT)


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "agent.sqlite")
    yield opened
    opened.close()


def health(name, paper):
    return Health(name=name, kind=name, state=DeviceState.READY, detail=None, since=AT, paper=paper)


def test_a_restarted_agent_knows_how_much_of_the_roll_is_used(database):
    assert RollMemory(database).known() == PaperUse()
    RollMemory(database).keep([health("scanner", None), health("printer", USED)])
    assert RollMemory(database).known() == USED


def test_nothing_is_written_while_nothing_is_printed(database):
    roll = RollMemory(database)
    roll.keep([health("printer", USED)])
    database.remember(ROLL, None)
    roll.keep([health("printer", USED)])
    assert database.fact(ROLL) is None


@pytest.mark.parametrize("damaged", ["", "{", "[]", "null", '{"mm": "x"}', '{"mm": 1, "low_since": "soon"}'])
def test_what_cannot_be_read_is_a_new_roll(database, damaged):
    database.remember(ROLL, damaged)
    assert RollMemory(database).known() == PaperUse()
