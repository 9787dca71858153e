"""The till before a simulated ZVT terminal: each cardholder and fault has its outcome, and money is what it says."""

import logging

import pytest
from zvt_bench import FEE, ZvtBench

from hardware.errors import TransportLost
from hardware.faulty import Late, Noisy, OneByteAtATime
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.zvt_messages import CARD
from hardware.terminal.till import (
    LARGEST_AMOUNT,
    CardReceipt,
    Progress,
    Sale,
    TerminalRefused,
    Totals,
    Verdict,
)
from hardware.terminal.zvt.caller import RECALL_SECONDS
from hardware.terminal.zvt.exchange import LONGEST_SECONDS, T3, T4
from hardware.terminal.zvt.link import T2, TRIES
from hardware.terminal.zvt.receipts import ZvtSettings

WIRES = {"serial": False, "tcp": True}


@pytest.fixture(params=WIRES)
def stream(request):
    return WIRES[request.param]


def test_a_sale_is_paid_with_all_that_the_terminal_tells_of_it(stream):
    bench = ZvtBench(stream)
    answer = bench.sell()
    assert answer.verdict is Verdict.APPROVED
    assert answer.receipt == CardReceipt(
        amount=50_000, trace=1, number="0001", approval_code="007919", last4="1111", brand="VISA",
        terminal_id="12345678", merchant_id="HCC QUANG NINH", at="--11-26T09:00:00",
    )  # fmt: skip
    assert [line.text for line in answer.lines[:2]] == ["HCC QUANG NINH", "KUNDENBELEG"]
    assert bench.shown == [Progress.CARD, Progress.CONFIRM, Progress.PIN, Progress.WAIT, Progress.REMOVE_CARD]
    assert bench.booked() == [50_000]


@pytest.mark.parametrize(
    ("cardholder", "verdict"),
    [
        (Cardholder.DECLINE, Verdict.DECLINED),
        (Cardholder.WRONG_PIN, Verdict.DECLINED),
        (Cardholder.CANCEL, Verdict.CANCELLED),
        (Cardholder.TIMEOUT, Verdict.CANCELLED),
    ],
)
def test_who_does_not_pay_has_not_paid(stream, cardholder, verdict):
    bench = ZvtBench(stream, cardholder)
    after = bench.till.newest()
    assert bench.sell().verdict is verdict
    assert bench.till.recall(FEE, after=after).verdict is Verdict.NOT_STARTED
    assert bench.booked() == []


def test_a_refused_sale_that_ends_in_a_completion_is_refused(stream):
    bench = ZvtBench(stream, Cardholder.DECLINE, {"declined_completes": True})
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (Verdict.DECLINED, "05")


def test_the_next_sale_is_a_new_one_and_an_old_answer_none_for_it(stream):
    bench = ZvtBench(stream)
    assert bench.sell().receipt.trace == 1
    assert bench.till.newest() == 1
    bench.device.deed("cardholder", {"does": "decline"})
    assert bench.sell().verdict is Verdict.DECLINED
    assert bench.till.newest() == 1


@pytest.mark.parametrize("fault", [{"hundredfold": True}, {"other_amount": True}])
def test_another_amount_than_was_asked_is_refused_and_given_back(stream, fault):
    bench = ZvtBench(stream, faults=fault)
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (Verdict.CANCELLED, "amount")
    assert bench.booked() == []


@pytest.mark.parametrize("fault", [{"hundredfold": True}, {"other_amount": True}])
def test_a_terminal_that_keeps_a_wrong_amount_is_made_to_reverse_it(stream, fault):
    bench = ZvtBench(stream, faults={**fault, "deaf_to_refusal": True})
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (Verdict.CANCELLED, "amount")
    assert bench.booked() == []


def test_amounts_with_two_decimals_are_dong_at_both_ends(stream):
    bench = ZvtBench(stream, settings=ZvtSettings(amount_exponent=2), faults={"two_decimals": True})
    assert bench.sell().receipt.amount == 50_000
    assert bench.booked() == [50_000]
    assert bench.till.totals() == Totals(count=1, amount=50_000)
    largest = Sale(reference="A2", amount=LARGEST_AMOUNT)
    assert bench.till.sell(largest, watch=bench.shown.append).receipt.amount == LARGEST_AMOUNT


