"""Eight processes, ten thousand tickets: nothing twice, nothing lost."""

from collections import Counter

import pytest
from sqlalchemy import text

from queue_server.store.journal import entries_since, last_seq

TICKETS = 10_000
HANDS = 8


def rows(store, statement):
    with store.reading() as connection:
        return connection.execute(text(statement)).all()


def heard(working):
    """All that the processes said was acknowledged."""
    return [line for process in working for line in process.answers()]


def test_eight_processes_issue_and_call_ten_thousand_tickets_with_no_number_twice_none_lost_and_no_double_call(
    busy_hall, hands
):
    hall, _ = busy_hall
    working = hands("serve", HANDS, tickets=TICKETS // HANDS)
    assert [process.ends() for process in working] == [0] * HANDS
    said = heard(working)

    acknowledged = {line["id"]: line["issued"] for line in said if "issued" in line}
    kept = dict(rows(hall.store, "SELECT id, label FROM ticket"))
    assert len(acknowledged) == TICKETS
    assert acknowledged == kept

    for letter, last in rows(hall.store, "SELECT l.letter, s.last FROM series s JOIN line l ON l.id = s.line_id"):
        numbers = sorted(int(label[1:]) for label in kept.values() if label[0] == letter)
        assert numbers == list(range(1, last + 1))

    called = Counter(line["id"] for line in said if "called" in line)
    assert called == Counter(kept.keys())
    assert rows(hall.store, "SELECT state, count(*) FROM ticket GROUP BY state") == [("completed", TICKETS)]
    assert journalled(hall.store) == {"ticket.issued": TICKETS, "ticket.called": TICKETS}


def journalled(store):
    found = rows(store, "SELECT kind, count(*) AS count FROM event WHERE kind LIKE 'ticket.%' GROUP BY kind")
    return {row.kind: row.count for row in found}


def test_what_eight_killed_processes_had_acknowledged_is_all_there_and_the_series_has_no_gap(busy_hall, hands):
    hall, _ = busy_hall
    working = hands("issue", HANDS, tickets=1_000_000)
    while rows(hall.store, "SELECT count(*) FROM ticket")[0][0] < 400:
        assert all(process.works() for process in working)
    for process in working:
        process.kill()
    assert [process.ends() for process in working] == [-9] * HANDS
    said = heard(working)
    acknowledged = {line["id"] for line in said if "issued" in line}
    assert len(acknowledged) > 300
    kept = rows(hall.store, "SELECT id, number FROM ticket")
    assert acknowledged <= {ticket for ticket, _ in kept}
    assert sorted(number for _, number in kept) == list(range(1, len(kept) + 1))
    assert len(rows(hall.store, "SELECT key FROM answer")) == len(kept)
    assert hall.takes_ticket()["number"] == len(kept) + 1


def test_a_command_asked_by_many_threads_of_many_processes_at_once_is_done_once_and_answered_alike(busy_hall, hands):
    hall, _ = busy_hall
    working = hands("repeat", 4, same=True, keys=40, threads=4)
    assert [process.ends() for process in working] == [0] * 4
    said = [line for line in heard(working) if "key" in line]
    answers = {}
    for line in said:
        answers.setdefault(line["key"], []).append(line["answer"])
    assert len(answers) == 3 * 40
    assert all(len(given) == 16 and all(answer == given[0] for answer in given) for given in answers.values())
    assert journalled(hall.store) == {"ticket.issued": 40, "ticket.called": 40, "ticket.no_show": 40}


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_reader_that_asks_for_later_entries_skips_none_while_eight_processes_write(busy_hall, hands):
    """On PostgreSQL numbers of a sequence are handed out in another order than transactions commit."""
    hall, _ = busy_hall
    with hall.store.reading() as connection:
        begin = last_seq(connection)
    working = hands("note", HANDS, events=150)
    read, over = [], False
    while not over:
        over = not any(process.works() for process in working)
        with hall.store.reading() as connection:
            read += entries_since(connection, read[-1].seq if read else begin, most=10_000)
    kept = [seq for (seq,) in rows(hall.store, f"SELECT seq FROM event WHERE seq > {begin} ORDER BY seq")]
    assert [entry.seq for entry in read] == kept
    assert len(kept) == 150 * HANDS
