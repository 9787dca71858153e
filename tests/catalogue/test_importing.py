"""Importing the catalogue: one transaction, repeatable, everything left out named."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from queue_server.cli import main
from queue_server.domain.catalogue import LINE_LIMIT, Level, Procedure
from queue_server.domain.catalogue_offer import offer_for
from queue_server.domain.catalogue_selection import field_key
from queue_server.domain.centre_file import CentreFile
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.migrate import migrate
from queue_server.store.schema import ProcedureRow, ServiceRow
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.usecases.catalogue import ImportReport, import_procedures
from queue_server.usecases.seed import seed_centre

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

Command = Callable[..., Result]


@pytest.fixture
def centre_id(store: Store, demo: CentreFile) -> int:
    with Unit(store) as unit:
        return seed_centre(unit, centre_file=demo, at=MONDAY).centre_id


@pytest.fixture
def bring_in(store: Store, centre_id: int) -> Callable[[list[Procedure]], ImportReport]:
    def bring(procedures: list[Procedure]) -> ImportReport:
        with Unit(store) as unit:
            offer = offer_for(procedures, {Level.PROVINCE})
            return import_procedures(unit, centre_id=centre_id, offer=offer, at=MONDAY)

    return bring


def rows(store: Store) -> dict[str, ProcedureRow]:
    with Unit(store) as unit:
        found = {row.code: row for row in unit.session.exec(select(ProcedureRow)).all()}
        unit.session.expunge_all()
    return found


def service_of(store: Store, code: str) -> ServiceRow:
    with Unit(store) as unit:
        statement = select(ServiceRow).join(ProcedureRow).where(ProcedureRow.code == code)
        row = unit.session.exec(statement).one()
        unit.session.expunge_all()
    return row


def test_an_import_counts_what_it_did(bring_in: Callable[..., ImportReport], sample: list[Procedure]) -> None:
    report = bring_in(sample)

    assert (report.inserted, report.updated, report.unchanged, report.absent) == (18, 0, 0, 0)
    assert len(report.left_out) == 12


def test_importing_again_changes_nothing(
    bring_in: Callable[..., ImportReport], sample: list[Procedure], store: Store, centre_id: int
) -> None:
    bring_in(sample)
    before = rows(store)
    with store.reading() as connection:
        version = setup_of(store, connection, centre_id).version

    report = bring_in(sample)

    assert (report.inserted, report.updated, report.unchanged) == (0, 0, 18)
    assert report.new_services == []
    assert rows(store) == before
    with store.reading() as connection:
        assert setup_of(store, connection, centre_id).version == version


def test_a_newer_file_updates_what_changed_and_leaves_what_is_absent(
    bring_in: Callable[..., ImportReport], sample: list[Procedure], read: Callable[..., Procedure], store: Store
) -> None:
    bring_in(sample)

    report = bring_in([read(code="9.000002", name="Đăng ký thả diều lớn", field="Văn hóa")])

    assert (report.inserted, report.updated, report.absent) == (0, 1, 17)
    assert rows(store)["9.000002"].short_name == "Đăng ký thả diều lớn"


def test_a_procedure_belongs_to_the_service_that_names_its_field(
    bring_in: Callable[..., ImportReport], read: Callable[..., Procedure], store: Store
) -> None:
    bring_in([read(field="hộ  tịch")])

    assert service_of(store, "9.000001").code == "civil-status"


def test_a_field_without_a_service_becomes_one_that_the_kiosk_does_not_offer(
    bring_in: Callable[..., ImportReport], sample: list[Procedure], store: Store
) -> None:
    report = bring_in(sample)

    made = service_of(store, "9.000002")
    assert "Văn hóa" in report.new_services
    assert (made.code, made.line_id) == ("van-hoa", None)
    assert [field_key(field) for field in json.loads(made.fields)] == ["van hoa"]
    assert report.unoffered == report.inserted


def test_a_field_whose_slug_is_taken_gets_another_code(
    bring_in: Callable[..., ImportReport], read: Callable[..., Procedure], store: Store
) -> None:
    bring_in([read(code="9.000001", field="Tax"), read(code="9.000002", field="法")])

    assert (service_of(store, "9.000001").code, service_of(store, "9.000002").code) == ("tax-2", "field")


def test_the_journal_tells_of_the_import(
    bring_in: Callable[..., ImportReport], sample: list[Procedure], store: Store
) -> None:
    bring_in(sample)

    with store.reading() as connection:
        entry = entries_since(connection, 0)[-1]
    assert (entry.kind, entry.body["inserted"], entry.body["left_out"]) == ("catalogue.imported", 18, 12)


@pytest.fixture
def command(tmp_path: Path, demo: CentreFile) -> Command:
    """Run `motcua import-procedures` on a seeded installation of its own."""
    data = tmp_path / "data"
    data.mkdir()
    store = Store(f"sqlite:///{data / 'motcua.sqlite'}")
    migrate(store)
    with Unit(store) as unit:
        seed_centre(unit, centre_file=demo, at=MONDAY)
    store.close()

    def run(*arguments: str, content: bytes | None = None) -> Result:
        return CliRunner().invoke(main, ["import-procedures", *arguments, "--data", str(data)], input=content)

    return run


def test_the_command_says_in_plain_words_what_it_did(command: Command, sample_path: Path) -> None:
    result = command(str(sample_path))

    assert result.exit_code == 0
    assert "Centre quang-ninh: 18 procedures" in result.output
    assert "(18 new, 0 updated, 0 unchanged)" in result.output
    assert "12 records are for other levels" in result.output
    assert "The kiosk does not offer them until" in result.output


def test_faulty_records_are_told_and_the_sound_ones_imported(command: Command, sample_path: Path) -> None:
    content = b"\xff\n" + sample_path.read_bytes() + b"{}\n" + b"x" * (3 * LINE_LIMIT) + b"\n[]\n"

    result = command("-", content=content)

    assert result.exit_code == 3
    assert "18 procedures" in result.output
    assert "4 faulty records" in result.output
    assert "line 1, no code: the line is not UTF-8 text" in result.output
    assert "line 33, no code: the line is longer than a record can be" in result.output
    assert "line 34, no code: the line is JSON, but not an object" in result.output


def test_the_report_lists_every_record_left_out(command: Command, sample_path: Path, tmp_path: Path) -> None:
    table, lines = tmp_path / "left.csv", tmp_path / "left.jsonl"

    command(str(sample_path), "--report", str(table))
    command(str(sample_path), "--report", str(lines))

    with table.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 12
    assert listed[0] == {
        "line": "1",
        "code": "9.000001",
        "reason": "level.other",
        "explanation": "settled at another level than this centre's",
    }
    assert [json.loads(line)["code"] for line in lines.read_text().splitlines()] == [row["code"] for row in listed]


def test_another_level_may_be_asked_for(command: Command, sample_path: Path) -> None:
    result = command(str(sample_path), "--level", "commune", "--level", "province")

    assert "25 procedures" in result.output


def test_a_file_without_a_procedure_imports_nothing_and_says_why(command: Command) -> None:
    result = command("-", content=b"code;name\n9.000001;X\n")

    assert result.exit_code == 1
    assert "nothing was imported" in result.output
    assert "line 1, no code: the line is not JSON" in result.output


def test_an_unknown_centre_is_refused_with_the_known_ones(command: Command, sample_path: Path) -> None:
    result = command(str(sample_path), "--centre", "ha-long")

    assert result.exit_code == 1
    assert "There are: quang-ninh." in result.output


def test_without_a_centre_the_command_says_how_to_make_one(tmp_path: Path, sample_path: Path) -> None:
    result = CliRunner().invoke(main, ["import-procedures", str(sample_path), "--data", str(tmp_path / "new")])

    assert result.exit_code == 1
    assert "motcua seed" in result.output


def test_the_national_catalogue_is_imported_whole(command: Command, national: list[Procedure]) -> None:
    from_file = Path(__file__).parents[3] / "shared" / "data" / "procedures" / "procedures_2026-07.jsonl"

    result = command(str(from_file))

    assert result.exit_code == 0
    assert "1,250 procedures" in result.output
    assert national
