"""Card sales on the box: asked once, never lost, never sent again, told until they are heard."""

import pytest
from till_box import TillBox
from zvt_bench import FEE, ZvtBench

from hardware.simulators.cardholder import Cardholder
from hardware.terminal.till import Answer, Sale, Verdict
from kiosk.agent.sale_states import TRANSITIONS, SaleMove, SaleState, move_of


@pytest.fixture
def box(tmp_path):
    box = TillBox(tmp_path / "agent.sqlite", ZvtBench())
    box.starts(box.bench.till)
    box.office.wants("p1", FEE.amount)
    return box


def again(box):
    """Another life of the agent, with a new line to the same terminal."""
    box.starts(box.bench.another_till())


def test_a_sale_is_taken_asked_for_and_told(box):
    box.turns()
    assert box.office.state("p1") == "confirmed"
    assert box.bench.booked() == [FEE.amount]
    _, told = box.office.told[0]
    assert (told["verdict"], told["receipt"]["amount"], told["receipt"]["last4"]) == ("approved", FEE.amount, "1111")
    assert box.board.look("p1", seen=0, seconds=0).told() | {"n": 0} == {
        "n": 0, "stage": "ended", "verdict": "approved",
    }  # fmt: skip
    box.turns(3)
    assert box.bench.booked() == [FEE.amount]
    assert len(box.office.told) == 1


@pytest.mark.parametrize(
    ("cardholder", "state"),
    [(Cardholder.DECLINE, "failed"), (Cardholder.CANCEL, "cancelled"), (Cardholder.WRONG_PIN, "failed")],
)
def test_what_is_not_paid_is_told_so(box, cardholder, state):
    box.bench.device.cardholder = cardholder
    box.turns()
    assert box.office.state("p1") == state
    assert box.bench.booked() == []


def test_what_waited_too_long_is_not_begun(box):
    box.office.payments["p1"]["late"] = True
    box.turns(3)
    assert (box.office.state("p1"), box.bench.booked(), box.journal.open()) == ("created", [], [])


def test_nothing_is_begun_at_a_terminal_that_is_not_there(box):
    box.bench.device.change({"drop": True})
    box.turns(3)
    assert box.office.state("p1") == "created"
    assert box.journal.open() == []
    box.bench.device.change({"drop": False})
    box.turns(2)
    assert box.office.state("p1") == "confirmed"


def test_a_lost_line_is_doubt_at_once_and_the_terminals_word_when_it_is_back(box):
    box.bench.till.newest()
    box.bench.plugged.hears = 200
    box.turns()
    assert box.office.state("p1") == "in_doubt"
    assert box.board.look("p1", seen=0, seconds=0).verdict is Verdict.IN_DOUBT
    box.bench.pass_time(300)
    box.turns(2)
    assert box.office.verdicts("p1") == ["in_doubt", "approved"]
    assert box.bench.booked() == [FEE.amount]


def test_nothing_else_is_sold_while_one_sale_is_in_doubt(box):
    box.bench.till.newest()
    box.bench.plugged.hears = 200
    box.turns()
    box.bench.device.change({"drop": True})
    box.office.wants("p2", 70_000, "EF34GH")
    box.turns(4)
    assert box.office.state("p2") == "created"
    box.bench.device.change({"drop": False})
    box.bench.pass_time(300)
    box.turns(3)
    assert box.bench.booked() == [FEE.amount, 70_000]
    assert [box.office.state(each) for each in ("p1", "p2")] == ["confirmed", "confirmed"]


def test_a_decision_of_a_person_ends_the_asking_but_not_before_the_terminal_was_asked_once_more(box):
    box.bench.till.newest()
    box.bench.plugged.hears = 200
    box.turns()
    box.office.payments["p1"]["state"] = "failed"
    box.bench.device.change({"drop": True})
    box.turns(2)
    assert box.journal.open() == []
    assert box.office.verdicts("p1") == ["in_doubt"]


def test_an_approval_that_contradicts_a_person_is_told_all_the_same(box):
    box.bench.till.newest()
    box.bench.plugged.hears = 200
    box.turns()
    box.office.payments["p1"]["state"] = "failed"
    box.bench.pass_time(300)
    box.turns(2)
    assert box.office.verdicts("p1") == ["in_doubt", "approved"]


