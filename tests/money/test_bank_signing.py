"""Who may say that money came in: the signatures of the providers, over the very bytes."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.bank_signing import (
    has_api_key,
    payos_signature,
    sepay_signature,
    signed_by_payos,
    signed_by_sepay,
)
from queue_server.domain.bank_words import bank_moment, plain

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOW = str(int(AT.timestamp()))
SECRETS = (b"the new secret", b"the old secret")
PUBLISHED = {
    "orderCode": 123, "amount": 3000, "description": "VQRIO123", "accountNumber": "12345678",
    "reference": "TF230204212323", "transactionDateTime": "2023-02-04 18:25:00", "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18", "code": "00", "desc": "Thành công",
    "counterAccountBankId": "", "counterAccountBankName": "", "counterAccountName": "", "counterAccountNumber": "",
    "virtualAccountName": "", "virtualAccountNumber": "",
}  # fmt: skip
PUBLISHED_KEY = b"1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
PUBLISHED_SIGNATURE = "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"
"""The example of payos.vn, "Kiểm tra dữ liệu với signature"."""


def sepay(body, signature, *, timestamp=NOW, secrets=SECRETS, at=AT):
    return signed_by_sepay(body, signature=signature, timestamp=timestamp, secrets=secrets, at=at)


def test_payos_own_example_has_the_signature_that_payos_publishes():
    assert payos_signature(PUBLISHED, secret=PUBLISHED_KEY) == PUBLISHED_SIGNATURE
    assert signed_by_payos(PUBLISHED, signature=PUBLISHED_SIGNATURE, secrets=(b"other", PUBLISHED_KEY))
    assert not signed_by_payos(PUBLISHED | {"amount": 3001}, signature=PUBLISHED_SIGNATURE, secrets=(PUBLISHED_KEY,))


@pytest.mark.parametrize(("value", "text"), [(None, ""), ("null", ""), ("undefined", ""), (True, "true"), (0, "0")])
def test_payos_signs_nothing_as_an_empty_text(value, text):
    signed = hmac.new(b"k", f"a={text}&b=2".encode(), hashlib.sha256).hexdigest()
    assert payos_signature({"b": 2, "a": value}, secret=b"k") == signed


@given(st.binary(max_size=60), st.sampled_from(SECRETS), st.integers(0, 400))
def test_every_secret_that_is_set_up_signs_sepays_bytes_and_a_changed_bit_is_seen(body, secret, flip):
    signature = sepay_signature(body, timestamp=NOW, secret=secret)
    assert sepay(body, signature)
    assert not sepay(body + b" ", signature)
    if body:
        changed = bytearray(body)
        changed[flip // 8 % len(body)] ^= 1 << flip % 8
        assert not sepay(bytes(changed), signature)


@pytest.mark.parametrize(("seconds", "taken"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_a_message_signed_more_than_five_minutes_away_is_not_taken(seconds, taken):
    assert (
        sepay(b"{}", sepay_signature(b"{}", timestamp=NOW, secret=SECRETS[0]), at=AT + timedelta(seconds=seconds))
        is taken
    )


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "1" * 12, "１７", " 1", "1.5", "nan"])
def test_a_moment_that_is_no_number_is_not_taken(timestamp):
    assert not sepay(b"{}", sepay_signature(b"{}", timestamp=timestamp, secret=SECRETS[0]), timestamp=timestamp)


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=é\ud800", "sha256=" + "0" * 64])
def test_rubbish_and_no_secret_at_all_are_no_signature(signature):
    assert not sepay(b"{}", signature)
    assert not sepay(b"{}", sepay_signature(b"{}", timestamp=NOW, secret=b""), secrets=())
    assert not signed_by_payos({}, signature=signature, secrets=SECRETS)


@pytest.mark.parametrize(
    ("header", "taken"),
    [("Apikey K1", True), ("Apikey K2", True), ("Apikey K3", False), ("Apikey ", False), ("", False), ("K1", False)],
)
def test_an_api_key_is_one_of_those_set_up(header, taken):
    assert has_api_key(header, keys=(b"K1", b"K2")) is taken
    assert not has_api_key(header, keys=())


def test_a_bank_writes_its_own_time_and_no_zone():
    assert bank_moment("2026-11-23 08:00:00") == bank_moment("2026-11-23T08:00:00+07:00") == AT


def test_no_letter_that_a_database_cannot_hold_comes_through():
    assert plain("CT\x00DEN\ud800 MC\r\nẤp ") == "CT DEN  MC  Ấp"
