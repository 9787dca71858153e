"""What the manager sees."""

from datetime import date

from flask import Response

from queue_server.domain.errors import NotFound
from queue_server.domain.numbering import service_day
from queue_server.domain.roles import Permission
from queue_server.store.device_views import alerts_view, devices_view
from queue_server.store.reports import day_view, now_view
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.usecases.days import allow_late_numbers
from queue_server.usecases.returning import reopen
from queue_server.web.api import api
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.schemas_in import LateNumbersRequest, ReopenRequest
from queue_server.web.schemas_manager import Day, DayBreak, DayDossier, DayTurn, LateNumbersSet, ManagerNow, Reopened
from queue_server.web.spreadsheet import csv_answer

VIEW = Permission.MANAGER_VIEW


@api.endpoint("GET", "/manager/now", needs=VIEW, gives=ManagerNow)
def now(call: Call) -> View:
    """The state of the hall."""
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        view = now_view(connection, setup, at=call.at, day=service_day(call.at, setup.zone))
        view["alerts"] = alerts_view(connection, setup.id)
        view["devices"] = devices_view(connection, setup, at=call.at, rate=call.context.clock.rate)
    return view | clock_view(call.context, call.at)


@api.endpoint("GET", "/manager/days/<day>", needs=VIEW, gives=Day, refuses=("not_found",))
def one_day(call: Call, day: str) -> View:
    """A day's turns and dossiers with their times."""
    return _day(call, day)


@api.endpoint(
    "POST",
    "/manager/late-numbers",
    needs=Permission.CENTRE_STEER,
    takes=LateNumbersRequest,
    gives=LateNumbersSet,
    once=True,
)
def late_numbers(call: Call) -> str:
    """Give numbers for the rest of the day although their turn is predicted after closing, or stop doing so."""
    assert call.caller.staff is not None
    staff, allowed = call.caller.staff, call.body.allowed
    return call.once(
        lambda unit: allow_late_numbers(unit, centre_id=call.centre_id, allowed=allowed, clerk_id=staff.id, at=call.at)
    )


@api.endpoint("GET", "/manager/days/<day>/turns.csv", needs=VIEW, refuses=("not_found",))
def turns_csv(call: Call, day: str) -> Response:
    """A day's turns as CSV."""
    return csv_answer(call, DayTurn, _day(call, day)["turns"], f"turns-{day}")


@api.endpoint("GET", "/manager/days/<day>/dossiers.csv", needs=VIEW, refuses=("not_found",))
def dossiers_csv(call: Call, day: str) -> Response:
    """A day's dossiers as CSV."""
    return csv_answer(call, DayDossier, _day(call, day)["dossiers"], f"dossiers-{day}")


@api.endpoint("GET", "/manager/days/<day>/breaks.csv", needs=VIEW, refuses=("not_found",))
def breaks_csv(call: Call, day: str) -> Response:
    """A day's breaks as CSV."""
    return csv_answer(call, DayBreak, _day(call, day)["breaks"], f"breaks-{day}")


@api.endpoint(
    "POST", "/manager/reopen", needs=Permission.CENTRE_STEER, takes=ReopenRequest, gives=Reopened, once=True,
    refuses=("not_found", "line.retired", "ticket.illegal_move", "ticket.other_day"),
)  # fmt: skip
def reopen_ticket(call: Call) -> str:
    """Put a ticket of today that was ended by mistake back into its line."""
    assert call.caller.staff is not None
    actor = call.caller.staff.id
    return call.once(
        lambda unit: reopen(
            unit,
            centre_id=call.centre_id,
            actor_id=actor,
            label=call.body.label,
            reason=call.body.reason,
            at=call.at,
        )
    )


def _day(call: Call, day: str) -> View:
    store = call.context.store
    with store.reading() as connection:
        return day_view(connection, setup_of(store, connection, call.centre_id), asked_day(day))


def asked_day(written: str) -> date:
    """Return the day of an address, of this millennium: the ends of the calendar have no moments. Raises NotFound."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = date.min
    if day.year // 1000 != 2:
        raise NotFound(what="day", name=written[:32])
    return day
