"""What a terminal's box sees of its sales."""

from queue_server.domain.payment import Payment
from queue_server.domain.telling import sale_reference
from queue_server.store.views import View, moment


def sale_view(payment: Payment) -> View:
    """Return a payment as the box of its terminal needs it."""
    return {
        "payment": payment.id,
        "reference": sale_reference(payment),
        "amount": payment.amount,
        "state": payment.state.value,
        "newest": payment.newest,
        "asked_at": moment(payment.asked_at),
    }
