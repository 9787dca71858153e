"""The undo kept with a ticket, as text."""

import json
from dataclasses import replace
from typing import Any

from queue_server.domain.dossier import Dossier, Result, Step
from queue_server.domain.handling import Handling
from queue_server.domain.ticket import Ticket, TicketState, Turn
from queue_server.domain.undo import Undo
from queue_server.store.dossiers import dossier_from
from queue_server.store.moments import from_ms, maybe_from_ms, maybe_ms, to_ms
from queue_server.store.tickets import TURN_COLUMNS, aside_to_text, turn_from


def undo_to_text(undo: Undo) -> str:
    """Write what `undo_from_text` reads; of the ticket, only what a move can change."""
    written = {
        "move": undo.move,
        "counter": undo.counter_id,
        "until": to_ms(undo.until),
        "state": undo.ticket.state.value,
        "misses": undo.ticket.misses,
        "returns": undo.ticket.returns,
        "visit": [undo.ticket.service_id, undo.ticket.stop, *undo.ticket.stops],
        "collects": undo.ticket.collects,
        "turn": _turn_to_list(undo.ticket.turn),
        "running": _handling_to_list(undo.running),
        "added": _handling_to_list(undo.added),
        "follows": undo.follows,
        "gathered": list(undo.gathered),
        "dossier": None if undo.dossier is None else _dossier_to_list(undo.dossier),
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def undo_from_text(written: str | None, ticket: Ticket) -> Undo | None:
    """Read the undo kept with the ticket; None when nothing was kept."""
    if written is None:
        return None
    kept = json.loads(written)
    service_id, stop, *stops = kept.get("visit") or [ticket.service_id, ticket.stop, *ticket.stops]
    before = replace(
        ticket,
        service_id=service_id,
        stop=stop,
        stops=tuple(stops),
        collects=kept.get("collects"),
        state=TicketState(kept["state"]),
        misses=kept["misses"],
        returns=kept.get("returns", ticket.returns),
        turn=_turn_from_list(kept["turn"]),
    )
    return Undo(
        move=kept["move"],
        counter_id=kept["counter"],
        until=from_ms(kept["until"]),
        ticket=before,
        running=_handling_from_list(kept["running"]),
        added=_handling_from_list(kept["added"]),
        follows=kept.get("follows"),
        gathered=tuple(kept.get("gathered", ())),
        dossier=None if kept.get("dossier") is None else dossier_from(kept["dossier"]),
    )


def _turn_to_list(turn: Turn) -> list[Any]:
    return [
        turn.ordinal,
        turn.line_id,
        turn.effective_at,
        to_ms(turn.joined_at),
        *(maybe_ms(at) for at in (turn.called_at, turn.started_at, turn.ended_at, turn.held_at)),
        turn.held_milliseconds,
        turn.counter_id,
        turn.clerk_id,
        turn.recalls,
        turn.outcome,
        turn.note,
        maybe_ms(turn.announced_at),
        turn.reason,
        turn.for_counter_id,
        turn.for_clerk_id,
        aside_to_text(turn.aside),
    ]


def _turn_from_list(kept: list[Any]) -> Turn:
    # What an earlier version kept is shorter.
    return turn_from([*kept, *[None] * (len(TURN_COLUMNS) - len(kept))])


def _handling_to_list(handling: Handling | None) -> list[Any] | None:
    if handling is None:
        return None
    return [
        handling.turn_ordinal,
        handling.ordinal,
        handling.dossier_code,
        handling.clerk_id,
        to_ms(handling.started_at),
        maybe_ms(handling.ended_at),
        handling.held_milliseconds,
        handling.step,
        handling.result,
    ]


def _handling_from_list(kept: list[Any] | None) -> Handling | None:
    if kept is None:
        return None
    return Handling(
        turn_ordinal=kept[0],
        ordinal=kept[1],
        dossier_code=kept[2],
        clerk_id=kept[3],
        started_at=from_ms(kept[4]),
        ended_at=maybe_from_ms(kept[5]),
        held_milliseconds=kept[6],
        # What an earlier version kept is shorter.
        step=None if len(kept) < 8 or kept[7] is None else Step(kept[7]),
        result=None if len(kept) < 9 or kept[8] is None else Result(kept[8]),
    )


def _dossier_to_list(dossier: Dossier) -> list[Any]:
    term = dossier.term
    return [
        dossier.id,
        dossier.code,
        dossier.state,
        dossier.procedure_id,
        dossier.channel,
        None if term is None else term.quantity,
        None if term is None else term.unit,
        *(maybe_ms(at) for at in (dossier.received_at, dossier.due_at, dossier.settled_at, dossier.ended_at)),
        dossier.changes,
    ]
