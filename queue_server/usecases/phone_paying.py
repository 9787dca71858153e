"""Paying a fee on the phone, as the holder of a ticket."""

from datetime import datetime

from queue_server.domain.errors import NotFound
from queue_server.domain.money_errors import IllegalPaymentMove
from queue_server.domain.payment import Method, Payment, PaymentMove, Source
from queue_server.domain.ticket import Ticket
from queue_server.store.payments import find_payment
from queue_server.store.phone_money import charges_of_ticket
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.usecases.paying import begin_payment, cancel_payment


def begin_phone_payment(unit: Unit, *, ticket_id: str, charge_id: str, at: datetime, chance: bytes) -> Ticket:
    """Begin a payment by payment code for a charge of the ticket's dossiers. Returns the ticket.

    Raises NotFound (ticket, charge) and what `begin_payment` raises: PaymentOpen where counter or kiosk were faster.
    """
    ticket = _ticket_of_charge(unit, ticket_id, charge_id, at=at)
    begin_payment(
        unit,
        centre_id=ticket.centre_id,
        staff_id=None,
        charge_id=charge_id,
        method=Method.VIETQR,
        at=at,
        chance=chance,
    )
    return ticket


def cancel_phone_payment(unit: Unit, *, ticket_id: str, payment_id: str, at: datetime) -> Ticket:
    """Take a payment code down that no member of staff began. Returns the ticket.

    Raises NotFound (ticket, payment, charge), and IllegalPaymentMove also of a card and of a code of the counter's.
    """
    ticket, _ = load_ticket(unit.connection, ticket_id)
    payment = find_payment(unit.connection, centre_id=ticket.centre_id, payment_id=payment_id)
    _ticket_of_charge(unit, ticket_id, payment.charge_id, at=at)
    _check_own(payment)
    cancel_payment(unit, centre_id=ticket.centre_id, staff_id=None, payment_id=payment_id, at=at)
    return ticket


def _ticket_of_charge(unit: Unit, ticket_id: str, charge_id: str, *, at: datetime) -> Ticket:
    ticket, _ = load_ticket(unit.connection, ticket_id)
    setup = setup_for_writing(unit, ticket.centre_id)
    if charge_id not in charges_of_ticket(unit.connection, setup, ticket, at=at):
        raise NotFound(what="charge", name=charge_id[:32])
    return ticket


def _check_own(payment: Payment) -> None:
    if payment.created_by is not None or payment.method is not Method.VIETQR:
        facts = {"state": payment.state.value, "move": PaymentMove.CANCEL.value, "source": Source.PRODUCT.value}
        raise IllegalPaymentMove(**facts)