def test_a_box_with_a_new_disk_asks_for_what_its_server_calls_begun_and_never_sells_it(box):
    box.bench.till.newest()
    box.bench.plugged.hears = 200
    box.turns()
    box.database.close()
    box.file.unlink()
    box.database = None
    box.bench.pass_time(300)
    again(box)
    box.turns(2)
    assert box.office.state("p1") == "confirmed"
    assert box.bench.booked() == [FEE.amount]


def test_a_server_that_was_set_back_is_told_again_what_it_has_lost(box):
    box.turns()
    box.office.answers.clear()
    box.office.payments["p1"] |= {"state": "created", "newest": None}
    box.turns(2)
    assert box.office.state("p1") == "confirmed"
    assert box.bench.booked() == [FEE.amount]


def test_a_sale_that_the_server_refuses_to_begin_is_not_sent(box):
    box.office.begun = lambda payment, _body: (payment.update(state="cancelled"), (409, {"code": "illegal"}))[1]
    box.turns(2)
    assert box.bench.booked() == []
    assert box.journal.open() == []


def test_who_gives_up_before_it_begins_is_asked_nothing(box):
    box.runner.abort("p1")
    box.turns(2)
    assert box.office.state("p1") == "created"
    assert box.bench.booked() == []


@pytest.mark.parametrize("moment", [0, 1], ids=["before the terminal hears of it", "while it waits for a card"])
def test_who_gives_up_pays_nothing(box, moment):
    box.bench.device.cardholder = Cardholder.TIMEOUT
    shown, show = [], box.board.show

    def gives_up(payment, stage, verdict=None):
        show(payment, stage, verdict)
        shown.append(stage)
        if len(shown) == moment + 1:
            box.runner.abort(payment)

    box.board.show = gives_up
    before = box.bench.clock.now
    box.turns()
    assert box.office.state("p1") == "cancelled"
    assert box.bench.booked() == []
    assert box.bench.clock.now - before < box.bench.device.patience


def test_the_terminals_day_is_told_when_it_is_asked_for_also_when_the_answer_is_lost(box):
    box.turns()
    box.office.close_day = True
    box.office.net.extend(["", "unheard"])
    box.turns(3)
    assert [(day["count"], day["amount"]) for day in box.office.days] == [(1, FEE.amount)]
    assert box.journal.day() is None


def test_no_card_number_is_told(box):
    number = "4111111111111111"
    box.bench.till.sell = lambda _sale, watch: Answer(verdict=Verdict.DECLINED, code="05", detail=f"card {number}")
    box.turns()
    assert number not in str(box.office.told)
    assert number.encode() not in box.file.read_bytes() + box.file.with_name(box.file.name + "-wal").read_bytes()


def test_the_table_of_what_may_become_of_a_sale_is_whole():
    ends = {
        (state, verdict): TRANSITIONS[state, move_of(state, verdict)]
        for state in SaleState
        for verdict in Verdict
        if can_end(state, verdict)
    }
    known = {each for each in Verdict if each is not Verdict.IN_DOUBT}
    sent = (SaleState.SENT, SaleState.DOUBT)
    assert ends == (
        {(state, verdict): SaleState.ENDED for state in sent for verdict in known}
        | {(state, Verdict.IN_DOUBT): SaleState.DOUBT for state in sent}
        | {(SaleState.BEGINNING, each): SaleState.ENDED for each in (Verdict.NOT_STARTED, Verdict.CANCELLED)}
    )
    assert {state for state, move in TRANSITIONS if move is SaleMove.SEND} == {SaleState.BEGINNING}


def can_end(state, verdict):
    try:
        move_of(state, verdict)
    except ValueError:
        return False
    return True


def test_another_sale_may_have_the_same_amount(box):
    box.office.wants("p2", FEE.amount, "EF34GH")
    box.turns(3)
    assert box.bench.booked() == [FEE.amount] * 2
    assert Sale(reference="EF34GH", amount=FEE.amount) == box.journal.known("p2").deed.sale
