"""Notifications die, the database goes away, servers multiply: every board still ends up right."""

import gc
import threading
from datetime import UTC, datetime

import psycopg
import pytest

from queue_server.realtime.feeds import SPOKEN_WITHIN
from queue_server.store.journal import entries_since

# A connection that PostgreSQL cut in the middle of being opened is left to the garbage collector, which warns of it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def collected():
    yield
    gc.collect()


@pytest.fixture
def database_url(postgres_url):
    return postgres_url


@pytest.fixture
def database(site):
    """A manager's connection to the PostgreSQL server, not to the centre's database."""
    address = site.hall.store.url.set(drivername="postgresql", database="postgres")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def works(site, rounds):
    """A clerk calls and misses so many citizens; returns the journal's calls, in order."""
    hall, clerk = site.hall, site.hall.clerks[1]
    for _ in range(rounds):
        hall.passes(1)
        hall.takes_ticket()
        hall.does(clerk, "call")
        hall.does(clerk, "miss")


def calls_of(site):
    with site.hall.store.reading() as connection:
        return [entry.seq for entry in entries_since(connection, 0) if entry.kind == "ticket.called"]


def last_label(site):
    site.hall.passes(1)
    site.hall.takes_ticket()
    site.hall.does(site.hall.clerks[1], "call")
    with site.hall.store.reading() as connection:
        entries = entries_since(connection, 0, most=100_000)
    return entries[-1].body["label"], entries[-1].seq


def all_boards_end_right(boards, label, seq, calls):
    for board in boards:
        board.waits_until("board", lambda view: view["calls"][:1] and view["calls"][0]["label"] == label)
        board.waits_until("announcement", lambda call: call["seq"] == seq)
        assert [call["seq"] for call in board.told["announcement"]] == calls
        shown = [view["seq"] for view in board.told["board"]]
        assert shown == sorted(shown)


def test_boards_miss_nothing_while_every_notification_listener_is_shot_three_times_a_second(server, database):
    site = server.site
    site.hall.sits(site.hall.clerks[1], 2)
    boards = [server.connects("board") for _ in range(3)]
    pace = threading.Event()
    shot = 0
    for _ in range(10):
        works(site, 3)
        found = database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        shot += len(found.fetchall())
        pace.wait(0.3)
    label, seq = last_label(site)
    all_boards_end_right(boards, label, seq, calls_of(site))
    assert shot >= 2


def test_a_relay_that_could_not_read_for_a_while_catches_up_and_says_until_when_a_call_may_be_spoken(server, database):
    """The server's own connections are cut and refused while the clerk's transactions go on."""
    site = server.site
    site.hall.sits(site.hall.clerks[1], 2)
    board = server.connects("board")
    board.waits_until("board", lambda view: True)
    name = site.hall.store.url.database
    mine = {own_backend(site)}
    database.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> ALL(%s)",
        (name, list(mine)),
    )
    works(site, 5)
    site.hall.passes(SPOKEN_WITHIN.total_seconds() + 1)
    works(site, 2)
    database.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    label, seq = last_label(site)
    all_boards_end_right([board], label, seq, calls_of(site))
    now = site.hall.at.isoformat()
    stale = [call["expires_at"] < now for call in board.told["announcement"]]
    assert stale == [True] * 5 + [False] * 3


def own_backend(site):
    with site.hall.store.writer.connect() as connection:
        return connection.connection.driver_connection.info.backend_pid


def test_two_servers_over_one_database_tell_their_boards_the_same(site, serve, process):
    site.hall.at = datetime.now(UTC)
    site.hall.sits(site.hall.clerks[1], 2)
    here, there = serve(site).connects("board"), process.connects("board")
    works(site, 20)
    label, seq = last_label(site)
    all_boards_end_right([here, there], label, seq, calls_of(site))
    assert here.told["announcement"] == there.told["announcement"]
