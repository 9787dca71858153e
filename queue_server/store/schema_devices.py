"""Rows of devices, of those that ask to be let in, and of what they are to do. See `schema`."""

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from queue_server.domain.paper import PaperKind
from queue_server.domain.roles import DEVICE_KINDS
from queue_server.store.columns import Milliseconds, one_of, serial

PRINT_MODES = ("raster", "tcvn", "hybrid")


class DeviceRow(SQLModel, table=True):
    """A kiosk, a board, keypads or a card terminal that a manager approved.

    `token_hash` is the SHA-256 of what the device holds.
    """

    __tablename__ = "device"
    __table_args__ = (one_of("kind", DEVICE_KINDS),)
    id: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    hall_id: int = Field(foreign_key="hall.id")
    kind: str
    name: str
    token_hash: str | None = Field(default=None, unique=True)
    settings: str
    parts: str
    approved_at: int = Field(sa_type=Milliseconds)
    seen_at: int | None = Field(default=None, sa_type=Milliseconds)
    revoked_at: int | None = Field(default=None, sa_type=Milliseconds)


class PrinterChoiceRow(SQLModel, table=True):
    """What somebody chose for a kiosk's printer; `mode` is NULL where it was left to the box again.

    The device's settings hold the latest.
    """

    __tablename__ = "printer_choice"
    __table_args__ = (
        one_of("mode", PRINT_MODES, nullable=True),
        CheckConstraint(
            "(mode IS NULL) = (paper IS NULL) AND (mode IS NULL) = (stores_graphics IS NULL)", name="ck_whole"
        ),
        CheckConstraint("paper IN (58, 80)", name="ck_paper"),
        Index("ix_printer_choice_device", "device_id"),
    )
    id: int | None = Field(default=None, sa_column=serial())
    device_id: str = Field(foreign_key="device.id")
    at: int = Field(sa_type=Milliseconds)
    staff_id: int = Field(foreign_key="staff.id")
    mode: str | None = None
    paper: int | None = None
    stores_graphics: bool | None = None


class EnrolmentRow(SQLModel, table=True):
    """A device that asks to be let in, known by the hash of its secret and by the code on its screen."""

    __tablename__ = "enrolment"
    secret_hash: str = Field(primary_key=True)
    code: str = Field(unique=True)
    kind: str
    name: str | None = None
    created_at: int = Field(sa_type=Milliseconds)
    expires_at: int = Field(sa_type=Milliseconds)
    device_id: str | None = Field(default=None, foreign_key="device.id")


class JobRow(SQLModel, table=True):
    """Something a device is to print. Written in the transaction that decides it, done later, once.

    It is of a ticket or of a payment; `slip` is what it says, JSON.
    """

    __tablename__ = "job"
    __table_args__ = (
        one_of("state", ("queued", "sending", "printed", "unknown", "failed")),
        one_of("kind", PaperKind),
        CheckConstraint("(ticket_id IS NULL) <> (payment_id IS NULL)", name="ck_owner"),
        Index(
            "ix_job_open",
            "device_id",
            sqlite_where=text("state IN ('queued', 'sending', 'unknown')"),
            postgresql_where=text("state IN ('queued', 'sending', 'unknown')"),
        ),
        Index("ix_job_ticket", "ticket_id"),
        Index("ix_job_payment", "payment_id"),
    )
    id: str = Field(primary_key=True)
    device_id: str = Field(foreign_key="device.id")
    ticket_id: str | None = Field(default=None, foreign_key="ticket.id")
    payment_id: str | None = Field(default=None, foreign_key="payment.id")
    kind: str
    copy_number: int = 0
    attempts: int = 0
    state: str
    outcome: str | None = None
    detail: str | None = None
    slip: str = Field(sa_type=Text)
    created_at: int = Field(sa_type=Milliseconds)
    updated_at: int = Field(sa_type=Milliseconds)
