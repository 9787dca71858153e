"""Rows of dossiers and of the time spent on them, at a counter and behind it. See `schema`."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from queue_server.domain.catalogue import ChannelKind, TimeUnit
from queue_server.domain.dossier import DossierState, Result, Step
from queue_server.store.columns import Milliseconds, one_of


class DossierRow(SQLModel, table=True):
    """An application, known by its code. `quantity` and `unit` are the term as it was when the procedure was chosen."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("centre_id", "code"),
        one_of("state", DossierState),
        one_of("channel", ChannelKind, nullable=True),
        one_of("unit", TimeUnit, nullable=True),
        Index("ix_dossier_state", "centre_id", "state", "due_at"),
        Index("ix_dossier_settled", "centre_id", "settled_at", "due_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    code: str
    first_seen_at: int = Field(sa_type=Milliseconds)
    state: str = Field(default="receiving", sa_column_kwargs={"server_default": "receiving"})
    procedure_id: int | None = Field(default=None, foreign_key="procedure.id")
    channel: str | None = None
    quantity: float | None = None
    unit: str | None = None
    received_at: int | None = Field(default=None, sa_type=Milliseconds)
    due_at: int | None = Field(default=None, sa_type=Milliseconds)
    settled_at: int | None = Field(default=None, sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)
    changes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class HandlingRow(SQLModel, table=True):
    """Time spent on one dossier within a turn, for a step of it."""

    __tablename__ = "handling"
    __table_args__ = (
        CheckConstraint("ended_at >= started_at", name="ck_ended_at"),
        Index("ix_handling_dossier", "dossier_id"),
    )
    ticket_id: str = Field(foreign_key="ticket.id", primary_key=True)
    turn_ordinal: int = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id")
    clerk_id: int = Field(foreign_key="staff.id")
    started_at: int = Field(sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)
    held_milliseconds: int = Field(default=0, sa_type=Milliseconds)
    step: str | None = None
    result: str | None = None


class BackHandlingRow(SQLModel, table=True):
    """Time spent on a dossier's step without a citizen. At most one runs on a dossier."""

    __tablename__ = "back_handling"
    __table_args__ = (
        one_of("step", Step),
        one_of("result", Result, nullable=True),
        CheckConstraint("ended_at >= started_at", name="ck_ended_at"),
        Index("ix_back_handling_dossier", "dossier_id"),
        Index(
            "ux_back_handling_running",
            "dossier_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    dossier_id: int = Field(foreign_key="dossier.id")
    clerk_id: int = Field(foreign_key="staff.id")
    step: str
    result: str | None = None
    started_at: int = Field(sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)
