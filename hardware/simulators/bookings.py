"""What a simulated card terminal has booked: the truth that a till is measured by. It survives a restart."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

LARGEST_TRACE = 999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One approved transaction. `amount` is in dong, negative where it was paid back; `at` is local time, ISO 8601.

    `undoes` is the trace of the transaction of which this one is the reversal.
    """

    trace: int
    amount: int
    reference: str
    approval_code: str
    at: str
    last4: str = "1111"
    brand: str = "VISA"
    taken_back: bool = False
    undoes: int | None = None


def local_time() -> str:
    """Return the machine's local time, ISO 8601 to the second, without a zone."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None).isoformat(timespec="seconds")


class Bookings:
    """A terminal's memory of its day, in a file where one is given; a booking is on disk when `book` returns."""

    def __init__(self, file: Path | None = None, *, now: Callable[[], str] = local_time) -> None:
        self._file = file
        self._now = now
        self.trace = 0
        self.day: tuple[Booking, ...] = ()
        if file is not None and file.exists():
            kept = json.loads(file.read_text())
            self.trace, self.day = kept["trace"], tuple(Booking(**each) for each in kept["day"])

    @property
    def last(self) -> Booking | None:
        """The day's last booking, taken back or not."""
        return self.day[-1] if self.day else None

    @property
    def standing(self) -> tuple[Booking, ...]:
        """The day's bookings that were not taken back, without the reversals of those that were."""
        return tuple(each for each in self.day if not each.taken_back and each.undoes is None)

    def book(self, *, amount: int, reference: str = "") -> Booking:
        """Book a transaction that the bank approved."""
        return self._booked(self.day, amount=amount, reference=reference)

    def reverse(self, trace: int) -> Booking:
        """Book the reversal of a booking of the day as a transaction of its own; both are on disk or neither."""
        undone = self.of(trace)
        assert undone is not None
        return self._booked(self._without(trace), amount=-undone.amount, reference=undone.reference, undoes=trace)

    def take_back(self, trace: int) -> None:
        """Take a booking of the day back; the count of transactions goes on."""
        self.day = self._without(trace)
        self._keep()

    def of(self, trace: int) -> Booking | None:
        """Return a booking of the day."""
        return next((each for each in self.day if each.trace == trace), None)

    def end_day(self) -> None:
        """Forget the day; the count of transactions goes on."""
        self.day = ()
        self._keep()

    def _without(self, trace: int) -> tuple[Booking, ...]:
        return tuple(replace(each, taken_back=each.taken_back or each.trace == trace) for each in self.day)

    def _booked(
        self, before: tuple[Booking, ...], *, amount: int, reference: str, undoes: int | None = None
    ) -> Booking:
        trace = self.trace % LARGEST_TRACE + 1
        booking = Booking(
            trace=trace,
            amount=amount,
            reference=reference,
            approval_code=f"{trace * 7919 % 1_000_000:06}",
            at=self._now(),
            undoes=undoes,
        )
        self.trace, self.day = trace, (*before, booking)
        self._keep()
        return booking

    def _keep(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_name(self._file.name + ".new")
        with new.open("w") as written:
            json.dump({"trace": self.trace, "day": [asdict(each) for each in self.day]}, written)
            written.flush()
            os.fsync(written.fileno())
        os.replace(new, self._file)
