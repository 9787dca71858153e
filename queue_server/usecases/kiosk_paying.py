"""What a citizen at a kiosk may do with an attempt to pay, beside beginning one."""

from datetime import datetime

from queue_server.domain.money_errors import IllegalPaymentMove
from queue_server.domain.payment import Payment, PaymentMove, Source
from queue_server.store.payments import find_payment
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.paying import cancel_payment


def cancel_kiosk_payment(unit: Unit, *, centre_id: int, payment_id: str, at: datetime) -> Payment:
    """Take down an attempt that no member of staff began. Raises NotFound, IllegalPaymentMove (of theirs too)."""
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    if payment.created_by is not None:
        facts = {"state": payment.state.value, "move": PaymentMove.CANCEL.value, "source": Source.PRODUCT.value}
        raise IllegalPaymentMove(**facts)
    return cancel_payment(unit, centre_id=centre_id, staff_id=None, payment_id=payment_id, at=at)
