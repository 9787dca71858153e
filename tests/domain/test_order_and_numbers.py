"""Places in line, numbers on slips and opaque names."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain import ids
from queue_server.domain.errors import DossierPattern
from queue_server.domain.handling import dossier_code
from queue_server.domain.numbering import Series, service_day
from queue_server.domain.order import REINSTATE_KEEPS_PLACE, effective_at, reinstated_key

ZONE = "Asia/Ho_Chi_Minh"
LONG_PATTERN = r"^(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,6}$"
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, MOMENTS, st.integers(0, 1440), st.integers(0, 1440))
def test_a_head_start_is_worth_exactly_its_minutes(first, second, first_start, second_start):
    shifted = first - timedelta(minutes=first_start) < second - timedelta(minutes=second_start)
    first_key = effective_at(arrived_at=first, head_start_minutes=first_start)
    second_key = effective_at(arrived_at=second, head_start_minutes=second_start)
    assert first_key <= second_key if shifted else first_key >= second_key


@given(MOMENTS, st.integers(0, 7200))
def test_a_first_no_show_keeps_the_place_for_a_quarter_of_an_hour(missed_at, seconds):
    back_at = missed_at + timedelta(seconds=seconds)
    key = reinstated_key(key=42, missed_at=missed_at, at=back_at, earlier_misses=0)
    assert key == (42 if back_at - missed_at <= REINSTATE_KEEPS_PLACE else int(back_at.timestamp()))


@given(MOMENTS, st.integers(0, 7200), st.integers(1, 9))
def test_a_second_no_show_goes_to_the_end(missed_at, seconds, earlier):
    back_at = missed_at + timedelta(seconds=seconds)
    key = reinstated_key(key=42, missed_at=missed_at, at=back_at, earlier_misses=earlier)
    assert key == int(back_at.timestamp())


@pytest.mark.parametrize(("number", "printed"), [(1, "A001"), (12, "A012"), (999, "A999"), (1000, "A1000")])
def test_a_label_has_at_least_three_digits(number, printed):
    assert Series(letter="A").label(number) == printed


def test_a_label_shows_as_many_digits_as_the_line_wants():
    assert [Series(letter="C", digits=digits).label(7) for digits in (1, 2, 4)] == ["C7", "C07", "C0007"]


@pytest.mark.parametrize(
    ("other", "together"),
    [((200, 399), False), ((199, 399), True), ((1, 1), True), ((50, 60), True), ((1, 9999), True)],
)
def test_two_series_of_a_letter_overlap_when_one_number_is_in_both(other, together):
    one, two = Series(letter="A", first=1, last=199), Series(letter="A", first=other[0], last=other[1])
    assert one.overlaps(two) is two.overlaps(one) is together
    assert not one.overlaps(Series(letter="B", first=other[0], last=other[1]))


@pytest.mark.parametrize(
    ("utc", "day"),
    [("2026-11-23T16:59:59", "2026-11-23"), ("2026-11-23T17:00:00", "2026-11-24"), ("2026-12-31T17:00", "2027-01-01")],
)
def test_the_service_day_turns_at_midnight_of_the_centre(utc, day):
    assert service_day(datetime.fromisoformat(utc).replace(tzinfo=UTC), ZONE).isoformat() == day


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ticket_ids_sort_by_time_and_use_only_the_alphabet(earlier, later, chance):
    earlier, later = sorted((earlier, later))
    first, second = (ids.ticket_id(milliseconds=at, chance=chance) for at in (earlier, later))
    assert first <= second
    assert (first == second) == (earlier == later)
    assert len(first) == 26
    assert set(first) <= set(ids.ALPHABET)


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_tickets_of_one_millisecond_differ_by_all_their_chance(one, other):
    names = {ids.ticket_id(milliseconds=1_000, chance=chance) for chance in (one, other)}
    assert len(names) == len({one, other})


@given(st.binary(min_size=8, max_size=32))
def test_an_enrolment_code_can_be_read_out(chance):
    code = ids.enrolment_code(chance)
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code.replace("-", "")) <= set("BCDFGHJKLMNPQRSTVWXZ")


@pytest.mark.parametrize(
    "text",
    [
        "H49.22-250704-0001",
        "  h49.22-250704-0001 ",
        "000.00.00.H49-230401-0001",
        "H49-260101-00012",
        "G22.1.2.3-260101-1234",
    ],
)
def test_codes_of_both_decisions_are_dossier_codes(text):
    assert dossier_code(text, LONG_PATTERN) == text.strip().upper()


@pytest.mark.parametrize(
    "text",
    ["", "H49", "H49.22-250704", "H49.22-2507041-0001", "1.004873", "H49.22-250704-0001x", "H49.22-250704-0001\n1"],
)
def test_other_texts_are_not_dossier_codes(text):
    with pytest.raises(DossierPattern):
        dossier_code(text, LONG_PATTERN)


@given(st.text(max_size=200))
def test_any_text_is_either_a_code_or_refused_with_a_short_quote(text):
    try:
        said = dossier_code(text, LONG_PATTERN)
    except DossierPattern as refusal:
        said = str(refusal.facts["value"])
    assert len(said) <= 40


def test_digits_of_another_script_are_not_digits_of_a_code():
    with pytest.raises(DossierPattern):
        dossier_code("H49.22-２５０７０４-0001", LONG_PATTERN)
