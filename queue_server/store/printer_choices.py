"""What was chosen for the printers of kiosks, and by whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from queue_server.store.devices import Device
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.schema import StaffRow
from queue_server.store.schema_devices import DeviceRow, PrinterChoiceRow
from queue_server.store.tables import table

PRINTER = "printer"
"""Where a device's settings hold what was chosen."""
SHOWN = 20

_choice, _device, _staff = table(PrinterChoiceRow), table(DeviceRow), table(StaffRow)
_LATEST = (
    select(_choice.c.at, _staff.c.name, _choice.c.mode, _choice.c.paper, _choice.c.stores_graphics)
    .join_from(_choice, _staff, _choice.c.staff_id == _staff.c.id)
    .order_by(_choice.c.id.desc())
    .limit(SHOWN)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterChoice:
    """How a printer is to print: its mode, the width of its paper in mm, and whether it keeps pictures of its own."""

    mode: str
    paper: int
    stores_graphics: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChoice:
    """Who chose what and when; a choice of None leaves it to the box."""

    at: datetime
    who: str
    choice: PrinterChoice | None


def choice_of(device: Device) -> Mapping[str, object] | None:
    """Return what was chosen for the device's printer, None where the box decides."""
    return device.settings.get(PRINTER)


def keep_choice(
    connection: Connection, device: Device, choice: PrinterChoice | None, *, staff_id: int, at: datetime
) -> Device:
    """Write a choice and return the device as it is then."""
    kept = {} if choice is None else asdict(choice)
    connection.execute(insert(_choice).values(device_id=device.id, at=to_ms(at), staff_id=staff_id, **kept))
    settings = {name: value for name, value in device.settings.items() if name != PRINTER}
    settings |= {} if choice is None else {PRINTER: kept}
    connection.execute(update(_device).where(_device.c.id == device.id).values(settings=json.dumps(settings)))
    return replace(device, settings=settings)


def choices_of(connection: Connection, device_id: str) -> Sequence[PastChoice]:
    """Return the latest choices for the device's printer, newest first."""
    return [
        PastChoice(
            at=from_ms(row[0]),
            who=row[1],
            choice=None if row[2] is None else PrinterChoice(mode=row[2], paper=row[3], stores_graphics=bool(row[4])),
        )
        for row in connection.execute(_LATEST.where(_choice.c.device_id == device_id))
    ]
