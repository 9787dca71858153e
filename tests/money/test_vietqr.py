"""The text of payment codes, and the pay code that names a payment."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_qr_pay import QRPay

from queue_server.domain.checked_code import ALPHABET
from queue_server.domain.emv_qr import checksum, emv_fields, emv_text
from queue_server.domain.money_errors import NotVietQr
from queue_server.domain.pay_code import LENGTH, pay_code, pay_codes_in
from queue_server.domain.vietqr import Account, VietQr, read_vietqr, vietqr_text

HALL = Account(bank="970436", number="1019333430")


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


@dataclass(frozen=True)
class Published:
    """A code that somebody printed for others to read: NAPAS's own example and those of three libraries."""

    text: str
    bank: str
    number: str
    amount: int | None
    purpose: str


PUBLISHED = (
    Published(
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
        "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
        *("970403", "0011012345678", 180_000, "thanh toan don hang"),
    ),
    Published(
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
        "530370454069999995802VN62140810Cam on nhe6304E786",
        *("970416", "257678859", 999_999, "Cam on nhe"),
    ),
    Published(
        "00020101021153037045802VN38540010A00000072701240006970436011010319334300208QRIBFTTA"
        "62220818Thanh toan hoa don6304FCE9",
        *("970436", "1031933430", None, "Thanh toan hoa don"),
    ),
    Published(
        "00020101021138620010A00000072701320006970454011899MM24011M348750800208QRIBFTTA"
        "53037045802VN62190515MOMOW2W3487508080030466304EBC8",
        *("970454", "99MM24011M34875080", None, ""),
    ),
    Published(
        "00020101021238540010A00000072701240006970436011010319334300208QRIBFTTA"
        "53037045405500005802VN62140810Thanh toan630438A6",
        *("970436", "1031933430", 50_000, "Thanh toan"),
    ),
    Published(
        "00020101021238630010A00000072701330006970436011997043686255816010180208QRIBFTTC"
        "5303704540720000005802VN6304A2DC",
        *("970436", "9704368625581601018", 2_000_000, ""),
    ),
)
OURS = [
    each for each in PUBLISHED if each.amount and each.purpose.startswith(("Cam", "Thanh")) and "62140810" in each.text
]


@pytest.mark.parametrize("published", PUBLISHED)
def test_a_published_code_is_read(published):
    account = Account(bank=published.bank, number=published.number)
    assert read_vietqr(published.text) == VietQr(account=account, amount=published.amount, purpose=published.purpose)


@pytest.mark.parametrize("published", PUBLISHED)
def test_a_published_code_taken_apart_is_put_together_to_the_byte(published):
    fields = emv_fields(published.text)
    assert all(isinstance(value, tuple) for tag, value in fields if tag in {"38", "62"})
    assert emv_text(fields) == published.text


@pytest.mark.parametrize("published", OURS)
def test_a_published_code_of_an_amount_to_an_account_is_what_we_write_for_that_transfer(published):
    assert vietqr_text(read_vietqr(published.text)) == published.text


def test_every_code_of_the_collection_of_facts_is_here():
    found = Path(__file__).parents[3] / "shared/data/payments/vietqr_vectors.json"
    collected = json.loads(found.read_text())["vectors"] if found.exists() else []
    assert {each["payload"] for each in collected} <= {each.text for each in PUBLISHED}


AMOUNTS = st.integers(1, 10**13 - 1)
PURPOSES = st.text(alphabet=ALPHABET + "0125", min_size=1, max_size=25)
NUMBERS = st.integers(0, 10**19 - 1).map(str)


@given(AMOUNTS, PURPOSES, NUMBERS)
def test_another_program_writes_the_same_code_for_a_transfer_and_reads_ours(amount, purpose, number):
    ours = vietqr_text(transfer(amount, purpose, Account(bank="970418", number=number)))
    assert QRPay.init_viet_qr("970418", number, str(amount), purpose).build() == ours
    theirs = QRPay(ours)
    assert theirs.is_valid
    assert (theirs.consumer.bank_bin, theirs.consumer.bank_number) == ("970418", number)
    assert (theirs.amount, theirs.additional_data.purpose) == (str(amount), purpose)


def test_another_rail_is_refused():
    other = emv_text((("00", "01"), ("26", "0010A000000775"), ("53", "704")))
    with pytest.raises(NotVietQr) as refused:
        read_vietqr(other)
    assert refused.value.facts == {"field": "guid"}


def test_a_field_that_comes_twice_is_no_way_to_pay_another_amount():
    fields = emv_fields(vietqr_text(transfer()))
    with pytest.raises(NotVietQr) as refused:
        read_vietqr(emv_text((*fields, ("54", "9"))))
    assert refused.value.facts == {"field": "field"}


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
