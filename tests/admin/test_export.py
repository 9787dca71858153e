"""A centre of the database is the file that made it, whatever made it."""

from dataclasses import replace

from queue_server.cli.seeding import demo_text
from queue_server.domain.centre_document import document_of
from queue_server.domain.centre_reading import read_centre_document, read_centre_file
from queue_server.store.centre_versions import versions_of
from queue_server.store.unit import Unit
from queue_server.usecases.seed import seed_centre


def test_a_seeded_centre_is_exported_as_the_file_that_it_was_made_from(seeded, document):
    assert document(seeded) == document_of(read_centre_file(demo_text()))


def test_seeding_what_was_exported_changes_nothing(store, seeded, document, hall):
    for centre_id in (seeded, hall.centre_id):
        before = document(centre_id)
        with Unit(store) as unit:
            again = seed_centre(unit, centre_file=read_centre_document(before), at=hall.at)
        assert (again.centre_id, again.changed, again.new_logins) == (centre_id, 0, ())
        assert document(centre_id) == before


def test_hours_that_no_file_has_named_get_a_name(hall, document):
    with Unit(hall.store) as unit:
        unit.connection.exec_driver_sql("""UPDATE service SET hours = '{"mon": [["08:00", "11:00"]]}'""")
    exported = document(hall.centre_id)
    assert exported["timetables"] == {"hours-1": {"mon": ["08:00-11:00"]}}
    assert {service["hours"] for service in exported["services"]} == {"hours-1"}


def test_the_command_prints_a_file_that_makes_the_same_centre(tmp_path):
    from click.testing import CliRunner

    from queue_server.cli import main

    run = CliRunner().invoke
    run(main, ["seed", "--demo", "--data", str(tmp_path)])
    printed = run(main, ["export", "quang-ninh", "--data", str(tmp_path)])
    assert read_centre_file(printed.stdout) == replace(read_centre_file(demo_text()), procedures=())
    unknown = run(main, ["export", "ha-long", "--data", str(tmp_path)])
    assert (unknown.exit_code, "There is no centre 'ha-long'." in unknown.output) == (1, True)


def test_what_a_file_has_made_of_a_centre_is_a_version_of_it(store, seeded, document, moment):
    changed = document(seeded) | {"early_minutes": 45}
    with Unit(store) as unit:
        seed_centre(unit, centre_file=read_centre_document(changed), at=moment)
    with store.reading() as connection:
        versions = versions_of(connection, seeded)
    assert [(each.number, each.who, each.document["early_minutes"]) for each in versions] == [
        (2, None, 45),
        (1, None, 30),
    ]
