"""Appointments on both databases: booking, checking in, not coming, and what is kept of a citizen."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from queue_server.domain import errors
from queue_server.domain.citizen_id import citizen_of
from queue_server.domain.hours import WEEKDAYS
from queue_server.store.appointment_views import appointments_view, free_slots_view
from queue_server.store.appointments import appointment_by_code
from queue_server.store.journal import entries_since
from queue_server.store.kiosks import phone_view
from queue_server.store.replay import Replay
from queue_server.store.setup import setup_of
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import moment
from queue_server.usecases.appointment_care import forget_old_citizens, mark_missed
from queue_server.usecases.booking import cancel_appointment
from queue_server.usecases.days import begin_due_days

CITIZEN = "022204123289"
KEY = b"k" * 32


def minutes(number):
    return timedelta(minutes=number)


def number(which):
    return f"022204{which:06}"


def told(hall, kind=None):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if kind in (None, entry.kind)]


def rows(hall, statement):
    with hall.store.reading() as connection:
        return connection.execute(text(statement)).all()


def cancels(hall, code, **more):
    with Unit(hall.store) as unit:
        return cancel_appointment(unit, code=code, by="citizen", at=hall.at, **more)


@pytest.fixture
def slot(hall):
    """Eleven in the morning; now it is eight."""
    return hall.at + timedelta(hours=3)


@pytest.fixture
def booked(hall, slot):
    return hall.books(slot)


def test_a_time_is_booked_once_a_citizen_and_shown_with_its_code(hall, booked, slot):
    assert (booked.state, booked.slot_at, booked.citizen_masked) == ("booked", slot, "022******289")
    with pytest.raises(errors.AppointmentExists):
        hall.books(slot + minutes(30))
    assert hall.books(slot, citizen=number(1)).code != booked.code


def test_a_slot_takes_no_more_than_its_capacity_and_a_cancelled_place_is_free_again(hall, booked, slot):
    hall.books(slot, citizen=number(1))
    with pytest.raises(errors.SlotFull):
        hall.books(slot, citizen=number(2))
    cancels(hall, booked.code)
    hall.books(slot, citizen=number(2))
    hall.books(slot + minutes(30))


@pytest.mark.parametrize("wrong", [minutes(1), -timedelta(hours=4), timedelta(days=15)])
def test_what_is_no_slot_to_come_cannot_be_booked(hall, slot, wrong):
    with pytest.raises(errors.NotBookable):
        hall.books(slot + wrong)


def test_a_service_without_booking_takes_none_and_an_unknown_one_is_not_found(hall, slot):
    with pytest.raises(errors.NotBookable):
        hall.books(slot, service="deed")
    with pytest.raises(errors.NotFound):
        hall.books(slot, service="nothing")


def test_sixteen_at_once_get_the_two_places_of_a_slot_and_no_more(hall, slot):
    start, refused = Barrier(16), []

    def one(which):
        start.wait()
        try:
            hall.books(slot, citizen=number(which))
        except errors.SlotFull:
            refused.append(which)

    threads = [Thread(target=one, args=(which,)) for which in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 14
    assert sorted(rows(hall, "SELECT place FROM appointment WHERE state = 'booked'")) == [(1,), (2,)]


def test_one_citizen_who_asks_eight_times_at_once_has_one_appointment(hall, slot):
    start, refused = Barrier(8), []

    def one(which):
        start.wait()
        try:
            hall.books(slot + minutes(30 * which))
        except errors.AppointmentExists:
            refused.append(which)

    threads = [Thread(target=one, args=(which,)) for which in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7


@pytest.mark.parametrize(
    "nonsense",
    [
        "UPDATE appointment SET place = 1",
        "UPDATE appointment SET citizen_hash = 'same'",
        "UPDATE appointment SET place = 0",
        "UPDATE appointment SET state = 'lost'",
        "UPDATE appointment SET code = 'same'",
    ],
)
def test_the_database_itself_keeps_places_citizens_and_codes_apart(hall, booked, slot, nonsense):
    hall.books(slot, citizen=number(1))
    with pytest.raises(IntegrityError), Unit(hall.store) as unit:
        unit.connection.execute(text(nonsense))


def test_a_check_in_gives_the_ordinary_ticket_at_the_booked_place(hall, booked, slot):
    for clerk, counter in ((hall.clerks[0], 1), (hall.clerks[1], 2)):
        hall.sits(clerk, counter)
    hall.at = slot - minutes(15)
    others = [hall.takes_ticket() for _ in range(2)]
    hall.at = slot
    view = hall.checks_in(code=booked.code)
    assert (view["appointment_at"], view["ahead"], view["print"]["state"]) == (moment(slot), 0, "queued")
    called = hall.does(hall.clerks[0], "call")["ticket"]
    assert (called["id"], called["reason"]) == (view["id"], "booked")
    assert hall.does(hall.clerks[1], "call")["ticket"]["id"] == others[0]["id"]


def test_the_phone_and_the_journal_tell_that_the_number_was_booked(hall, booked, slot):
    hall.sits(hall.clerks[0], 1)
    hall.at = slot
    view = hall.checks_in(code=booked.code)
    hall.does(hall.clerks[0], "call")
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        shown = phone_view(connection, setup, load_ticket(connection, view["id"])[0], at=hall.at)
    assert (shown["reason"], shown["appointment_at"]) == ("booked", moment(slot))
    assert told(hall, "ticket.called")[0]["reason"] == "booked"
    assert told(hall, "appointment.checked_in") == [
        {
            "appointment": booked.id, "service": booked.service_id, "slot_at": int(slot.timestamp() * 1000),
            "ticket": view["id"], "kept": True, "by": "device:kiosk-1",
        }
    ]  # fmt: skip


def test_a_booked_place_that_is_kept_after_an_absence_keeps_its_reason_and_the_journal_tells_it(hall, booked, slot):
    clerk = hall.clerks[0]
    hall.sits(clerk, 1)
    hall.at = slot
    view = hall.checks_in(code=booked.code)
    hall.does(clerk, "call")
    hall.does(clerk, "miss")
    hall.passes(60)
    hall.does(clerk, "reinstate", ticket_id=view["id"])
    assert hall.does(clerk, "call")["ticket"]["reason"] == "booked"
    with hall.store.reading() as connection:
        replay = Replay().read(entries_since(connection, 0))
    assert replay.turns[view["id"], 2].reason == "booked"


def test_the_number_of_the_identity_card_finds_the_appointment(hall, booked, slot):
    hall.at = slot - minutes(5)
    view = hall.checks_in(citizen_hash=citizen_of(CITIZEN, key=KEY).hash, language="en")
    assert (view["service"]["code"], view["language"]) == ("birth", "en")
    with pytest.raises(errors.AppointmentUnknown):
        hall.checks_in(citizen_hash=citizen_of(number(9), key=KEY).hash)


def test_too_early_is_told_when_to_come_back_and_can_take_an_ordinary_number(hall, booked, slot):
    hall.at = slot - minutes(31)
    with pytest.raises(errors.AppointmentEarly) as early:
        hall.checks_in(code=booked.code)
    assert early.value.facts == {"time": "10:30", "date": "23/11/2026", "service": "birth"}
    hall.takes_ticket()
    hall.passes(60)
    assert hall.checks_in(code=booked.code)["appointment_at"] == moment(slot)


def test_after_the_window_the_number_is_a_walk_ins(hall, booked, slot):
    hall.sits(hall.clerks[0], 1)
    hall.at = slot + minutes(5)
    first = hall.takes_ticket()
    hall.at = slot + minutes(10.1)
    late = hall.checks_in(code=booked.code)
    assert late["ahead"] == 1
    assert [hall.does(hall.clerks[0], "call")["ticket"]["id"]] == [first["id"]]
    assert told(hall, "appointment.checked_in")[0]["kept"] is False


def test_with_a_priority_class_the_larger_head_start_counts(hall, booked, slot):
    hall.sits(hall.clerks[0], 1)
    hall.at = slot
    view = hall.checks_in(code=booked.code, priority="elderly")
    assert rows(hall, "SELECT effective_at FROM ticket") == [(int(slot.timestamp()) - 1800,)]
    called = hall.does(hall.clerks[0], "call")["ticket"]
    assert (called["id"], called["reason"]) == (view["id"], "priority")


@pytest.mark.parametrize("again", ["code", "citizen"])
def test_an_appointment_gives_one_number(hall, booked, slot, again):
    hall.at = slot
    view = hall.checks_in(code=booked.code)
    if again == "code":
        with pytest.raises(errors.AppointmentClosed) as closed:
            hall.checks_in(code=booked.code)
        assert closed.value.facts == {"state": "checked_in", "label": view["label"]}
    else:
        with pytest.raises(errors.AppointmentUnknown):
            hall.checks_in(citizen_hash=booked.citizen_hash)
    with pytest.raises(errors.AppointmentClosed):
        cancels(hall, booked.code)


def test_who_does_not_come_is_marked_once_and_may_take_an_ordinary_number(hall, booked, slot):
    hall.at = slot + minutes(30)
    assert mark_missed(hall.store, at=hall.at) == 0
    hall.passes(1)
    with pytest.raises(errors.AppointmentMissed):
        hall.checks_in(code=booked.code)
    marked = []
    looks = [Thread(target=lambda: marked.append(mark_missed(hall.store, at=hall.at))) for _ in range(6)]
    for look in looks:
        look.start()
    for look in looks:
        look.join()
    assert sum(marked) == 1
    assert len(told(hall, "appointment.no_show")) == 1
    with pytest.raises(errors.AppointmentMissed) as missed:
        hall.checks_in(code=booked.code)
    assert missed.value.facts == {"service": "birth"}
    assert hall.takes_ticket()["label"] == "A001"
    hall.books(hall.at.replace(minute=0, second=0) + timedelta(hours=2))


def test_the_night_changes_nothing_about_appointments_to_come(hall, booked):
    begin_due_days(hall.store, at=hall.at)
    tomorrow = hall.books(hall.at + timedelta(days=1), citizen=number(1))
    hall.passes(24 * 3600)
    begin_due_days(hall.store, at=hall.at)
    assert mark_missed(hall.store, at=hall.at) == 1
    assert hall.checks_in(code=tomorrow.code)["label"] == "A001"


def test_the_hours_and_the_limit_of_the_day_do_not_take_a_promised_time_away(hall, booked, slot):
    hall.takes_ticket()
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE service SET daily_limit = 1"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    hall.at = slot
    with pytest.raises(errors.ServiceClosed):
        hall.takes_ticket()
    assert hall.checks_in(code=booked.code)["label"] == "A002"


def test_a_code_of_another_centre_is_unknown_here(hall, booked):
    with pytest.raises(errors.AppointmentUnknown):
        cancels(hall, booked.code, centre_id=77)
    for wrong in ("ACDE-FGHJ", "", booked.code[:-1]):
        with pytest.raises(errors.AppointmentUnknown):
            cancels(hall, wrong)


def test_free_places_are_counted_a_slot(hall, booked, slot):
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        free = free_slots_view(connection, setup, setup.service("birth"), at=hall.at)
        day = appointments_view(connection, setup, slot.date(), at=hall.at)
    assert len(free["days"]) == 15
    places = {each["slot_at"]: each["free"] for each in free["days"][0]["slots"]}
    assert places[moment(slot)] == 1
    assert set(places.values()) == {1, 2}
    assert moment(hall.at) not in places
    shown = [(each["code"], each["citizen"], each["label"]) for each in day["appointments"]]
    assert shown == [(booked.code, "022******289", None)]
    (birth,) = day["services"]
    assert [each["slot_at"] for each in birth["slots"] if each["open"]] == list(places)


def test_nothing_of_the_number_is_in_the_database_or_the_journal_and_what_is_kept_is_forgotten(hall, booked, slot):
    hall.at = slot
    hall.checks_in(code=booked.code)
    everything = [
        str(row)
        for table in ("appointment", "event", "answer", "ticket", "job")
        for row in rows(hall, f"SELECT * FROM {table}")
    ]
    assert not [row for row in everything if CITIZEN in row]
    assert not [body for body in told(hall) if booked.code in str(body) or booked.citizen_hash in str(body)]
    with Unit(hall.store) as unit:
        assert forget_old_citizens(unit, at=hall.at + timedelta(days=29)) == 0
        assert forget_old_citizens(unit, at=hall.at + timedelta(days=31)) == 1
        assert appointment_by_code(unit.connection, booked.code).citizen_hash is None


def test_slots_follow_the_opening_hours_of_the_service(hall):
    hours = {day: [["07:30", "11:30"]] for day in WEEKDAYS[:5]}
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE service SET hours = :hours"), {"hours": str(hours).replace("'", '"')})
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    with pytest.raises(errors.NotBookable):
        hall.books(hall.at + timedelta(hours=3, minutes=30))
    with pytest.raises(errors.NotBookable):
        hall.books(hall.at + timedelta(days=5))
    hall.books(hall.at + timedelta(hours=3))
