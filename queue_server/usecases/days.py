"""The turn of the day: what is still open when a new one begins is closed, exactly once."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from queue_server.domain import moves
from queue_server.domain.centre import CentreSetup
from queue_server.domain.dossier import Result
from queue_server.domain.event import EventKind
from queue_server.domain.numbering import service_day
from queue_server.domain.ticket import Outcome
from queue_server.store.days import centres, day_has_begun, insert_service_day, tickets_left_open
from queue_server.store.engine import Store
from queue_server.store.moments import to_day
from queue_server.store.setup import read_setup, save_late_allowed, setup_for_writing
from queue_server.store.shifts import Shift, open_shifts
from queue_server.store.tickets import load_ticket, save_ticket, save_turn
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import serve_ready
from queue_server.usecases.dossiers import end_running
from queue_server.usecases.journaling import record, record_move
from queue_server.usecases.leasing import end_leases
from queue_server.usecases.posts import end_shift
from queue_server.usecases.seats import let_go
from queue_server.usecases.skills_today import give_skills_back
from queue_server.usecases.steps import put_down


def begin_due_days(store: Store, *, at: datetime) -> int:
    """Begin the present service day at every centre where it has not begun; return at how many that was."""
    begun = 0
    with store.reading() as connection:
        due = [
            place.centre_id
            for place in centres(connection)
            if not day_has_begun(connection, centre_id=place.centre_id, day_ordinal=to_day(service_day(at, place.zone)))
        ]
    for centre_id in due:
        with Unit(store) as unit:
            begun += begin_day(unit, centre_id=centre_id, at=at)
    return begun


def begin_day(unit: Unit, *, centre_id: int, at: datetime) -> bool:
    """Begin the centre's service day of the moment `at`; False when it has begun already.

    Tickets of earlier days that still wait, are called or held expire; turns that a clerk forgot to end are closed and
    marked, and so are dossiers that run in them. Shifts that were never left end, and so do skills that a
    counter had for a day and the numbers that kiosks held in reserve.
    """
    setup = setup_for_writing(unit, centre_id)
    day = service_day(at, setup.zone)
    if not insert_service_day(unit.connection, centre_id=centre_id, day_ordinal=to_day(day), at=at):
        return False
    left = tickets_left_open(unit.connection, centre_id=centre_id, day_ordinal=to_day(day))
    forgotten = sum(expire_ticket(unit, setup, ticket_id, at=at) for ticket_id in left)
    put_down(unit, centre_id=centre_id, before=datetime.combine(day, time(), tzinfo=ZoneInfo(setup.zone)), at=at)
    shifts = _end_shifts(unit, setup, before=day, at=at)
    give_skills_back(unit, setup, before=day, at=at)
    _go_on(unit, centre_id, shifts, at=at)
    end_leases(unit, setup, before=day, at=at)
    record(
        unit,
        EventKind.DAY_BEGAN,
        at=at,
        centre_id=centre_id,
        day=day.isoformat(),
        expired=len(left) - forgotten,
        forgotten=forgotten,
        shifts=len(shifts),
    )
    return True


def _end_shifts(unit: Unit, setup: CentreSetup, *, before: date, at: datetime) -> list[Shift]:
    stale = [shift for shift in open_shifts(unit.connection, setup.id) if _day_of(shift, setup) < before]
    for shift in stale:
        end_shift(unit, shift, at=at)
    return stale


def _go_on(unit: Unit, centre_id: int, left: Sequence[Shift], *, at: datetime) -> None:
    """Whoever came before the day was begun waits for no counter that was left, and is called to one that is ready."""
    setup = read_setup(unit.connection, centre_id)
    for counter_id in sorted({shift.counter_id for shift in left}):
        let_go(unit, setup, counter_id, at=at)
    serve_ready(unit, setup, at=at)


def _day_of(shift: Shift, setup: CentreSetup) -> date:
    return service_day(shift.began_at, setup.zone)


def expire_ticket(unit: Unit, setup: CentreSetup, ticket_id: str, *, at: datetime) -> bool:
    """Close one ticket; say whether its turn had begun."""
    ticket, _ = load_ticket(unit.connection, ticket_id)
    end_running(unit, setup, ticket, at=at, result=Result.UNFINISHED)
    expired = moves.expire(ticket, at=at)
    save_ticket(unit.connection, expired, undo=None)
    save_turn(unit.connection, expired.id, expired.turn)
    outcome = expired.turn.outcome
    record_move(unit, EventKind.TICKET_EXPIRED, expired, at=at, outcome=None if outcome is None else outcome.value)
    return outcome is Outcome.FORGOTTEN


def allow_late_numbers(unit: Unit, *, centre_id: int, allowed: bool, clerk_id: int, at: datetime) -> View:
    """Lift the closing rule for the rest of the centre's day, or put it back."""
    setup = setup_for_writing(unit, centre_id)
    day = to_day(service_day(at, setup.zone))
    save_late_allowed(unit.connection, centre_id=centre_id, day_ordinal=day if allowed else None)
    record(unit, EventKind.LATE_NUMBERS_SET, at=at, centre_id=centre_id, allowed=allowed, clerk=clerk_id)
    return {"allowed": allowed}
