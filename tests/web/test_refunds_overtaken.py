"""What happens between the wish to give back at a terminal and the terminal: days end, other words come."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from refund_counter import RefundCounter

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.money_errors import IllegalRefundMove, PaymentLate, RefundOpen
from queue_server.domain.payment import PaymentState
from queue_server.domain.refund import RefundKind, RefundState
from queue_server.domain.telling import Effect, Telling
from queue_server.store.day_figures import Stretch, unsettled_facts
from queue_server.store.money_views import settling_view
from queue_server.store.schema import CentreRow
from queue_server.store.schema_terminals import RefundRow
from queue_server.store.unit import Unit
from queue_server.usecases import refund_words, refunding, terminal_days


@pytest.fixture
def counter(site, tmp_path):
    return RefundCounter(site, tmp_path)


@pytest.fixture
def paid(counter):
    return counter.pays()


def begins(counter, refund):
    """The box says that it is about to ask its terminal."""
    with Unit(counter.site.hall.store) as unit:
        return refunding.begin_refund(
            unit, device=counter.device, refund_id=refund.id, newest=1, at=counter.site.hall.at
        )


def tells(counter, refund, verdict, **receipt):
    with Unit(counter.site.hall.store) as unit:
        told = Telling(verdict=verdict, receipt=CardReceipt(**receipt) if receipt else None)
        return refund_words.hear_refund(
            unit, device=counter.device, refund_id=refund.id, payment_id=refund.payment_id, kind=refund.kind,
            telling=told, at=counter.site.hall.at,
        )  # fmt: skip


def tells_its_day(counter, amount=16_000):
    with Unit(counter.site.hall.store) as unit:
        return terminal_days.hear_day(
            unit, device=counter.device, count=1, amount=amount, receipts=None, at=counter.site.hall.at
        )


def passes_to_half_a_minute_before_midnight(counter):
    now = counter.site.hall.at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=now.tzinfo)
    counter.site.hall.passes((midnight - now).total_seconds() - 30)


def test_a_reversal_that_was_asked_for_before_midnight_is_not_begun_after_it(counter, paid):
    passes_to_half_a_minute_before_midnight(counter)
    refund = counter.asks(paid)
    assert refund.kind is RefundKind.REVERSAL
    counter.site.hall.passes(60)
    with pytest.raises(PaymentLate):
        begins(counter, refund)
    counter.box.lives(2)
    assert counter.bench.booked() == [16_000]
    counter.site.hall.passes(120)
    assert counter.asks(paid).kind is RefundKind.REFUND


def test_what_a_box_says_of_a_refund_of_another_centre_is_kept_for_a_person_and_moves_nothing(counter, paid):
    refund, second = counter.asks(paid), counter.pays()
    with Unit(counter.site.hall.store) as unit:
        other = CentreRow(
            code="other", names="{}", level="commune", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
            dossier_target_minutes=10, dossier_pattern=".*",
        )  # fmt: skip
        unit.session.add(other)
        unit.session.flush()
        unit.session.get(RefundRow, refund.id).centre_id = other.id
    said = tells(counter, replace(refund, payment_id=second.id), Verdict.APPROVED, amount=16_000, trace=9)
    assert said == (None, Effect.CONTRADICTS)
    assert counter.payment(second).state is PaymentState.CONFIRMED


def test_a_reversal_is_not_begun_at_a_terminal_that_has_told_its_day_since(counter, paid):
    refund = counter.asks(paid)
    counter.site.hall.passes(5)
    tells_its_day(counter)
    with pytest.raises(PaymentLate):
        begins(counter, refund)
    counter.box.lives(2)
    assert counter.bench.booked() == [16_000]


def test_what_the_terminal_gave_back_after_all_is_not_given_back_by_the_newer_wish(counter, paid):
    """A person said that it was not, while the terminal still worked on it, and asked once more."""
    counter.site.hall.passes(24 * 3600)
    first = counter.asks(paid)
    begins(counter, first)
    counter.decides(first, done=False)
    second = counter.asks(paid)
    assert second.kind is RefundKind.REFUND
    assert tells(counter, first, Verdict.APPROVED, amount=16_000, trace=2, number="0002")[1] is Effect.MOVED
    assert counter.payment(paid).state.value == "refunded"
    assert counter.refund(paid).state is RefundState.CANCELLED
    with pytest.raises(IllegalRefundMove):
        begins(counter, second)
    counter.box.lives(2)
    assert counter.bench.booked() == [16_000]


@pytest.mark.parametrize("ended", ["failed", "done"])
def test_money_that_went_back_with_another_amount_is_never_lost(counter, paid, ended):
    refund = counter.asks(paid)
    begins(counter, refund)
    counter.decides(refund, done=ended == "done")
    before = counter.cashiers.books()
    assert tells(counter, refund, Verdict.APPROVED, amount=9_000, trace=2, number="0002")[1] is Effect.CONTRADICTS
    after = counter.cashiers.books()
    assert after.get("card", 0) == before.get("card", 0) - 9_000
    assert after["suspense"] == 9_000


def test_while_it_is_asked_for_another_amount_is_doubt(counter, paid):
    refund = counter.asks(paid)
    begins(counter, refund)
    assert tells(counter, refund, Verdict.APPROVED, amount=9_000)[1] is Effect.MOVED
    assert counter.refund(paid).state is RefundState.IN_DOUBT
    assert counter.payment(paid).state.value == "confirmed"


def test_of_many_who_ask_at_once_one_is_given_it(counter, paid):
    counter.beats()
    gate, said = Barrier(6), []

    def presses(deed):
        gate.wait()
        try:
            said.append(deed(paid).id)
        except RefundOpen:
            said.append(None)

    counter.beats = lambda: None
    threads = [Thread(target=presses, args=(counter.asks,)) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len([each for each in said if each]) == 1
    assert len(said) == 6
    counter.box.lives(2)
    assert counter.bench.booked() == []
    assert counter.payment(paid).state.value == "refunded"


def test_a_refund_in_doubt_is_named_on_the_page_and_in_each_days_close_however_old_its_payment(counter, paid):
    counter.site.hall.passes(48 * 3600)
    refund = counter.asks(paid)
    begins(counter, refund)
    tells(counter, refund, Verdict.IN_DOUBT)
    assert named(counter) == [paid.id]
    assert [each["payment"] for each in unsettled(counter)["waiting"]] == [paid.id]
    counter.decides(refund, done=False)
    assert named(counter) == unsettled(counter)["waiting"] == []


def named(counter):
    with counter.site.hall.store.reading() as connection:
        return [each["id"] for each in settling_view(connection, counter.site.hall.centre_id)["given_back"]]


def unsettled(counter):
    stretch = Stretch(centre_id=counter.site.hall.centre_id, after=0, upto=0, before=None)
    with counter.site.hall.store.reading() as connection:
        return unsettled_facts(connection, stretch)


def suspense(counter):
    return counter.cashiers.books().get("suspense", 0)


@pytest.mark.parametrize("amounts", [(9_000, 16_000), (16_000, 9_000)])
def test_of_two_payments_to_a_card_for_one_refund_none_is_forgotten_whichever_is_told_first(counter, paid, amounts):
    counter.site.hall.passes(24 * 3600)
    refund = counter.asks(paid)
    begins(counter, refund)
    for trace, amount in enumerate(amounts, 2):
        tells(counter, refund, Verdict.APPROVED, amount=amount, trace=trace, number=str(trace))
    assert suspense(counter) == amounts[1]


def test_what_was_given_back_beside_the_books_lies_in_suspense_once_in_whatever_words_it_is_told(counter, paid):
    refund = counter.asks(paid)
    begins(counter, refund)
    counter.decides(refund, done=False)
    for last4 in (None, "1111"):
        tells(counter, refund, Verdict.APPROVED, amount=9_000, trace=2, number="0002", last4=last4)
    assert suspense(counter) == 9_000


def test_what_was_told_without_an_amount_first_is_one_transaction_of_the_terminals_day(counter, paid):
    tells_its_day(counter)
    counter.site.hall.passes(24 * 3600)
    refund = counter.asks(paid)
    begins(counter, refund)
    tells(counter, refund, Verdict.APPROVED, trace=2, number="0002")
    tells(counter, refund, Verdict.APPROVED, amount=16_000, trace=2, number="0002")
    assert tells_its_day(counter, amount=0).differences == ()