@pytest.mark.parametrize("amount", [0, -1, LARGEST_AMOUNT + 1])
def test_an_amount_that_no_terminal_takes_is_never_sent(stream, amount):
    bench = ZvtBench(stream)
    sale = Sale(reference="A1", amount=amount)
    for answer in (bench.sell(sale), bench.till.refund(sale)):
        assert (answer.verdict, answer.code) == (Verdict.NOT_STARTED, "amount")
    assert bench.plugged is None


def test_a_terminal_that_is_not_there_has_not_begun(stream):
    bench = ZvtBench(stream)

    def nobody(_line):
        raise TransportLost("no such device")

    bench.wrap = nobody
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (Verdict.NOT_STARTED, "line")
    assert bench.till.recall(FEE, after=None).verdict is Verdict.IN_DOUBT
    with pytest.raises(TransportLost):
        bench.till.newest()
    with pytest.raises(TransportLost):
        bench.till.totals()


FAULTS_SURVIVED = [{"twice": True}, {"wrong_check": True}, {"late": 3}, {"late": 30}, {"slow": True}]


@pytest.mark.parametrize("fault", FAULTS_SURVIVED, ids=str)
def test_a_terminal_that_repeats_itself_garbles_or_is_late_is_paid_once(stream, fault):
    bench = ZvtBench(stream)
    assert bench.till.newest() is None
    bench.device.change(fault)
    if fault == {"late": 30}:  # later than a command is waited for
        assert bench.sell().verdict is Verdict.IN_DOUBT
        bench.device.change({"late": 0})
        bench.pass_time(400)
        paid = bool(bench.booked())
        assert bench.till.recall(FEE, after=None).verdict is (Verdict.APPROVED if paid else Verdict.NOT_STARTED)
        return
    assert bench.sell().verdict is Verdict.APPROVED
    assert bench.booked() == [50_000]
    assert bench.till.newest() == 1
    assert bench.till.recall(FEE, after=None).verdict is Verdict.APPROVED


@pytest.mark.parametrize(
    "wrap",
    [OneByteAtATime, lambda line: Noisy(line, b"\xff\x41\x7f"), lambda line: Late(line, 2)],
    ids=["a byte at a time", "garbage before answers", "late answers"],
)
def test_a_slow_or_noisy_serial_line_is_survived(wrap):
    bench = ZvtBench(wrap=wrap)
    assert bench.till.newest() is None
    assert bench.sell().verdict is Verdict.APPROVED
    assert bench.till.recall(FEE, after=None).verdict is Verdict.APPROVED
    assert bench.booked() == [50_000]


def test_a_storm_of_naks_ends_after_three_tries_and_stays_in_doubt_until_the_terminal_is_asked():
    bench = ZvtBench()
    after = bench.till.newest()
    bench.device.change({"only_nak": True})
    before, sent = bench.clock.now, bench.plugged.sent
    assert bench.sell().verdict is Verdict.IN_DOUBT
    assert bench.plugged.sent - sent == TRIES * 19
    assert bench.clock.now - before < T2
    assert bench.till.recall(FEE, after=after).verdict is Verdict.IN_DOUBT
    bench.device.change({"only_nak": False})
    assert bench.till.recall(FEE, after=after).verdict is Verdict.NOT_STARTED


def test_a_lost_acknowledgement_does_not_send_a_sale_twice():
    bench = ZvtBench()
    assert bench.till.newest() is None
    bench.device.change({"lost_ack": True})
    assert bench.sell().verdict is Verdict.APPROVED  # what the terminal says next shows that it has heard
    assert bench.booked() == [50_000]


def test_into_silence_a_sale_is_sent_once():
    bench = ZvtBench()
    assert bench.till.newest() is None
    bench.device.change({"silent": True})
    sent = bench.plugged.sent
    assert bench.sell().verdict is Verdict.IN_DOUBT
    assert bench.plugged.sent - sent == 19
    bench.device.change({"silent": False})
    assert bench.till.recall(FEE, after=None).verdict is Verdict.NOT_STARTED


