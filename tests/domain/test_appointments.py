"""Appointments: every state and move, the slots of a day, the code, and what a booked time does to the order."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.appointment import (
    APPOINTMENT_MOVES,
    WINDOW,
    Appointment,
    AppointmentMove,
    AppointmentRules,
    AppointmentState,
    Booking,
    appointment_key,
    bookable_slots,
    check_in_from,
    days_to_book,
    missed_after,
    moved_appointment,
    slots_of_day,
    standing,
)
from queue_server.domain.appointment_code import appointment_code, read_code, shown_code
from queue_server.domain.checked_code import ALPHABET
from queue_server.domain.errors import AppointmentClosed
from queue_server.domain.hours import Timetable, Window
from queue_server.domain.order import effective_at

MONDAY = date(2026, 11, 23)
SLOT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
RULES = AppointmentRules(head_start_minutes=20, early_minutes=30, grace_minutes=20, remind_hours=24)
OFFICE = Timetable(
    hours={"mon": [Window(opens=time(7, 30), closes=time(11, 40)), Window(opens=time(13, 30), closes=time(15))]},
    zone="Asia/Ho_Chi_Minh",
)
SERVICE = Booking(slot_minutes=30, capacity=4, days_ahead=14)
CHANCE = st.binary(min_size=8, max_size=8)


def minutes(number):
    return timedelta(minutes=number)


@pytest.fixture
def booked():
    return Appointment(
        id=1, centre_id=1, service_id=1, code="x", slot_at=SLOT, state=AppointmentState.BOOKED, citizen_hash="h",
        citizen_masked="022******289", language="vi", booked_at=SLOT - timedelta(days=2),
    )  # fmt: skip


@pytest.mark.parametrize("move", AppointmentMove)
@pytest.mark.parametrize("state", AppointmentState)
def test_every_move_from_every_state_is_in_the_table_or_refused(booked, state, move):
    appointment = replace(booked, state=state)
    if (state, move) in APPOINTMENT_MOVES:
        assert moved_appointment(appointment, move).state is APPOINTMENT_MOVES[state, move]
    else:
        with pytest.raises(AppointmentClosed):
            moved_appointment(appointment, move)


def test_only_a_booked_appointment_can_change():
    assert {state for state, _ in APPOINTMENT_MOVES} == {AppointmentState.BOOKED}


def test_slots_lie_wholly_within_the_opening_windows():
    local = [slot.strftime("%H:%M") for slot in slots_of_day(OFFICE, MONDAY, slot_minutes=30)]
    assert local == ["07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "13:30", "14:00", "14:30"]


def test_a_service_that_never_closes_has_slots_to_the_end_of_the_day():
    always = Timetable(hours={}, zone="Asia/Ho_Chi_Minh")
    local = [slot.strftime("%H:%M") for slot in slots_of_day(always, MONDAY, slot_minutes=30)]
    assert (len(local), local[0], local[-1]) == (48, "00:00", "23:30")


def test_past_slots_closed_days_and_days_too_far_ahead_cannot_be_booked():
    at_nine = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert bookable_slots(SERVICE, OFFICE, MONDAY, at=at_nine)[0] == at_nine + minutes(30)
    assert list(days_to_book(SERVICE, OFFICE, at=at_nine)) == [MONDAY, date(2026, 11, 30), date(2026, 12, 7)]
    holiday = replace(OFFICE, closed_days=frozenset({date(2026, 11, 30)}))
    assert bookable_slots(SERVICE, holiday, date(2026, 11, 30), at=at_nine) == []
    assert bookable_slots(SERVICE, OFFICE, date(2026, 12, 14), at=at_nine) == []


def test_a_saturday_worked_in_exchange_can_be_booked_like_the_weekday_it_follows():
    at_nine, saturday = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), date(2026, 11, 28)
    exchanging = replace(OFFICE, closed_days=frozenset({date(2026, 11, 30)}), working_days={saturday: "mon"})
    assert list(days_to_book(SERVICE, exchanging, at=at_nine)) == [MONDAY, saturday, date(2026, 12, 7)]
    local = [slot.strftime("%H:%M") for slot in bookable_slots(SERVICE, exchanging, saturday, at=at_nine)]
    assert local == [slot.strftime("%H:%M") for slot in slots_of_day(OFFICE, MONDAY, slot_minutes=30)]


@pytest.mark.parametrize(
    ("came", "stands"), [(-600, -30), (-11, -30), (-10, -30), (-3, -23), (0, -20), (10, -10), (11, -10), (600, -10)]
)
def test_the_key_is_the_check_in_clipped_to_the_window_less_the_head_start(came, stands):
    key = appointment_key(SLOT + minutes(came), SLOT, minutes(20))
    assert key == int((SLOT + minutes(stands)).timestamp())


@given(st.floats(-1800, 600))
def test_a_key_is_whole_seconds(second):
    assert isinstance(appointment_key(SLOT + timedelta(seconds=second), SLOT, minutes(20)), int)


@pytest.mark.parametrize(
    ("came", "priority", "stands", "booked"),
    [
        (0, 0, -20, True),
        (-30, 0, -30, True),
        (10, 0, -10, True),
        (10.02, 0, 10.02, False),
        (25, 30, -5, False),
        (0, 20, -20, True),
        (0, 30, -30, False),
        (-25, 60, -85, False),
    ],
)
def test_the_larger_head_start_counts_and_after_the_window_it_is_a_walk_in(came, priority, stands, booked):
    place = standing(RULES, slot_at=SLOT, at=SLOT + minutes(came), priority_minutes=priority)
    assert (place.key, place.booked) == (int((SLOT + minutes(stands)).timestamp()), booked)


COMING = st.tuples(
    st.integers(0, 4 * 3600),
    st.sampled_from([0, 30, 60]),
    st.none() | st.integers(-600, 1800),
)
"""Second of arrival, minutes of the priority class, and, of the booked, how many seconds before the slot."""
RULES_OF_ANY = st.builds(AppointmentRules, head_start_minutes=st.integers(0, 90), early_minutes=st.integers(10, 120))


def place_of(rules, coming):
    second, priority, before = coming
    at = SLOT + timedelta(seconds=second)
    if before is None:
        return at, priority, effective_at(arrived_at=at, head_start_minutes=priority)
    slot_at = at + timedelta(seconds=min(before, 60 * rules.early_minutes))
    place = standing(rules, slot_at=slot_at, at=at, priority_minutes=priority)
    return at, max(priority, rules.head_start_minutes), place.key


@given(RULES_OF_ANY, st.lists(COMING, max_size=20))
def test_nobody_is_overtaken_by_a_booked_citizen_who_came_more_than_the_head_start_later(rules, comings):
    line = sorted((place_of(rules, coming) for coming in comings), key=lambda one: (one[2], one[0]))
    for (first_came, head_start, _), (second_came, _, _) in combinations(line, 2):
        assert first_came - second_came <= minutes(head_start)


@given(RULES_OF_ANY, COMING)
def test_nobody_stands_worse_for_having_booked(rules, coming):
    second, priority, _ = coming
    _, _, key = place_of(rules, coming)
    assert key <= place_of(rules, (second, priority, None))[2]


@given(RULES_OF_ANY, st.lists(st.integers(-600, 1800), min_size=2, max_size=12))
def test_of_those_booked_for_one_slot_the_first_to_come_is_never_behind(rules, befores):
    keys = [
        standing(rules, slot_at=SLOT, at=SLOT - timedelta(seconds=before), priority_minutes=0).key
        for before in sorted((min(each, 60 * rules.early_minutes) for each in befores), reverse=True)
    ]
    assert keys == sorted(keys)


def test_check_in_opens_before_the_slot_and_ends_with_the_grace_after_the_window():
    assert check_in_from(RULES, SLOT) == SLOT - minutes(30)
    assert missed_after(RULES, SLOT) == SLOT + WINDOW + minutes(20)


@given(CHANCE)
def test_a_code_is_read_however_it_is_written(chance):
    code = appointment_code(chance)
    assert len(code) == 8
    assert read_code(code) == read_code(shown_code(code).lower()) == read_code(f" {code[:4]} {code[4:]} ") == code


@given(CHANCE, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found_out(chance, place, wrong):
    code = appointment_code(chance)
    other = code[:place] + wrong + code[place + 1 :]
    assert read_code(other) == (code if other == code else None)


@given(CHANCE, st.integers(0, 7), st.integers(0, 7))
def test_two_characters_that_changed_places_are_always_found_out(chance, one, other):
    letters = list(code := appointment_code(chance))
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)
    assert read_code(swapped) == (code if swapped == code else None)


@pytest.mark.parametrize("nonsense", ["", "A", "O0O0-O0O0", "022204123289", "ACDE-FGH?", "'; DROP", "ẮCDE-FGHJ"])
def test_what_is_no_code_is_none(nonsense):
    assert read_code(nonsense) is None
