"""A bank's statement in the many ways that banks write it: read for certain or left out with why."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.bank_cells import amount_of, moment_of
from queue_server.domain.bank_statement import Column, read_statement
from queue_server.domain.money_errors import NoHeading, OtherAccount

ACCOUNT = "1019333430"
VCB = ["STT", "Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"]
BANKS = {
    "Vietcombank": (VCB, ["1", "23/11/2026", "5078.1", "", "16,000", "MCX"]),
    "BIDV": (
        ["Ngày hiệu lực", "Số chứng từ", "Phát sinh nợ", "Phát sinh có", "Diễn giải"],
        ["23/11/2026 12:00:00", "5078.1", "0", "16.000", "MCX"],
    ),
    "MB": (
        ["NGÀY GIAO DỊCH\nTRANSACTION DATE", "SỐ BÚT TOÁN", "PHÁT SINH NỢ/ DEBIT", "PHÁT SINH CÓ/ CREDIT", "NỘI DUNG"],
        ["23-11-2026", "5078.1", None, 16_000.0, "MCX"],
    ),
    "in English": (
        ["Transaction Date", "Reference No.", "Debit", "Credit (VND)", "Description"],
        ["2026-11-23 12:00", "5078.1", "", "16000.00", "MCX"],
    ),
    "a spreadsheet": (VCB, [1, date(2026, 11, 23), 5078.1, None, 16_000, "MCX"]),
}


def read(rows, **named):
    return read_statement(rows, account=ACCOUNT, named={Column(name): heading for name, heading in named.items()})


@pytest.mark.parametrize("bank", BANKS)
def test_every_banks_headings_are_known_and_the_same_transfer_has_the_same_name(bank):
    (line,) = read([["SAO KÊ"], [f"Số tài khoản: {ACCOUNT}"], *BANKS[bank]])
    credit = line.credit
    assert (line.number, credit.amount, credit.text, credit.bank_reference) == (4, 16_000, "MCX", "5078.1")
    assert credit.at == datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    (expected,) = read(BANKS["Vietcombank"])
    assert credit.reference == expected.credit.reference


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.500.000", 1_500_000), ("1,500,000", 1_500_000), ("1,500,000.00", 1_500_000), ("1.500.000,00", 1_500_000),
        ("+1 500 000 VND", 1_500_000), ("1.500", 1_500), ("1500.00", 1_500), ("16,000đ", 16_000), ("-16,000", -16_000),
        ("(16,000)", -16_000), ("", 0), ("-", 0), (None, 0), (16_000.0, 16_000), ("0", 0), ("0.00", 0),
        ("999.00", 999),
    ],
)  # fmt: skip
def test_amounts_are_whole_dong_however_they_are_grouped(written, amount):
    assert amount_of(written) == amount


@pytest.mark.parametrize(
    "written",
    ["1.5", "1,50", "1.50,000", "12.34.567", "1,500,00", "abc", "1e6", "１６０００", 1.5, float("nan"), float("inf"),
     "1.000.00", True, "9" * 14, date(2026, 1, 1), "16 000 USD"],
)  # fmt: skip
def test_what_is_no_certain_amount_is_none(written):
    with pytest.raises(ValueError):  # noqa: PT011 - the caller needs no more
        amount_of(written)


@given(st.integers(1, 10**12 - 1), st.sampled_from(".,"), st.booleans())
def test_any_amount_survives_its_grouping(amount, separator, cents):
    other = "." if separator == "," else ","
    assert amount_of(f"{amount:,}".replace(",", separator) + (f"{other}00" if cents else "")) == amount


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("23/11/2026 08:15", 1), ("08:15:00 23/11/2026", 1), ("2026-11-23T08:15:00", 1), ("23/11/2026", 5),
        (datetime(2026, 11, 23, 8, 15), 1), (datetime(2026, 11, 23), 5), (date(2026, 11, 23), 5),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_bank_day_is_of_the_centres_zone_and_noon_where_no_time_is_told(written, hour):
    assert moment_of(written).hour == hour
    assert moment_of(written).date() == date(2026, 11, 23)


@pytest.mark.parametrize("written", ["31/02/2026", "11/23/2026", "23/11/26", "Tổng", "", None, 7, "23/11/2026 25:00"])
def test_what_is_no_day_is_none(written):
    assert moment_of(written) is None


def test_lines_without_money_in_are_left_out_with_their_reason():
    rows = [
        VCB,
        ["1", "23/11/2026", "A", "16,000", "", "rút tiền"],
        [],
        ["2", "23/11/2026", "B", "", "1.5", "?"],
        ["", "Tổng cộng", "", "16,000", "0", ""],
    ]
    told = [(line.number, line.left_out) for line in read(rows)]
    assert told == [(2, "money_out"), (4, "no_amount"), (5, "no_day")]


def test_transfers_that_nothing_sets_apart_have_names_of_their_own_and_keep_them_in_a_longer_statement():
    row = ["1", "23/11/2026", "", "", "16,000", "MCX"]
    other = ["1", "23/11/2026", "", "", "16,000", "MCY"]
    twice = [line.credit.reference for line in read([VCB, row, other, row])]
    assert len(set(twice)) == 3
    assert {line.credit.reference for line in read([VCB, row])} < set(twice)


def test_a_statement_of_another_account_is_refused():
    with pytest.raises(OtherAccount):
        read([["Số tài khoản/Account No", "0011 0012 34567"], VCB])
    assert read([["Số tài khoản/Account No", "10193 33430"], VCB]) == []
    assert read([["Ngày in: 23112026"], VCB]) == []


def test_columns_can_be_named_and_a_heading_that_could_be_money_out_must_be():
    rows = [["Ngày", "Số tiền", "Nội dung"], ["23/11/2026", "-5", "x"], ["23/11/2026", "16000", "MCX"]]
    with pytest.raises(NoHeading) as refused:
        read(rows)
    assert refused.value.facts == {"missing": "amount"}
    out, came_in = read(rows, amount="số tiền")
    assert (out.left_out, came_in.credit.amount) == ("money_out", 16_000)
    with pytest.raises(NoHeading):
        read(rows, amount="không có")


@given(st.lists(st.lists(st.text() | st.none() | st.integers() | st.floats() | st.datetimes(), max_size=6), max_size=8))
def test_no_table_whatever_breaks_the_reading(rows):
    for line in read([VCB, *rows]):
        assert (line.credit is None) != (line.left_out is None)
