"""Alerts about devices keep the centre's hours: a box that is switched off at night is nobody's business."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from queue_server.store.device_alerts import open_alerts
from queue_server.store.devices import find_device
from queue_server.store.unit import Unit
from queue_server.usecases.alerting import note_alerts
from queue_server.usecases.reporting import note_heartbeat

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = {day: [["07:30", "11:30"], ["13:30", "17:00"]] for day in DAYS[:5]}
HALF_OF_SATURDAY = {"sat": [["08:00", "10:00"]]}


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def office(site):
    """A centre with office hours that gives numbers 15 minutes before; one service is open on Saturday morning too."""
    with Unit(site.hall.store) as unit:
        for hours, where in ((OFFICE, "1 = 1"), (OFFICE | HALF_OF_SATURDAY, "code = 'deed'")):
            statement = text(f"UPDATE service SET hours = :hours WHERE {where}")
            unit.connection.execute(statement, {"hours": json.dumps(hours)})
        unit.connection.execute(text("UPDATE centre SET version = version + 1, early_minutes = 15"))
    return site.hall


def goes_to(hall, day, clock):
    """It is that time of that day of the week, in the centre's zone."""
    hour, minute = map(int, clock.split(":"))
    hall.at = datetime(2026, 11, 23 + DAYS.index(day), hour, minute, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def reports(hall, state="ready", detail=None):
    part = {"name": "printer", "kind": "printer", "state": state, "detail": detail, "since": "2026-01-01T00:00:00Z"}
    with Unit(hall.store) as unit:
        device = find_device(unit.connection, "kiosk-device", centre_id=hall.centre_id)
        note_heartbeat(unit, device=device, parts=[part], at=hall.at)


def looks(hall):
    note_alerts(hall.store, at=hall.at, hooked=False)
    with hall.store.reading() as connection:
        return [alert.complaint.kind.value for alert in open_alerts(connection)]


@pytest.mark.parametrize(
    ("heard", "day", "clock", "raised"),
    [
        ("16:52", "mon", "16:56", []),
        ("16:52", "mon", "16:57", ["lost"]),
        ("11:31", "mon", "12:00", ["lost"]),
        ("17:00", "mon", "17:05", []),
        ("17:00", "mon", "23:59", []),
        ("17:00", "tue", "06:49", []),
        ("17:00", "tue", "06:50", ["lost"]),
        ("17:00", "sat", "07:19", []),
        ("17:00", "sat", "07:20", ["lost"]),
        ("17:00", "sat", "10:00", []),
        ("17:00", "sun", "09:00", []),
    ],
)
def test_a_box_not_heard_of_since_a_time_of_monday_is_an_alert_only_while_somebody_needs_it(
    office, heard, day, clock, raised
):
    goes_to(office, "mon", heard)
    reports(office)
    goes_to(office, day, clock)
    assert looks(office) == raised


def test_a_box_that_is_switched_on_in_time_raises_nothing_in_the_morning(office):
    goes_to(office, "mon", "17:00")
    reports(office)
    for clock in ("06:45", "06:49"):
        goes_to(office, "tue", clock)
        assert looks(office) == []
    reports(office)
    goes_to(office, "tue", "06:53")
    assert looks(office) == []


def test_what_was_raised_by_day_does_not_end_with_the_hours_but_when_it_is_put_right(office):
    goes_to(office, "mon", "16:40")
    reports(office)
    goes_to(office, "mon", "16:50")
    assert looks(office) == ["lost"]
    goes_to(office, "mon", "20:00")
    assert looks(office) == ["lost"]
    reports(office)
    assert looks(office) == []


def test_paper_that_ran_low_in_the_evening_is_told_in_the_morning(office):
    goes_to(office, "mon", "17:10")
    reports(office, "ready", "paper_low")
    assert looks(office) == []
    goes_to(office, "tue", "06:45")
    reports(office, "ready", "paper_low")
    assert looks(office) == ["paper_low"]


def test_on_a_day_on_which_the_centre_is_closed_nothing_is_watched(office):
    with Unit(office.store) as unit:
        statement = "UPDATE centre SET version = version + 1, closed_days = '[\"2026-11-24\"]'"
        unit.connection.execute(text(statement))
    goes_to(office, "mon", "17:00")
    reports(office)
    goes_to(office, "tue", "09:00")
    assert looks(office) == []
