"""What a lobby board shows: state, never deltas, and nothing about persons."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.reason import word_for
from queue_server.domain.ticket import TicketState
from queue_server.store.counter_states import signs_view
from queue_server.store.journal import last_seq
from queue_server.store.moments import from_ms
from queue_server.store.prepared import Prepared
from queue_server.store.sign_payments import payments_at_counters
from queue_server.store.views import View, coded, moment

CALLS_SHOWN = 7
NEXT_SHOWN = 6

_CALLS = Prepared(
    text(
        "SELECT t.label, u.counter_id, u.announced_at, t.state, u.recalls, u.ordinal = t.turn, u.reason"
        " FROM turn u JOIN ticket t ON t.id = u.ticket_id JOIN counter c ON c.id = u.counter_id"
        " WHERE u.centre_id = :centre_id AND u.announced_at IS NOT NULL AND u.day = :day AND c.hall_id = :hall_id"
        " ORDER BY u.announced_at DESC, u.ticket_id DESC LIMIT :most"
    )
)
_NEXT = Prepared(
    text(
        "SELECT t.label FROM ticket t JOIN line l ON l.id = t.line_id"
        " WHERE l.hall_id = :hall_id AND t.state = 'waiting'"
        " ORDER BY t.effective_at, t.issued_at, t.number, t.id LIMIT :most"
    )
)
_WAITING = Prepared(
    text(
        "SELECT count(*) FROM ticket t JOIN line l ON l.id = t.line_id"
        " WHERE l.hall_id = :hall_id AND t.state = 'waiting'"
    )
)


def board_view(
    connection: Connection, setup: CentreSetup, *, hall_id: int, day_ordinal: int, at: datetime, rate: int
) -> View:
    """Return what the boards of a hall show, without the clock. `rate` is how many times faster than people it runs."""
    calls = _CALLS.run(connection, centre_id=setup.id, hall_id=hall_id, day=day_ordinal, most=CALLS_SHOWN)
    upcoming = _NEXT.run(connection, hall_id=hall_id, most=NEXT_SHOWN)
    return {
        "seq": last_seq(connection),
        "centre": coded(setup),
        "hall": coded(setup.halls[hall_id]),
        "calls": [_call_view(setup, row) for row in calls],
        "next": [row[0] for row in upcoming],
        "counters": _counters(connection, setup, hall_id=hall_id, at=at, rate=rate),
        "waiting": _WAITING.run(connection, hall_id=hall_id).scalar_one(),
    }


def _counters(connection: Connection, setup: CentreSetup, *, hall_id: int, at: datetime, rate: int) -> list[View]:
    payments = payments_at_counters(connection, centre_id=setup.id, hall_id=hall_id, at=at, rate=rate)
    by_number = {setup.counters[counter_id].number: payment for counter_id, payment in payments.items()}
    signs = signs_view(connection, setup, hall_id=hall_id)
    return [{**sign, "payment": by_number.get(sign["number"])} for sign in signs]


def _call_view(setup: CentreSetup, row: Any) -> View:
    label, counter_id, announced_at, state, recalls, present, reason = row
    called = bool(present) and state == TicketState.CALLED.value
    return {
        "label": label,
        "counter": setup.counters[counter_id].number,
        "called_at": moment(from_ms(announced_at)),
        "state": "called" if called else "serving",
        "recalls": recalls,
        "reason": word_for(reason),
    }
