"""The simulated ZVT terminal as a process of its own, on a real pty and on TCP; the rest is proved on one clock."""

import json
from threading import Event

import pytest

from hardware.errors import TransportLost
from hardware.terminal.till import Progress, Sale, Verdict
from hardware.terminal.zvt.lines import zvt_at

FEE = Sale(reference="A00123", amount=50_000)
RECEIPT = ["HCC QUANG NINH", "KUNDENBELEG", "KARTE VISA ############1111", "50000 VND", "CODE 007919"]


def until(holds, *, looks=600):
    for _ in range(looks):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


def booked(simulated):
    return [(each["amount"], each["taken_back"]) for each in simulated.state()["booked"]]


def available(till):
    """The trace of its last transaction, once the terminal is there again."""
    try:
        return till.newest() or "none"
    except TransportLost:
        return None


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_a_sale_a_lost_one_and_its_recall(simulator, wire, tmp_path):
    bookings = tmp_path / "bookings.json"
    options = ("--protocol", "zvt", "--pace", "0.05", "--state", str(bookings))
    simulated = simulator("terminal", wire, *options)
    till = zvt_at(simulated.url)
    shown = []
    assert till.newest() is None
    sold = till.sell(FEE, watch=shown.append)
    assert (sold.verdict, [line.text for line in sold.lines]) == (Verdict.APPROVED, RECEIPT)
    assert shown[0] is Progress.CARD
    simulated.faults(cut_after=80)
    assert till.sell(FEE, watch=shown.append).verdict is Verdict.IN_DOUBT
    until(lambda: len(booked(simulated)) == 2 or simulated.state()["screen"] is None)
    simulated.faults(drop=False)
    recalled = until(lambda: (said := till.recall(FEE, after=1)).verdict is Verdict.APPROVED and said)
    assert [line.text for line in recalled.lines[:-1]] == RECEIPT[:-1]
    assert booked(simulated) == [(50_000, False)] * 2
    assert len(json.loads(bookings.read_text())["day"]) == 2
    till.close()


def test_people_and_faults_on_the_page(simulator):
    simulated = simulator("terminal", "pty", "--protocol", "zvt", "--pace", "0.05")
    till = zvt_at(simulated.url)
    simulated.deed("cardholder", does="decline")
    simulated.faults(declined_completes=True)
    assert till.sell(FEE, watch=lambda _: None).verdict is Verdict.DECLINED
    assert "declined_completes" in simulated.page()
    assert simulated.refuses("/deed/cardholder", '{"does": "juggle"}')
    assert simulated.refuses("/faults", '{"late": "yes"}')
    simulated.faults(drop=True)
    until(lambda: available(till) is None)
    simulated.faults(drop=False)
    until(lambda: available(till) == "none")
    till.close()