@pytest.mark.parametrize("fault", ["silent", "garble"])
def test_a_terminal_that_falls_silent_or_talks_noise_is_in_doubt_in_bounded_time(stream, fault):
    bench = ZvtBench(stream)
    after = bench.till.newest()
    bench.device.change({fault: True})
    before = bench.clock.now
    assert bench.sell().verdict in {Verdict.IN_DOUBT, Verdict.NOT_STARTED}
    assert bench.clock.now - before < LONGEST_SECONDS
    bench.device.change({fault: False})
    bench.till.close()
    bench.pass_time(400)
    recalled = bench.till.recall(FEE, after=after)
    assert recalled.verdict is (Verdict.APPROVED if bench.booked() else Verdict.NOT_STARTED)


def test_a_terminal_that_takes_a_command_and_says_no_more_is_waited_for_as_long_as_the_rules_say():
    bench = ZvtBench(stream=True, cardholder=Cardholder.TIMEOUT)
    bench.device.patience = 10_000.0
    bench.till.newest()
    before = bench.clock.now
    assert bench.sell().verdict is Verdict.IN_DOUBT
    assert T4 <= bench.clock.now - before < T4 + T3
    bench.pass_time(1)
    assert bench.device.told_to_abort, "a terminal that is given up is told to take no card any more"


def test_please_wait_for_ever_is_waited_for_only_so_long(stream):
    bench = ZvtBench(stream, faults={"flood": True})
    before = bench.clock.now
    assert bench.sell().verdict is Verdict.IN_DOUBT
    assert bench.clock.now - before <= LONGEST_SECONDS + T2 * TRIES < 1_000
    assert bench.shown.count(Progress.WAIT) == 1
    assert bench.booked() == []


def aborting(bench, at):
    def watch(progress):
        bench.shown.append(progress)
        if progress is at:
            bench.till.abort()

    return bench.till.sell(FEE, watch=watch)


@pytest.mark.parametrize("at", [Progress.CARD, Progress.PIN])
def test_a_sale_can_be_given_up_before_the_bank_is_asked(stream, at):
    bench = ZvtBench(stream)
    assert aborting(bench, at).verdict is Verdict.CANCELLED
    assert bench.booked() == []
    assert bench.sell().verdict is Verdict.APPROVED


def test_what_happened_is_told_also_when_giving_up_came_too_late(stream):
    bench = ZvtBench(stream, faults={"deaf_to_abort": True})
    assert aborting(bench, Progress.WAIT).verdict is Verdict.APPROVED
    assert bench.booked() == [50_000]


def test_giving_up_without_a_sale_does_not_touch_the_next(stream):
    bench = ZvtBench(stream)
    bench.till.abort()
    assert bench.sell().verdict is Verdict.APPROVED


def test_a_terminal_switched_off_and_on_wants_to_be_registered_anew(stream):
    bench = ZvtBench(stream)
    assert bench.till.newest() is None
    bench.device.deed("power", {})
    assert bench.sell().verdict is Verdict.APPROVED
    bench.device.deed("power", {})
    assert bench.till.newest() == 1
    assert bench.booked() == [50_000]


def test_switched_off_while_a_card_is_in_nothing_was_paid(stream):
    bench = ZvtBench(stream)
    after = bench.till.newest()

    def watch(step):
        if step is Progress.PIN:
            bench.device.deed("power", {})

    answer = bench.till.sell(FEE, watch=watch)
    assert answer.verdict is Verdict.IN_DOUBT
    assert bench.till.recall(FEE, after=after).verdict is Verdict.NOT_STARTED


def test_recall_waits_for_a_running_sale_and_then_tells_its_end(stream):
    bench = ZvtBench(stream)
    after = bench.till.newest()
    bench.plugged.hears = 5
    assert bench.sell().verdict is Verdict.IN_DOUBT
    assert bench.booked() == []
    assert bench.till.recall(FEE, after=after).verdict is Verdict.APPROVED
    assert bench.booked() == [50_000]


def test_recall_of_a_terminal_that_is_busy_all_the_time_stays_in_doubt(stream):
    bench = ZvtBench(stream, Cardholder.TIMEOUT)
    bench.device.patience = 10_000.0
    after = bench.till.newest()
    bench.plugged.hears = 5
    assert bench.sell().verdict is Verdict.IN_DOUBT
    before = bench.clock.now
    assert bench.till.recall(FEE, after=after).code == "busy"
    assert bench.clock.now - before < RECALL_SECONDS + 10


