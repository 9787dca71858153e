"""What the simulated card terminals share: what they booked outlives them, and time passes only when somebody waits."""

from hardware.simulators.bookings import LARGEST_TRACE, Bookings
from hardware.simulators.cardholder import STEPS, Cardholder


def test_what_was_booked_is_still_known_after_a_restart_and_the_count_goes_on(tmp_path):
    before = Bookings(tmp_path / "terminal.json", now=lambda: "2026-11-26T09:00:00")
    before.book(amount=50_000, reference="A1")
    before.book(amount=7_000, reference="A2")
    before.take_back(1)
    after = Bookings(tmp_path / "terminal.json")
    assert after.day == before.day
    assert after.last == before.day[1]
    assert [each.reference for each in after.standing] == ["A2"]
    after.end_day()
    assert Bookings(tmp_path / "terminal.json").last is None
    assert Bookings(tmp_path / "terminal.json").book(amount=1).trace == 3


def test_the_count_of_transactions_begins_anew_after_six_digits():
    bookings = Bookings()
    bookings.trace = LARGEST_TRACE
    assert bookings.book(amount=1).trace == 1


def test_every_cardholder_is_asked_for_a_card_first():
    assert set(STEPS) == set(Cardholder)
    assert {steps[0] for steps in STEPS.values()} == {"card"}
