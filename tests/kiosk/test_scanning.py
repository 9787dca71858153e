"""Whatever is held before a scanner is told apart by its content, also when a keyboard or a code page damaged it."""

import json
import unicodedata
from pathlib import Path

import pytest
import scan_vectors
from hypothesis import example, given
from hypothesis import strategies as some

from kiosk.scanning.codes import ALPHABET
from kiosk.scanning.repairs import LAYOUT, without_layout
from kiosk.scanning.router import MOST_CHARACTERS, Kind, Reading, read_scan
from queue_server.domain.appointment_code import appointment_code, read_code, shown_code
from queue_server.domain.citizen_id import PROVINCES
from queue_server.domain.pay_code import pay_code
from queue_server.domain.vietqr import Account, VietQr, vietqr_text

NUMBER = "022204123289"
CARD = f"{NUMBER}|012345678|Nguyễn Văn Ánh|01011990|Nam|Phường Hồng Gai, Hạ Long, Quảng Ninh|15042021"
NEW_CARD = f"{NUMBER}||Nguyễn Văn Ánh|01011990|Nam|Hạ Long|01072024||Nguyễn Thị B|022168000001|Trần Văn C|022165000002"
RELATIVES_FIRST = "||022168000001|Nguyễn Thị B|022204123289|Nguyễn Văn Ánh|01011990|Nam"
HEALTH = "GD4222212345678|4e677579e1bb856e2056c4836e2041|01/01/1990|1|48e1baa1204c6f6e67|22 - 001|01/01/2026|-|-|-|$"
NEW_HEALTH = "2222123456|4e677579e1bb856e2056c4836e2041|01/01/1990|1|48e1baa1204c6f6e67|22 - 001|01/01/2026|-|-|-|$"
CODE = appointment_code(b"motcua!!")
DOSSIER = "H49.22-261123-0001"
SLIP = "https://motcua.example.vn/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"
PAYMENT = (
    "00020101021238540010A00000072701240006970436011010319334300208QRIBFTTA"
    "53037045405500005802VN62140810Thanh toan630438A6"
)
PAY_CODE = pay_code(b"12345678")
OUR_PAYMENT = vietqr_text(VietQr(account=Account(bank="970436", number="1019333430"), amount=16_000, purpose=PAY_CODE))
KEYS = {digit: letter for letter, digit in LAYOUT.items()}
VECTORS = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        (CARD, Reading(Kind.CITIZEN_CARD, NUMBER)),
        (CARD.rpartition("|")[0], Reading(Kind.CITIZEN_CARD, NUMBER)),
        (NEW_CARD, Reading(Kind.CITIZEN_CARD, NUMBER)),
        ("]Q1" + CARD, Reading(Kind.CITIZEN_CARD, NUMBER)),
        (CARD.replace("|", "~"), Reading(Kind.CITIZEN_CARD, NUMBER)),
        (CARD.replace("|", "\uff5c"), Reading(Kind.CITIZEN_CARD, NUMBER)),
        ("\ufeff" + NUMBER, Reading(Kind.CITIZEN_CARD, NUMBER)),
        ("022 204 123 289", Reading(Kind.CITIZEN_CARD, NUMBER)),
        (f"old|{NUMBER}|A|01011990|Nam|Hạ Long", Reading(Kind.CITIZEN_CARD, NUMBER)),
        (RELATIVES_FIRST, Reading(Kind.CARD_UNCLEAR)),
        (CARD.replace("022204", "999999"), Reading(Kind.CARD_UNCLEAR)),
        (HEALTH, Reading(Kind.HEALTH_CARD)),
        (NEW_HEALTH, Reading(Kind.HEALTH_CARD)),
        ("GD4222212345678", Reading(Kind.HEALTH_CARD)),
        (CODE, Reading(Kind.APPOINTMENT, CODE)),
        (shown_code(CODE).lower(), Reading(Kind.APPOINTMENT, CODE)),
        (DOSSIER, Reading(Kind.DOSSIER, DOSSIER)),
        (DOSSIER.lower().replace("-", "\u2013"), Reading(Kind.DOSSIER, DOSSIER)),
        ("000.00.15.H49-261123-0001", Reading(Kind.DOSSIER, "000.00.15.H49-261123-0001")),
        (f"https://tracuu.example.vn/?ma={DOSSIER}&x=1", Reading(Kind.DOSSIER, DOSSIER)),
        ("MC/2026-0001", Reading(Kind.CODE, "MC/2026-0001")),
        (SLIP, Reading(Kind.TICKET)),
        ("http://192.168.10.20:8080/t/0a3f00000000000000000000ab", Reading(Kind.TICKET)),
        (PAYMENT, Reading(Kind.PAYMENT)),
        (PAYMENT[:-1] + "7", Reading(Kind.UNKNOWN)),
        (OUR_PAYMENT, Reading(Kind.PAYMENT, PAY_CODE)),
        (OUR_PAYMENT[:-1] + "7", Reading(Kind.UNKNOWN)),
        (f"{PAY_CODE[:2]} {PAY_CODE[2:6]}-{PAY_CODE[6:]}".lower(), Reading(Kind.PAYMENT, PAY_CODE)),
        ("MCYVCXRHCY", Reading(Kind.UNKNOWN)),
        ("", Reading(Kind.EMPTY)),
        (" \r\n\x00", Reading(Kind.EMPTY)),
        ("4006381333931", Reading(Kind.CODE, "4006381333931")),
        ("999912345678", Reading(Kind.CODE, "999912345678")),
        ("https://example.vn/khuyen-mai", Reading(Kind.UNKNOWN)),
        ("xin chào", Reading(Kind.UNKNOWN)),
        ("'; DROP TABLE ticket; --", Reading(Kind.UNKNOWN)),
    ],
)
def test_a_text_is_told_apart_by_its_content(text, reading):
    assert read_scan(text) == reading


