"""Taking in the tickets that a kiosk gave while the server was away. None is lost, whatever is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from queue_server.domain.centre import CentreSetup, Service
from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.lease import Fate, Given, Lease, Refusal, held_by, issued_within
from queue_server.domain.numbering import service_day
from queue_server.domain.order import effective_at
from queue_server.domain.ticket import Ticket, TicketState, Turn
from queue_server.store.leases import id_is_used, keep_offline_ticket, known_fate, leases_of, number_is_used
from queue_server.store.moments import to_ms
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import insert_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View, ticket_view
from queue_server.usecases.automatic import offer
from queue_server.usecases.days import expire_ticket
from queue_server.usecases.journaling import record, record_move
from queue_server.usecases.slips import slip_at_kiosk
from queue_server.usecases.superseding import supersede


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One kiosk's upload at work."""

    unit: Unit
    setup: CentreSetup
    device_id: str
    public_url: str
    at: datetime


def take_in(
    unit: Unit, *, centre_id: int, device_id: str, tickets: Sequence[Given], public_url: str, at: datetime
) -> View:
    """Let the tickets wait in the order in which they were given, or say of each why not.

    One of a day that is over is expired at once. One that came before is answered as then, under whatever key it comes.
    A priority class that does not exist any more gives no head start. Refused ones stay in `offline_ticket` and the
    journal. What is taken in stands for the request that it was given for, see `supersede`, and its slip is from then
    on one of the kiosk's jobs, see `slip_at_kiosk`.
    """
    setup = setup_for_writing(unit, centre_id)
    upload = Upload(unit=unit, setup=setup, device_id=device_id, public_url=public_url, at=at)
    views: list[View] = []
    joined: list[Ticket] = []
    for given in tickets:
        known = known_fate(unit.connection, given, device_id=device_id)
        fate, code, clipped = known or _take(upload, given, joined)
        views.append({"id": given.id, "label": given.label, "fate": fate.value, "code": code, "clipped": clipped})
    for ticket in sorted(joined, key=_order):
        offer(unit, upload.setup, ticket, at=at)
    return {"tickets": views}


def _order(ticket: Ticket) -> tuple[int, datetime, int, str]:
    return ticket.turn.effective_at, ticket.issued_at, ticket.number, ticket.id


def _take(upload: Upload, given: Given, joined: list[Ticket]) -> tuple[Fate, str | None, bool]:
    lease = _lease(upload, given)
    service = _service(upload.setup, given.service)
    refusal = _refusal(upload, given, lease, service)
    if refusal is not None or lease is None or service is None:
        return _refuse(upload, given, lease, refusal or Refusal.NOT_HELD)
    issued_at, clipped = issued_within(given.issued_at, lease, zone=upload.setup.zone, at=upload.at)
    ticket = _ticket(upload.setup, given, lease, service, issued_at=issued_at)
    over = lease.day < service_day(upload.at, upload.setup.zone)
    fate = Fate.EXPIRED if over else Fate.WAITING
    _write(upload, given, ticket, lease, fate=fate, clipped=clipped)
    if given.attempt is not None:
        supersede(upload.unit, ticket, device_id=upload.device_id, attempt=given.attempt, at=upload.at)
    if over:
        expire_ticket(upload.unit, upload.setup, ticket.id, at=upload.at)
    else:
        joined.append(ticket)
    return fate, None, clipped


def _lease(upload: Upload, given: Given) -> Lease | None:
    try:
        day = date.fromisoformat(given.day)
    except ValueError:
        return None
    leases = leases_of(upload.unit.connection, centre_id=upload.setup.id, device_id=upload.device_id, day=day)
    return held_by(leases, given)


def _service(setup: CentreSetup, code: str) -> Service | None:
    """Return the service of that code, if tickets can wait for it."""
    try:
        service = setup.service(code)
    except NotFound:
        return None
    return service if service.line_id in setup.lines else None


def _refusal(upload: Upload, given: Given, lease: Lease | None, service: Service | None) -> Refusal | None:
    connection = upload.unit.connection
    if id_is_used(connection, given.id):
        return Refusal.ID_USED
    if lease is None:
        return Refusal.NOT_HELD
    if number_is_used(connection, lease, given.number, centre_id=upload.setup.id):
        return Refusal.NUMBER_USED
    return Refusal.SERVICE_GONE if service is None else None


def _refuse(upload: Upload, given: Given, lease: Lease | None, refusal: Refusal) -> tuple[Fate, str | None, bool]:
    if refusal is not Refusal.ID_USED:
        _keep(upload, given, lease, Fate.REFUSED, code=refusal.value)
    record(
        upload.unit,
        EventKind.LEASE_REFUSED,
        at=upload.at,
        centre_id=upload.setup.id,
        ticket=given.id,
        label=given.label,
        day=given.day,
        service=given.service,
        priority=given.priority,
        told_at=given.issued_at,
        device=upload.device_id,
        lease=None if lease is None else lease.id,
        code=refusal.value,
    )
    return Fate.REFUSED, refusal.value, False


def _keep(
    upload: Upload, given: Given, lease: Lease | None, fate: Fate, *, code: str | None = None, clipped: bool = False
) -> None:
    keep_offline_ticket(
        upload.unit.connection, given, centre_id=upload.setup.id, device_id=upload.device_id, lease=lease, fate=fate,
        code=code, clipped=clipped, at=upload.at,
    )  # fmt: skip


def _ticket(setup: CentreSetup, given: Given, lease: Lease, service: Service, *, issued_at: datetime) -> Ticket:
    assert service.line_id is not None
    classes = [each for each in setup.priority_classes.values() if each.code == given.priority]
    head_start = classes[0].head_start_minutes if classes else 0
    key = effective_at(arrived_at=issued_at, head_start_minutes=head_start)
    return Ticket(
        id=given.id,
        centre_id=setup.id,
        service_id=service.id,
        day=lease.day,
        letter=lease.letter,
        number=given.number,
        label=lease.label(given.number),
        language=given.language,
        priority_class_id=classes[0].id if classes else None,
        issued_at=issued_at,
        state=TicketState.WAITING,
        turn=Turn(ordinal=1, line_id=service.line_id, effective_at=key, joined_at=issued_at),
    )


def _write(upload: Upload, given: Given, ticket: Ticket, lease: Lease, *, fate: Fate, clipped: bool) -> None:
    insert_ticket(upload.unit.connection, ticket)
    _keep(upload, given, lease, fate, clipped=clipped)
    slip = ticket_view(upload.setup, ticket, ahead=None, expected=None, public_url=upload.public_url)
    slip_at_kiosk(
        upload.unit, device_id=upload.device_id, ticket=ticket, slip=slip | {"offline": True}, at=upload.at
    )  # fmt: skip
    record_move(
        upload.unit,
        EventKind.TICKET_ISSUED,
        ticket,
        at=upload.at,
        service=ticket.service_id,
        language=ticket.language,
        priority=ticket.priority_class_id,
        effective_at=ticket.turn.effective_at,
        reason=None,
        note=None,
        device=upload.device_id,
        itinerary=None,
        party=None,
        offline=True,
        lease=lease.id,
        joined_at=to_ms(ticket.issued_at),
        told_at=given.issued_at,
        told_priority=given.priority,
        clipped=clipped,
    )
