"""Fees of a dossier from the rule to the books, on both databases."""

import pytest
from cashiers import Cashiers, rule
from sqlalchemy.exc import IntegrityError

from queue_server.domain import errors, money_errors
from queue_server.domain.payment import Method, PaymentMove
from queue_server.store.charges import charges_of
from queue_server.store.journal import entries_since
from queue_server.store.payments import insert_payment, payments_of
from queue_server.store.unit import Unit
from queue_server.usecases import fees, paying


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


def test_a_payment_code_is_shown_and_the_banks_word_pays_the_fee(cashiers, hall):
    charge = cashiers.charges(quantity=2)
    assert charge.amount == 32_000
    assert cashiers.books() == {"due": 32_000, "le_phi": -16_000, "phi": -16_000}
    payment = cashiers.begins(charge)
    assert (payment.state, payment.asked_at) == ("pending", hall.at)
    hall.passes(40)
    kept = cashiers.receives(cashiers.credit(payment))
    assert (kept.state, kept.payment_id) == ("matched", payment.id)
    assert cashiers.books() == {"bank": 32_000, "le_phi": -16_000, "phi": -16_000}
    with hall.store.reading() as connection:
        (paid,) = payments_of(connection, charge.id)
    assert (paid.state, paid.ended_at, paid.reference) == ("confirmed", hall.at, "FT1")


def test_the_same_credit_told_again_and_by_another_way_pays_once(cashiers):
    payment = cashiers.begins(cashiers.charges())
    credit = cashiers.credit(payment)
    kept = cashiers.receives(credit)
    assert [cashiers.receives(credit) for _ in range(3)] == [kept] * 3
    told_again = cashiers.receives(cashiers.credit(payment, reference=credit.reference, provider="statement"))
    assert told_again.state == "matched"
    assert cashiers.books()["bank"] == 16_000


@pytest.mark.parametrize(("amount", "state"), [(15_999, "under"), (16_001, "over")])
def test_another_amount_waits_in_suspense_and_the_fee_stays_due(cashiers, amount, state):
    payment = cashiers.begins(cashiers.charges())
    kept = cashiers.receives(cashiers.credit(payment, amount=amount))
    assert kept.state == state
    assert cashiers.books() == {"bank": amount, "suspense": -amount, "due": 16_000, "le_phi": -8_000, "phi": -8_000}
    assert cashiers.sends_back(kept).state == "sent_back"
    assert cashiers.books() == {"due": 16_000, "le_phi": -8_000, "phi": -8_000}
    with pytest.raises(money_errors.CreditSettled):
        cashiers.sends_back(kept)


def test_money_that_comes_after_the_code_was_taken_down_can_pay_the_fee_with_a_reason(cashiers):
    charge = cashiers.charges()
    payment = cashiers.begins(charge)
    cashiers.cancels(payment)
    kept = cashiers.receives(cashiers.credit(payment))
    assert kept.state == "late"
    with pytest.raises(money_errors.ReasonNeeded):
        cashiers.explains(kept, charge, reason=" ")
    assert cashiers.explains(kept, charge).state == "explained"
    assert cashiers.books() == {"bank": 16_000, "le_phi": -8_000, "phi": -8_000}
    with pytest.raises(money_errors.ChargePaid):
        cashiers.begins(charge)


def test_money_of_another_amount_is_never_said_to_pay_a_fee(cashiers):
    charge = cashiers.charges()
    kept = cashiers.receives(cashiers.credit(amount=charge.amount - 1, text="chuyen tien"))
    with pytest.raises(money_errors.AmountDiffers):
        cashiers.explains(kept, charge)
    assert cashiers.books()["due"] == charge.amount


def test_no_second_attempt_while_one_is_open_in_doubt_or_paid(cashiers):
    charge = cashiers.charges()
    payment = cashiers.begins(charge, Method.CARD)
    for method in Method:
        with pytest.raises(money_errors.PaymentOpen):
            cashiers.begins(charge, method)
    with hall_unit(cashiers) as unit:
        paying.move_payment(
            unit, payment, PaymentMove.DOUBT, paying.Evidence(source=paying.Source.PRODUCT), at=cashiers.hall.at
        )
    with pytest.raises(money_errors.PaymentOpen):
        cashiers.begins(charge)
    with pytest.raises(money_errors.PaymentOpen):
        cashiers.withdraws(charge)
    cashiers.decides(payment, PaymentMove.CONFIRM, reference="123456")
    with pytest.raises(money_errors.ChargePaid):
        cashiers.begins(charge)


def hall_unit(cashiers):
    return Unit(cashiers.hall.store)


def test_the_database_itself_refuses_a_second_attempt(cashiers, hall):
    payment = cashiers.begins(cashiers.charges())
    with pytest.raises(IntegrityError), hall_unit(cashiers) as unit:
        insert_payment(unit.connection, paying.replace(payment, id="other", code="MC99999999"))


def test_a_card_that_staff_typed_in_is_checked_by_somebody_else(cashiers):
    payment = cashiers.begins(cashiers.charges(), Method.CARD)
    paid = cashiers.types_card(payment, approval_code=" 12ab34 ")
    assert (paid.state, paid.approval_code, paid.last4, paid.checked_by) == ("confirmed", "12AB34", "1111", None)
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.does(paying.check_card, staff_id=cashiers.clerk, payment_id=payment.id)
    assert cashiers.does(paying.check_card, staff_id=cashiers.other, payment_id=payment.id).checked_by == cashiers.other


