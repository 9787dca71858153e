"""What becomes of a citizen whose slip, given without the server, could not be taken in."""

from datetime import datetime

from queue_server.domain.event import EventKind
from queue_server.store.refused_tickets import save_settled
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.journaling import record


def settle_refused(unit: Unit, *, centre_id: int, actor_id: int, ticket_id: str, note: str, at: datetime) -> View:
    """Take a refused ticket off the manager's list; the journal keeps the `note` of how it was settled, and by whom.

    Raises NotFound, also when somebody has settled it before.
    """
    setup_for_writing(unit, centre_id)
    label, code = save_settled(
        unit.connection, ticket_id, centre_id=centre_id, staff_id=actor_id, note=note, at=at
    )  # fmt: skip
    record(
        unit, EventKind.LEASE_SETTLED, at=at, centre_id=centre_id, ticket=ticket_id, label=label, code=code,
        actor=actor_id, why=note,
    )  # fmt: skip
    return {"id": ticket_id, "label": label}
