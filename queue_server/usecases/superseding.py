"""A request for a number whose answer its kiosk never heard, and for which it gave a number in reserve: one stands."""

import json
from datetime import datetime

from queue_server.domain import moves
from queue_server.domain.event import EventKind
from queue_server.domain.ticket import CITIZEN_MAY_CANCEL, Ticket
from queue_server.store.answers import Answer, find_answer, keep_answer
from queue_server.store.jobs import close_jobs
from queue_server.store.tickets import load_ticket, save_ticket, save_turn
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record_move
from queue_server.usecases.perform import Command, device_scope

NOT_DONE = Answer(fingerprint="superseded", body="{}")
"""Kept under the key of a request that has not come yet: when it comes late, it is refused as a key used before."""


def supersede(unit: Unit, ticket: Ticket, *, device_id: str, attempt: str, at: datetime) -> None:
    """Let `ticket` stand for the kiosk's request with the key `attempt`, done or not.

    Done already, its number is on nobody's paper and comes on none: it is withdrawn while it waits. One that was called
    meanwhile is left to the clerk, who calls in vain. Not done yet, it never will be. Whoever calls has the centre to
    itself.
    """
    name = Command(scope=device_scope(device_id), key=attempt, fingerprint=NOT_DONE.fingerprint).name
    known = find_answer(unit.connection, name)
    if known is None:
        keep_answer(unit.connection, name, NOT_DONE, at=at)
        return
    given = json.loads(known.body)
    for each in (given, *given.get("companions", ())):
        if "label" in each:
            close_jobs(unit.connection, each["id"], at=at)
            _withdraw(unit, each["id"], ticket, at=at)


def _withdraw(unit: Unit, ticket_id: str, instead: Ticket, *, at: datetime) -> None:
    ticket, _ = load_ticket(unit.connection, ticket_id)
    if ticket.state not in CITIZEN_MAY_CANCEL:
        return
    withdrawn = moves.cancel(ticket, at=at)
    save_ticket(unit.connection, withdrawn, undo=None)
    save_turn(unit.connection, withdrawn.id, withdrawn.turn)
    record_move(unit, EventKind.TICKET_CANCELLED, withdrawn, at=at, by="kiosk", instead=instead.id)
