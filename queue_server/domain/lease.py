"""Reserve numbers: what a kiosk holds for the hours without the server, and what it says that it gave meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from queue_server.domain.numbering import Series

USUAL_HOLDING = 20
"""How many unused numbers of a line a kiosk holds that asks for no other count."""

MOST_HELD = 50

MOST_AT_ONCE = 200
"""How many tickets are taken in by one request, so that it does not keep the centre's other commands waiting."""

CLOCKS_MAY_DIFFER = timedelta(minutes=1)
"""So far ahead of the server's clock the one of a kiosk is not thought to be wrong."""


class Fate(StrEnum):
    """What became of a ticket that a kiosk gave without the server."""

    WAITING = "waiting"
    EXPIRED = "expired"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why such a ticket could not be taken in. The codes are public and stable."""

    NOT_HELD = "lease.not_held"
    NUMBER_USED = "lease.number_used"
    ID_USED = "lease.id_used"
    SERVICE_GONE = "service.gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The numbers `first` to `last` of a letter, held by one kiosk for one service day."""

    id: int
    line_id: int
    device_id: str
    day: date
    letter: str
    digits: int
    first: int
    last: int
    given_at: datetime

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return self.last - self.first + 1

    def label(self, number: int) -> str:
        """Return what the slip of that number says."""
        return Series(letter=self.letter, digits=self.digits).label(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A ticket as its kiosk tells it, with an id of its making. `day` and `issued_at` are text, as it had them.

    `attempt` is the key of the request for which it was given; the server may have done that unheard.
    """

    id: str
    day: str
    label: str
    service: str
    language: str
    priority: str | None
    issued_at: str
    attempt: str | None = None

    @property
    def letter(self) -> str:
        """The letter of its label."""
        return self.label.rstrip("0123456789")

    @property
    def number(self) -> int:
        """The number of its label."""
        return int(self.label[len(self.letter) :])


def next_block(reserve: Series, *, taken: int, wanted: int) -> tuple[int, int] | None:
    """Return the first and last number of the next block: up to `wanted` after the last one `taken`, or None."""
    first = max(reserve.first, taken + 1)
    last = min(reserve.last, first + wanted - 1)
    return (first, last) if first <= last else None


def end_of_day(day: date, zone: str) -> datetime:
    """Return the moment in UTC at which the service day is over, and its leases with it."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def held_by(leases: Iterable[Lease], given: Given) -> Lease | None:
    """Return the block that the number is of, or None when none of these is."""
    for lease in leases:
        if lease.letter == given.letter and lease.first <= given.number <= lease.last:
            return lease
    return None


def issued_within(told: str, lease: Lease, *, zone: str, at: datetime) -> tuple[datetime, bool]:
    """Return when the ticket was issued, and whether that had to be put right.

    It is not before the lease, not after its day and not after `at`; a time that cannot be is the nearest that can, and
    one that cannot be read is `at`.
    """
    over = end_of_day(lease.day, zone)
    last = min(at, over - timedelta(milliseconds=1))
    read = _moment(told)
    if read is None:
        return last, True
    issued = min(max(read, lease.given_at), last)
    return issued, read < issued or read > at + CLOCKS_MAY_DIFFER or read >= over


def _moment(told: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(told).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read.replace(microsecond=read.microsecond // 1000 * 1000)
