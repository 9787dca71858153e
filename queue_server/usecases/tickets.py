"""Taking a number and giving it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from queue_server.domain import ids, moves
from queue_server.domain.admission import Closed, by_the_clock, closed_because
from queue_server.domain.centre import CentreSetup, Line, Service
from queue_server.domain.errors import IllegalMove, ServiceClosed
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.numbering import service_day
from queue_server.domain.order import effective_at
from queue_server.domain.ticket import CITIZEN_MAY_CANCEL, Move, Ticket, TicketState, Turn
from queue_server.domain.timing import Pace, Range, expected_wait, mean_wait_minutes
from queue_server.store.days import issued_by_service
from queue_server.store.lines import pace_of, people_ahead
from queue_server.store.moments import to_day, to_ms
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import insert_ticket, load_ticket, next_number, save_ticket, save_turn, stops_to_text
from queue_server.store.unit import Unit
from queue_server.store.views import View, ticket_view
from queue_server.usecases.automatic import offer
from queue_server.usecases.collecting import collectable
from queue_server.usecases.journaling import record_move
from queue_server.usecases.slips import queue_slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a citizen asked for at a kiosk, by codes.

    `then` are the services after the first; `dossier` is the one whose result is fetched; `people` come together and
    get consecutive numbers.
    """

    service: str
    language: str
    priority: str | None
    then: tuple[str, ...] = ()
    dossier: str | None = None
    people: int = 1


def issue_ticket(
    unit: Unit,
    *,
    centre_id: int,
    wish: Wish,
    device_id: str | None,
    public_url: str,
    at: datetime,
    chance: bytes,
    request_key: str | None = None,
) -> View:
    """Give the next number of the service's line and, for a kiosk, queue its slip. Returns the kiosk's ticket view.

    The slip bears `request_key`, so that a kiosk that never heard the answer knows it from the slip.

    People who come together get one number and one slip each, one after the other; the view is the first's, with the
    others as its `companions`. `chance` is at least 10 bytes a person from a secure source. Raises NotFound (service,
    priority class), ServiceClosed and what `collectable` raises.
    """
    setup = setup_for_writing(unit, centre_id)
    service = setup.service(wish.service)
    line = line_of(setup, service)
    further = [setup.service(code) for code in wish.then]
    note, *later = [collectable(unit, setup, each, wish.dossier, at=at) for each in (service, *further)]
    fresh = new_ticket(unit, setup, service, line, wish=wish, at=at, chance=chance, note=note)
    ticket = replace(with_stops(fresh, further), collects=next(filter(None, later), None))
    ahead, pace = _prospect(unit, setup, ticket, line)
    wait = mean_wait_minutes(ahead=ahead + wish.people - 1, pace=pace)
    _admit(unit, setup, service, ticket, wait_minutes=wait, people=wish.people)
    _admit_further(unit, setup, further, ticket, after_minutes=wait + line.nominal_minutes, people=wish.people)
    expected = expected_wait(ahead=ahead, pace=pace)
    if wish.people == 1:
        return _give(
            unit, setup, ticket, ahead=ahead, expected=expected, device_id=device_id, public_url=public_url,
            request_key=request_key,
        )  # fmt: skip
    tickets = _companions(unit, setup, ticket, people=wish.people, chance=chance)
    views = [
        _write(
            unit,
            setup,
            each,
            ahead=ahead + at_place,
            expected=expected_wait(ahead=ahead + at_place, pace=pace),
            device_id=device_id,
            public_url=public_url,
            party=[one.label for one in tickets],
            request_key=request_key,
        )
        for at_place, each in enumerate(tickets)
    ]
    offer(unit, setup, tickets[0], at=at)
    return views[0] | {"companions": views[1:]}


