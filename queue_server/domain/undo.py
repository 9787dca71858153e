"""Taking the last action back: for five seconds the counter keeps what the ticket was before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server.domain.dossier import Dossier
from queue_server.domain.errors import UndoTooLate
from queue_server.domain.handling import Handling
from queue_server.domain.ticket import Ticket

UNDO_WINDOW = timedelta(seconds=5)
NETWORK_GRACE = timedelta(seconds=1)
"""A key pressed in the last moment still counts after its way through the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """What one action at a counter changed.

    `ticket`, `running` (the handling that ran) and the `dossier` that this one moved are as they were before it;
    `added` names a handling it began; `follows` is the ticket whose end brought it about by itself, and which can be
    taken back after it; `gathered` are the companions that a call made wait for its counter.
    """

    move: str
    counter_id: int
    until: datetime
    ticket: Ticket
    running: Handling | None = None
    added: Handling | None = None
    follows: str | None = None
    dossier: Dossier | None = None
    gathered: tuple[str, ...] = ()


def undoable(undo: Undo | None, *, at: datetime, counter_id: int) -> Undo:
    """Return the undo when this counter may still use it. Raises UndoTooLate."""
    if undo is None or undo.counter_id != counter_id or at > undo.until + NETWORK_GRACE:
        raise UndoTooLate()
    return undo
