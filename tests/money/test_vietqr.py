"""The text of payment codes, and the pay code that names a payment."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.checked_code import ALPHABET
from queue_server.domain.money_errors import NotVietQr
from queue_server.domain.pay_code import LENGTH, pay_code, pay_codes_in
from queue_server.domain.vietqr import Account, VietQr, checksum, read_vietqr, vietqr_text

HALL = Account(bank="970436", number="1019333430")
# NAPAS's own example of a transfer to an account with an amount (QR switching service, specification 1.5.2).
EXAMPLE = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
)
MOMO = (
    "00020101021138620010A00000072701320006970454011899MM24011M348750800208QRIBFTTA"
    "53037045802VN62190515MOMOW2W3487508080030466304EBC8"
)


def transfer(amount=50_000, purpose="MC34679ACR", account=HALL):
    return VietQr(account=account, amount=amount, purpose=purpose)


def test_the_published_check_value():
    assert checksum("123456789") == "29B1"


def test_a_whole_code_by_hand():
    body = (
        "000201" "010212" "3854" "0010A000000727" "0124" "0006970436" "01101019333430" "0208QRIBFTTA"
        "5303704" "540550000" "5802VN" "6214" "0810MC34679ACR" "6304"
    )  # fmt: skip
    assert vietqr_text(transfer()) == body + checksum(body)


def test_the_published_example_is_read():
    assert read_vietqr(EXAMPLE) == VietQr(
        account=Account(bank="970403", number="0011012345678"), amount=180_000, purpose="thanh toan don hang"
    )


def test_fields_that_we_do_not_know_are_no_reason_to_refuse():
    assert read_vietqr(MOMO).account == Account(bank="970454", number="99MM24011M34875080")


def shared_vectors():
    found = Path(__file__).parents[3] / "shared/data/payments/vietqr_vectors.json"
    return json.loads(found.read_text())["vectors"] if found.exists() else []


def test_every_published_code_with_a_right_checksum_is_read_and_no_other():
    for vector in shared_vectors():
        if vector["crc_ok"] and vector["rail"] == "NAPAS":
            assert read_vietqr(vector["payload"]).account.bank
        else:
            with pytest.raises(NotVietQr):
                read_vietqr(vector["payload"])


PUBLISHED = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
    "530370454069999995802VN62140810Cam on nhe6304E786",
    "00020101021238540010A00000072701240006970436011010319334300208QRIBFTTA"
    "53037045405500005802VN62140810Thanh toan630438A6",
)


@pytest.mark.parametrize("payload", PUBLISHED)
def test_a_published_code_of_an_amount_to_an_account_is_written_as_it_was_published_to_the_byte(payload):
    assert vietqr_text(read_vietqr(payload)) == payload


@given(
    st.integers(1, 10**13 - 1),
    st.text(alphabet=ALPHABET + " 0125", min_size=1, max_size=25),
    st.integers(0, 10**19 - 1),
)
def test_what_is_written_is_read(amount, purpose, number):
    written = transfer(amount, purpose, Account(bank="970418", number=str(number)))
    assert read_vietqr(vietqr_text(written)) == written


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (transfer(amount=0), "amount"),
        (transfer(amount=-5), "amount"),
        (transfer(amount=10**13), "amount"),
        (transfer(amount=None), "amount"),
        (transfer(purpose="Lệ phí"), "purpose"),
        (transfer(purpose="X" * 26), "purpose"),
        (transfer(purpose=""), "purpose"),
        (transfer(account=Account(bank="97043", number="1")), "bank"),
        (transfer(account=Account(bank="970436", number="1" * 20)), "account"),
    ],
)
def test_what_cannot_be_a_code_is_refused_by_its_field(wrong, field):
    with pytest.raises(NotVietQr) as refused:
        vietqr_text(wrong)
    assert refused.value.facts == {"field": field}


@given(st.text(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(text):
    with pytest.raises(NotVietQr):
        read_vietqr(text)


@given(st.data())
def test_one_wrong_letter_in_a_code_is_found_out(data):
    text = vietqr_text(transfer())
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(
        st.characters(codec="ascii", exclude_categories=["Cc"]).filter(lambda each: each.upper() != text[at].upper())
    )
    with pytest.raises(NotVietQr):
        read_vietqr(text[:at] + letter + text[at + 1 :])


@given(st.binary(min_size=8, max_size=8))
def test_a_pay_code_fits_where_banks_put_it(chance):
    code = pay_code(chance)
    assert len(code) == LENGTH == 10
    assert code.isascii()
    assert vietqr_text(transfer(purpose=code))


@given(
    st.binary(min_size=8, max_size=8),
    st.sampled_from(["{}", "CT DEN:412 {} NGUYEN VAN A", "{}-CHUYEN TIEN", "mbvcb.77.{}.tt"]),
)
def test_a_pay_code_is_found_in_what_banks_make_of_it(chance, shape):
    code = pay_code(chance)
    assert pay_codes_in(shape.format(code)) == (code,)
    assert pay_codes_in(shape.format(code.lower())) == (code,)
    assert pay_codes_in(shape.format(f"{code[:5]} {code[5:]}")) == (code,)


@given(st.binary(min_size=8, max_size=8), st.data())
def test_a_mistyped_pay_code_is_nobodys(chance, data):
    code = pay_code(chance)
    at = data.draw(st.integers(2, LENGTH - 1))
    letter = data.draw(st.sampled_from(ALPHABET).filter(lambda each: each != code[at]))
    assert pay_codes_in(code[:at] + letter + code[at + 1 :]) == ()


def test_two_codes_in_one_text_are_two():
    one, other = pay_code(bytes(8)), pay_code(bytes(range(8)))
    assert pay_codes_in(f"{one} {other} {one}") == (one, other)
