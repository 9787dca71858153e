"""The end of a card terminal's day: asked for by a manager, told by the box, compared with ours."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hardware.terminal.till import CardReceipt
from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.money_errors import TerminalUnsettled
from queue_server.domain.payment import PaymentState
from queue_server.domain.refund import AT_TERMINAL
from queue_server.domain.terminal_day import Comparison, compare_day
from queue_server.store.devices import Device, find_device
from queue_server.store.payments import find_payment, open_at_device
from queue_server.store.refunds import refunds_open_at
from queue_server.store.setup import setup_for_writing
from queue_server.store.terminal_days import (
    Mark,
    TerminalDay,
    ask_day,
    awaited_day,
    day_told_by,
    held_by,
    last_day,
    mark_now,
    save_told_day,
    withdraw_day,
)
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

TELLS_AGAIN = timedelta(hours=12)
"""How long before a terminal's day may have begun of which the totals were read already: a working day."""
TERMINALS = frozenset({"kiosk", "terminal"})


def close_terminal(unit: Unit, *, centre_id: int, device_id: str, close: bool, staff_id: int, at: datetime) -> None:
    """Let the device's box close its terminal's day, or take that back. Asked for twice it is asked for once.

    A closed day forgets its transactions: while one is at the terminal or in doubt this is refused. Raises NotFound
    and TerminalUnsettled, which names the payment.
    """
    setup_for_writing(unit, centre_id)
    device = find_device(unit.connection, device_id, centre_id=centre_id)
    if device.kind not in TERMINALS or device.revoked_at is not None:
        raise NotFound(what="device", name=device_id[:32])
    awaited = awaited_day(unit.connection, device_id)
    if close == (awaited is not None):
        return
    if awaited is not None:
        withdraw_day(unit.connection, awaited, at=at)
    else:
        _check_settled(unit, device)
        ask_day(unit.connection, centre_id=centre_id, device_id=device_id, staff_id=staff_id, at=at)
    record(
        unit, EventKind.TERMINAL_DAY_ASKED, at=at, centre_id=centre_id, device=device_id, clerk=staff_id, close=close
    )


def hear_day(
    unit: Unit,
    *,
    device: Device,
    count: int,
    amount: int,
    receipts: Sequence[CardReceipt] | None,
    at: datetime,
) -> Comparison:
    """Take in a terminal's day and compare it with ours since the one before, to the transaction where it lists them.

    Differences are kept and shown; nothing is moved by them: what the terminal alone knows is a person's to settle.
    """
    setup_for_writing(unit, device.centre_id)
    ours = held_by(unit.connection, device, after=_mark(last_day(unit.connection, device.id)))
    before = day_told_by(unit.connection, device.id, at - TELLS_AGAIN)
    again = held_by(unit.connection, device, after=_mark(before))
    compared = compare_day(ours, again, count=count, amount=amount, receipts=receipts)
    save_told_day(
        unit.connection,
        compared,
        mark_now(unit.connection, device),
        centre_id=device.centre_id,
        device_id=device.id,
        count=count,
        amount=amount,
        at=at,
    )
    record(
        unit, EventKind.TERMINAL_DAY_TOLD, at=at, centre_id=device.centre_id, device=device.id, count=count,
        amount=amount, our_count=compared.count, our_amount=compared.amount, differences=len(compared.differences),
    )  # fmt: skip
    return compared


def _mark(day: TerminalDay | None) -> Mark:
    return Mark() if day is None else day.mark


def _check_settled(unit: Unit, device: Device) -> None:
    for payment in open_at_device(unit.connection, device.id):
        if payment.state is not PaymentState.CREATED:
            raise TerminalUnsettled(payment=payment.code, state=payment.state.value)
    for refund in refunds_open_at(unit.connection, device.id):
        if refund.state in AT_TERMINAL:
            payment = find_payment(unit.connection, centre_id=refund.centre_id, payment_id=refund.payment_id)
            raise TerminalUnsettled(payment=payment.code, state=refund.state.value)
