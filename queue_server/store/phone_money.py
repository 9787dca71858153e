"""The fees of a ticket's dossiers, for its holder to see and pay on the phone."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.charge import Charge, ChargeState, state_of
from queue_server.domain.dossier import Dossier
from queue_server.domain.errors import DossierUnknown
from queue_server.domain.numbering import service_day
from queue_server.domain.payment import HOLDING
from queue_server.domain.ticket import Ticket
from queue_server.store.charges import charges_of
from queue_server.store.citizen_money import citizen_charge_view
from queue_server.store.dossiers import find_dossier
from queue_server.store.handlings import handlings_of
from queue_server.store.payments import has_account, payments_of
from queue_server.store.views import View


def charges_of_ticket(
    connection: Connection, setup: CentreSetup, ticket: Ticket, *, at: datetime
) -> Mapping[str, tuple[Charge, str]]:
    """Return what is due for the ticket's dossiers and what was paid since it was given, with the dossier's code.

    A number is valid for one day: afterwards there is nothing.
    """
    if service_day(at, setup.zone) != ticket.day:
        return {}
    return {
        charge.id: (charge, dossier.code)
        for dossier in _dossiers(connection, setup, ticket)
        for charge in charges_of(connection, dossier.id)
        if _concerns(connection, charge, since=ticket.issued_at)
    }


def phone_money_view(connection: Connection, setup: CentreSetup, ticket: Ticket, *, at: datetime) -> View:
    """Return the ticket's fees, and whether they can be paid by payment code."""
    found = charges_of_ticket(connection, setup, ticket, at=at)
    return {
        "transfers": bool(found) and has_account(connection, setup.id),
        "charges": [citizen_charge_view(connection, charge, dossier=code) for charge, code in found.values()],
    }


def _dossiers(connection: Connection, setup: CentreSetup, ticket: Ticket) -> Iterator[Dossier]:
    """Those that were taken in hand for the ticket, and the one whose result it came to fetch."""
    codes = [handling.dossier_code for handling in handlings_of(connection, ticket.id)]
    if setup.services[ticket.service_id].returns_results and ticket.turn.note is not None:
        codes.append(ticket.turn.note)
    for code in dict.fromkeys(codes):
        try:
            yield find_dossier(connection, centre_id=setup.id, code=code)
        except DossierUnknown:
            continue  # a clerk's note in other words


def _concerns(connection: Connection, charge: Charge, *, since: datetime) -> bool:
    payments = payments_of(connection, charge.id)
    state = state_of(charge, payments)
    if state is not ChargeState.PAID:
        return state is ChargeState.DUE
    ended = [payment.ended_at for payment in payments if payment.state in HOLDING and payment.ended_at is not None]
    return max([charge.raised_at, *ended]) >= since
