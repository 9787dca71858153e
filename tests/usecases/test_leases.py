"""Numbers in reserve: kiosks hold them, give them while the server is away, and nobody of these is lost or doubled."""

from datetime import timedelta

import pytest
from lease_kiosks import Kiosk, set_reserve
from sqlalchemy import text

from queue_server.domain.errors import NotFound
from queue_server.store.journal import entries_since
from queue_server.store.moments import to_ms
from queue_server.store.refused_tickets import refused_tickets_view
from queue_server.store.replay import Replay
from queue_server.store.schema import CentreRow
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.leasing import lease_numbers
from queue_server.usecases.refusals import settle_refused

DAY = 24 * 3600
TODAY = "2026-11-23"


@pytest.fixture
def kiosk(hall):
    set_reserve(hall)
    return Kiosk(hall, "kiosk-1")


@pytest.fixture
def other(hall):
    return Kiosk.approved(hall, "kiosk-2")


def blocks(leases):
    return [(lease["letter"], lease["first"], lease["last"]) for lease in leases]


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def tickets(hall):
    with hall.store.reading() as connection:
        rows = connection.execute(text("SELECT label, state FROM ticket ORDER BY effective_at, issued_at, number"))
        return [tuple(row) for row in rows]


def test_a_kiosk_holds_as_many_numbers_of_each_line_as_it_asks_for_and_asking_again_gives_no_more(kiosk):
    assert blocks(kiosk.renews()) == [("A", 801, 820), ("B", 801, 820)]
    assert blocks(kiosk.renews()) == [("A", 801, 820), ("B", 801, 820)]
    assert kiosk.leases[0] | {"id": 0} == {
        "id": 0, "line": "civil", "letter": "A", "digits": 3, "first": 801, "last": 820, "day": TODAY,
        "until": "2026-11-23T17:00:00.000Z", "used": [],
    }  # fmt: skip


def test_two_kiosks_never_hold_the_same_number(kiosk, other):
    kiosk.renews()
    assert blocks(other.renews()) == [("A", 821, 840), ("B", 821, 840)]


def test_a_kiosk_that_has_told_what_it_gave_is_given_as_many_new_ones(kiosk):
    kiosk.renews(numbers=3)
    for _ in range(2):
        kiosk.gives()
    kiosk.tells()
    assert blocks(kiosk.renews(numbers=3)) == [("A", 801, 803), ("B", 801, 803), ("A", 804, 805)]
    assert kiosk.leases[0]["used"] == [801, 802]


def test_a_line_without_a_reserve_gives_none_and_a_reserve_that_is_used_up_gives_what_is_left(hall, kiosk, other):
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE line SET reserve_last = 830 WHERE code = 'civil'"))
        unit.connection.execute(text("UPDATE line SET reserve_first = NULL WHERE code = 'land'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    assert blocks(kiosk.renews()) == [("A", 801, 820)]
    assert blocks(other.renews()) == [("A", 821, 830)]
    assert blocks(other.renews(numbers=50)) == [("A", 821, 830)]


def test_no_number_is_leased_that_is_on_a_ticket_already(hall, kiosk):
    hall.takes_ticket()
    with Unit(hall.store) as unit:
        unit.connection.execute(
            text("UPDATE line SET first_number = 500, reserve_first = 1, reserve_last = 9 WHERE code = 'civil'")
        )
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    assert blocks(kiosk.renews())[0] == ("A", 2, 9)


def test_what_was_given_without_the_server_waits_in_the_order_of_coming_and_is_called_so(hall, kiosk, other):
    hall.sits(hall.clerks[1], 2)
    kiosk.renews()
    other.renews()
    first = hall.takes_ticket()["label"]
    hall.passes(60)
    kiosk.gives()
    hall.passes(60)
    other.gives("marriage")
    hall.passes(60)
    kiosk.gives(priority="elderly")
    hall.passes(60)
    last = hall.takes_ticket()["label"]
    other.tells()
    assert [each["fate"] for each in kiosk.tells()] == ["waiting", "waiting"]
    called = []
    for _ in range(5):
        called.append(hall.does(hall.clerks[1], "call")["ticket"]["label"])
        hall.does(hall.clerks[1], "start")
        hall.does(hall.clerks[1], "complete")
    assert called == ["A802", first, "A801", "A821", last]


def test_the_main_series_has_no_gap_and_the_slip_is_left_to_its_kiosk(hall, kiosk):
    kiosk.renews()
    hall.takes_ticket()
    kiosk.gives()
    kiosk.tells()
    assert hall.takes_ticket()["label"] == "A002"
    with hall.store.reading() as connection:
        jobs = connection.execute(text("SELECT device_id, copy_number, state FROM job")).all()
    assert [tuple(job) for job in jobs] == [("kiosk-1", 0, "sending")]


def test_the_journal_alone_tells_when_the_citizen_came(hall, kiosk):
    kiosk.renews()
    came = hall.passes(60)
    given = kiosk.gives()
    hall.passes(1800)
    kiosk.tells()
    (entry,) = told(hall, "ticket.issued")
    assert (entry["offline"], entry["device"], entry["joined_at"]) == (True, "kiosk-1", to_ms(came))
    with hall.store.reading() as connection:
        replayed = Replay().read(entries_since(connection, 0)).turns[given.id, 1]
        row = connection.execute(text("SELECT joined_at, effective_at FROM turn")).one()
    assert (to_ms(replayed.joined_at), replayed.effective_at) == tuple(row) == (to_ms(came), to_ms(came) // 1000)


def test_telling_again_under_another_key_makes_nothing_twice_and_is_answered_alike(hall, kiosk):
    kiosk.renews()
    kiosk.gives()
    kiosk.gives("deed")
    first = kiosk.tells(forgets=False)
    hall.passes(DAY)
    begin_due_days(hall.store, at=hall.at)
    assert kiosk.tells() == first
    assert len(tickets(hall)) == 2


def test_the_same_ticket_twice_in_one_request_is_one(hall, kiosk):
    kiosk.renews()
    given = kiosk.gives()
    one, two = kiosk.tells([given, given])
    assert one == two
    assert len(tickets(hall)) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"label": "A821"}, "lease.not_held"),
        ({"label": "A001"}, "lease.not_held"),
        ({"label": "T801"}, "lease.not_held"),
        ({"day": "2026-11-24"}, "lease.not_held"),
        ({"day": "2026-13-45"}, "lease.not_held"),
        ({"service": "nothing"}, "service.gone"),
    ],
)
def test_what_cannot_be_taken_in_is_answered_with_its_reason_kept_and_keeps_no_other_from_it(hall, kiosk, wrong, code):
    kiosk.renews()
    given = kiosk.writes(**{"day": TODAY, "label": "A801"} | wrong)
    kiosk.writes(TODAY, "A802")
    refused, taken = kiosk.tells()
    assert (refused["fate"], refused["code"], taken["fate"]) == ("refused", code, "waiting")
    assert [(each["ticket"], each["code"]) for each in told(hall, "lease.ticket_refused")] == [(given.id, code)]
    with hall.store.reading() as connection:
        kept = connection.execute(text("SELECT label, code FROM offline_ticket WHERE fate = 'refused'")).all()
    assert [tuple(row) for row in kept] == [(given.label, code)]
    assert kiosk.tells([given]) == [refused]
    assert len(told(hall, "lease.ticket_refused")) == 1