def _companions(unit: Unit, setup: CentreSetup, first: Ticket, *, people: int, chance: bytes) -> list[Ticket]:
    """Return the party of a fresh ticket: itself and as many more with the next numbers."""
    first = replace(first, party=first.id)
    tickets = [first]
    for place in range(1, people):
        number = _take_number(unit, setup.lines[first.turn.line_id], setup.services[first.service_id], first.day)
        own = ids.ticket_id(milliseconds=to_ms(first.issued_at), chance=chance[10 * place : 10 * place + 10])
        turn = replace(first.turn, note=None)
        tickets.append(
            replace(first, id=own, number=number, label=setup.lines[first.turn.line_id].series.label(number), turn=turn)
        )
    return tickets


def give_ticket(
    unit: Unit,
    setup: CentreSetup,
    ticket: Ticket,
    *,
    device_id: str | None,
    public_url: str,
    appointment_at: datetime | None = None,
) -> View:
    """Write a new ticket that is given whatever the hours and limits say, as `issue_ticket` does with an admitted one.

    `appointment_at` is the booked time that is told with it.
    """
    ahead, pace = _prospect(unit, setup, ticket, setup.lines[ticket.turn.line_id])
    expected = expected_wait(ahead=ahead, pace=pace)
    return _give(
        unit, setup, ticket, ahead=ahead, expected=expected, device_id=device_id, public_url=public_url,
        appointment_at=appointment_at,
    )  # fmt: skip


def _prospect(unit: Unit, setup: CentreSetup, ticket: Ticket, line: Line) -> tuple[int, Pace]:
    """Return how many come before the ticket, and how fast its line moves."""
    counters = len(setup.counters_of(line.id))
    pace = pace_of(unit.connection, line.id, nominal_minutes=line.nominal_minutes, counters=counters)
    return people_ahead(unit.connection, ticket), pace


def _give(
    unit: Unit,
    setup: CentreSetup,
    ticket: Ticket,
    *,
    ahead: int,
    expected: Range,
    device_id: str | None,
    public_url: str,
    appointment_at: datetime | None = None,
    request_key: str | None = None,
) -> View:
    view = _write(
        unit, setup, ticket, ahead=ahead, expected=expected, device_id=device_id, public_url=public_url,
        appointment_at=appointment_at, request_key=request_key,
    )  # fmt: skip
    offer(unit, setup, ticket, at=ticket.issued_at)
    return view


def _write(
    unit: Unit,
    setup: CentreSetup,
    ticket: Ticket,
    *,
    ahead: int,
    expected: Range,
    device_id: str | None,
    public_url: str,
    appointment_at: datetime | None = None,
    party: Sequence[str] = (),
    request_key: str | None = None,
) -> View:
    at, timetable = ticket.issued_at, setup.timetable(setup.services[ticket.service_id])
    insert_ticket(unit.connection, ticket)
    view = ticket_view(
        setup,
        ticket,
        ahead=ahead,
        expected=by_the_clock(expected, timetable, at=at),
        public_url=public_url,
        appointment_at=appointment_at,
        party=party,
    )
    slip = view | {"request_key": request_key}
    job = None if device_id is None else queue_slip(unit, device_id=device_id, ticket=ticket, slip=slip, at=at)
    record_move(
        unit,
        EventKind.TICKET_ISSUED,
        ticket,
        at=at,
        service=ticket.service_id,
        language=ticket.language,
        priority=ticket.priority_class_id,
        effective_at=ticket.turn.effective_at,
        reason=ticket.turn.reason,
        note=ticket.turn.note,
        device=device_id,
        itinerary=stops_to_text(ticket.stops),
        collects=ticket.collects,
        party=ticket.party,
    )
    return view | {"print": job}


def cancel_ticket(unit: Unit, *, ticket_id: str, at: datetime) -> Ticket:
    """Give a waiting number back, as its holder. Raises NotFound and IllegalMove."""
    ticket, _ = load_ticket(unit.connection, ticket_id)
    setup_for_writing(unit, ticket.centre_id)
    ticket, _ = load_ticket(unit.connection, ticket_id)
    return cancel_waiting(unit, ticket, at=at, by="citizen")


