"""Payments that the sign at a counter shows to the citizen who sits there."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from queue_server.store.citizen_money import citizen_payment_view
from queue_server.store.moments import to_ms
from queue_server.store.payments import find_payment
from queue_server.store.prepared import Prepared
from queue_server.store.views import View, moment

PAID_SHOWN = timedelta(seconds=10)
"""How long a sign says that the money has come, in seconds of who reads it."""

_AT_COUNTERS = Prepared(
    text(
        "SELECT t.counter_id, p.id"
        " FROM counter k CROSS JOIN ticket t CROSS JOIN handling h CROSS JOIN charge c CROSS JOIN payment p"
        " WHERE k.hall_id = :hall_id"
        " AND t.counter_id = k.id AND t.state IN ('called', 'serving')"
        " AND h.ticket_id = t.id AND h.turn_ordinal = t.turn AND c.dossier_id = h.dossier_id"
        " AND p.charge_id = c.id AND p.created_by = h.clerk_id AND p.method = 'vietqr'"
        " AND (p.state = 'pending' OR (p.state = 'confirmed' AND p.ended_at > :since))"
        " ORDER BY p.created_at, p.id"
    )
)
"""Crossed so that SQLite goes this way round: from the few who are served now to their payments."""


def payments_at_counters(
    connection: Connection, *, centre_id: int, hall_id: int, at: datetime, rate: int
) -> dict[int, View]:
    """Return the newest payment by payment code at each counter of a hall, by the counter's id.

    It is one that the clerk began for a dossier of the ticket that is served there now: pending, or confirmed a moment
    ago and shown `until`. It goes with its citizen, so that nobody pays what the one before was asked for.
    """
    shown = PAID_SHOWN * rate
    rows = _AT_COUNTERS.run(connection, hall_id=hall_id, since=to_ms(at - shown))
    views = {}
    for counter_id, payment_id in rows:
        payment = find_payment(connection, centre_id=centre_id, payment_id=payment_id)
        until = None if payment.ended_at is None else moment(payment.ended_at + shown)
        views[counter_id] = {**citizen_payment_view(connection, payment), "until": until}
    return views
