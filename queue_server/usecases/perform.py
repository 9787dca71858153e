"""Running a command once, however often it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from queue_server.domain.console import Console
from queue_server.domain.errors import DomainError, KeyReused
from queue_server.store.answers import Answer, find_answer, keep_answer
from queue_server.store.engine import Store
from queue_server.store.unit import Unit, dump


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Who asks (`scope`), the idempotency key they chose, a fingerprint of what they ask, and the tab that asks."""

    scope: str
    key: str
    fingerprint: str
    console: Console | None = None

    @property
    def name(self) -> str:
        """The key under which the answer is kept."""
        return f"{self.scope}:{self.key}"


def device_scope(device_id: str) -> str:
    """Return the scope of a device's keys."""
    return f"device:{device_id}"


def perform(store: Store, *, command: Command, at: datetime, action: Callable[[Unit], Mapping[str, Any]]) -> str:
    """Run the action in one transaction and return its answer as JSON text; a repeated command gets the first answer.

    Raises KeyReused when the key came before with another request, and whatever the action refuses with.
    """
    try:
        return _once(store, command, at, action)
    except IntegrityError:
        # Two requests with one key ran at the same time on PostgreSQL: the loser finds the winner's answer.
        return _once(store, command, at, action)
    except DomainError:
        known = _known(store, command)
        if known is None:
            raise
        return known


def _known(store: Store, command: Command) -> str | None:
    """The winner's answer, when what refused the loser was that the winner had done it already."""
    with store.reading() as connection:
        found = find_answer(connection, command.name)
    return found.body if found is not None and found.fingerprint == command.fingerprint else None


def _once(store: Store, command: Command, at: datetime, action: Callable[[Unit], Mapping[str, Any]]) -> str:
    with Unit(store, console=command.console) as unit:
        known = find_answer(unit.connection, command.name)
        if known is not None:
            if known.fingerprint != command.fingerprint:
                raise KeyReused()
            return known.body
        answer = Answer(fingerprint=command.fingerprint, body=dump(action(unit)))
        keep_answer(unit.connection, command.name, answer, at=at)
    return answer.body
