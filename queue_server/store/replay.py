"""Turns and dossiers rebuilt from the journal alone, to prove that the tables say what happened and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from queue_server.domain.event import EventKind
from queue_server.domain.moves import not_before
from queue_server.store.journal import Entry
from queue_server.store.moments import from_ms

MILLISECOND = timedelta(milliseconds=1)

DOSSIER_FACTS = ("dossier_state", "procedure", "channel", "term", "received_at", "due_at", "settled_at")
"""What an entry says of a dossier that it moved: all of it, so that the last one tells where the dossier is."""

TurnKey = tuple[str, int]
HandlingKey = tuple[str, int, int]
Itinerary = tuple[tuple[int, ...], int]
"""The services of a visit in order (none for a plain one), and the index of the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedTurn:
    """A turn as the journal tells it. Counters, clerks and lines are ids."""

    ticket: str
    label: str
    ordinal: int
    service: int
    priority: int | None
    line: int
    joined_at: datetime
    counter: int | None = None
    clerk: int | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    held_at: datetime | None = None
    held_milliseconds: int = 0
    outcome: str | None = None
    effective_at: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedHandling:
    """Time on a dossier as the journal tells it."""

    ticket: str
    turn: int
    ordinal: int
    dossier: str
    clerk: int
    started_at: datetime
    ended_at: datetime | None = None
    held_milliseconds: int = 0
    step: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a ticket was before its last move, for when that is taken back."""

    turn: ReplayedTurn
    held: Mapping[HandlingKey, int]
    itinerary: "Itinerary"


@dataclass(slots=True)
class Replay:
    """All turns and handlings of the entries read so far."""

    turns: dict[TurnKey, ReplayedTurn] = field(default_factory=dict)
    handlings: dict[HandlingKey, ReplayedHandling] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    dossiers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    itineraries: dict[str, Itinerary] = field(default_factory=dict)
    _present: dict[str, int] = field(default_factory=dict)
    _before: dict[str, Before] = field(default_factory=dict)

    def read(self, entries: Iterable[Entry]) -> "Replay":
        """Take the entries in, in their order; return itself. Entries about other things are passed over."""
        for entry in entries:
            kind = EventKind(entry.kind)
            if "dossier_state" in entry.body:
                self.dossiers[entry.body["dossier"]] = {name: entry.body[name] for name in DOSSIER_FACTS}
            if kind in _BEGINNINGS:
                self._issue(entry)
            elif kind in _MOVES:
                self._move(kind, entry)
            elif kind is EventKind.MOVE_UNDONE:
                self._undo(entry.body)
            elif kind is EventKind.HANDLING_STARTED:
                self._begin_handling(entry)
            elif kind is EventKind.HANDLING_ENDED:
                self._end_handling(entry)
        return self

    def _issue(self, entry: Entry) -> None:
        body = entry.body
        self._put(
            ReplayedTurn(
                ticket=body["ticket"],
                label=body["label"],
                ordinal=body["turn"],
                service=body["service"],
                priority=body["priority"],
                line=body["line"],
                joined_at=from_ms(body["joined_at"]) if "joined_at" in body else entry.at,
                started_at=entry.at if entry.kind == EventKind.TICKET_WALKED_IN else None,
                counter=body["counter"],
                clerk=body["clerk"],
                effective_at=body["effective_at"],
                reason=body.get("reason"),
            )
        )
        self.states[body["ticket"]] = body["state"]
        self.itineraries[body["ticket"]] = (_stops(body), 0)

    def _move(self, kind: EventKind, entry: Entry) -> None:
        ticket = entry.body["ticket"]
        turn = self.turns[ticket, self._present[ticket]]
        self._before[ticket] = Before(turn=turn, held=self._held_of(ticket), itinerary=self.itineraries[ticket])
        if kind in _SENT_ON:
            self._put(_ended(turn, entry.at, _SENT_ON[kind]))
        if kind in _NEW_TURNS:
            self._put(_next_turn(turn, entry))
        elif kind is EventKind.TICKET_RESUMED:
            self._resume(turn, entry)
        elif kind in _COMPANIONS:
            self._put(replace(turn, reason=_COMPANIONS[kind]))
        elif kind is EventKind.TICKET_REPLANNED:
            self.itineraries[ticket] = (_stops(entry.body), self.itineraries[ticket][1])
        else:
            self._put(_moved(kind, turn, entry))
        if kind in _NEXT_SERVICES:
            self.itineraries[ticket] = (self.itineraries[ticket][0], entry.body["stop"])
        self.states[ticket] = entry.body["state"]

    def _resume(self, turn: ReplayedTurn, entry: Entry) -> None:
        aside = _aside(turn, entry.at)
        self._put(
            replace(
                turn,
                counter=entry.body["counter"],
                clerk=entry.body["clerk"],
                started_at=turn.started_at or not_before(turn.called_at, entry.at),
                held_at=None,
                held_milliseconds=turn.held_milliseconds + aside,
            )
        )
        for key, handling in self.handlings.items():
            if key[:2] == (turn.ticket, turn.ordinal) and handling.ended_at is None:
                self.handlings[key] = replace(handling, held_milliseconds=handling.held_milliseconds + aside)

    def _undo(self, body: Mapping[str, Any]) -> None:
        ticket, present = body["ticket"], body["turn"]
        if body["move"] not in _OF_DOSSIERS:
            self._restore(self._before[ticket])
        if body["added"] is not None:
            del self.handlings[ticket, present, body["added"]]
        if body["running"] is not None:
            key = (ticket, present, body["running"])
            self.handlings[key] = replace(self.handlings[key], ended_at=None, result=None)
        self.states[ticket] = body["state"]

    def _restore(self, before: Before) -> None:
        turn = before.turn
        self.turns.pop((turn.ticket, turn.ordinal + 1), None)
        self._put(turn)
        self.itineraries[turn.ticket] = before.itinerary
        for key, held in before.held.items():
            self.handlings[key] = replace(self.handlings[key], held_milliseconds=held)

    def _begin_handling(self, entry: Entry) -> None:
        body = entry.body
        self.handlings[body["ticket"], body["turn"], body["handling"]] = ReplayedHandling(
            ticket=body["ticket"],
            turn=body["turn"],
            ordinal=body["handling"],
            dossier=body["dossier"],
            clerk=body["clerk"],
            started_at=entry.at,
            step=body.get("step"),
        )

    def _end_handling(self, entry: Entry) -> None:
        key = (entry.body["ticket"], entry.body["turn"], entry.body["handling"])
        handling = self.handlings[key]
        over = not_before(handling.started_at, entry.at)
        self.handlings[key] = replace(handling, ended_at=over, result=entry.body.get("result"))

    def _put(self, turn: ReplayedTurn) -> None:
        self.turns[turn.ticket, turn.ordinal] = turn
        self._present[turn.ticket] = turn.ordinal

    def _held_of(self, ticket: str) -> Mapping[HandlingKey, int]:
        return {key: found.held_milliseconds for key, found in self.handlings.items() if key[0] == ticket}


_BEGINNINGS = frozenset({EventKind.TICKET_ISSUED, EventKind.TICKET_WALKED_IN})
_NEW_TURNS = frozenset(
    {
        EventKind.TICKET_TRANSFERRED,
        EventKind.TICKET_REINSTATED,
        EventKind.TICKET_RETURNED,
        EventKind.TICKET_REOPENED,
        EventKind.TICKET_ONWARD,
        EventKind.TICKET_STAYED,
    }
)
_NEXT_SERVICES = frozenset({EventKind.TICKET_ONWARD, EventKind.TICKET_STAYED})
_SENT_ON = {EventKind.TICKET_TRANSFERRED: "transferred", **dict.fromkeys(_NEXT_SERVICES, "onward")}
_JOINED_BECAUSE = {
    EventKind.TICKET_TRANSFERRED: "transferred",
    EventKind.TICKET_RETURNED: "returned",
    EventKind.TICKET_ONWARD: "onward",
    EventKind.TICKET_STAYED: "stayed",
}
_OUTCOMES = {
    EventKind.TICKET_COMPLETED: "completed",
    EventKind.TICKET_NO_SHOW: "no_show",
    EventKind.TICKET_CANCELLED: "cancelled",
    EventKind.TICKET_AWAY: "away",
}
_COMPANIONS = {EventKind.TICKET_GATHERED: "companion", EventKind.TICKET_RELEASED: None}
_ENDED_AS_SAID = EventKind.TICKET_EXPIRED
_MOVES = (
    frozenset({EventKind.TICKET_CALLED, EventKind.TICKET_STARTED, EventKind.TICKET_HELD, EventKind.TICKET_RESUMED})
    | _NEW_TURNS
    | frozenset(_OUTCOMES)
    | {_ENDED_AS_SAID, EventKind.TICKET_REPLANNED}
    | frozenset(_COMPANIONS)
)
_OF_DOSSIERS = frozenset({"dossier", "dossier_end"})


def _moved(kind: EventKind, turn: ReplayedTurn, entry: Entry) -> ReplayedTurn:
    if kind is EventKind.TICKET_CALLED:
        called_at = not_before(turn.joined_at, entry.at)
        body = entry.body
        return replace(
            turn, called_at=called_at, counter=body["counter"], clerk=body["clerk"], reason=body.get("reason")
        )
    if kind is EventKind.TICKET_STARTED:
        return replace(turn, started_at=not_before(turn.called_at, entry.at))
    if kind is EventKind.TICKET_HELD:
        return replace(turn, held_at=entry.at)
    outcome = entry.body["outcome"] if kind is _ENDED_AS_SAID else _OUTCOMES[kind]
    return _ended(turn, entry.at, outcome)


def _next_turn(turn: ReplayedTurn, entry: Entry) -> ReplayedTurn:
    stayed = entry.kind == EventKind.TICKET_STAYED
    return ReplayedTurn(
        ticket=turn.ticket,
        label=turn.label,
        ordinal=entry.body["turn"],
        service=entry.body.get("service", turn.service),
        priority=turn.priority,
        line=entry.body["line"],
        joined_at=entry.at,
        started_at=entry.at if stayed else None,
        counter=entry.body["counter"] if stayed else None,
        clerk=entry.body["clerk"] if stayed else None,
        effective_at=entry.body["effective_at"],
        reason=entry.body.get("joined_because") or _JOINED_BECAUSE.get(EventKind(entry.kind)),
    )


def _stops(body: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(map(int, filter(None, (body.get("itinerary") or "").split(","))))


def _ended(turn: ReplayedTurn, at: datetime, outcome: str) -> ReplayedTurn:
    return replace(
        turn,
        ended_at=not_before(turn.started_at or turn.called_at or turn.joined_at, at),
        outcome=outcome,
        held_at=None,
        held_milliseconds=turn.held_milliseconds + _aside(turn, at),
    )


def _aside(turn: ReplayedTurn, at: datetime) -> int:
    if turn.held_at is None or turn.started_at is None:
        return 0
    return max(0, (at - turn.held_at) // MILLISECOND)
