"""Numbers on slips: a letter for the line and a number that restarts each service day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def label(letter: str, number: int) -> str:
    """Return what is printed and spoken: at least three digits, "A012", "A1000"."""
    return f"{letter}{number:03d}"


def service_day(at: datetime, zone: str) -> date:
    """Return the centre's calendar day at the moment `at` (aware); number series belong to it."""
    return at.astimezone(ZoneInfo(zone)).date()
