"""What a terminal tells of a payment: every state, every word."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.terminal.till import LONGEST_LINE, CardReceipt, PrintLine, Verdict
from queue_server.domain.payment import (
    OPEN,
    Evidence,
    Method,
    Payment,
    PaymentMove,
    PaymentState,
    Source,
    moved_payment,
)
from queue_server.domain.telling import (
    LONGEST_TEXT,
    Effect,
    Telling,
    Word,
    cleaned,
    meaning_of,
    money_in,
    sale_reference,
    word_of,
)

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CARD = "4111111111111111"
PAYMENT = Payment(
    id="p1", centre_id=1, charge_id="c1", method=Method.CARD, amount=50_000, code="MC34679ACR",
    state=PaymentState.CREATED, created_at=AT, created_by=3, device_id="pos-1",
)  # fmt: skip
RIGHT = CardReceipt(amount=50_000, trace=7, number="7", approval_code="123456", last4="1111")
TELLINGS = {
    Word.PAID: Telling(verdict=Verdict.APPROVED, receipt=RIGHT),
    Word.PAID_OTHERWISE: Telling(verdict=Verdict.APPROVED, receipt=replace(RIGHT, amount=5_000_000)),
    Word.DECLINED: Telling(verdict=Verdict.DECLINED, code="05"),
    Word.CANCELLED: Telling(verdict=Verdict.CANCELLED),
    Word.NOT_STARTED: Telling(verdict=Verdict.NOT_STARTED),
    Word.IN_DOUBT: Telling(verdict=Verdict.IN_DOUBT),
}
ASKED = ["confirm", "doubt", "fail", "cancel", "fail", "doubt"]
PAID = ["agrees", "contradicts", "contradicts", "contradicts", "contradicts", "agrees"]
UNPAID = ["contradicts", "contradicts", "agrees", "agrees", "agrees", "agrees"]
EXPECTED = {
    PaymentState.CREATED: ASKED,
    PaymentState.PENDING: ASKED,
    PaymentState.IN_DOUBT: ["confirm", "agrees", "fail", "fail", "fail", "agrees"],
    PaymentState.CONFIRMED: PAID,
    PaymentState.REFUNDED: PAID,
    PaymentState.FAILED: UNPAID,
    PaymentState.CANCELLED: UNPAID,
}


@pytest.mark.parametrize("state", PaymentState)
@pytest.mark.parametrize("word", Word)
def test_each_word_does_in_each_state_what_the_table_says(state, word):
    payment = replace(PAYMENT, state=state)
    assert word_of(payment, TELLINGS[word]) is word
    assert meaning_of(payment, TELLINGS[word], []).value == EXPECTED[state][list(Word).index(word)]


@pytest.mark.parametrize("state", PaymentState)
@pytest.mark.parametrize("word", Word)
def test_a_move_that_a_word_makes_is_one_that_a_terminal_may_make(state, word):
    payment = replace(PAYMENT, state=state)
    meaning = meaning_of(payment, TELLINGS[word], [])
    if isinstance(meaning, PaymentMove):
        if state is PaymentState.CREATED:
            payment = moved_payment(payment, PaymentMove.ASK, Evidence(source=Source.TERMINAL), at=AT)
        after = moved_payment(payment, meaning, Evidence(source=Source.TERMINAL), at=AT)
        assert (after.state is PaymentState.CONFIRMED) == (word is Word.PAID)
    elif word is Word.PAID:
        assert state not in OPEN


@pytest.mark.parametrize("receipt", [None, CardReceipt(), replace(RIGHT, amount=49_999)])
def test_an_approval_without_the_very_amount_pays_nothing(receipt):
    told = Telling(verdict=Verdict.APPROVED, receipt=receipt)
    assert meaning_of(replace(PAYMENT, state=PaymentState.PENDING), told, []) is PaymentMove.DOUBT


@pytest.mark.parametrize(
    ("change", "effect"),
    [({}, Effect.AGREES), ({"trace": 8}, Effect.CONTRADICTS), ({"number": "8"}, Effect.CONTRADICTS)],
)
def test_a_second_approval_with_another_receipt_is_a_second_charge(change, effect):
    paid = replace(PAYMENT, state=PaymentState.CONFIRMED)
    first, second = TELLINGS[Word.PAID], Telling(verdict=Verdict.APPROVED, receipt=replace(RIGHT, **change), code="00")
    assert meaning_of(paid, second, [first]) is effect
    assert money_in(second) == 50_000


def test_a_terminal_knows_a_payment_by_the_last_six_letters_of_its_code():
    assert sale_reference(PAYMENT) == "679ACR"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_card_number_and_nothing_that_cannot_be_kept_passes(before, after):
    texts = dict.fromkeys(("number", "reference", "approval_code", "last4", "brand", "at"), f"{before} {CARD} {after}")
    kept = cleaned(
        Telling(verdict=Verdict.APPROVED, code=CARD, detail=f"{before} {CARD}", receipt=CardReceipt(amount=1, **texts))
    )
    said = [kept.code, kept.detail, *(getattr(kept.receipt, name) for name in texts)]
    assert kept.receipt.last4 is None
    assert all(each is None or (CARD not in each and len(each) <= LONGEST_TEXT and each.isprintable()) for each in said)


def test_a_receipts_lines_lose_card_numbers_also_across_their_ends_and_only_an_approval_has_any():
    lines = tuple(PrintLine(text=text, centred=True) for text in ("NR 4111 1111", "1111 1111 OK", "a\nb" + "x" * 90))
    kept = cleaned(Telling(verdict=Verdict.APPROVED, lines=lines)).lines
    assert [line.text for line in kept[:2]] == ["NR **** ****", "**** 1111 OK"]
    assert (kept[2].text, kept[2].centred) == (("a b" + "x" * 90)[:LONGEST_LINE], True)
    assert cleaned(Telling(verdict=Verdict.DECLINED, lines=lines)).lines == ()


def test_what_was_printed_makes_no_other_telling():
    assert Telling(verdict=Verdict.APPROVED, lines=(PrintLine(text="COPY"),)) == Telling(verdict=Verdict.APPROVED)
