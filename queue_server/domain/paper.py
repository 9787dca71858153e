"""Papers that a kiosk prints: of a ticket or of a payment, and while which of their states one is worth printing."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.payment import PaymentState
from queue_server.domain.ticket import TicketState


class PaperKind(StrEnum):
    """What is printed."""

    SLIP = "print_slip"
    """A ticket's number, as it is given."""
    SLIP_COPY = "slip_copy"
    """The same once more, because staff asked for it."""
    CONFIRMATION = "confirmation"
    """That a payment was made; it does not replace the statutory receipt (biên lai)."""
    PAYMENT_CODE = "payment_code"
    """The code to pay by, for who cannot see it on a screen."""


FINISHED = frozenset({TicketState.COMPLETED, TicketState.CANCELLED, TicketState.EXPIRED})
WORTH_PRINTING: Mapping[PaperKind, frozenset[str]] = MappingProxyType(
    {
        PaperKind.SLIP: frozenset({TicketState.WAITING.value, TicketState.CALLED.value}),
        PaperKind.SLIP_COPY: frozenset(TicketState) - FINISHED,
        PaperKind.CONFIRMATION: frozenset({PaymentState.CONFIRMED.value}),
        PaperKind.PAYMENT_CODE: frozenset({PaymentState.PENDING.value}),
    }
)
"""Of a ticket or payment in another state the paper would only mislead who finds it."""
