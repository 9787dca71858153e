"""The database: every migration, the journal's seal, and what SQLite must promise."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from queue_server.domain.errors import NotFound
from queue_server.domain.roles import DEVICE_KINDS
from queue_server.store.dossier_figures import _BY_STATE, _ON_TIME
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since, last_seq
from queue_server.store.lines import _NEXT
from queue_server.store.migrate import migrate, revisions
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit


@pytest.fixture
def empty(database_url):
    opened = Store(database_url)
    yield opened
    opened.close()


def test_an_empty_database_becomes_the_present_one_and_a_second_run_changes_nothing(empty):
    assert migrate(empty) == (None, revisions()[-1])
    assert migrate(empty) == (revisions()[-1], revisions()[-1])


def test_after_the_migrations_the_schema_is_exactly_that_of_the_rows(empty):
    migrate(empty)
    with empty.writer.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


@pytest.mark.parametrize("released", revisions())
def test_a_database_of_every_released_revision_comes_to_the_present_schema(empty, released):
    assert migrate(empty, to=released) == (None, released)
    assert migrate(empty) == (released, revisions()[-1])
    with empty.writer.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_what_another_schema_of_the_database_holds_does_not_matter(postgres_url):
    store = Store(postgres_url)
    with store.writer.begin() as connection:
        connection.execute(text("CREATE SCHEMA another"))
        checked = "outcome VARCHAR CONSTRAINT ck_outcome CHECK (outcome = 'another')"
        connection.execute(text(f"CREATE TABLE another.turn ({checked})"))
    assert migrate(store) == (None, revisions()[-1])
    store.close()


def test_migrating_a_database_at_work_keeps_its_tickets(hall):
    ticket = hall.takes_ticket()
    migrate(hall.store)
    hall.sits(hall.clerks[1], 2)
    assert hall.does(hall.clerks[1], "call")["ticket"]["id"] == ticket["id"]


@pytest.mark.parametrize(
    "tampering", ["UPDATE event SET at = at + 1", "UPDATE event SET body = '{}' WHERE seq = 1", "DELETE FROM event"]
)
def test_the_journal_can_be_neither_changed_nor_shortened(hall, tampering):
    hall.takes_ticket()
    with hall.store.reading() as connection:
        before = entries_since(connection, 0)
    with pytest.raises(DBAPIError, match="append-only"), Unit(hall.store) as unit:
        unit.connection.execute(text(tampering))
    with hall.store.reading() as connection:
        assert entries_since(connection, 0) == before


def test_what_fails_half_way_leaves_nothing_behind_not_even_a_number_or_an_event(hall):
    hall.takes_ticket()
    with hall.store.reading() as connection:
        before = last_seq(connection)
    with pytest.raises(ZeroDivisionError), Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE series SET last = last + :one"), {"one": 1 // 1}).rowcount // 0
    with hall.store.reading() as connection:
        assert last_seq(connection) == before
    assert hall.takes_ticket()["number"] == 2


@pytest.mark.parametrize(
    "nonsense",
    [
        "UPDATE ticket SET state = 'asleep'",
        "UPDATE ticket SET number = 0",
        "UPDATE turn SET called_at = joined_at - 1",
        "UPDATE ticket SET line_id = 999",
        "INSERT INTO skill (counter_id, line_id, rank) VALUES (1, 999, 1)",
        "UPDATE ticket SET number = 1",
        "UPDATE ticket SET state = 'called', counter_id = 2",
        "UPDATE device SET kind = 'toaster'",
        "INSERT INTO shift (centre_id, counter_id, clerk_id, began_at) VALUES (1, 2, 1, 0)",
        "INSERT INTO shift (centre_id, counter_id, clerk_id, began_at) VALUES (1, 3, 2, 0)",
    ],
)
def test_the_database_itself_refuses_what_must_never_be(hall, nonsense):
    hall.takes_ticket()
    hall.takes_ticket()
    hall.sits(hall.clerks[1], 2)
    with pytest.raises(IntegrityError), Unit(hall.store) as unit:
        unit.connection.execute(text(nonsense))


def test_every_kind_of_device_that_has_rights_may_be_let_in(hall):
    for kind in DEVICE_KINDS:
        with Unit(hall.store) as unit:
            unit.connection.execute(text("UPDATE device SET kind = :kind"), {"kind": kind})


def test_nothing_can_be_written_through_a_reading_connection(hall):
    hall.takes_ticket()
    if not hall.store.is_sqlite:
        return
    with pytest.raises(DBAPIError, match="readonly"), hall.store.reading() as connection:
        connection.execute(text("UPDATE ticket SET misses = 9"))


def test_a_reader_sees_one_state_however_much_is_written_meanwhile(hall):
    hall.takes_ticket()
    with hall.store.reading() as connection:
        before = last_seq(connection)
        hall.takes_ticket()
        hall.takes_ticket()
        assert connection.execute(text("SELECT count(*) FROM ticket")).scalar_one() == 1
        assert last_seq(connection) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_number_on_paper_survives_a_power_cut_because_sqlite_syncs_every_commit(hall):
    with Unit(hall.store) as unit:
        asked = {name: unit.connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PROMISED}
    assert asked == PROMISED


PROMISED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_only_its_owner_can_read_a_new_database_and_what_lies_beside_it(sqlite_url, tmp_path):
    store = Store(sqlite_url)
    migrate(store)
    with store.reading():
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["motcua.sqlite", "motcua.sqlite-wal", "motcua.sqlite-shm"], "0o600")
    store.close()


def test_a_database_that_is_there_keeps_the_mode_that_somebody_chose(sqlite_url, tmp_path):
    (tmp_path / "motcua.sqlite").touch(mode=0o640)
    store = Store(sqlite_url)
    assert migrate(store) == (None, revisions()[-1])
    store.close()
    assert (tmp_path / "motcua.sqlite").stat().st_mode & 0o777 == 0o640


def test_the_set_up_is_kept_in_memory_and_read_anew_when_its_version_changes(hall):
    def read():
        with hall.store.reading() as connection:
            return setup_of(hall.store, connection, hall.centre_id)

    first = read()
    assert read() is first
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE centre SET version = version + 1, wait_target_minutes = 20"))
    assert (read().version, read().wait_target_minutes) == (2, 20)


def test_an_unknown_centre_is_not_found(hall):
    with pytest.raises(NotFound), hall.store.reading() as connection:
        setup_of(hall.store, connection, 77)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_next_ticket_is_found_by_indexes_alone(hall):
    with hall.store.reading() as connection:
        facts = {"counter_id": 1, "clerk_id": 1}
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {_NEXT._statement}"), facts)]
    found = {step.split(" INDEX ")[1].split(" ")[0] for step in plan if step.startswith("SEARCH w")}
    assert found == {"ix_ticket_waiting", "ix_ticket_for_counter", "ix_ticket_for_clerk"}
    assert not [step for step in plan if step.startswith(("SCAN w", "SCAN t"))]


def test_a_ticket_can_be_away_and_still_in_no_state_that_nobody_knows(hall):
    hall.takes_ticket()
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE ticket SET state = 'away'"))
        unit.connection.execute(text("UPDATE turn SET outcome = 'away'"))
    with pytest.raises(IntegrityError), Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE turn SET outcome = 'asleep'"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_figures_of_dossiers_are_read_from_indexes_alone_however_many_years_there_are(hall):
    with hall.store.reading() as connection:
        for statement in (_ON_TIME, _BY_STATE):
            facts = dict.fromkeys(("centre_id", "since", "until", "now", "near_until"), 0)
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statement._statement}"), facts).all()
            assert "COVERING INDEX ix_dossier_" in plan[0].detail, plan
