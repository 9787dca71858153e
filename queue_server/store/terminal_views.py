"""What a terminal's box sees of its sales, and managers of terminals."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hardware.terminal.till import CardReceipt
from queue_server.domain.errors import NotFound
from queue_server.domain.payment import Payment, waits_in_vain
from queue_server.domain.refund import Refund, refund_waits_in_vain
from queue_server.domain.telling import sale_reference
from queue_server.domain.terminal_day import Difference
from queue_server.store.devices import Device, devices_of
from queue_server.store.payments import find_payment
from queue_server.store.tellings import KeptTelling, unsettled_tellings
from queue_server.store.terminal_days import TerminalDay, awaited_day, recent_days
from queue_server.store.terminal_places import answers, counters_of
from queue_server.store.views import View, moment

SHOWN = timedelta(days=14)


def sale_view(payment: Payment, *, at: datetime, rate: int = 1) -> View:
    """Return a payment as the box of its terminal needs it; `rate` is how fast the server's clock runs."""
    return {
        "payment": payment.id,
        "reference": sale_reference(payment),
        "amount": payment.amount,
        "state": payment.state.value,
        "newest": payment.newest,
        "asked_at": moment(payment.asked_at),
        "late": waits_in_vain(payment, at=at, rate=rate),
    }


def refund_view(refund: Refund, payment: Payment, *, at: datetime, rate: int = 1) -> View:
    """Return a refund as the box of its terminal needs it; `rate` is how fast the server's clock runs."""
    return {
        "refund": refund.id,
        "payment": payment.id,
        "kind": refund.kind.value,
        "reference": sale_reference(payment),
        "amount": refund.amount,
        "receipt": asdict(refund.undone),
        "state": refund.state.value,
        "newest": refund.newest,
        "asked_at": moment(refund.asked_at),
        "late": refund_waits_in_vain(refund, at=at, rate=rate),
    }


def terminals_view(connection: Connection, centre_id: int, *, at: datetime, rate: int = 1) -> View:
    """Return the centre's card terminals, what they said of their days, and what of theirs waits to be settled."""
    devices = {each.id: each for each in devices_of(connection, centre_id)}
    return {
        "terminals": [
            _till(connection, each, at=at, rate=rate)
            for each in devices.values()
            if each.revoked_at is None and _has_terminal(each)
        ],
        "days": told_days_view(connection, centre_id, recent_days(connection, centre_id, after=at - SHOWN)),
        "tellings": tellings_view(connection, centre_id),
    }


def told_days_view(connection: Connection, centre_id: int, days: Sequence[TerminalDay]) -> list[View]:
    """Return what terminals said of those days, compared with ours."""
    names = _names(connection, centre_id)
    return [_day(connection, each, names[each.device_id], centre_id) for each in days]


def tellings_view(connection: Connection, centre_id: int) -> list[View]:
    """Return what terminals said against what is known and somebody has yet to settle, the oldest first."""
    names = _names(connection, centre_id)
    return [_telling(connection, each, names[each.device_id]) for each in unsettled_tellings(connection, centre_id)]


def _names(connection: Connection, centre_id: int) -> dict[str, str]:
    return {each.id: each.name for each in devices_of(connection, centre_id)}


def _has_terminal(device: Device) -> bool:
    return device.kind == "terminal" or any(part["kind"] == "terminal" for part in device.parts)


def _till(connection: Connection, device: Device, *, at: datetime, rate: int) -> View:
    return {
        "device": device.id,
        "name": device.name,
        "kind": device.kind,
        "counters": list(counters_of(device)),
        "answers": answers(device, at=at, rate=rate),
        "closing": awaited_day(connection, device.id) is not None,
    }


def _day(connection: Connection, day: TerminalDay, name: str, centre_id: int) -> View:
    return {
        "id": day.id,
        "device": day.device_id,
        "name": name,
        "told_at": moment(day.told_at),
        "count": day.count,
        "amount": day.amount,
        "our_count": day.comparison.count,
        "our_amount": day.comparison.amount,
        "matched": day.comparison.matched,
        "differences": [_difference(connection, each, centre_id) for each in day.comparison.differences],
    }


def _difference(connection: Connection, difference: Difference, centre_id: int) -> View:
    payment = _known(connection, difference.payment, centre_id)
    return {
        **asdict(difference),
        "kind": difference.kind.value,
        "payment": difference.payment if payment is None else payment.code,
    }


def _telling(connection: Connection, kept: KeptTelling, name: str) -> View:
    payment, receipt = _known(connection, kept.payment_id, kept.centre_id), kept.telling.receipt or CardReceipt()
    return {
        "id": kept.id,
        "device": kept.device_id,
        "name": name,
        "told_at": moment(kept.told_at),
        "verdict": kept.telling.verdict.value,
        "charged": kept.charged,
        "given_back": kept.given_back,
        "refund": kept.refund_id is not None,
        "trace": receipt.trace,
        "number": receipt.number,
        "last4": receipt.last4,
        "detail": kept.telling.detail,
        "payment": None if payment is None else payment.code,
        "state": None if payment is None else payment.state.value,
    }


def _known(connection: Connection, payment_id: str | None, centre_id: int) -> Payment | None:
    if payment_id is None:
        return None
    try:
        return find_payment(connection, centre_id=centre_id, payment_id=payment_id)
    except NotFound:
        return None
