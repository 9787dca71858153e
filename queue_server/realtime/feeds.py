"""What each room is told: whole snapshots with the seq they stand at."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from display.announcement import announce
from queue_server.domain.centre import CentreSetup
from queue_server.domain.numbering import service_day
from queue_server.store.boards import board_view
from queue_server.store.consoles import console_view
from queue_server.store.device_views import alerts_view, devices_view
from queue_server.store.journal import Entry
from queue_server.store.moments import to_day
from queue_server.store.reports import now_view
from queue_server.store.setup import setup_of
from queue_server.store.shifts import Shift
from queue_server.store.views import View, moment
from queue_server.usecases.context import Context

SPOKEN_WITHIN = timedelta(minutes=2)
"""A call older than this is not spoken any more: the screen shows it. Ten counters that call at once need 80 to 120 s
of speech one after the other; a board drops a waiting call by itself once it is served, moved or taken back."""

SPOKEN_KINDS = frozenset({"ticket.called", "ticket.recalled"})


class Feeds:
    """Snapshots for one installation, as of the connection's view of the database."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def setup(self, connection: Connection, centre_id: int) -> CentreSetup:
        """Return the centre's set-up."""
        return setup_of(self._context.store, connection, centre_id)

    def board(self, connection: Connection, setup: CentreSetup, hall_id: int) -> View:
        """Return the board of a hall."""
        at = self._context.clock.now()
        day = to_day(service_day(at, setup.zone))
        rate = self._context.clock.rate
        view = board_view(connection, setup, hall_id=hall_id, day_ordinal=day, at=at, rate=rate)
        return self._timed({**view, "assets": self._context.assets}, at)

    def console(self, connection: Connection, setup: CentreSetup, shift: Shift) -> View:
        """Return the console of an open shift."""
        at = self._context.clock.now()
        return self._timed(console_view(connection, setup, shift, at=at), at)

    def manager(self, connection: Connection, setup: CentreSetup) -> View:
        """Return the manager's now."""
        at = self._context.clock.now()
        view = now_view(connection, setup, at=at, day=service_day(at, setup.zone))
        view["alerts"] = alerts_view(connection, setup.id)
        view["devices"] = devices_view(connection, setup, at=at, rate=self._context.clock.rate)
        return self._timed(view, at)

    def announcement(self, setup: CentreSetup, entry: Entry) -> tuple[int, View]:
        """Return the hall in which a call is spoken, and the call. It is spoken once and not after `expires_at`."""
        counter = setup.counters[entry.body["counter"]]
        label, language = entry.body["label"], entry.body["language"]
        spoken = announce(label=label, counter=counter.number, language=language)
        lives = SPOKEN_WITHIN * max(1, self._context.clock.rate // 10)
        return counter.hall_id, {
            "seq": entry.seq,
            "label": label,
            "counter": counter.number,
            "language": language,
            "called_at": moment(entry.at),
            "expires_at": moment(entry.at + lives),
            "clips": list(spoken.clips),
            "text": dict(spoken.text),
        }

    def _timed(self, view: dict[str, Any], at: datetime) -> View:
        return {**view, "server_time": moment(at), "clock_rate": self._context.clock.rate}
