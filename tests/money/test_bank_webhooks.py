"""Providers tell the server of transfers: signed or not at all, and each pays at most once."""

import json
import logging

import pytest
from bank_letters import CHECKSUM, KEY, give_secrets, payos_body, sepay_body, sepay_headers
from cashiers import ACCOUNT, Cashiers

from queue_server.domain.vietqr import Account
from queue_server.store.bank_credits import unsettled_credits
from queue_server.store.payments import payments_of, save_account
from queue_server.store.unit import Unit

DONE = {"success": True}
CARD = "4111111111111111"


class Counter:
    """A cashier whose server hears of transfers."""

    def __init__(self, site, folder):
        give_secrets(folder)
        self.hall, self.cashiers = site.hall, Cashiers(site.hall)
        self.client = site.application.flask.test_client()
        self.charge = self.cashiers.charges()
        self.payment = self.cashiers.begins(self.charge)

    def sepay(self, body=None, headers=None, **facts):
        body = sepay_body(**{"content": f"CT DEN {self.payment.code}"} | facts) if body is None else body
        signed = sepay_headers(body, self.hall.at) if headers is None else headers
        return self.client.post("/api/v1/bank/sepay", data=body, headers=signed)

    def payos(self, body=None, **facts):
        body = payos_body(**{"description": self.payment.code} | facts) if body is None else body
        return self.client.post("/api/v1/bank/payos", data=body, content_type="application/json")

    def state(self):
        with self.hall.store.reading() as connection:
            return payments_of(connection, self.charge.id)[-1].state

    def waiting(self):
        with self.hall.store.reading() as connection:
            return [kept.state for kept in unsettled_credits(connection, self.hall.centre_id)]


