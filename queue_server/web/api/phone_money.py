"""Fees on the citizen's phone: whoever holds the ticket's secret address may pay what is due for its dossiers."""

from collections.abc import Callable

from queue_server.domain.ticket import Ticket
from queue_server.store.kiosks import phone_view
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.paying import CHANCE_BYTES
from queue_server.usecases.phone_paying import begin_phone_payment, cancel_phone_payment
from queue_server.web.api import api
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.limits import PHONE_PAYMENTS
from queue_server.web.schemas_in import Nothing
from queue_server.web.schemas_phone import PhoneTicket


@api.endpoint(
    "POST", "/tickets/<ticket>/charges/<charge>/payments", needs=None, takes=Nothing, gives=PhoneTicket, once=True,
    refuses=(
        "not_found", "charge.withdrawn", "charge.paid", "payment.open", "payment.no_account", "rate.limited",
    ),
)  # fmt: skip
def begin_on_phone(call: Call, ticket: str, charge: str) -> str:
    """Begin to pay a fee by payment code, as the ticket's holder."""
    chance = call.context.chance(CHANCE_BYTES)
    return _deed(
        call,
        ticket,
        lambda unit: begin_phone_payment(unit, ticket_id=ticket, charge_id=charge, at=call.at, chance=chance),
    )


@api.endpoint(
    "POST", "/tickets/<ticket>/payments/<payment>/cancel", needs=None, takes=Nothing, gives=PhoneTicket, once=True,
    refuses=("not_found", "payment.illegal_move", "rate.limited"),
)  # fmt: skip
def cancel_on_phone(call: Call, ticket: str, payment: str) -> str:
    """Take a payment code down, as the ticket's holder."""
    return _deed(
        call, ticket, lambda unit: cancel_phone_payment(unit, ticket_id=ticket, payment_id=payment, at=call.at)
    )


def _deed(call: Call, ticket: str, deed: Callable[[Unit], Ticket]) -> str:
    PHONE_PAYMENTS.take(of=ticket[:32])

    def action(unit: Unit) -> View:
        found = deed(unit)
        setup = setup_of(call.context.store, unit.connection, found.centre_id)
        return phone_view(unit.connection, setup, found, at=call.at) | clock_view(call.context, call.at)

    return call.once(action, scope=f"ticket:{ticket[:32]}")
