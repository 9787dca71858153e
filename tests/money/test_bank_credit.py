"""Which payment a credit pays: at most one, of the very amount; everything else waits for a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from queue_server.domain.bank_credit import TO_SETTLE, BankCredit, CreditState, match_credit, same_transfer
from queue_server.domain.pay_code import pay_code
from queue_server.domain.payment import Method, Payment, PaymentState

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CODE, OTHER = pay_code(bytes(8)), pay_code(bytes(range(8)))


def payment(state, code=CODE, method=Method.VIETQR):
    return Payment(
        id=code,
        centre_id=1,
        charge_id="c",
        method=method,
        amount=50_000,
        code=code,
        state=state,
        created_at=AT,
        created_by=3,
    )


def credit(amount=50_000, text=f"CT DEN {CODE} NGUYEN VAN A"):
    return BankCredit(provider="sepay", reference="FT1", account="1019333430", amount=amount, text=text, at=AT)


def matched(credit, *payments):
    return match_credit(credit, {each.code: each for each in payments}.get)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (PaymentState.CREATED, "matched"),
        (PaymentState.PENDING, "matched"),
        (PaymentState.IN_DOUBT, "matched"),
        (PaymentState.CONFIRMED, "double"),
        (PaymentState.REFUNDED, "double"),
        (PaymentState.CANCELLED, "late"),
        (PaymentState.FAILED, "late"),
    ],
)
def test_what_a_credit_of_the_right_amount_is_depends_on_its_payment(state, expected):
    found = matched(credit(), payment(state))
    assert (found.state, found.payment) == (expected, payment(state))


@pytest.mark.parametrize(
    ("amount", "expected"), [(49_999, "under"), (50_001, "over"), (5_000_000, "over"), (1, "under")]
)
def test_another_amount_pays_nothing_by_itself(amount, expected):
    assert matched(credit(amount), payment(PaymentState.PENDING)).state == expected


@pytest.mark.parametrize("text", ["", "chuyen tien", CODE[:-1], f"{CODE} {OTHER}"])
def test_a_credit_that_names_no_payment_or_several_is_unknown(text):
    both = payment(PaymentState.PENDING), payment(PaymentState.PENDING, OTHER)
    assert matched(credit(text=text), *both).state is CreditState.UNKNOWN


def test_a_code_of_somebody_else_beside_ours_does_not_matter():
    assert matched(credit(text=f"{CODE} {OTHER}"), payment(PaymentState.PENDING)).state is CreditState.MATCHED


def test_a_transfer_never_pays_what_is_at_a_card_terminal():
    assert matched(credit(), replace(payment(PaymentState.PENDING), method=Method.CARD)).state is CreditState.UNKNOWN


def test_all_that_is_not_matched_waits_for_somebody():
    assert set(CreditState) - TO_SETTLE == {CreditState.MATCHED, CreditState.EXPLAINED, CreditState.SENT_BACK}


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ({}, True),
        ({"text": f"khac {CODE}"}, True),
        ({"text": f"CT DEN {OTHER}"}, False),
        ({"text": f"CT DEN {OTHER}", "bank_reference": "FT9"}, True),
        ({"bank_reference": "5078.1"}, True),
        ({"at": AT + timedelta(hours=36)}, True),
        ({"at": AT - timedelta(hours=36, seconds=1), "bank_reference": "FT9"}, False),
        ({"amount": 50_001, "bank_reference": "FT9"}, False),
        ({"account": "2", "bank_reference": "FT9"}, False),
        ({"provider": "statement"}, False),
    ],
    ids=str,
)
def test_two_providers_tell_of_one_transfer_when_its_name_or_its_words_are_the_same(told, same):
    told = replace(credit(), **told)
    new = replace(credit(), provider="statement", reference="x", bank_reference="FT9")
    assert same_transfer(new, [told]) == (told if same else None)


@pytest.mark.parametrize(("one", "other", "same"), [("", "", False), ("--", ".", False), ("Ấp 1-2", "ấp 12", True)])
def test_without_a_code_the_letters_of_the_text_decide_and_no_text_decides_nothing(one, other, same):
    told = credit(text=one)
    assert same_transfer(replace(told, provider="statement", text=other), [told]) == (told if same else None)


def test_the_banks_name_goes_before_the_words():
    first, second = (replace(credit(), reference=name, bank_reference=name) for name in ("FT1", "FT2"))
    assert same_transfer(replace(second, provider="statement"), [first, second]) is second
