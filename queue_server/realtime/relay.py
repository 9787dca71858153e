"""The relay: tails the journal and tells the rooms what changed.

Correctness rests on the journal alone. A wake-up (a commit in this process, a notification of PostgreSQL) only makes it
faster; without any it looks every second.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from functools import partial
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.event import EventKind
from queue_server.realtime.feeds import SPOKEN_KINDS, Feeds
from queue_server.realtime.rooms import Members, board_room, device_room, manager_room, staff_room
from queue_server.store.engine import Store
from queue_server.store.jobs import open_job_counts
from queue_server.store.journal import Entry, entries_since, last_seq
from queue_server.store.shifts import shift_of_clerk

log = logging.getLogger("motcua.relay")

LOOKS_EVERY = 1.0
CALM = 0.25
"""Seconds between two rounds of consoles and managers: forty consoles repaint four times a second at the most."""

REST = 0.02
"""Seconds of rest after a round that told something, so that a burst of commits is told together."""

_RIGHTS_CHANGED = frozenset({EventKind.CENTRE_CHANGED, EventKind.STAFF_PASSWORD_SET, EventKind.STAFF_CHANGED_CENTRE})

Emit = Callable[[str, Any, str], None]
"""(event, data, room)"""


class Relay:
    """One a process. `emit` sends to this process's own sockets."""

    def __init__(self, store: Store, feeds: Feeds, members: Members, emit: Emit, cut: Callable[[str], None]) -> None:
        self._store = store
        self._feeds = feeds
        self._members = members
        self._emit = emit
        self._cut = cut
        self._wake = Event()
        self._stopped = False
        self._seq = 0
        self._settle_at: dict[int, float] = {}
        self._thread = Thread(target=self._run, name="relay", daemon=True)

    def start(self) -> None:
        """Begin at the journal's present end."""
        with self._store.reading() as connection:
            self._seq = last_seq(connection)
        self._store.after_commit.append(self.wake)
        self._thread.start()

    def wake(self) -> None:
        """Look now."""
        self._wake.set()

    def stop(self) -> None:
        """End the thread."""
        self._stopped = True
        self._wake.set()
        self._thread.join(timeout=5)

    def hang_up(self) -> None:
        """Close all sockets of this process; their screens ask again until a server answers."""
        for member in self._members.all():
            self._cut(member.sid)

    def _run(self) -> None:
        while not self._stopped:
            self._wake.wait(self._patience())
            self._wake.clear()
            try:
                if self.round():
                    sleep(REST)
            except Exception:
                log.exception("the relay missed a round; it looks again in a second")
                self._wake.wait(LOOKS_EVERY)

    def round(self) -> int:
        """Relay what is new and return how many events that was."""
        with self._store.reading() as connection:
            entries = entries_since(connection, self._seq)
            for centre_id in sorted({entry.centre_id for entry in entries}):
                self._tell(connection, centre_id, [entry for entry in entries if entry.centre_id == centre_id])
                self._settle_at.setdefault(centre_id, monotonic() + CALM)
            for centre_id in [centre for centre, due in self._settle_at.items() if due <= monotonic()]:
                self._settle(connection, centre_id)
                del self._settle_at[centre_id]
        if entries:
            self._seq = entries[-1].seq
        return len(entries)

    def _patience(self) -> float:
        if not self._settle_at:
            return LOOKS_EVERY
        return max(0.0, min(self._settle_at.values()) - monotonic())

    def _tell(self, connection: Connection, centre_id: int, entries: Sequence[Entry]) -> None:
        setup = self._feeds.setup(connection, centre_id)
        for entry in entries:
            try:
                self._tell_entry(connection, setup, entry)
            except Exception:
                log.exception("entry %d of the journal could not be told; the boards show its effect", entry.seq)
        for hall_id in setup.halls:
            self._send(board_room(hall_id), "board", partial(self._feeds.board, connection, setup, hall_id))
        self._consoles(
            connection, setup, clerks={entry.body.get(who) for entry in entries for who in ("clerk", "actor")}
        )

    def _tell_entry(self, connection: Connection, setup: CentreSetup, entry: Entry) -> None:
        if entry.kind in SPOKEN_KINDS:
            hall_id, call = self._feeds.announcement(setup, entry)
            self._emit("announcement", call, board_room(hall_id))
        if entry.kind == EventKind.SHIFT_ENDED:
            self._emit("left", {"seq": entry.seq}, staff_room(entry.body["clerk"]))
        self._tell_device(connection, entry)
        self._cut_people(entry)

    def _cut_people(self, entry: Entry) -> None:
        """Close the sockets of people whose rights may have changed; who still has them connects again."""
        if entry.kind not in _RIGHTS_CHANGED:
            return
        whole_centre = entry.kind == EventKind.CENTRE_CHANGED
        for member in self._members.all():
            at_centre = whole_centre and member.centre_id == entry.centre_id
            if member.staff_id is not None and (at_centre or member.staff_id == entry.body.get("clerk")):
                self._cut(member.sid)

    def _settle(self, connection: Connection, centre_id: int) -> None:
        setup = self._feeds.setup(connection, centre_id)
        self._consoles(connection, setup, clerks=None)
        self._send(manager_room(centre_id), "manager", lambda: self._feeds.manager(connection, setup))

    def _consoles(self, connection: Connection, setup: CentreSetup, *, clerks: Collection[Any] | None) -> None:
        """Tell the connected consoles of these clerks; None means of all."""
        for clerk_id in self._members.staff_of(setup.id):
            if clerks is None or clerk_id in clerks:
                shift = shift_of_clerk(connection, clerk_id)
                if shift is not None and shift.centre_id == setup.id:
                    make = partial(self._feeds.console, connection, setup, shift)
                    self._send(staff_room(clerk_id), "console", make)

    def _tell_device(self, connection: Connection, entry: Entry) -> None:
        device = entry.body.get("device")
        if device is None:
            return
        if entry.kind == "device.revoked":
            for member in self._members.all():
                if member.device_id == device:
                    self._cut(member.sid)
        elif entry.kind == EventKind.PAYMENT_BEGUN:
            self._send(device_room(device), "sales", lambda: {"seq": entry.seq})
        elif entry.kind in {"ticket.issued", "slip.queued"}:
            self._send(
                device_room(device),
                "device",
                lambda: {"jobs_waiting": open_job_counts(connection).get(device, 0)},
            )

    def _send(self, room: str, event: str, make: Callable[[], Any]) -> None:
        if self._members.in_room(room):
            self._emit(event, make(), room)
