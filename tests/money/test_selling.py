"""Card payments at a driven terminal: begun on disk before the terminal is asked, told until heard, never twice."""

from datetime import timedelta

import pytest
from cashiers import Cashiers

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.errors import NotFound
from queue_server.domain.money_errors import IllegalPaymentMove, PaymentLate, PaymentOpen, TerminalBusy
from queue_server.domain.payment import BEGINS_WITHIN, Method, PaymentMove, PaymentState
from queue_server.domain.telling import Effect
from queue_server.store.tellings import unsettled_tellings


@pytest.fixture
def desk(hall):
    return Cashiers(hall)


@pytest.fixture
def sale(desk):
    return desk.begins(desk.charges(), Method.CARD, device=desk.terminal())


def unsettled(desk):
    with desk.hall.store.reading() as connection:
        return unsettled_tellings(connection, desk.hall.centre_id)


def test_a_payment_waits_for_its_terminal_and_is_pending_before_the_terminal_is_asked(desk, sale):
    assert (sale.state, sale.asked_at) == (PaymentState.CREATED, None)
    begun = desk.begins_sale(sale, newest=41)
    assert (begun.state, begun.newest, begun.asked_at) == (PaymentState.PENDING, 41, desk.hall.at)
    (waiting,) = desk.sales()
    assert waiting == begun


def test_what_waits_is_cancelled_freely_and_what_is_at_the_terminal_is_not(desk, sale):
    desk.cancels(sale)
    assert desk.sales() == []
    with pytest.raises(IllegalPaymentMove):
        desk.begins_sale(sale)
    second = desk.begins(desk.charges_of(sale), Method.CARD, device=desk.terminal())
    desk.begins_sale(second)
    with pytest.raises(IllegalPaymentMove):
        desk.cancels(second)
    with pytest.raises(IllegalPaymentMove):
        desk.types_card(second)
    with pytest.raises(PaymentOpen):
        desk.begins(desk.charges_of(sale), Method.CARD)


def test_nobody_is_asked_for_a_card_minutes_later(desk, sale):
    desk.hall.passes(BEGINS_WITHIN.total_seconds() + 1)
    with pytest.raises(PaymentLate):
        desk.begins_sale(sale)
    assert desk.cancels(sale).state is PaymentState.CANCELLED
    assert desk.sales() == []


def test_what_waited_in_vain_is_shown_to_the_box_which_may_know_that_it_was_paid(desk, sale):
    desk.hall.passes(BEGINS_WITHIN.total_seconds() + 1)
    assert desk.sales() == [sale]
    assert desk.approves(sale)[0].state is PaymentState.CONFIRMED


def test_what_waited_in_vain_stands_in_nobodys_way_and_what_was_asked_always_does(desk, sale):
    desk.hall.passes(BEGINS_WITHIN.total_seconds() + 1)
    second = desk.begins(desk.charges_of(sale), Method.CARD, device=desk.terminal())
    with pytest.raises(IllegalPaymentMove):
        desk.begins_sale(sale)
    desk.begins_sale(second)
    desk.hall.passes(timedelta(days=1).total_seconds())
    with pytest.raises(PaymentOpen):
        desk.begins(desk.charges_of(sale), Method.CARD)


def test_a_terminal_is_asked_for_one_payment_at_a_time(desk, sale):
    other = desk.begins(desk.charges(2, again=True, code=desk.another_dossier()), Method.CARD, device=desk.terminal())
    desk.begins_sale(sale)
    with pytest.raises(TerminalBusy):
        desk.begins_sale(other)
    desk.tells(sale, Verdict.DECLINED)
    assert desk.begins_sale(other).state is PaymentState.PENDING


def test_an_approval_of_the_amount_pays_and_told_again_changes_nothing(desk, sale):
    desk.begins_sale(sale)
    answers = [desk.approves(sale) for _ in range(3)]
    assert [(payment.state, effect) for payment, effect in answers] == [(PaymentState.CONFIRMED, Effect.MOVED)] * 3
    paid = answers[0][0]
    assert (paid.approval_code, paid.last4, paid.reference, paid.unchecked) == ("123456", "1111", "7", False)
    assert desk.books() == {"card": 16_000, "le_phi": -8_000, "phi": -8_000}
    assert unsettled(desk) == []