def refused(hall):
    with hall.store.reading() as connection:
        return refused_tickets_view(connection, setup_of(hall.store, connection, hall.centre_id))


def settles(hall, ticket_id, *, note="đã lấy số mới A012", centre_id=None):
    return hall.commands(
        lambda unit: settle_refused(
            unit, centre_id=centre_id or hall.centre_id, actor_id=hall.clerks[0], ticket_id=ticket_id, note=note,
            at=hall.at,
        )
    )  # fmt: skip


def test_a_refused_slip_is_on_the_managers_list_until_somebody_says_how_it_was_settled(hall, kiosk):
    kiosk.renews()
    strange, gone = kiosk.writes(TODAY, "A821"), kiosk.writes(TODAY, "B801", service="nothing")
    kiosk.gives()
    kiosk.tells()
    assert [(each["label"], each["code"], each["device"]) for each in refused(hall)] == [
        ("A821", "lease.not_held", "Kiosk 1"),
        ("B801", "service.gone", "Kiosk 1"),
    ]
    assert [each["service"] and each["service"]["code"] for each in refused(hall)] == ["birth", None]
    assert settles(hall, strange.id) == {"id": strange.id, "label": "A821"}
    assert [each["id"] for each in refused(hall)] == [gone.id]
    (entry,) = told(hall, "lease.ticket_settled")
    assert (entry["ticket"], entry["label"], entry["code"]) == (strange.id, "A821", "lease.not_held")
    assert (entry["actor"], entry["why"]) == (hall.clerks[0], "đã lấy số mới A012")
    assert kiosk.tells([strange])[0]["fate"] == "refused"
    assert [each["id"] for each in refused(hall)] == [gone.id]


def test_only_what_was_refused_here_and_is_not_settled_can_be_settled(hall, kiosk):
    kiosk.renews()
    strange, taken = kiosk.writes(TODAY, "A821"), kiosk.gives()
    kiosk.tells()
    for ticket_id in (taken.id, "nothing"):
        with pytest.raises(NotFound):
            settles(hall, ticket_id)
    with pytest.raises(NotFound):
        settles(hall, strange.id, centre_id=_another_centre(hall))
    settles(hall, strange.id)
    with pytest.raises(NotFound):
        settles(hall, strange.id, note="một lần nữa")
    assert len(told(hall, "lease.ticket_settled")) == 1


def _another_centre(hall):
    with Unit(hall.store) as unit:
        row = CentreRow(
            code="other", names="{}", level="commune", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
            dossier_target_minutes=10, dossier_pattern=".*",
        )  # fmt: skip
        unit.session.add(row)
        unit.session.flush()
        return row.id


