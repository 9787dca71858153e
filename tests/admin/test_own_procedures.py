"""The whole configuration in one file: with what the centre has decided about procedures of the national catalogue."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.domain.catalogue import Level, parse_lines
from queue_server.domain.catalogue_offer import offer_for
from queue_server.domain.centre_changes import changes_between
from queue_server.domain.centre_document import document_of, fingerprint_of, without_procedures
from queue_server.domain.centre_file import ProcedureEntry
from queue_server.domain.centre_reading import read_centre_document, read_centre_file
from queue_server.domain.centre_writing import write_centre_file
from queue_server.store.centre_export import export_centre
from queue_server.store.centre_versions import versions_of
from queue_server.store.setup import setup_of
from queue_server.store.staff import Staff
from queue_server.store.unit import Unit
from queue_server.usecases.administration import check_draft, put_in_force
from queue_server.usecases.catalogue import import_procedures
from queue_server.usecases.offering import Switches, set_procedure
from queue_server.usecases.seed import seed_centre

SAMPLE = Path(__file__).parents[1] / "catalogue" / "sample.jsonl"


class Office:
    """The demonstration's centre with the sample's procedures."""

    def __init__(self, store, centre_id, at):
        self.store, self.centre_id, self.at = store, centre_id, at
        with SAMPLE.open("rb") as file, Unit(store) as unit:
            offer = offer_for(parse_lines(file), frozenset({Level.PROVINCE}))
            import_procedures(unit, centre_id=centre_id, offer=offer, at=at)
            rows = unit.connection.exec_driver_sql("SELECT code FROM procedure ORDER BY code").all()
        self.codes = [row[0] for row in rows]

    def switches(self, code, **chosen):
        switches = Switches(**{"offered": True, "short_name": None, "service": None} | chosen)
        with Unit(self.store) as unit:
            set_procedure(unit, centre_id=self.centre_id, code=code, switches=switches, actor_id=1, at=self.at)

    def document(self, *, whole=True):
        with self.store.reading() as connection:
            return document_of(export_centre(connection, self.centre_id, procedures=whole))

    def saves(self, document):
        staff = Staff(id=1, centre_id=self.centre_id, login="admin", name="Quản trị", roles=["admin"])
        with Unit(self.store) as unit:
            return put_in_force(
                unit, centre_id=self.centre_id, document=document, note="", staff=staff, at=self.at,
                based_on=fingerprint_of(self.document(whole=False)),
            )  # fmt: skip

    def checks(self, document):
        with self.store.reading() as connection:
            setup = setup_of(self.store, connection, self.centre_id)
            return check_draft(connection, setup, document=document, actor="admin", at=self.at)

    def seeds(self, document):
        with Unit(self.store) as unit:
            return seed_centre(unit, centre_file=read_centre_document(document), at=self.at)


@pytest.fixture
def office(store, seeded, moment):
    return Office(store, seeded, moment)


def test_a_file_has_the_choices_and_the_page_has_not(office):
    one, other, third = office.codes[:3]
    office.switches(one, offered=False)
    office.switches(other, short_name="Tên của ta", service="ask")
    assert read_centre_document(office.document()).procedures == (
        ProcedureEntry(code=one, offered=False),
        ProcedureEntry(code=other, short_name="Tên của ta", service="ask"),
    )
    assert "procedures" not in office.document(whole=False)
    assert third not in str(office.document())


def test_what_was_written_is_read_again_also_without_any_choice(office):
    for code in ("", *office.codes[:2]):
        if code:
            office.switches(code, offered=False, short_name="Tên “của” ta")
        centre = read_centre_document(office.document())
        assert read_centre_file(write_centre_file(office.document())) == centre
        assert centre.procedures is not None


def test_a_file_put_in_force_brings_its_choices_and_no_others_and_can_be_taken_back(office):
    one, other = office.codes[:2]
    office.switches(one, offered=False)
    wanted = office.document()
    office.switches(one)
    office.switches(other, short_name="Tên khác")
    between = office.document()
    said = [(change.kind, change.name) for change in office.checks(wanted).changes]
    assert said == [("retired", other), ("added", one)]
    saved = office.saves(wanted)
    assert office.document() == wanted
    assert saved["fingerprint"] == fingerprint_of(office.document(whole=False))
    with office.store.reading() as connection:
        kept = [version.document for version in versions_of(connection, office.centre_id)]
    assert kept[:2] == [wanted, between]
    office.saves(between)
    assert office.document() == between


def test_a_document_that_says_nothing_of_choices_leaves_them_and_keeps_no_version_more_than_its_own(office):
    office.switches(office.codes[0], offered=False)
    office.saves(office.document() | {"early_minutes": 40})
    office.saves(office.document(whole=False) | {"early_minutes": 50})
    assert read_centre_document(office.document()).procedures == (ProcedureEntry(code=office.codes[0], offered=False),)
    with office.store.reading() as connection:
        kept = [version.document["early_minutes"] for version in versions_of(connection, office.centre_id)]
    assert kept[:2] == [50, 40]
    assert kept.count(40) == 1


def test_seeding_brings_the_choices_of_the_file_leaves_others_and_again_changes_nothing(office):
    one, other = office.codes[:2]
    office.switches(other, short_name="Tên khác")
    file = office.document(whole=False) | {"procedures": [{"code": one, "service": "ask"}]}
    assert (office.seeds(file).changed, office.seeds(file).changed) == (1, 0)
    assert read_centre_document(office.document()).procedures == (
        ProcedureEntry(code=one, service="ask"),
        ProcedureEntry(code=other, short_name="Tên khác"),
    )


def test_a_choice_about_what_the_catalogue_has_not_is_a_mistake_on_the_page_and_told_when_seeding(office):
    file = office.document(whole=False) | {"procedures": [{"code": "9.999999", "offered": False}]}
    assert [(each.place, each.code) for each in office.checks(file).mistakes] == [
        ("procedures[1].code", "procedure.unknown")
    ]
    assert office.seeds(file).unknown_procedures == ("9.999999",)


def test_a_choice_names_a_service_of_the_file_and_each_procedure_once(office):
    entries = [{"code": "1", "service": "nowhere"}, {"code": "1"}, {"code": "2", "offered": 1}]
    found = office.checks(office.document(whole=False) | {"procedures": entries}).mistakes
    assert [(each.place, each.code) for each in found] == [
        ("procedures[1].service", "name.unknown"),
        ("procedures[2].code", "value.repeated"),
        ("procedures[3].offered", "type.wrong"),
    ]


def test_the_command_line_carries_them_to_another_installation(tmp_path, office, moment):
    office.switches(office.codes[0], offered=False)
    file = tmp_path / "centre.toml"
    file.write_text(write_centre_file(office.document()), encoding="utf-8")
    there = ("--data", str(tmp_path / "there"))
    first = CliRunner().invoke(main, ["seed", str(file), *there])
    assert "1 procedures of the file are not in the catalogue yet" in first.output
    CliRunner().invoke(main, ["import-procedures", str(SAMPLE), *there])
    again = CliRunner().invoke(main, ["seed", str(file), *there])
    assert (again.exit_code, "not in the catalogue" in again.output) == (0, False)
    printed = CliRunner().invoke(main, ["export", "quang-ninh", *there])
    assert read_centre_file(printed.stdout).procedures == (ProcedureEntry(code=office.codes[0], offered=False),)


def test_two_documents_are_compared_in_what_both_say(office):
    office.switches(office.codes[0], offered=False)
    assert changes_between(office.document(whole=False), office.document()) == []
    assert without_procedures(office.document()) == office.document(whole=False)
