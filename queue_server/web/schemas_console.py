"""What the counter console's answers hold."""

from typing import Annotated

from pydantic import Field

from queue_server.web.schemas_out import Clocked, Coded, Moment, Named, Names, Out, StopName, StopOut, TicketState


class ClerkName(Out):
    name: str


class CounterOut(Out):
    number: int
    names: Names
    hall: Coded


class CounterSeat(CounterOut):
    clerk: ClerkName | None
    mine: bool
    free: bool
    shared: bool


class Counters(Out):
    counters: list[CounterSeat]


class HandlingOut(Out):
    id: str
    dossier: str
    started_at: Moment
    ended_at: Moment | None
    held_seconds: int
    step: str | None
    result: str | None
    results: list[str]


class AsideOut(Out):
    """How a ticket is held: at which counter, what for, and when that counter is reminded."""

    counter: int
    note: str | None
    remind_at: Moment | None
    parked: bool


class CounterTicket(Out):
    id: str
    label: str
    state: TicketState
    language: str
    service: Coded
    priority: Coded | None
    line: str
    joined_at: Moment
    called_at: Moment | None
    started_at: Moment | None
    held_at: Moment | None
    recalls: int
    note: str | None
    reason: str | None
    for_counter: int | None
    for_clerk: int | None
    returns: int
    itinerary: list[StopOut]
    aside: AsideOut | None
    handlings: list[HandlingOut]


class StopOffer(StopName):
    hall: Coded | None


class StopOffers(Out):
    services: list[StopOffer]


class UndoOut(Out):
    move: str
    until: Moment


class CommandOut(Out):
    ticket: CounterTicket | None
    undo: UndoOut | None


class ConsoleLine(Coded):
    letter: str
    waiting: int
    oldest_joined_at: Moment | None
    mine: bool
    rank: int | None


class NextTicket(Out):
    label: str
    service: Named
    joined_at: Moment
    priority: Coded | None
    reason: str


class WaitingTicket(Out):
    id: str
    label: str
    service: Named
    joined_at: Moment
    priority: Coded | None
    for_counter: int | None
    for_clerk: int | None


class WaitingTickets(Out):
    tickets: list[WaitingTicket]


class Colleague(ClerkName):
    id: int


class ConsoleDesk(Out):
    number: int
    names: Names
    clerks: list[Colleague]


class ConsoleService(Coded):
    line: str
    returns_results: bool


class ShiftOut(Out):
    began_at: Moment


class OpenBreak(Out):
    reason: Coded
    began_at: Moment


class ConsoleHolder(Out):
    """The tab that acts for the shift; None is a caller that is no console."""

    name: str
    browser: str
    since: Moment


class Beside(Out):
    """The colleague at a shared counter."""

    name: str
    on_break: bool


class Automatic(Out):
    """Whether the centre has automatic call, the counter uses it, and since when it is ready for whoever comes."""

    offered: bool
    on: bool
    ready_since: Moment | None


class Console(Clocked):
    seq: int
    counter: CounterOut
    clerk: ClerkName
    console: ConsoleHolder | None
    beside: list[Beside]
    shift: ShiftOut
    ticket: CounterTicket | None
    lines: list[ConsoleLine]
    next: NextTicket | None
    held: list[CounterTicket]
    missed: list[CounterTicket]
    away: list[CounterTicket]
    desks: list[ConsoleDesk]
    services: list[ConsoleService]
    undo: UndoOut | None
    target_minutes: int
    dossier_pattern: str
    break_: Annotated[OpenBreak | None, Field(alias="break")]
    break_reasons: list[Coded]
    hold_reminder_minutes: int
    automatic: Automatic
