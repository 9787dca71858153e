"""Fee rules from a spreadsheet: read the Vietnamese way, strictly, all or nothing."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from unicodedata import normalize

import openpyxl
import pytest
from cashiers import Cashiers, rule
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.cli.fees import export_fees_command, import_fees_command
from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.errors import DomainError
from queue_server.domain.fee import LARGEST_AMOUNT, SMALLEST_UNIT_PRICE, FeeKind, FeeRule, Tier
from queue_server.domain.fee_groups import SPARED_GROUPS, group_of
from queue_server.domain.fee_sheet import HEADINGS, Column, read_fee_sheet, write_fee_sheet
from queue_server.domain.money_errors import FeesOverlap
from queue_server.store.fee_rules import all_rules
from queue_server.usecases import fees
from queue_server.web.strings import catalogue
from queue_server.web.table_file import read_table

HEADING = list(HEADINGS.values())
ROW = {
    Column.PROCEDURE: "2.000815", Column.CHANNEL: "Trực tiếp", Column.KIND: "Phí", Column.NAME: "Phí chứng thực",
    Column.UNIT: "trang", Column.TIERS: "1: 2.000; 3: 1.000", Column.MOST: "200.000",
    Column.EXEMPT: "Hộ nghèo: 100; Người có công: 50%; Hội viên: 20", Column.BASIS: "Thông tư 226/2016/TT-BTC",
    Column.FROM: "01/07/2026", Column.UNTIL: "31/12/2026",
    **dict.fromkeys(list(Column)[11:], ""),
}  # fmt: skip
COPIES = FeeRule(
    id=0, procedure="2.000815", channel=ChannelKind.COUNTER, kind=FeeKind.PHI, name="Phí chứng thực", unit="trang",
    tiers=(Tier(begins=1, price=2_000), Tier(begins=3, price=1_000)), most=200_000,
    exempt={"poor": 100, "merit": 50, "Hội viên": 20}, basis="Thông tư 226/2016/TT-BTC",
    valid_from=date(2026, 7, 1), valid_until=date(2026, 12, 31),
)  # fmt: skip


def cells(**changes):
    return list((ROW | {Column(column): cell for column, cell in changes.items()}).values())


def only_rule(**changes):
    sheet = read_fee_sheet([HEADING, cells(**changes)])
    assert sheet.mistakes == ()
    ((row, read),) = sheet.rules
    assert row == 2
    return read


def test_a_line_is_a_rule_and_groups_of_the_law_are_known_by_name():
    assert only_rule() == COPIES


def test_what_citizens_read_in_other_languages_is_read_from_columns_that_a_sheet_need_not_have():
    translated = cells(name_en="Certification fee", name_zh="证实费", unit_en=" page ", basis_zh="")
    ((_, read),) = read_fee_sheet([HEADING, translated]).rules
    assert read.translations == {"name": {"en": "Certification fee", "zh": "证实费"}, "unit": {"en": "page"}}
    ((_, bare),) = read_fee_sheet([HEADING[:11], cells()]).rules
    assert bare == COPIES
    (mistake,) = read_fee_sheet([HEADING, cells(unit_en="x" * 41)]).mistakes
    assert (mistake.column, mistake.code) == (Column.UNIT_EN, "long")


def test_titles_may_stand_above_the_heading_and_columns_in_any_order_and_letters():
    order = [9, 3, 0, 1, 2, 4, 5, 7, 8, 6, 10]
    rows = [["QUY ĐỊNH THU"], [], [HEADING[at].upper() for at in order], [cells()[at] for at in order]]
    ((row, read),) = read_fee_sheet(rows).rules
    assert (row, read) == (4, COPIES)


@pytest.mark.parametrize(
    "written", ["160.000", "160,000 đ", "160000", "160 000 đồng", "160.000,00", 160_000, 160_000.0]
)
def test_an_amount_is_read_in_every_spelling_of_an_office(written):
    assert only_rule(tiers=written).tiers == (Tier(begins=1, price=160_000),)


@pytest.mark.parametrize(
    "written", ["1/7/2026", "01-07-2026", "2026-07-01", datetime(2026, 7, 1, tzinfo=UTC), date(2026, 7, 1)]
)
def test_a_day_is_read_with_the_day_first_or_as_a_spreadsheet_knows_it(written):
    assert only_rule(valid_from=written).valid_from == date(2026, 7, 1)


def test_a_procedure_that_a_spreadsheet_took_for_a_number_gets_its_noughts_back():
    assert only_rule(procedure=1.00487).procedure == "1.004870"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("procedure", "1.00487", "procedure"), ("procedure", 1_001_193, "procedure"), ("procedure", "", "missing"),
        ("channel", "qua mạng", "channel"), ("kind", "thuế", "kind"), ("name", "x" * 201, "long"),
        ("name", "a\x00b", "letters"), ("unit", None, "missing"), ("basis", " ", "missing"),
        ("tiers", "160", "small"), ("tiers", 160.0, "small"), ("tiers", "1.5", "amount"), ("tiers", 1_000.5, "amount"),
        ("tiers", "-2.000", "small"), ("tiers", "miễn phí", "amount"), ("tiers", "2: 2.000", "tiers"),
        ("tiers", "1: 2.000; 1: 3.000", "tiers"), ("tiers", "1: 2.000; 3", "tiers"), ("tiers", "1: 40", "small"),
        ("tiers", "25.000.000.000", "amount"), ("tiers", True, "amount"), ("most", "200", "small"),
        ("exempt", "Hộ nghèo", "exempt"), ("exempt", "Hộ nghèo: 0", "exempt"), ("exempt", "Hộ nghèo: 101", "exempt"),
        ("exempt", "poor: 50; Người nghèo: 100", "exempt"), ("exempt", "a/b: 50", "exempt"),
        ("valid_from", "12/31/2026", "day"), ("valid_from", "31/12/26", "day"), ("valid_from", 46_000, "day"),
        ("valid_from", datetime(2026, 7, 1, 8, tzinfo=UTC), "day"), ("valid_from", "30/02/2026", "day"),
        ("valid_until", "30/06/2026", "days"), ("valid_until", "không", "day"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_is_named_by_its_row_and_column(column, cell, code):
    sheet = read_fee_sheet([HEADING, cells(procedure="1.000001"), cells(**{column: cell})])
    ((mistake),) = sheet.mistakes
    assert (mistake.row, mistake.column, mistake.code) == (3, Column(column), code)


def test_the_same_fee_twice_on_one_day_is_a_mistake_and_one_after_the_other_is_none():
    after = cells(valid_from="01/01/2027", valid_until="")
    assert read_fee_sheet([HEADING, cells(), after]).mistakes == ()
    (mistake,) = read_fee_sheet([HEADING, cells(), after, cells(valid_from="31/12/2026", tiers="9.000")]).mistakes
    assert (mistake.row, mistake.code, mistake.value) == (4, "twice", "2")


def test_a_sheet_without_its_columns_or_rules_says_what_is_missing():
    (mistake,) = read_fee_sheet([["Mã thủ tục", "Loại"], ["1.001193", "Phí"]]).mistakes
    assert mistake.code == "heading"
    assert "Mức thu (đồng)" in mistake.value
    assert [mistake.code for mistake in read_fee_sheet([HEADING]).mistakes] == ["rows"]
    assert [mistake.code for mistake in read_fee_sheet([]).mistakes] == ["heading"]


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=40).map(
    lambda written: normalize("NFC", written)
)
PRICES = st.integers(SMALLEST_UNIT_PRICE, LARGEST_AMOUNT)
GROUPS = st.one_of(st.sampled_from(sorted(SPARED_GROUPS)), st.sampled_from(["Hội viên", "Sinh viên"]))
RULES = st.builds(
    FeeRule,
    id=st.just(0), procedure=st.from_regex(r"\A[0-9]\.[0-9]{6}\Z"), channel=st.sampled_from(ChannelKind),
    kind=st.sampled_from(FeeKind), name=WORDS, unit=WORDS, basis=WORDS, most=st.none() | PRICES,
    tiers=st.lists(st.integers(2, 10_000), unique=True, max_size=4).flatmap(
        lambda begins: st.tuples(*(st.builds(Tier, begins=st.just(at), price=PRICES) for at in (1, *sorted(begins))))
    ),
    exempt=st.dictionaries(GROUPS, st.integers(1, 100)), valid_from=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    valid_until=st.none() | st.dates(date(2050, 1, 1), date(2099, 12, 31)),
    translations=st.dictionaries(
        st.sampled_from(["name", "unit", "basis"]), st.dictionaries(st.sampled_from(["en", "zh"]), WORDS, min_size=1)
    ),
)  # fmt: skip


@settings(max_examples=50)
@given(RULES)
def test_what_is_written_out_is_read_as_the_same_rule_and_is_no_formula(written):
    text = io.StringIO()
    csv.writer(text).writerows(write_fee_sheet([written]))
    rows = read_table("fees.csv", text.getvalue().encode())
    assert not any(cell[:1] in set("=+-@") and cell for cell in rows[1])
    sheet = read_fee_sheet(rows)
    assert sheet.mistakes == ()
    assert sheet.rules == ((2, written),)


@settings(max_examples=50)
@given(st.lists(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans()), max_size=12)))
def test_nothing_that_stands_below_a_heading_raises(rows):
    read_fee_sheet([HEADING, *rows])


def test_the_groups_of_the_law_have_names_in_every_language():
    assert group_of("NGƯỜI NGHÈO") == "poor"
    assert group_of("Cựu chiến binh") == "Cựu chiến binh"
    for language in ("vi", "en", "zh"):
        assert all(f"money.group.{group}" in catalogue(language) for group in SPARED_GROUPS)
    assert {group: catalogue("vi")[f"money.group.{group}"] for group in SPARED_GROUPS} == SPARED_GROUPS


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


@pytest.fixture
def imports(hall, tmp_path):
    def run(*rows, options=(), login="clerk1", name="phi.csv"):
        file = tmp_path / name
        if name.endswith(".xlsx"):
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(file)
        else:
            with file.open("w", newline="", encoding="utf-8-sig") as opened:
                csv.writer(opened, delimiter=";").writerows(rows)
        url = hall.store.url.render_as_string(hide_password=False)
        asked = [str(file), "--centre", "test", "--by", login, "--database", url, "--data", str(tmp_path), *options]
        return CliRunner().invoke(import_fees_command, asked)

    return run


def rules_at(hall):
    with hall.store.reading() as connection:
        return all_rules(connection, hall.centre_id)


def test_a_file_proposes_its_rules_and_the_same_file_again_nothing(cashiers, imports, hall):
    before = rules_at(hall)
    told = imports(HEADING, cells(), options=["--dry-run"])
    assert (told.exit_code, told.output) == (0, "1 would be proposed, 0 known already.\n")
    assert rules_at(hall) == before
    assert imports(HEADING, cells()).output == "1 proposed, 0 known already.\n"
    (new,) = [each for each in rules_at(hall) if each not in before]
    assert replace(new, id=0, proposed_by=None) == COPIES
    assert new.proposed_by == cashiers.clerk
    assert imports(HEADING, cells(), name="phi.xlsx").output == "0 proposed, 1 known already.\n"


def test_a_file_with_one_mistake_proposes_nothing(cashiers, imports, hall):
    before = rules_at(hall)
    told = imports(HEADING, cells(), cells(tiers="160", valid_from="01/01/2027", valid_until=""))
    assert told.exit_code == 1
    assert "row 3: “160” in “Mức thu (đồng)” is below 1,000 dong: it may lack three zeros." in told.output
    assert rules_at(hall) == before


@pytest.mark.parametrize(("options", "told"), [({"login": "nobody"}, "'nobody'"), ({"name": "old.xls"}, "old Excel")])
def test_what_cannot_be_brought_in_is_said_in_words(cashiers, imports, options, told):
    result = imports(HEADING, cells(), **options)
    assert result.exit_code == 1
    assert told in result.output


def test_a_rule_is_not_approved_beside_another_that_charges_the_same(cashiers, imports, hall):
    dearer = cells(
        procedure="1.001193", kind="Lệ phí", name="Lệ phí hộ tịch", unit="bản", tiers="9.000", most="", exempt="",
        valid_from="01/01/2026", valid_until="",
    )  # fmt: skip
    assert "1 take the place of rules that count" in imports(HEADING, dearer).output
    old = next(each for each in rules_at(hall) if each.name == "Lệ phí hộ tịch" and each.approved_at)
    new = next(each for each in rules_at(hall) if each.approved_at is None)
    with pytest.raises(FeesOverlap):
        cashiers.does(fees.approve_fee, rule_id=new.id, staff_id=cashiers.other)
    cashiers.does(fees.withdraw_fee, rule_id=old.id, staff_id=cashiers.other)
    assert cashiers.does(fees.approve_fee, rule_id=new.id, staff_id=cashiers.other).approved_at is not None
    assert issubclass(FeesOverlap, DomainError)


def test_the_rules_are_written_out_as_they_are_brought_in(cashiers, imports, hall, tmp_path):
    url = hall.store.url.render_as_string(hide_password=False)
    told = CliRunner().invoke(export_fees_command, ["test", "--database", url, "--data", str(tmp_path)])
    read = read_fee_sheet(read_table("x.csv", told.output.encode()))
    assert read.mistakes == ()
    assert [each for _, each in read.rules] == [
        replace(each, id=0, proposed_by=None, approved_by=None, approved_at=None) for each in rules_at(hall)
    ]
    assert rule().name in told.output
