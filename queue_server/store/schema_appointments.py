"""Rows of appointments: how services are booked, what is booked, and who is to hear of it. See `schema`."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from queue_server.domain.appointment import AppointmentState
from queue_server.store.columns import Milliseconds, one_of

BOOKED = text("state = 'booked'")
TAKEN = text("state <> 'cancelled'")
CHECKED_IN = text("ticket_id IS NOT NULL")
UNDELIVERED = text("state = 'queued'")
REMEMBERED = text("citizen_hash IS NOT NULL")


class BookingRow(SQLModel, table=True):
    """How a service is booked; a service without a row cannot be."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("slot_minutes BETWEEN 5 AND 480", name="ck_slot_minutes"),
        CheckConstraint("capacity BETWEEN 1 AND 999", name="ck_capacity"),
        CheckConstraint("days_ahead BETWEEN 0 AND 90", name="ck_days_ahead"),
    )
    service_id: int = Field(foreign_key="service.id", primary_key=True)
    slot_minutes: int
    capacity: int
    days_ahead: int


class AppointmentRulesRow(SQLModel, table=True):
    """A centre's rules for appointments; a centre without a row has the defaults."""

    __tablename__ = "appointment_rules"
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    head_start_minutes: int
    early_minutes: int
    grace_minutes: int
    remind_hours: int


class AppointmentRow(SQLModel, table=True):
    """A booked time. Places of a slot are numbered from 1, so that no slot can ever hold more than its capacity.

    `citizen_hash` and `citizen_masked` are emptied once they are not needed any more.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        one_of("state", AppointmentState),
        CheckConstraint("place > 0", name="ck_place"),
        UniqueConstraint("code", name="ux_appointment_code"),
        Index(
            "ux_appointment_place",
            "service_id",
            "slot_at",
            "place",
            unique=True,
            sqlite_where=TAKEN,
            postgresql_where=TAKEN,
        ),
        Index(
            "ux_appointment_citizen",
            "centre_id",
            "citizen_hash",
            unique=True,
            sqlite_where=BOOKED,
            postgresql_where=BOOKED,
        ),
        Index("ix_appointment_due", "slot_at", sqlite_where=BOOKED, postgresql_where=BOOKED),
        Index("ix_appointment_day", "centre_id", "slot_at"),
        Index("ix_appointment_ticket", "ticket_id", sqlite_where=CHECKED_IN, postgresql_where=CHECKED_IN),
        Index("ix_appointment_remembered", "slot_at", sqlite_where=REMEMBERED, postgresql_where=REMEMBERED),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    service_id: int = Field(foreign_key="service.id")
    code: str
    slot_at: int = Field(sa_type=Milliseconds)
    place: int
    state: str
    citizen_hash: str | None = None
    citizen_masked: str | None = None
    language: str
    booked_at: int = Field(sa_type=Milliseconds)
    ticket_id: str | None = Field(default=None, foreign_key="ticket.id")
    due_at: int | None = Field(default=None, sa_type=Milliseconds)


class ReminderRow(SQLModel, table=True):
    """A reminder on its way to whoever hooks onto them, written in the transaction that found the appointment due."""

    __tablename__ = "reminder"
    __table_args__ = (
        one_of("state", ("queued", "delivered", "failed")),
        Index("ix_reminder_next", "next_at", sqlite_where=UNDELIVERED, postgresql_where=UNDELIVERED),
    )
    appointment_id: int = Field(foreign_key="appointment.id", primary_key=True)
    state: str
    attempts: int = 0
    next_at: int = Field(sa_type=Milliseconds)
