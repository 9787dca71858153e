"""Tickets at every stage of their life, made of plain values."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from queue_server.domain.ticket import Aside, Ticket, TicketState, Turn

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def _waiting() -> Ticket:
    turn = Turn(ordinal=1, line_id=7, effective_at=1_000, joined_at=NOW)
    return Ticket(
        id="0" * 26, centre_id=1, service_id=2, day=date(2026, 11, 23), letter="A", number=12, label="A012",
        language="vi", priority_class_id=None, issued_at=NOW, state=TicketState.WAITING, turn=turn,
    )  # fmt: skip


_HISTORIES: dict[TicketState, dict[str, object]] = {
    TicketState.WAITING: {},
    TicketState.CALLED: {"called_at": 10, "announced_at": 10, "counter_id": 3, "clerk_id": 4},
    TicketState.SERVING: {"called_at": 10, "announced_at": 10, "started_at": 20, "counter_id": 3, "clerk_id": 4},
    TicketState.HELD: {
        "called_at": 10, "announced_at": 10, "started_at": 20, "held_at": 30, "counter_id": 3, "clerk_id": 4,
        "aside": Aside(note="chờ bản sao"),
    },
    TicketState.COMPLETED: {"called_at": 10, "started_at": 20, "ended_at": 40, "counter_id": 3, "clerk_id": 4},
    TicketState.NO_SHOW: {"called_at": 10, "ended_at": 40, "counter_id": 3, "clerk_id": 4},
    TicketState.CANCELLED: {"ended_at": 40},
    TicketState.AWAY: {"called_at": 10, "started_at": 20, "ended_at": 40, "counter_id": 3, "clerk_id": 4},
    TicketState.EXPIRED: {"ended_at": 40},
}  # fmt: skip


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def ticket_in() -> Callable[[TicketState], Ticket]:
    """A ticket in the state, whose times are so many seconds after `now`."""

    def make(state: TicketState) -> Ticket:
        facts = {
            name: NOW + timedelta(seconds=value) if name.endswith("_at") else value  # type: ignore[arg-type]
            for name, value in _HISTORIES[state].items()
        }
        ticket = _waiting()
        misses = 1 if state is TicketState.NO_SHOW else 0
        return replace(ticket, state=state, misses=misses, turn=replace(ticket.turn, **facts))  # type: ignore[arg-type]

    return make


@pytest.fixture
def in_order() -> Callable[[list[object]], bool]:
    """Whether each value is at most the next."""
    return lambda values: all(a <= b for a, b in pairwise(values))  # type: ignore[operator]
