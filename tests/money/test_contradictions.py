"""What a terminal says against what is known: kept, in suspense, settled once by a person with a reason."""

import pytest
from cashiers import Cashiers

from hardware.terminal.till import Verdict
from queue_server.domain.money_errors import AmountDiffers, PaymentOpen, ReasonNeeded, TellingSettled
from queue_server.domain.payment import Method, PaymentMove, PaymentState
from queue_server.store.tellings import unsettled_tellings


@pytest.fixture
def desk(hall):
    return Cashiers(hall)


@pytest.fixture
def sale(desk):
    """A sale that a person called failed and the terminal then approved."""
    payment = desk.begins(desk.charges(), Method.CARD, device=desk.terminal())
    desk.begins_sale(payment)
    desk.tells(payment, Verdict.IN_DOUBT)
    desk.decides(payment, PaymentMove.FAIL)
    desk.approves(payment)
    desk.hall.passes(1)
    return payment


@pytest.fixture
def telling(desk, sale):
    return unsettled(desk)[0]


def unsettled(desk):
    with desk.hall.store.reading() as connection:
        return unsettled_tellings(connection, desk.hall.centre_id)


def test_a_charge_that_was_given_back_at_the_terminal_leaves_the_books(desk, telling):
    assert desk.books()["suspense"] == -16_000
    desk.closes_telling(telling)
    assert unsettled(desk) == []
    assert set(desk.books()) == {"due", "le_phi", "phi"}
    with pytest.raises(TellingSettled):
        desk.closes_telling(telling)


def test_a_charge_that_pays_after_all_pays_and_is_checked_by_a_second_person(desk, sale, telling):
    paid = desk.explains_telling(telling, desk.charges_of(sale))
    assert (paid.state, paid.method, paid.last4, paid.unchecked) == (PaymentState.CONFIRMED, Method.CARD, "1111", True)
    assert desk.books() == {"card": 16_000, "le_phi": -8_000, "phi": -8_000}
    with pytest.raises(TellingSettled):
        desk.explains_telling(telling, desk.charges_of(sale))


def test_it_pays_nothing_of_another_amount_or_that_is_being_paid(desk, sale, telling):
    with pytest.raises(AmountDiffers):
        desk.explains_telling(telling, desk.charges(2, code=desk.another_dossier()))
    desk.begins(desk.charges_of(sale))
    with pytest.raises(PaymentOpen):
        desk.explains_telling(telling, desk.charges_of(sale))
    assert unsettled(desk) == [telling]


def test_a_reason_is_given(desk, telling):
    with pytest.raises(ReasonNeeded):
        desk.closes_telling(telling, reason="  ")


def test_a_refusal_of_what_a_person_called_paid_moves_no_money_and_waits_as_well(desk):
    payment = desk.begins(desk.charges(), Method.CARD, device=desk.terminal())
    desk.begins_sale(payment)
    desk.tells(payment, Verdict.IN_DOUBT)
    desk.decides(payment, PaymentMove.CONFIRM)
    before = desk.books()
    desk.tells(payment, Verdict.DECLINED)
    (telling,) = unsettled(desk)
    desk.closes_telling(telling)
    assert desk.books() == before


def test_a_second_charge_of_the_card_waits_and_a_telling_that_agrees_does_not(desk):
    payment = desk.begins(desk.charges(), Method.CARD, device=desk.terminal())
    desk.begins_sale(payment)
    desk.approves(payment, trace=7)
    desk.approves(payment, trace=8)
    (telling,) = unsettled(desk)
    assert telling.telling.receipt.trace == 8
    assert (desk.books()["card"], desk.books()["suspense"]) == (32_000, -16_000)
