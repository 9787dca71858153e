"""How a counter is, as the manager's page, boards and signs tell it."""

from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.store.moments import maybe_from_ms
from queue_server.store.prepared import Prepared, Row
from queue_server.store.shifts import Shift, open_shifts
from queue_server.store.tickets import stops_from_text
from queue_server.store.views import View, moment

_SERVING = Prepared(
    text(
        "SELECT t.counter_id, t.label, t.state, u.called_at, u.started_at, t.stops, t.stop FROM counter c"
        " JOIN ticket t ON t.counter_id = c.id AND t.state IN ('called', 'serving')"
        " JOIN turn u ON u.ticket_id = t.id AND u.ordinal = t.turn"
        " WHERE c.centre_id = :centre_id"
    )
)


def serving_now(connection: Connection, centre_id: int) -> dict[int, Row]:
    """Return what each counter of the centre has called or serves, by the counter's id."""
    return {row[0]: row for row in _SERVING.run(connection, centre_id=centre_id)}


def shift_of_counters(shifts: list[Shift]) -> dict[int, Shift]:
    """Return the shift that says how a counter is: one at work before one in a pause."""
    return {shift.counter_id: shift for shift in sorted(shifts, key=lambda each: each.pause is None)}


def counter_state(shift: Shift | None, ticket: Any) -> View:
    """Return `state` (calling, serving, free, ready, break, closed), `label` and `since`.

    `onward` says whether the visit at the counter has services still to come.
    """
    if ticket is None:
        return _without_ticket(shift) | {"onward": False}
    state = "calling" if ticket[2] == "called" else "serving"
    onward = ticket[6] + 1 < len(stops_from_text(ticket[5]))
    since = moment(maybe_from_ms(ticket[4] or ticket[3]))
    return {"state": state, "label": ticket[1], "since": since, "onward": onward}


def _without_ticket(shift: Shift | None) -> View:
    if shift is None:
        return {"state": "closed", "label": None, "since": None}
    if shift.pause is not None:
        return {"state": "break", "label": None, "since": moment(shift.pause.began_at)}
    if shift.ready_since is not None:
        return {"state": "ready", "label": None, "since": moment(shift.ready_since)}
    return {"state": "free", "label": None, "since": moment(shift.began_at)}


def signs_view(connection: Connection, setup: CentreSetup, *, hall_id: int) -> list[View]:
    """Return what the signs at the counters of a hall show, by number."""
    shifts = shift_of_counters(open_shifts(connection, setup.id))
    serving = serving_now(connection, setup.id)
    counters = sorted(setup.counters.values(), key=lambda counter: counter.number)
    return [
        {"number": counter.number} | {name: state[name] for name in ("state", "label", "since")}
        for counter in counters
        if counter.hall_id == hall_id
        for state in [counter_state(shifts.get(counter.id), serving.get(counter.id))]
    ]
