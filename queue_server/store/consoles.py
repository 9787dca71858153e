"""What a clerk's console shows."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup, Counter
from queue_server.domain.console import Holder
from queue_server.domain.numbering import service_day
from queue_server.domain.reason import reason_of_call
from queue_server.domain.ticket import Ticket
from queue_server.store.breaks import break_view
from queue_server.store.handlings import handlings_of
from queue_server.store.journal import last_seq
from queue_server.store.lines import next_ticket_id, waiting_by_line
from queue_server.store.moments import from_ms, to_day
from queue_server.store.prepared import Prepared
from queue_server.store.shifts import Shift, open_shifts
from queue_server.store.tickets import WITH_TURN, load_at_counter, load_ticket, ticket_from
from queue_server.store.undoing import undo_from_text
from queue_server.store.views import View, coded, counter_ticket_view, moment, names_view, priority_view, reserved_view

ASIDE_SHOWN = 30
WAITING_SHOWN = 200

_ASIDE = Prepared(
    WITH_TURN.where(
        text("ticket.centre_id = :centre_id AND ticket.day = :day AND ticket.state IN ('away', 'held', 'no_show')")
    ).order_by(text("ticket.state"), text("ticket.effective_at"), text("ticket.id"))
)
_WAITING = Prepared(
    WITH_TURN.where(
        text(
            "ticket.id IN (SELECT w.id FROM ticket w JOIN skill s ON s.line_id = w.line_id"
            " WHERE s.counter_id = :counter_id AND w.state = 'waiting'"
            " ORDER BY w.effective_at, w.issued_at, w.number, w.id LIMIT :most)"
        )
    ).order_by(text("ticket.effective_at, ticket.issued_at, ticket.number, ticket.id"))
)


def console_view(connection: Connection, setup: CentreSetup, shift: Shift, *, at: datetime) -> View:
    """Return all that the console of an open shift shows, without the clock."""
    counter = setup.counters[shift.counter_id]
    present = load_at_counter(connection, counter.id)
    shifts = open_shifts(connection, setup.id)
    aside = _aside(connection, setup, counter, seated={each.counter_id for each in shifts}, at=at)
    return {
        "seq": last_seq(connection),
        "counter": counter_view(setup, counter),
        "clerk": {"name": shift.clerk_name},
        "console": None if shift.holder is None else holder_view(shift.holder),
        "beside": [
            {"name": each.clerk_name, "on_break": each.pause is not None}
            for each in shifts
            if each.counter_id == counter.id and each.clerk_id != shift.clerk_id
        ],
        "shift": {"began_at": moment(shift.began_at)},
        "ticket": None if present is None else _view(connection, setup, present[0]),
        "lines": _lines(connection, setup, counter),
        "next": _next(connection, setup, counter, shift),
        **{name: [_view(connection, setup, ticket) for ticket in tickets] for name, tickets in aside.items()},
        "desks": _desks(setup, shifts),
        "services": _services(setup, counter),
        "undo": _undo(connection, shift, at=at),
        "target_minutes": setup.dossier_target_minutes,
        "dossier_pattern": setup.dossier_pattern,
        "break": break_view(setup, shift.pause),
        "hold_reminder_minutes": setup.work.hold_reminder_minutes,
        "automatic": {
            "offered": setup.work.automatic_call,
            "on": setup.work.automatic_call and counter.automatic,
            "ready_since": moment(shift.ready_since),
        },
        "break_reasons": [coded(reason) for reason in setup.work.break_reasons],
    }


def counters_view(connection: Connection, setup: CentreSetup, *, clerk_id: int) -> View:
    """Return the counters with who sits there, for the clerk who chooses one."""
    shifts = open_shifts(connection, setup.id)
    return {
        "counters": [
            counter_view(setup, counter)
            | _seat(counter, [shift for shift in shifts if shift.counter_id == counter.id], clerk_id)
            for counter in setup.counters.values()
        ]
    }


def holder_view(holder: Holder) -> View:
    """Return which console acts, in which browser and since when."""
    return {"name": holder.console.name, "browser": holder.console.browser, "since": moment(holder.since)}


def counter_view(setup: CentreSetup, counter: Counter) -> View:
    """Return a counter's number, names and hall."""
    return {"number": counter.number, "names": dict(counter.names), "hall": coded(setup.halls[counter.hall_id])}


def _seat(counter: Counter, shifts: Sequence[Shift], clerk_id: int) -> View:
    """Who sits there, whether this clerk does, and whether one may sit down without ending another's shift."""
    return {
        "clerk": {"name": ", ".join(shift.clerk_name for shift in shifts)} if shifts else None,
        "mine": any(shift.clerk_id == clerk_id for shift in shifts),
        "free": len(shifts) < (2 if counter.shared else 1),
        "shared": counter.shared,
    }