def test_a_number_is_taken_in_once_and_an_id_is_one_ticket(hall, kiosk, other):
    kiosk.renews()
    other.renews()
    first = kiosk.writes(TODAY, "A801")
    again = kiosk.writes(TODAY, "A801")
    assert [each["code"] for each in kiosk.tells()] == [None, "lease.number_used"]
    stolen = other.writes(TODAY, "A821", id_=first.id)
    changed = kiosk.writes(TODAY, "A802", id_=again.id)
    online = kiosk.writes(TODAY, "A803", id_=hall.takes_ticket()["id"])
    assert [each["code"] for each in (*other.tells([stolen]), *kiosk.tells([changed, online]))] == ["lease.id_used"] * 3
    assert [label for label, _ in tickets(hall)] == ["A001", "A801"]


def test_a_ticket_of_a_day_that_is_over_is_expired_and_not_lost(hall, kiosk):
    kiosk.renews()
    kiosk.gives()
    hall.passes(DAY)
    assert [each["fate"] for each in kiosk.tells()] == ["expired"]
    assert tickets(hall) == [("A801", "expired")]
    with hall.store.reading() as connection:
        turn = Replay().read(entries_since(connection, 0)).turns
    assert [each.outcome for each in turn.values()] == ["expired"]


@pytest.mark.parametrize(
    ("shift", "issued", "clipped"),
    [
        (timedelta(0), timedelta(seconds=600), False),
        (timedelta(seconds=59), timedelta(seconds=600), False),
        (timedelta(seconds=61), timedelta(seconds=600), True),
        (timedelta(days=3), timedelta(seconds=600), True),
        (timedelta(seconds=-600), timedelta(0), False),
        (timedelta(seconds=-601), timedelta(0), True),
        (timedelta(days=-3), timedelta(0), True),
    ],
)
def test_a_time_that_cannot_be_is_the_nearest_that_can_and_marked(hall, kiosk, shift, issued, clipped):
    kiosk.renews()
    leased = hall.at
    hall.passes(600)
    kiosk.gives(told=(hall.at + shift).isoformat())
    (answer,) = kiosk.tells()
    with hall.store.reading() as connection:
        kept = connection.execute(text("SELECT issued_at FROM ticket")).scalar_one()
    assert (answer["fate"], answer["clipped"], kept) == ("waiting", clipped, to_ms(leased + issued))


@pytest.mark.parametrize("unreadable", ["2026-02-30T01:00:00Z", "0001-01-01T00:00:00+23:59", "2026-11-23T25:00:00Z"])
def test_a_time_that_cannot_be_read_costs_nobody_the_place(kiosk, unreadable):
    kiosk.renews()
    kiosk.gives(told=unreadable)
    assert [(each["fate"], each["clipped"]) for each in kiosk.tells()] == [("waiting", True)]


def test_a_priority_class_that_is_gone_gives_no_head_start_and_loses_no_ticket(hall, kiosk):
    kiosk.renews()
    kiosk.gives(priority="of-merit")
    assert [each["fate"] for each in kiosk.tells()] == ["waiting"]
    assert told(hall, "ticket.issued")[0]["told_priority"] == "of-merit"


def test_with_the_day_each_lease_ends_once_and_says_how_many_were_used(hall, kiosk, other):
    begin_due_days(hall.store, at=hall.at)
    kiosk.renews()
    other.renews()
    for service in ("birth", "marriage", "deed"):
        kiosk.gives(service)
    kiosk.tells()
    for _ in range(2):
        hall.passes(DAY)
        for _ in range(2):
            begin_due_days(hall.store, at=hall.at)
    facts = ("device", "line", "first", "last", "used")
    assert [tuple(each[name] for name in facts) for each in told(hall, "lease.ended")] == [
        ("kiosk-1", 1, 801, 820, 2),
        ("kiosk-1", 2, 801, 820, 1),
        ("kiosk-2", 1, 821, 840, 0),
        ("kiosk-2", 2, 821, 840, 0),
    ]
    assert blocks(kiosk.renews()) == [("A", 801, 820), ("B", 801, 820)]


def test_where_calls_are_automatic_a_ready_counter_calls_the_first_of_those_told(hall, kiosk):
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE centre SET work = '{\"automatic_call\": true}', version = version + 1"))
    kiosk.renews()
    hall.sits(hall.clerks[1], 2)
    hall.does(hall.clerks[1], "call")
    kiosk.gives()
    hall.passes(5)
    kiosk.gives(priority="elderly")
    kiosk.tells()
    assert sorted(tickets(hall)) == [("A801", "waiting"), ("A802", "called")]


def test_a_centre_that_is_none_leases_nothing(hall):
    with pytest.raises(NotFound), Unit(hall.store) as unit:
        lease_numbers(unit, centre_id=99, device_id="kiosk-1", numbers=1, at=hall.at)
