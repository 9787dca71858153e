"""Rows of alerts about devices, and of their way to whoever hooks onto them. See `schema`."""

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from queue_server.domain.device_alert import AlertKind
from queue_server.store.columns import OPEN, Milliseconds, one_of, serial

UNDELIVERED = text("state = 'queued'")


class DeviceAlertRow(SQLModel, table=True):
    """One thing wrong with a device; `part` is "" for the device itself. One of a kind is open at a time."""

    __tablename__ = "device_alert"
    __table_args__ = (
        one_of("kind", AlertKind),
        Index(
            "ux_device_alert_open",
            "device_id",
            "part",
            "kind",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    device_id: str = Field(foreign_key="device.id")
    part: str
    kind: str
    detail: str | None = None
    since: int = Field(sa_type=Milliseconds)
    raised_at: int = Field(sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)


class AlertPostRow(SQLModel, table=True):
    """That an alert was raised or has ended, on its way out; written in the transaction that found it so."""

    __tablename__ = "alert_post"
    __table_args__ = (
        one_of("what", ("raised", "ended")),
        one_of("state", ("queued", "delivered", "failed")),
        Index("ix_alert_post_next", "next_at", sqlite_where=UNDELIVERED, postgresql_where=UNDELIVERED),
    )
    alert_id: int = Field(foreign_key="device_alert.id", primary_key=True, sa_type=Milliseconds)
    what: str = Field(primary_key=True)
    state: str
    attempts: int = 0
    next_at: int = Field(sa_type=Milliseconds)