def _view(connection: Connection, setup: CentreSetup, ticket: Ticket) -> View:
    return counter_ticket_view(setup, ticket, handlings_of(connection, ticket.id))


def _lines(connection: Connection, setup: CentreSetup, counter: Counter) -> list[View]:
    waiting = waiting_by_line(connection, setup.id)
    views = []
    for line in setup.lines.values():
        count, oldest = waiting.get(line.id, (0, None))
        views.append(
            coded(line)
            | {
                "letter": line.letter,
                "waiting": count,
                "oldest_joined_at": None if oldest is None else moment(from_ms(oldest)),
                "mine": line.id in counter.skills,
                "rank": counter.skills.get(line.id),
            }
        )
    return views


def _next(connection: Connection, setup: CentreSetup, counter: Counter, shift: Shift) -> View | None:
    ticket_id = next_ticket_id(connection, counter.id, shift.clerk_id)
    if ticket_id is None:
        return None
    ticket, _ = load_ticket(connection, ticket_id)
    return {
        "label": ticket.label,
        "service": names_view(setup.services[ticket.service_id].names),
        "joined_at": moment(ticket.turn.joined_at),
        "priority": priority_view(setup, ticket),
        "reason": reason_of_call(ticket),
    }


def _aside(
    connection: Connection, setup: CentreSetup, counter: Counter, *, seated: Collection[int], at: datetime
) -> dict[str, Sequence[Ticket]]:
    day = to_day(service_day(at, setup.zone))
    tickets = [ticket_from(row) for row in _ASIDE.run(connection, centre_id=setup.id, day=day)]
    held = [ticket for ticket in tickets if ticket.state == "held" and _may_resume(ticket, counter, seated)]
    mine = [ticket for ticket in tickets if ticket.turn.line_id in counter.skills]
    latest = sorted(mine, key=lambda ticket: ticket.turn.ended_at or ticket.issued_at, reverse=True)
    return {
        "held": held[:ASIDE_SHOWN],
        "missed": [ticket for ticket in latest if ticket.state == "no_show"][:ASIDE_SHOWN],
        "away": [ticket for ticket in latest if ticket.state == "away"][:ASIDE_SHOWN],
    }


def _may_resume(ticket: Ticket, counter: Counter, seated: Collection[int]) -> bool:
    """Its own, and of its lines what is parked or held where nobody sits any more."""
    turn = ticket.turn
    if turn.counter_id == counter.id:
        return True
    left = (turn.aside is not None and turn.aside.parked) or turn.counter_id not in seated
    return left and turn.line_id in counter.skills


def waiting_view(connection: Connection, setup: CentreSetup, shift: Shift) -> View:
    """Return the waiting tickets of the counter's lines in order, also those that wait for another counter or clerk."""
    rows = _WAITING.run(connection, counter_id=shift.counter_id, most=WAITING_SHOWN)
    return {"tickets": [_waiting(setup, ticket_from(row)) for row in rows]}


def _waiting(setup: CentreSetup, ticket: Ticket) -> View:
    return {
        "id": ticket.id,
        "label": ticket.label,
        "service": names_view(setup.services[ticket.service_id].names),
        "joined_at": moment(ticket.turn.joined_at),
        "priority": priority_view(setup, ticket),
        **reserved_view(setup, ticket),
    }


def _desks(setup: CentreSetup, shifts: Sequence[Shift]) -> list[View]:
    """Return every counter with all who sit there, two at a shared one."""
    return [
        {
            "number": counter.number,
            "names": dict(counter.names),
            "clerks": [
                {"id": each.clerk_id, "name": each.clerk_name} for each in shifts if each.counter_id == counter.id
            ],
        }
        for counter in setup.counters.values()
    ]


def _services(setup: CentreSetup, counter: Counter) -> list[View]:
    return [
        coded(service) | {"line": setup.lines[service.line_id].code, "returns_results": service.returns_results}
        for service in setup.services.values()
        if service.line_id is not None and service.line_id in counter.skills
    ]


def _undo(connection: Connection, shift: Shift, *, at: datetime) -> View | None:
    if shift.last_ticket_id is None:
        return None
    ticket, kept = load_ticket(connection, shift.last_ticket_id)
    undo = undo_from_text(kept, ticket)
    if undo is None or undo.until < at or undo.counter_id != shift.counter_id:
        return None
    return {"move": undo.move, "until": moment(undo.until)}
