"""The thread on which a box sells: whatever goes wrong in a turn, the next one comes."""

from threading import Event

import pytest

from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.sales_life import SalesLife


def until(holds):
    for _ in range(3_000):
        if holds():
            return
        Event().wait(0.01)
    raise AssertionError(holds)


@pytest.mark.parametrize("trouble", [ServerUnreachable("away"), Refused(401, "auth.required"), OSError("disk full")])
def test_after_any_trouble_comes_the_next_turn(trouble):
    turns = []

    def turn():
        turns.append(len(turns))
        if len(turns) == 1:
            raise trouble
        return 3_600.0

    life = SalesLife(turn)
    life.start()
    until(lambda: turns)
    life.wake()
    until(lambda: len(turns) == 2)
    life.stop()


def test_who_begins_a_payment_wakes_it_and_a_wish_within_a_turn_is_not_missed():
    turns, within = [], Event()

    def turn():
        turns.append(len(turns))
        if len(turns) == 1:
            life.wake()
        else:
            within.set()
        return 3_600.0

    life = SalesLife(turn)
    life.start()
    assert within.wait(30)
    life.stop()
