"""What the demonstration is paid: fees, an account of its own, dossiers to pay for, the secret of a simulated bank."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from queue_server.domain.catalogue import Level, parse_lines
from queue_server.domain.catalogue_offer import offer_for
from queue_server.domain.channel import ChannelKind
from queue_server.domain.charge import Charge, ChargeState, state_of
from queue_server.domain.fee import FeeRule
from queue_server.domain.fee_sheet import read_fee_sheet
from queue_server.domain.money_errors import FeesOverlap, FeeUnknown
from queue_server.domain.vietqr import Account
from queue_server.store.charges import charges_of
from queue_server.store.dossiers import see_dossier
from queue_server.store.engine import Store
from queue_server.store.fee_rules import all_rules
from queue_server.store.payments import payments_of
from queue_server.store.setup import setup_for_writing
from queue_server.store.staff import credentials_of
from queue_server.store.unit import Unit
from queue_server.usecases.catalogue import import_procedures
from queue_server.usecases.charging import ID_BYTES, raise_charge
from queue_server.usecases.fees import approve_fee, import_fees, set_account
from queue_server.usecases.steps import assign_procedure
from queue_server.web.api.bank import SEPAY_SECRETS
from queue_server.web.table_file import read_table

ACCOUNT = Account(bank="970436", number="0000000000")
HOLDER = "TAI KHOAN TRINH DIEN"
"""No bank has an account of that number: nobody can pay the demonstration by mistake."""
BILLS = (("2.000815", 10), ("2.000635", 2), ("1.001456", 1))
"""Procedure and quantity of the dossiers that wait to be paid."""
SERIALS = range(9_001, 9_100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A dossier and what is due for it."""

    code: str
    amount: int


def seed_fees(store: Store, centre_id: int, *, proposed_by: str, approved_by: str, at: datetime) -> None:
    """Give the demonstration procedures, fees that two people have let in, and an account. Again changes nothing."""
    procedures = offer_for(parse_lines(_shipped("procedures.jsonl").splitlines()), frozenset({Level.PROVINCE}))
    with Unit(store) as unit:
        import_procedures(unit, centre_id=centre_id, offer=procedures, at=at)
        proposer, approver = _person(unit, proposed_by), _person(unit, approved_by)
        import_fees(unit, centre_id=centre_id, rules=demo_rules(), staff_id=proposer, at=at)
        for rule in all_rules(unit.connection, centre_id):
            if rule.approved_at is None and rule.proposed_by == proposer:
                with suppress(FeesOverlap):  # what the folder's centre has changed stands
                    approve_fee(unit, centre_id=centre_id, rule_id=rule.id, staff_id=approver, at=at)
        set_account(unit, centre_id=centre_id, account=ACCOUNT, holder=HOLDER, staff_id=approver, at=at)


def dossiers_to_pay(store: Store, centre_id: int, *, clerk: str, at: datetime) -> Sequence[Owed]:
    """Return one dossier of this day to pay for each of `BILLS`: an earlier start's, or a new one when that is paid.

    A procedure whose fee the centre has taken back since has none.
    """
    owed = []
    with Unit(store) as unit:
        clerk_id, day = _person(unit, clerk), at.astimezone(ZoneInfo(setup_for_writing(unit, centre_id).zone))
        for place, bill in enumerate(BILLS):
            for serial in SERIALS[place :: len(BILLS)]:
                code = f"H49.22-{day:%y%m%d}-{serial}"
                with suppress(FeeUnknown):
                    charge = _charged(unit, bill, centre_id=centre_id, clerk_id=clerk_id, code=code, at=at)
                    if state_of(charge, payments_of(unit.connection, charge.id)) is ChargeState.DUE:
                        owed.append(Owed(code=code, amount=charge.amount))
                        break
    return owed


def _charged(unit: Unit, bill: tuple[str, int], *, centre_id: int, clerk_id: int, code: str, at: datetime) -> Charge:
    procedure, quantity = bill
    dossier = see_dossier(unit.connection, centre_id=centre_id, code=code, at=at)
    if charges := charges_of(unit.connection, dossier.id):
        return charges[-1]
    assign_procedure(
        unit, centre_id=centre_id, clerk_id=clerk_id, code=code, procedure=procedure,
        channel=ChannelKind.COUNTER.value, term=None, at=at,
    )  # fmt: skip
    return raise_charge(
        unit, centre_id=centre_id, clerk_id=clerk_id, code=code, quantity=quantity, group=None, at=at,
        chance=secrets.token_bytes(ID_BYTES),
    )  # fmt: skip


def demo_rules() -> list[FeeRule]:
    """Return the rules of the shipped sheet."""
    return [rule for _, rule in read_fee_sheet(read_table("fees.csv", _shipped("fees.csv"))).rules]


def keep_bank_secret(data: Path) -> None:
    """Write the secret that the simulated bank signs with, where there is none yet."""
    file = data / SEPAY_SECRETS
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32), encoding="utf-8")


def _shipped(name: str) -> bytes:
    return files("queue_server").joinpath("demo", name).read_bytes()


def _person(unit: Unit, login: str) -> int:
    person = credentials_of(unit.connection, login)
    assert person is not None
    return person.staff.id