def test_recall_by_another_till_after_a_restart_of_both_ends(stream, tmp_path):
    from hardware.simulators.bookings import Bookings

    bench = ZvtBench(stream, bookings=Bookings(tmp_path / "terminal.json"))
    after = bench.till.newest()
    bench.plugged.hears = 60
    assert bench.sell().verdict is Verdict.IN_DOUBT
    bench.pass_time(400)
    again = ZvtBench(stream, bookings=Bookings(tmp_path / "terminal.json"))
    assert again.till.recall(FEE, after=after).verdict is Verdict.APPROVED
    assert again.till.recall(Sale(reference="A2", amount=50_001), after=after).code == "amount"
    assert again.till.recall(FEE, after=1).verdict is Verdict.NOT_STARTED


def test_a_payment_that_the_terminal_took_back_by_itself_is_none(stream):
    bench = ZvtBench(stream, faults={"undoes_unheard": True})
    after = bench.till.newest()
    bench.plugged.hears = 40 if stream else 80
    assert bench.sell().verdict is Verdict.IN_DOUBT
    bench.pass_time(400)
    assert bench.till.recall(FEE, after=after).verdict in {Verdict.CANCELLED, Verdict.NOT_STARTED}
    assert bench.booked() == []


def test_a_payment_is_taken_back_by_its_receipt_once(stream):
    bench = ZvtBench(stream)
    paid = bench.sell().receipt
    assert bench.till.reverse(paid).verdict is Verdict.APPROVED
    assert bench.booked() == []
    again = bench.till.reverse(paid)
    assert (again.verdict, again.code) == (Verdict.APPROVED, "b4")
    assert bench.till.reverse(CardReceipt()).verdict is Verdict.NOT_STARTED


def test_only_the_last_payment_is_taken_back_for_some_terminals_take_that_whatever_they_are_told(stream):
    bench = ZvtBench(stream, faults={"reverses_last": True})
    paid = bench.sell().receipt
    assert bench.sell().verdict is Verdict.APPROVED
    answer = bench.till.reverse(paid)
    assert (answer.verdict, answer.code) == (Verdict.NOT_STARTED, "not_last")
    assert len(bench.booked()) == 2


def test_any_payment_is_taken_back_where_somebody_has_seen_that_it_works(stream):
    bench = ZvtBench(stream, settings=ZvtSettings(reverses_any=True))
    paid = bench.sell().receipt
    assert bench.sell().verdict is Verdict.APPROVED
    assert bench.till.reverse(paid).verdict is Verdict.APPROVED
    assert [each.trace for each in bench.bookings.standing] == [2]
    assert bench.till.reverse(paid).code == "b4"
    unknown = bench.till.reverse(CardReceipt(number="0099"))
    assert (unknown.verdict, unknown.code) == (Verdict.DECLINED, "b5")


def test_a_refund_pays_to_a_card(stream):
    bench = ZvtBench(stream)
    assert bench.till.refund(FEE).verdict is Verdict.APPROVED
    assert bench.booked() == [-50_000]


def test_the_day_is_read_or_closed_as_the_terminal_is_set(stream):
    bench = ZvtBench(stream)
    for _ in range(3):
        assert bench.sell().verdict is Verdict.APPROVED
    assert bench.till.totals() == bench.till.totals() == Totals(count=3, amount=150_000)
    bench.settings = ZvtSettings(ends_day=True)
    closing = bench.another_till()
    assert closing.totals() == Totals(count=3, amount=150_000)
    assert closing.totals() == Totals(count=0, amount=0)
    assert closing.newest() is None
    assert closing.recall(FEE, after=3).verdict is Verdict.IN_DOUBT


def test_a_wrong_currency_is_refused_before_anything_is_sold(stream):
    bench = ZvtBench(stream, settings=ZvtSettings(currency=978))
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (Verdict.NOT_STARTED, "6f")
    with pytest.raises(TerminalRefused) as refused:
        bench.till.newest()
    assert refused.value.reason == "6f"


def test_no_card_number_comes_out_though_the_terminal_says_it_everywhere(stream, caplog):
    caplog.set_level(logging.DEBUG)
    bench = ZvtBench(stream, faults={"unmasked": True})
    answers = [bench.sell(), bench.till.recall(FEE, after=None), bench.till.reverse(CardReceipt(number="0001"))]
    assert [each.verdict for each in answers] == [Verdict.APPROVED] * 3
    assert CARD not in repr(answers) + caplog.text + repr(vars(bench.till))
    assert answers[0].receipt.last4 == "1111"