def read_from(file):
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", read_from(scan_vectors.FILE), ids=lambda vector: vector["kind"])
def test_cards_and_codes_made_from_the_published_layouts_are_told_apart(vector):
    assert read_scan(vector["text"]) == Reading(Kind(vector["kind"]), vector["value"])


def test_the_file_of_vectors_is_what_its_maker_makes():
    assert read_from(scan_vectors.FILE) == scan_vectors.vectors()
    assert {vector["kind"] for vector in scan_vectors.vectors()} == {
        "citizen_card",
        "health_card",
        "payment",
        "unknown",
    }


def test_published_cards_and_payment_codes_are_known_where_they_are_at_hand():
    """They stand beside the project, not in it."""
    for file in VECTORS.glob("identity/citizen_id.json"):
        card = read_from(file)
        assert read_scan(card["qr_2021_card"]["example"]) == Reading(Kind.CITIZEN_CARD, "001090123456")
        assert set(card["province_codes"]) == PROVINCES
    for vector in (
        each for file in VECTORS.glob("payments/vietqr_vectors.json") for each in read_from(file)["vectors"]
    ):
        expected = Kind.PAYMENT if vector["crc_ok"] else Kind.UNKNOWN
        assert read_scan(vector["payload"]).kind is expected, vector["payload"]


@pytest.mark.parametrize("reading", [read_scan(CARD), read_scan(CODE)])
def test_a_reading_never_shows_what_was_read(reading):
    assert reading.value is not None
    assert reading.value not in f"{reading} {reading!r}"


@pytest.mark.parametrize("text", [HEALTH, PAYMENT, SLIP, RELATIVES_FIRST])
def test_of_what_the_journey_does_not_need_nothing_is_kept(text):
    assert read_scan(text).value is None


WORDS = some.text(some.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=60)


def mojibake(text):
    return text.encode().decode("latin-1")


@given(name=WORDS, address=WORDS, old=some.sampled_from(["", "012345678"]))
def test_however_a_cards_name_and_address_are_damaged_its_number_is_read(name, address, old):
    fields = [NUMBER, old, name, "01011990", "Nữ", address, "15042021"]
    for damaged in (
        fields,
        [mojibake(each) for each in fields],
        [unicodedata.normalize("NFD", each) for each in fields],
    ):
        assert read_scan("|".join(damaged)) == Reading(Kind.CITIZEN_CARD, NUMBER)


