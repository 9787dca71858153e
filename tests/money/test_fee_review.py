"""Where the national catalogue contradicts itself about fees; nothing of it is ever charged."""

import csv
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from cashiers import Cashiers
from click.testing import CliRunner
from sqlmodel import select

from queue_server.cli.fee_review import review_fees_command
from queue_server.domain.catalogue import Procedure, parse_line, parse_lines
from queue_server.domain.catalogue_fees import FeeDoubt, doubts_of, speaks_of_a_fee
from queue_server.store.catalogue_fees import reviewed
from queue_server.store.schema import ProcedureRow
from queue_server.store.unit import Unit

REAL = Path(__file__).parents[3] / "shared/data/procedures/procedures_2026-07.jsonl"


def read(*options):
    record = {"code": "1.000001", "name": "n", "field": "f", "level": "Cấp xã", "options": list(options)}
    procedure = parse_line(json.dumps(record).encode(), number=1)
    assert isinstance(procedure, Procedure)
    return procedure.fees


def option(figure, note="", channel="Trực tiếp"):
    return {"channel": channel, "duration": None, "unit": None, "fee_vnd": figure, "note": note}


@pytest.mark.parametrize(
    ("figure", "note", "kinds"),
    [
        (0, "", set()),
        (0, "(Không thu phí, lệ phí)", set()),
        (0, "Miễn phí", set()),
        (0, "(- Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định)", {"free"}),
        (0, "Không thu lệ phí cấp lần đầu; cấp lại 50.000 đồng/lần", {"free"}),
        (40, "(40.000đ/giấy thông hành)", {"small", "zeros"}),
        (40, "(4.000 đ/giấy thông hành)", {"small", "zeros"}),
        (25, "(25.000.000đ/giấy thông hành)", {"small", "zeros"}),
        (1_500_000, "(150.000 đồng/1 giấy.)", {"zeros"}),
        (160_000, "160.000/hộ chiếu (áp dụng đến hết ngày 31/12/2026)", {"ends"}),
        (50_000, "đến ngày 31/02/2026", set()),
        (2_000, "2.000 đồng/trang; tối đa không quá 200.000 đồng/bản", {"units"}),
        (8_000, "8.000 đồng/bản trích lục", {"units"}),
        (None, "Tại cơ quan đại diện: 10 USD", set()),
    ],
)
def test_what_somebody_has_to_look_at(figure, note, kinds):
    assert {doubt.kind.value for doubt in doubts_of(read(option(figure, note)))} == kinds


def test_a_doubt_has_its_figures_and_its_day():
    by_kind = {
        doubt.kind: doubt for doubt in doubts_of(read(option(40, "40.000đ/giấy, áp dụng đến hết ngày 31/12/2026")))
    }
    assert by_kind[FeeDoubt.ZEROS].noted == 40_000
    assert by_kind[FeeDoubt.ENDS].until == date(2026, 12, 31)


def test_online_and_the_counter_are_compared_and_the_post_is_not():
    words = read(option(20_000), option(10_000, channel="Trực tuyến"), option(30_000, channel="Dịch vụ bưu chính"))
    (doubt,) = doubts_of(words)
    assert (doubt.kind, doubt.word.figure) == (FeeDoubt.CHANNELS, 20_000)
    assert doubts_of(read(option(20_000), option(20_000, channel="Trực tuyến"))) == ()


@pytest.mark.parametrize("fee", [True, "x", -1, 1.5, None, [], 10**30])
def test_what_is_no_fee_makes_no_record_unreadable(fee):
    assert read({"channel": "Trực tiếp", "duration": None, "unit": None, "fee_vnd": fee, "note": 7}) == ()


def test_the_published_catalogue_contradicts_itself_so_often():
    """What the reference for this domain measured: 87 figures below 1,000, among them 40, 40 and 25 dong."""
    assert REAL.exists(), "the real catalogue lies beside the project in ../shared/data"
    with REAL.open("rb") as lines:
        procedures = [each for each in parse_lines(lines) if isinstance(each, Procedure)]
    doubts = {each.code: doubts_of(each.fees) for each in procedures}
    counts = Counter(kind for found in doubts.values() for kind in {doubt.kind.value for doubt in found})
    assert counts == {"free": 234, "ends": 119, "units": 54, "small": 44, "channels": 28, "zeros": 23}
    assert sum(doubt.kind is FeeDoubt.SMALL for found in doubts.values() for doubt in found) == 87
    assert sum(speaks_of_a_fee(each.fees) for each in procedures) == 659
    noted = {code: {doubt.noted for doubt in doubts[code]} - {None} for code in ("1.001200", "1.003133", "1.012680")}
    assert noted == {"1.001200": {40_000, 50_000}, "1.003133": {4_000}, "1.012680": {25_000_000, 50_000}}


@pytest.fixture
def centre(hall):
    """A centre with a cashier's rules, and of the catalogue two more procedures with fees, one of them offered."""
    cashiers = Cashiers(hall)
    said = json.dumps([["counter", 0, "Lệ phí do Hội đồng nhân dân tỉnh quy định"]])
    with Unit(hall.store) as unit:
        for code, service in (("2.000001", 1), ("2.000002", None)):
            unit.session.add(
                ProcedureRow(
                    centre_id=hall.centre_id, code=code, name="Thủ tục", short_name="Thủ tục", field="f", levels="[]",
                    agency="", documents="", url="", channels="[]", fees=said, service_id=service,
                )
            )  # fmt: skip
        row = unit.session.exec(select(ProcedureRow).where(ProcedureRow.code == "1.001193")).one()
        row.fees, row.service_id = json.dumps([["counter", 8_000, ""]]), 1
        unit.session.add(row)
    return cashiers


def test_an_offered_procedure_with_a_fee_and_no_rule_in_force_is_missing_one(centre, hall):
    with hall.store.reading() as connection:
        found = {each.code: each for each in reviewed(connection, hall.centre_id, hall.at.date())}
        before = {each.code: each for each in reviewed(connection, hall.centre_id, date(2025, 1, 1))}
    assert {code: "missing" in each.lists for code, each in found.items()} == {
        "1.001193": False, "2.000001": True, "2.000002": False,
    }  # fmt: skip
    assert "missing" in before["1.001193"].lists


def test_the_lists_are_printed_as_a_table(centre, hall, tmp_path):
    url = hall.store.url.render_as_string(hide_password=False)
    asked = ["test", "--list", "free", "--database", url, "--data", str(tmp_path)]
    told = CliRunner().invoke(review_fees_command, asked)
    rows = list(csv.DictReader(io.StringIO(told.output)))
    assert [(row["procedure"], row["offered"], row["figure"]) for row in rows] == [
        ("2.000001", "yes", "0"), ("2.000002", "no", "0"),
    ]  # fmt: skip
    assert CliRunner().invoke(review_fees_command, ["nowhere", *asked[1:]]).exit_code == 1
