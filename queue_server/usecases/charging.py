"""Raising what is due for a dossier, and taking it back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.charge import Charge, ChargeState, check_withdrawable, reckoning, state_of
from queue_server.domain.event import EventKind
from queue_server.domain.fee import Fee, fees_of
from queue_server.domain.ids import ticket_id
from queue_server.domain.ledger import raised, undone
from queue_server.domain.money_errors import AlreadyCharged, ProcedureNeeded, ReasonNeeded
from queue_server.store.charges import charges_of, find_charge, insert_charge, mark_withdrawn
from queue_server.store.dossiers import find_dossier
from queue_server.store.fee_rules import rules_of_procedure
from queue_server.store.ledgers import book, booked_when_raised
from queue_server.store.moments import to_ms
from queue_server.store.payments import payments_of
from queue_server.store.procedures import procedure_code
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

ID_BYTES = 10


def fees_due(
    connection: Connection, setup: CentreSetup, *, code: str, quantity: int, group: str | None, at: datetime
) -> tuple[Fee, ...]:
    """Return what the dossier costs today; nothing is written.

    Raises DossierUnknown, ProcedureNeeded, FeeUnknown, FeeQuantity and FeeGroupUnknown.
    """
    dossier = find_dossier(connection, centre_id=setup.id, code=code)
    if dossier.procedure_id is None or dossier.channel is None:
        raise ProcedureNeeded(value=code)
    procedure = procedure_code(connection, dossier.procedure_id)
    return fees_of(
        rules_of_procedure(connection, centre_id=setup.id, procedure=procedure),
        procedure=procedure,
        channel=dossier.channel,
        quantity=quantity,
        group=group,
        day=at.astimezone(ZoneInfo(setup.zone)).date(),
    )


def raise_charge(
    unit: Unit,
    *,
    centre_id: int,
    clerk_id: int,
    code: str,
    quantity: int,
    group: str | None,
    at: datetime,
    chance: bytes,
    again: bool = False,
) -> Charge:
    """Say what is due for a dossier. `chance` is at least 10 bytes from a secure source.

    A dossier has one charge at a time that is due, and one in all unless it is charged `again` in so many words:
    raises AlreadyCharged, and what `fees_due` raises.
    """
    setup = setup_for_writing(unit, centre_id)
    fees = fees_due(unit.connection, setup, code=code, quantity=quantity, group=group, at=at)
    dossier = find_dossier(unit.connection, centre_id=centre_id, code=code)
    for other in charges_of(unit.connection, dossier.id):
        state = state_of(other, payments_of(unit.connection, other.id))
        if state is ChargeState.DUE or (state is ChargeState.PAID and not again):
            raise AlreadyCharged(value=code)
    charge = Charge(
        id=ticket_id(milliseconds=to_ms(at), chance=chance),
        centre_id=centre_id,
        dossier_id=dossier.id,
        quantity=quantity,
        group=group,
        amount=sum(fee.amount for fee in fees),
        fees=reckoning(fees),
        raised_at=at,
        raised_by=clerk_id,
    )
    insert_charge(unit.connection, charge)
    book(unit.connection, raised(fees), centre_id=centre_id, at=at, charge_id=charge.id)
    _record(unit, EventKind.CHARGE_RAISED, charge, clerk_id=clerk_id, at=at)
    return charge


def withdraw_charge(unit: Unit, *, centre_id: int, clerk_id: int, charge_id: str, reason: str, at: datetime) -> Charge:
    """Take a charge back that was raised by mistake.

    Raises NotFound, ReasonNeeded, ChargeWithdrawn, PaymentOpen, and ChargePaid of one that must be refunded first.
    """
    setup_for_writing(unit, centre_id)
    if not reason.strip():
        raise ReasonNeeded()
    charge = find_charge(unit.connection, centre_id=centre_id, charge_id=charge_id)
    check_withdrawable(charge, payments_of(unit.connection, charge_id))
    mark_withdrawn(unit.connection, charge_id, staff_id=clerk_id, reason=reason.strip(), at=at)
    entry = undone(booked_when_raised(unit.connection, charge_id))
    book(unit.connection, entry, centre_id=centre_id, at=at, charge_id=charge_id)
    _record(unit, EventKind.CHARGE_WITHDRAWN, charge, clerk_id=clerk_id, at=at)
    return find_charge(unit.connection, centre_id=centre_id, charge_id=charge_id)


def _record(unit: Unit, kind: EventKind, charge: Charge, *, clerk_id: int, at: datetime) -> None:
    record(
        unit,
        kind,
        at=at,
        centre_id=charge.centre_id,
        charge=charge.id,
        dossier=charge.dossier_id,
        amount=charge.amount,
        clerk=clerk_id,
    )
