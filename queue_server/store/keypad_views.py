"""What the keypads of a hall show."""

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup, Counter
from queue_server.store.counter_states import signs_view
from queue_server.store.journal import last_seq
from queue_server.store.lines import waiting_by_line
from queue_server.store.views import View


def keypads_view(connection: Connection, setup: CentreSetup, *, hall_id: int) -> View:
    """Return how each counter of the hall is and how many wait in the lines it serves, without the clock."""
    return {"seq": last_seq(connection), "counters": _counters(connection, setup, hall_id=hall_id)}


def counter_of_keypad(connection: Connection, setup: CentreSetup, counter: Counter) -> View:
    """Return the same of one counter."""
    views = _counters(connection, setup, hall_id=counter.hall_id)
    return next(view for view in views if view["number"] == counter.number)


def _counters(connection: Connection, setup: CentreSetup, *, hall_id: int) -> list[View]:
    waiting = waiting_by_line(connection, setup.id)
    return [
        {**sign, "waiting": sum(waiting.get(line, (0, 0))[0] for line in setup.counter(sign["number"]).skills)}
        for sign in signs_view(connection, setup, hall_id=hall_id)
    ]
