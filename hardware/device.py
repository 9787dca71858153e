"""What every device has in common: its state, what is known of it, its troubles."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class DeviceState(StrEnum):
    """How a device is."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    READY = "ready"
    BUSY = "busy"
    FAULTY = "faulty"


BAD = frozenset({DeviceState.OFFLINE, DeviceState.FAULTY})
"""States in which somebody should look at the device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What one look found. `fault` names what keeps the device from working, `note` what does not yet.

    `worked` says that it did something useful since the look before: a code was read, a key was pressed.
    """

    fault: str | None = None
    note: str | None = None
    worked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperUse:
    """Millimetres printed since the roll was changed, and since when the printer says that it is nearly used up.

    An estimate: paper that was fed by hand is not in it. `opened_at` is when the cover was last closed again with paper
    in: the roll may have been changed then, and `mm_since_opened` were printed since. `roll_mm` is the length of a new
    roll where somebody has set it.
    """

    mm: int = 0
    low_since: datetime | None = None
    opened_at: datetime | None = None
    mm_since_opened: int = 0
    roll_mm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a device says of itself; None where it says nothing."""

    model: str | None = None
    firmware: str | None = None
    serial: str | None = None
    paper: PaperUse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One time that a device was offline or faulty. `until` is None while it lasts. Times are aware, UTC."""

    at: datetime
    state: DeviceState
    detail: str | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a technician wants to know of a device at a glance. Times are aware, UTC; `troubles` has the newest last."""

    name: str
    kind: str
    state: DeviceState
    detail: str | None
    since: datetime
    last_job_at: datetime | None = None
    model: str | None = None
    firmware: str | None = None
    serial: str | None = None
    paper: PaperUse | None = None
    troubles: tuple[Trouble, ...] = ()


class Device(Protocol):
    """A driver as the host sees it. One thread uses it."""

    kind: str
    rests: float
    """Seconds between two looks; 0 for a device whose look itself waits for what comes."""

    def look(self) -> Condition | None:
        """Do what there is to do and say how the device is; None when it does not answer. Raises TransportLost."""

    def facts(self) -> Facts:
        """Return what is known of it."""

    def close(self) -> None:
        """Give its line back; the next look opens it again."""