def test_an_approval_of_a_payment_that_a_person_called_failed_waits_in_suspense_to_be_settled(desk, sale):
    desk.begins_sale(sale)
    desk.tells(sale, Verdict.IN_DOUBT)
    desk.decides(sale, PaymentMove.FAIL, by=desk.clerk)
    for _ in range(2):
        payment, effect = desk.approves(sale)
        assert (payment.state, effect) == (PaymentState.FAILED, Effect.CONTRADICTS)
    (waiting,) = unsettled(desk)
    assert waiting.payment_id == sale.id
    assert (desk.books()["card"], desk.books()["suspense"]) == (16_000, -16_000)


def test_what_a_server_that_was_set_back_never_knew_is_kept_all_the_same(desk):
    lost = desk.begins(desk.charges(), Method.CARD)
    for payment_id in (lost.id, "0ABC"):  # the first is no payment of a driven terminal here
        payment, effect = desk.approves(lost, payment_id=payment_id)
        assert (payment, effect) == (None, Effect.CONTRADICTS)
    assert desk.tells(lost, Verdict.DECLINED, payment_id="0DEF") == (None, Effect.AGREES)
    assert [each.payment_id for each in unsettled(desk)] == [lost.id, "0ABC"]
    assert desk.books()["suspense"] == -32_000
    with pytest.raises(NotFound):
        desk.approves(lost, payment_id="../x")


def test_a_server_that_was_set_back_to_before_the_beginning_believes_the_box(desk, sale):
    payment, effect = desk.approves(sale)
    assert (payment.state, effect) == (PaymentState.CONFIRMED, Effect.MOVED)
    assert payment.asked_at is not None


def test_a_doubt_stays_whatever_time_passes_until_the_terminal_or_a_person_ends_it(desk, sale):
    desk.begins_sale(sale)
    desk.tells(sale, Verdict.IN_DOUBT)
    desk.hall.passes(timedelta(days=1).total_seconds())
    assert desk.tells(sale, Verdict.IN_DOUBT, detail="again")[0].state is PaymentState.IN_DOUBT
    assert desk.sales()[0].state is PaymentState.IN_DOUBT
    assert desk.tells(sale, Verdict.NOT_STARTED)[0].state is PaymentState.FAILED
    assert desk.begins(desk.charges_of(sale), Method.CARD, device=desk.terminal()).state is PaymentState.CREATED


def test_another_amount_is_in_doubt(desk, sale):
    desk.begins_sale(sale)
    payment, _ = desk.tells(sale, Verdict.APPROVED, receipt=CardReceipt(amount=1_600_000, trace=7))
    assert payment.state is PaymentState.IN_DOUBT
    assert "card" not in desk.books()


def receipt(sale, amount, trace):
    numbers = {"trace": trace, "number": str(trace), "approval_code": "123456", "last4": "1111"}
    return CardReceipt(amount=amount or sale.amount, **numbers)


@pytest.mark.parametrize("order", [[7, 8], [8, 7]], ids=["the-other-amount-first", "ours-first"])
def test_of_two_charges_of_a_card_for_one_payment_none_is_forgotten_whichever_is_told_first(desk, sale, order):
    """One of a hundred times the amount, one of the very amount: one is the payment's, the other lies in suspense."""
    desk.begins_sale(sale)
    charged = {7: receipt(sale, 1_600_000, 7), 8: receipt(sale, None, 8)}
    told = [desk.tells(sale, Verdict.APPROVED, receipt=charged[trace]) for trace in order]
    assert [effect for _, effect in told] == [Effect.MOVED, Effect.CONTRADICTS]
    (kept,) = unsettled(desk)
    assert desk.books()["suspense"] == -kept.telling.receipt.amount == -charged[order[1]].amount
    assert told[-1][0].state is (PaymentState.IN_DOUBT if order == [7, 8] else PaymentState.CONFIRMED)


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown-to-a-server-set-back"])
def test_one_charge_of_a_card_told_in_other_words_lies_in_suspense_once(desk, sale, known):
    desk.begins_sale(sale)
    desk.decides(sale, PaymentMove.FAIL)
    of = {"receipt": receipt(sale, None, 7), "payment_id": None if known else "0FORGOTTEN"}
    effects = [desk.tells(sale, Verdict.APPROVED, detail=detail, **of)[1] for detail in (None, "asked once more")]
    assert effects == [Effect.CONTRADICTS, Effect.AGREES]
    assert desk.books()["suspense"] == -sale.amount
    assert len(unsettled(desk)) == 1
