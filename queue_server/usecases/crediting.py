"""Money that comes into the bank account: each credit once, whatever the order, repetition or delay."""

from dataclasses import replace
from datetime import datetime

from hardware.terminal.card_numbers import name_without_card_number, without_card_numbers
from queue_server.domain.bank_credit import (
    SAME_TRANSFER_WITHIN,
    TO_SETTLE,
    BankCredit,
    CreditState,
    Match,
    match_credit,
    same_transfer,
)
from queue_server.domain.charge import check_payable
from queue_server.domain.event import EventKind
from queue_server.domain.ledger import sent_back, unexplained
from queue_server.domain.money_errors import AccountUnknown, AmountDiffers, CreditSettled, ReasonNeeded
from queue_server.domain.payment import OPEN, Evidence, Method, PaymentMove, Source
from queue_server.store.bank_credits import (
    KeptCredit,
    credits_told_by_others,
    find_credit,
    insert_credit,
    insert_telling,
    known_credit,
    save_settled,
)
from queue_server.store.charges import find_charge
from queue_server.store.ledgers import book
from queue_server.store.payments import centres_of_account, payment_by_code, payments_of
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.paying import move_payment, pay_from_suspense


def receive_at_account(unit: Unit, *, credit: BankCredit, at: datetime) -> KeptCredit:
    """Take in a credit of which the account alone says whose it is. Raises AccountUnknown, also of a shared one."""
    centres = centres_of_account(unit.connection, credit.account)
    if len(centres) != 1:
        raise AccountUnknown()
    return receive_credit(unit, centre_id=centres[0], credit=credit, at=at)


def receive_credit(unit: Unit, *, centre_id: int, credit: BankCredit, at: datetime) -> KeptCredit:
    """Take a credit in: it pays the one open payment that it names with the very amount, or waits to be settled.

    A credit that came before, from whichever provider, changes nothing.
    """
    setup_for_writing(unit, centre_id)
    clean = _without_card_numbers(credit)
    known = known_credit(unit.connection, clean, centre_id=centre_id) or _told(unit, clean, centre_id=centre_id, at=at)
    if known is not None:
        return known
    match = match_credit(clean, lambda code: payment_by_code(unit.connection, centre_id=centre_id, code=code))
    named = None if match.payment is None else match.payment.id
    credit_id = insert_credit(unit.connection, clean, centre_id=centre_id, state=match.state, payment_id=named, at=at)
    record(
        unit, EventKind.CREDIT_RECEIVED, at=at, centre_id=centre_id, credit=credit_id, state=match.state.value,
        amount=credit.amount, payment=named,
    )  # fmt: skip
    _book(unit, match, clean, credit_id=credit_id, centre_id=centre_id, at=at)
    return replace(find_credit(unit.connection, centre_id=centre_id, credit_id=credit_id), new=True)


def send_back(unit: Unit, *, centre_id: int, staff_id: int, credit_id: int, reason: str, at: datetime) -> KeptCredit:
    """Write that a credit was returned to whoever sent it. Raises NotFound, CreditSettled and ReasonNeeded."""
    kept = _to_settle(unit, centre_id=centre_id, credit_id=credit_id, reason=reason)
    book(unit.connection, sent_back(kept.credit.amount), centre_id=centre_id, at=at, credit_id=credit_id)
    return _settle(
        unit, kept, CreditState.SENT_BACK, None, centre_id=centre_id, staff_id=staff_id, reason=reason, at=at
    )


def explain_credit(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    credit_id: int,
    charge_id: str,
    reason: str,
    at: datetime,
    chance: bytes,
) -> KeptCredit:
    """Say that a credit pays a charge, which must be due for the very amount.

    `chance` is at least CHANCE_BYTES. Raises NotFound, CreditSettled, ReasonNeeded, AmountDiffers, ChargeWithdrawn,
    ChargePaid and PaymentOpen.
    """
    kept = _to_settle(unit, centre_id=centre_id, credit_id=credit_id, reason=reason)
    charge = find_charge(unit.connection, centre_id=centre_id, charge_id=charge_id)
    check_payable(charge, payments_of(unit.connection, charge_id))
    if kept.credit.amount != charge.amount:
        raise AmountDiffers(due=charge.amount, came=kept.credit.amount)
    word = Evidence(source=Source.PERSON, reference=kept.credit.proof, staff_id=staff_id, reason=reason)
    payment = pay_from_suspense(
        unit, charge=charge, method=Method.VIETQR, word=word, at=at, chance=chance, credit_id=credit_id
    )
    return _settle(
        unit, kept, CreditState.EXPLAINED, payment.id, centre_id=centre_id, staff_id=staff_id, reason=reason, at=at
    )


def _without_card_numbers(credit: BankCredit) -> BankCredit:
    names = (credit.reference, credit.bank_reference)
    reference, bank_reference = (name and name_without_card_number(name) for name in names)
    return replace(
        credit, text=without_card_numbers(credit.text), reference=reference or "", bank_reference=bank_reference
    )


def _told(unit: Unit, credit: BankCredit, *, centre_id: int, at: datetime) -> KeptCredit | None:
    others = credits_told_by_others(unit.connection, credit, centre_id=centre_id, within=SAME_TRANSFER_WITHIN)
    same = same_transfer(credit, [kept.credit for kept in others])
    kept = next((kept for kept in others if kept.credit is same), None)
    if kept is not None:
        insert_telling(unit.connection, credit, centre_id=centre_id, credit_id=kept.id, at=at)
    return kept


def _book(unit: Unit, match: Match, credit: BankCredit, *, credit_id: int, centre_id: int, at: datetime) -> None:
    if match.state is not CreditState.MATCHED:
        book(unit.connection, unexplained(credit.amount), centre_id=centre_id, at=at, credit_id=credit_id)
    elif match.payment is not None and match.payment.state in OPEN:
        word = Evidence(source=Source.BANK, reference=credit.proof)
        move_payment(unit, match.payment, PaymentMove.CONFIRM, word, at=at, credit_id=credit_id)


def _to_settle(unit: Unit, *, centre_id: int, credit_id: int, reason: str) -> KeptCredit:
    setup_for_writing(unit, centre_id)
    kept = find_credit(unit.connection, centre_id=centre_id, credit_id=credit_id)
    if kept.state not in TO_SETTLE:
        raise CreditSettled()
    if not reason.strip():
        raise ReasonNeeded()
    return kept


def _settle(
    unit: Unit,
    kept: KeptCredit,
    state: CreditState,
    payment_id: str | None,
    *,
    centre_id: int,
    staff_id: int,
    reason: str,
    at: datetime,
) -> KeptCredit:
    save_settled(
        unit.connection, kept.id, state=state, payment_id=payment_id, staff_id=staff_id, reason=reason.strip(), at=at
    )
    record(
        unit, EventKind.CREDIT_SETTLED, at=at, centre_id=centre_id, credit=kept.id, state=state.value,
        payment=payment_id, actor=staff_id, reason=reason.strip(),
    )  # fmt: skip
    return find_credit(unit.connection, centre_id=centre_id, credit_id=kept.id)
