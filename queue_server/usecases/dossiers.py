"""Dossiers in a turn: each is handled on its own, one after the other, and each handling has a result."""

from dataclasses import dataclass, replace
from datetime import datetime

from queue_server.domain.centre import CentreSetup
from queue_server.domain.dossier import Dossier, Result, finish, usual_result
from queue_server.domain.errors import DossierRepeated, IllegalMove, IllegalResult, NoDossierRunning
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.handling import Handling, dossier_code
from queue_server.domain.moves import not_before
from queue_server.domain.ticket import Ticket, TicketState
from queue_server.domain.undo import UNDO_WINDOW, Undo
from queue_server.store.dossiers import find_dossier, save_dossier, see_dossier
from queue_server.store.handlings import handlings_of, insert_handling, save_handling
from queue_server.store.unit import Unit
from queue_server.store.views import View, moment
from queue_server.usecases.journaling import record
from queue_server.usecases.posts import answer, post_of, remember, running_handling, ticket_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The handling that ran and its dossier as they were before; both None when nothing ran."""

    handling: Handling | None = None
    dossier: Dossier | None = None


def begin_dossier(unit: Unit, *, centre_id: int, clerk_id: int, text: str, at: datetime) -> View:
    """Begin handling the dossier typed or scanned, ending the one that runs; the turn must have been started.

    Raises DossierPattern, DossierRepeated (it runs already), NoTicketAtCounter and IllegalMove.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    if ticket.state is not TicketState.SERVING:
        raise IllegalMove(label=ticket.label, state=ticket.state.value, move="dossier")
    code = dossier_code(text, post.setup.dossier_pattern)
    before = running_handling(unit, ticket)
    if before is not None and before.dossier_code == code:
        raise DossierRepeated(value=code)
    ended = end_running(unit, post.setup, ticket, at=at)
    added = _add(unit, ticket, code=code, clerk_id=clerk_id, at=at)
    undo = Undo(
        move="dossier",
        counter_id=post.shift.counter_id,
        until=at + UNDO_WINDOW,
        ticket=ticket,
        running=ended.handling,
        added=added,
        dossier=ended.dossier,
    )
    remember(unit, post, ticket, undo)
    return answer(unit, post, ticket, undo)


def end_dossier(unit: Unit, *, centre_id: int, clerk_id: int, result: str | None = None, at: datetime) -> View:
    """End the dossier that runs with its result; the turn goes on.

    Without a result its step is done, or it was only asked about (`usual_result`). Raises NoTicketAtCounter,
    NoDossierRunning and IllegalResult.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    ended = end_running(unit, post.setup, ticket, at=at, result=None if result is None else Result(result))
    if ended.handling is None:
        raise NoDossierRunning()
    undo = Undo(
        move="dossier_end",
        counter_id=post.shift.counter_id,
        until=at + UNDO_WINDOW,
        ticket=ticket,
        running=ended.handling,
        dossier=ended.dossier,
    )
    remember(unit, post, ticket, undo)
    return answer(unit, post, ticket, undo)


def end_running(unit: Unit, setup: CentreSetup, ticket: Ticket, *, at: datetime, result: Result | None = None) -> Ended:
    """End the handling that runs in the ticket's turn, if any; its dossier goes where the result takes it.

    A dossier that went on behind the counters meanwhile stays where it is, unless the clerk names a result. Raises
    IllegalResult.
    """
    running = running_handling(unit, ticket)
    if running is None:
        return Ended()
    before = find_dossier(unit.connection, centre_id=ticket.centre_id, code=running.dossier_code)
    same = before.step is running.step
    outcome = result or (usual_result(running.step) if same else Result.UNFINISHED)
    over = not_before(running.started_at, at)
    after = before
    if outcome is not Result.UNFINISHED:
        if not same:
            raise IllegalResult(value=before.code, state=before.state.value, result=outcome.value)
        after = finish(before, outcome, began_at=running.started_at, at=over, calendar=setup.work_calendar)
        save_dossier(unit.connection, after)
    ended = replace(running, ended_at=over, result=outcome)
    save_handling(unit.connection, ticket.id, ended)
    _record(unit, EventKind.HANDLING_ENDED, ticket, ended, at=at, result=outcome.value, **facts_of(after))
    return Ended(handling=running, dossier=None if after is before else before)


def facts_of(dossier: Dossier) -> dict[str, Plain]:
    """Return what the journal says of a dossier: all that the next reader needs to know of it, flat."""
    term = dossier.term
    return {
        "dossier": dossier.code,
        "dossier_state": dossier.state.value,
        "procedure": dossier.procedure_id,
        "channel": None if dossier.channel is None else dossier.channel.value,
        "term": None if term is None else f"{term.quantity:g} {term.unit.value}",
        "received_at": moment(dossier.received_at),
        "due_at": moment(dossier.due_at),
        "settled_at": moment(dossier.settled_at),
    }


def _add(unit: Unit, ticket: Ticket, *, code: str, clerk_id: int, at: datetime) -> Handling:
    of_turn = [
        handling
        for handling in handlings_of(unit.connection, ticket.id)
        if handling.turn_ordinal == ticket.turn.ordinal
    ]
    dossier = see_dossier(unit.connection, centre_id=ticket.centre_id, code=code, at=at)
    added = Handling(
        turn_ordinal=ticket.turn.ordinal,
        ordinal=len(of_turn) + 1,
        dossier_code=code,
        clerk_id=clerk_id,
        started_at=at,
        step=dossier.step,
    )
    insert_handling(unit.connection, ticket_id=ticket.id, dossier_id=dossier.id, handling=added)
    step = None if added.step is None else added.step.value
    _record(unit, EventKind.HANDLING_STARTED, ticket, added, at=at, step=step)
    return added


def _record(unit: Unit, kind: EventKind, ticket: Ticket, handling: Handling, *, at: datetime, **more: Plain) -> None:
    facts: dict[str, Plain] = {
        "ticket": ticket.id,
        "label": ticket.label,
        "turn": handling.turn_ordinal,
        "handling": handling.ordinal,
        "dossier": handling.dossier_code,
        "clerk": handling.clerk_id,
        "counter": ticket.turn.counter_id,
    }
    record(unit, kind, at=at, centre_id=ticket.centre_id, **(facts | more))
