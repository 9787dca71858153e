"""Rows of fees, charges, payments, bank credits and the books. Amounts are whole dong. See `schema`."""

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from queue_server.domain.bank_credit import TO_SETTLE, CreditState
from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.fee import FeeKind
from queue_server.domain.ledger import Ledger
from queue_server.domain.payment import HOLDING, OPEN, Method, PaymentState
from queue_server.store.columns import Dong, Milliseconds, one_of, serial


def _in(states: object) -> str:
    return "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(states)))  # type: ignore[call-overload]


HOLDING_ITS_CHARGE = text(_in(HOLDING))
UNSETTLED = text(_in(TO_SETTLE))
UNFINISHED = text(_in(OPEN))
AT_A_DEVICE = text("device_id IS NOT NULL")
UNCHECKED = text("approval_code IS NOT NULL AND checked_by IS NULL AND device_id IS NULL")
NUMBERED = text("receipt IS NOT NULL")


class BankAccountRow(SQLModel, table=True):
    """Where a centre's payment codes send the money."""

    __tablename__ = "bank_account"
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    bank: str
    number: str
    holder: str


class FeeRuleRow(SQLModel, table=True):
    """A fee as proposed and, by somebody else, approved. `tiers`, `exempt`, `translations` are JSON; days are ordinals.

    A rule is never changed: another takes its place, and this one is withdrawn.
    """

    __tablename__ = "fee_rule"
    __table_args__ = (
        one_of("channel", ChannelKind),
        one_of("kind", FeeKind),
        Index("ix_fee_rule_procedure", "centre_id", "procedure_code"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    procedure_code: str
    channel: str
    kind: str
    name: str
    unit: str
    tiers: str = Field(sa_type=Text)
    most: int | None = Field(default=None, sa_type=Dong)
    exempt: str = Field(sa_type=Text)
    basis: str
    translations: str = Field(default="{}", sa_type=Text, sa_column_kwargs={"server_default": "{}"})
    valid_from: int
    valid_until: int | None = None
    proposed_at: int = Field(sa_type=Milliseconds)
    proposed_by: int | None = Field(default=None, foreign_key="staff.id")
    approved_at: int | None = Field(default=None, sa_type=Milliseconds)
    approved_by: int | None = Field(default=None, foreign_key="staff.id")
    withdrawn_at: int | None = Field(default=None, sa_type=Milliseconds)
    withdrawn_by: int | None = Field(default=None, foreign_key="staff.id")


class ChargeRow(SQLModel, table=True):
    """What is due for a dossier. `fees` is the reckoning as it was then, JSON; `amount` its sum."""

    __tablename__ = "charge"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="ck_amount"),
        Index("ix_charge_dossier", "dossier_id"),
        Index("ix_charge_raised", "centre_id", "raised_at"),
    )
    id: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    dossier_id: int = Field(foreign_key="dossier.id")
    quantity: int
    spared_group: str | None = None
    amount: int = Field(sa_type=Dong)
    fees: str = Field(sa_type=Text)
    raised_at: int = Field(sa_type=Milliseconds)
    raised_by: int = Field(foreign_key="staff.id")
    withdrawn_at: int | None = Field(default=None, sa_type=Milliseconds)
    withdrawn_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str | None = None


