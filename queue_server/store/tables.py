"""The Core table behind a SQLModel row class."""

from sqlalchemy import Table
from sqlmodel import SQLModel


def table(model: type[SQLModel]) -> Table:
    """Return the Core table, for statements that need no ORM."""
    found = model.__table__  # type: ignore[attr-defined]
    assert isinstance(found, Table)
    return found
