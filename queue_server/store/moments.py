"""The edge between aware datetimes in the code and integer milliseconds in the database."""

from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return whole milliseconds since the epoch."""
    return (at - EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return the aware UTC datetime of that moment."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def maybe_ms(at: datetime | None) -> int | None:
    """Return `to_ms` or None."""
    return None if at is None else to_ms(at)


def maybe_from_ms(milliseconds: int | None) -> datetime | None:
    """Return `from_ms` or None."""
    return None if milliseconds is None else from_ms(milliseconds)


def to_day(day: date) -> int:
    """Return a date as its proleptic ordinal, one integer a day."""
    return day.toordinal()


def from_day(ordinal: int) -> date:
    """Return the date of that ordinal."""
    return date.fromordinal(ordinal)