class PaymentRow(SQLModel, table=True):
    """One attempt to be paid a charge. A charge has at most one that is open, in doubt or confirmed."""

    __tablename__ = "payment"
    __table_args__ = (
        one_of("method", Method),
        one_of("state", PaymentState),
        CheckConstraint("amount > 0", name="ck_amount"),
        UniqueConstraint("code", name="ux_payment_code"),
        Index(
            "ux_payment_holding", "charge_id", unique=True,
            sqlite_where=HOLDING_ITS_CHARGE, postgresql_where=HOLDING_ITS_CHARGE,
        ),
        Index("ix_payment_charge", "charge_id"),
        Index(
            "ux_payment_receipt", "centre_id", "receipt", unique=True,
            sqlite_where=NUMBERED, postgresql_where=NUMBERED,
        ),
        Index("ix_payment_open", "centre_id", "created_at", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
        Index("ix_payment_ended", "centre_id", "ended_at"),
        Index("ix_payment_device", "device_id", "created_at", sqlite_where=AT_A_DEVICE, postgresql_where=AT_A_DEVICE),
        Index("ix_payment_unchecked", "centre_id", "created_at", sqlite_where=UNCHECKED, postgresql_where=UNCHECKED),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    charge_id: str = Field(foreign_key="charge.id")
    method: str
    amount: int = Field(sa_type=Dong)
    code: str
    state: str
    created_at: int = Field(sa_type=Milliseconds)
    created_by: int | None = Field(default=None, foreign_key="staff.id")
    asked_at: int | None = Field(default=None, sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)
    reference: str | None = None
    approval_code: str | None = None
    last4: str | None = None
    checked_by: int | None = Field(default=None, foreign_key="staff.id")
    device_id: str | None = Field(default=None, foreign_key="device.id")
    newest: int | None = Field(default=None, sa_type=BigInteger)
    receipt: str | None = None


class BankCreditRow(SQLModel, table=True):
    """Money that came into the account, each once by the provider's own name for it. `text` has no card number."""

    __tablename__ = "bank_credit"
    __table_args__ = (
        one_of("state", CreditState),
        CheckConstraint("amount > 0", name="ck_amount"),
        UniqueConstraint("centre_id", "provider", "reference", name="ux_bank_credit"),
        Index("ix_bank_credit_at", "centre_id", "amount", "at"),
        Index("ix_bank_credit_payment", "payment_id"),
        Index("ix_bank_credit_unsettled", "centre_id", "at", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    provider: str
    reference: str
    bank_reference: str | None = None
    account: str
    amount: int = Field(sa_type=Dong)
    text: str
    at: int = Field(sa_type=Milliseconds)
    received_at: int = Field(sa_type=Milliseconds)
    state: str
    payment_id: str | None = Field(default=None, foreign_key="payment.id")
    settled_at: int | None = Field(default=None, sa_type=Milliseconds)
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str | None = None


class BankTellingRow(SQLModel, table=True):
    """A kept credit as another provider told of it too, under its own name."""

    __tablename__ = "bank_telling"
    __table_args__ = (UniqueConstraint("credit_id", "provider", name="ux_bank_telling"),)
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    provider: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    credit_id: int = Field(foreign_key="bank_credit.id", sa_type=BigInteger)
    told_at: int = Field(sa_type=Milliseconds)


class BankPollRow(SQLModel, table=True):
    """When a centre's bank was last heard by asking for its list, and how often it was not since."""

    __tablename__ = "bank_poll"
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    heard_at: int | None = Field(default=None, sa_type=Milliseconds)
    failures: int
    why: str | None = None


class LedgerEntryRow(SQLModel, table=True):
    """One entry of the books and what it is of; `staff_id` is whose shift a payment's is of. Never changed."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_at", "centre_id", "at"),
        Index("ix_ledger_entry_charge", "charge_id"),
        Index("ix_ledger_entry_staff", "centre_id", "staff_id", "id"),
        Index("ix_ledger_entry_centre", "centre_id", "id"),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    at: int = Field(sa_type=Milliseconds)
    charge_id: str | None = Field(default=None, foreign_key="charge.id")
    payment_id: str | None = Field(default=None, foreign_key="payment.id")
    credit_id: int | None = Field(default=None, foreign_key="bank_credit.id", sa_type=BigInteger)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")


class LedgerPostingRow(SQLModel, table=True):
    """Dong on an account: a debit above zero, a credit below. The postings of an entry add up to 0."""

    __tablename__ = "ledger_posting"
    __table_args__ = (one_of("account", Ledger), CheckConstraint("amount <> 0", name="ck_amount"))
    entry_id: int = Field(foreign_key="ledger_entry.id", primary_key=True, sa_type=BigInteger)
    account: str = Field(primary_key=True)
    amount: int = Field(sa_type=Dong)
