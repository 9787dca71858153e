"""Leasing reserve numbers to kiosks, and ending the leases with the day."""

from collections.abc import Sequence
from datetime import date, datetime

from queue_server.domain.centre import CentreSetup, Line
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.lease import Lease, end_of_day, next_block
from queue_server.domain.numbering import service_day
from queue_server.store.leases import end_lease, insert_lease, last_taken, leases_of, leases_to_end, used_of
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.store.views import View, moment
from queue_server.usecases.journaling import record


def lease_numbers(unit: Unit, *, centre_id: int, device_id: str, numbers: int, at: datetime, holder: str = "") -> View:
    """Let the kiosk hold `numbers` unused ones of the reserve of each line today, as far as there are any.

    Returns all blocks that it holds, with the numbers that are known to be used. What a kiosk gave and has not told yet
    counts as unused here; it is the kiosk that knows. `holder` names the memory in which it keeps them: what another
    one of the same kiosk held counts for nothing here, though it is still taken in when it is told.
    """
    setup = setup_for_writing(unit, centre_id)
    day = service_day(at, setup.zone)
    held = leases_of(unit.connection, centre_id=centre_id, device_id=device_id, day=day, holder=holder)
    for line in setup.lines.values():
        _fill_up(unit, setup, line, held, device_id=device_id, numbers=numbers, holder=holder, day=day, at=at)
    leases = leases_of(unit.connection, centre_id=centre_id, device_id=device_id, day=day, holder=holder)
    return {"leases": [_view(unit, setup, lease) for lease in leases]}


def _fill_up(
    unit: Unit,
    setup: CentreSetup,
    line: Line,
    held: Sequence[Lease],
    *,
    device_id: str,
    numbers: int,
    holder: str,
    day: date,
    at: datetime,
) -> None:
    if line.reserve is None:
        return
    own = [lease for lease in held if lease.line_id == line.id]
    unused = sum(lease.size - len(used_of(unit.connection, lease)) for lease in own)
    taken = last_taken(unit.connection, line.reserve, centre_id=setup.id, day=day)
    block = next_block(line.reserve, taken=taken, wanted=numbers - unused)
    if block is None:
        return
    lease = insert_lease(
        unit.connection,
        line.reserve,
        block,
        centre_id=setup.id,
        line_id=line.id,
        device_id=device_id,
        holder=holder,
        day=day,
        at=at,
    )
    record(unit, EventKind.LEASE_GIVEN, at=at, centre_id=setup.id, **_facts(lease))


def end_leases(unit: Unit, setup: CentreSetup, *, before: date, at: datetime) -> None:
    """End the leases of earlier days: each says once how many of its numbers were used, the others never will be.

    A ticket that a kiosk tells of later names its lease in the journal.
    """
    for lease in leases_to_end(unit.connection, centre_id=setup.id, before=before):
        end_lease(unit.connection, lease, at=at)
        used = len(used_of(unit.connection, lease))
        record(unit, EventKind.LEASE_ENDED, at=at, centre_id=setup.id, **_facts(lease), used=used)


def _facts(lease: Lease) -> dict[str, Plain]:
    return {
        "lease": lease.id,
        "line": lease.line_id,
        "device": lease.device_id,
        "day": lease.day.isoformat(),
        "letter": lease.letter,
        "first": lease.first,
        "last": lease.last,
    }


def _view(unit: Unit, setup: CentreSetup, lease: Lease) -> View:
    return {
        "id": lease.id,
        "line": setup.lines[lease.line_id].code,
        "letter": lease.letter,
        "digits": lease.digits,
        "first": lease.first,
        "last": lease.last,
        "day": lease.day.isoformat(),
        "until": moment(end_of_day(lease.day, setup.zone)),
        "used": used_of(unit.connection, lease),
    }
