"""Rows of what a centre's set-up has been. See `schema`."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from queue_server.store.columns import Milliseconds


class CentreVersionRow(SQLModel, table=True):
    """The whole document of a centre as it came into force, by whom (None for the command line), and why."""

    __tablename__ = "centre_version"
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    number: int = Field(primary_key=True)
    document: str = Field(sa_type=Text)
    at: int = Field(sa_type=Milliseconds)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    note: str
