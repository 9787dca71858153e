"""What papers of payments say, as a kiosk is given them. Texts of the papers' forms are the kiosk's."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from display.reading import dong_in_words
from queue_server.domain.centre import CentreSetup
from queue_server.domain.charge import Charge
from queue_server.domain.errors import NotFound
from queue_server.domain.numbering import service_day
from queue_server.domain.paper import PaperKind
from queue_server.domain.payment import Payment
from queue_server.store.charges import find_charge
from queue_server.store.citizen_money import transfer_view
from queue_server.store.devices import devices_of, kiosks_of
from queue_server.store.dossiers import code_of_dossier
from queue_server.store.jobs import Job, jobs_of_payment, last_of, latest_job
from queue_server.store.moments import to_day
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.tellings import tellings_of
from queue_server.store.tickets import load_by_number
from queue_server.store.views import View, coded, moment

LONGEST_LABEL = 12


def confirmation_view(
    connection: Connection, setup: CentreSetup, payment: Payment, *, language: str, place: Mapping[str, str]
) -> View:
    """Return what the confirmation of a paid payment says; `place` has the names of where it was made."""
    return _paper(connection, setup, payment, language) | {
        "method": payment.method.value,
        "last4": payment.last4,
        "paid_at": moment(payment.ended_at),
        "official": payment.receipt,
        "place": {"names": dict(place)},
        "card_receipt": _card_receipt(connection, payment),
    }


def payment_code_view(connection: Connection, setup: CentreSetup, payment: Payment, *, language: str) -> View:
    """Return what the paper of a shown payment code says. Raises NoAccount."""
    transfer = transfer_view(connection, payment)
    return _paper(connection, setup, payment, language) | {"transfer": transfer, "shown_at": moment(payment.asked_at)}


def _paper(connection: Connection, setup: CentreSetup, payment: Payment, language: str) -> View:
    charge = find_charge(connection, centre_id=setup.id, charge_id=payment.charge_id)
    return {
        "label": payment.code,
        "language": language,
        "centre": coded(setup),
        "dossier": code_of_dossier(connection, charge.dossier_id),
        "fees": _fees(charge),
        "amount": payment.amount,
        "in_words": dong_in_words(payment.amount),
    }


def _card_receipt(connection: Connection, payment: Payment) -> list[View]:
    """Return the lines that the terminal had printed of the approval that paid this, none where it prints itself."""
    told = [each for each in tellings_of(connection, payment.id) if each.telling.lines and not each.contradicted]
    return [asdict(line) for line in told[-1].telling.lines] if told else []


def _fees(charge: Charge) -> list[Mapping[str, Any]]:
    return [{"name": fee["name"], "amount": fee["amount"]} for fee in charge.fees if fee["amount"]]


def papers_view(connection: Connection, payment: Payment) -> View:
    """Return how far the papers of a payment are."""
    jobs = jobs_of_payment(connection, payment.id)
    names = {each.id: each.name for each in devices_of(connection, payment.centre_id)}
    kinds = (PaperKind.CONFIRMATION, PaperKind.PAYMENT_CODE)
    return {kind.value: _state(last_of(jobs, kind), names) for kind in kinds}


def all_papers_view(connection: Connection, payment: Payment) -> list[View]:
    """Return every paper of a payment that was ordered, and what became of it, in the order of ordering."""
    jobs = jobs_of_payment(connection, payment.id)
    names = {each.id: each.name for each in devices_of(connection, payment.centre_id)} if jobs else {}
    return [_line(job, names) for job in reversed(jobs)]


def number_view(connection: Connection, setup: CentreSetup, label: str, *, at: datetime) -> View:
    """Return the ticket of that number today, and how far its slip is. Raises NotFound."""
    if len(label) > LONGEST_LABEL:
        raise NotFound(what="ticket", name=label[:32])
    today = to_day(service_day(at, setup.zone))
    ticket = load_by_number(connection, centre_id=setup.id, day_ordinal=today, label=label)
    job = latest_job(connection, ticket.id)
    return {
        "id": ticket.id,
        "label": ticket.label,
        "state": ticket.state.value,
        "service": coded(setup.services[ticket.service_id]),
        "print": None if job is None else {"state": job.state, "outcome": job.outcome},
    }


def kiosks_view(connection: Connection, setup: CentreSetup, *, clerk_id: int) -> View:
    """Return the kiosks of the centre, and in which hall the clerk's counter stands."""
    shift = shift_of_clerk(connection, clerk_id)
    seat = None if shift is None else setup.counters.get(shift.counter_id)
    return {
        "kiosks": [
            {"id": each.id, "name": each.name, "hall": coded(setup.halls[each.hall_id])}
            for each in kiosks_of(connection, setup.id)
        ],
        "here": None if seat is None else setup.halls[seat.hall_id].code,
    }


def _state(job: Job | None, names: Mapping[str, str]) -> View | None:
    if job is None:
        return None
    return {
        "state": job.state,
        "outcome": job.outcome,
        "kiosk": names[job.device_id],
        "copies": job.copy_number,
    }


def _line(job: Job, names: Mapping[str, str]) -> View:
    return {
        "kind": job.kind.value,
        "ordered_at": moment(job.created_at),
        "state": job.state,
        "outcome": job.outcome,
        "heard_at": moment(job.updated_at),
        "kiosk": names[job.device_id],
        "copy": job.copy_number,
    }
