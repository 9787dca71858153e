"""The books over the API: a clerk closes a shift, a colleague signs it, a manager closes the day."""

import csv
import io
from collections import Counter

import openpyxl
import pytest
from fee_visits import CODE, RULE, approve_fee, clerk_with_a_dossier

from queue_server.web.strings import catalogue

DAY = "2026-11-23"


@pytest.fixture
def clerk(site, visit):
    """A clerk who has taken 8,000 dong by a card typed in."""
    return pays_by_card(clerk_with_a_dossier(site, visit), visit)


def pays_by_card(clerk, visit):
    approve_fee(visit)
    (charge,) = clerk.post(f"/dossiers/{CODE}/charges").json["charges"]
    begun = clerk.post(f"/charges/{charge['id']}/payments", {"method": "card"}).json
    payment = begun["charges"][0]["payments"][0]["id"]
    assert clerk.post(f"/payments/{payment}/card", {"approval_code": "123456", "last4": "1111"}).json
    return clerk


def test_a_shift_is_closed_by_its_clerk_and_signed_by_another_once_the_cards_are_checked(clerk, visit):
    mine = clerk.get("/money/shift").json
    assert (mine["figures"]["total"], [each["dossier"] for each in mine["movements"]]) == (8_000, [CODE])
    close = clerk.post("/money/shift/close").json
    assert (close["to_sign"], close["signed_by"], close["figures"]) == (True, None, mine["figures"])
    again = clerk.post("/money/shift/close")
    assert (again.status_code, again.json["code"]) == (409, "books.nothing_taken")
    manager = visit("manager")
    (to_sign,) = manager.get("/money/shift").json["to_sign"]
    sign = f"/money/shifts/{close['id']}/sign"
    assert clerk.post(sign).json["code"] == "payment.second_person"
    assert manager.post(sign).json["code"] == "books.cards_unchecked"
    (card,) = to_sign["unchecked"]
    assert manager.post(f"/payments/{card['payment']}/check").status_code == 200
    assert manager.post(sign).json["signed_by"] is not None
    assert manager.post(sign).json["code"] == "books.signed"
    assert manager.get("/money/shift").json["to_sign"] == []


def test_a_day_is_closed_with_a_reason_while_something_is_not_settled_and_then_stands(clerk, visit):
    manager, auditor = visit("manager"), visit("auditor")
    before = auditor.get(f"/money/books/{DAY}").json
    assert (before["closed_at"], before["unsettled"], before["figures"]["total"]) == (None, 2, 8_000)
    path = f"/money/books/{DAY}/close"
    assert manager.post(path, {}).json["code"] == "payment.reason_needed"
    closed = manager.post(path, {"reason": "cán bộ chưa chốt ca"}).json
    assert closed["figures"] == before["figures"]
    assert auditor.get(f"/money/books/{DAY}").json == closed
    assert auditor.get("/money/books").json == {
        "last": DAY, "days": [{"day": DAY, "total": 8_000, "unsettled": 2}],
    }  # fmt: skip
    assert manager.post(path, {}).json["code"] == "books.day_closed"


@pytest.mark.parametrize("day", ["2026-11-24", "2026-02-30", "x"])
def test_a_day_that_has_not_come_has_no_books(clerk, visit, day):
    assert visit("auditor").get(f"/money/books/{day}").status_code == 404
    assert visit("manager").post(f"/money/books/{day}/close", {}).json["code"] in {"books.day_ahead", "not_found"}


def closed(visit):
    assert visit("manager").post(f"/money/books/{DAY}/close", {"reason": "cuối ngày"}).status_code == 200
    return visit("auditor").get(f"/money/books/{DAY}").json["figures"]


def table(answer):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_closed_day_can_be_read_by_accounting_and_adds_up_to_its_books(clerk, visit):
    assert visit("auditor").get(f"/money/books/{DAY}/{DAY}/payments.csv").status_code == 404
    figures = closed(visit)
    head, row = table(visit("auditor").get(f"/money/books/{DAY}/{DAY}/payments.csv?language=vi"))
    taken = dict(zip(head, row, strict=True))
    assert (taken["Ngày sổ"], taken["Mã hồ sơ"], taken["Khoản thu"]) == (DAY, CODE, "Lệ phí hộ tịch")
    assert (taken["Loại"], taken["Cách trả"], taken["Số tiền (đồng)"]) == ("Lệ phí", "Thẻ", str(figures["total"]))
    head, *rows = table(visit("auditor").get(f"/money/books/{DAY}/{DAY}/postings.csv?language=en"))
    account, debit, credit = (head.index(name) for name in ("Account", "Debit (dong)", "Credit (dong)"))
    assert sum(int(row[debit]) for row in rows) == sum(int(row[credit]) for row in rows)
    moved = Counter()
    for row in rows:
        moved[row[account]] += int(row[debit]) - int(row[credit])
    named = catalogue("en")
    for line in figures["accounts"]:
        assert moved[named[f"money.account.{line['account']}"]] == line["moved"]


def test_a_shift_that_another_closed_stands_in_the_accountants_file_with_the_reason(clerk, visit):
    ((open_shift,), manager) = (
        visit("auditor").get(f"/money/books/{DAY}").json["figures"]["not_closed"],
        visit("manager"),
    )
    path = f"/money/clerks/{open_shift['staff']}/close-shift"
    assert manager.post(path, {"reason": "nghỉ ốm"}).json["closed_by"] == "Người manager"
    assert manager.post(path, {"reason": "nghỉ ốm"}).json["code"] == "books.nothing_taken"
    (mine,) = clerk.get("/money/shift").json["closes"]
    assert (mine["closed_by"], mine["reason"], mine["to_sign"]) == ("Người manager", "nghỉ ốm", True)
    assert manager.post(f"/money/shifts/{mine['id']}/sign").json["code"] == "payment.second_person"
    closed(visit)
    head, row = table(visit("auditor").get(f"/money/books/{DAY}/{DAY}/shifts.csv?language=vi"))
    told = dict(zip(head, row, strict=True))
    assert (told["Cán bộ"], told["Người chốt thay"]) == (open_shift["clerk"], "Người manager")
    assert (told["Lý do chốt thay"], told["Tổng (đồng)"], told["Đủ chữ ký"]) == ("nghỉ ốm", "8000", "không")


def test_the_excel_file_says_the_same_as_the_csv_files(clerk, visit):
    closed(visit)
    auditor = visit("auditor")
    answer = auditor.get(f"/money/books/{DAY}/{DAY}/books.xlsx?language=vi")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Thu, hoàn", "Bút toán", "Ca đã chốt"]
    for sheet, name in zip(book.worksheets, ("payments", "postings", "shifts"), strict=True):
        told = table(auditor.get(f"/money/books/{DAY}/{DAY}/{name}.csv?language=vi"))
        assert [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ] == told


def test_no_text_becomes_a_formula_and_no_semicolon_a_column(site, visit):
    nasty = RULE | {"name": '=HYPERLINK("x");@phí'}
    clerk = clerk_with_a_dossier(site, visit, nasty)
    pays_by_card(clerk, visit)
    closed(visit)
    auditor = visit("auditor")
    told = auditor.get(f"/money/books/{DAY}/{DAY}/payments.csv").data.decode("utf-8-sig")
    assert '"\'=HYPERLINK(""x"");@phí"' in told
    content = auditor.get(f"/money/books/{DAY}/{DAY}/books.xlsx").data
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in row]
    assert nasty["name"] in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
