"""Shapes of answers that more than one reader needs: tickets and names as the API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from queue_server.domain.centre import CentreSetup, Line, PriorityClass, Service
from queue_server.domain.dossier import results_of_step
from queue_server.domain.handling import Handling
from queue_server.domain.ticket import Aside, Ticket, TicketState
from queue_server.domain.timing import Range

View = dict[str, Any]
"""A JSON object."""


def moment(at: datetime | None) -> str | None:
    """Write an aware datetime as RFC 3339 in UTC with milliseconds."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def coded(thing: Any) -> View:
    """Return the code and the names of a hall, a line or a centre."""
    return {"code": thing.code, "names": dict(thing.names)}


def priority_view(setup: CentreSetup, ticket: Ticket) -> View | None:
    """Return the ticket's priority class, or None."""
    if ticket.priority_class_id is None:
        return None
    found: PriorityClass = setup.priority_classes[ticket.priority_class_id]
    return coded(found)


def service_view(service: Service) -> View:
    """Return what a citizen is told about the service."""
    return coded(service) | {"short_names": dict(service.short_names), "bring": dict(service.bring)}


def range_view(expected: Range | None) -> View | None:
    """Return the expected wait, or None when nothing honest can be said."""
    if expected is None:
        return None
    return {"low_minutes": expected.low_minutes, "high_minutes": expected.high_minutes}


def ticket_view(
    setup: CentreSetup,
    ticket: Ticket,
    *,
    ahead: int | None,
    expected: Range | None,
    public_url: str,
    appointment_at: datetime | None = None,
    party: Sequence[str] = (),
) -> View:
    """Return a fresh ticket as the kiosk shows it and the slip prints it.

    `appointment_at` is its booked time, `party` are the numbers of those who came together.
    """
    line: Line = setup.lines[ticket.turn.line_id]
    return {
        "id": ticket.id,
        "label": ticket.label,
        "letter": ticket.letter,
        "number": ticket.number,
        "state": ticket.state.value,
        "language": ticket.language,
        "service": service_view(setup.services[ticket.service_id]),
        "priority": priority_view(setup, ticket),
        "issued_at": moment(ticket.issued_at),
        "ahead": ahead,
        "expected": range_view(expected),
        "hall": coded(setup.halls[line.hall_id]),
        "centre": coded(setup),
        "url": f"{public_url}/t/{ticket.id}",
        "appointment_at": moment(appointment_at),
        "itinerary": itinerary_view(setup, ticket),
        "party": list(party),
    }


def counter_ticket_view(setup: CentreSetup, ticket: Ticket, handlings: Iterable[Handling]) -> View:
    """Return a ticket as its clerk sees it, with the dossiers of its present turn."""
    turn = ticket.turn
    return {
        "id": ticket.id,
        "label": ticket.label,
        "state": ticket.state.value,
        "language": ticket.language,
        "service": coded(setup.services[ticket.service_id]),
        "priority": priority_view(setup, ticket),
        "line": setup.lines[turn.line_id].code,
        "joined_at": moment(turn.joined_at),
        "called_at": moment(turn.called_at),
        "started_at": moment(turn.started_at),
        "held_at": moment(turn.held_at),
        "recalls": turn.recalls,
        "note": turn.note,
        "reason": turn.reason,
        **reserved_view(setup, ticket),
        "returns": ticket.returns,
        "itinerary": itinerary_view(setup, ticket),
        "aside": aside_view(setup, ticket),
        "handlings": [handling_view(handling) for handling in handlings if handling.turn_ordinal == turn.ordinal],
    }


def itinerary_view(setup: CentreSetup, ticket: Ticket) -> list[View]:
    """Return the services of the visit in order, each with its hall; none for a plain visit."""
    return [
        {
            "service": coded(service) | {"short_names": dict(service.short_names)},
            "hall": _hall_of(setup, service),
            "state": _stop_state(ticket, at),
        }
        for at, service in enumerate(setup.services[stop] for stop in ticket.stops)
    ]


def _hall_of(setup: CentreSetup, service: Service) -> View | None:
    return None if service.line_id is None else coded(setup.halls[setup.lines[service.line_id].hall_id])


def _stop_state(ticket: Ticket, at: int) -> str:
    if at == ticket.stop:
        return "done" if ticket.state is TicketState.COMPLETED else "now"
    return "done" if at < ticket.stop else "later"


def stops_view(setup: CentreSetup) -> View:
    """Return the services that an itinerary can have."""
    return {
        "services": [
            coded(service) | {"short_names": dict(service.short_names), "hall": _hall_of(setup, service)}
            for service in setup.services.values()
            if service.line_id is not None and setup.counters_of(service.line_id)
        ]
    }


def aside_view(setup: CentreSetup, ticket: Ticket) -> View | None:
    """Return how a held ticket is aside: at which counter, what for, and until when; None for one that is not."""
    turn = ticket.turn
    if turn.held_at is None or turn.counter_id is None:
        return None
    aside = turn.aside or Aside()
    return {
        "counter": setup.counters[turn.counter_id].number,
        "note": aside.note,
        "remind_at": moment(aside.remind_at),
        "parked": aside.parked,
    }


def reserved_view(setup: CentreSetup, ticket: Ticket) -> View:
    """Return the number of the counter or the id of the clerk that the ticket waits for alone."""
    counter = ticket.turn.for_counter_id
    return {
        "for_counter": None if counter is None else setup.counters[counter].number,
        "for_clerk": ticket.turn.for_clerk_id,
    }


def handling_view(handling: Handling) -> View:
    """Return one dossier of a turn."""
    return {
        "id": handling.id,
        "dossier": handling.dossier_code,
        "started_at": moment(handling.started_at),
        "ended_at": moment(handling.ended_at),
        "held_seconds": handling.held_milliseconds // 1000,
        "step": None if handling.step is None else handling.step.value,
        "result": None if handling.result is None else handling.result.value,
        "results": [] if handling.step is None else [result.value for result in results_of_step(handling.step)],
    }


def names_view(names: Mapping[str, str]) -> View:
    """Return the names alone."""
    return {"names": dict(names)}