@given(number=some.from_regex(r"0(0[1-9]|[1-8][0-9]|9[0-6])([01][0-9]|[23][0-4])[0-9]{7}", fullmatch=True))
def test_every_number_comes_through_the_digit_keys_of_a_vietnamese_keyboard(number):
    card = f"{number}||NGUYEN VAN A|01011990|Nam|Ha Long|15042021"
    assert read_scan("".join(KEYS.get(key, key) for key in card)) == Reading(Kind.CITIZEN_CARD, number)
    assert without_layout(unicodedata.normalize("NFC", "ô\u0323")) == "49"


@pytest.mark.parametrize("text", [DOSSIER, CODE])
def test_codes_come_through_the_digit_keys_of_a_vietnamese_keyboard(text):
    assert read_scan("".join(KEYS.get(key, key) for key in text)).value == text


CODES = some.binary(min_size=8, max_size=8).map(appointment_code)


@given(code=CODES)
def test_the_kiosk_and_the_server_know_the_same_appointment_codes(code):
    assert read_scan(code) == Reading(Kind.APPOINTMENT, code)
    for wrong in (code[1:] + code[0], code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]):
        assert (read_scan(wrong).kind is Kind.APPOINTMENT) == (read_code(wrong) is not None)


def telex(keys):
    """Type as Telex takes it: the simplest of its rules, each mark at once."""
    pairs = {
        "AA": "Â",
        "EE": "Ê",
        "DD": "Đ",
        "AW": "Ă",
        "AF": "À",
        "EF": "È",
        "YR": "Ỷ",
        "AX": "Ã",
        "EJ": "Ẹ",
        "AJ": "Ạ",
    }
    typed, at = "", 0
    while at < len(keys):
        pair = keys[at : at + 2]
        typed += pairs.get(pair, keys[at])
        at += 2 if pair in pairs else 1
    return typed


@given(code=CODES)
@example(code=next(code for n in range(20_000) if telex(code := appointment_code(n.to_bytes(8, "big"))) != code))
def test_a_code_that_an_input_method_mangled_is_put_right_or_refused_but_never_taken_for_another(code):
    typed = telex(code)
    reading = read_scan(typed)
    if read_code(typed) is None:
        assert reading.value in {code, None} or reading.kind is Kind.CODE
    else:
        assert reading.kind is Kind.APPOINTMENT


def test_one_code_put_right_after_telex_and_one_after_vni():
    keys = next(
        code
        for n in range(200_000)
        if (code := appointment_code(n.to_bytes(8, "big"))).count("DD") == 1 and not set(code) & {"A", "E", "W", "Y"}
    )
    assert read_scan(keys.replace("DD", "Đ")) == Reading(Kind.APPOINTMENT, keys)
    nine = next(
        code
        for n in range(200_000)
        if "D9" in (code := appointment_code(n.to_bytes(8, "big"))) and not set(code) & {"A", "E", "Y"}
    )
    assert read_scan(nine.replace("D9", "Đ")).value in {nine, None}


@given(text=some.text(max_size=2_000), cut=some.booleans())
@example(text="\ufdfa" * 600, cut=False)
@example(text="||" * 300, cut=True)
@example(text="Ạ" * 8, cut=False)
def test_whatever_comes_there_is_a_bounded_reading(text, cut):
    reading = read_scan(text, cut=cut)
    assert reading.kind in Kind
    assert reading.value is None or len(reading.value) <= 40


def test_of_a_text_too_long_only_a_card_is_taken_whose_number_stands_in_front():
    family = "|Nguyễn Thị B|022168000001" * 40
    assert len(CARD + family) > MOST_CHARACTERS
    assert read_scan(CARD + family) == Reading(Kind.CITIZEN_CARD, NUMBER)
    assert read_scan(CARD, cut=True) == Reading(Kind.CITIZEN_CARD, NUMBER)
    assert read_scan(DOSSIER, cut=True) == Reading(Kind.UNKNOWN)
    assert read_scan(f"{DOSSIER} " * 40).kind is Kind.UNKNOWN
