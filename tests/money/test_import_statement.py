"""`motcua import-statement`: every credit once, each line told."""

import csv

import openpyxl
import pytest
from cashiers import ACCOUNT, Cashiers
from click.testing import CliRunner

from queue_server.cli.statement import import_statement_command
from queue_server.store.bank_credits import unsettled_credits

HEADING = ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"]


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


@pytest.fixture
def imports(hall, tmp_path):
    def run(*rows, name="sao-ke.csv", centre="test", options=()):
        file = tmp_path / name
        if name.endswith(".csv"):
            with file.open("w", newline="", encoding="utf-8-sig") as opened:
                csv.writer(opened, delimiter=";").writerows(rows)
        elif rows:
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(file)
        url = hall.store.url.render_as_string(hide_password=False)
        asked = [str(file), "--centre", centre, "--database", url, "--data", str(tmp_path / "data"), *options]
        return CliRunner().invoke(import_statement_command, asked)

    return run


def test_a_statement_confirms_what_it_names_and_each_line_is_told(cashiers, imports, hall):
    payment = cashiers.begins(cashiers.charges())
    rows = [
        ["Sao kê", f"Số tài khoản: {ACCOUNT.number}"],
        HEADING,
        ["23/11/2026 08:00:10", "FT1", "", "16,000", f"CT DEN {payment.code.lower()}"],
        ["23/11/2026 08:01:00", "FT2", "", "50.000", "khong ma"],
        ["23/11/2026 08:02:00", "FT3", "9,000", "", "phi"],
        ["23/11/2026 08:03:00", "FT4", "", "1.5", "?"],
    ]
    first = imports(*rows)
    assert first.exit_code == 3
    assert "line 3: 16.000 dong, matched" in first.output
    assert "line 4: 50.000 dong, unknown, waits to be settled" in first.output
    assert "line 5: left out, no money came in" in first.output
    assert "line 6: left out, the amount is no whole number of dong" in first.output
    assert "2 taken in, 0 known already, 2 left out." in first.output
    books = cashiers.books()
    assert (books["bank"], books["suspense"]) == (66_000, -50_000)
    again = imports(*rows[:-1], name="sao-ke.xlsx")
    assert again.exit_code == 0
    assert "0 taken in, 2 known already, 1 left out." in again.output
    assert cashiers.books() == books


def test_what_a_webhook_told_of_is_known_whether_it_comes_before_or_after(cashiers, imports, hall):
    payment = cashiers.begins(cashiers.charges())
    cashiers.receives(cashiers.credit(payment, reference="92704"))
    row = ["23/11/2026", "5078.1", "", "16,000", f"CT DEN {payment.code} NGUYEN VAN A"]
    assert "0 taken in, 1 known already" in imports(HEADING, row).output
    assert "1 taken in, 1 known already" in imports(HEADING, row, row).output
    cashiers.receives(cashiers.credit(payment, reference="92705"))
    with hall.store.reading() as connection:
        assert [kept.state for kept in unsettled_credits(connection, hall.centre_id)] == ["double"]
    assert cashiers.books()["suspense"] == -16_000


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        ([HEADING], {"centre": "nowhere"}, "There is no centre 'nowhere'"),
        ([["a", "b"]], {}, "missing: day, amount, text"),
        ([["Số tài khoản", "999999999"], HEADING], {}, "not of the centre's account 1019333430"),
        ([], {"name": "broken.xlsx"}, "broken.xlsx cannot be read"),
        ([], {"name": "old.xls"}, "save it as .xlsx"),
        ([], {"name": "latin.txt"}, "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_what_to_do(cashiers, imports, tmp_path, rows, more, told):
    name = more.get("name")
    if name:
        (tmp_path / name).write_bytes(b"Ng\xe0y giao d\xffch\n")
    result = imports(*rows, **more)
    assert result.exit_code == 1
    assert told in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