def cancel_waiting(unit: Unit, ticket: Ticket, *, at: datetime, **told: Plain) -> Ticket:
    """Cancel a ticket that waits, whoever asks for it; `told` goes into the journal. Raises IllegalMove."""
    if ticket.state not in CITIZEN_MAY_CANCEL:
        raise IllegalMove(label=ticket.label, state=ticket.state.value, move=Move.CANCEL.value)
    cancelled = moves.cancel(ticket, at=at)
    save_ticket(unit.connection, cancelled, undo=None)
    save_turn(unit.connection, cancelled.id, cancelled.turn)
    record_move(unit, EventKind.TICKET_CANCELLED, cancelled, at=at, **told)
    return cancelled


def line_of(setup: CentreSetup, service: Service) -> Line:
    """Return the line in which the service's tickets wait. Raises ServiceClosed."""
    if service.line_id is None:
        raise ServiceClosed(service=service.code, reason=Closed.NO_COUNTER.value)
    return setup.lines[service.line_id]


def _admit(
    unit: Unit, setup: CentreSetup, service: Service, ticket: Ticket, *, wait_minutes: float, people: int = 1
) -> None:
    day = to_day(ticket.day)
    issued = 0
    if service.daily_limit is not None:
        given = issued_by_service(unit.connection, centre_id=setup.id, day_ordinal=day)
        issued = given.get(service.id, 0) + people - 1
    reason = closed_because(
        setup, service, at=ticket.issued_at, day_ordinal=day, issued_today=issued, wait_minutes=wait_minutes
    )
    if reason is not None:
        raise ServiceClosed(service=service.code, reason=reason.value)


def _admit_further(
    unit: Unit, setup: CentreSetup, services: Sequence[Service], ticket: Ticket, *, after_minutes: float, people: int
) -> None:
    """Refuse an itinerary with a service that is closed, or whose turn would come too late after those before it."""
    for service in services:
        line = line_of(setup, service)
        there = replace(ticket, turn=replace(ticket.turn, line_id=line.id))
        ahead, pace = _prospect(unit, setup, there, line)
        after_minutes += mean_wait_minutes(ahead=ahead, pace=pace)
        _admit(unit, setup, service, ticket, wait_minutes=after_minutes, people=people)
        after_minutes += line.nominal_minutes


def _take_number(unit: Unit, line: Line, service: Service, day: date) -> int:
    number = next_number(unit.connection, line_id=line.id, day_ordinal=to_day(day), first=line.series.first)
    if number > line.series.last:
        raise ServiceClosed(service=service.code, reason=Closed.NUMBERS.value)
    return number


def with_stops(ticket: Ticket, further: Sequence[Service]) -> Ticket:
    """Return the fresh ticket with the services that come after its first."""
    if not further:
        return ticket
    return replace(ticket, stops=(ticket.service_id, *(service.id for service in further)))


def new_ticket(
    unit: Unit,
    setup: CentreSetup,
    service: Service,
    line: Line,
    *,
    wish: Wish,
    at: datetime,
    chance: bytes,
    note: str | None = None,
) -> Ticket:
    """Return a waiting ticket with the next number of the line, not yet written.

    `note` is for the clerk: the code of the dossier whose result is fetched. Raises NotFound (priority
    class), and ServiceClosed when the line has given its last number of the day.
    """
    priority = None if wish.priority is None else setup.priority_class(wish.priority)
    day = service_day(at, setup.zone)
    number = _take_number(unit, line, service, day)
    key = effective_at(arrived_at=at, head_start_minutes=0 if priority is None else priority.head_start_minutes)
    return Ticket(
        id=ids.ticket_id(milliseconds=to_ms(at), chance=chance),
        centre_id=setup.id,
        service_id=service.id,
        day=day,
        letter=line.letter,
        number=number,
        label=line.series.label(number),
        language=wish.language,
        priority_class_id=None if priority is None else priority.id,
        issued_at=at,
        state=TicketState.WAITING,
        turn=Turn(ordinal=1, line_id=line.id, effective_at=key, joined_at=at, note=note),
    )
