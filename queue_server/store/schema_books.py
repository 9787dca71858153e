"""Rows of what was closed: shifts of cashiers and days of a centre. Amounts are whole dong. See `schema`."""

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from queue_server.store.columns import Milliseconds, serial

TO_SIGN = text("to_sign AND signed_by IS NULL")
IN_PLACE = (
    "(closed_by IS NULL) = (reason IS NULL) AND (closed_by IS NULL OR to_sign) AND closed_by <> staff_id"
    " AND signed_by <> staff_id AND signed_by <> closed_by"
)
"""Who closes for another says why and never signs; nobody signs a shift of their own."""


class ShiftCloseRow(SQLModel, table=True):
    """What one clerk took and gave back after one entry of the books up to another. Only the signature is added.

    `closed_by` and `reason` are of a close that somebody else made in the clerk's place.
    """

    __tablename__ = "shift_close"
    __table_args__ = (
        CheckConstraint("upto_entry > after_entry", name="ck_stretch"),
        CheckConstraint(IN_PLACE, name="ck_in_place"),
        UniqueConstraint("centre_id", "staff_id", "after_entry", name="ux_shift_close"),
        Index("ix_shift_close_upto", "centre_id", "staff_id", "upto_entry"),
        Index("ix_shift_close_at", "centre_id", "closed_at"),
        Index("ix_shift_close_centre", "centre_id", "id"),
        Index("ix_shift_close_to_sign", "centre_id", "id", sqlite_where=TO_SIGN, postgresql_where=TO_SIGN),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    staff_id: int = Field(foreign_key="staff.id")
    after_entry: int = Field(sa_type=BigInteger)
    upto_entry: int = Field(sa_type=BigInteger)
    closed_at: int = Field(sa_type=Milliseconds)
    figures: str = Field(sa_type=Text)
    to_sign: bool
    closed_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str | None = None
    signed_by: int | None = Field(default=None, foreign_key="staff.id")
    signed_at: int | None = Field(default=None, sa_type=Milliseconds)


class DayCloseRow(SQLModel, table=True):
    """All entries of a centre's books after one up to another, as its day. Never changed. `day` is an ordinal.

    `upto_shift` is the last close of a shift that it names.
    """

    __tablename__ = "day_close"
    __table_args__ = (
        CheckConstraint("upto_entry >= after_entry", name="ck_stretch"),
        UniqueConstraint("centre_id", "day", name="ux_day_close"),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    day: int
    after_entry: int = Field(sa_type=BigInteger)
    upto_entry: int = Field(sa_type=BigInteger)
    upto_shift: int = Field(sa_type=BigInteger)
    closed_at: int = Field(sa_type=Milliseconds)
    closed_by: int = Field(foreign_key="staff.id")
    reason: str | None = None
    figures: str = Field(sa_type=Text)
