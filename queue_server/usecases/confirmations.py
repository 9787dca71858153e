"""Papers of payments: that one was made, and the code to make one by. See `slips` for what becomes of them."""

from datetime import datetime

from queue_server.domain.centre import LANGUAGES, Counter
from queue_server.domain.event import EventKind
from queue_server.domain.money_errors import NoPaper
from queue_server.domain.paper import WORTH_PRINTING, PaperKind
from queue_server.domain.payment import Method, Payment
from queue_server.store.devices import Device
from queue_server.store.jobs import insert_job, jobs_of_payment, last_of
from queue_server.store.paper_views import confirmation_view, payment_code_view
from queue_server.store.payments import find_payment
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.unit import Unit, dump
from queue_server.store.views import View
from queue_server.usecases.journaling import record
from queue_server.usecases.slips import kiosk_for

LETTERS = {PaperKind.CONFIRMATION: "c", PaperKind.PAYMENT_CODE: "q"}
"""What the names of the jobs have before the copy's number."""


def print_confirmation(
    unit: Unit, *, payment: Payment, kiosk: Device, language: str = "vi", counter: Counter | None = None, at: datetime
) -> View:
    """Queue the confirmation of a paid payment for the kiosk's printer, marked when it was queued before.

    `counter` is where it was paid, None where that is the kiosk itself. Whoever calls has the centre to itself. Returns
    the job's name and state. Raises NoPaper.
    """
    setup = setup_for_writing(unit, payment.centre_id)
    _worth(payment, PaperKind.CONFIRMATION)
    place = dict.fromkeys(LANGUAGES, kiosk.name) if counter is None else counter.names
    slip = confirmation_view(unit.connection, setup, payment, language=language, place=place)
    return _queue(unit, PaperKind.CONFIRMATION, payment, kiosk, slip, at=at)


def print_payment_code(
    unit: Unit, *, payment: Payment, kiosk: Device, language: str = "vi", at: datetime
) -> View:  # fmt: skip
    """Queue the code of a payment that waits to be paid by transfer, marked when it was queued before.

    Whoever calls has the centre to itself. Returns the job's name and state. Raises NoPaper and NoAccount.
    """
    setup = setup_for_writing(unit, payment.centre_id)
    _worth(payment, PaperKind.PAYMENT_CODE)
    slip = payment_code_view(unit.connection, setup, payment, language=language)
    return _queue(unit, PaperKind.PAYMENT_CODE, payment, kiosk, slip, at=at)


def print_for_staff(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    payment_id: str,
    kind: PaperKind,
    device_id: str | None,
    language: str,
    at: datetime,
) -> View:
    """Print a payment's paper on the kiosk named, else where it was printed last, else on the only one of the hall.

    The hall is that of the counter where the person sits. Raises NotFound, KioskNeeded, NoPaper and NoAccount.
    """
    setup = setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    shift = shift_of_clerk(unit.connection, staff_id)
    seat = None if shift is None else setup.counters.get(shift.counter_id)
    last = next(iter(jobs_of_payment(unit.connection, payment_id)), None)
    hall = None if seat is None else seat.hall_id
    kiosk = kiosk_for(unit, centre_id=centre_id, hall_id=hall, label=payment.code, named=device_id, last=last)
    if kind is PaperKind.CONFIRMATION:
        job = print_confirmation(unit, payment=payment, kiosk=kiosk, language=language, counter=seat, at=at)
    else:
        job = print_payment_code(unit, payment=payment, kiosk=kiosk, language=language, at=at)
    return {"print": job, "kiosk": kiosk.name}


def _worth(payment: Payment, kind: PaperKind) -> None:
    by_transfer = payment.method is Method.VIETQR
    if payment.state.value not in WORTH_PRINTING[kind] or (kind is PaperKind.PAYMENT_CODE and not by_transfer):
        raise NoPaper(state=payment.state.value)


def _queue(unit: Unit, kind: PaperKind, payment: Payment, kiosk: Device, slip: View, *, at: datetime) -> View:
    last = last_of(jobs_of_payment(unit.connection, payment.id), kind)
    copy = 0 if last is None else last.copy_number + 1
    job_id = f"{payment.id}-{LETTERS[kind]}{copy}"
    insert_job(
        unit.connection,
        job_id=job_id,
        device_id=kiosk.id,
        kind=kind,
        payment_id=payment.id,
        copy_number=copy,
        slip=dump(slip),
        at=at,
    )
    record(
        unit,
        EventKind.PAPER_QUEUED,
        at=at,
        centre_id=payment.centre_id,
        payment=payment.id,
        paper=kind.value,
        copy=copy,
        device=kiosk.id,
    )
    return {"job": job_id, "state": "queued"}
