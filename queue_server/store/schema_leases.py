"""Rows of the numbers that kiosks hold in reserve, and of what they gave while the server was away. See `schema`."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from queue_server.domain.lease import Fate
from queue_server.store.columns import Milliseconds, one_of, serial

UNSETTLED = "fate = 'refused' AND settled_at IS NULL"


class LeaseRow(SQLModel, table=True):
    """A block of a line's reserve that one kiosk holds for one day; `ended_at` is when the turn of the day ended it.

    `holder` names the memory in which the kiosk keeps it.

    Rows are never deleted: the last of a day's blocks says where the next begins.
    """

    __tablename__ = "lease"
    __table_args__ = (
        CheckConstraint("first > 0 AND first <= last", name="ck_block"),
        UniqueConstraint("centre_id", "day", "letter", "first", name="ux_lease_first"),
        Index(
            "ix_lease_running",
            "centre_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, sa_column=serial())
    centre_id: int = Field(foreign_key="centre.id")
    line_id: int = Field(foreign_key="line.id")
    device_id: str = Field(foreign_key="device.id")
    day: int
    letter: str
    digits: int
    first: int
    last: int
    given_at: int = Field(sa_type=Milliseconds)
    holder: str = Field(default="", sa_column_kwargs={"server_default": ""})
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)


class OfflineTicketRow(SQLModel, table=True):
    """What a kiosk said that it gave, under the id that it made; a `fate` of refused has the `code` of why.

    A ticket that was taken in has the same id. A refused one stays here as it was told, until somebody of the staff has
    settled it with the citizen and says how.
    """

    __tablename__ = "offline_ticket"
    __table_args__ = (
        one_of("fate", Fate),
        Index("ix_offline_ticket_lease", "lease_id", "number"),
        Index(
            "ix_offline_ticket_open",
            "centre_id",
            "received_at",
            sqlite_where=text(UNSETTLED),
            postgresql_where=text(UNSETTLED),
        ),
    )
    id: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    device_id: str = Field(foreign_key="device.id")
    lease_id: int | None = Field(default=None, foreign_key="lease.id", sa_type=Milliseconds)
    number: int
    day: str
    label: str
    service: str
    language: str
    priority: str | None = None
    told_at: str
    received_at: int = Field(sa_type=Milliseconds)
    fate: str
    code: str | None = None
    clipped: bool
    settled_at: int | None = Field(default=None, sa_type=Milliseconds)
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
    settled_note: str | None = None
