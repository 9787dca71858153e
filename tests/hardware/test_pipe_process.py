"""A till and a simulated pipe terminal in two processes, over a pty and over a network."""

from threading import Event
from time import monotonic

import pytest
from pipe_bench import FEE

from hardware.terminal.pipe.lines import pipe_at
from hardware.terminal.till import Sale, Verdict

PATIENT = 30.0
"""Seconds: a busy machine is no fault of the terminal's."""


def until(holds):
    begun = monotonic()
    while not holds():
        assert monotonic() - begun < PATIENT
        Event().wait(0.02)


@pytest.fixture
def terminal(simulator, tmp_path):
    def start(wire="pty", *options):
        state = ("--state", str(tmp_path / "terminal.json"), "--pace", "0.02", "--again-after", "60")
        return simulator("terminal", wire, "--protocol", "pipe", *state, *options)

    return start


@pytest.fixture
def plugged():
    tills = []

    def plug(terminal):
        tills.append(pipe_at(terminal.url, ack_seconds=PATIENT))
        return tills[-1]

    yield plug
    for till in tills:
        till.close()


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_a_sale_over_a_real_line_is_paid_once_and_the_next_one_is_declined(terminal, plugged, wire):
    simulated, asked = terminal(wire), []
    till = plugged(simulated)
    assert till.newest() is None
    assert till.sell(FEE, watch=asked.append).verdict is Verdict.APPROVED
    assert asked == ["card", "confirm", "pin", "wait"]
    simulated.deed("cardholder", does="decline")
    assert till.sell(Sale(reference="B", amount=1_000), watch=asked.append).verdict is Verdict.DECLINED
    assert [each["reference"] for each in simulated.state()["booked"]] == ["AB12CD"]
    assert till.totals().amount == 50_000


def test_a_cable_pulled_in_a_sale_leaves_it_in_doubt_until_the_terminal_is_asked_again(terminal, plugged):
    simulated = terminal()
    till = plugged(simulated)
    assert till.newest() is None
    simulated.faults(cut_after=20)
    answer = till.sell(FEE, watch=lambda _: None)
    assert answer.verdict is Verdict.IN_DOUBT
    assert till.recall(FEE, after=None).verdict is Verdict.IN_DOUBT
    until(lambda: simulated.state()["booked"])
    simulated.faults(drop=False)
    until(lambda: till.recall(FEE, after=None).verdict is Verdict.APPROVED)


def test_what_a_terminal_booked_it_knows_after_its_power_failed(terminal, plugged):
    assert plugged(terminal()).sell(FEE, watch=lambda _: None).verdict is Verdict.APPROVED
    again = plugged(terminal())
    assert again.recall(FEE, after=None).verdict is Verdict.APPROVED
    assert again.newest() == 1


def test_a_simulated_terminal_refuses_what_it_does_not_know_and_shows_itself(terminal):
    simulated = terminal()
    assert simulated.refuses("/deed/cardholder", '{"does": "run"}')
    assert simulated.refuses("/deed/eat", "{}")
    assert simulated.refuses("/faults", '{"cut_after": true}')
    assert "approve" in simulated.page()
