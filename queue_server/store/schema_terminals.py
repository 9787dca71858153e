"""Rows of what card terminals tell. Amounts are whole dong. See `schema`."""

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from hardware.terminal.till import Verdict
from queue_server.domain.refund import OPEN, RefundKind, RefundState
from queue_server.domain.telling import Effect
from queue_server.store.columns import Dong, Milliseconds, one_of, serial

TO_SETTLE = text("effect = 'contradicts' AND settled_at IS NULL")
OF_REFUND = text("refund_id IS NOT NULL")
OPEN_REFUND = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN))))
AWAITED = text("told_at IS NULL AND withdrawn_at IS NULL")
UNCLOSED = text("told_at IS NOT NULL AND day_close_id IS NULL")


class TerminalTellingRow(SQLModel, table=True):
    """What a terminal's box said of a payment, or of giving it back; never changed but by whoever settles it.

    No card numbers are in it. `payment_id` and `refund_id` may name what this server does not know: it was set back to
    an older copy. `receipt` is JSON, `amount` its amount, or of a refund what was given back; `lines` is the
    cardholder's receipt for our paper, JSON too.
    """

    __tablename__ = "terminal_telling"
    __table_args__ = (
        one_of("verdict", Verdict),
        one_of("effect", Effect),
        Index("ix_terminal_telling_payment", "payment_id"),
        Index("ix_terminal_telling_device", "device_id", "told_at"),
        Index("ix_terminal_telling_refund", "refund_id", sqlite_where=OF_REFUND, postgresql_where=OF_REFUND),
        Index("ix_terminal_telling_unsettled", "centre_id", "id", sqlite_where=TO_SETTLE, postgresql_where=TO_SETTLE),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    device_id: str = Field(foreign_key="device.id")
    payment_id: str
    refund_id: str | None = None
    told_at: int = Field(sa_type=Milliseconds)
    verdict: str
    code: str | None = None
    detail: str | None = None
    amount: int | None = Field(default=None, sa_type=Dong)
    receipt: str | None = Field(default=None, sa_type=Text)
    lines: str | None = Field(default=None, sa_type=Text)
    effect: str
    settled_at: int | None = Field(default=None, sa_type=Milliseconds)
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str | None = None


class RefundRow(SQLModel, table=True):
    """One attempt to give a card payment back at its terminal. A payment has at most one that is open or in doubt.

    `undone` is what the terminal told of the payment, JSON; `number` and `trace` what it told of the refund.
    """

    __tablename__ = "refund"
    __table_args__ = (
        one_of("kind", RefundKind),
        one_of("state", RefundState),
        CheckConstraint("amount > 0", name="ck_amount"),
        Index("ux_refund_open", "payment_id", unique=True, sqlite_where=OPEN_REFUND, postgresql_where=OPEN_REFUND),
        Index("ix_refund_payment", "payment_id"),
        Index("ix_refund_device", "device_id", "state"),
    )
    id: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    payment_id: str = Field(foreign_key="payment.id")
    device_id: str = Field(foreign_key="device.id")
    kind: str
    state: str
    amount: int = Field(sa_type=Dong)
    undone: str = Field(sa_type=Text)
    created_at: int = Field(sa_type=Milliseconds)
    asked_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str | None = None
    asked_at: int | None = Field(default=None, sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)
    newest: int | None = Field(default=None, sa_type=BigInteger)
    code: str | None = None
    number: str | None = None
    trace: int | None = Field(default=None, sa_type=BigInteger)


class TerminalDayRow(SQLModel, table=True):
    """A terminal's day that somebody asked to be closed, and what the terminal then said of it.

    `count` and `amount` are the terminal's, `our_count` and `our_amount` ours; `differences` is JSON. Compared were
    the entries of the books up to `upto_entry` and what the terminal told up to `upto_telling`. Once it stands in the
    close of a centre's day it is never changed. A terminal has at most one that was asked for and is neither told nor
    withdrawn.
    """

    __tablename__ = "terminal_day"
    __table_args__ = (
        Index("ux_terminal_day_open", "device_id", unique=True, sqlite_where=AWAITED, postgresql_where=AWAITED),
        Index("ix_terminal_day_device", "device_id", "upto_entry", "upto_telling"),
        Index("ix_terminal_day_told", "centre_id", "told_at"),
        Index("ix_terminal_day_unclosed", "centre_id", "id", sqlite_where=UNCLOSED, postgresql_where=UNCLOSED),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    device_id: str = Field(foreign_key="device.id")
    asked_at: int | None = Field(default=None, sa_type=Milliseconds)
    asked_by: int | None = Field(default=None, foreign_key="staff.id")
    withdrawn_at: int | None = Field(default=None, sa_type=Milliseconds)
    told_at: int | None = Field(default=None, sa_type=Milliseconds)
    count: int | None = None
    amount: int | None = Field(default=None, sa_type=Dong)
    our_count: int | None = None
    our_amount: int | None = Field(default=None, sa_type=Dong)
    matched: int | None = None
    differences: str | None = Field(default=None, sa_type=Text)
    upto_entry: int | None = Field(default=None, sa_type=BigInteger)
    upto_telling: int | None = Field(default=None, sa_type=BigInteger)
    day_close_id: int | None = Field(
        default=None, sa_type=BigInteger().with_variant(Integer, "sqlite"), foreign_key="day_close.id"
    )
