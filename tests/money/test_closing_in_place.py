"""A shift closed in the place of a clerk who cannot: by one person with a reason, signed by a third."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from cashiers import Cashiers
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from queue_server.domain import money_errors
from queue_server.domain.payment import Method
from queue_server.store.books_export import books_export
from queue_server.store.books_views import shift_view
from queue_server.store.closes import shift_closes_after
from queue_server.store.staff import staff_name
from queue_server.store.unit import Unit
from queue_server.usecases import closing, paying

ILL = "nghỉ ốm dài ngày"


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


@pytest.fixture
def third(cashiers):
    return cashiers.office.appraiser


def takes(cashiers):
    payment = cashiers.begins(cashiers.charges(again=True))
    cashiers.receives(cashiers.credit(payment))
    return payment


def closes_for(cashiers, staff=None, by=None, reason=ILL):
    return cashiers.does(
        closing.close_shift_in_place,
        staff_id=staff or cashiers.clerk,
        closed_by=by or cashiers.other,
        reason=reason,
    )


def signs(cashiers, close, by):
    return cashiers.does(closing.sign_shift, staff_id=by, close_id=close.id)


def test_it_takes_what_the_clerk_would_have_closed_and_says_who_closed_it_and_why(cashiers):
    takes(cashiers)
    own = cashiers.does(closing.close_shift, staff_id=cashiers.clerk)
    takes(cashiers)
    close = closes_for(cashiers, reason=f" {ILL} ")
    assert (close.staff_id, close.after, close.figures["total"]) == (cashiers.clerk, own.upto, 16_000)
    assert (close.closed_by, close.reason, close.to_sign) == (cashiers.other, ILL, True)
    with pytest.raises(money_errors.NothingTaken):
        cashiers.does(closing.close_shift, staff_id=cashiers.clerk)


def test_it_takes_another_person_a_reason_and_something_to_close(cashiers):
    with pytest.raises(money_errors.NothingTaken):
        closes_for(cashiers)
    takes(cashiers)
    with pytest.raises(money_errors.SecondPersonNeeded):
        closes_for(cashiers, by=cashiers.clerk)
    with pytest.raises(money_errors.ReasonNeeded):
        closes_for(cashiers, reason="  ")


def test_neither_who_closed_nor_whose_shift_it_is_signs_it(cashiers, third):
    card = cashiers.types_card(cashiers.begins(cashiers.charges(), Method.CARD))
    close = closes_for(cashiers)
    cashiers.does(paying.check_card, staff_id=cashiers.other, payment_id=card.id)
    for not_they in (cashiers.other, cashiers.clerk):
        with pytest.raises(money_errors.SecondPersonNeeded):
            signs(cashiers, close, not_they)
        assert to_sign(cashiers, not_they) == []
    assert to_sign(cashiers, third) == [close.id]
    assert signs(cashiers, close, third).signed_by == third


def to_sign(cashiers, staff):
    with cashiers.hall.store.reading() as connection:
        view = shift_view(connection, centre_id=cashiers.hall.centre_id, staff_id=staff, at=cashiers.hall.at)
    return [each["id"] for each in view["to_sign"]]


def test_the_day_and_its_file_say_who_closed_for_whom_and_why(cashiers, third):
    takes(cashiers)
    signs(cashiers, closes_for(cashiers), third)
    takes(cashiers)
    cashiers.does(closing.close_shift, staff_id=cashiers.clerk)
    day = cashiers.does(closing.close_day, staff_id=third, day=cashiers.hall.at.date(), reason=None)
    assert day.figures["not_closed"] == []
    with cashiers.hall.store.reading() as connection:
        name, signer = staff_name(connection, cashiers.other), staff_name(connection, third)
        exported = books_export(connection, [day]).shifts
    said = [(each["closed_by"], each["reason"], each["signed_by"]) for each in day.figures["shifts"]]
    assert said == [(name, ILL, signer), (None, None, None)]
    in_file = [(each["closed_in_place_by"], each["close_reason"], each["signed_by"]) for each in exported]
    assert in_file == said


@pytest.mark.parametrize(
    "nonsense",
    [
        "closed_by = staff_id, reason = 'x', to_sign = true",
        "closed_by = :other, reason = NULL, to_sign = true",
        "closed_by = NULL, reason = 'x'",
        "closed_by = :other, reason = 'x', to_sign = false",
        "closed_by = :other, reason = 'x', to_sign = true, signed_by = :other",
        "signed_by = staff_id",
    ],
)
def test_the_database_itself_holds_no_close_that_one_person_made_alone(cashiers, nonsense):
    takes(cashiers)
    cashiers.does(closing.close_shift, staff_id=cashiers.clerk)
    unseal(cashiers.hall.store)
    with pytest.raises(IntegrityError, match="ck_in_place"), Unit(cashiers.hall.store) as unit:
        unit.connection.execute(text(f"UPDATE shift_close SET {nonsense.replace(':other', str(cashiers.other))}"))


def unseal(store):
    with Unit(store) as unit:
        unit.connection.execute(
            text("DROP TRIGGER shift_close_no_update" + ("" if store.is_sqlite else " ON shift_close"))
        )


@pytest.mark.parametrize("column", ["closed_by = 3", "reason = 'khác'"])
def test_who_closed_and_why_are_sealed_before_it_is_signed(cashiers, column):
    takes(cashiers)
    closes_for(cashiers)
    with pytest.raises(DBAPIError, match="append-only"), Unit(cashiers.hall.store) as unit:
        unit.connection.execute(text(f"UPDATE shift_close SET {column}"))


def test_when_the_clerk_and_two_others_close_at_once_while_money_comes_in_each_payment_is_in_one_close(cashiers, third):
    dossiers = [cashiers.another_dossier(f"H49.22-261123-{n:04}") for n in range(2, 10)]
    begun = [cashiers.begins(cashiers.charges(again=True, code=code)) for code in dossiers]
    credits_of = [cashiers.credit(payment) for payment in begun]

    def closes(by):
        with suppress(money_errors.NothingTaken):
            if by == cashiers.clerk:
                cashiers.does(closing.close_shift, staff_id=by)
            else:
                closes_for(cashiers, by=by)

    with ThreadPoolExecutor(6) as pool:
        deeds = [pool.submit(cashiers.receives, each) for each in credits_of]
        deeds += [pool.submit(closes, by) for by in (cashiers.clerk, cashiers.other, third) * 4]
        for deed in deeds:
            deed.result(timeout=60)
    closes(cashiers.other)
    with cashiers.hall.store.reading() as connection:
        shifts = shift_closes_after(connection, cashiers.hall.centre_id, after=0)
    assert sum(each.figures["payments"] for each in shifts) == len(begun)
    assert [each.after for each in shifts] == [0, *(each.upto for each in shifts[:-1])]
