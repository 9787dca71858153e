"""The unit of work: one transaction, its journal entries written last, committed on a clean exit."""

import json
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, insert, text
from sqlmodel import Session

from queue_server.domain.console import Console
from queue_server.domain.event import Event
from queue_server.store.engine import Store
from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.schema import EventRow

JOURNAL_LOCK = 7_011
"""Name of the PostgreSQL advisory lock under which journal rows get their seq: it makes seq the order of commits."""

CHANNEL = "motcua_journal"

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_APPEND = Prepared(insert(EventRow), columns=["centre_id", "at", "kind", "body"])
_LOCK = Prepared(text(f"SELECT pg_advisory_xact_lock({JOURNAL_LOCK})"))
_NOTIFY = Prepared(text(f"NOTIFY {CHANNEL}"))


class Unit:
    """One transaction. `with unit:` begins it, commits on a clean exit and rolls back on an exception."""

    def __init__(self, store: Store, *, console: Console | None = None) -> None:
        """`console` is the tab that asks, where one does; `usecases.posts` lets only the one that holds a shift act."""
        self.store = store
        self.console = console
        self.keypad: str | None = None
        self._connection: Connection | None = None
        self._session: Session | None = None
        self._events: list[Event] = []

    def __enter__(self) -> Self:
        connection = self.store.writers.take()
        try:
            connection.begin()
        except BaseException:
            self.store.writers.give(connection)
            raise
        self._connection = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            self._close()
        if kind is None:
            for notify in self.store.after_commit:
                notify()

    @property
    def connection(self) -> Connection:
        """The connection of the open transaction."""
        assert self._connection is not None, "the unit is not open"
        return self._connection

    @property
    def session(self) -> Session:
        """A SQLModel session in the same transaction, for set-up and other rare work. Never commit it."""
        if self._session is None:
            self._session = Session(bind=self.connection)
        return self._session

    def comes_from_keypad(self, device_id: str) -> None:
        """From now on it is the keypad of a counter that asks: the journal says which, with each event."""
        self.keypad = device_id

    def record(self, event: Event) -> None:
        """Add an event to what this transaction will write into the journal."""
        if self.keypad is not None:
            event = replace(event, body={**event.body, "keypad": self.keypad})
        self._events.append(event)

    def _commit(self) -> None:
        if self._session is not None:
            self._session.flush()
        if self._events:
            self._append_journal()
        self.connection.commit()

    def _append_journal(self) -> None:
        connection = self.connection
        if not self.store.is_sqlite:
            _LOCK.run(connection)
            _NOTIFY.run(connection)
        for event in self._events:
            _APPEND.run(
                connection,
                centre_id=event.centre_id,
                at=to_ms(event.at),
                kind=event.kind.value,
                body=dump(event.body),
            )

    def _close(self) -> None:
        self._events = []
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._connection is not None:
            self.store.writers.give(self._connection)
            self._connection = None


def dump(value: Mapping[str, Any]) -> str:
    """Write JSON compactly, letters as they are."""
    return _ENCODE(value)
