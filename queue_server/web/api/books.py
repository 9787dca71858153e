"""Closing the books: a clerk's own shift, a colleague's signature, a centre's day."""

from datetime import date

from queue_server.domain.errors import NotFound
from queue_server.domain.numbering import service_day
from queue_server.store.books_views import (
    books_day_view,
    closed_days_view,
    day_close_view,
    shift_close_view,
    shift_view,
)
from queue_server.store.closes import day_closes_between
from queue_server.store.day_figures import day_figures
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import closing
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.api.dossiers import WORK
from queue_server.web.api.manager import VIEW, asked_day
from queue_server.web.api.money import SETTLE
from queue_server.web.endpoint import Call
from queue_server.web.schemas_books import BooksCloseRequest, BooksDay, ClosedDays, MyShift, ShiftCloseOut
from queue_server.web.schemas_in import Nothing
from queue_server.web.schemas_money import MoneyReasonRequest

TAKES_MONEY = (WORK, SETTLE)


@api.endpoint("GET", "/money/shift", needs=TAKES_MONEY, gives=MyShift)
def my_shift(call: Call) -> View:
    """What the caller took since the last close, and what colleagues' closes wait for."""
    with call.context.store.reading() as connection:
        return shift_view(connection, centre_id=call.centre_id, staff_id=clerk_of(call), at=call.at)


@api.endpoint(
    "POST", "/money/shift/close", needs=TAKES_MONEY, takes=Nothing, gives=ShiftCloseOut, once=True,
    refuses=("books.nothing_taken",),
)  # fmt: skip
def close_shift(call: Call) -> str:
    """Close the caller's shift as it stands."""

    def action(unit: Unit) -> View:
        close = closing.close_shift(unit, centre_id=call.centre_id, staff_id=clerk_of(call), at=call.at)
        return shift_close_view(unit.connection, close)

    return call.once(action)


@api.endpoint(
    "POST", "/money/clerks/<int:staff>/close-shift", needs=SETTLE, takes=MoneyReasonRequest, gives=ShiftCloseOut,
    once=True, refuses=("books.nothing_taken", "payment.reason_needed", "payment.second_person"),
)  # fmt: skip
def close_shift_in_place(call: Call, staff: int) -> str:
    """Close the shift of a clerk who cannot; a third person signs it."""

    def action(unit: Unit) -> View:
        close = closing.close_shift_in_place(
            unit,
            centre_id=call.centre_id,
            staff_id=staff,
            closed_by=clerk_of(call),
            reason=call.body.reason,
            at=call.at,
        )
        return shift_close_view(unit.connection, close)

    return call.once(action)


@api.endpoint(
    "POST", "/money/shifts/<int:close>/sign", needs=TAKES_MONEY, takes=Nothing, gives=ShiftCloseOut, once=True,
    refuses=("not_found", "books.signed", "books.cards_unchecked", "payment.second_person"),
)  # fmt: skip
def sign_shift(call: Call, close: int) -> str:
    """Sign a colleague's close, whose typed cards have been checked."""

    def action(unit: Unit) -> View:
        signed = closing.sign_shift(unit, centre_id=call.centre_id, staff_id=clerk_of(call), close_id=close, at=call.at)
        return shift_close_view(unit.connection, signed)

    return call.once(action)


@api.endpoint("GET", "/money/books", needs=VIEW, gives=ClosedDays)
def closed_days(call: Call) -> View:
    """The closed days of the last month."""
    store = call.context.store
    with store.reading() as connection:
        zone = setup_of(store, connection, call.centre_id).zone
        return closed_days_view(connection, call.centre_id, service_day(call.at, zone))


@api.endpoint("GET", "/money/books/<day>", needs=VIEW, gives=BooksDay, refuses=("not_found",))
def books_day(call: Call, day: str) -> View:
    """A closed day, or what closing it would say."""
    store, asked = call.context.store, asked_day(day)
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        for close in day_closes_between(connection, centre_id=setup.id, first=asked, last=asked):
            return day_close_view(connection, close)
        stretch = closing.day_stretch(connection, setup, asked)
        _check_next(asked, None if stretch.before is None else stretch.before.day, service_day(call.at, setup.zone))
        return books_day_view(asked, day_figures(connection, stretch))


@api.endpoint(
    "POST", "/money/books/<day>/close", needs=SETTLE, takes=BooksCloseRequest, gives=BooksDay, once=True,
    refuses=("not_found", "books.day_closed", "books.day_ahead", "payment.reason_needed"),
)  # fmt: skip
def close_day(call: Call, day: str) -> str:
    """Close a day; what is not settled stands in it by name and takes a reason."""
    asked = asked_day(day)

    def action(unit: Unit) -> View:
        close = closing.close_day(
            unit, centre_id=call.centre_id, staff_id=clerk_of(call), day=asked, reason=call.body.reason, at=call.at
        )
        return day_close_view(unit.connection, close)

    return call.once(action)


def _check_next(day: date, last: date | None, today: date) -> None:
    if day > today or (last is not None and day < last):
        raise NotFound(what="day", name=day.isoformat())
