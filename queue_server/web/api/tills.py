"""Card terminals for managers: their days, and what they say against what is known."""

from queue_server.domain.roles import Permission
from queue_server.store.terminal_views import terminals_view
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import contradictions, paying, terminal_days
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.api.money import SETTLE
from queue_server.web.endpoint import Call
from queue_server.web.schemas_money import ExplainRequest, MoneyReasonRequest
from queue_server.web.schemas_terminals import CloseTerminalRequest, Terminals

VIEW = Permission.MANAGER_VIEW


@api.endpoint("GET", "/money/terminals", needs=VIEW, gives=Terminals)
def card_terminals(call: Call) -> View:
    """The card terminals, what they said of their days, and what of theirs waits to be settled."""
    with call.context.store.reading() as connection:
        return terminals_view(connection, call.centre_id, at=call.at, rate=call.context.clock.rate)


@api.endpoint(
    "POST", "/money/terminals/<device>/close-day", needs=SETTLE, takes=CloseTerminalRequest, gives=Terminals, once=True,
    refuses=("not_found", "terminal.unsettled"),
)  # fmt: skip
def close_terminal_day(call: Call, device: str) -> str:
    """Let a terminal close its day, or take that back; refused while a payment is at it or in doubt."""

    def action(unit: Unit) -> View:
        terminal_days.close_terminal(
            unit,
            centre_id=call.centre_id,
            device_id=device,
            close=call.body.close,
            staff_id=clerk_of(call),
            at=call.at,
        )
        return _after(call, unit)

    return call.once(action)


@api.endpoint(
    "POST", "/money/tellings/<int:telling>/close", needs=SETTLE, takes=MoneyReasonRequest, gives=Terminals, once=True,
    refuses=("not_found", "telling.settled"),
)  # fmt: skip
def close_telling(call: Call, telling: int) -> str:
    """Write that a terminal's word was looked into; what it charged a card was given back at the terminal."""

    def action(unit: Unit) -> View:
        contradictions.close_telling(
            unit,
            centre_id=call.centre_id,
            staff_id=clerk_of(call),
            telling_id=telling,
            reason=call.body.reason,
            at=call.at,
        )
        return _after(call, unit)

    return call.once(action)


@api.endpoint(
    "POST", "/money/tellings/<int:telling>/explain", needs=SETTLE, takes=ExplainRequest, gives=Terminals, once=True,
    refuses=(
        "not_found", "telling.settled", "credit.amount_differs", "charge.withdrawn", "charge.paid", "payment.open",
    ),
)  # fmt: skip
def explain_telling(call: Call, telling: int) -> str:
    """Say that what a card was charged pays a charge, which must be due for the very amount."""

    def action(unit: Unit) -> View:
        contradictions.explain_telling(
            unit,
            centre_id=call.centre_id,
            staff_id=clerk_of(call),
            telling_id=telling,
            charge_id=call.body.charge,
            reason=call.body.reason,
            at=call.at,
            chance=call.context.chance(paying.CHANCE_BYTES),
        )
        return _after(call, unit)

    return call.once(action)


def _after(call: Call, unit: Unit) -> View:
    return terminals_view(unit.connection, call.centre_id, at=call.at, rate=call.context.clock.rate)
