"""Choosing how the printer of a kiosk prints."""

from dataclasses import asdict
from datetime import datetime

from queue_server.domain.event import EventKind
from queue_server.store.devices import Device, find_kiosk
from queue_server.store.printer_choices import PrinterChoice, choice_of, keep_choice
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record


def choose_printing(
    unit: Unit, *, centre_id: int, device_id: str, choice: PrinterChoice | None, staff_id: int, at: datetime
) -> Device:
    """Let the kiosk's printer print so from now on; None leaves it to the options of the box. Raises NotFound.

    Whether the printer can is the agent's to say: it alone knows how fast the line is.
    """
    setup_for_writing(unit, centre_id)
    device = find_kiosk(unit.connection, device_id, centre_id=centre_id)
    chosen = {} if choice is None else asdict(choice)
    if chosen == (choice_of(device) or {}):
        return device
    record(unit, EventKind.PRINTER_CHOSEN, at=at, centre_id=centre_id, device=device_id, clerk=staff_id, **chosen)
    return keep_choice(unit.connection, device, choice, staff_id=staff_id, at=at)
