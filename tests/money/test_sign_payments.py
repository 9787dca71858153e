"""What the sign at a counter shows of money, to the citizen who sits there and to nobody else."""

from datetime import timedelta

import pytest
from cashiers import Cashiers
from dossier_office import CODE

from queue_server.domain.payment import Method, PaymentMove
from queue_server.store.boards import board_view
from queue_server.store.setup import setup_of
from queue_server.store.sign_payments import PAID_SHOWN


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


def on_signs(hall, rate=1):
    """The payments on the hall's signs, by counter."""
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        board = board_view(connection, setup, hall_id=1, day_ordinal=hall.at.toordinal(), at=hall.at, rate=rate)
    return {each["number"]: each["payment"] for each in board["counters"] if each["payment"]}


def test_the_sign_shows_the_code_that_the_clerk_began_until_it_is_paid_and_says_so_for_some_seconds(cashiers, hall):
    charge = cashiers.charges(quantity=2)
    assert on_signs(hall) == {}
    payment = cashiers.begins(charge)
    shown = on_signs(hall)[1]
    assert (shown["id"], shown["state"], shown["until"]) == (payment.id, "pending", None)
    assert (shown["transfer"]["amount"], shown["transfer"]["content"]) == (32_000, payment.code)
    hall.passes(40)
    cashiers.receives(cashiers.credit(payment))
    paid = on_signs(hall)[1]
    assert (paid["state"], paid["transfer"], paid["amount"]) == ("confirmed", None, 32_000)
    hall.passes(PAID_SHOWN / timedelta(seconds=1) - 1)
    assert on_signs(hall)[1]["id"] == payment.id
    hall.passes(1)
    assert on_signs(hall) == {}


def test_a_code_taken_down_is_on_no_sign(cashiers, hall):
    cashiers.cancels(cashiers.begins(cashiers.charges()))
    assert on_signs(hall) == {}


def test_a_payment_goes_with_its_citizen_so_that_the_next_one_is_not_asked_for_it(cashiers, hall):
    cashiers.begins(cashiers.charges())
    hall.does(cashiers.clerk, "hold")
    assert on_signs(hall) == {}
    hall.does(cashiers.clerk, "walk_in", service="birth")
    assert on_signs(hall) == {}


def test_a_code_stays_behind_when_its_citizen_is_sent_to_another_counter(cashiers, hall):
    cashiers.begins(cashiers.charges())
    hall.sits(cashiers.other, 2)
    hall.does(cashiers.clerk, "transfer", counter=2, note=None)
    hall.does(cashiers.other, "call")
    hall.does(cashiers.other, "start")
    assert on_signs(hall) == {}


def test_it_stays_while_the_same_citizen_goes_on_with_another_dossier(cashiers, hall):
    payment = cashiers.begins(cashiers.charges())
    hall.does(cashiers.clerk, "dossier", text=CODE[:-1] + "2")
    assert on_signs(hall)[1]["id"] == payment.id


def test_what_is_paid_by_card_or_begun_by_nobody_of_the_counter_is_on_no_sign(cashiers, hall):
    charge = cashiers.charges()
    card = cashiers.begins(charge, Method.CARD)
    assert on_signs(hall) == {}
    cashiers.decides(card, PaymentMove.FAIL)
    cashiers.begins(charge, by=cashiers.other)
    assert on_signs(hall) == {}


def test_a_clock_that_runs_faster_leaves_people_as_long_to_read(cashiers, hall):
    cashiers.receives(cashiers.credit(cashiers.begins(cashiers.charges())))
    hall.passes(PAID_SHOWN.seconds * 30)
    assert on_signs(hall) == {}
    assert on_signs(hall, rate=60)[1]["state"] == "confirmed"
