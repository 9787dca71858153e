"""What Vietnamese banks and those who speak for them write: moments without a zone, texts with anything in them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Banks write their own time and no zone."""
YEARS = range(2000, 2100)
"""Of any transfer; what lies outside cannot be reckoned with everywhere."""


def bank_moment(written: str) -> datetime:
    """Return the moment of "2026-11-23 08:15:00" (or ISO 8601, with its zone), in UTC. Raises ValueError."""
    moment = datetime.fromisoformat(written.strip())
    if moment.year not in YEARS:
        raise ValueError(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def plain(text: str) -> str:
    """Return the text with blanks for what no database can hold: control characters and halves of letters."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
