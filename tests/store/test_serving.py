"""A morning begun under version 0166, which called the state of a ticket at its counter otherwise, goes on today.

The file beside this one is what that version wrote: at counter 1 A001 is attended to with a dossier, at counter 2 A002
has just been completed, B001 is held by the clerk of counter 3, A003 waits.
"""

import json
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from queue_server.domain.paper import PaperKind
from queue_server.store.boards import board_view
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.migrate import migrate
from queue_server.store.moments import maybe_ms
from queue_server.store.replay import Replay
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.usecases.perform import Command, perform
from queue_server.usecases.slips import claim_jobs

BEGUN = "0166"
MORNING = json.loads(Path(__file__).with_name(f"a_morning_of_{BEGUN}.json").read_text())
LATER = datetime(2026, 11, 23, 1, 3, 30, tzinfo=UTC)
"""Soon enough after the last move to take it back."""

TIMES = ("joined_at", "called_at", "started_at", "ended_at", "held_at")
PLAIN = ("line_id", "counter_id", "clerk_id", "held_milliseconds", "outcome", "effective_at", "reason")


@pytest.fixture
def morning(database_url, hall_over):
    store = Store(database_url)
    migrate(store, to=BEGUN)
    _fill(store)
    migrate(store)
    yield hall_over(store=store, centre_id=1, clerks=[1, 2, 3], at=LATER, chances=count(100))
    store.close()


def _fill(store):
    tables = MetaData()
    with store.writer.begin() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name in MORNING:
                columns, rows = MORNING[table.name]["columns"], MORNING[table.name]["rows"]
                connection.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in rows])
        if not store.is_sqlite:
            connection.execute(text("SELECT setval('event_seq_seq', (SELECT max(seq) FROM event))"))


def states(hall):
    with hall.store.reading() as connection:
        return dict(connection.execute(text("SELECT label, state FROM ticket")).all())


def test_who_was_attended_to_still_is_and_nothing_written_has_the_old_word(morning):
    assert states(morning) == {"A001": "serving", "A002": "completed", "A003": "waiting", "B001": "held"}
    with morning.store.reading() as connection:
        for table, column in (("event", "body"), ("ticket", "undo"), ("answer", "body"), ("ticket", "state")):
            found = connection.execute(text(f"SELECT {column} FROM {table} WHERE {column} LIKE '%served%'"))
            assert found.all() == [], table


def test_nothing_else_of_what_was_written_has_changed(morning):
    assert "served" in json.dumps(MORNING)
    with morning.store.reading() as connection:
        for table in ("event", "answer", "ticket", "turn", "handling"):
            columns, rows = MORNING[table]["columns"], MORNING[table]["rows"]
            kept = connection.execute(text(f"SELECT {', '.join(columns)} FROM {table}")).all()
            expected = [[_in_todays_words(value) for value in row] for row in rows]
            assert sorted(map(repr, map(list, kept))) == sorted(map(repr, expected))


def _in_todays_words(value):
    if not isinstance(value, str):
        return value
    return "serving" if value == "served" else value.replace('"state":"served"', '"state":"serving"')


def test_the_day_goes_on_and_the_whole_journal_tells_the_same_turns_as_the_tables(morning):
    first, second, third = morning.clerks
    assert morning.does(second, "undo")["ticket"]["state"] == "serving"
    for clerk in (first, second):
        morning.passes(30)
        morning.does(clerk, "complete")
    ticket = next(row[0] for row in MORNING["ticket"]["rows"] if "B001" in row)
    assert morning.does(third, "resume", ticket_id=ticket)["ticket"]["state"] == "serving"
    tells_the_same(morning)


