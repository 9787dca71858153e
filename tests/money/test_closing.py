"""Closing shifts and days: nothing in two closes, nothing in none, and the closes together are the books."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from cashiers import EVER, Cashiers
from days_of_money import Day

from hardware.terminal.till import Verdict
from queue_server.domain import money_errors
from queue_server.domain.payment import Method, PaymentMove
from queue_server.store.closes import day_closes_between, shift_closes_after
from queue_server.store.ledgers import moved_between
from queue_server.store.movements import END, movements_in
from queue_server.usecases import closing, paying, terminal_days

MOVES = 150


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


def pays_by_card(cashiers, quantity=1):
    return cashiers.types_card(cashiers.begins(cashiers.charges(quantity, again=True), Method.CARD))


def pays_by_transfer(cashiers, quantity=1):
    payment = cashiers.begins(cashiers.charges(quantity, again=True))
    cashiers.receives(cashiers.credit(payment))
    return payment


def closes(cashiers, by=None):
    return cashiers.does(closing.close_shift, staff_id=by or cashiers.clerk)


def closes_in_place(cashiers):
    by, reason = cashiers.office.appraiser, "nghỉ ốm"
    return cashiers.does(closing.close_shift_in_place, staff_id=cashiers.clerk, closed_by=by, reason=reason)


def closes_day(cashiers, day=None, reason=None):
    day = day or cashiers.hall.at.date()
    return cashiers.does(closing.close_day, staff_id=cashiers.other, day=day, reason=reason)


def test_a_close_says_by_method_and_kind_what_was_taken(cashiers):
    pays_by_card(cashiers, 2)
    pays_by_transfer(cashiers)
    close = closes(cashiers)
    assert (close.figures["payments"], close.figures["total"], close.figures["typed"]) == (2, 48_000, 1)
    assert close.figures["sums"] == [
        {"method": "card", "kind": "le_phi", "back": False, "count": 1, "amount": 16_000},
        {"method": "card", "kind": "phi", "back": False, "count": 1, "amount": 16_000},
        {"method": "vietqr", "kind": "le_phi", "back": False, "count": 1, "amount": 8_000},
        {"method": "vietqr", "kind": "phi", "back": False, "count": 1, "amount": 8_000},
    ]


def test_a_close_of_nothing_is_refused(cashiers):
    cashiers.begins(cashiers.charges())
    with pytest.raises(money_errors.NothingTaken):
        closes(cashiers)


def test_what_is_confirmed_after_the_close_is_named_in_it_and_counts_in_the_next(cashiers):
    pays_by_transfer(cashiers)
    late = cashiers.begins(cashiers.charges(again=True))
    first = closes(cashiers)
    assert [each["payment"] for each in first.figures["waiting"]] == [late.id]
    with pytest.raises(money_errors.NothingTaken):
        closes(cashiers)
    cashiers.receives(cashiers.credit(late))
    second = closes(cashiers)
    assert (second.after, second.figures["total"], second.figures["waiting"]) == (first.upto, 16_000, [])


def test_a_colleague_signs_where_cards_were_typed_in_and_only_when_they_are_checked(cashiers):
    payment = pays_by_card(cashiers)
    close = closes(cashiers)
    sign = {"close_id": close.id}
    with pytest.raises(money_errors.SecondPersonNeeded):
        cashiers.does(closing.sign_shift, staff_id=cashiers.clerk, **sign)
    with pytest.raises(money_errors.CardsUnchecked):
        cashiers.does(closing.sign_shift, staff_id=cashiers.other, **sign)
    cashiers.does(paying.check_card, staff_id=cashiers.other, payment_id=payment.id)
    signed = cashiers.does(closing.sign_shift, staff_id=cashiers.other, **sign)
    assert (signed.signed_by, signed.figures) == (cashiers.other, close.figures)
    with pytest.raises(money_errors.CloseSigned):
        cashiers.does(closing.sign_shift, staff_id=cashiers.other, **sign)


def test_transfers_alone_need_no_second_person(cashiers):
    pays_by_transfer(cashiers)
    close = closes(cashiers)
    with pytest.raises(money_errors.CloseSigned):
        cashiers.does(closing.sign_shift, staff_id=cashiers.other, close_id=close.id)


def test_a_refund_is_of_the_shift_of_who_gave_the_money_back(cashiers):
    payment = pays_by_transfer(cashiers)
    closes(cashiers)
    cashiers.refunds(payment)
    close = closes(cashiers, by=cashiers.other)
    assert (close.figures["total"], close.to_sign) == (-16_000, True)
    assert [(each["payment"], each["amount"]) for each in close.figures["given_back"]] == [(payment.id, -16_000)]
    with pytest.raises(money_errors.NothingTaken):
        closes(cashiers)


def test_a_day_that_is_settled_is_closed_without_a_reason_and_only_once(cashiers):
    pays_by_transfer(cashiers)
    closes(cashiers)
    close = closes_day(cashiers)
    assert (close.figures["total"], close.figures["not_closed"], close.reason) == (16_000, [], None)
    assert close.figures["matched"] == {"count": 1, "amount": 16_000}
    assert {line["account"]: line["closing"] for line in close.figures["accounts"] if line["closing"]} == {
        "bank": 16_000, "phi": -8_000, "le_phi": -8_000,
    }  # fmt: skip
    with pytest.raises(money_errors.DayClosed):
        closes_day(cashiers)
    with pytest.raises(money_errors.DayAhead):
        closes_day(cashiers, cashiers.hall.at.date() + timedelta(days=1))


def test_a_day_names_what_is_not_settled_and_wants_a_reason(cashiers):
    card = pays_by_card(cashiers)
    waiting = cashiers.begins(cashiers.charges(again=True))
    kept = cashiers.receives(cashiers.credit(amount=5_000, text="chuyen tien"))
    with pytest.raises(money_errors.ReasonNeeded):
        closes_day(cashiers, reason="  ")
    figures = closes_day(cashiers, reason="chờ ngân hàng trả lời").figures
    assert [(each["staff"], each["payments"], each["total"]) for each in figures["not_closed"]] == [
        (cashiers.clerk, 1, 16_000)
    ]
    assert [each["payment"] for each in figures["waiting"]] == [waiting.id]
    assert [each["payment"] for each in figures["unchecked"]] == [card.id]
    assert [(each["id"], each["amount"]) for each in figures["credits"]] == [(kept.id, 5_000)]
    assert figures["suspense"] == {"count": 1, "amount": 5_000}


def test_a_shift_that_was_open_at_the_close_of_a_day_is_named_until_it_is_closed_and_then_in_the_next(cashiers, hall):
    pays_by_transfer(cashiers)
    closes_day(cashiers, reason="cán bộ về sớm")
    hall.passes(86_400)
    second = closes_day(cashiers, reason="vẫn chưa chốt")
    assert [each["total"] for each in second.figures["not_closed"]] == [16_000]
    hall.passes(86_400)
    close = closes(cashiers)
    third = closes_day(cashiers)
    assert [each["close"] for each in third.figures["shifts"]] == [close.id]
    assert (third.figures["not_closed"], third.figures["total"]) == ([], 0)


def test_a_day_closed_the_next_morning_takes_nothing_of_that_morning(cashiers, hall):
    monday = hall.at.date()
    pays_by_transfer(cashiers)
    hall.passes(86_400)
    pays_by_transfer(cashiers, 2)
    assert closes_day(cashiers, monday, reason="quên").figures["total"] == 16_000
    assert closes_day(cashiers, reason="chưa chốt ca").figures["total"] == 32_000


def test_whatever_happens_each_movement_is_in_one_close_and_the_closes_are_the_books(hall):
    day = Day(hall, seed=7)
    cashiers = day.cashiers
    for step in range(MOVES):
        day.goes_on()
        day.tries(partial((pays_by_card, pays_by_transfer)[step % 2], cashiers))
        if step % 20 == 19:
            day.tries(lambda: closes(cashiers))
        if step % 35 == 34:
            day.tries(lambda: closes(cashiers, by=cashiers.other))
        if step % 30 == 29:
            day.tries(lambda: closes_in_place(cashiers))
        if step % 50 == 49:
            closes_day(cashiers, reason="cuối ngày")
            hall.passes(86_400)
    day.tries(lambda: closes(cashiers))
    day.tries(lambda: closes(cashiers, by=cashiers.other))
    closes_day(cashiers, reason="hết")
    check_closes(hall)


def check_closes(hall):
    with hall.store.reading() as connection:
        shifts = shift_closes_after(connection, hall.centre_id, after=0)
        days = day_closes_between(
            connection, centre_id=hall.centre_id, first=EVER["begin"].date(), last=EVER["end"].date()
        )
        moved = movements_in(connection, centre_id=hall.centre_id, after=0, upto=END)
        books = moved_between(connection, centre_id=hall.centre_id, **EVER)
    assert len(moved) > 30
    assert len(shifts) > 5
    for movement in moved:
        of_shift = [
            each for each in shifts
            if each.staff_id == movement.staff_id and each.after < movement.position <= each.upto
        ]  # fmt: skip
        assert len(of_shift) == 1
        assert sum(each.after < movement.position <= each.upto for each in days) == 1
    assert sum(each.figures["total"] for each in shifts) == sum(each.amount for each in moved)
    assert sum(each.figures["total"] for each in days) == sum(each.amount for each in moved)
    assert sum(line["amount"] for each in days for line in each.figures["sums"]) == sum(each.amount for each in moved)
    assert {line["account"]: line["closing"] for line in days[-1].figures["accounts"]} == books
    named = [shift["close"] for each in days for shift in each.figures["shifts"]]
    assert named == [each.id for each in shifts]


def test_a_confirmation_by_a_colleague_is_of_the_shift_of_who_began(cashiers):
    payment = cashiers.begins(cashiers.charges())
    cashiers.decides(payment, PaymentMove.CONFIRM, reference="FT1")
    assert closes(cashiers).figures["total"] == 16_000
    figures = closes_day(cashiers, reason="chưa có sao kê").figures
    assert [each["payment"] for each in figures["unproven"]] == [payment.id]


def pays_at_terminal(cashiers):
    payment = cashiers.begins(cashiers.charges(again=True), Method.CARD, device=cashiers.terminal())
    cashiers.begins_sale(payment)
    cashiers.hall.passes(1)
    cashiers.approves(payment)
    return payment


def test_what_a_terminal_itself_confirmed_needs_no_second_person(cashiers):
    pays_at_terminal(cashiers)
    close = closes(cashiers)
    assert (close.figures["total"], close.figures["typed"], close.to_sign) == (16_000, 0, False)


def test_a_day_names_a_terminal_whose_day_is_not_ours_and_what_it_says_against_us(cashiers, hall):
    pays_at_terminal(cashiers)
    closes(cashiers)
    payment = cashiers.begins(cashiers.charges(again=True), Method.CARD, device=cashiers.terminal())
    cashiers.begins_sale(payment)
    cashiers.tells(payment, Verdict.IN_DOUBT)
    cashiers.decides(payment, PaymentMove.FAIL)
    cashiers.approves(payment)
    hall.passes(1)
    cashiers.of_box(terminal_days.hear_day, None, count=3, amount=48_000, receipts=None)
    hall.passes(1)
    with pytest.raises(money_errors.ReasonNeeded):
        closes_day(cashiers)
    figures = closes_day(cashiers, reason="đang hỏi ngân hàng").figures
    assert [(each["name"], each["charged"]) for each in figures["tellings"]] == [("pos-1", 16_000)]
    assert [(each["amount"], each["our_amount"]) for each in figures["differing"]] == [(48_000, 32_000)]
    hall.passes(86_400)
    assert closes_day(cashiers, reason="vẫn đang hỏi").figures["terminals"] == []


def test_many_closing_while_money_comes_in_take_each_payment_once(cashiers, hall):
    charges = [cashiers.charges(again=True, code=cashiers.another_dossier(f"H49.22-261123-{n:04}")) for n in range(9)]
    begun = [cashiers.begins(charge) for charge in charges]
    credits_of = [cashiers.credit(payment) for payment in begun]

    def receives(credit):
        cashiers.receives(credit)

    def closes_if_anything(_):
        with suppress(money_errors.NothingTaken):
            closes(cashiers)

    with ThreadPoolExecutor(6) as pool:
        deeds = [pool.submit(receives, each) for each in credits_of]
        deeds += [pool.submit(closes_if_anything, n) for n in range(12)]
        for deed in deeds:
            deed.result(timeout=60)
    closes_if_anything(None)
    with hall.store.reading() as connection:
        shifts = shift_closes_after(connection, hall.centre_id, after=0)
    assert sum(each.figures["payments"] for each in shifts) == len(begun)
    assert sum(each.figures["total"] for each in shifts) == 16_000 * len(begun)
    assert [each.after for each in shifts] == [0, *(each.upto for each in shifts[:-1])]