@pytest.fixture
def database_url(request):
    """The quick database, unless a test names the others too."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")


@pytest.fixture
def counter(site, tmp_path):
    return Counter(site, tmp_path)


@pytest.mark.parametrize("provider", ["sepay", "payos"])
def test_a_signed_transfer_confirms_its_payment_and_telling_it_again_changes_nothing(counter, provider):
    tells = getattr(counter, provider)
    answers = [tells() for _ in range(3)]
    assert [(answer.status_code, answer.json) for answer in answers] == [(200, DONE)] * 3
    assert counter.state() == "confirmed"
    assert counter.cashiers.books()["bank"] == 16_000
    assert counter.waiting() == []


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_both_providers_telling_of_one_transfer_pay_once_whatever_each_calls_it(counter):
    assert counter.sepay(referenceCode=None).json == counter.payos().json == DONE
    assert counter.cashiers.books()["bank"] == 16_000
    assert counter.waiting() == []


def test_two_transfers_told_by_both_providers_are_two(counter):
    for number in (1, 2):
        counter.sepay(id=number, referenceCode=f"SEPAY{number}")
    for number in (1, 2, 2, 1):
        counter.payos(reference=f"PAYOS{number}")
    assert counter.waiting() == ["double"]
    assert counter.cashiers.books()["suspense"] == -16_000


def test_a_second_transfer_does_not_hide_behind_one_like_it_that_another_provider_told(counter):
    counter.sepay(referenceCode="SEPAY1")
    for number in (1, 2, 1, 2):
        counter.payos(reference=f"PAYOS{number}")
    assert counter.waiting() == ["double"]
    assert counter.cashiers.books()["suspense"] == -16_000


def test_an_api_key_is_taken_instead_of_a_signature(counter):
    assert counter.sepay(headers={"Authorization": f"Apikey {KEY.decode()}"}).json == DONE
    assert counter.state() == "confirmed"


def test_what_nobody_signed_is_refused_and_nothing_happens(counter, caplog):
    for headers in ({}, {"Authorization": "Apikey other"}, {"Authorization": "Bearer x"}, {"X-SePay-Signature": "x"}):
        answer = counter.sepay(headers=headers)
        assert (answer.status_code, answer.json["code"]) == (401, "bank.unsigned"), headers
    assert counter.state() == "pending"
    assert "not signed" in caplog.text


def test_a_signature_of_ten_minutes_ago_is_refused(counter):
    body = sepay_body(content=counter.payment.code)
    headers = sepay_headers(body, counter.hall.at)
    counter.hall.passes(600)
    assert counter.sepay(body, headers).json["code"] == "bank.unsigned"


def test_a_server_without_secrets_refuses_all(counter, tmp_path):
    for path in tmp_path.glob("*.secrets"):
        path.write_text("\n \n")
    assert {counter.sepay().status_code, counter.payos().status_code} == {401}
    for path in tmp_path.glob("*.secrets"):
        path.unlink()
    assert {counter.sepay().status_code, counter.payos().status_code} == {401}


def test_money_that_goes_out_and_a_try_of_the_address_are_answered_and_kept_nowhere(counter):
    assert counter.sepay(transferType="out").json == DONE
    example = {"orderCode": 123, "accountNumber": "12345678", "reference": "TF230204212323", "amount": 3000}
    assert counter.payos(**example).json == DONE
    assert counter.payos(code="01").json == DONE
    assert (counter.state(), counter.waiting()) == ("pending", [])


@pytest.mark.parametrize("tells", ["sepay", "payos"])
def test_an_account_of_nobody_or_of_two_centres_is_refused_and_logged_without_its_number(counter, tells, caplog):
    answer = getattr(counter, tells)(accountNumber="999888777666")
    assert (answer.status_code, answer.json["code"]) == (422, "bank.account_unknown")
    assert "no centre has the account" in caplog.text
    assert "999888777666" not in caplog.text
    share_the_account(counter.hall)
    assert getattr(counter, tells)().json["code"] == "bank.account_unknown"


def share_the_account(hall):
    from queue_server.store.schema import CentreRow

    other = CentreRow(
        code="other", names="{}", level="province", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
        dossier_target_minutes=10, dossier_pattern=".*",
    )  # fmt: skip
    with Unit(hall.store) as unit:
        unit.session.add(other)
        unit.session.flush()
        account = Account(bank=ACCOUNT.bank, number=ACCOUNT.number)
        save_account(unit.connection, account, centre_id=other.id, holder="TT KHAC")


WRONG = [
    {"transferAmount": 0}, {"transferAmount": -1}, {"transferAmount": 1.5}, {"transferAmount": "16000"},
    {"transferAmount": True}, {"transferAmount": 10**14}, {"transferAmount": None}, {"content": None},
    {"content": "x" * 3_000}, {"transactionDate": "yesterday"}, {"transactionDate": "2026-02-31 08:00:00"},
    {"transactionDate": "0001-01-01 00:00:00"},
    {"id": "x"}, {"id": -1}, {"accountNumber": 7}, {"accountNumber": ""}, {"transferType": 1},
]  # fmt: skip


def test_signed_rubbish_names_its_field_and_keeps_nothing(counter):
    answers = [counter.sepay(**facts) for facts in WRONG]
    assert {(answer.status_code, answer.json["code"]) for answer in answers} == {(422, "input.invalid")}
    named = [[error["field"] for error in answer.json["errors"]] for answer in answers]
    assert named == [list(facts) for facts in WRONG]
    assert (counter.state(), counter.waiting()) == ("pending", [])


def test_what_is_no_message_is_a_clear_refusal(counter):
    for body in (b"", b"\xff\xfe", b"{", b"[" * 10_000, b"[]", b"null", b"7", b'"x"', b"{}", b"NaN"):
        answer = counter.sepay(body)
        assert (answer.status_code, answer.json["code"]) in {(400, "input.not_json"), (422, "input.invalid")}, body
        assert counter.payos(body).status_code in {400, 401}, body


def test_payos_data_of_any_shape_are_a_clear_refusal(counter):
    for data in (7, [], {"amount": {"x": [1]}}, {"a": "\ud800"}, None):
        body = json.dumps({"data": data, "signature": "00"}).encode()
        assert counter.payos(body).json["code"] == "bank.unsigned", data
    for depth in range(800, 1_000, 20):
        body = b'{"data": {"a": ' + b"[" * depth + b"]" * depth + b'}, "signature": "00"}'
        assert counter.payos(body).status_code in {400, 401}, depth


def test_a_signed_payos_message_without_what_it_should_hold_names_the_fields(counter):
    answer = counter.payos(payos_body(CHECKSUM, amount=None))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "data.amount")


def test_a_body_too_large_is_refused_unread(counter):
    answer = counter.sepay(b"x" * 70_000)
    assert (answer.status_code, answer.json["code"]) == (413, "input.too_large")


def test_a_text_with_a_card_number_and_control_letters_is_kept_without_them(counter, caplog):
    caplog.set_level(logging.DEBUG)
    assert counter.sepay(content=f"{CARD}\x00\n khong ma").json == DONE
    with counter.hall.store.reading() as connection:
        (kept,) = unsettled_credits(connection, counter.hall.centre_id)
    assert kept.state == "unknown"
    assert CARD not in kept.credit.text
    assert "\x00" not in kept.credit.text
    assert CARD not in caplog.text
    assert kept.credit.text.endswith("khong ma")
