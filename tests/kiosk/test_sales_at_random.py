"""A few hundred of the fault sequences of `python -m bench --sales`: the judges find nothing, whatever strikes."""

from collections import Counter

import pytest

from bench.sale_rig import disk_in_memory
from bench.sales import KINDS, sequence
from hardware.terminal.till import Answer, Verdict
from hardware.terminal.zvt.terminal import ZvtTerminal
from kiosk.agent.sale_states import SaleState
from kiosk.agent.sales import SaleRunner

SEQUENCES = 50


def played(numbers):
    disk = disk_in_memory()
    return [sequence(number, disk) for number in numbers]


def of_kind(kind, most=SEQUENCES):
    at = KINDS.index(kind)
    return range(at, at + most * len(KINDS), len(KINDS))


@pytest.mark.parametrize("kind", KINDS)
def test_no_approval_is_unrecorded_and_no_card_is_charged_twice(kind):
    seen = played(of_kind(kind))
    assert [what for each in seen for what in each.wrong] == []
    assert Counter(end for each in seen for end in each.ends)["confirmed"] > SEQUENCES / 4


def objections(kind, most=SEQUENCES):
    return " ".join(what for each in played(of_kind(kind, most)) for what in each.wrong)


def test_the_judges_find_a_till_that_tries_again_blindly(monkeypatch):
    sell = ZvtTerminal.sell

    def twice(till, sale, *, watch):
        answer = sell(till, sale, watch=watch)
        return sell(till, sale, watch=watch) if answer.verdict is Verdict.IN_DOUBT else answer

    monkeypatch.setattr(ZvtTerminal, "sell", twice)
    assert "charged twice" in objections("cable cut")


def test_the_judges_find_a_box_that_calls_unpaid_what_it_did_not_ask_for(monkeypatch):
    def believes(runner):
        for each in runner._journal.open():
            if each.state is not SaleState.BEGINNING:
                runner._take(each, Answer(verdict=Verdict.NOT_STARTED))

    monkeypatch.setattr(SaleRunner, "_recover", believes)
    assert "confirmed []" in objections("killed at a byte")


def test_the_judges_find_a_box_that_leaves_alone_what_its_disk_does_not_know(monkeypatch):
    monkeypatch.setattr(SaleRunner, "_adopted", lambda *_: False)
    assert "never known" in objections("all at once", 100)
