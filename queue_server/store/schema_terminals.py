"""Rows of what card terminals tell. Amounts are whole dong. See `schema`."""

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from hardware.terminal.till import Verdict
from queue_server.domain.telling import Effect
from queue_server.store.columns import Dong, Milliseconds, one_of, serial

TO_SETTLE = text("effect = 'contradicts' AND settled_at IS NULL")


class TerminalTellingRow(SQLModel, table=True):
    """What a terminal's box said of a payment, free of card numbers. Never changed but by whoever settles it.

    `payment_id` may name a payment that this server does not know: it was set back to an older copy. `receipt` is
    JSON, `amount` its amount.
    """

    __tablename__ = "terminal_telling"
    __table_args__ = (
        one_of("verdict", Verdict),
        one_of("effect", Effect),
        Index("ix_terminal_telling_payment", "payment_id"),
        Index("ix_terminal_telling_device", "device_id", "told_at"),
        Index("ix_terminal_telling_unsettled", "centre_id", "id", sqlite_where=TO_SETTLE, postgresql_where=TO_SETTLE),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    device_id: str = Field(foreign_key="device.id")
    payment_id: str
    told_at: int = Field(sa_type=Milliseconds)
    verdict: str
    code: str | None = None
    detail: str | None = None
    amount: int | None = Field(default=None, sa_type=Dong)
    receipt: str | None = Field(default=None, sa_type=Text)
    effect: str
    settled_at: int | None = Field(default=None, sa_type=Milliseconds)
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str | None = None
