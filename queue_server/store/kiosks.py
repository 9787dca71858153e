"""What the kiosk offers and what the phone page follows."""

from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.admission import Closed, by_the_clock, closed_because
from queue_server.domain.centre import LANGUAGES, CentreSetup, Line, Service
from queue_server.domain.numbering import service_day
from queue_server.domain.reason import word_for
from queue_server.domain.ticket import CITIZEN_MAY_CANCEL, Ticket, TicketState
from queue_server.domain.timing import Pace, expected_wait, mean_wait_minutes
from queue_server.store.appointments import booked_time
from queue_server.store.days import issued_by_service
from queue_server.store.lines import pace_of, people_ahead, waiting_by_line
from queue_server.store.moments import to_day
from queue_server.store.parties import labels_of
from queue_server.store.payments import has_account
from queue_server.store.phone_money import phone_money_view
from queue_server.store.tickets import last_numbers
from queue_server.store.views import View, coded, itinerary_view, moment, priority_view, range_view, service_view


def kiosk_catalogue(connection: Connection, setup: CentreSetup, *, hall_id: int, public_url: str, at: datetime) -> View:
    """Return the groups and services a kiosk offers now, without the clock. A group is a line.

    It holds all that a kiosk needs to write a slip of its own: halls, today's times, and where a ticket's page is.
    """
    offer = _Offer(connection, setup, at=at)
    groups = [offer.group(line) for line in setup.lines.values()]
    return {
        "centre": coded(setup),
        "hall": coded(setup.halls[hall_id]),
        "languages": list(LANGUAGES),
        "groups": [group for group in groups if group["services"]],
        "priority_classes": [
            coded(found) | {"head_start_minutes": found.head_start_minutes} for found in setup.priority_classes.values()
        ],
        "appointments": bool(setup.bookings),
        "account": has_account(connection, setup.id),
        "version": setup.version,
        "ticket_url": f"{public_url}/t/",
    }


def phone_view(connection: Connection, setup: CentreSetup, ticket: Ticket, *, at: datetime) -> View:
    """Return what the holder of a ticket sees on the phone, without the clock. No personal data is in it."""
    line = setup.lines[ticket.turn.line_id]
    waits = ticket.state is TicketState.WAITING
    ahead = people_ahead(connection, ticket) if waits else None
    reserved = ticket.turn.for_counter_id is not None or ticket.turn.for_clerk_id is not None
    counter = ticket.turn.counter_id
    service = setup.services[ticket.service_id]
    return {
        "id": ticket.id,
        "label": ticket.label,
        "state": ticket.state.value,
        "language": ticket.language,
        "service": service_view(service),
        "priority": priority_view(setup, ticket),
        "counter": None if counter is None or waits else setup.counters[counter].number,
        "ahead": ahead,
        "expected": None if ahead is None or reserved else _expected(connection, setup, ticket, ahead=ahead, at=at),
        "hall": coded(setup.halls[line.hall_id]),
        "centre": coded(setup),
        "issued_at": moment(ticket.issued_at),
        "called_at": moment(ticket.turn.called_at),
        "cancellable": ticket.state in CITIZEN_MAY_CANCEL,
        "reason": None if waits else word_for(ticket.turn.reason),
        "appointment_at": moment(booked_time(connection, setup, ticket)),
        "head_starts": sorted({found.head_start_minutes for found in setup.priority_classes.values()} - {0}),
        "itinerary": itinerary_view(setup, ticket),
        "party": list(labels_of(connection, ticket)),
        "returnable": ticket.state is TicketState.AWAY and service_day(at, setup.zone) == ticket.day,
        **phone_money_view(connection, setup, ticket, at=at),
    }


def _expected(connection: Connection, setup: CentreSetup, ticket: Ticket, *, ahead: int, at: datetime) -> View | None:
    line, service = setup.lines[ticket.turn.line_id], setup.services[ticket.service_id]
    if not setup.counters_of(line.id):
        return None
    expected = expected_wait(ahead=ahead, pace=_pace(connection, setup, line))
    return range_view(by_the_clock(expected, setup.timetable(service), at=at))


def _pace(connection: Connection, setup: CentreSetup, line: Line) -> Pace:
    counters = len(setup.counters_of(line.id))
    return pace_of(connection, line.id, nominal_minutes=line.nominal_minutes, counters=counters)


class _Offer:
    """What can be had at one moment."""

    def __init__(self, connection: Connection, setup: CentreSetup, *, at: datetime) -> None:
        self._connection = connection
        self._setup = setup
        self._at = at
        self._day = to_day(service_day(at, setup.zone))
        self._waiting = {line: count for line, (count, _) in waiting_by_line(connection, setup.id).items()}
        self._last = last_numbers(connection, centre_id=setup.id, day_ordinal=self._day)
        self._issued = issued_by_service(connection, centre_id=setup.id, day_ordinal=self._day)

    def group(self, line: Line) -> View:
        """Return a line with its services."""
        waiting = self._waiting.get(line.id, 0)
        wait = mean_wait_minutes(ahead=waiting, pace=_pace(self._connection, self._setup, line))
        services = [service for service in self._setup.services.values() if service.line_id == line.id]
        return coded(line) | {
            "letter": line.letter,
            "position": line.position,
            "hall": coded(self._setup.halls[line.hall_id]),
            "waiting": waiting,
            "services": [self._service(service, wait_minutes=wait) for service in services],
        }

    def _service(self, service: Service, *, wait_minutes: float) -> View:
        reason = closed_because(
            self._setup,
            service,
            at=self._at,
            day_ordinal=self._day,
            issued_today=self._issued.get(service.id, 0),
            wait_minutes=wait_minutes,
            last_number=0 if service.line_id is None else self._last.get(service.line_id, 0),
        )
        timetable = self._setup.timetable(service)
        opens = timetable.opens_next(self._at) if reason is Closed.HOURS else None
        windows = None if timetable.always else timetable.numbers_today(self._at)
        return service_view(service) | {
            "asks_dossier": service.returns_results,
            "open": reason is None,
            "closed_reason": None if reason is None else reason.value,
            "opens_at": moment(opens),
            "windows": None if windows is None else [[moment(begins), moment(ends)] for begins, ends in windows],
        }