@pytest.mark.parametrize(
    ("approval_code", "last4"), [("", "1111"), ("12 34", "1111"), ("123456", "111"), ("123456", "4111111111111111")]
)
def test_a_card_number_or_nonsense_is_no_proof_of_payment(cashiers, approval_code, last4):
    payment = cashiers.begins(cashiers.charges(), Method.CARD)
    with pytest.raises(money_errors.CardDetails):
        cashiers.types_card(payment, approval_code, last4)
    assert "card" not in cashiers.books()


def test_what_a_terminal_may_be_doing_is_not_called_off_without_a_person_and_a_reason(cashiers):
    payment = cashiers.begins(cashiers.charges(), Method.CARD)
    with pytest.raises(money_errors.IllegalPaymentMove):
        cashiers.cancels(payment)
    assert cashiers.decides(payment, PaymentMove.CANCEL, by=cashiers.clerk).state == "cancelled"


def test_to_confirm_by_hand_takes_another_person_than_who_began(cashiers):
    payment = cashiers.begins(cashiers.charges())
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.decides(payment, PaymentMove.CONFIRM, by=cashiers.clerk)
    assert cashiers.decides(payment, PaymentMove.CONFIRM, reference="FT77").state == "confirmed"
    later = cashiers.receives(cashiers.credit(payment, reference="FT77"))
    assert (later.state, cashiers.books()["bank"]) == ("matched", 16_000)


def test_a_refund_makes_the_fee_due_again_and_then_it_can_be_withdrawn(cashiers):
    charge = cashiers.charges()
    payment = cashiers.types_card(cashiers.begins(charge, Method.CARD))
    with pytest.raises(money_errors.ChargePaid):
        cashiers.withdraws(charge)
    cashiers.refunds(payment)
    assert cashiers.books() == {"due": 16_000, "le_phi": -8_000, "phi": -8_000}
    cashiers.withdraws(charge)
    assert cashiers.books() == {}
    with pytest.raises(money_errors.ChargeWithdrawn):
        cashiers.begins(charge)


def test_a_large_refund_takes_a_second_person(cashiers):
    payment = cashiers.types_card(cashiers.begins(cashiers.charges(quantity=40), Method.CARD))
    assert payment.amount > paying.REFUND_ALONE
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.refunds(payment, by=cashiers.clerk)
    assert cashiers.refunds(payment).state == "refunded"


def test_of_what_a_citizen_paid_alone_it_is_not_decided_by_who_raised_the_charge(cashiers):
    charge, chance = cashiers.charges(quantity=40), cashiers.chance()
    begun = cashiers.does(paying.begin_payment, staff_id=None, charge_id=charge.id, method=Method.VIETQR, chance=chance)
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.decides(begun, PaymentMove.CONFIRM, by=cashiers.clerk)
    paid = cashiers.decides(begun, PaymentMove.CONFIRM, reference="FT78")
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.refunds(paid, by=cashiers.clerk)
    assert cashiers.refunds(paid).state == "refunded"


def test_who_is_spared_everything_owes_nothing_and_pays_nothing(cashiers):
    charge = cashiers.charges(group="poor")
    assert (charge.amount, cashiers.books()) == (0, {})
    with pytest.raises(money_errors.ChargePaid):
        cashiers.begins(charge)


def test_a_dossier_is_charged_once_unless_somebody_says_that_more_is_due(cashiers, hall):
    charge = cashiers.charges()
    with pytest.raises(money_errors.AlreadyCharged):
        cashiers.charges()
    cashiers.receives(cashiers.credit(cashiers.begins(charge)))
    with pytest.raises(money_errors.AlreadyCharged):
        cashiers.charges()
    more = cashiers.charges(quantity=3, again=True)
    with hall.store.reading() as connection:
        assert [each.id for each in charges_of(connection, charge.dossier_id)] == [charge.id, more.id]


def test_a_rule_counts_once_another_person_has_approved_it(cashiers):
    (rule_id,) = cashiers.does(fees.propose_fees, rules=[rule(proposed_by=cashiers.clerk, name="Phí mới")])
    assert cashiers.charges().amount == 16_000
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.does(fees.approve_fee, rule_id=rule_id, staff_id=cashiers.clerk)
    cashiers.does(fees.approve_fee, rule_id=rule_id, staff_id=cashiers.other)
    with pytest.raises(money_errors.RuleSettled):
        cashiers.does(fees.approve_fee, rule_id=rule_id, staff_id=cashiers.other)
    with pytest.raises(errors.NotFound):
        cashiers.does(fees.approve_fee, rule_id=99, staff_id=cashiers.other)


def test_a_charge_keeps_its_reckoning_when_its_rule_is_withdrawn(cashiers, hall):
    charge = cashiers.charges()
    cashiers.does(fees.withdraw_fee, rule_id=charge.fees[0]["rule"], staff_id=cashiers.other)
    with hall.store.reading() as connection:
        (kept,) = charges_of(connection, charge.dossier_id)
    assert kept == charge
    assert [fee["amount"] for fee in kept.fees] == [8_000, 8_000]


def test_a_card_number_in_the_text_of_a_transfer_is_not_kept(cashiers, hall):
    payment = cashiers.begins(cashiers.charges())
    kept = cashiers.receives(cashiers.credit(payment, text=f"{payment.code} THE 4111111111111111"))
    assert kept.credit.text == f"{payment.code} THE ************1111"
    assert kept.state == "matched"


def test_the_journal_tells_every_step_of_a_payment_and_who_took_it(cashiers, hall):
    payment = cashiers.begins(cashiers.charges())
    cashiers.receives(cashiers.credit(payment))
    with hall.store.reading() as connection:
        told = [entry.body for entry in entries_since(connection, 0) if entry.kind == "payment.moved"]
    assert [(each["move"], each["state"], each["source"], each["actor"]) for each in told] == [
        ("ask", "pending", "product", cashiers.clerk),
        ("confirm", "confirmed", "bank", None),
    ]
