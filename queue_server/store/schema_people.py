"""Rows of what people do at their counters beside serving. See `schema`."""

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from queue_server.store.columns import Milliseconds


class BreakRow(SQLModel, table=True):
    """A clerk's pause within a shift; at most one open a shift. `day` is the ordinal of the service day it began on."""

    __tablename__ = "shift_break"
    __table_args__ = (
        CheckConstraint("ended_at >= began_at", name="ck_ended_at"),
        Index(
            "ux_shift_break_open",
            "shift_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_shift_break_day", "centre_id", "day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    shift_id: int = Field(foreign_key="shift.id")
    day: int
    reason: str
    began_at: int = Field(sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)


class SkillsKeptRow(SQLModel, table=True):
    """What a counter with other skills on the service day `day` gets back after it, as JSON {line id: rank}."""

    __tablename__ = "skills_kept"
    counter_id: int = Field(foreign_key="counter.id", primary_key=True)
    day: int
    skills: str = Field(sa_type=Text)


class MembershipRow(SQLModel, table=True):
    """What a person may do at a centre beside the home centre, whose roles stand in the person's own row."""

    __tablename__ = "membership"
    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", primary_key=True, index=True)
    roles: str
