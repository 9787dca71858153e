"""A payment's states: every state, every move, every word for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.money_errors import IllegalPaymentMove, ReasonNeeded
from queue_server.domain.payment import (
    HOLDING,
    MAY_END_DOUBT,
    OPEN,
    TRANSITIONS,
    Evidence,
    Method,
    Payment,
    PaymentMove,
    PaymentState,
    Source,
    moved_payment,
)

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def payment(state=PaymentState.CREATED, method=Method.CARD):
    return Payment(
        id="p1", centre_id=1, charge_id="c1", method=method, amount=50_000, code="MC34679ACR", state=state,
        created_at=AT, created_by=3,
    )  # fmt: skip


def evidence(source):
    return Evidence(source=source, reference="REF", reason="sao kê ngày 23" if source is Source.PERSON else None)


def after(given, move, source):
    try:
        return moved_payment(given, move, evidence(source), at=AT).state
    except IllegalPaymentMove:
        return None


ALLOWED = {
    (PaymentState.CREATED, PaymentMove.ASK): set(Source),
    (PaymentState.CREATED, PaymentMove.CANCEL): set(Source),
    (PaymentState.PENDING, PaymentMove.CONFIRM): {"terminal", "bank", "reconciliation", "person"},
    (PaymentState.PENDING, PaymentMove.FAIL): {"terminal", "bank", "reconciliation", "person"},
    (PaymentState.PENDING, PaymentMove.CANCEL): {"terminal", "bank", "reconciliation", "person"},
    (PaymentState.PENDING, PaymentMove.DOUBT): {"product", "terminal"},
    (PaymentState.IN_DOUBT, PaymentMove.CONFIRM): {"terminal", "bank", "reconciliation", "person"},
    (PaymentState.IN_DOUBT, PaymentMove.FAIL): {"terminal", "bank", "reconciliation", "person"},
    (PaymentState.CONFIRMED, PaymentMove.REFUND): {"terminal", "person"},
}


@pytest.mark.parametrize("state", PaymentState)
@pytest.mark.parametrize("move", PaymentMove)
@pytest.mark.parametrize("source", Source)
def test_a_card_payment_moves_only_as_the_table_says_and_only_on_the_right_word(state, move, source):
    allowed = source in ALLOWED.get((state, move), ())
    assert after(payment(state), move, source) == (TRANSITIONS[state, move] if allowed else None)


def test_a_payment_code_may_be_taken_off_the_screen_by_ourselves():
    assert after(payment(PaymentState.PENDING, Method.VIETQR), PaymentMove.CANCEL, Source.PRODUCT) == "cancelled"


def test_a_doubt_never_ends_by_our_own_patience():
    ends = {move for (state, move) in TRANSITIONS if state is PaymentState.IN_DOUBT}
    for method in Method:
        assert all(after(payment(PaymentState.IN_DOUBT, method), move, Source.PRODUCT) is None for move in ends)
    assert Source.PRODUCT not in MAY_END_DOUBT


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_person_gives_a_reason(reason):
    word = Evidence(source=Source.PERSON, staff_id=3, reason=reason)
    with pytest.raises(ReasonNeeded):
        moved_payment(payment(PaymentState.IN_DOUBT), PaymentMove.FAIL, word, at=AT)


@given(st.lists(st.tuples(st.sampled_from(PaymentMove), st.sampled_from(Source)), max_size=12), st.sampled_from(Method))
def test_whatever_is_tried_the_times_fit_the_state(moves, method):
    now = payment(method=method)
    for step, (move, source) in enumerate(moves, start=1):
        try:
            now = moved_payment(now, move, evidence(source), at=AT + timedelta(seconds=step))
        except IllegalPaymentMove:
            continue
    assert (now.ended_at is None) == (now.state in OPEN)
    assert now.asked_at is not None or now.state in {PaymentState.CREATED, PaymentState.CANCELLED}
    assert (now.amount, now.code, now.method) == (50_000, "MC34679ACR", method)


def test_what_is_paid_holds_its_charge_and_what_is_refunded_frees_it():
    assert PaymentState.CONFIRMED in HOLDING
    assert not HOLDING & {PaymentState.FAILED, PaymentState.CANCELLED, PaymentState.REFUNDED}
