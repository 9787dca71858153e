"""What citizens are shown of a fee: the same at the kiosk, on the sign, on the phone and on paper."""

import json

import pytest
from cashiers import ACCOUNT, Cashiers
from dossier_office import CODE

from queue_server.domain.banks import bank_name
from queue_server.domain.payment import Method
from queue_server.domain.vietqr import VietQr, read_vietqr
from queue_server.store.charges import find_charge
from queue_server.store.citizen_money import citizen_charge_view


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


def shown(hall, charge):
    with hall.store.reading() as connection:
        kept = find_charge(connection, centre_id=hall.centre_id, charge_id=charge.id)
        return citizen_charge_view(connection, kept, dossier=CODE)


def test_a_transfer_can_be_typed_in_as_its_code_says(cashiers, hall):
    charge = cashiers.charges(quantity=2)
    payment = cashiers.begins(charge)
    transfer = shown(hall, charge)["payment"]["transfer"]
    assert read_vietqr(transfer["vietqr"]) == VietQr(account=ACCOUNT, amount=32_000, purpose=payment.code)
    assert transfer == {
        "vietqr": transfer["vietqr"], "bank": "Vietcombank", "account": ACCOUNT.number, "holder": "TT PVHCC",
        "amount": 32_000, "content": payment.code,
    }  # fmt: skip


def test_the_code_is_gone_when_the_payment_is_no_more_open(cashiers, hall):
    charge = cashiers.charges()
    payment = cashiers.begins(charge)
    cashiers.receives(cashiers.credit(payment))
    after = shown(hall, charge)
    assert (after["state"], after["payment"]["state"], after["payment"]["transfer"]) == ("paid", "confirmed", None)
    assert after["payment"]["ended_at"] is not None


def test_a_payment_that_was_taken_down_is_shown_to_nobody(cashiers, hall):
    charge = cashiers.charges()
    cashiers.cancels(cashiers.begins(charge))
    assert (shown(hall, charge)["state"], shown(hall, charge)["payment"]) == ("due", None)


def test_a_card_at_the_counter_has_no_code(cashiers, hall):
    charge = cashiers.charges()
    cashiers.begins(charge, Method.CARD)
    payment = shown(hall, charge)["payment"]
    assert (payment["method"], payment["state"], payment["own"]) == ("card", "pending", False)
    assert payment["transfer"] is None


def test_a_fee_explains_itself_and_says_nothing_of_whom_it_spares(cashiers, hall):
    charge = cashiers.charges(quantity=2, group="poor")
    view = shown(hall, charge)
    spared = next(line for fee in view["fees"] for line in fee["lines"] if line["reason"] == "exempt")
    assert spared["percent"] == 100
    assert "poor" not in json.dumps(view)
    assert sum(line["amount"] for fee in view["fees"] for line in fee["lines"]) == view["amount"]


def test_a_bank_that_is_not_known_is_named_by_its_number():
    assert [bank_name("970418"), bank_name("999999")] == ["BIDV", "999999"]