def tells_the_same(hall):
    with hall.store.reading() as connection:
        replay = Replay().read(entries_since(connection, 0))
        rows = connection.execute(text("SELECT * FROM turn")).all()
        kept_states = dict(connection.execute(text("SELECT id, state FROM ticket")).all())
    kept = {(row.ticket_id, row.ordinal): [getattr(row, name) for name in TIMES + PLAIN] for row in rows}
    told = {
        key: [maybe_ms(getattr(turn, name)) for name in TIMES]
        + [getattr(turn, name.removesuffix("_id")) for name in PLAIN]
        for key, turn in replay.turns.items()
    }
    assert told == kept
    assert replay.states == kept_states


def test_a_slip_that_waited_for_paper_over_the_night_of_the_migration_is_handed_out(morning):
    with Unit(morning.store) as unit:
        (job,) = claim_jobs(unit, device_id="kiosk-1", at=LATER)
    assert (job.kind, job.attempt, job.copy, job.slip) == (PaperKind.SLIP, 2, 0, {"label": "A003"})


def test_a_command_sent_again_over_the_night_of_the_migration_gets_its_first_answer(morning):
    def never(unit):
        raise AssertionError("done twice")

    command = Command(scope="clerk-1", key="start-A001", fingerprint="the same")
    answer = json.loads(perform(morning.store, command=command, at=morning.at, action=never))
    assert (answer["ticket"]["label"], answer["ticket"]["state"]) == ("A001", "serving")


def test_a_persons_command_sent_again_gets_its_first_answer_although_keys_are_a_centres_now(database_url):
    store = Store(database_url)
    migrate(store, to=BEGUN)
    _fill(store)
    with store.writer.begin() as connection:
        for person, body in ((1, "first"), (11, "nobody's")):
            kept = {"key": f"staff:{person}:start-A001", "body": body}
            connection.execute(text("INSERT INTO answer VALUES (:key, 'the same', :body, 0)"), kept)
    migrate(store)
    command = Command(scope="staff:1@1", key="start-A001", fingerprint="the same")
    assert perform(store, command=command, at=LATER, action=dict) == "first"
    store.close()


def test_a_board_shows_who_was_called_before_as_being_attended_to(morning):
    with morning.store.reading() as connection:
        setup = setup_of(morning.store, connection, morning.centre_id)
        board = board_view(connection, setup, hall_id=1, day_ordinal=morning.at.toordinal(), at=morning.at, rate=1)
    assert {call["label"]: call["state"] for call in board["calls"]}["A001"] == "serving"


@pytest.mark.parametrize(
    "nonsense",
    [
        "UPDATE ticket SET state = 'served' WHERE label = 'A003'",
        "UPDATE ticket SET state = 'serving', counter_id = 1 WHERE label = 'A003'",
        "UPDATE ticket SET state = 'called', counter_id = 1 WHERE label = 'A003'",
    ],
)
def test_the_old_word_and_a_second_ticket_at_a_counter_are_refused(morning, nonsense):
    with pytest.raises(IntegrityError), Unit(morning.store) as unit:
        unit.connection.execute(text(nonsense))


def test_what_the_ticket_table_refuses_and_indexes_is_what_a_new_one_does(morning):
    with morning.store.writer.connect() as connection:
        migrated = rules_of(connection)
        SQLModel.metadata.drop_all(connection)
        SQLModel.metadata.create_all(connection)
        assert rules_of(connection) == migrated
        connection.rollback()


def rules_of(connection):
    asked = inspect(connection)
    checks = {check["name"]: check["sqltext"] for check in asked.get_check_constraints("ticket")}
    indexes = {
        index["name"]: (index["column_names"], bool(index["unique"]), list(map(str, _where(index))))
        for index in asked.get_indexes("ticket")
    }
    return checks, indexes


def _where(index):
    return [value for name, value in index["dialect_options"].items() if name.endswith("_where")]


@pytest.mark.parametrize("tampering", ["UPDATE event SET at = at + 1", "DELETE FROM event"])
def test_the_journal_is_sealed_again(morning, tampering):
    with pytest.raises(Exception, match="append-only"), Unit(morning.store) as unit:
        unit.connection.execute(text(tampering))
