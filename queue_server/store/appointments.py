"""Appointments in and out of the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.appointment import WINDOW, Appointment, AppointmentRules, AppointmentState
from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import AppointmentUnknown
from queue_server.domain.ticket import Ticket
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared

_COLUMNS = (
    "SELECT id, centre_id, service_id, code, slot_at, state, citizen_hash, citizen_masked, language, booked_at,"
    " ticket_id FROM appointment"
)
_BY_CODE = Prepared(text(f"{_COLUMNS} WHERE code = :code"))
_BY_ID = Prepared(text(f"{_COLUMNS} WHERE id = :id"))
_BY_TICKET = Prepared(text(f"{_COLUMNS} WHERE ticket_id = :ticket_id"))
_BY_CITIZEN = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND citizen_hash = :citizen_hash AND state = 'booked'")
)
_BETWEEN = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND slot_at >= :begin AND slot_at < :end ORDER BY slot_at, id")
)
_PLACES = Prepared(
    text(
        "SELECT slot_at, place FROM appointment"
        " WHERE service_id = :service_id AND slot_at >= :begin AND slot_at < :end AND state <> 'cancelled'"
    )
)
_INSERT = Prepared(
    text(
        "INSERT INTO appointment (centre_id, service_id, code, slot_at, place, state, citizen_hash, citizen_masked,"
        " language, booked_at) VALUES (:centre_id, :service_id, :code, :slot_at, :place, :state, :citizen_hash,"
        " :citizen_masked, :language, :booked_at) RETURNING id"
    )
)
_SAVE = Prepared(text("UPDATE appointment SET state = :state, ticket_id = :ticket_id WHERE id = :id"))
_MISSED = Prepared(
    text(
        "SELECT a.centre_id, a.id FROM appointment a LEFT JOIN appointment_rules r ON r.centre_id = a.centre_id"
        " WHERE a.state = 'booked' AND a.slot_at < :at"
        " AND a.slot_at + :window + 60000 * coalesce(r.grace_minutes, :grace_minutes) < :at ORDER BY a.slot_at, a.id"
    )
)
_FORGET = Prepared(
    text(
        "UPDATE appointment SET citizen_hash = NULL, citizen_masked = NULL"
        " WHERE citizen_hash IS NOT NULL AND slot_at < :before AND state <> 'booked'"
    )
)


def appointment_by_code(connection: Connection, code: str) -> Appointment:
    """Return the appointment of that code, of whatever centre. Raises AppointmentUnknown."""
    return _found(_BY_CODE.run(connection, code=code).one_or_none())


def appointment_by_id(connection: Connection, appointment_id: int) -> Appointment:
    """Return the appointment. Raises AppointmentUnknown."""
    return _found(_BY_ID.run(connection, id=appointment_id).one_or_none())


def appointment_by_citizen(connection: Connection, *, centre_id: int, citizen_hash: str) -> Appointment | None:
    """Return the citizen's appointment at the centre that is still to come, or None."""
    row = _BY_CITIZEN.run(connection, centre_id=centre_id, citizen_hash=citizen_hash).one_or_none()
    return None if row is None else _appointment(row)


def appointment_by_ticket(connection: Connection, ticket_id: str) -> Appointment | None:
    """Return the appointment for which the ticket was given, or None."""
    row = _BY_TICKET.run(connection, ticket_id=ticket_id).one_or_none()
    return None if row is None else _appointment(row)


def booked_time(connection: Connection, setup: CentreSetup, ticket: Ticket) -> datetime | None:
    """Return the booked time for which the ticket was given; nothing is asked where the service takes no bookings."""
    if ticket.service_id not in setup.bookings:
        return None
    found = appointment_by_ticket(connection, ticket.id)
    return None if found is None else found.slot_at


def appointments_between(
    connection: Connection, *, centre_id: int, begin: datetime, end: datetime
) -> Sequence[Appointment]:
    """Return the centre's appointments with slots from `begin` (included) to `end` (excluded), in order."""
    rows = _BETWEEN.run(connection, centre_id=centre_id, begin=to_ms(begin), end=to_ms(end))
    return [_appointment(row) for row in rows]


def places_taken(
    connection: Connection, *, service_id: int, begin: datetime, end: datetime
) -> Mapping[datetime, set[int]]:
    """Return the numbers of the taken places of each slot from `begin` (included) to `end` (excluded)."""
    taken: dict[datetime, set[int]] = {}
    for slot_at, place in _PLACES.run(connection, service_id=service_id, begin=to_ms(begin), end=to_ms(end)):
        taken.setdefault(from_ms(slot_at), set()).add(place)
    return taken


def insert_appointment(connection: Connection, appointment: Appointment, *, place: int) -> int:
    """Write a new appointment at a place of its slot; return its id.

    A place that is taken, a code that exists and a citizen who has one are integrity errors of the database.
    """
    inserted = _INSERT.run(
        connection,
        centre_id=appointment.centre_id,
        service_id=appointment.service_id,
        code=appointment.code,
        slot_at=to_ms(appointment.slot_at),
        place=place,
        state=appointment.state.value,
        citizen_hash=appointment.citizen_hash,
        citizen_masked=appointment.citizen_masked,
        language=appointment.language,
        booked_at=to_ms(appointment.booked_at),
    )
    return int(inserted.scalar_one())


def save_appointment(connection: Connection, appointment: Appointment) -> None:
    """Write its state and its ticket."""
    _SAVE.run(connection, id=appointment.id, state=appointment.state.value, ticket_id=appointment.ticket_id)


def missed_appointments(connection: Connection, *, at: datetime) -> Mapping[int, Sequence[int]]:
    """Return centre id -> ids of appointments whose window and grace are over and which still stand as booked."""
    usual = AppointmentRules()
    rows = _MISSED.run(
        connection, at=to_ms(at), window=int(WINDOW.total_seconds() * 1000), grace_minutes=usual.grace_minutes
    )
    return by_centre(rows)


def forget_citizens(connection: Connection, *, before: datetime) -> int:
    """Empty what identifies the citizens of appointments before that moment; return of how many."""
    return _FORGET.run(connection, before=to_ms(before)).rowcount


def by_centre(rows: Any) -> Mapping[int, Sequence[int]]:
    """Gather (centre id, id) rows by centre."""
    found: dict[int, list[int]] = {}
    for centre_id, appointment_id in rows:
        found.setdefault(centre_id, []).append(appointment_id)
    return found


def _found(row: Any) -> Appointment:
    if row is None:
        raise AppointmentUnknown()
    return _appointment(row)


def _appointment(row: Any) -> Appointment:
    return Appointment(
        id=row[0],
        centre_id=row[1],
        service_id=row[2],
        code=row[3],
        slot_at=from_ms(row[4]),
        state=AppointmentState(row[5]),
        citizen_hash=row[6],
        citizen_masked=row[7],
        language=row[8],
        booked_at=from_ms(row[9]),
        ticket_id=row[10],
    )
